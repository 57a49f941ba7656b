"""Numbers, money, dates and periods as French and English write them."""

import doctest
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules import numbers
from toguna.rules.periods import PeriodKind, life_of, period_of

NARROW, HARD = "\u202f", "\u00a0"


def test_the_examples_in_the_code_are_true() -> None:
    found = doctest.testmod(numbers)
    assert found.attempted > 0
    assert found.failed == 0


@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(["fr", "en"]))
def test_grouping_loses_no_digit(value: int, language: str) -> None:
    text = numbers.number(value, language)
    assert int(text.replace(NARROW, "").replace(",", "").replace("\u2212", "-")) == value


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_never_breaks_at_the_end_of_a_line(language: str) -> None:
    assert " " not in numbers.number(1024517, language)
    assert " " not in numbers.percent(37.5, language)
    assert " " not in numbers.money(1200, "XOF", "fr")


def test_halves_are_rounded_as_people_do() -> None:
    assert numbers.decimal(Decimal("0.125"), "en", places=2) == "0.13"
    assert numbers.percent(Decimal("12.25"), "en") == "12.3%"


def test_a_negative_number_has_a_minus_and_zero_has_none() -> None:
    assert numbers.number(-1200, "fr") == f"\u22121{NARROW}200"
    assert numbers.decimal(Decimal("-0.0001"), "en") == "0"


def test_money_in_dollars_is_written_after_its_amount_in_french() -> None:
    assert numbers.money(12344862, "USD", "fr") == f"12{NARROW}344{NARROW}862{HARD}USD"
    assert numbers.money(Decimal("12.5"), "usd", "en") == "USD 12.50"


def test_french_says_one_for_nothing_and_english_says_many() -> None:
    assert numbers.quantity(0, "person", "fr") == f"0{HARD}personne"
    assert numbers.quantity(0, "person", "en") == "0 people"
    assert numbers.quantity(2000, "copy", "fr") == f"2{HARD}exemplaires"


def test_a_difference_in_percentages_is_in_points() -> None:
    assert numbers.difference(51, 50, "en", unit="percent") == "1 point above the target"
    assert numbers.difference(Decimal("51.5"), 50, "fr", unit="percent") == "1,5 point de plus que la cible"


def test_a_difference_is_exact_where_floats_are_not() -> None:
    assert numbers.difference(0.3, 0.1, "en") == "0.2 above the target"


def test_a_moment_keeps_its_minutes_at_two_digits() -> None:
    assert numbers.moment(datetime(2019, 5, 1, 14, 0), "fr") == f"1er mai 2019 à 14{HARD}h{HARD}00"


def test_days_of_one_month_say_it_once() -> None:
    assert numbers.days(date(2019, 5, 1), date(2019, 5, 3), "fr") == "du 1er au 3 mai 2019"
    assert numbers.days(date(2019, 5, 1), date(2019, 5, 3), "en") == "1 to 3 May 2019"


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        (PeriodKind.MONTH, "novembre 2018", "November 2018"),
        (PeriodKind.QUARTER, "T4 2018", "Q4 2018"),
        (PeriodKind.YEAR, "2018", "2018"),
        (PeriodKind.US_FISCAL_QUARTER, "T1 de l'exercice 2019", "Q1 of fiscal year 2019"),
        (PeriodKind.US_FISCAL_YEAR, "exercice 2019", "fiscal year 2019"),
    ],
)
def test_each_kind_of_period_has_its_name(kind: PeriodKind, french: str, english: str) -> None:
    stretch = period_of(kind, date(2018, 11, 8))
    assert numbers.period(stretch.start, stretch.end, "fr", stretch.kind) == french
    assert numbers.period(stretch.start, stretch.end, "en", stretch.kind) == english


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_fiscal_quarter_is_called_what_its_code_says(day: date) -> None:
    stretch = period_of(PeriodKind.US_FISCAL_QUARTER, day)
    year, quarter = stretch.code.removeprefix("FY").split("-Q")
    name = numbers.period(stretch.start, stretch.end, "en", stretch.kind)
    assert name == f"Q{quarter} of fiscal year {year}"


def test_a_whole_life_says_its_last_day_and_not_the_day_after() -> None:
    life = life_of(date(2016, 8, 12), date(2021, 2, 12))
    assert numbers.period(life.start, life.end, "en", life.kind) == "whole life, 12 August 2016 to 11 February 2021"


def test_a_stretch_without_a_name_is_said_in_days() -> None:
    assert numbers.period(date(2019, 1, 5), date(2019, 2, 1), "fr") == "du 5 au 31 janvier 2019"
