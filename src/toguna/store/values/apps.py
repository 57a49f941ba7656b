"""The app values."""

from django.apps import AppConfig


class ValuesConfig(AppConfig):
    """Registers toguna.store.values under the label values."""

    name = "toguna.store.values"
    label = "values"
