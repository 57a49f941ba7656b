"""The app commitments."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Registers toguna.store.commitments under the label commitments."""

    name = "toguna.store.commitments"
    label = "commitments"
