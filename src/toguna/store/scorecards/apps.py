"""The app scorecards."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """Registers toguna.store.scorecards under the label scorecards."""

    name = "toguna.store.scorecards"
    label = "scorecards"
