"""The app desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers toguna.web.desk."""

    name = "toguna.web.desk"
    label = "desk"
