"""Documents of an edition for its readers: the fact sheet on paper, the results of a year, the page of the project."""
