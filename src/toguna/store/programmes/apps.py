"""The app programmes."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Registers toguna.store.programmes under the label programmes."""

    name = "toguna.store.programmes"
    label = "programmes"
