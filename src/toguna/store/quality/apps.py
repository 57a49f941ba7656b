"""The app quality."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Registers toguna.store.quality under the label quality."""

    name = "toguna.store.quality"
    label = "quality"
