"""The app budgets."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Registers toguna.store.budgets under the label budgets."""

    name = "toguna.store.budgets"
    label = "budgets"
