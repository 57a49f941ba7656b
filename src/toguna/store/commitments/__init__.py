"""Promises: which office promised what to whom, by when; what each side says of it."""
