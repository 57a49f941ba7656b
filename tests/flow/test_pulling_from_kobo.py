"""What partners collected on a KoboToolbox is taken over once, though it renames, edits and deletes without a word."""

from collections.abc import Iterator

import pytest

from tests import factories
from tests.external import kobo as fake_kobo
from tests.external.kobo import FakeKobo
from tests.external.make_kobo import ASSET, FIRST, SECOND
from tests.flow.test_pulling import bodies, codes, kept
from toguna.external.accounts import RemoteAccount
from toguna.external.kobo import KoboForm
from toguna.external.line import Line
from toguna.external.refusals import RemoteUnreachable
from toguna.flow.other_servers import add_remote
from toguna.flow.pulling import Pulled, pull
from toguna.flow.reading import answers_of
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Attachment, Form, Record, RecordVersion, RemoteForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def kobo() -> Iterator[FakeKobo]:
    server = FakeKobo()
    with server.running():
        yield server


def remote_on_kobo(kobo: FakeKobo, *, form_id: str = ASSET) -> RemoteForm:
    agent = factories.user(Role.PARTNER_AGENT)
    given = {"address": kobo.address, "project": "", "remote_form": ASSET, "form_id": form_id}
    remote, _new = add_remote(kind="kobo", by=agent, **given)
    return remote


def pulled(remote: RemoteForm) -> Pulled:
    """One pull, by the adapter itself, on a line that loses no time between two tries."""
    remote.refresh_from_db()
    line = Line(remote.address, wait=lambda _seconds: None)
    return pull(remote, KoboForm(line, RemoteAccount("", fake_kobo.TOKEN), form=ASSET))


def test_a_kobo_project_is_taken_over_with_its_versions_and_photos(kobo: FakeKobo) -> None:
    done = pulled(remote_on_kobo(kobo))
    photos = sum(len(row["_attachments"]) for row in kobo.submissions)
    assert (done.error, done.new, done.versions, done.files) == (None, 6, 2, photos)
    assert set(Form.objects.values_list("form_id", "version", "state")) == {
        (ASSET, FIRST, "closed"), (ASSET, SECOND, "closed"),
    }  # fmt: skip
    assert bodies() == {fake_kobo.as_xml(row).encode() for row in kobo.submissions}
    assert codes(done) == ["question-renamed", "file-missing"]


def test_each_answer_is_read_by_the_version_that_asked_for_it(kobo: FakeKobo) -> None:
    pulled(remote_on_kobo(kobo))
    for row in kobo.submissions:
        version = RecordVersion.objects.get(instance_id=row["meta/instanceID"])
        read = answers_of(version)
        assert read is not None
        place = "tete/commune" if row["__version__"] == FIRST else "tete/localite"
        assert read[1].get(place) == row[place]
        assert read[1].findings == ()
        assert [one["presents"] for one in read[1].each("camp")] == [one["camp/presents"] for one in row["camp"]]


def test_a_second_pull_of_kobo_adds_nothing(kobo: FakeKobo) -> None:
    remote = remote_on_kobo(kobo)
    pulled(remote)
    before = kept()
    kobo.asked.clear()
    done = pulled(remote)
    assert (kept(), set(done.counts().values()), codes(done)) == (before, {0}, [])
    assert not kobo.paths_asked(".xml")


def test_an_edit_on_kobo_is_a_version_even_when_those_between_were_never_seen(kobo: FakeKobo) -> None:
    remote = remote_on_kobo(kobo)
    pulled(remote)
    kobo.edit(5004, tete__jour="2026-03-10")
    kobo.edit(5004, tete__jour="2026-03-11")
    done = pulled(remote)
    record = Record.objects.get(versions__instance_id=kobo.row(5004)["meta/instanceID"])
    assert (done.new, done.edited, record.versions.count()) == (0, 1, 2)
    assert record.current_version is not None
    assert b"2026-03-11" in bytes(record.current_version.payload.body)


def test_what_was_edited_on_kobo_before_the_first_pull_is_a_new_record(kobo: FakeKobo) -> None:
    kobo.edit(5001, tete__jour="2026-03-10")
    done = pulled(remote_on_kobo(kobo))
    assert (done.error, done.new, Record.objects.count()) == (None, 6, 6)


def test_what_is_deleted_on_kobo_stays_here_and_is_told(kobo: FakeKobo) -> None:
    remote = remote_on_kobo(kobo)
    pulled(remote)
    kobo.delete(5002)
    assert (pulled(remote).gone, Record.objects.count()) == (1, 6)


@pytest.mark.parametrize("survived", [0, 3, 6, 9, 12, 15, 18, 21])
def test_a_pull_of_kobo_that_is_cut_goes_on_where_it_stopped(kobo: FakeKobo, survived: int) -> None:
    remote = remote_on_kobo(kobo)
    kobo.fail("cut", times=-1, after=survived)
    assert isinstance(pulled(remote).error, RemoteUnreachable)
    kobo.faults.clear()
    done = pulled(remote)
    assert (done.error, Record.objects.count(), RecordVersion.objects.count()) == (None, 6, 6)
    assert Attachment.objects.count() == sum(len(row["_attachments"]) for row in kobo.submissions)


def test_a_server_that_gives_no_xml_gives_the_same_answers(kobo: FakeKobo) -> None:
    kobo.gives_xml = False
    kobo.row(5001)["tete/venu_dailleurs"] = "une réponse"
    remote = remote_on_kobo(kobo)
    done = pulled(remote)
    assert (done.new, codes(done)) == (6, ["question-renamed", "unknown-answers", "file-missing"])
    version = RecordVersion.objects.get(instance_id=kobo.row(5001)["meta/instanceID"])
    assert "une réponse" in bytes(version.payload.body).decode()
    assert pulled(remote).new == 0
    assert RecordVersion.objects.count() == 6


def test_a_kobo_copy_of_a_library_form_is_said_in_our_forms_words(kobo: FakeKobo) -> None:
    pulled(remote_on_kobo(kobo, form_id="forum_dialogue"))
    version = RecordVersion.objects.get(instance_id=kobo.row(5001)["meta/instanceID"])
    body = bytes(version.payload.body).decode()
    assert 'id="forum_dialogue"' in body
    assert "<localite>" in body
    assert "<commune>" not in body
    assert version.record.form_id == "forum_dialogue"
