"""The wide form of a gazetteer, that of OCHA's COD-AB: one row a unit, with all those above it.

ADM1_FR, ADM1_PCODE, ADM2_…, or admin1Name_fr, admin1Pcode, …, in any number of levels and languages. It does not know
the other forms.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from toguna.collect.answers import Answers, one_line
from toguna.collect.gazetteer.units import CODE_MISSING, CODE_TWICE, NAME_MISSING, Gathering, GazetteerPlace, at_row
from toguna.collect.grids import Grid
from toguna.rules.findings import Severity
from toguna.rules.spelling import plain

CODE_TWO_NAMES = "Le code « %(written)s » porte deux noms : « %(first)s » et « %(name)s ». Le premier a été gardé."
TWO_PARENTS = "« %(name)s » (%(written)s) est sous « %(first)s » et sous « %(parent)s ». Le premier a été gardé."

_HEADING = re.compile(
    r"adm(?:in)?_?(?P<level>\d)_?"
    r"(?:(?P<code>pcode)|(?P<alt>ref|alt)?_?(?:name)?\d?_?(?P<language>(?!id)[a-z]{2})?\d?)"
)
# Where a date of validity is missing, the oldest of these tables fall back on the date of the outlines.
_DAYS = {"validon": "valid_from", "date": "drawn_on", "validto": "valid_to"}
_NO_DAY = {"", "-99", "0"}


@dataclass
class _LevelColumns:
    """Where the table has the code and the names of one level."""

    code: int | None = None
    names: dict[str, int] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)

    def name_columns(self) -> list[int]:
        """The columns of names, French before English before the rest."""
        return [self.names[language] for language in sorted(self.names, key=_preference)] + self.others


def read_by_row(grid: Grid, gathering: Gathering) -> bool:
    """Gather the units of the table, or say False where it is not in this form."""
    if not grid.rows:
        return False
    levels, days = _columns(grid.rows[0][1])
    # Level 0 is the country itself, which an edition is of.
    wanted = [(level, levels[level]) for level in sorted(levels) if level > 0 and levels[level].names]
    if not any(columns.code is not None for _, columns in wanted):
        return False
    table = _Table(grid, gathering, wanted, days)
    for number, row in grid.rows[1:]:
        # The second row of these tables often tags the columns for machines.
        if not any(one_line(cell).startswith("#") for cell in row):
            table.add(number, row)
    return True


def _columns(headings: Sequence[object]) -> tuple[dict[int, _LevelColumns], dict[str, int]]:
    levels: dict[int, _LevelColumns] = {}
    days: dict[str, int] = {}
    for position, cell in enumerate(headings):
        heading = one_line(cell).lower()
        if heading in _DAYS:
            days[_DAYS[heading]] = position
        match = _HEADING.fullmatch(heading)
        if match is None:
            continue
        columns = levels.setdefault(int(match["level"]), _LevelColumns())
        if match["code"]:
            columns.code = position
        elif match["alt"]:
            columns.others.append(position)
        else:
            columns.names.setdefault(match["language"] or "", position)
    return levels, days


class _Table:
    """A wide table while its rows are read."""

    def __init__(
        self, grid: Grid, gathering: Gathering, levels: Sequence[tuple[int, _LevelColumns]], days: Mapping[str, int]
    ) -> None:
        self.grid = grid
        self.gathering = gathering
        self.levels = levels
        self.days = days
        # The days are those of the whole table: each is read, and complained of, once.
        self.read_days: dict[str, date | None] = {}

    def add(self, number: int, row: Sequence[object]) -> None:
        """Gather the units of one row, from the highest to the lowest that it names."""
        where = self.grid.where(number)
        valid_from = self._day(row, "valid_from", number) or self._day(row, "drawn_on", number)
        valid_to = self._day(row, "valid_to", number)
        parent: str | None = None
        path: list[str] = []
        for level, columns in self.levels:
            name, others = _first_and_others(one_line(_at(row, position)) for position in columns.name_columns())
            code = one_line(_at(row, columns.code))
            if not name:
                if code:
                    self.gathering.tell(Severity.ERROR, "name-missing", where, NAME_MISSING)
                return
            path.append(name)
            key = self.gathering.key(level, code, path)
            codes = {self.gathering.scheme: code} if code else {}
            place = GazetteerPlace(key, level, name, codes, parent, "", others, valid_from, valid_to)
            self._keep_or_compare(place, code, where, is_last=level == self.levels[-1][0])
            parent = key

    def _day(self, row: Sequence[object], name: str, number: int) -> date | None:
        written = _at(row, self.days.get(name))
        text = one_line(written)
        if text in _NO_DAY:
            return None
        if text not in self.read_days:
            one = Answers({name: written}, at_row(self.grid, number), self.gathering.findings)
            self.read_days[text] = one.day(name, severity=Severity.WARNING)
        return self.read_days[text]

    def _keep_or_compare(self, place: GazetteerPlace, code: str, where: str, *, is_last: bool) -> None:
        gathering = self.gathering
        first = gathering.places.get(place.key)
        if first is None:
            if not code:
                gathering.tell(Severity.WARNING, "code-missing", where, CODE_MISSING, name=place.name)
            gathering.add(place, where)
            return
        # Upper units stand on every row of the units below them, so only a difference is worth a word. A lowest unit
        # has one row: another name on the same code is another unit, which is lost.
        if plain(first.name) != plain(place.name):
            values = {"written": code, "first": first.name, "name": place.name, "there": gathering.found_at[place.key]}
            if is_last:
                gathering.tell(Severity.ERROR, "code-twice", where, CODE_TWICE, **values)
            else:
                gathering.tell(Severity.WARNING, "code-two-names", where, CODE_TWO_NAMES, **values)
        elif first.parent != place.parent:
            above, other = gathering.name_of(first.parent), gathering.name_of(place.parent)
            values = {"name": place.name, "written": code, "first": above, "parent": other}
            gathering.tell(Severity.WARNING, "two-parents", where, TWO_PARENTS, **values)


def _at(row: Sequence[object], position: int | None) -> object:
    return row[position] if position is not None and position < len(row) else None


def _preference(language: str) -> tuple[bool, bool, str]:
    return language != "fr", language != "en", language


def _first_and_others(names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    distinct = list(dict.fromkeys(name for name in names if name))
    return (distinct[0], tuple(distinct[1:])) if distinct else ("", ())
