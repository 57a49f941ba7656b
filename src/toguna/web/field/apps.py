"""The app field."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Registers toguna.web.field."""

    name = "toguna.web.field"
    label = "field"
