"""The app public."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Registers toguna.web.public."""

    name = "toguna.web.public"
    label = "public"
