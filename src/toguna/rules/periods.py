"""The stretches of time that indicators are reported on: months, quarters, years, US fiscal years, the whole life.

A period starts on its first day and ends before its last boundary (end exclusive). It never asks what day it is today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodKind(StrEnum):
    """How time is cut. The US fiscal year starts on 1 October and is named after the year it ends in."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    US_FISCAL_QUARTER = "us_fiscal_quarter"
    US_FISCAL_YEAR = "us_fiscal_year"
    LIFE = "life"


@dataclass(frozen=True, order=True)
class Period:
    """One stretch of time, `start` included and `end` excluded."""

    start: date
    end: date
    kind: PeriodKind
    code: str

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.code}: a period ends after it starts ({self.start} to {self.end})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def window(self, programme_start: date, *, cumulative: bool) -> tuple[date, date]:
        """The days that are counted: the period itself, or everything from the programme's start to the period's end.

        >>> march = period_of(PeriodKind.MONTH, date(2019, 3, 8))
        >>> march.window(date(2018, 10, 1), cumulative=True)
        (datetime.date(2018, 10, 1), datetime.date(2019, 4, 1))
        """
        return (programme_start if cumulative else self.start), self.end


def life_of(start: date, end: date) -> Period:
    """The whole life of a programme, its last day excluded."""
    return Period(start, end, PeriodKind.LIFE, "life")


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of that kind in which a day falls. A life has no calendar: ask `life_of`.

    >>> period_of(PeriodKind.US_FISCAL_YEAR, date(2018, 10, 1)).code
    'FY2019'
    >>> period_of(PeriodKind.US_FISCAL_QUARTER, date(2019, 9, 30)).code
    'FY2019-Q4'
    """
    match kind:
        case PeriodKind.MONTH:
            return _months(kind, date(day.year, day.month, 1), 1, f"{day.year}-{day.month:02d}")
        case PeriodKind.QUARTER:
            quarter = (day.month - 1) // 3
            return _months(kind, date(day.year, quarter * 3 + 1, 1), 3, f"{day.year}-Q{quarter + 1}")
        case PeriodKind.YEAR:
            return _months(kind, date(day.year, 1, 1), 12, f"{day.year}")
        case PeriodKind.US_FISCAL_QUARTER:
            calendar = period_of(PeriodKind.QUARTER, day)
            fiscal_year = calendar.start.year + (calendar.start.month == 10)
            fiscal_quarter = (calendar.start.month // 3 + 1) % 4 + 1
            return Period(calendar.start, calendar.end, kind, f"FY{fiscal_year}-Q{fiscal_quarter}")
        case PeriodKind.US_FISCAL_YEAR:
            first = date(day.year if day.month >= 10 else day.year - 1, 10, 1)
            return _months(kind, first, 12, f"FY{first.year + 1}")
        case PeriodKind.LIFE:
            raise ValueError("a life depends on its programme: use life_of(start, end)")


def periods_covering(kind: PeriodKind, start: date, end: date) -> list[Period]:
    """Every period of that kind that has a day in common with `start` to `end` (end exclusive), in order.

    The periods are whole: a programme that starts on 12 August has a full third quarter.

    >>> [period.code for period in periods_covering(PeriodKind.QUARTER, date(2016, 8, 12), date(2017, 1, 1))]
    ['2016-Q3', '2016-Q4']
    >>> [period.code for period in periods_covering(PeriodKind.LIFE, date(2016, 8, 12), date(2021, 8, 1))]
    ['life']
    """
    if end <= start:
        return []
    if kind is PeriodKind.LIFE:
        return [life_of(start, end)]
    return list(_successive(kind, start, end))


def _successive(kind: PeriodKind, start: date, end: date) -> Iterator[Period]:
    day = start
    while day < end:
        period = period_of(kind, day)
        yield period
        day = period.end


def _months(kind: PeriodKind, first: date, count: int, code: str) -> Period:
    months = first.year * 12 + first.month - 1 + count
    return Period(first, date(months // 12, months % 12 + 1, 1), kind, code)
