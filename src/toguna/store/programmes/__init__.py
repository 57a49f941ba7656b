"""A funded whole: its cycle, objectives, territory and participating organisations."""
