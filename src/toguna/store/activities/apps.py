"""The app activities."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Registers toguna.store.activities under the label activities."""

    name = "toguna.store.activities"
    label = "activities"
