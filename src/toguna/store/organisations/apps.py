"""The app organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers toguna.store.organisations under the label organisations."""

    name = "toguna.store.organisations"
    label = "organisations"
