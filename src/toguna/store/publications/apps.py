"""The app publications."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Registers toguna.store.publications under the label publications."""

    name = "toguna.store.publications"
    label = "publications"
