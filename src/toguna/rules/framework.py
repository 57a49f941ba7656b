"""The results framework and the work plan of one programme, as rows that people edit; and what an import would change.

Rows name each other by code. It does not know where they are kept, nor how a workbook spells them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from toguna.rules.attendance import PlaceMention


@dataclass(frozen=True)
class Texts:
    """One text in the two languages that a workbook has. French is the one that is required."""

    fr: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)

    def by_language(self) -> dict[str, str]:
        """The texts that there are, as content is kept.

        >>> Texts("Femmes élues").by_language()
        {'fr': 'Femmes élues'}
        """
        return {language: text for language, text in (("fr", self.fr), ("en", self.en)) if text}

    def over(self, kept: Mapping[str, str]) -> dict[str, str]:
        """A content with these two languages, and its other languages as they were.

        >>> Texts("Un seul").over({"fr": "Un", "en": "One", "bm": "Kelen"})
        {'bm': 'Kelen', 'fr': 'Un seul'}
        """
        others = {language: text for language, text in kept.items() if language not in ("fr", "en")}
        return others | self.by_language()

    @classmethod
    def of(cls, content: Mapping[str, str]) -> "Texts":
        """The two languages of a workbook out of all that a content has.

        >>> Texts.of({"fr": "Un", "bm": "Kelen"})
        Texts(fr='Un', en='')
        """
        return cls(content.get("fr", ""), content.get("en", ""))


@dataclass(frozen=True)
class ProgrammeRow:
    """The programme itself. Money is in hundredths of its currency."""

    code: str
    name: Texts = field(default_factory=Texts)
    summary: Texts = field(default_factory=Texts)
    starts_on: date | None = None
    ends_on: date | None = None
    budget: int | None = None
    currency: str = ""

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return self.code


@dataclass(frozen=True)
class ObjectiveRow:
    """What the programme sets out to do; `added_on` where it was added while the programme ran."""

    number: int
    statement: Texts = field(default_factory=Texts)
    title: Texts = field(default_factory=Texts)
    added_on: date | None = None

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return str(self.number)


@dataclass(frozen=True)
class ResultRow:
    """A change that is wanted: impact, outcome, output or other; `related_*` name a result of another framework."""

    code: str
    type: str
    title: Texts = field(default_factory=Texts)
    statement: Texts = field(default_factory=Texts)
    objective: int | None = None
    parent: str = ""
    related_framework: str = ""
    related_code: str = ""
    related_title: Texts = field(default_factory=Texts)

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return self.code


@dataclass(frozen=True)
class IndicatorRow:
    """What shows the change. `reference_value` is in thousandths; `definition` is canonical JSON, or empty."""

    result: str
    code: str
    measure: str
    title: Texts = field(default_factory=Texts)
    unit: Texts = field(default_factory=Texts)
    ascending: bool = True
    cumulative: bool = False
    disaggregations: tuple[str, ...] = ()
    reference_year: int | None = None
    reference_value: int | None = None
    reference_comment: Texts = field(default_factory=Texts)
    definition: str = ""

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return f"{self.result} / {self.code}"


@dataclass(frozen=True)
class TargetRow:
    """What is to be reached in one period, both days included; `value` in thousandths."""

    result: str
    indicator: str
    starts_on: date
    ends_on: date
    value: int

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return f"{self.result} / {self.indicator} / {self.starts_on:%d/%m/%Y}–{self.ends_on:%d/%m/%Y}"

    @property
    def ends_before(self) -> date:
        """The day after the period.

        >>> TargetRow("R1", "I1", date(2026, 1, 1), date(2026, 12, 31), 5000).ends_before
        datetime.date(2027, 1, 1)
        """
        return self.ends_on + timedelta(days=1)


@dataclass(frozen=True)
class StatementRow:
    """What is said of a result for one year."""

    result: str
    year: int
    status: str = "not_stated"
    narrative: Texts = field(default_factory=Texts)
    theory_if: Texts = field(default_factory=Texts)
    theory_then: Texts = field(default_factory=Texts)
    theory_because: Texts = field(default_factory=Texts)
    still_relevant: bool | None = None
    strategy_changed: bool | None = None
    lessons: tuple[Texts, ...] = ()
    remarks: Texts = field(default_factory=Texts)

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return f"{self.result} / {self.year}"


@dataclass(frozen=True)
class ActivityRow:
    """One line of the work plan."""

    code: str
    kind: str
    title: Texts = field(default_factory=Texts)
    designed_for: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    objective: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    sessions: int = 1
    place: PlaceMention = field(default_factory=PlaceMention)
    implementer: str = ""
    status: str = "planned"

    @property
    def key(self) -> str:
        """What tells this row from others of its kind."""
        return self.code


def parents_first(results: Iterable[ResultRow]) -> list[ResultRow]:
    """Each result after the one that stands above it, otherwise in the order in which they came.

    >>> [one.code for one in parents_first([ResultRow("R1.1", "output", parent="R1"), ResultRow("R1", "outcome")])]
    ['R1', 'R1.1']
    """
    sorted_results: list[ResultRow] = []
    waiting = {row.code: row for row in results}
    while waiting:
        # Where results stand above each other in a ring, nobody is ready and all of them go as they came.
        ready = [row for row in waiting.values() if row.parent not in waiting] or list(waiting.values())
        sorted_results += ready
        for row in ready:
            del waiting[row.code]
    return sorted_results


FrameworkRow = ProgrammeRow | ObjectiveRow | ResultRow | IndicatorRow | TargetRow | StatementRow | ActivityRow


@dataclass(frozen=True)
class Framework:
    """One programme's framework and work plan, in the order in which people keep them."""

    programme: ProgrammeRow | None = None
    objectives: tuple[ObjectiveRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()

    def rows(self) -> Iterator[tuple[str, FrameworkRow]]:
        """Every row with its noun, each after the rows that it names, parents excepted."""
        if self.programme:
            yield "programme", self.programme
        yield from chain(
            (("objective", row) for row in self.objectives),
            (("result", row) for row in self.results),
            (("indicator", row) for row in self.indicators),
            (("target", row) for row in self.targets),
            (("statement", row) for row in self.statements),
            (("activity", row) for row in self.activities),
        )


class ChangeKind(StrEnum):
    """What an import does to one row. Nothing is ever deleted by an import."""

    ADD = "add"
    CHANGE = "change"
    LEAVE = "leave"


@dataclass(frozen=True)
class FieldChange:
    """One field of a row, before and after."""

    field: str
    old: object
    new: object


@dataclass(frozen=True)
class Change:
    """What an import would do to one row. `is_named` says whether the incoming framework has the row at all."""

    kind: ChangeKind
    noun: str
    key: str
    fields: tuple[FieldChange, ...] = ()
    is_named: bool = True


def difference(existing: Framework, incoming: Framework) -> list[Change]:
    """What loading `incoming` over `existing` adds, changes and leaves, row by row.

    A row that is missing from what comes in is left as it is: a workbook may hold a part of the framework.

    >>> before = Framework(objectives=(ObjectiveRow(1, Texts("Un")), ObjectiveRow(2, Texts("Deux"))))
    >>> after = Framework(objectives=(ObjectiveRow(1, Texts("Un !")), ObjectiveRow(3, Texts("Trois"))))
    >>> [(change.kind.value, change.key) for change in difference(before, after)]
    [('change', '1'), ('add', '3'), ('leave', '2')]
    """
    there = {(noun, row.key): row for noun, row in existing.rows()}
    changes = []
    for noun, row in incoming.rows():
        old = there.pop((noun, row.key), None)
        if old is None:
            changes.append(Change(ChangeKind.ADD, noun, row.key))
            continue
        changed = tuple(_changed_fields(old, row))
        changes.append(Change(ChangeKind.CHANGE if changed else ChangeKind.LEAVE, noun, row.key, changed))
    changes.extend(Change(ChangeKind.LEAVE, noun, key, is_named=False) for noun, key in there)
    return changes


def _changed_fields(old: FrameworkRow, new: FrameworkRow) -> Iterator[FieldChange]:
    for one in fields(new):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield FieldChange(one.name, before, after)
