"""A walk through a fresh demonstration, as a new user would take it, with a picture of every step."""
