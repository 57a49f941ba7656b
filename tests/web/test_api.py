"""The scripts' door, closer: who signs in, what is journalled, sheets that no phone sent, requests made to be wrong."""

import base64
import json
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.flow.sheets import SHEET, Commune, commune, submission
from tests.web.api_stage import visit, xform
from toguna.flow.own_forms import keep_form, preview_form, publish_form
from toguna.flow.receive import receive_sheet
from toguna.flow.verify import check_record, correct_record, verify_record
from toguna.rules.roles import Role
from toguna.store.accounts.actions import deactivate, issue_device, revoke_device
from toguna.store.accounts.models import ApiSession, User
from toguna.store.accounts.sessions import issue_script, open_session
from toguna.store.fieldwork.models import Attachment, Record
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
FORM = "/v1/projects/1/forms/fiche_presence"
SENT = f"{FORM}/submissions"


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"


def script(user: User) -> Client:
    """A script that has signed in as this account."""
    issued = issue_script(by=user, user=user, label="Script fictif")
    opened = open_session(username=issued.credential.username, secret=issued.secret)
    return Client(headers={"authorization": f"Bearer {opened.token}"})


def told(answer: Any, code: float) -> str:
    """The words with a code of Central's."""
    body = json.loads(answer.content)
    assert (answer.status_code, body["code"]) == (int(code), code), body
    return str(body["message"])


def send(client: Client, body: bytes | str, form: str = "fiche_presence") -> Any:
    return client.post(f"/v1/projects/1/forms/{form}/submissions", body, content_type="application/xml")


def value(client: Client, form: str = "fiche_presence", **query: str) -> list[dict[str, Any]]:
    """The rows of a form's table."""
    asked = {f"${name}": written for name, written in query.items()}
    answer = client.get(f"/v1/projects/1/forms/{form}.svc/Submissions", asked)
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = json.loads(b"".join(answer))["value"]
    return rows


# Who signs in.


def test_a_session_ends_when_it_is_ended_taken_back_or_a_day_old(stage: Commune) -> None:
    client = script(stage.agent)
    assert client.get("/v1/projects").status_code == 200
    assert client.delete("/v1/sessions/current").json() == {"success": True}
    told(client.get("/v1/projects"), 401.2)

    client = script(stage.agent)
    ApiSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    told(client.get("/v1/projects"), 401.2)

    client = script(stage.agent)
    revoke_device(by=stage.agent, device=stage.agent.devices.filter(door="api").latest("pk"))
    told(client.get("/v1/projects"), 401.2)

    client = script(stage.agent)
    deactivate(by=factories.user(Role.ADMINISTRATOR), user=stage.agent)
    told(client.get("/v1/projects"), 401.2)


def test_a_session_token_is_kept_only_as_its_hash(stage: Commune) -> None:
    issued = issue_script(by=stage.agent, user=stage.agent, label="Script fictif")
    opened = open_session(username=issued.credential.username, secret=issued.secret)
    row = ApiSession.objects.get()
    assert opened.token not in str(vars(row))
    assert issued.secret not in str(vars(issued.credential))
    assert row.expires_at - row.created_at > timedelta(hours=23, minutes=59)


def test_a_telephones_credential_opens_no_session_and_a_scripts_none_of_the_phones_doors(stage: Commune) -> None:
    phone = issue_device(by=stage.agent, user=stage.agent, label="Téléphone fictif")
    sign_in = {"email": phone.credential.username, "password": phone.secret}
    told(Client().post("/v1/sessions", sign_in, content_type="application/json"), 401.2)
    one = issue_script(by=stage.agent, user=stage.agent, label="Script fictif")
    basic = base64.b64encode(f"{one.credential.username}:{one.secret}".encode()).decode()
    answer = Client().get("/openrosa/formList", headers={"authorization": f"Basic {basic}"}, secure=True)
    assert answer.status_code == 401


def test_a_name_and_secret_are_enough_over_https_and_only_there(stage: Commune) -> None:
    issued = issue_script(by=stage.agent, user=stage.agent, label="Script fictif")
    basic = base64.b64encode(f"{issued.credential.username}:{issued.secret}".encode()).decode()
    client = Client(headers={"authorization": f"Basic {basic}"})
    assert client.get("/v1/users/current", secure=True).json()["displayName"] == stage.agent.name
    told(client.get("/v1/users/current"), 401.3)
    for wrong in ("Basic !!", "Basic " + base64.b64encode(b"x:y").decode(), "Bearer x", "Digest x", ""):
        answer = Client().get("/v1/users/current", headers={"authorization": wrong}, secure=True)
        told(answer, 401.2)


def test_a_cookie_of_the_desk_opens_nothing(stage: Commune) -> None:
    client = Client()
    client.force_login(stage.officer)
    told(client.get("/v1/projects"), 401.2)


@pytest.mark.parametrize("body", ["", "[]", "{", '{"email": 3}', '{"email": "x"}', '{"email": "x", "password": ""}'])
def test_a_sign_in_that_is_none_is_told_kindly(body: str) -> None:
    answer = Client().post("/v1/sessions", body, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.content)["message"].endswith(".")


def test_answers_are_in_the_accounts_language_and_kept_by_nobody(stage: Commune) -> None:
    answer = script(stage.agent).get("/v1/projects/1/forms/nulle_part")
    assert told(answer, 404.1).startswith("Il n'y a rien à cette adresse")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_address_or_a_method_that_is_not_there_is_told_in_json(stage: Commune) -> None:
    told(Client().get("/v1/nulle/part"), 404.1)
    told(script(stage.agent).get("/v1/projects/2"), 404.1)
    answer = script(stage.agent).put("/v1/projects")
    told(answer, 405.1)
    assert answer["Allow"] == "GET"


# What is read.


def test_every_reading_with_names_leaves_one_entry_in_the_journal(stage: Commune) -> None:
    client = script(stage.agent)
    for number in (1, 2):
        assert send(client, submission(number)).status_code == 200
    before = Entry.objects.count()
    client.get(SENT)
    client.get(f"{SENT}/uuid:fictive-1")
    assert Entry.objects.count() == before, "no names, no entry"
    assert value(client, expand="*")[0]["participant"][0]["name"] == "Awa Fictive"
    (read,) = Entry.objects.filter(action="records.read")
    assert (read.subject, read.detail["records"], read.actor) == ("form:fiche_presence", 2, stage.agent.pk)
    client.get(f"{SENT}/uuid:fictive-1.xml")
    (read,) = Entry.objects.filter(action="record.read")
    assert read.detail["way"] == "api"
    assert value(script(factories.user(Role.DONOR)), expand="*")[0]["participant"][0]["name"] is None
    assert Entry.objects.filter(action="records.read").count() == 1


def test_a_sheet_that_was_typed_is_told_as_a_phone_would_have_sent_it(stage: Commune) -> None:
    record = receive_sheet(sheet=SHEET, by=stage.agent, instance=uuid.UUID(int=7)).record
    client = script(stage.agent)
    (row,) = value(client, expand="*")
    assert (row["activity_code"], row["held_on"], row["session"]) == ("F-001", "2025-03-03", 1)
    assert [one["name"] for one in row["participant"]] == ["Awa Fictive", "Issa Fictif"]
    xml = client.get(f"{SENT}/{record.instance_id}.xml").content
    assert b"<name>Awa Fictive</name>" in xml
    assert record.instance_id.encode() in xml

    check_record(record, by=stage.coordinator, revision=1)
    record.refresh_from_db()
    sheet = replace(SHEET, venue="Ailleurs")
    correct_record(record, by=stage.coordinator, revision=record.revision, sheet=sheet, reason="Le lieu")
    versions = client.get(f"{SENT}/{record.instance_id}/versions").json()
    assert [one["current"] for one in versions] == [True, False]
    assert len({one["instanceId"] for one in versions}) == 2, "two versions are two elsewhere too"
    newest = client.get(f"{SENT}/{record.instance_id}/versions/{versions[0]['instanceId']}.xml").content
    assert b"Ailleurs" in newest
    assert f"<orx:deprecatedID>{record.instance_id}</orx:deprecatedID>".encode() in newest
    (row,) = value(client)
    assert (row["__system"]["edits"], row["__system"]["reviewState"]) == (1, "edited")
    assert row["meta"]["instanceID"] == versions[0]["instanceId"]

    edited = submission(9, deprecated=versions[0]["instanceId"])
    answer = client.put(f"{SENT}/{record.instance_id}", edited, content_type="application/xml")
    assert answer.status_code == 200, "and that name is good for a correction"
    assert record.versions.count() == 3


def test_a_verified_sheet_is_approved_and_a_shut_away_one_is_not_there(stage: Commune) -> None:
    client = script(stage.agent)
    for number in (1, 2):
        send(client, submission(number, session=number))
    record = Record.objects.get(instance_id="uuid:fictive-1")
    check_record(record, by=stage.coordinator, revision=record.revision)
    record.refresh_from_db()
    verify_record(record, by=stage.officer, revision=record.revision)
    Record.objects.filter(instance_id="uuid:fictive-2").update(state="quarantined")
    assert [row["__system"]["reviewState"] for row in value(client)] == ["approved"]
    told(client.get(f"{SENT}/uuid:fictive-2"), 404.1)


def test_a_checked_sheet_with_errors_is_not_approved_and_the_script_learns_why(stage: Commune) -> None:
    client = script(stage.agent)
    send(client, submission(held_on=None))
    assert (
        script(stage.coordinator)
        .patch(f"{SENT}/uuid:fictive-1", {"reviewState": "approved"}, content_type="application/json")
        .json()["reviewState"]
        is None
    )
    answer = script(stage.officer).patch(
        f"{SENT}/uuid:fictive-1", {"reviewState": "approved"}, content_type="application/json"
    )
    assert told(answer, 409.15)
    assert json.loads(answer.content)["details"]["findings"][0]["severity"] == "error"


def test_nobody_does_two_steps_that_follow_each_other(stage: Commune) -> None:
    coordinator = script(stage.coordinator)
    send(coordinator, submission())
    answer = coordinator.patch(f"{SENT}/uuid:fictive-1", {"reviewState": "approved"}, content_type="application/json")
    assert "quelqu'un d'autre" in told(answer, 403.1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 400.2),
        ({"reviewState": "parfait"}, 400.8),
        ({"reviewState": "edited"}, 409.16),
        ({"reviewState": 3}, 400.8),
    ],
)
def test_a_review_that_is_none_is_refused(stage: Commune, body: dict[str, Any], code: float) -> None:
    send(script(stage.agent), submission())
    answer = script(stage.coordinator).patch(f"{SENT}/uuid:fictive-1", body, content_type="application/json")
    assert told(answer, code)


def test_the_reason_of_a_return_is_what_the_script_says_with_it(stage: Commune) -> None:
    send(script(stage.agent), submission())
    given = {"reviewState": "hasIssues", "comment": "Une ligne manque"}
    script(stage.coordinator).patch(f"{SENT}/uuid:fictive-1", given, content_type="application/json")
    (decision,) = Record.objects.get().decisions.all()
    assert (decision.act, decision.reason) == ("return", "Une ligne manque")


# What is sent.


def test_what_is_sent_by_a_script_is_a_record_like_any_other(stage: Commune) -> None:
    assert send(script(stage.agent), submission()).status_code == 200
    record = Record.objects.get()
    assert (record.way_in, record.sender, record.organisation) == ("api", stage.agent, stage.agent.organisation)
    assert record.current_version is not None
    assert bytes(record.current_version.payload.body) == submission()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<data",
        b"<data/>",
        b"not xml",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><data id='fiche_presence'>&e;</data>",
        b'<data id="fiche_presence"><a/></data>',
    ],
)
def test_a_body_that_is_no_submission_is_refused_and_nothing_is_kept(stage: Commune, body: bytes) -> None:
    assert told(send(script(stage.agent), body), 400.1)
    assert not Record.objects.exists()


def test_a_file_is_kept_once_and_only_where_the_answers_name_it(stage: Commune) -> None:
    officer = stage.officer
    publish_form(keep_form(preview_form(xform("visite").encode()), by=officer).form_id, by=officer)
    client = script(stage.agent)
    send(client, visit("visite", "uuid:v-1"), "visite")
    address = "/v1/projects/1/forms/visite/submissions/uuid:v-1/attachments"
    assert client.get(address).json() == [{"name": "puits.png", "exists": False}]
    for _attempt in range(2):
        client.post(f"{address}/puits.png", b"a fictional photo", content_type="image/png")
    assert Attachment.objects.count() == 1
    assert client.get(address).json() == [{"name": "puits.png", "exists": True}]
    assert "puits.png" in told(client.post(f"{address}/autre.png", b"x", content_type="image/png"), 404.1)
    told(client.post(f"{address}/..%2Fx", b"x", content_type="image/png"), 404.1)
    client.post(f"{address}/puits.png", b"a better photo", content_type="image/png")
    answer = client.get(f"{address}/puits.png")
    assert b"".join(answer) == b"a better photo"  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    told(script(factories.user(Role.DONOR)).get(f"{address}/puits.png"), 403.1)


def test_a_comment_is_said_once_and_not_without_words(stage: Commune) -> None:
    client = script(stage.agent)
    send(client, submission())
    address = f"{SENT}/uuid:fictive-1/comments"
    for _attempt in range(2):
        client.post(address, {"body": "Le nom du village"}, content_type="application/json")
    told(client.post(address, {"body": " "}, content_type="application/json"), 400.2)
    assert [one["body"] for one in client.get(address).json()] == ["Le nom du village"]
    told(script(factories.user(Role.DONOR)).get(address), 403.1)
