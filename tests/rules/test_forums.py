"""When a meeting is a forum, and what is counted of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.attendance import StakeholderGroup
from toguna.rules.forums import (
    Consensus,
    Forum,
    Resolution,
    Side,
    counts_as_forum,
    facts_of,
    findings,
    sides_represented,
)
from toguna.rules.offices import names_a_person

numbers = st.none() | st.integers(0, 500)
sides = st.builds(
    Side,
    st.integers(1, 9),
    st.none() | st.sampled_from(StakeholderGroup),
    st.sampled_from(["", "Parti A", "parti a", "Parti B"]),
    women=numbers,
    men=numbers,
    unknown_sex=numbers,
)
forums = st.builds(Forum, sides=st.lists(sides, max_size=5, unique_by=lambda side: side.line).map(tuple))


@given(forums)
def test_a_forum_is_counted_once_and_only_with_two_sides(forum: Forum) -> None:
    units = [fact.unit for fact in facts_of(forum)]
    assert units.count("forum") == units.count("event") == int(sides_represented(forum) >= 2)
    assert ("forum-one-side" in {one.code for one in findings(forum)}) is not counts_as_forum(forum)


@given(forums)
def test_seats_at_the_table_are_those_that_were_told_and_never_seats(forum: Forum) -> None:
    facts = [fact for fact in facts_of(forum) if fact.unit == "side_seat"]
    told = [number or 0 for side in forum.sides for _name, _sex, number in side.numbers()]
    assert sum(fact.quantity for fact in facts) == 1000 * sum(told)
    assert {fact.unit for fact in facts_of(forum)} <= {"event", "forum", "side", "side_seat"}


@given(forums)
def test_each_side_of_a_forum_is_told_once(forum: Forum) -> None:
    told = [fact for fact in facts_of(forum) if fact.unit == "side"]
    assert len(told) == (sides_represented(forum) if counts_as_forum(forum) else 0)


def test_what_is_not_agreed_is_kept_with_the_day_of_the_follow_up() -> None:
    two = (Side(1, StakeholderGroup.YOUTH), Side(2, StakeholderGroup.MEDIA))
    forum = Forum(
        date(2026, 3, 2), two, agreements=("Le puits", "Le prix"), disagreements=("L'heure",), next_on=date(2026, 9, 1)
    )
    facts = {fact.unit: fact for fact in facts_of(forum)}
    assert (facts["point_agreed"].quantity, facts["point_disputed"].quantity) == (2000, 1000)
    assert facts["follow_up"].on == date(2026, 9, 1)


def test_an_accord_of_all_leaves_no_point_of_disagreement() -> None:
    two = (Side(1, StakeholderGroup.YOUTH), Side(2, StakeholderGroup.MEDIA))
    of_all = Forum(sides=two, agreements=("Le puits",), disagreements=("L'heure",), consensus=Consensus.FULL)
    assert [one.code for one in findings(of_all)] == ["agreed-but-disagreed"]
    of_none = Forum(sides=two, consensus=Consensus.NONE)
    assert [one.code for one in findings(of_none)] == ["no-consensus-nor-disagreement"]


def test_a_side_for_which_nobody_came_is_not_represented() -> None:
    council, youth = StakeholderGroup.ELECTED_OFFICIAL, StakeholderGroup.YOUTH
    assert sides_represented(Forum(sides=(Side(1, council), Side(2, youth, women=0)))) == 1
    assert sides_represented(Forum(sides=(Side(1, council), Side(2, youth)))) == 2, "unknown is not nobody"
    assert sides_represented(Forum(sides=(Side(1, council), Side(2, None, women=4)))) == 1


def test_a_spelling_does_not_make_another_side() -> None:
    party = StakeholderGroup.ELECTED_OFFICIAL
    assert sides_represented(Forum(sides=(Side(1, party, "Parti A"), Side(2, party, "PARTI  A")))) == 1


def test_a_resolution_needs_an_office_and_a_day_after_the_forum() -> None:
    two = (Side(1, StakeholderGroup.YOUTH), Side(2, StakeholderGroup.MEDIA))
    forum = Forum(
        held_on=date(2026, 3, 2),
        sides=two,
        resolutions=(
            Resolution(1, "Réparer", "La mairie", date(2026, 3, 1)),
            Resolution(2, "Afficher", "", date(2026, 4, 1)),
            Resolution(3, "Balayer", "Monsieur Exemple"),
        ),
    )
    assert [(one.code, one.where) for one in findings(forum)] == [
        ("resolution-before-forum", "resolution[1]/by_when"),
        ("resolution-without-office", "resolution[2]/who"),
        ("office-names-a-person", "resolution[3]/who"),
        ("resolution-without-date", "resolution[3]/by_when"),
    ]
    assert "Exemple" not in repr(findings(forum)), "a finding is read without names"


@pytest.mark.parametrize(
    ("office", "named"),
    [
        ("Mme Exemple", True),
        ("M. Fictif", True),
        ("El Hadj Modèle", True),
        ("Madame le maire", False),
        ("Monsieur le sous-préfet", False),
        ("Mairie", False),
        ("Commission de l'eau", False),
        ("", False),
    ],
)
def test_an_office_may_be_addressed_and_a_person_may_not_be_named(office: str, named: bool) -> None:
    assert names_a_person(office) is named
