"""The app openrosa."""

from django.apps import AppConfig


class OpenrosaConfig(AppConfig):
    """Registers toguna.web.openrosa."""

    name = "toguna.web.openrosa"
    label = "openrosa"
