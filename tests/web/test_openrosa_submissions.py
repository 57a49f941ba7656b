"""A submission is taken once, whole or in parts, in whatever order the day comes in, and the phone hears the truth."""

from typing import Any

import pytest

from tests.flow.encrypting import Sealed, public_key_in, sealed
from tests.flow.sheets import Commune, commune, submission
from tests.web.phone import Phone, message
from toguna.flow.reading import findings_of
from toguna.flow.receive import attachment_file
from toguna.rules.records import RecordState
from toguna.store.fieldwork.models import Attachment, Form, Record, RecordVersion, SealedSubmission

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def phone(stage: Commune) -> Phone:
    return Phone(stage.agent)


def with_photo() -> bytes:
    """A sheet that names a photo, as the form's own question does."""
    return submission().replace(b"<participant>", b"<photo>feuille-1.jpg</photo><participant>", 1)


def test_head_answers_204_and_says_how_much_it_takes(phone: Phone) -> None:
    answer = phone.client.head(f"{phone.base}/submission?deviceID=collect:1")
    assert answer.status_code == 204
    assert answer["X-OpenRosa-Accept-Content-Length"] == "100000000"
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_a_submission_gets_201_and_again_201_and_is_one_record(phone: Phone) -> None:
    for _time in range(2):
        answer = phone.send(submission(), {"photo.jpg": b"jpeg"})
        assert (answer.status_code, message(answer)) == (201, "Fiche reçue.")
        assert answer["Content-Type"].startswith("text/xml")
    assert Record.objects.count() == 1
    assert Attachment.objects.count() == 1


def test_other_bytes_get_202_so_that_the_phone_lets_go(phone: Phone) -> None:
    phone.send(submission())
    answer = phone.send(submission(venue="Autre"))
    assert answer.status_code == 202
    assert "comparer" in message(answer)
    assert Record.objects.get().versions.count() == 2


def test_a_submission_in_several_goes_is_one_record_with_all_its_files(phone: Phone) -> None:
    files = {f"photo-{number}.jpg": f"photo {number}".encode() for number in range(5)}
    for number, (name, content) in enumerate(files.items(), start=1):
        answer = phone.send(submission(), {name: content}, more=number < len(files))
        assert answer.status_code == 201
        assert Record.objects.get().awaits_more is (number < len(files))
    assert {one.name: attachment_file(one).read_bytes() for one in Attachment.objects.all()} == files
    assert RecordVersion.objects.count() == 1


def test_the_goes_may_come_in_any_order_and_twice(phone: Phone) -> None:
    goes = [("b.jpg", False), ("a.jpg", True), ("b.jpg", False), ("a.jpg", True)]
    for name, more in goes:
        assert phone.send(submission(), {name: name.encode()}, more=more).status_code == 201
    record = Record.objects.get()
    assert not record.awaits_more
    assert sorted(record.attachments.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]


def test_a_hundred_and_one_files_in_one_go_are_taken_as_collect_sends_them(phone: Phone) -> None:
    files = {f"photo-{number}.jpg": str(number).encode() for number in range(101)}
    assert phone.send(submission(), files).status_code == 201
    assert Attachment.objects.count() == 101


def test_a_file_that_never_comes_is_told_to_the_reviewer_and_what_came_is_kept(phone: Phone) -> None:
    assert phone.send(with_photo(), {"autre.jpg": b"x"}, more=True).status_code == 201
    record = Record.objects.get()
    told = [finding.text() for finding in findings_of(record.current_version) if finding.code == "files-missing"]
    assert len(told) == 1
    assert "feuille-1.jpg" in told[0]
    assert phone.send(with_photo(), {"feuille-1.jpg": b"late"}).status_code == 201
    record.refresh_from_db()
    assert not [finding for finding in findings_of(record.current_version) if finding.code == "files-missing"]


def test_a_phone_whose_clock_stands_in_2010_is_received(phone: Phone) -> None:
    sheet = submission().replace(b"<session>", b"<start>2010-01-01T01:00:00.000+00:00</start><session>", 1)
    # Collect writes the hour of the Date on twelve hours.
    assert phone.send(sheet, Date="Fri, 01 Jan 2010 01:00:00 GMT").status_code == 201
    assert phone.send(submission(2), Date="no date at all").status_code == 201
    assert Record.objects.get(instance_id="uuid:fictive-1").received_at.year > 2020


def test_a_form_that_is_closing_takes_what_agents_still_hold_and_a_closed_one_says_whom_to_call(phone: Phone) -> None:
    Form.objects.update(state="closing")
    assert phone.send(submission(1)).status_code == 201
    Form.objects.update(state="closed")
    answer = phone.send(submission(2), {"photo.jpg": b"x"})
    assert answer.status_code == 409
    assert "Gardez la fiche" in message(answer)
    assert Record.objects.count() == Attachment.objects.count() + 1 == 1
    # The record that came in time may still be sent again by a phone that has not heard.
    assert phone.send(submission(1)).status_code == 409
    Form.objects.update(state="open")
    assert phone.send(submission(2), {"photo.jpg": b"x"}).status_code == 201


def test_a_draft_takes_nothing(phone: Phone) -> None:
    Form.objects.update(state="draft")
    assert phone.send(submission()).status_code == 404


def chain(first: int) -> list[bytes]:
    """A sheet, its correction, and the correction of that."""
    return [
        submission(first),
        submission(first + 1, deprecated=f"uuid:fictive-{first}", session=2),
        submission(first + 2, deprecated=f"uuid:fictive-{first + 1}", session=3),
    ]


def test_a_chain_of_corrections_is_one_record_and_the_last_one_counts(phone: Phone) -> None:
    for body in chain(1):
        assert phone.send(body).status_code == 201
    record = Record.objects.get()
    assert record.versions.count() == 3
    assert record.current_version is not None
    assert bytes(record.current_version.payload.body) == chain(1)[-1]
    assert not record.versions.filter(contested=True).exists()


def test_a_correction_that_comes_first_stays_in_the_phone_until_its_sheet_is_here(phone: Phone) -> None:
    sheet, correction, _again = chain(1)
    answer = phone.send(correction, {"photo.jpg": b"x"})
    assert answer.status_code == 404
    assert "d'abord" in message(answer)
    assert not Record.objects.exists()
    for body in (sheet, correction, correction):
        assert phone.send(body).status_code == 201
    assert Record.objects.get().versions.count() == 2


def test_two_corrections_of_one_sheet_are_put_before_a_reviewer(phone: Phone) -> None:
    phone.send(submission(1))
    assert phone.send(submission(2, deprecated="uuid:fictive-1", session=2)).status_code == 201
    assert phone.send(submission(3, deprecated="uuid:fictive-1", session=3)).status_code == 202
    assert Record.objects.get().versions.filter(contested=True).count() == 1


def test_a_whole_day_replayed_in_reverse_twice_ends_as_the_day_itself(phone: Phone) -> None:
    day = [
        (body, {f"photo-{number}.jpg": body[-50:]})
        for number, body in enumerate([*chain(1), *chain(11), submission(21)])
    ]
    waiting = list(reversed(day)) * 2
    rounds = 0
    while waiting:
        # What was not taken stays in the phone, and is tried again at the next sending.
        waiting = [(body, files) for body, files in waiting if phone.send(body, files).status_code not in (201, 202)]
        rounds += 1
    assert rounds <= 3, "no more sendings than a chain is long"
    records = {record.instance_id: record for record in Record.objects.all()}
    assert {name: record.versions.count() for name, record in records.items()} == {
        "uuid:fictive-1": 3,
        "uuid:fictive-11": 3,
        "uuid:fictive-21": 1,
    }
    for first in (1, 11):
        current = records[f"uuid:fictive-{first}"].current_version
        assert current is not None
        assert bytes(current.payload.body) == chain(first)[-1]
    assert not RecordVersion.objects.filter(contested=True).exists()
    assert Attachment.objects.count() == len(day)
    assert {record.state for record in records.values()} == {RecordState.RECEIVED}


def encrypted(phone: Phone) -> Sealed:
    """A sheet with a photo as this phone sends it after it has downloaded its form."""
    form = phone.follow(phone.listed()["fiche_presence"]["downloadUrl"])
    return sealed(submission(), {"feuille.jpg": b"\xff\xd8\xff a photo"}, public_key_in(form.content))


@pytest.fixture
def encrypting(stage: Commune, settings: Any, tmp_path: Any) -> Phone:
    """A phone that was set to encrypt."""
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"
    return Phone(stage.agent, encrypts=True)


def test_what_a_phone_encrypts_arrives_as_what_it_was(encrypting: Phone) -> None:
    sent = encrypted(encrypting)
    answer = encrypting.send(sent.manifest, sent.parts)
    assert (answer.status_code, message(answer)) == (201, "Fiche reçue.")
    record = Record.objects.get()
    assert record.current_version is not None
    assert bytes(record.current_version.payload.body) == submission()
    assert [one.name for one in record.attachments.all()] == ["feuille.jpg"]
    assert encrypting.send(sent.manifest, sent.parts).status_code == 201
    assert Phone(encrypting.issued.credential.user).send(submission()).status_code == 201
    assert RecordVersion.objects.count() == 1


def test_what_a_phone_encrypts_may_come_in_several_goes(encrypting: Phone) -> None:
    sent = encrypted(encrypting)
    first = encrypting.send(sent.manifest, {"feuille.jpg.enc": sent.parts["feuille.jpg.enc"]}, more=True)
    assert first.status_code == 201
    assert "en partie" in message(first)
    assert not Record.objects.exists()
    last = encrypting.send(sent.manifest, {"submission.xml.enc": sent.parts["submission.xml.enc"]})
    assert (last.status_code, message(last)) == (201, "Fiche reçue.")


def test_what_cannot_be_opened_gets_202_and_a_reason(encrypting: Phone) -> None:
    sent = encrypted(encrypting)
    missing = encrypting.send(sent.manifest, {"submission.xml.enc": sent.parts["submission.xml.enc"]})
    assert missing.status_code == 202
    assert "feuille.jpg.enc" in message(missing)
    altered = encrypting.send(sent.manifest, {"feuille.jpg.enc": sent.parts["feuille.jpg.enc"][:-1]})
    assert altered.status_code == 202
    assert "altéré" in message(altered)
    assert SealedSubmission.objects.filter(opened=None).count() == 1
    assert encrypting.send(sent.manifest, sent.parts).status_code == 201


def test_an_open_part_without_its_key_is_refused(encrypting: Phone) -> None:
    sent = encrypted(encrypting)
    answer = encrypting.send(
        sent.manifest.replace(b"<encryptedXmlFile>", b"<encryptedXmlFile/><x>").replace(b"</encryptedXmlFile>", b"</x>")
    )
    assert answer.status_code == 400
    assert not SealedSubmission.objects.exists()
