"""Periods: whole, in order, without gap or overlap, and the American fiscal year where it should be."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.periods import Period, PeriodKind, life_of, period_of, periods_covering

CALENDAR = [kind for kind in PeriodKind if kind is not PeriodKind.LIFE]
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(st.sampled_from(CALENDAR), days)
def test_a_day_is_in_its_period(kind: PeriodKind, day: date) -> None:
    assert day in period_of(kind, day)


@given(st.sampled_from(CALENDAR), days, st.integers(1, 2000))
def test_periods_follow_each_other_and_cover_every_day(kind: PeriodKind, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    periods = periods_covering(kind, start, end)
    assert periods[0].start <= start < periods[0].end
    assert periods[-1].start < end <= periods[-1].end
    assert all(one.end == other.start for one, other in pairwise(periods))
    assert len({period.code for period in periods}) == len(periods)


@pytest.mark.parametrize(
    ("kind", "day", "code", "start", "end"),
    [
        (PeriodKind.US_FISCAL_YEAR, date(2018, 10, 1), "FY2019", date(2018, 10, 1), date(2019, 10, 1)),
        (PeriodKind.US_FISCAL_YEAR, date(2019, 9, 30), "FY2019", date(2018, 10, 1), date(2019, 10, 1)),
        (PeriodKind.US_FISCAL_QUARTER, date(2018, 12, 31), "FY2019-Q1", date(2018, 10, 1), date(2019, 1, 1)),
        (PeriodKind.US_FISCAL_QUARTER, date(2019, 1, 1), "FY2019-Q2", date(2019, 1, 1), date(2019, 4, 1)),
        (PeriodKind.US_FISCAL_QUARTER, date(2019, 9, 30), "FY2019-Q4", date(2019, 7, 1), date(2019, 10, 1)),
        (PeriodKind.QUARTER, date(2019, 12, 31), "2019-Q4", date(2019, 10, 1), date(2020, 1, 1)),
        (PeriodKind.MONTH, date(2020, 2, 29), "2020-02", date(2020, 2, 1), date(2020, 3, 1)),
        (PeriodKind.YEAR, date(2020, 2, 29), "2020", date(2020, 1, 1), date(2021, 1, 1)),
    ],
)
def test_known_days_fall_in_known_periods(kind: PeriodKind, day: date, code: str, start: date, end: date) -> None:
    assert period_of(kind, day) == Period(start, end, kind, code)


def test_a_programme_that_starts_inside_a_period_has_the_whole_period() -> None:
    codes = [period.code for period in periods_covering(PeriodKind.US_FISCAL_YEAR, date(2016, 8, 12), date(2021, 8, 1))]
    assert codes == ["FY2016", "FY2017", "FY2018", "FY2019", "FY2020", "FY2021"]


def test_a_life_is_the_programme_itself() -> None:
    assert periods_covering(PeriodKind.LIFE, date(2016, 8, 12), date(2021, 8, 1)) == [
        life_of(date(2016, 8, 12), date(2021, 8, 1))
    ]


def test_a_life_has_no_calendar() -> None:
    with pytest.raises(ValueError, match="life_of"):
        period_of(PeriodKind.LIFE, date(2019, 1, 1))


def test_nothing_covers_no_time() -> None:
    assert periods_covering(PeriodKind.MONTH, date(2019, 1, 1), date(2019, 1, 1)) == []


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        life_of(date(2020, 1, 1), date(2020, 1, 1))


def test_what_is_cumulative_starts_with_the_programme() -> None:
    march = period_of(PeriodKind.MONTH, date(2019, 3, 8))
    assert march.window(date(2018, 10, 1), cumulative=True) == (date(2018, 10, 1), date(2019, 4, 1))
    assert march.window(date(2018, 10, 1), cumulative=False) == (date(2019, 3, 1), date(2019, 4, 1))
