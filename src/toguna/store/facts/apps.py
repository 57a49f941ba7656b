"""The app facts."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Registers toguna.store.facts under the label facts."""

    name = "toguna.store.facts"
    label = "facts"
