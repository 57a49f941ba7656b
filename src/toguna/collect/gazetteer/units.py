"""The units that a gazetteer names while it is being read, each after the one above it.

It knows units and their names. How a table spells them is the business of the forms.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from toguna.collect.grids import Grid
from toguna.rules.findings import Finding, Severity
from toguna.rules.spelling import plain

NAME_TWICE = "« %(name)s » est deux fois sous « %(parent)s ». Vérifiez que ce sont deux lieux."
NAME_MISSING = "Cette ligne n'a pas de nom de lieu ; elle n'a pas été reprise."
CODE_TWICE = "Le code « %(written)s » est déjà à « %(first)s » (%(there)s). « %(name)s » n'a pas été repris."
CODE_MISSING = "« %(name)s » n'a pas de code ; le lieu a été repris sous son nom."


@dataclass(frozen=True)
class GazetteerPlace:
    """One unit: its level from 1 below the country, its names and codes, and the key of the unit above it.

    `key` is the same for the same unit in every table that gives it a code.
    """

    key: str
    level: int
    name: str
    codes: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    kind: str = ""
    other_names: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class GazetteerReading:
    """The units of a table, each after the one above it, and everything there was to say about the table.

    `found_at` says by key on which row each unit stands first.
    """

    rows: tuple[GazetteerPlace, ...]
    findings: tuple[Finding, ...]
    found_at: Mapping[str, str] = field(default_factory=dict)


class Gathering:
    """The units found so far, and what was there before."""

    def __init__(self, known: Iterable[GazetteerPlace], scheme: str, findings: list[Finding]) -> None:
        self.scheme = scheme
        self.findings = findings
        self.places: dict[str, GazetteerPlace] = {}
        self.found_at: dict[str, str] = {}
        self.known = {place.key: place for place in known}
        self.known_by_code = {place.codes[scheme]: place for place in known if scheme in place.codes}

    def tell(self, severity: Severity, code: str, where: str, message: str, **values: object) -> None:
        self.findings.append(Finding(code, severity, message, values, where))

    def with_code(self, code: str) -> GazetteerPlace | None:
        return self.places.get(f"{self.scheme}:{code}") or self.known_by_code.get(code)

    def name_of(self, key: str | None) -> str:
        place = self.places.get(key or "") or self.known.get(key or "")
        return place.name if place else "—"

    def add(self, place: GazetteerPlace, where: str) -> None:
        """Keep a unit that was not there yet."""
        self.places[place.key] = place
        self.found_at[place.key] = where

    def key(self, level: int, code: str, path: Iterable[str]) -> str:
        return f"{self.scheme}:{code}" if code else f"{level}/" + "/".join(plain(name) for name in path)

    def tell_repeated_names(self) -> None:
        seen: dict[object, str] = {}
        for place in self.places.values():
            first = seen.setdefault((place.level, place.parent, plain(place.name)), place.key)
            if first != place.key:
                values = {"name": place.name, "parent": self.name_of(place.parent)}
                self.tell(Severity.WARNING, "name-twice", self.found_at[place.key], NAME_TWICE, **values)


def at_row(grid: Grid, number: int) -> Callable[[str], str]:
    """Points at a row, whichever of its cells is asked for."""
    row = grid.where(number)
    return lambda _: row
