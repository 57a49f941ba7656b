"""The app journal."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from toguna.store.journal.append_only import check_triggers


class JournalConfig(AppConfig):
    """Registers toguna.store.journal under the label journal, and the check that what only grows is guarded."""

    name = "toguna.store.journal"
    label = "journal"

    def ready(self) -> None:
        """Have `toguna check --database` look for the triggers."""
        register(check_triggers, Tags.database)
