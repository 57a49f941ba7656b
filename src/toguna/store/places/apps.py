"""The app places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers toguna.store.places under the label places."""

    name = "toguna.store.places"
    label = "places"
