"""Paper that goes out to be filled in by hand: the attendance sheet as a PDF, and the code it comes back under."""
