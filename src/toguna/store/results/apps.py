"""The app results."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Registers toguna.store.results under the label results."""

    name = "toguna.store.results"
    label = "results"
