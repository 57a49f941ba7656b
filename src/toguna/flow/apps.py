"""The app that carries the four steps' commands and background tasks."""

from django.apps import AppConfig


class FlowConfig(AppConfig):
    """Registers toguna.flow."""

    name = "toguna.flow"
    label = "flow"
