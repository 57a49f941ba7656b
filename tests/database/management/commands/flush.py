"""Empties a test database between two tests that commit, past the append-only triggers.

Emptying is what those triggers exist to refuse, and Django does it after every such test.
"""

from typing import Any

from django.core.management.commands.flush import Command as Flush

from toguna.store.journal.append_only import lifted


class Command(Flush):
    """Django's flush with the triggers lifted; they stand before and after."""

    def handle(self, **options: Any) -> None:
        """Empty the tables."""
        with lifted(options["database"]):
            super().handle(**options)
