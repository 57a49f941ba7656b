"""What is checked in every record of the library."""

from dataclasses import replace
from datetime import date

import pytest

from toguna.rules.attendance import PlaceMention
from toguna.rules.attendance_checks import KnownPlaces
from toguna.rules.field_record import FieldRecord, RecordSummary, StatedFact
from toguna.rules.record_checks import findings

TODAY = date(2026, 4, 1)
PLACES = KnownPlaces({("toguna-demo", "C07")}, ("Sanankoro-Ba",))
HOME = PlaceMention("Sanankoro-Ba", "toguna-demo", "C07")
SUMMARY = RecordSummary(activity_code="A-01", session=1, held_on=date(2026, 3, 2), place=HOME)
EVENT = StatedFact("event", "event", 1000, "event")


def codes(record: FieldRecord) -> list[str]:
    return [one.code for one in findings(record, today=TODAY, places=PLACES, organisations={"OCB-1"})]


def test_a_sound_record_has_nothing_to_look_at() -> None:
    measured = replace(EVENT, kind="measurement", organisation="ocb-1", area=HOME)
    assert codes(FieldRecord(SUMMARY, (EVENT, measured))) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"held_on": None}, ["date-missing"]),
        ({"held_on": date(2026, 4, 2)}, ["date-in-future"]),
        ({"last_day": date(2026, 4, 2)}, ["date-in-future"]),
        ({"last_day": date(2026, 3, 1)}, ["end-before-start"]),
        ({"session": 0}, ["session-impossible"]),
        ({"activity_code": None}, ["activity-untitled"]),
        ({"activity_code": None, "activity_title": "Causerie fictive"}, []),
        ({"place": PlaceMention()}, ["place-missing"]),
        ({"place": PlaceMention("Sanankro-Ba")}, ["place-unknown"]),
        ({"place": PlaceMention("Sanankoro-Ba", "iso-3166-2", "C07")}, ["place-unknown"]),
    ],
)
def test_what_is_wrong_with_the_head_is_told(changes: dict[str, object], told: list[str]) -> None:
    assert codes(FieldRecord(replace(SUMMARY, **changes), (EVENT,))) == told


def test_one_unknown_place_is_one_mistake() -> None:
    far = PlaceMention("Ailleurs")
    facts = tuple(replace(EVENT, kind="measurement", node=f"area[{line}]", area=far) for line in (1, 2))
    told = findings(FieldRecord(SUMMARY, facts), today=TODAY, places=PLACES)
    assert [(one.code, one.where) for one in told] == [("place-unknown", "area[1]")]


def test_an_unknown_organisation_is_told_once_where_it_first_stands() -> None:
    facts = tuple(replace(EVENT, kind="output", node=f"side[{line}]", organisation="osc-9") for line in (1, 2))
    told = findings(FieldRecord(SUMMARY, facts), today=TODAY, organisations=set())
    assert [(one.code, one.where) for one in told] == [("organisation-unknown", "side[1]")]


def test_a_record_that_counts_nothing_needs_no_activity() -> None:
    assert codes(FieldRecord(replace(SUMMARY, activity_code=None))) == []
