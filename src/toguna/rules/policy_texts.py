"""A policy text and its stages: drafted, proposed, adopted, implemented; counted once in each, on the stage's own day.

The counting rule is that of the standard gender indicators: never counted again unless it advances. It knows offices
and companies, never people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, note, warning


class TextKind(StrEnum):
    """What kind of text it is."""

    LAW = "law"
    REGULATION = "regulation"
    LOCAL_CONVENTION = "local_convention"
    DELIBERATION = "deliberation"
    INVESTMENT_AGREEMENT = "investment_agreement"
    POLICY = "policy"


class PolicyStage(StrEnum):
    """How far a text got, the first stage first."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    IMPLEMENTED = "implemented"


class PolicyLevel(StrEnum):
    """Where a text holds."""

    NATIONAL = "national"
    REGION = "region"
    CERCLE = "cercle"
    COMMUNE = "commune"
    VILLAGE = "village"


class PartySide(StrEnum):
    """In whose name a party signs."""

    PUBLIC = "public"
    PRIVATE = "private"
    COMMUNITY = "community"
