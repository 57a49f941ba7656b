"""What partners collected on an ODK Central is taken over once, whatever the line, the order or the moment of a cut."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories
from tests.external import central as fake_central
from tests.external.central import FORM, PROJECT, FakeCentral
from tests.flow.sheets import commune, submission
from toguna.external.accounts import RemoteAccount
from toguna.external.line import Line
from toguna.external.odk_central import CentralForm
from toguna.external.refusals import RemoteUnreachable, SignInRefused
from toguna.flow.other_servers import add_remote
from toguna.flow.pulling import Pulled, pull
from toguna.flow.reading import answers_of, reading_of
from toguna.flow.receive import attachment_file, receive_submission
from toguna.flow.verify import check_record, verify_record
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Attachment, Form, Record, RecordVersion, RemoteForm, RemoteSubmission
from toguna.store.fieldwork.queries import open_forms
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    server = FakeCentral()
    with server.running():
        yield server


def remote_on_central(central: FakeCentral, *, by: User | None = None, form_id: str = FORM) -> RemoteForm:
    remote, _new = add_remote(
        kind="central",
        address=central.address,
        project=str(PROJECT),
        remote_form=FORM,
        form_id=form_id,
        by=by or factories.user(Role.PARTNER_AGENT),
    )
    return remote


def pulled(remote: RemoteForm, **how: Any) -> Pulled:
    """One pull, by the adapter itself, on a line that loses no time between two tries."""
    remote.refresh_from_db()
    line = Line(remote.address, wait=lambda _seconds: None)
    account = RemoteAccount(fake_central.EMAIL, fake_central.PASSWORD)
    return pull(remote, CentralForm(line, account, project=str(PROJECT), form=FORM), **how)


def kept() -> tuple[int, int, int]:
    return Record.objects.count(), RecordVersion.objects.count(), Attachment.objects.count()


def codes(done: Pulled) -> list[str]:
    return [finding.code for finding in done.findings]


def bodies() -> set[bytes]:
    return {bytes(version.payload.body) for version in RecordVersion.objects.all()}


def test_submissions_are_kept_as_they_were_sent_with_their_files(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara", photo="place.jpg", files={"place.jpg": b"a fictional photo"})
    central.send("uuid:2", lieu="Douna-Imaginaire")
    remote = remote_on_central(central)
    done = pulled(remote)
    assert (done.error, done.new, done.files) == (None, 2, 1)
    assert bodies() == {one.now.xml for one in central.submissions}
    record = Record.objects.get(instance_id="uuid:1")
    assert (record.way_in, record.organisation, record.sender) == ("pull", remote.organisation, remote.by)
    assert attachment_file(record.attachments.get()).read_bytes() == b"a fictional photo"
    remote.refresh_from_db()
    assert (remote.last_error, remote.last_pulled_at is not None) == ("", True)


def test_the_forms_versions_come_along_to_read_with_and_reach_no_phone(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    pulled(remote_on_central(central))
    assert set(Form.objects.filter(form_id=FORM).values_list("version", "state")) == {
        ("", "closed"), ("1", "closed"), ("2", "closed"),
    }  # fmt: skip
    assert open_forms() == []
    version = RecordVersion.objects.get()
    read = answers_of(version)
    assert read is not None
    assert read[1].get("lieu") == "Talimbara"
    assert reading_of(version).readable


def test_a_second_pull_adds_nothing_and_fetches_nothing(central: FakeCentral) -> None:
    for number in range(5):
        central.send(f"uuid:{number}", photo="place.jpg", files={"place.jpg": b"%d" % number})
    remote = remote_on_central(central)
    pulled(remote)
    before, entries = kept(), Entry.objects.count()
    central.asked.clear()
    done = pulled(remote)
    assert (kept(), Entry.objects.count()) == (before, entries)
    assert set(done.counts().values()) == {0}
    assert not central.paths_asked(".xml")
    assert not central.paths_asked("attachments")


def test_an_edit_becomes_a_new_version_of_the_same_record(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    pulled(remote)
    central.edit("uuid:1", "uuid:1b", lieu="Talimbara Centre")
    central.edit("uuid:1", "uuid:1c", lieu="Talimbara Nord")
    done = pulled(remote)
    record = Record.objects.get()
    assert (done.new, done.edited, record.versions.count()) == (0, 2, 3)
    assert record.current_version is not None
    assert b"Talimbara Nord" in bytes(record.current_version.payload.body)


def test_a_submission_that_was_edited_before_the_first_pull_comes_with_its_history(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    central.edit("uuid:1", "uuid:1b", lieu="Talimbara Centre")
    pulled(remote_on_central(central))
    record = Record.objects.get()
    assert (record.instance_id, record.versions.count()) == ("uuid:1", 2)
    assert bodies() == {version.xml for version in central.submissions[0].versions}


def test_an_edit_of_what_was_corrected_here_is_for_the_reviewer(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    pulled(remote)
    # The phone sent its own correction here, and somebody edited the submission over there.
    ours = fake_central.submission("uuid:ours", replaces="uuid:1", lieu="Talimbara Sud")
    Form.objects.update(state="open")
    receive_submission(body=ours, by=remote.by)
    central.edit("uuid:1", "uuid:1b", lieu="Talimbara Centre")
    done = pulled(remote)
    record = Record.objects.get()
    assert (done.edited, done.contested) == (0, 1)
    assert record.current_version is not None
    assert record.current_version.instance_id == "uuid:ours"
    assert record.versions.filter(contested=True).count() == 1


def test_what_a_phone_sent_here_too_is_one_record(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    Form.objects.create(
        form_id=FORM, version="1", title={"fr": "Forum"}, xform=central.forms["1"], xform_md5="0" * 32, state="open"
    )
    receive_submission(body=central.submissions[0].now.xml, by=remote.by)
    done = pulled(remote)
    assert (done.new, kept()) == (0, (1, 1, 0))
    assert RemoteSubmission.objects.get().record == Record.objects.get()


@pytest.mark.parametrize("survived", range(0, 24, 2))
def test_a_pull_that_is_cut_at_any_request_goes_on_where_it_stopped(central: FakeCentral, survived: int) -> None:
    for number in range(4):
        central.send(f"uuid:{number}", photo="place.jpg", files={"place.jpg": b"%d" % number})
    central.edit("uuid:1", "uuid:1b", photo="place.jpg", files={"place.jpg": b"another"})
    remote = remote_on_central(central)
    # From this request on the server is dead, in the middle of whatever it was saying.
    central.fail("cut", times=-1, after=survived)
    stopped = pulled(remote)
    assert isinstance(stopped.error, RemoteUnreachable)
    remote.refresh_from_db()
    assert "relancez plus tard" in remote.last_error
    committed = bodies()
    central.faults.clear()
    done = pulled(remote)
    assert done.error is None
    assert committed <= bodies()
    assert bodies() == {version.xml for one in central.submissions for version in one.versions}
    assert kept() == (4, 5, 5)
    assert set(RemoteSubmission.objects.values_list("record__instance_id", flat=True)) == {
        f"uuid:{number}" for number in range(4)
    }


def test_the_cursor_never_passes_what_is_not_kept(central: FakeCentral) -> None:
    for number in range(4):
        central.send(f"uuid:{number}", lieu="Talimbara")
    remote = remote_on_central(central)
    central.fail("close", "uuid:2", times=-1)
    pulled(remote)
    remote.refresh_from_db()
    assert remote.cursor == {"changed_at": central.submissions[1].versions[0].created_at}
    assert set(Record.objects.values_list("instance_id", flat=True)) == {"uuid:0", "uuid:1"}


def test_a_pull_of_at_most_so_many_goes_on_with_the_next_ones(central: FakeCentral) -> None:
    for number in range(5):
        central.send(f"uuid:{number}", lieu="Talimbara")
    remote = remote_on_central(central)
    goes = [pulled(remote, at_most=2) for _go in range(3)]
    assert [(done.new, done.is_partial) for done in goes] == [(2, True), (2, True), (1, False)]
    remote.refresh_from_db()
    assert remote.last_pulled_at is not None


def test_edits_that_are_listed_in_reverse_or_twice_change_nothing(central: FakeCentral) -> None:
    for number in range(3):
        central.send(f"uuid:{number}", lieu="Talimbara")
        central.edit(f"uuid:{number}", f"uuid:{number}b", lieu="Talimbara Centre")
    remote = remote_on_central(central)
    pulled(remote)
    before = kept()
    # As if nothing had ever been noted, and the list came in the other order.
    RemoteSubmission.objects.all().delete()
    RemoteForm.objects.update(cursor={})
    central.submissions.reverse()
    for place, one in enumerate(central.submissions):
        one.updated_at = f"2026-04-01T00:00:0{place}.000Z"
    done = pulled(remote)
    assert (kept(), done.new, done.edited, done.contested) == (before, 0, 0, 0)


def test_a_late_file_is_looked_for_until_it_comes(central: FakeCentral) -> None:
    central.send("uuid:1", photo="place.jpg")
    remote = remote_on_central(central)
    done = pulled(remote)
    assert codes(done) == ["file-missing"]
    for number in range(2, 12):
        central.send(f"uuid:{number}", lieu="Talimbara")
    again = pulled(remote)
    assert (codes(again), again.new) == ([], 10)
    central.arrive("uuid:1", "place.jpg", b"late")
    pulled(remote)
    attachment = Record.objects.get(instance_id="uuid:1").attachments.get()
    assert attachment_file(attachment).read_bytes() == b"late"
    assert not RemoteSubmission.objects.filter(fingerprint__startswith="~").exists()


def test_what_is_deleted_over_there_stays_here_and_is_told(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    central.send("uuid:2", lieu="Talimbara")
    remote = remote_on_central(central)
    pulled(remote)
    central.delete("uuid:1")
    done = pulled(remote)
    record = Record.objects.get(instance_id="uuid:1")
    assert (done.gone, record.state) == (1, RecordState.RECEIVED)
    assert RemoteSubmission.objects.get(record=record).gone_at is not None
    assert "plus sur le serveur d'origine" in record.comments.get().text
    assert pulled(remote).gone == 0
    assert record.comments.count() == 1

    central.restore("uuid:1")
    central.edit("uuid:1", "uuid:1b", lieu="Talimbara Centre")
    done = pulled(remote)
    assert (done.back, done.edited) == (1, 1)
    assert RemoteSubmission.objects.get(record=record).gone_at is None
    assert record.comments.count() == 2


def test_a_list_that_empties_at_once_is_doubted(central: FakeCentral) -> None:
    for number in range(12):
        central.send(f"uuid:{number}", lieu="Talimbara")
    remote = remote_on_central(central)
    pulled(remote)
    for number in range(12):
        central.delete(f"uuid:{number}")
    done = pulled(remote)
    assert (codes(done), done.gone) == (["many-gone"], 0)
    assert not RemoteSubmission.objects.exclude(gone_at=None).exists()
    assert pulled(remote, confirm_gone=True).gone == 12


def test_a_wrong_password_is_noted_beside_the_form_and_loses_nothing(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara")
    remote = remote_on_central(central)
    line = Line(central.address, wait=lambda _seconds: None)
    server = CentralForm(line, RemoteAccount(fake_central.EMAIL, "autre"), project=str(PROJECT), form=FORM)
    assert isinstance(pull(remote, server).error, SignInRefused)
    remote.refresh_from_db()
    assert "refuse le compte" in remote.last_error
    assert pulled(remote).new == 1
    remote.refresh_from_db()
    assert remote.last_error == ""


def test_one_bad_submission_holds_up_no_other_and_is_tried_again(central: FakeCentral) -> None:
    central.send("uuid:1", lieu="Talimbara").now.xml = b"<data id='forum_communal'><!DOCTYPE x></data>"
    central.send("uuid:2", lieu="Talimbara")
    remote = remote_on_central(central)
    done = pulled(remote)
    assert (codes(done), done.new, done.error) == (["not-kept"], 1, None)
    for number in range(3, 12):
        central.send(f"uuid:{number}", lieu="Talimbara")
    central.submissions[0].now.xml = fake_central.submission("uuid:1", lieu="Talimbara")
    assert pulled(remote).new == 10
    assert Record.objects.filter(instance_id="uuid:1").exists()


def test_an_encrypted_submission_is_told_once_and_not_kept(central: FakeCentral) -> None:
    central.send("uuid:1").status = "notDecrypted"
    remote = remote_on_central(central)
    assert codes(pulled(remote)) == ["encrypted"]
    assert codes(pulled(remote)) == []
    assert not Record.objects.exists()


def test_a_form_of_the_library_is_read_with_ours_and_phones_get_no_other(central: FakeCentral) -> None:
    there = commune()
    agent = there.agent
    kept_there = central.send("uuid:1")
    kept_there.now.xml = submission(1)
    kept_there.now.instance = "uuid:fictive-1"
    remote = remote_on_central(central, by=agent, form_id="fiche_presence")
    done = pulled(remote)
    assert codes(done) == ["version-not-ours"] * 3
    record = Record.objects.get()
    assert record.form_id == "fiche_presence"
    assert record.current_version is not None
    assert reading_of(record.current_version).activity_code == "F-001"
    assert Form.objects.filter(form_id="fiche_presence").count() == 1


def test_a_pulled_record_is_checked_and_verified_like_any_other(central: FakeCentral) -> None:
    there = commune()
    one = central.send("uuid:1")
    one.now.xml, one.now.instance = submission(1), "uuid:fictive-1"
    pulled(remote_on_central(central, by=there.agent, form_id="fiche_presence"))
    record = Record.objects.get()
    assert record.current_version is not None
    reading_of(record.current_version)
    record.refresh_from_db()
    check_record(record, by=there.coordinator, revision=record.revision)
    record.refresh_from_db()
    verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    assert record.state == RecordState.VERIFIED
