"""Fixtures of the stories that need a served installation."""

from tests.story.server import server

__all__ = ["server"]
