"""Which facts an indicator looks at: kind, activity, programme, place, and what is known of the people.

Every condition narrows; codes inside one condition are alternatives. A fact of which the thing asked is unknown does
not meet the condition. Nothing here knows how facts are stored.
"""

from dataclasses import dataclass, fields
from enum import StrEnum

from toguna.rules.attendance import Sex
from toguna.rules.strict_json import StrictReader

BAD_AGES = "« %(found)s » n'est pas une tranche d'âge : écrivez [15, 35], ou [36, null] pour « 36 ans et plus »."


class FactKind(StrEnum):
    """What a verified fact can be."""

    EVENT = "event"
    PARTICIPATION = "participation"
    HEADCOUNT = "headcount"
    OUTPUT = "output"
    MEASUREMENT = "measurement"


class Basis(StrEnum):
    """What stands behind a quantity: it was counted, its reporter estimated it, or a source document states it."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    STATED = "stated"


@dataclass(frozen=True, order=True)
class AgeRange:
    """Ages in whole years, both ends included; no upper end means "and over".

    >>> AgeRange(15, 35).code, AgeRange(36).code
    ('15-35', '36+')
    >>> AgeRange(15, 35).holds(20, 24), AgeRange(15, 35).holds(30, 40)
    (True, False)
    """

    youngest: int
    oldest: int | None = None

    @property
    def code(self) -> str:
        """How the range is written in a cell."""
        return f"{self.youngest}+" if self.oldest is None else f"{self.youngest}-{self.oldest}"

    def holds(self, age_from: int | None, age_to: int | None) -> bool:
        """Whether everybody between two ages is inside: a reported interval that overlaps an end is not.

        An age that is not known at all is never inside. An interval without a lower end starts at 0.
        """
        if age_from is None and age_to is None:
            return False
        if (age_from or 0) < self.youngest:
            return False
        return self.oldest is None or (age_to is not None and age_to <= self.oldest)

    @classmethod
    def read(cls, found: object) -> "AgeRange | None":
        """From `[15, 35]` or `[36, null]`; None when it is neither."""
        match found:
            case [bool(), _] | [_, bool()]:
                return None
            case [int(youngest), None] if youngest >= 0:
                return cls(youngest)
            case [int(youngest), int(oldest)] if 0 <= youngest <= oldest:
                return cls(youngest, oldest)
        return None

    def to_json(self) -> list[int | None]:
        """As it is stored."""
        return [self.youngest, self.oldest]


@dataclass(frozen=True)
class Conditions:
    """The facts that are looked at. An empty condition asks nothing; only counted facts unless another basis is asked.

    `places` are the identifiers of places; a fact inside one of them meets the condition. `programme` is one code, and
    an activity that two programmes hold together belongs to both.
    """

    kind: tuple[FactKind, ...] = ()
    activity_kind: tuple[str, ...] = ()
    designed_for: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    programme: str | None = None
    implementer: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    age: AgeRange | None = None
    disability: bool | None = None
    displaced: bool | None = None
    stakeholder_group: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = (Basis.COUNTED,)
    unit: str | None = None

    def __post_init__(self) -> None:
        # Two ways to list the same codes are the same conditions, so that they have one fingerprint.
        for one in fields(self):
            codes = getattr(self, one.name)
            if isinstance(codes, tuple):
                object.__setattr__(self, one.name, tuple(sorted(set(codes))))

    @classmethod
    def read(cls, reader: StrictReader) -> "Conditions":
        """From their stored form; what is wrong is left in the reader's findings."""
        found_ages = reader.value("age")
        age = AgeRange.read(found_ages)
        if found_ages is not None and age is None:
            reader.refuse("bad-ages", BAD_AGES, "age", found=found_ages)
        conditions = cls(
            kind=tuple(FactKind(code) for code in reader.texts("kind", list(FactKind))),
            activity_kind=reader.texts("activity_kind"),
            designed_for=reader.texts("designed_for"),
            topics=reader.texts("topics"),
            programme=reader.text("programme"),
            implementer=reader.texts("implementer"),
            places=reader.texts("places"),
            sex=reader.texts("sex", list(Sex)),
            age=age,
            disability=reader.flag("disability"),
            displaced=reader.flag("displaced"),
            stakeholder_group=reader.texts("stakeholder_group"),
            basis=tuple(Basis(code) for code in reader.texts("basis", list(Basis))) or (Basis.COUNTED,),
            unit=reader.text("unit"),
        )
        reader.refuse_unknown_keys()
        return conditions

    def asked(self) -> tuple[str, ...]:
        """The names of the conditions that ask something, in the order they are declared."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) not in ((), None))

    def to_json(self) -> dict[str, object]:
        """As it is stored: only what differs from asking nothing."""
        stored: dict[str, object] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != one.default:
                stored[one.name] = value.to_json() if isinstance(value, AgeRange) else _plain(value)
        return stored


def _plain(value: object) -> object:
    return [str(code) for code in value] if isinstance(value, tuple) else value
