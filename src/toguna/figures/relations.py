"""How claims of one text hang together: a whole and its parts, a share and its base, a figure stated twice.

A relation says what was read and how sure the reading is; whether it holds is for judging to say.
"""

from dataclasses import dataclass
from enum import StrEnum


class RelationType(StrEnum):
    """What ties the two sides of a relation."""

    SUM = "sum"
    PERCENT_OF = "percent_of"
    PERCENT_SUM = "percent_sum"
    SUBSET = "subset"
    REPEAT = "repeat"
    WORDS_VS_DIGITS = "words_vs_digits"
    PERCENT_CHANGE = "percent_change"
    PERCENT_GROWTH = "percent_growth"
    DIFFERENCE = "difference"
    PERCENTAGE_POINTS = "percentage_points"


HUNDRED = "100"
"""Stands on a side of a percent sum in place of a claim: the parts are of the whole."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One reading of how claims relate; both sides hold ids of claims (or HUNDRED).

    ================== ================== ============================ =================================
    type               stated side        other side                   it holds when
    ================== ================== ============================ =================================
    sum                whole(s)           parts                        their sums are equal
    percent_of         share              part, base                   share = 100 part / base
    percent_sum        parts              HUNDRED or another share     their sums are equal
    subset             part(s)            whole(s)                     sum of the parts <= the whole
    repeat             one statement      the other                    they are equal
    words_vs_digits    in words           in digits                    they are equal
    percent_change     change             from, to                     change = 100 (to - from) / from
    percent_growth     change             increment, total after       change = 100 inc / (total - inc)
    difference         difference         larger, smaller              stated = larger - smaller
    percentage_points  points             one share, the other         stated = their distance
    ================== ================== ============================ =================================

    `confidence` (0 to 1) is how sure it is that the writer meant this relation. `arguable` is true where an unstated
    remainder, another base or a rounded headline could explain a failure. `latent` relations were written by nobody:
    they follow from others (women of each place make all women). `cue` is the word or habit that it was read from.
    """

    id: str
    type: RelationType
    stated_side: tuple[str, ...]
    other_side: tuple[str, ...]
    confidence: float
    arguable: bool = False
    latent: bool = False
    cue: str = ""
    note: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """The claims that take part."""
        return frozenset(self.stated_side + self.other_side) - {HUNDRED}
