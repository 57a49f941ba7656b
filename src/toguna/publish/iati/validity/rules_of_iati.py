"""What a rule of IATI is made of, and the tally of how often each was judged.

The rules themselves stand in `activity_rules`, `result_rules`, `organisation_rules`, `code_checks` and `own_rules`;
how a kind of rule is judged stands in `kinds`.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lxml import etree

from toguna.rules.findings import Severity

Element = etree._Element

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Family(StrEnum):
    """Who made a rule: the official ruleset, an official codelist, the schema, or this project."""

    SCHEMA = "schema"
    RULESET = "ruleset"
    CODELIST = "codelist"
    OWN = "toguna"


def line_of(element: Element) -> int:
    """The line of the file that an element begins on; 0 where nobody knows."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


@dataclass(frozen=True)
class Circumstances:
    """What a rule must be told, because a file does not say it: the day, and which organisations are known.

    `known_organisations` are identifiers that the IATI registry already has. The official validator excuses them from
    the rules on how an identifier is made; without the registry at hand nobody is excused.
    """

    today: date
    agencies: Collection[str] = ()
    known_organisations: Collection[str] = ()


@dataclass(frozen=True)
class Breach:
    """Where a rule is broken, and what was found there."""

    at: Element
    found: str = ""


# One judgement for each time a rule applies: None where it holds.
Check = Callable[[Element, Circumstances], Iterator[Breach | None]]


@dataclass(frozen=True)
class Rule:
    """One official rule: where it applies, how it is judged, what is said where it is broken, and what it asks."""

    code: str
    severity: Severity
    context: str
    check: Check = field(repr=False)
    message: str
    french: str
    english: str


@dataclass
class Tally:
    """How often a rule was judged in a file, and how often it was broken."""

    ran: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Listed:
    """One line of the list of all rules: its code, who made it, its weight, and what it asks."""

    code: str
    family: Family
    severity: Severity
    french: str
    english: str
