"""Who was in the room in each half-day of a session, whatever its size."""

from datetime import date

import pytest

from toguna.rules.network_sessions import Presence, Said, Session, session_findings

FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 3)
AGREED = (Said("common_ground", "L'eau d'abord"),)


def codes(*presences: Presence, statements: tuple[Said, ...] = AGREED) -> list[str]:
    """What is wrong with a session of two days."""
    return [one.code for one in session_findings(Session(FIRST, SECOND, presences, statements))]


def test_the_same_people_after_lunch_are_not_more_people() -> None:
    session = Session(
        FIRST, FIRST, (Presence(FIRST, "morning", "media", 2, 3), Presence(FIRST, "afternoon", "media", 2, 2))
    )
    assert sum(one.people for one in session.fullest) == 5


def test_a_full_day_is_both_of_its_halves() -> None:
    session = Session(
        FIRST, FIRST, (Presence(FIRST, "full_day", "cbo", 4), Presence(FIRST, "afternoon", "media", unknown=2))
    )
    assert session.half_days == ((FIRST, "morning"), (FIRST, "afternoon"))
    assert session.throughout == ("cbo",)
    assert sum(one.people for one in session.fullest) == 6


@pytest.mark.parametrize("people", [1, 12, 64, 100, 2000])
def test_no_size_of_session_is_wrong(people: int) -> None:
    assert codes(Presence(FIRST, "full_day", "media", people), Presence(FIRST, "full_day", "cbo", 0, 1)) == []


def test_what_cannot_have_been_is_refused() -> None:
    other = Presence(SECOND, "full_day", "cbo", 3)
    assert "presence-outside-session" in codes(Presence(date(2026, 4, 1), "morning", "media", 1), other)
    assert "presence-overlaps" in codes(other, Presence(SECOND, "morning", "cbo", 3))
    assert "presence-twice" in codes(other, Presence(SECOND, "full_day", "cbo", 1))
    assert "presence-negative" in codes(Presence(FIRST, "morning", "media", -1), other)


def test_one_sector_alone_and_an_empty_room_are_told_and_stop_nothing() -> None:
    assert codes(Presence(FIRST, "morning", "media", 3)) == ["one-sector"]
    assert codes() == ["nobody-present"]
    assert codes(statements=()) == ["nobody-present", "no-common-ground"]


def test_who_left_early_is_told_once() -> None:
    told = codes(
        Presence(FIRST, "morning", "media", 3),
        Presence(FIRST, "morning", "cbo", 3),
        Presence(FIRST, "afternoon", "cbo", 3),
    )
    assert told == ["sector-left-early"]


def test_a_room_that_nobody_was_in_has_no_fullest_half_day() -> None:
    assert Session(FIRST, FIRST).fullest == ()
    assert Session(FIRST, FIRST).throughout == ()
