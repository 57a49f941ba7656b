"""The app api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers toguna.web.api."""

    name = "toguna.web.api"
    label = "api"
