"""Which cells must be masked, and how the cells of a count hang together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.conditions import Conditions
from toguna.rules.counts import Count, Measure
from toguna.rules.disclosure import Bond, bond_along, bond_over_time, counts_persons, is_small, shows_few

RECIPIENTS = Measure(Count.SUM, Conditions(unit="recipient"))
BOOKLETS = Measure(Count.SUM, Conditions(unit="booklet"))


@given(st.integers(0, 40), st.integers(1, 10))
def test_nobody_and_the_threshold_itself_are_not_few(persons: int, threshold: int) -> None:
    assert is_small(persons, threshold) == (persons in range(1, threshold))


def test_a_share_of_nearly_all_shows_the_few_who_are_not_in_it() -> None:
    assert shows_few([40, 38, 2], threshold=5)
    assert not shows_few([40, 40, 0], threshold=5)


def test_recipients_are_persons_and_booklets_are_not() -> None:
    assert counts_persons(RECIPIENTS)
    assert not counts_persons(BOOKLETS)
    assert not counts_persons(Measure(Count.ORGANISATIONS))


@pytest.mark.parametrize(
    ("count", "dimension", "bond"),
    [
        (Count.PEOPLE, "sex", Bond.SUM),
        (Count.PEOPLE, "age_band", Bond.SUM),
        (Count.PEOPLE, "place", Bond.COVER),
        (Count.PEOPLE, "stakeholder_group", Bond.COVER),
        (Count.SEATS, "place", Bond.SUM),
        (Count.SEATS, "topic", Bond.COVER),
        (Count.LATEST, "place", Bond.COVER),
        (Count.LATEST, "sex", Bond.NONE),
    ],
)
def test_parts_add_up_where_nobody_stands_in_two(count: Count, dimension: str, bond: Bond) -> None:
    assert bond_along(Measure(count), dimension) is bond


def test_the_latest_member_counts_add_up_over_places_that_never_change() -> None:
    assert bond_along(Measure(Count.LATEST), "place", fixed_places=True) is Bond.SUM


def test_who_comes_back_is_one_person_in_the_year_and_two_seats() -> None:
    assert bond_over_time(Measure(Count.PEOPLE)) is Bond.COVER
    assert bond_over_time(Measure(Count.SEATS)) is Bond.SUM
