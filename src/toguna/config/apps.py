"""The installation itself, as an app: it carries the command that starts everything."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """Registers toguna.config under the label installation."""

    name = "toguna.config"
    label = "installation"
