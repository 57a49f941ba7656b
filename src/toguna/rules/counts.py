"""What can be counted, by what it can be cut, and which kinds of fact each count looks at.

The vocabulary of definitions. Which words may stand together is said in `contradictions`, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toguna.rules.conditions import Conditions, FactKind


class Count(StrEnum):
    """What is counted. People, events and organisations are counted once each; seats and sums add quantities."""

    EVENTS = "events"
    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    SEATS = "seats"
    SUM = "sum"
    LATEST = "latest"
    MEAN = "mean"
    RATIO = "ratio"


class PlaceOf(StrEnum):
    """Which of a fact's three places is meant."""

    EVENT = "event"
    RESIDENCE = "residence"
    AREA = "area"


class DimensionName(StrEnum):
    """By what a total can be cut, besides time."""

    SEX = "sex"
    AGE_BAND = "age_band"
    DISABILITY = "disability"
    DISPLACED = "displaced"
    STAKEHOLDER_GROUP = "stakeholder_group"
    ACTIVITY_KIND = "activity_kind"
    DESIGNED_FOR = "designed_for"
    TOPIC = "topic"
    IMPLEMENTER = "implementer"
    PLACE = "place"


UNKNOWN = "unknown"
BASIS_DIMENSION = "basis"
PERIOD_DIMENSION = "period"
SEVERAL_VALUED = frozenset({DimensionName.TOPIC, DimensionName.DESIGNED_FOR})
PERSONAL = frozenset({DimensionName.SEX, DimensionName.AGE_BAND, DimensionName.DISABILITY, DimensionName.DISPLACED})

# The kinds of fact each count may look at; the second list is what it takes when the definition does not say.
KINDS: Mapping[Count, tuple[frozenset[FactKind], frozenset[FactKind]]] = {
    count: (frozenset(allowed), frozenset(default))
    for count, allowed, default in (
        (Count.EVENTS, [FactKind.EVENT], [FactKind.EVENT]),
        (Count.PEOPLE, [FactKind.PARTICIPATION], [FactKind.PARTICIPATION]),
        (Count.SEATS, [FactKind.PARTICIPATION, FactKind.HEADCOUNT], [FactKind.PARTICIPATION, FactKind.HEADCOUNT]),
        (
            Count.ORGANISATIONS,
            [FactKind.EVENT, FactKind.PARTICIPATION, FactKind.HEADCOUNT],
            [FactKind.EVENT, FactKind.PARTICIPATION],
        ),
        (Count.SUM, [FactKind.OUTPUT, FactKind.MEASUREMENT], [FactKind.OUTPUT]),
        (Count.LATEST, [FactKind.MEASUREMENT], [FactKind.MEASUREMENT]),
        (Count.MEAN, [FactKind.MEASUREMENT], [FactKind.MEASUREMENT]),
    )
}


@dataclass(frozen=True)
class Dimension:
    """One way to cut a total. A place is cut at a level: 1 region, 2 cercle, 3 commune."""

    name: DimensionName
    level: int | None = None

    @classmethod
    def read(cls, found: object) -> "Dimension | None":
        """From `"sex"` or `{"place": 1}`; None when it is neither."""
        if isinstance(found, str) and found in set(DimensionName) - {DimensionName.PLACE}:
            return cls(DimensionName(found))
        if isinstance(found, Mapping) and list(found) == [DimensionName.PLACE]:
            level = found[DimensionName.PLACE]
            if isinstance(level, int) and not isinstance(level, bool) and level >= 0:
                return cls(DimensionName.PLACE, level)
        return None

    def to_json(self) -> object:
        """As it is stored."""
        return str(self.name) if self.level is None else {str(self.name): self.level}


@dataclass(frozen=True)
class Measure:
    """One thing to count over the facts that meet its conditions. An indicator is one measure, a ratio is two."""

    count: Count
    where: Conditions = field(default_factory=Conditions)

    @property
    def kinds(self) -> frozenset[FactKind]:
        """The kinds of fact it looks at."""
        return frozenset(self.where.kind) or KINDS[self.count][1]

    def to_json(self) -> dict[str, object]:
        """As a part of a ratio is stored."""
        where = self.where.to_json()
        return {"count": str(self.count)} | ({"where": where} if where else {})
