"""What looks wrong in something that was received, and where.

A finding carries its message as a French template and the values that fill it, so that the door that shows it can
say it in the reader's language. It never decides what happens next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops the step, a warning asks for a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that looks wrong, in words that say what, where and what to do.

    >>> Finding("age-impossible", Severity.WARNING, "L'âge %(age)s n'est pas possible.", {"age": 140}, "ligne 3").text()
    "L'âge 140 n'est pas possible."
    """

    code: str
    severity: Severity
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    where: str = ""

    def text(self) -> str:
        """The message in French, filled with its values."""
        return self.message % self.values


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that stop the step.

    >>> errors_in([Finding("a", Severity.NOTE, "…"), Finding("b", Severity.ERROR, "…")])[0].code
    'b'
    """
    return [finding for finding in findings if finding.severity is Severity.ERROR]
