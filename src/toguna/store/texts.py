"""Content in several languages: one JSON value `{language: text}` in which French is always there."""

from django.db.models import CheckConstraint, Q


def french_required(column: str, table: str) -> CheckConstraint:
    """The database refuses a row whose `column` has no French text."""
    return CheckConstraint(condition=Q(**{f"{column}__has_key": "fr"}), name=f"{table}_{column}_in_french")
