"""The app demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers toguna.demo."""

    name = "toguna.demo"
    label = "demo"
