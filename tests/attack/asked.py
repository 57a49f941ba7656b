"""What a number of an edition counts, and what can be found out of it: the words of the attacker and of the judge."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tests.attack.reading import Address


class Asked(NamedTuple):
    """What a number counts, whichever indicator shows it: women by place are the place of an indicator of women."""

    edition: int
    count: str
    where: str
    cut: frozenset[tuple[str, str]]
    start: date
    end: date


class Rest(NamedTuple):
    """Those of a wider count who are not in a narrower one, as a share's numerator is narrower than its denominator."""

    numerator: Asked
    denominator: Asked


@dataclass(frozen=True)
class Finding:
    """A count of persons that the release lets be known: where, which side of it, and between which limits."""

    edition: int
    address: Address
    side: str
    name: Asked | Rest
    low: int
    high: int
    how: str
