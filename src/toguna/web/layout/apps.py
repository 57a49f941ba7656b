"""The Django app that carries the shared templates, the stylesheet and the tags."""

from django.apps import AppConfig


class LayoutConfig(AppConfig):
    """The look of every page."""

    name = "toguna.web.layout"
    label = "layout"
