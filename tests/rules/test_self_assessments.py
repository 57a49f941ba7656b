"""What an organisation says of itself, and when it counts as improved."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.periods import PeriodKind, period_of
from toguna.rules.self_assessments import (
    LEVELS,
    OPI_DOMAINS,
    NoSuchLevel,
    Overall,
    Section,
    SupportedOrganisation,
    capacity,
    granted_level,
    improved_organisations,
    improvement,
    performance,
    priorities,
)

AREAS = [area for areas in OPI_DOMAINS.values() for area in areas]
sections = st.lists(
    st.builds(
        Section,
        st.integers(0, 99).map(str),
        st.sampled_from(["governance", "finance", "people"]),
        st.none() | st.sampled_from(LEVELS),
        st.integers(1, 3),
        st.integers(1, 3),
    ),
    max_size=8,
)
YEAR = period_of(PeriodKind.US_FISCAL_YEAR, date(2018, 3, 1))
ONE = SupportedOrganisation("cso-1", date(2018, 3, 1), True, Fraction(2), Fraction(3))


@given(sections, st.sampled_from(Overall))
def test_what_does_not_apply_stands_in_no_mean(several: list[Section], overall: Overall) -> None:
    said = capacity(several, overall)
    applies = [one for one in several if one.level is not None]
    known = {code: mean for code, mean in said.domains.items() if mean is not None}
    assert capacity(applies, overall).overall == said.overall
    assert set(known) == {one.domain for one in applies}
    assert all(1 <= mean <= 4 for mean in known.values())
    assert (said.overall is None) == (not applies)


def test_the_mean_of_domains_is_not_the_mean_of_sections() -> None:
    several = [Section("1", "a", 1), Section("2", "b", 4), Section("3", "b", 4)]
    assert capacity(several, Overall.MEAN_OF_DOMAINS).overall == Fraction(5, 2)
    assert capacity(several, Overall.MEAN_OF_SECTIONS).overall == 3


@pytest.mark.parametrize("level", [0, 5, -1])
def test_a_level_that_does_not_exist_is_refused(level: int) -> None:
    section = Section("1", "a", level)
    for refused in (
        lambda: capacity([section], Overall.MEAN_OF_DOMAINS),
        lambda: priorities([section]),
        lambda: granted_level(level, {1}),
    ):
        with pytest.raises(NoSuchLevel):
            refused()


@given(sections)
def test_what_is_weakest_and_most_pressing_comes_first(several: list[Section]) -> None:
    found = priorities(several)
    weights = [one.weight for one in found]
    assert weights == sorted(weights, reverse=True)
    assert len(found) == sum(one.level is not None and one.level < 4 for one in several)


@given(st.none() | st.sampled_from(LEVELS), st.sets(st.sampled_from(LEVELS)))
def test_a_level_is_never_more_than_claimed_or_proved(claimed: int | None, evidence: set[int]) -> None:
    granted = granted_level(claimed, evidence)
    if claimed is None:
        assert granted is None
        return
    assert granted is not None
    assert granted <= claimed
    assert set(range(1, granted + 1)) <= evidence
    assert granted == claimed or granted + 1 not in evidence


def test_an_index_wants_all_its_eight_areas() -> None:
    whole = performance(dict.fromkeys(AREAS, 3))
    part = performance(dict.fromkeys(AREAS[1:], 3))
    assert whole.index == 3
    assert part.index is None
    assert part.domains == {**whole.domains, "effectiveness": None}
    assert improvement(whole, part) is None
    assert improvement(performance(dict.fromkeys(AREAS, 2)), whole) == 1


def test_an_organisation_may_add_an_area_of_its_own() -> None:
    domains = {**OPI_DOMAINS, "safety": ("protection",)}
    found = performance({**dict.fromkeys(AREAS, 2), "protection": 4}, domains)
    assert found.domains["safety"] == 4
    assert found.index == Fraction(20, 9)


@given(
    st.permutations(
        [ONE, replace(ONE, assessed_on=date(2018, 6, 1), after=Fraction(2)), replace(ONE, organisation="cso-2")]
    )
)
def test_an_organisation_counts_once_in_a_year_by_its_last_assessment(assessed: list[SupportedOrganisation]) -> None:
    found = improved_organisations(assessed, YEAR)
    assert (found.yes, found.answered) == (1, 2)


def test_it_may_count_again_in_another_year_and_not_before() -> None:
    other = replace(ONE, assessed_on=date(2018, 10, 1))
    assert improved_organisations([ONE, other], YEAR).answered == 1
    assert improved_organisations([ONE, other], period_of(PeriodKind.US_FISCAL_YEAR, other.assessed_on)).yes == 1


def test_who_was_not_measured_twice_has_not_been_shown_to_improve() -> None:
    found = improved_organisations([replace(ONE, before=None), replace(ONE, organisation="cso-2", after=None)], YEAR)
    assert (found.yes, found.answered) == (0, 2)
