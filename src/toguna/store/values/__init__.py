"""Computed values with the runs that made them; anyone may delete and rebuild them."""
