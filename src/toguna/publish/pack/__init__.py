"""The quarterly pack: everything a donor is sent for a quarter, from one edition, in one file."""
