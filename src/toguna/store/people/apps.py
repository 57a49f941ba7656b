"""The app people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers toguna.store.people under the label people."""

    name = "toguna.store.people"
    label = "people"
