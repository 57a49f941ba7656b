"""The app journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers toguna.store.journal under the label journal."""

    name = "toguna.store.journal"
    label = "journal"
