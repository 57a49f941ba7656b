"""The shapes of what the source documents say of money: budgets, agreements, grants inside a programme.

An amount that no document gives is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Budget:
    """The money a document gives for the whole programme; `meaning` is "to_date" where it says so."""

    amount: Decimal
    currency: str
    meaning: Literal["to_date", "total"]
    printed: str
    document: str
    passage: str


@dataclass(frozen=True)
class Award:
    """The number of the agreement, and the paper it was read in."""

    number: str
    kind: Texts
    document: str
    verified: bool


@dataclass(frozen=True)
class SubAward:
    """A grant from one organisation of the programme to another; its days as precisely as the document gives them."""

    code: str
    giver: str
    receiver: str
    title: Texts
    starts_on: date
    ends_on: date
    precision: Literal["day", "month", "year"]
    printed: str
    document: str
    passage: str
