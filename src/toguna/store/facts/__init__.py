"""Verified facts, each carrying the record it came from."""
