"""Django's `migrate`, and the append-only triggers put back after it."""

from typing import Any

from django.core.management.commands import migrate

from toguna.store.journal.append_only import install_triggers


class Command(migrate.Command):
    """Bring the database to the present shape, then guard what must only grow."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Put back what has gone first, because the command's own checks would refuse to start without it."""
        install_triggers(options["database"])
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then guard the tables that were made or remade."""
        super().handle(*args, **options)
        install_triggers(options["database"])
