"""What a text claims: quantities with the place where they are written, and the numbers that are none (dates, codes).

A claim knows how it was written and what its context calls it; it does not know whether it is true.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a claim states: a quantity of something, or a share of a hundred."""

    COUNT = "count"
    PERCENT = "percent"


class Hedge(StrEnum):
    """How a text loosens its own figure: "près de 60 %", "over 200", "at least 9"."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity stated at characters `start` to `end` (exclusive) of the text.

    `value` is what the writer meant as far as spelling tells: of a malformed number the digits without their
    separators. `decimals` are the digits printed after the decimal mark: the exactness at which a share is compared.
    `well_formed` is false for a number in words and for a malformed one; only the second is an error (`malformed`).
    """

    id: str
    start: int
    end: int
    raw: str
    value: Decimal
    kind: Kind
    decimals: int = 0
    well_formed: bool = True
    spelled: bool = False
    malformed: bool = False
    hedge: Hedge | None = None
    currency: str | None = None
    magnitude: int = 0
    alternatives: tuple[Decimal, ...] = ()

    def named(self, name: str) -> "Claim":
        """The same claim under an id."""
        return Claim(
            name,
            self.start,
            self.end,
            self.raw,
            self.value,
            self.kind,
            self.decimals,
            self.well_formed,
            self.spelled,
            self.malformed,
            self.hedge,
            self.currency,
            self.magnitude,
            self.alternatives,
        )

    @property
    def is_percent(self) -> bool:
        """Whether the claim is a share of a hundred."""
        return self.kind is Kind.PERCENT


@dataclass(frozen=True, slots=True)
class SetAside:
    """A number that claims no quantity, and why: "year", "date", "age", "identifier", "enumeration", "ordinal", …"""

    start: int
    end: int
    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with the claims in it, in the order of the text; `language` is "fr" or "en".

    `unread_from` is set for a text with more numbers than any report has: from that character on nothing was read.
    """

    text: str
    language: str
    claims: tuple[Claim, ...]
    set_aside: tuple[SetAside, ...] = ()
    unread_from: int | None = None
