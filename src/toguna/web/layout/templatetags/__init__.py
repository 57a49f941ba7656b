"""Template tags for the pages of every door."""
