"""The stretches of time that a tracking table has columns for: four quarters, their year, the life of the programme.

A programme reports on calendar years or on years that begin in October; which, is read from its own closed periods,
targets and tables. It never asks what day it is: an edition was released on a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from toguna.publish.snapshot import IndicatorPart, Snapshot, TablePart
from toguna.rules.periods import Period, PeriodKind, life_of, period_of, periods_covering

CALENDAR = (PeriodKind.YEAR, PeriodKind.QUARTER)
FISCAL = (PeriodKind.US_FISCAL_YEAR, PeriodKind.US_FISCAL_QUARTER)


@dataclass(frozen=True)
class Span:
    """One column of the table: its days, whether they are closed, and whether they were over when it was released."""

    period: Period
    closed: bool
    running: bool

    @property
    def is_quarter(self) -> bool:
        """Whether it is one of the four quarters of the year shown."""
        return self.period.kind in (PeriodKind.QUARTER, PeriodKind.US_FISCAL_QUARTER)

    @property
    def is_life(self) -> bool:
        """Whether it is the whole life of the programme."""
        return self.period.kind is PeriodKind.LIFE


def is_fiscal(snapshot: Snapshot) -> bool:
    """Whether the programme reports on years that begin in October; what it closes says so first."""
    kinds = [closing["period_kind"] for closing in snapshot.get("closings", [])]
    kinds = kinds or [table["period_kind"] for _one, table in _tables(snapshot)]
    fiscal = sum(1 for kind in kinds if kind in FISCAL)
    return fiscal > sum(1 for kind in kinds if kind in CALENDAR)


def years_of(snapshot: Snapshot) -> list[Period]:
    """The years of the programme that have a target or a counted period, oldest first."""
    kind = FISCAL[0] if is_fiscal(snapshot) else CALENDAR[0]
    shown = (*FISCAL, *CALENDAR, PeriodKind.MONTH)
    days = [date.fromisoformat(one["starts_on"]) for _part, one in _tables(snapshot) if one["period_kind"] in shown]
    days += [start for start, end in _targets(snapshot) if (end - start).days < 370]
    if not days:
        days = [date.fromisoformat(snapshot["released_on"])]
    return periods_covering(kind, min(days), max(days) + timedelta(days=1))


def year_shown(snapshot: Snapshot, asked: str = "") -> Period:
    """The year that is asked for, or the last that has begun when the edition was released."""
    years = years_of(snapshot)
    released = date.fromisoformat(snapshot["released_on"])
    begun = [year for year in years if year.start <= released and _has_figures(snapshot, year)]
    return next((year for year in years if year.code == asked), (begun or years)[-1])


def spans_of(snapshot: Snapshot, year: Period) -> list[Span]:
    """The columns: the quarters of the year, the year itself, the life of the programme."""
    quarter = FISCAL[1] if year.kind is PeriodKind.US_FISCAL_YEAR else CALENDAR[1]
    periods = [*periods_covering(quarter, year.start, year.end), year, _life(snapshot)]
    released = date.fromisoformat(snapshot["released_on"])
    closed = [
        (date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_before"]))
        for one in snapshot.get("closings", [])
    ]
    return [Span(one, _covered(one, closed), one.end > released) for one in periods]


def span_of(snapshot: Snapshot, kind: str, code: str) -> Span | None:
    """One period of the table by its code, whatever year it is in."""
    for year in years_of(snapshot):
        for span in spans_of(snapshot, year):
            if (span.period.kind, span.period.code) == (kind, code):
                return span
    return None


def table_in(indicator: IndicatorPart, span: Span, basis: str) -> TablePart | None:
    """What the indicator came to in these very days, whatever the calendar is called."""
    days = (span.period.start.isoformat(), span.period.end.isoformat())
    for table in indicator["tables"]:
        same = table["period_kind"] == PeriodKind.LIFE if span.is_life else (
            table["period_kind"] != PeriodKind.LIFE and (table["starts_on"], table["ends_before"]) == days
        )  # fmt: skip
        if same and table["basis"] == basis:
            return table
    return None


def year_with(day: date, *, fiscal: bool) -> Period:
    """The year that a day lies in.

    >>> year_with(date(2018, 11, 5), fiscal=True).code, year_with(date(2018, 11, 5), fiscal=False).code
    ('FY2019', '2018')
    """
    return period_of(FISCAL[0] if fiscal else CALENDAR[0], day)


def _life(snapshot: Snapshot) -> Period:
    for _part, table in _tables(snapshot):
        if table["period_kind"] == PeriodKind.LIFE:
            return life_of(date.fromisoformat(table["starts_on"]), date.fromisoformat(table["ends_before"]))
    programme = snapshot["programme"]
    last = date.fromisoformat(programme["ends_on"])
    return life_of(date.fromisoformat(programme["starts_on"]), last + timedelta(days=1))


def _has_figures(snapshot: Snapshot, year: Period) -> bool:
    """Whether something was counted in these days, masked or not."""
    return any(
        table["period_kind"] != PeriodKind.LIFE
        and year.start <= date.fromisoformat(table["starts_on"]) < year.end
        and (table["total"]["masked"] or table["total"].get("value") not in (None, "0"))
        for _part, table in _tables(snapshot)
    )


def _covered(period: Period, closed: list[tuple[date, date]]) -> bool:
    reached = period.start
    for first, after in sorted(closed):
        if first <= reached < after:
            reached = after
    return reached >= period.end


def _tables(snapshot: Snapshot) -> Iterator[tuple[IndicatorPart, TablePart]]:
    for indicator in snapshot["indicators"]:
        for table in indicator["tables"]:
            yield indicator, table


def _targets(snapshot: Snapshot) -> Iterator[tuple[date, date]]:
    for indicator in snapshot["indicators"]:
        for target in indicator["targets"]:
            yield date.fromisoformat(target["starts_on"]), date.fromisoformat(target["ends_before"])
