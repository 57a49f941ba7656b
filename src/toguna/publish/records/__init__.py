"""Field records as files to take away: tables with a row each, written as they come, so that any number fits."""
