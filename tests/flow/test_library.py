"""Each form of the library through the whole flow: a submission in, checked, verified, and its facts kept."""

import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.flow.library_records import received, stage, told, verified
from tests.flow.sheets import commune, submission
from tests.samples import library
from toguna.collect.library import LIBRARY
from toguna.flow.background import remove_redacted_files
from toguna.flow.forms import mapping_of
from toguna.flow.receive import SentFile, attachment_file, receive_submission
from toguna.flow.verify import NotReady, check_record, verify_record
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import Record
from toguna.store.people.models import Mention

pytestmark = pytest.mark.django_db
FACTS = {
    "evenement_public": 6,
    "distribution": 8,
    "forum_dialogue": 14,
    "test_avant_apres": 15,
    "cinq_perspectives": 8,
    "suivi_groupe": 14,
    "profil_organisation": 6,
    "temoignage": 0,
}


@pytest.mark.parametrize("form_id", LIBRARY)
def test_a_verified_record_of_every_form_becomes_its_facts(form_id: str) -> None:
    there = stage()
    facts = verified(there, form_id, library.GOOD[form_id])
    assert len(facts) == FACTS[form_id]
    assert {fact.mapping for fact in facts} <= {mapping_of(form_id)}
    assert {fact.event_place for fact in facts} <= {there.place}
    assert {fact.activity for fact in facts} <= {there.activity}
    assert Mention.objects.count() == 0


def test_estimated_reach_stands_in_the_commune_that_was_reached() -> None:
    facts = verified(stage(), "evenement_public", library.EVENT)
    (reached,) = (fact for fact in facts if fact.unit == "reached")
    assert reached.area_place is not None
    assert (reached.kind, reached.basis, reached.area_place.name) == ("measurement", "estimated", "Sanankoro-Ba")
    assert reached.ends_on.isoformat() == "2025-03-14"


def test_the_measures_of_a_group_are_its_own() -> None:
    facts = verified(stage(), "suivi_groupe", library.GROUP_VISIT)
    assert {fact.organisation.code for fact in facts if fact.organisation} == {library.GROUP}
    assert all(fact.organisation for fact in facts)
    hectares = {fact.unit: Decimal(fact.quantity) / 1000 for fact in facts if fact.unit.startswith("hectare")}
    assert hectares == {"hectare_acquired": Decimal("2.55"), "hectare_secured": Decimal("1.2")}
    assert {fact.currency for fact in facts if fact.unit.endswith("_xof")} == {"XOF"}


def test_a_group_that_nobody_registered_stops_the_record() -> None:
    there = commune()
    record = received(there, "suivi_groupe", library.GROUP_VISIT)
    assert "organisation-unknown" in told(record)
    record = check_record(record, by=there.coordinator, revision=record.revision)
    with pytest.raises(NotReady):
        verify_record(record, by=there.officer, revision=record.revision)


def test_a_forum_and_its_attendance_sheet_do_not_count_anybody_twice() -> None:
    there = stage()
    verified(there, "forum_dialogue", library.FORUM)
    sheet = receive_submission(body=submission(), by=there.agent).record
    sheet.refresh_from_db()
    sheet = check_record(sheet, by=there.coordinator, revision=sheet.revision)
    verify_record(sheet, by=there.officer, revision=sheet.revision)
    seats = Fact.objects.filter(kind__in=["participation", "headcount"])
    assert sum(fact.quantity for fact in seats) == 14_000
    assert {fact.version.record.form_id for fact in seats} == {"fiche_presence"}
    events = Fact.objects.filter(kind="event")
    assert events.count() == 2
    assert events.values("activity").distinct().count() == 1, "two records of one activity are one event"
    assert "sheet-already-seen" not in told(sheet)


def test_two_persons_asked_on_one_day_are_two_records_and_nothing_is_wrong_with_it() -> None:
    there = stage()
    first = received(there, "cinq_perspectives", library.PERSPECTIVES, 1)
    second = received(there, "cinq_perspectives", library.PERSPECTIVES, 2)
    assert told(first) == told(second) == set()


def test_one_group_visited_twice_on_a_day_is_told_and_two_groups_are_not() -> None:
    there = stage()
    factories.organisation(code="autre-groupe-fictif", kind="cbo")
    first = received(there, "suivi_groupe", library.GROUP_VISIT, 1)
    received(there, "suivi_groupe", library.GROUP_VISIT | {"group": "autre-groupe-fictif"}, 2)
    assert "sheet-already-seen" not in told(first)
    received(there, "suivi_groupe", library.GROUP_VISIT, 3)
    assert "sheet-already-seen" in told(first)


def test_a_day_to_come_and_an_unknown_commune_are_told_on_every_form() -> None:
    there = stage()
    wrong = {"held_on": "2199-01-01", "commune": "Sanankro-Ba"}
    for form_id, answers in library.GOOD.items():
        assert {"date-in-future", "place-unknown"} <= told(received(there, form_id, answers | wrong))


def test_a_record_without_a_day_is_not_verified() -> None:
    there = stage()
    record = received(there, "forum_dialogue", library.FORUM | {"held_on": ""})
    record = check_record(record, by=there.coordinator, revision=record.revision)
    with pytest.raises(NotReady) as refused:
        verify_record(record, by=there.officer, revision=record.revision)
    assert "date-missing" in {finding.code for finding in refused.value.findings}


def test_a_testimony_is_verified_without_an_activity_and_counts_nothing() -> None:
    there = stage()
    assert verified(there, "temoignage", library.TESTIMONY | {"activity_code": ""}) == []


def test_a_refused_name_leaves_the_kept_bytes() -> None:
    there = stage()
    record = received(there, "test_avant_apres", library.LOOKS_WRONG["test_avant_apres"])
    assert record.current_version is not None
    kept = bytes(record.current_version.payload.body).decode()
    assert "Garder" not in kept
    assert "<number>1</number>" in kept


def voice(content: bytes = b"paroles fictives") -> SentFile:
    return SentFile("voix.m4a", "audio/mp4", io.BytesIO(content))


def files_left(record: Record) -> list[Path]:
    remove_redacted_files()
    return [attachment_file(one) for one in record.attachments.all() if attachment_file(one).exists()]


def test_nothing_is_kept_of_somebody_who_refused_their_voice_included() -> None:
    record = received(stage(), "temoignage", library.REFUSED, files=[voice()])
    assert record.current_version is not None
    kept = bytes(record.current_version.payload.body).decode()
    assert "Garder" not in kept
    assert "voix.m4a" not in kept
    assert "Cultivatrice" not in kept
    assert "<consent_scope>refused</consent_scope>" in kept
    assert files_left(record) == []


def test_a_voice_that_arrives_after_the_refusal_was_read_is_not_kept_either() -> None:
    there = stage()
    record = received(there, "temoignage", library.REFUSED)
    received(there, "temoignage", library.REFUSED, files=[voice(b"paroles fictives, plus tard")])
    assert record.attachments.count() == 1
    assert files_left(record) == []


def test_the_voice_of_somebody_who_agrees_is_kept() -> None:
    record = received(stage(), "temoignage", library.TESTIMONY, files=[voice(b"paroles d'accord")])
    assert len(files_left(record)) == 1
    assert "files-missing" not in told(record)
