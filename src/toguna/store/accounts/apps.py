"""The app accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers toguna.store.accounts under the label accounts."""

    name = "toguna.store.accounts"
    label = "accounts"
