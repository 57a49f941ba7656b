"""What an import does with each row of a gazetteer: a new place, a known one that changes, or nothing.

It decides and tells; it writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from toguna.collect.gazetteer import GazetteerPlace, GazetteerReading
from toguna.flow.gazetteer.matching import KnownUnits, is_longer_form
from toguna.rules.findings import Finding, Severity
from toguna.rules.framework import ChangeKind, FieldChange
from toguna.rules.spelling import near, plain
from toguna.store.places.models import Place

TWO_ROWS = "« %(name)s » est le lieu qu'une autre ligne (%(other)s) désigne déjà ; cette ligne n'a pas été reprise."
PARENT_LEFT_OUT = "« %(name)s » n'a pas été repris, parce que son lieu supérieur ne l'a pas été."
NO_LONGER = "« %(name)s » n'existait plus le %(valid_from)s (jusqu'au %(valid_to)s) ; il n'a pas été repris."
NEAR_NAME = (
    "« %(name)s » est ajouté sous « %(parent)s », où « %(known)s » lui ressemble. Si c'est le même lieu, dites-le : "
    '--same "%(name)s=%(known)s".'
)
MOVED_OR_NEW = (
    "« %(name)s » est ajouté comme un nouveau lieu ; un autre découpage avait un « %(known)s » sous « %(parent)s ». "
    "S'il a seulement changé de lieu supérieur, donnez-lui son code."
)


@dataclass(frozen=True)
class PlannedUnit:
    """One unit of the file, the place that it is or becomes, and what the import does to it."""

    row: GazetteerPlace
    place: Place
    parent: Place | None
    kind: ChangeKind
    is_new: bool
    changed: tuple[FieldChange, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


class Planning:
    """The rows of one file while it is found out which places they are."""

    def __init__(
        self, valid_from: date, known: KnownUnits, reading: GazetteerReading, above: Mapping[str, Place]
    ) -> None:
        self.valid_from = valid_from
        self.known = known
        self.reading = reading
        self.findings: list[Finding] = []
        self.resolved: dict[str, Place] = dict(above)
        self.taken: dict[UUID, str] = {}
        self.lost: set[str] = set()

    def units(self) -> list[PlannedUnit]:
        """What becomes of each row; the rows that nothing can be made of are told in the findings."""
        planned = [unit for row in self.reading.rows if (unit := self._plan(row))]
        for unit in planned:
            if unit.is_new:
                self._tell_what_it_looks_like(unit)
        return planned

    def _tell(self, severity: Severity, code: str, row: GazetteerPlace, message: str, **values: object) -> None:
        where = self.reading.found_at.get(row.key, "")
        self.findings.append(Finding(code, severity, message, {"name": row.name, **values}, where))

    def _plan(self, row: GazetteerPlace) -> PlannedUnit | None:
        if row.valid_to and row.valid_to <= self.valid_from:
            days = {"valid_to": f"{row.valid_to:%d/%m/%Y}", "valid_from": f"{self.valid_from:%d/%m/%Y}"}
            self._tell(Severity.WARNING, "no-longer-valid", row, NO_LONGER, **days)
            self.lost.add(row.key)
            return None
        if row.parent in self.lost:
            self._tell(Severity.ERROR, "parent-left-out", row, PARENT_LEFT_OUT)
            self.lost.add(row.key)
            return None
        parent = self.resolved[row.parent] if row.parent else self.known.top_of_edition()
        where = self.reading.found_at.get(row.key, "")
        meant = self.known.meant_by(row, parent, where)
        if isinstance(meant, Finding):
            self.findings.append(meant)
            self.lost.add(row.key)
            return None
        place = meant or Place(name=row.name, level=row.level, kind=row.kind, fictional=self.known.fictional)
        if place.pk in self.taken:
            self._tell(Severity.ERROR, "two-rows-one-place", row, TWO_ROWS, other=self.taken[place.pk])
            self.lost.add(row.key)
            return None
        self.taken[place.pk] = where
        self.resolved[row.key] = place
        return self._compared(row, place, parent, is_new=meant is None)

    def _compared(self, row: GazetteerPlace, place: Place, parent: Place | None, *, is_new: bool) -> PlannedUnit:
        codes = tuple(
            (scheme, code) for scheme, code in row.codes.items() if code not in self.known.codes_of.get(place.pk, [])
        )
        if is_new:
            return PlannedUnit(row, place, parent, ChangeKind.ADD, True, (), codes)
        changed = []
        if (name := _better_name(place.name, row, self.known)) != place.name:
            changed.append(FieldChange("name", place.name, name))
            place.name = name
        if row.kind and not place.kind:
            changed.append(FieldChange("kind", "", row.kind))
            place.kind = row.kind
        if codes:
            changed.append(FieldChange("codes", "", ", ".join(f"{scheme}:{code}" for scheme, code in codes)))
        if not self.known.stands_in_edition(place):
            return PlannedUnit(row, place, parent, ChangeKind.ADD, False, tuple(changed), codes)
        stands_under = self.known.parent_in_edition(place)
        if stands_under != (parent.pk if parent else None):
            old = self.known.places[stands_under].name if stands_under else ""
            changed.append(FieldChange("parent", old, parent.name if parent else ""))
        kind = ChangeKind.CHANGE if changed else ChangeKind.LEAVE
        return PlannedUnit(row, place, parent, kind, False, tuple(changed), codes)

    def _tell_what_it_looks_like(self, unit: PlannedUnit) -> None:
        """A place is about to be added: say which known place that the file does not name it may be."""
        beneath = self.known.beneath(unit.parent, unit.row.level)
        beside = [place.name for place in beneath if place.pk not in self.taken]
        if alike := near(unit.row.name, beside, at_most=1):
            parent = unit.parent.name if unit.parent else "—"
            self._tell(Severity.WARNING, "near-name", unit.row, NEAR_NAME, known=alike[0], parent=parent)
            return
        for place in self.known.by_name.get((unit.row.level, plain(unit.row.name)), []):
            if place.pk not in self.taken and not self.known.stands_in_edition(place):
                uppers = [self.known.places[pk].name for pk in self.known.parents[place.pk].values() if pk]
                values = {"known": place.name, "parent": ", ".join(uppers) or "—"}
                self._tell(Severity.WARNING, "moved-or-new", unit.row, MOVED_OR_NEW, **values)


def _better_name(known_name: str, row: GazetteerPlace, known: KnownUnits) -> str:
    """The known name, unless the file really has another, or writes the accents that the known one lacks."""
    if plain(row.name) == plain(known_name):
        return row.name if _accents(row.name) > _accents(known_name) else known_name
    if is_longer_form(row.name, known_name):
        return known_name
    # A name that was said to mean the same, or one of its other names, is no new name.
    others = {known.same.get(plain(row.name), ""), *map(plain, row.other_names)}
    return known_name if plain(known_name) in others else row.name


def _accents(name: str) -> int:
    return sum(not letter.isascii() for letter in name)
