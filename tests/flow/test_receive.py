"""A record is kept as it came, once, whatever the line did."""

import io
from pathlib import Path

import pytest
from django.conf import settings

from tests import factories
from tests.flow.sheets import commune, submission
from toguna.flow.receive import (
    EditTargetUnknown,
    FormClosed,
    Outcome,
    SentFile,
    UnknownForm,
    UnknownFormVersion,
    attachment_file,
    receive_submission,
)
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Attachment, Form, Record, RecordVersion

pytestmark = pytest.mark.django_db


def photo(content: bytes = b"a photo") -> SentFile:
    return SentFile("feuille.jpg", "image/jpeg", io.BytesIO(content))


def test_a_submission_is_kept_byte_for_byte() -> None:
    there = commune()
    body = submission()
    receipt = receive_submission(body=body, by=there.agent)
    assert receipt.outcome is Outcome.NEW
    assert bytes(receipt.version.payload.body) == body
    assert receipt.record.organisation == there.agent.organisation


def test_receiving_twice_changes_nothing() -> None:
    there = commune()
    receive_submission(body=submission(), files=[photo()], by=there.agent)
    again = receive_submission(body=submission(), files=[photo()], by=there.agent)
    assert again.outcome is Outcome.SAME
    assert (Record.objects.count(), RecordVersion.objects.count(), Attachment.objects.count()) == (1, 1, 1)


def test_a_photo_that_comes_later_joins_its_record() -> None:
    there = commune()
    receive_submission(body=submission(), by=there.agent)
    receipt = receive_submission(body=submission(), files=[photo(b"later")], by=there.agent)
    attachment = receipt.record.attachments.get()
    assert attachment_file(attachment).read_bytes() == b"later"
    assert not list(Path(settings.ATTACHMENTS).glob(".arriving-*"))


def test_other_bytes_under_the_same_instance_are_kept_and_contested() -> None:
    there = commune()
    first = receive_submission(body=submission(), by=there.agent)
    other = receive_submission(body=submission(venue="Autre salle"), by=there.agent)
    assert other.outcome is Outcome.CONTESTED
    record = Record.objects.get()
    assert record.current_version == first.version
    assert record.versions.count() == 2
    assert receive_submission(body=submission(venue="Autre salle"), by=there.agent).outcome is Outcome.SAME


def test_an_edit_becomes_the_version_that_counts_and_the_first_stays() -> None:
    there = commune()
    first = receive_submission(body=submission(1), by=there.agent)
    edited = receive_submission(body=submission(2, deprecated="uuid:fictive-1", session=2), by=there.agent)
    assert edited.outcome is Outcome.EDIT
    record = Record.objects.get()
    assert record.current_version == edited.version
    assert bytes(first.version.payload.body) == submission(1)
    assert record.state == RecordState.RECEIVED


def test_an_edit_of_another_organisations_record_is_refused() -> None:
    there, stranger = commune(), factories.user(Role.PARTNER_AGENT)
    receive_submission(body=submission(1), by=there.agent)
    with pytest.raises(EditTargetUnknown):
        receive_submission(body=submission(2, deprecated="uuid:fictive-1"), by=stranger)


def test_what_the_sheet_says_is_read_and_its_activity_found() -> None:
    there = commune()
    receipt = receive_submission(body=submission(), by=there.agent)
    record = Record.objects.get()
    reading = receipt.version.reading
    assert record.activity == there.activity
    assert (reading.named, reading.unnamed, reading.women, reading.men) == (2, 12, 13, 1)
    assert reading.place == there.place


def test_a_form_never_offered_is_refused_by_name() -> None:
    there = commune()
    with pytest.raises(UnknownForm):
        receive_submission(body=submission().replace(b"fiche_presence", b"autre"), by=there.agent)
    with pytest.raises(UnknownFormVersion):
        receive_submission(body=submission(version="0-inconnue"), by=there.agent)
    Form.objects.update(state="closed")
    with pytest.raises(FormClosed):
        receive_submission(body=submission(), by=there.agent)
    assert Record.objects.count() == 0
