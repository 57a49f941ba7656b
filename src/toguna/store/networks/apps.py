"""The app networks."""

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """Registers toguna.store.networks under the label networks."""

    name = "toguna.store.networks"
    label = "networks"
