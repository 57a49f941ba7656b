"""The agents' door: what it tells to whom, what it takes, and that page and server speak of the same things."""

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from tests import factories
from tests.flow.sheets import Commune, commune, submission
from toguna.flow.receive import SentFile, receive_submission
from toguna.flow.verify import return_record
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.fieldwork.comments import add_comment
from toguna.store.fieldwork.models import Form, Record, RecordVersion
from toguna.store.journal.queries import entries
from toguna.web.field.account import keys_of
from toguna.web.field.building import BuildFailed, build_page, why_not_built
from toguna.web.field.bundle import SOURCES, is_build_due, source_files, source_stamp
from toguna.web.field.bundle import built as built_now
from toguna.web.field.page import ICONS
from toguna.web.field.words import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def built(settings, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A page that is built, of three small files."""
    folder = tmp_path / source_stamp()
    folder.mkdir()
    for name in ("start-1.js", "start-1.js.br", "start-1.js.gz", "style-1.css", "Fill-1.js"):
        (folder / name).write_text(f"// {name}")
    told = {"script": "start-1.js", "style": "style-1.css", "files": ["start-1.js", "style-1.css", "Fill-1.js"]}
    (tmp_path / "current.json").write_text(json.dumps({"stamp": folder.name, **told}))
    settings.FIELD_PAGE = tmp_path


def send(client: Client, body: bytes, **files: bytes):  # type: ignore[no-untyped-def]
    parts = {name: SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg") for name, content in files.items()}
    xml = SimpleUploadedFile("submission.xml", body, "text/xml")
    return client.post(reverse("field:submission"), {"xml_submission_file": xml, **parts})


def test_a_submission_sent_again_and_again_is_one_record(stage: Commune) -> None:
    agent = signed_in(stage.agent)
    answers = [send(agent, submission(), photo=b"\xff\xd8\xff photo") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["record"] for answer in answers}) == 1
    record = Record.objects.get()
    assert (record.way_in, record.sender, record.attachments.count()) == ("field", stage.agent, 1)
    other_bytes = send(agent, submission(venue="Ailleurs"))
    assert other_bytes.status_code == 202
    assert "comparer" in other_bytes.json()["message"]


def test_what_cannot_be_taken_is_told_in_words_and_kept_nowhere(stage: Commune) -> None:
    agent = signed_in(stage.agent)
    told = {}
    for name, body in {
        "no XML": b"rien",
        "unknown version": submission(version="2001"),
        "correction of nothing": submission(deprecated="uuid:jamais-vue"),
    }.items():
        answer = send(agent, body)
        told[name] = answer.status_code
        assert answer.json()["message"].endswith("."), name
    assert told == {"no XML": 422, "unknown version": 422, "correction of nothing": 422}
    assert agent.post(reverse("field:submission"), {}).status_code == 400
    Form.objects.update(state="closed")
    assert send(agent, submission(9)).status_code == 409
    assert not RecordVersion.objects.exists()


def test_nothing_is_taken_without_the_page_s_token(stage: Commune) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(stage.agent)
    assert send(client, submission()).status_code == 403
    token = client.get(reverse("field:account")).json()["token"]
    xml = SimpleUploadedFile("submission.xml", submission(), "text/xml")
    answer = client.post(reverse("field:submission"), {"xml_submission_file": xml}, headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_forms_come_with_their_lists_and_are_told_once_while_nothing_changes(stage: Commune) -> None:
    agent = signed_in(stage.agent)
    answer = agent.get(reverse("field:forms"))
    (form,) = answer.json()["forms"]
    assert {file["name"] for file in form["files"]} == {"communes.csv", "activities.csv"}
    xml = agent.get(form["url"]).content
    assert xml == bytes(Form.objects.get().xform)
    lists = {file["name"]: agent.get(file["url"]).content.decode() for file in form["files"]}
    assert "Sanankoro-Ba" in lists["communes.csv"]
    assert "F-001" in lists["activities.csv"]
    again = agent.get(reverse("field:forms"), headers={"If-None-Match": answer["X-Mark"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.place(name="Une commune de plus", edition=stage.edition, parent=stage.region)
    changed = agent.get(reverse("field:forms"), headers={"If-None-Match": answer["X-Mark"]}).json()["forms"][0]
    assert changed["fingerprint"] != form["fingerprint"]
    assert changed["version"] == form["version"]


def test_an_agent_s_lists_hold_nobody_else_s_activities(stage: Commune) -> None:
    other = factories.user(Role.PARTNER_AGENT)
    (form,) = signed_in(other).get(reverse("field:forms")).json()["forms"]
    (url,) = [file["url"] for file in form["files"] if file["name"] == "activities.csv"]
    assert "F-001" not in signed_in(other).get(url).content.decode()


def test_an_agent_sees_what_became_of_their_own_records_and_gets_one_back_to_correct_it(stage: Commune) -> None:
    photo = SentFile("fiche.jpg", "image/jpeg", io.BytesIO(b"\xff\xd8\xff photo"))
    record = receive_submission(body=submission(), files=[photo], by=stage.agent).record
    receive_submission(body=submission(2), by=stage.coordinator)
    agent = signed_in(stage.agent)
    (told,) = agent.get(reverse("field:records")).json()["records"]
    assert (told["state"], told["correctable"], told["reason"]) == ("received", False, "")
    record.refresh_from_db()
    return_record(record, by=stage.coordinator, revision=record.revision, reason="La date manque.")
    (told,) = agent.get(reverse("field:records")).json()["records"]
    assert (told["state"], told["correctable"], told["reason"]) == ("returned", True, "La date manque.")
    assert told["comments"] == []
    add_comment(record=record, by=stage.coordinator, text="Regardez le haut de la fiche.")
    (told,) = agent.get(reverse("field:records")).json()["records"]
    assert [said["text"] for said in told["comments"]] == ["Regardez le haut de la fiche."]
    assert agent.get(told["answers"]).content == submission()
    (file,) = told["files"]
    answer = agent.get(file["url"])
    assert b"".join(answer.streaming_content) == b"\xff\xd8\xff photo"  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    read = [entry.detail["what"] for entry in entries().filter(action="record.read")]
    assert sorted(read) == ["answers", f"attachment {record.attachments.get().pk}"]
    for stranger in (stage.coordinator, factories.user(Role.PARTNER_AGENT)):
        assert signed_in(stranger).get(told["answers"]).status_code == 404
        assert signed_in(stranger).get(file["url"]).status_code == 404


def test_no_answer_about_somebody_is_left_in_the_browser_s_own_cache(stage: Commune) -> None:
    agent = signed_in(stage.agent)
    form = {"pk": Form.objects.get().pk}
    for address in (
        reverse("field:account"),
        reverse("field:forms"),
        reverse("field:records"),
        reverse("field:form", kwargs=form),
        reverse("field:form-file", kwargs={**form, "name": "activities.csv"}),
    ):
        assert agent.get(address)["Cache-Control"] == "no-store", address


def test_the_shell_names_nobody_and_is_the_same_for_everybody(stage: Commune, built: None) -> None:
    one, other = signed_in(stage.agent), signed_in(stage.coordinator)
    other.cookies["django_language"] = "en"
    pages = [client.get(reverse("field:page")) for client in (one, other)]
    assert pages[0].content == pages[1].content
    assert stage.agent.name not in pages[0].content.decode()
    assert "csrf" not in pages[0].content.decode()
    again = one.get(reverse("field:page"), headers={"If-None-Match": pages[0]["ETag"]})
    assert again.status_code == 304


def test_this_door_alone_lets_the_engine_run_its_grammar(stage: Commune, built: None) -> None:
    policy = signed_in(stage.agent).get(reverse("field:page"))["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy.replace("wasm-unsafe-eval", "")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in signed_in(stage.agent).get(reverse("desk:work"))["Content-Security-Policy"]


def test_while_the_page_is_being_built_its_address_says_so(stage: Commune, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FIELD_PAGE = tmp_path
    answer = signed_in(stage.agent).get(reverse("field:page"))
    assert answer.status_code == 200
    assert "se prépare" in answer.content.decode()
    (tmp_path / "failed.txt").write_text(f"{source_stamp()}\nnpm error code ENETUNREACH")
    answer = signed_in(stage.agent).get(reverse("field:page"))
    assert answer.status_code == 503
    assert "toguna field_page" in answer.content.decode()
    assert "ENETUNREACH" not in answer.content.decode()


def test_a_build_that_fails_leaves_its_reason_and_no_half_page(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FIELD_PAGE = tmp_path
    # Everything seems to be fetched, so npm is not asked; and Vite is not there.
    (tmp_path / "work" / "node_modules").mkdir(parents=True)
    shutil.copyfile(SOURCES / "package-lock.json", tmp_path / "work" / ".installed")
    with pytest.raises(BuildFailed, match="vite"):
        build_page()
    assert "vite" in why_not_built()
    assert built_now() is None
    assert is_build_due()
    assert (tmp_path / "work" / "src" / "start.js").is_file()
    (tmp_path / "failed.txt").write_text("other sources\nlong ago")
    assert why_not_built() == ""


def test_the_service_worker_keeps_the_page_and_its_files_and_nothing_about_anybody(built: None) -> None:
    text = Client().get(reverse("field:service-worker")).content.decode()
    kept = json.loads(re.match(r"const KEPT = (.*);", text).group(1))  # type: ignore[union-attr]
    assert reverse("field:bundle", kwargs={"name": "Fill-1.js"}) in kept["files"]
    assert all(re.match(r"/field/(built/|manifest)|/static/", address) for address in kept["files"])


def test_a_built_file_is_sent_as_small_as_the_browser_takes_it_and_kept_for_good(built: None) -> None:
    address = reverse("field:bundle", kwargs={"name": "start-1.js"})
    told = {}
    for accepted in ("br, gzip", "gzip", ""):
        answer = Client().get(address, headers={"Accept-Encoding": accepted})
        told[accepted] = (answer.get("Content-Encoding", ""), answer.content)
        assert "immutable" in answer["Cache-Control"]
    assert told == {
        "br, gzip": ("br", b"// start-1.js.br"),
        "gzip": ("gzip", b"// start-1.js.gz"),
        "": ("", b"// start-1.js"),
    }
    for outside in ("current.json", "../current.json", "..%2Fcurrent.json", "start-1.js.br"):
        assert Client().get(f"/field/built/{outside}").status_code == 404


def test_drafts_are_sealed_with_a_key_of_the_account_alone_and_survive_a_new_secret(stage: Commune) -> None:
    mine, theirs = keys_of(stage.agent), keys_of(stage.coordinator)
    assert mine == keys_of(stage.agent)
    assert not set(mine) & set(theirs)
    with override_settings(SECRET_KEY="a new secret", SECRET_KEY_FALLBACKS=["a key for tests and for nothing else"]):
        assert keys_of(stage.agent)[0] != mine[0]
        assert mine[0] in keys_of(stage.agent)


def test_the_page_s_script_finds_every_word_it_asks_for_and_no_word_waits_in_vain() -> None:
    scripts = "\n".join(path.read_text() for path in source_files() if path.suffix in {".js", ".vue"})
    # t("one", …), or t(this ? "one" : "other"): what is compared stands before a question mark.
    calls = [call.split("{")[0] for call in re.findall(r"\bt\(((?:[^()]|\([^()]*\))*)\)", scripts)]
    chosen = [call[call.find("?") + 1 :] for call in calls]
    asked = {name for call in chosen for name in re.findall(r"[\"']([a-z]+(?:-[a-z]+)*)[\"']", call)}
    asked |= {f"state-{state.value}" for state in RecordState}
    assert len(asked) > 60
    assert asked - WORDS.keys() == set()
    assert WORDS.keys() - asked == set()


def test_a_word_keeps_its_places_in_every_language() -> None:
    for name, words in WORDS.items():
        assert set(re.findall(r"%\((\w+)\)", words)) == set(re.findall(r"%\((\w+)\)s", words)), name


def test_the_same_sources_have_the_same_mark_and_icons_are_there() -> None:
    assert source_stamp() == source_stamp()
    names = {path.relative_to(SOURCES).as_posix() for path in source_files()}
    assert {"package.json", "package-lock.json", ".npmrc", "service_worker.js", "src/start.js"} <= names
    assert not [name for name in names if name.startswith(("node_modules", "tests"))]
    for icon, _size in ICONS:
        assert finders.find(icon)


def test_the_lock_file_names_no_registry_and_every_package_has_its_hash() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert len(packages) > 30
    assert not [name for name, about in packages.items() if "resolved" in about]
    assert not [name for name, about in packages.items() if not about.get("integrity", "").startswith("sha512-")]


def test_names_are_offered_to_whoever_sees_them_and_noted_once_for_each_sheet(stage: Commune) -> None:
    receive_submission(body=submission(), by=stage.agent)
    agent = signed_in(stage.agent)
    asked = {"q": "awa", "activity": "F-001", "sheet": "0b4ad7a5-7a9f-4c2c-8f0e-000000000001"}
    for _letter in range(2):
        (person,) = agent.post(reverse("field:names"), asked).json()["people"]
    assert (person["name"], person["sex"]) == ("Awa Fictive", "female")
    assert entries().filter(action="people.suggested").count() == 1
    stranger = signed_in(factories.user(Role.PARTNER_AGENT))
    assert stranger.post(reverse("field:names"), asked).json() == {"people": []}
