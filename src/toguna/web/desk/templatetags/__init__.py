"""Template tags of the desk alone."""
