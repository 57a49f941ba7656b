"""A person is taken out of everything that was kept, and nothing that was counted changes."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune, submission
from toguna.collect.attendance_workbook import read_attendance_workbook, write_attendance_workbook
from toguna.flow.imports.accept import accept_delivery, receive_workbook
from toguna.flow.reading import reading_of, sheet_of
from toguna.flow.receive import SentFile, attachment_file, receive_submission
from toguna.flow.redaction import (
    NothingToRedact,
    RedactionWithoutReason,
    planned_redaction,
    redact,
    remove_redacted_files,
    same_person,
)
from toguna.flow.verify import check_record, correct_record, verify_record
from toguna.rules.attendance import PlaceMention
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact
from toguna.store.fieldwork.models import (
    Attachment,
    DeliveryBytes,
    Reading,
    Record,
    RecordVersion,
    VersionBytes,
)
from toguna.store.journal.actions import seal
from toguna.store.journal.models import Entry
from toguna.store.journal.queries import verify
from toguna.store.people.models import Mention, MentionName, Person

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8 everybody's signature"


@pytest.fixture
def there(settings, tmp_path) -> Commune:
    settings.ATTACHMENTS = tmp_path / "attachments"
    return commune()


@pytest.fixture
def officer() -> User:
    return factories.user(Role.DATA_PROTECTION_OFFICER)


def verified(there: Commune, record: Record) -> Record:
    record.refresh_from_db()
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    return record


def sent(there: Commune, number: int = 1, **changes) -> Record:
    photo = SentFile("fiche.jpg", "image/jpeg", io.BytesIO(PHOTO))
    return receive_submission(body=submission(number, **changes), files=[photo], by=there.agent).record


def mention_of(name: str = "Awa Fictive") -> Mention:
    return Mention.objects.filter(naming__name=name).order_by("version__number").first()


def everything_kept(folder: Path) -> bytes:
    """All bytes in which a name could still stand, but for workbooks, which are packed."""
    bodies = [bytes(kept.body) for kept in VersionBytes.objects.all()]
    rows = [str(list(model.objects.values())) for model in (MentionName, Mention, Reading, Record, Entry, Fact)]
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return b"\n".join([*bodies, *(row.encode() for row in rows), *files])


def test_name_and_photo_go_and_facts_counts_hashes_and_the_neighbour_stay(there, officer, settings):
    record = verified(there, sent(there, remarks="Merci à awa fictive."))
    version = record.current_version
    facts = list(Fact.objects.order_by("pk").values())
    reading = reading_of(version)
    counted = (reading.named, reading.unnamed, reading.women, reading.men)
    photo = attachment_file(Attachment.objects.get())
    assert photo.read_bytes() == PHOTO

    redact(planned_redaction(mention_of()), by=officer, reason="À sa demande")

    assert b"Awa Fictive" not in everything_kept(settings.ATTACHMENTS)
    assert b"awa fictive" not in everything_kept(settings.ATTACHMENTS)
    assert not photo.exists()
    attachment = Attachment.objects.get()
    assert attachment.redacted_at
    assert attachment.sha256 == hashlib.sha256(PHOTO).hexdigest()
    kept = RecordVersion.objects.get()
    assert (kept.sha256, kept.size) == (version.sha256, version.size)
    assert kept.payload.redacted_at
    assert hashlib.sha256(bytes(kept.payload.body)).hexdigest() != kept.sha256
    assert list(Fact.objects.order_by("pk").values()) == facts
    reading = Reading.objects.get()
    assert (reading.named, reading.unnamed, reading.women, reading.men) == counted
    sheet, _findings = sheet_of(kept)
    assert [one.name for one in sheet.participants] == [None, "Issa Fictif"]
    assert sheet.participants[0].age == 30
    assert Mention.objects.count() == 2


def test_the_journal_says_who_did_it_and_why_without_a_name_and_still_holds(there, officer):
    verified(there, sent(there))
    mention = mention_of()
    seal()
    redact(planned_redaction(mention), by=officer, reason="Demande de Awa Fictive du 3 mars")
    seal()
    entry = Entry.objects.get(action="person.redacted")
    assert (entry.actor, entry.subject) == (officer.pk, f"mention:{mention.pk}")
    assert entry.detail["reason"] == "Demande de … du 3 mars"
    assert entry.detail["versions"] == [1]
    assert verify().is_intact


def test_the_name_goes_from_the_corrected_version_too_whatever_its_line(there, officer, settings):
    record = verified(there, sent(there))
    awa, issa = SHEET.participants
    corrected = replace(SHEET, participants=(replace(issa, line=1), replace(awa, line=2, name="AWA  fictive")))
    correct_record(record, by=there.coordinator, revision=record.revision, sheet=corrected, reason="ordre")
    assert VersionBytes.objects.count() == 2
    redact(planned_redaction(mention_of()), by=officer, reason="À sa demande")
    kept = everything_kept(settings.ATTACHMENTS).lower()
    assert b"awa fictive" not in kept
    assert b"awa  fictive" not in kept
    assert [sheet_of(version)[0].participants[1].name for version in RecordVersion.objects.order_by("number")] == [
        "Issa Fictif",
        None,
    ]


def test_a_version_that_is_no_sheet_is_searched_as_text(there, officer, settings):
    record = verified(there, sent(there))
    factories.record_version(record, b"<data><name>Awa Fictive</name", contested=True)
    redact(planned_redaction(mention_of()), by=officer, reason="À sa demande")
    assert b"Awa Fictive" not in everything_kept(settings.ATTACHMENTS)


def test_the_workbook_it_came_in_loses_the_name_and_keeps_its_hash(there, officer):
    other = replace(SHEET, session=2)
    delivery = receive_workbook(
        body=write_attendance_workbook([("1", SHEET), ("2", other)]),
        file_name="fiches.xlsx",
        form_id="fiche_presence",
        by=there.agent,
    )
    accept_delivery(delivery, by=there.agent)
    verified(there, delivery.versions.get(delivery_key="1").record)
    redact(planned_redaction(mention_of()), by=officer, reason="À sa demande")
    kept = DeliveryBytes.objects.get()
    assert kept.redacted_at
    assert hashlib.sha256(bytes(kept.body)).hexdigest() != delivery.sha256
    sheets = read_attendance_workbook(bytes(kept.body)).sheets
    names = [[one.name for one in sheet.participants] for _key, sheet in sheets]
    assert names == [[None, "Issa Fictif"], ["Awa Fictive", "Issa Fictif"]]


def test_every_sheet_of_the_same_person_can_go_at_once(there, officer, settings, capsys):
    verified(there, sent(there))
    verified(there, sent(there, 2, session=2, remarks="Un autre jour"))
    mentions = list(Mention.objects.filter(naming__name="Awa Fictive"))
    factories.person(*mentions)
    assert set(same_person(mentions[0])) == set(mentions)
    call_command("redact", str(mentions[0].pk), "--person", "--yes", "--reason", "À sa demande", "--by", officer.email)
    assert "2 ligne(s) de 2 fiche(s)" in capsys.readouterr().out
    assert b"Awa Fictive" not in everything_kept(settings.ATTACHMENTS)
    assert Person.objects.count() == 1
    assert Entry.objects.filter(action="person.redacted").count() == 2


def test_two_persons_of_one_sheet_go_one_after_the_other(there, officer, settings):
    verified(there, sent(there))
    plans = [planned_redaction(mention_of(name)) for name in ("Awa Fictive", "Issa Fictif")]
    for plan in plans:
        redact(plan, by=officer, reason="À leur demande")
    kept = everything_kept(settings.ATTACHMENTS)
    assert b"Awa Fictive" not in kept
    assert b"Issa Fictif" not in kept


def test_only_a_data_protection_officer_redacts_and_only_with_a_reason(there, officer):
    verified(there, sent(there))
    plan = planned_redaction(mention_of())
    for role in Role:
        if role is not Role.DATA_PROTECTION_OFFICER:
            with pytest.raises(PermissionDenied):
                redact(plan, by=factories.user(role), reason="À sa demande")
    with pytest.raises(RedactionWithoutReason):
        redact(plan, by=officer, reason=" ")
    assert MentionName.objects.count() == 2


def test_a_mention_that_names_nobody_any_more_is_not_redacted_twice(there, officer):
    verified(there, sent(there))
    mention = mention_of()
    redact(planned_redaction(mention), by=officer, reason="À sa demande")
    with pytest.raises(NothingToRedact):
        planned_redaction(Mention.objects.get(pk=mention.pk))


def test_a_photo_that_comes_again_goes_again(there, officer):
    verified(there, sent(there))
    redact(planned_redaction(mention_of()), by=officer, reason="À sa demande")
    path = attachment_file(Attachment.objects.get())
    path.write_bytes(PHOTO)
    assert remove_redacted_files() == 1
    assert not path.exists()
    assert remove_redacted_files() == 0


def test_the_command_says_what_goes_and_does_nothing_without_a_yes(there, officer, monkeypatch, capsys):
    verified(there, sent(there))
    mention = str(mention_of().pk)
    monkeypatch.setattr("builtins.input", lambda _question: "non")
    with pytest.raises(CommandError, match="Rien n'a été effacé"):
        call_command("redact", mention, "--reason", "x", "--by", officer.email)
    assert "1 ligne(s) de 1 fiche(s), dans 1 version(s) et 0 classeur(s), et 1 pièce(s)" in capsys.readouterr().out
    assert MentionName.objects.count() == 2
    monkeypatch.setattr("builtins.input", lambda _question: "effacer")
    call_command("redact", mention, "--reason", "x", "--by", officer.email)
    assert MentionName.objects.count() == 1


def test_the_command_explains_what_it_cannot_do(there, officer):
    verified(there, sent(there))
    mention = str(mention_of().pk)
    with pytest.raises(CommandError, match="pas le droit"):
        call_command("redact", mention, "--yes", "--reason", "x", "--by", there.officer.email)
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("redact", mention, "--yes", "--reason", "x", "--by", "nobody@example.org")
    nobody = str(factories.mention().pk)
    with pytest.raises(CommandError, match="rien à effacer"):
        call_command("redact", nobody, "--yes", "--reason", "x", "--by", officer.email)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL overwrites freed rows in its own time")
@pytest.mark.django_db(transaction=True)
def test_not_even_the_database_file_holds_the_name_afterwards(there, officer):
    verified(there, sent(there, place=PlaceMention("Sanankoro-Ba", "toguna-demo", "C1")))
    file = Path(connection.settings_dict["NAME"])
    log = file.with_name(file.name + "-wal")

    def on_disk() -> bytes:
        return file.read_bytes() + (log.read_bytes() if log.exists() else b"")

    assert b"Awa Fictive" in on_disk()
    redact(planned_redaction(mention_of()), by=officer, reason="À sa demande")
    assert b"Awa Fictive" not in on_disk()
