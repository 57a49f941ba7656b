"""The app fieldwork."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Registers toguna.store.fieldwork under the label fieldwork."""

    name = "toguna.store.fieldwork"
    label = "fieldwork"
