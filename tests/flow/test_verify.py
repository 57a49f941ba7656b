"""A verified sheet becomes facts; a correction closes them and opens others; nobody does two acts in a row."""

from dataclasses import replace

import pytest

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune, submission
from toguna.flow.receive import receive_submission
from toguna.flow.verify import (
    NotPermitted,
    NotReady,
    check_record,
    correct_record,
    decide_many,
    match_activity,
    reject_record,
    return_record,
    settle_contested,
    verify_record,
)
from toguna.rules.attendance import UnnamedSeats
from toguna.rules.records import Act, NotAllowedInState, ReasonMissing, RecordState, SamePersonTwice
from toguna.rules.roles import Role
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.actions import SomebodyActedFirst
from toguna.store.fieldwork.models import Record
from toguna.store.people.models import Mention, MentionName

pytestmark = pytest.mark.django_db


def received(there: Commune, number: int = 1, **changes: object) -> Record:
    record = receive_submission(body=submission(number, **changes), by=there.agent).record
    record.refresh_from_db()
    return record


def verified(there: Commune, number: int = 1, **changes: object) -> Record:
    record = received(there, number, **changes)
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    return record


def test_a_verified_sheet_makes_one_event_a_participation_a_name_and_a_head_count() -> None:
    there = commune()
    verified(there)
    facts = Fact.objects.order_by("node")
    assert [(fact.kind, fact.quantity) for fact in facts] == [
        ("participation", 1000),
        ("participation", 1000),
        ("event", 1000),
        ("headcount", 12000),
    ]
    assert {fact.event_place for fact in facts} == {there.place}
    assert MentionName.objects.filter(name="Awa Fictive").count() == 1
    first = Mention.objects.get(line=1)
    assert (first.born_from, first.born_to, first.commune) == (1994, 1995, there.place)


def test_each_fact_carries_the_record_it_came_from() -> None:
    record = verified(commune())
    assert {fact.version_id for fact in Fact.objects.all()} == {record.current_version_id}


def test_a_correction_closes_the_old_facts_and_opens_new_ones() -> None:
    there = commune()
    record = verified(there)
    more = replace(SHEET, unnamed=(UnnamedSeats(20),))
    correct_record(record, by=there.coordinator, revision=record.revision, sheet=more, reason="Oubli de huit femmes.")
    record.refresh_from_db()
    assert record.state == RecordState.RECEIVED
    assert Fact.objects.filter(until=None).count() == 4, "until it is verified anew, what was verified still holds"
    other = factories.user(Role.PARTNER_COORDINATOR, organisation=there.agent.organisation)
    record = check_record(record, by=other, revision=record.revision)
    verification = verify_record(record, by=there.officer, revision=record.revision)
    assert verification.number == 2
    assert Fact.objects.alive_at(1).get(kind="headcount").quantity == 12_000
    assert Fact.objects.alive_at(2).get(kind="headcount").quantity == 20_000
    assert Fact.objects.count() == 8


def test_typing_the_first_sheet_again_is_a_correction_too() -> None:
    there = commune()
    record = verified(there)
    for reason in ("une fois", "deux fois"):
        correct_record(record, by=there.coordinator, revision=record.revision, sheet=SHEET, reason=reason)
        record.refresh_from_db()
    assert record.versions.count() == 3


def test_two_sheets_of_one_activity_are_one_event_in_two_sessions() -> None:
    there = commune()
    verified(there, 1)
    verified(there, 2, session=2)
    assert Fact.objects.filter(kind="event").values("activity").distinct().count() == 1


def test_the_one_who_entered_does_not_check_and_the_one_who_checked_does_not_verify() -> None:
    there = commune()
    by_coordinator = receive_submission(body=submission(), by=there.coordinator).record
    by_coordinator.refresh_from_db()
    with pytest.raises(SamePersonTwice):
        check_record(by_coordinator, by=there.coordinator, revision=by_coordinator.revision)
    with pytest.raises(NotPermitted):
        verify_record(by_coordinator, by=there.coordinator, revision=by_coordinator.revision)


def test_an_agent_cannot_check_and_a_donor_can_do_nothing() -> None:
    there = commune()
    record = received(there)
    for user in (there.agent, factories.user(Role.DONOR), factories.user(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            check_record(record, by=user, revision=record.revision)


def test_of_two_clerks_the_second_is_told_who_came_first() -> None:
    there = commune()
    record = received(there)
    shown = record.revision
    check_record(record, by=there.coordinator, revision=shown)
    with pytest.raises(SomebodyActedFirst) as told:
        return_record(record, by=there.coordinator, revision=shown, reason="illisible")
    assert told.value.by == there.coordinator


def test_a_sheet_with_an_error_cannot_become_facts() -> None:
    there = commune()
    record = received(there, held_on=None)
    record = check_record(record, by=there.coordinator, revision=record.revision)
    with pytest.raises(NotReady):
        verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    assert record.state == RecordState.CHECKED
    assert not Fact.objects.exists()


def test_an_unplanned_sheet_is_matched_before_it_counts() -> None:
    there = commune()
    record = received(there, activity_code=None, activity_title="Causerie")
    record = check_record(record, by=there.coordinator, revision=record.revision)
    with pytest.raises(NotReady):
        verify_record(record, by=there.officer, revision=record.revision)
    record = match_activity(record, by=there.officer, revision=record.revision, activity=there.activity)
    verify_record(record, by=there.officer, revision=record.revision)
    assert Fact.objects.filter(activity=there.activity).count() == 4


def test_a_returned_or_rejected_sheet_says_why() -> None:
    there = commune()
    record = received(there)
    with pytest.raises(ReasonMissing):
        return_record(record, by=there.coordinator, revision=record.revision, reason=" ")
    record = return_record(record, by=there.coordinator, revision=record.revision, reason="photo illisible")
    assert record.decisions.get().reason == "photo illisible"
    record = reject_record(record, by=there.coordinator, revision=record.revision, reason="essai")
    with pytest.raises(NotAllowedInState):
        check_record(record, by=there.coordinator, revision=record.revision)


def test_the_reviewer_chooses_between_two_contents() -> None:
    there = commune()
    record = received(there)
    other = receive_submission(body=submission(venue="Autre salle"), by=there.agent).version
    record.refresh_from_db()
    record = settle_contested(
        record, by=there.coordinator, revision=record.revision, version=other, keep=True, reason="la bonne"
    )
    assert record.current_version == other
    assert record.versions.count() == 2


def test_many_decisions_stand_or_fall_each_by_itself() -> None:
    there = commune()
    good, stale = received(there, 1), received(there, 2)
    outcomes = decide_many([(good, good.revision), (stale, stale.revision - 1)], Act.CHECK, by=there.coordinator)
    assert [type(error) for _record, error in outcomes] == [type(None), SomebodyActedFirst]


def test_who_refused_consent_is_a_seat_and_no_mention() -> None:
    there = commune()
    refused = replace(SHEET.participants[0], name=None, phone=None, consent=False)
    verified(there, participants=(refused,))
    assert not Mention.objects.exists()
    assert Fact.objects.filter(kind="headcount", quantity=1000, sex="female", age_from=30).count() == 1


def test_a_verified_sheet_keeps_the_activity_that_its_facts_name() -> None:
    there = commune()
    record = verified(there)
    other = factories.activity(programmes=[there.programme])
    with pytest.raises(NotAllowedInState):
        match_activity(record, by=there.officer, revision=record.revision, activity=other)
