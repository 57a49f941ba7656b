"""What stands on an ODK Central is fetched as it was sent, over a line that breaks, with its edits and files."""

from collections.abc import Iterator

import pytest

from tests.external import central as fake
from tests.external.central import EMAIL, FORM, PASSWORD, PROJECT, FakeCentral
from toguna.external import odk_central
from toguna.external.accounts import RemoteAccount
from toguna.external.line import Line
from toguna.external.odk_central import CentralForm
from toguna.external.refusals import (
    AccessRefused,
    NotEncrypted,
    NotThere,
    Overloaded,
    RemoteError,
    RemoteUnreachable,
    SignInRefused,
    TooLarge,
    UnexpectedAnswer,
)
from toguna.external.remote import SentVersion


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    server = FakeCentral()
    with server.running():
        yield server


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the line waited between tries, without anybody waiting for them."""
    return []


def form_on(central: FakeCentral, pauses: list[float], *, password: str = PASSWORD, form: str = FORM) -> CentralForm:
    line = Line(central.address, wait=pauses.append)
    return CentralForm(line, RemoteAccount(EMAIL, password), project=str(PROJECT), form=form)


def test_every_page_of_a_long_list_is_read(
    central: FakeCentral, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odk_central, "PAGE", 3)
    for number in range(8):
        central.send(f"uuid:{number}", lieu="Talimbara")
    form = form_on(central, pauses)
    assert [one.key for one in form.changed({}, ())] == [f"uuid:{number}" for number in range(8)]
    assert form.present() == {f"uuid:{number}" for number in range(8)}
    assert len(central.paths_asked("skiptoken")) == 4


def test_only_what_changed_since_the_cursor_is_listed(central: FakeCentral, pauses: list[float]) -> None:
    for number in range(20):
        central.send(f"uuid:{number}", lieu="Talimbara")
    form = form_on(central, pauses)
    last = form.changed({}, ())[-1]
    central.edit("uuid:2", "uuid:2b", lieu="Talimbara Centre")
    central.send("uuid:20", lieu="Talimbara")
    changed = form.changed(form.cursor_after(last), ())
    # Five minutes are read twice, because a submission may become visible after a younger one.
    assert [one.key for one in changed if one.changed_at > last.changed_at] == ["uuid:2", "uuid:20"]
    assert len(changed) < 10


def test_what_must_be_looked_at_again_is_listed_whatever_the_cursor(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1", photo="place.jpg")
    for number in range(2, 12):
        central.send(f"uuid:{number}")
    form = form_on(central, pauses)
    cursor = form.cursor_after(form.changed({}, ())[-1])
    central.arrive("uuid:1", "place.jpg", b"late")
    again = {one.key: one for one in form.changed(cursor, ["uuid:1", "uuid:vanished"])}
    assert again["uuid:1"].is_complete
    assert "uuid:vanished" not in again


def test_the_xml_of_every_version_comes_byte_for_byte(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1", lieu="Talimbara")
    central.edit("uuid:1", "uuid:1b", lieu="Talimbara Centre")
    central.edit("uuid:1", "uuid:1c", lieu="Talimbara Nord")
    form = form_on(central, pauses)
    (listed,) = form.changed({}, ())
    versions = form.versions_of(listed)
    assert [one.instance_id for one in versions] == ["uuid:1", "uuid:1b", "uuid:1c"]
    assert [form.body(one).xml for one in versions] == [kept.xml for kept in central.submissions[0].versions]


def test_files_come_with_their_names_and_a_missing_one_is_told(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1", files={"place.jpg": b"\xff\xd8 fictional"}, photo="place.jpg", son="parole.m4a")
    form = form_on(central, pauses)
    (listed,) = form.changed({}, ())
    assert not listed.is_complete
    there, missing = form.files_of(SentVersion("uuid:1", "uuid:1"))
    with form.fetch(there) as content:
        assert (there.name, there.media_type, content.read()) == ("place.jpg", "image/jpeg", b"\xff\xd8 fictional")
    assert (missing.name, missing.is_missing) == ("parole.m4a", True)


def test_a_late_file_and_an_edit_each_change_the_fingerprint(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1", photo="place.jpg")
    form = form_on(central, pauses)
    seen = {form.changed({}, ())[0].fingerprint}
    central.arrive("uuid:1", "place.jpg", b"late")
    seen.add(form.changed({}, ())[0].fingerprint)
    central.edit("uuid:1", "uuid:1b", photo="place.jpg")
    seen.add(form.changed({}, ())[0].fingerprint)
    assert len(seen) == 3


def test_the_versions_of_the_form_come_oldest_first_even_one_without_a_version(
    central: FakeCentral, pauses: list[float]
) -> None:
    versions = list(form_on(central, pauses).form_versions(known={"1"}))
    assert [(one.version, one.xform) for one in versions] == [("", central.forms[""]), ("2", central.forms["2"])]


def test_deleted_submissions_are_not_among_those_present(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1")
    central.send("uuid:2")
    central.delete("uuid:1")
    assert form_on(central, pauses).present() == {"uuid:2"}


def test_an_encrypted_submission_says_so(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1").status = "notDecrypted"
    assert form_on(central, pauses).changed({}, ())[0].is_encrypted


@pytest.mark.parametrize("fault", ["cut", "close", "busy", "slow_down"])
def test_a_line_that_fails_now_and_then_is_asked_again(central: FakeCentral, pauses: list[float], fault: str) -> None:
    central.send("uuid:1", lieu="Talimbara")
    form = form_on(central, pauses)
    central.fail(fault, ".svc", times=2)
    central.fail(fault, ".xml")
    (listed,) = form.changed({}, ())
    assert form.body(SentVersion(listed.key, listed.key)).xml == central.submissions[0].now.xml
    assert len(pauses) == 3


def test_a_busy_server_is_given_the_seconds_that_it_asks_for(central: FakeCentral, pauses: list[float]) -> None:
    central.fail("slow_down", ".svc", times=2)
    form_on(central, pauses).changed({}, ())
    assert pauses == [7.0, 7.0]


def test_patience_has_an_end(central: FakeCentral, pauses: list[float]) -> None:
    central.fail("busy", ".svc", times=-1)
    with pytest.raises(Overloaded, match="surchargé"):
        form_on(central, pauses).changed({}, ())
    assert pauses == [1.0, 2.0, 4.0, 8.0]


def test_a_server_that_is_gone_is_named(pauses: list[float]) -> None:
    gone = FakeCentral()
    with gone.running():
        form = form_on(gone, pauses)
    with pytest.raises(RemoteUnreachable, match=r"127\.0\.0\.1"):
        form.changed({}, ())


def test_a_wrong_password_is_told_without_showing_it(central: FakeCentral, pauses: list[float]) -> None:
    form = form_on(central, pauses, password="un secret qui ne se montre pas")
    with pytest.raises(SignInRefused) as refused:
        form.changed({}, ())
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(RemoteAccount(EMAIL, "un secret"))


def test_a_session_that_ends_in_the_middle_is_opened_again(central: FakeCentral, pauses: list[float]) -> None:
    central.send("uuid:1")
    form = form_on(central, pauses)
    form.changed({}, ())
    central.sessions.clear()
    assert form.present() == {"uuid:1"}
    assert len(central.paths_asked("/v1/sessions")) == 2


@pytest.mark.parametrize(("form", "may_read", "expected"), [("autre", True, NotThere), (FORM, False, AccessRefused)])
def test_what_may_not_be_read_or_is_not_there_is_told(
    central: FakeCentral, pauses: list[float], form: str, may_read: bool, expected: type[RemoteError]
) -> None:
    central.may_read = may_read
    with pytest.raises(expected):
        form_on(central, pauses, form=form).changed({}, ())


def test_another_site_at_the_address_is_recognised(central: FakeCentral, pauses: list[float]) -> None:
    central.fail("html", ".svc")
    with pytest.raises(UnexpectedAnswer, match="adresse"):
        form_on(central, pauses).changed({}, ())


def test_a_password_never_travels_in_clear() -> None:
    with pytest.raises(NotEncrypted):
        Line("http://central.example.org")


def test_the_account_goes_to_no_other_server_than_the_one_configured(
    central: FakeCentral, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odk_central, "PAGE", 1)
    central.send("uuid:1")
    central.send("uuid:2")
    # The fake's next link names another host, as a proxy's would; the second page is asked here all the same.
    assert form_on(central, pauses).present() == {"uuid:1", "uuid:2"}


def test_an_xml_of_no_honest_size_is_not_kept(
    central: FakeCentral, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    central.send("uuid:1", lieu="x" * 5000)
    line = Line(central.address, wait=pauses.append)
    answer = line.post_json("/v1/sessions", {"email": EMAIL, "password": PASSWORD})
    line.authorize(f"Bearer {answer['token']}")
    with pytest.raises(TooLarge):
        line.get_bytes(f"/v1/projects/{PROJECT}/forms/{fake.FORM}/submissions/uuid:1.xml", most=4000)
