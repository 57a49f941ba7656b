"""A record that should never have been written: shut away, counted no more, let out to begin again."""

import pytest
from django.core.management import call_command

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.any_form import surveyed
from tests.web.desk_stage import checked, received, verified
from toguna.flow.exports import Export, ask_for
from toguna.flow.jobs import job_file
from toguna.flow.verify import (
    NotPermitted,
    check_record,
    decide_many,
    match_activity,
    quarantine_record,
    release_record,
    verify_record,
)
from toguna.rules.records import Act, NotAllowedInState, ReasonMissing
from toguna.rules.roles import Role
from toguna.store.facts.models import Fact
from toguna.store.facts.queries import facts_seen_by, newest_verification
from toguna.store.fieldwork.models import Job, Record
from toguna.store.fieldwork.queries import (
    acts_possible,
    attachment_seen_by,
    record_seen_by,
    records_in_quarantine,
    records_seen_by,
    sheets_like,
)
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def shut_away(record: Record, by) -> Record:
    return quarantine_record(record, by=by, revision=record.revision, reason="Il nomme une victime.")


@pytest.mark.parametrize("make", [received, checked, verified])
def test_from_any_state_it_leaves_every_list(stage: Commune, make) -> None:
    record = shut_away(make(stage), stage.officer)
    assert record.state == "quarantined"
    for user in (stage.agent, stage.coordinator, stage.officer):
        assert record not in records_seen_by(user)
    assert record not in records_in_quarantine(stage.agent)
    assert list(records_in_quarantine(stage.coordinator)) == [record]
    assert record_seen_by(stage.officer, record.pk) == record
    with pytest.raises(Record.DoesNotExist):
        record_seen_by(stage.agent, record.pk)
    assert Entry.objects.filter(action="record.quarantined", subject=f"record:{record.pk}").exists()


def test_its_photos_are_shut_away_with_it(stage: Commune) -> None:
    record = received(stage)
    photo = record.attachments.create(name="x.jpg", media_type="image/jpeg", size=1, sha256="0" * 64)
    shut_away(record, stage.officer)
    assert attachment_seen_by(stage.coordinator, photo.pk) == photo
    with pytest.raises(photo.DoesNotExist):
        attachment_seen_by(stage.agent, photo.pk)


def test_what_it_counted_stops_counting_and_what_was_counted_before_can_be_counted_again(stage: Commune) -> None:
    record = verified(stage)
    before = newest_verification()
    counted = set(Fact.objects.alive_at(before).values_list("pk", flat=True))
    assert counted
    shut_away(record, stage.officer)
    assert newest_verification() == before + 1
    assert not Fact.objects.alive_at(before + 1).exists()
    assert set(Fact.objects.alive_at(before).values_list("pk", flat=True)) == counted
    assert not facts_seen_by(stage.officer).exists()
    assert Entry.objects.filter(action="facts.closed").exists()


def test_one_that_counts_nothing_takes_no_place_in_the_sequence(stage: Commune) -> None:
    shut_away(received(stage), stage.officer)
    assert newest_verification() == 0


def test_let_out_it_is_received_once_more_and_can_be_verified_again(stage: Commune) -> None:
    record = shut_away(verified(stage), stage.officer)
    let_out = release_record(record, by=stage.coordinator, revision=record.revision, reason="C'était une erreur.")
    assert let_out.state == "received"
    assert let_out in records_seen_by(stage.agent)
    again = check_record(let_out, by=stage.coordinator, revision=let_out.revision)
    verify_record(again, by=stage.officer, revision=again.revision)
    places = sorted(set(Fact.objects.values_list("since", "until")))
    assert places == [(1, 2), (3, None)]
    assert Fact.objects.filter(since=1).count() == Fact.objects.filter(since=3).count()


def test_it_is_shut_away_and_let_out_with_a_reason_by_those_who_may(stage: Commune) -> None:
    record = received(stage)
    with pytest.raises(ReasonMissing):
        quarantine_record(record, by=stage.officer, revision=record.revision, reason=" ")
    for user in (stage.agent, factories.user(Role.DONOR)):
        with pytest.raises(NotPermitted):
            shut_away(record, user)
    record = shut_away(record, stage.officer)
    with pytest.raises(ReasonMissing):
        release_record(record, by=stage.officer, revision=record.revision, reason="")
    with pytest.raises(NotPermitted):
        release_record(record, by=stage.agent, revision=record.revision, reason="x")


def test_nothing_else_happens_to_it_while_it_is_shut_away(stage: Commune) -> None:
    record = shut_away(received(stage), stage.officer)
    assert acts_possible(record, stage.officer) == {Act.RELEASE}
    assert acts_possible(record, stage.agent) == frozenset()
    with pytest.raises(NotAllowedInState):
        match_activity(record, by=stage.officer, revision=record.revision, activity=stage.activity)


def test_another_sheet_is_no_double_of_one_that_is_shut_away(stage: Commune) -> None:
    away, here = received(stage), received(stage)
    assert list(sheets_like(here)) == [away]
    shut_away(away, stage.officer)
    assert not sheets_like(here).exists()


def test_many_are_shut_away_together(stage: Commune) -> None:
    records = [received(stage, session=number) for number in (1, 2)]
    outcomes = decide_many(
        [(record, record.revision) for record in records], Act.QUARANTINE, by=stage.officer, reason="Essai"
    )
    assert [error for _record, error in outcomes] == [None, None]
    assert records_in_quarantine(stage.officer).count() == 2


def test_the_command_shuts_away_and_lets_out_and_lists_it_by_its_state_alone(
    stage: Commune, capsys: pytest.CaptureFixture[str]
) -> None:
    record = received(stage)
    acting = {"by": stage.officer.email, "reason": "Essai"}
    call_command("records", "quarantine", record.instance_id, **acting)
    record.refresh_from_db()
    assert record.state == "quarantined"
    capsys.readouterr()
    call_command("records", "list")
    assert record.instance_id not in capsys.readouterr().out
    call_command("records", "list", state="quarantined")
    assert record.instance_id in capsys.readouterr().out
    call_command("records", "release", record.instance_id, **acting)
    record.refresh_from_db()
    assert record.state == "received"


def test_files_made_with_it_go_with_it_and_other_forms_keep_theirs(
    stage: Commune, django_capture_on_commit_callbacks
) -> None:
    record = received(stage)
    surveyed(stage)
    sheets = ask_for(Export("fiche_presence", "csv", {}), by=stage.coordinator)
    surveys = ask_for(Export("hh_survey", "csv", {}), by=stage.coordinator)
    assert job_file(sheets)
    with django_capture_on_commit_callbacks(execute=True):
        shut_away(record, stage.officer)
    assert job_file(sheets) is None
    assert job_file(surveys)


def test_a_file_under_way_ends_and_says_why(stage: Commune, django_capture_on_commit_callbacks) -> None:
    record = received(stage)
    job = ask_for(Export("fiche_presence", "csv", {}), by=stage.coordinator)
    Job.objects.filter(pk=job.pk).update(state="running")
    with django_capture_on_commit_callbacks(execute=True):
        shut_away(record, stage.officer)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "quarantaine" in job.message
