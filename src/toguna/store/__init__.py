"""The database: one Django app a noun, each with models.py, actions.py and queries.py."""
