"""Who works with whom: actors, waves of ties, sessions and what was found in common."""
