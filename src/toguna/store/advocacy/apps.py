"""The app advocacy."""

from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    """Registers toguna.store.advocacy under the label advocacy."""

    name = "toguna.store.advocacy"
    label = "advocacy"
