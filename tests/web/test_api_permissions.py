"""Every address of the scripts' door, with every method that it has, asked in every role, against a table by hand.

Each line: the method, the address, and the status for each script, in the order of SCRIPTS:

    admin    administrator                      mel      MEL officer of the lead
    coord    coordinator of the organisation    agent    agent of the organisation, who sent the record
    dpo      data-protection officer            donor    donor
    other    coordinator of another organisation

F stands for a form on which the agent sent S, a record with a file; P for the agent's telephone. What belongs to
somebody else is not there (404); what a role never does is refused (403); 400 and 409 are answers to somebody who may,
about what was sent. Whoever has not signed in gets 401 everywhere, without a word about what is there.
"""

import io
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests import factories
from tests.flow.sheets import commune
from tests.web.api_stage import visit, xform
from tests.web.test_api import script
from toguna.flow.own_forms import keep_form, preview_form, publish_form
from toguna.flow.receive import SentFile, receive_submission
from toguna.flow.sent_answers import attach_file
from toguna.rules.roles import Role
from toguna.store.accounts.actions import issue_device

pytestmark = pytest.mark.django_db

SCRIPTS = ("admin", "mel", "coord", "agent", "dpo", "donor", "other")
TABLE = """
DELETE sessions/current                        200 200 200 200 200 200 200
GET    users/current                           200 200 200 200 200 200 200
GET    projects                                200 200 200 200 200 200 200
GET    projects/1                              200 200 200 200 200 200 200
GET    projects/1/app-users                    200 403 200 200 403 403 200
POST   projects/1/app-users                    403 403 200 200 403 403 200
DELETE projects/1/app-users/P                  200 403 404 200 403 403 404
POST   projects/1/forms/F/assignments/2/P      200 403 404 200 403 403 404

GET    projects/1/forms                        403 200 200 200 200 200 200
POST   projects/1/forms                        403 400 403 403 403 403 403
GET    projects/1/forms/F                      403 200 200 200 200 200 200
PATCH  projects/1/forms/F                      403 200 403 403 403 403 403
GET    projects/1/forms/F.xml                  403 200 200 200 200 200 200
GET    projects/1/forms/F.xlsx                 403 404 404 404 404 404 404
GET    projects/1/forms/F/versions             403 200 200 200 200 200 200
GET    projects/1/forms/F/versions/1           403 200 200 200 200 200 200
GET    projects/1/forms/F/versions/1.xml       403 200 200 200 200 200 200
GET    projects/1/forms/F/attachments          403 200 200 200 200 200 200
GET    projects/1/forms/F/attachments/puits.csv  403 404 404 404 404 404 404
GET    projects/1/forms/F/draft                403 200 403 403 403 403 403
POST   projects/1/forms/F/draft                403 200 403 403 403 403 403
DELETE projects/1/forms/F/draft                403 200 403 403 403 403 403
GET    projects/1/forms/F/draft.xml            403 200 403 403 403 403 403
POST   projects/1/forms/F/draft/publish        403 409 403 403 403 403 403
GET    projects/1/forms/F/draft/attachments    403 200 403 403 403 403 403
GET    projects/1/forms/F/draft/attachments/puits.csv  403 404 403 403 403 403 403
POST   projects/1/forms/F/draft/attachments/puits.csv  403 200 403 403 403 403 403

GET    projects/1/forms/F.svc                  403 200 200 200 200 200 200
GET    projects/1/forms/F.svc/Submissions      403 200 200 200 200 200 200
GET    projects/1/forms/F/submissions          403 200 200 200 200 200 200
POST   projects/1/forms/F/submissions          403 403 400 400 403 403 400
GET    projects/1/forms/F/submissions/S        403 200 200 200 200 200 404
PUT    projects/1/forms/F/submissions/S        403 403 400 400 403 403 400
PATCH  projects/1/forms/F/submissions/S        403 400 400 400 400 400 404
GET    projects/1/forms/F/submissions/S.xml    403 200 200 200 200 403 404
GET    projects/1/forms/F/submissions/S/comments      403 200 200 200 200 403 404
POST   projects/1/forms/F/submissions/S/comments      403 400 400 400 400 403 404
GET    projects/1/forms/F/submissions/S/attachments   403 200 200 200 200 200 404
GET    projects/1/forms/F/submissions/S/attachments/puits.png  403 200 200 200 200 403 404
POST   projects/1/forms/F/submissions/S/attachments/puits.png  403 403 200 200 403 403 404
GET    projects/1/forms/F/submissions/S/versions      403 200 200 200 200 200 404
GET    projects/1/forms/F/submissions/S/versions/S    403 200 200 200 200 200 404
GET    projects/1/forms/F/submissions/S/versions/S.xml  403 200 200 200 200 403 404
GET    projects/1/forms/F/submissions/S/versions/S/attachments  403 200 200 200 200 200 404
GET    projects/1/forms/F/submissions/S/versions/S/attachments/puits.png  403 200 200 200 200 403 404
"""


@pytest.fixture
def scripts(settings: Any, tmp_path: Any) -> tuple[dict[str, Client], dict[str, str]]:
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"
    stage = commune()
    keep_form(preview_form(xform("visite").encode()), by=stage.officer)
    publish_form("visite", by=stage.officer)
    keep_form(preview_form(xform("visite").encode()), by=stage.officer)
    record = receive_submission(body=visit("visite", "uuid:v-1").encode(), by=stage.agent).record
    attach_file(record, SentFile("puits.png", "image/png", io.BytesIO(b"a fictional photo")), by=stage.agent)
    phone = issue_device(by=stage.agent, user=stage.agent, label="Téléphone fictif").credential
    people = {
        "admin": factories.user(Role.ADMINISTRATOR),
        "mel": stage.officer,
        "coord": stage.coordinator,
        "agent": stage.agent,
        "dpo": factories.user(Role.DATA_PROTECTION_OFFICER),
        "donor": factories.user(Role.DONOR),
        "other": factories.user(Role.PARTNER_COORDINATOR),
    }
    names = {"F": "visite", "S": "uuid:v-1", "P": str(phone.pk)}
    return {name: script(person) for name, person in people.items()}, names


def lines() -> list[tuple[str, str, list[int]]]:
    """The table."""
    found = []
    for line in TABLE.strip().splitlines():
        if line:
            method, address, *statuses = line.split()
            assert len(statuses) == len(SCRIPTS), line
            found.append((method, address, [int(status) for status in statuses]))
    return found


def written(address: str, names: dict[str, str]) -> str:
    """The address with the names of what is there."""
    parts = []
    for part in address.split("/"):
        name, point, ending = part.partition(".")
        parts.append(names.get(name, name) + point + ending)
    return "/v1/" + "/".join(parts)


def asked(client: Client, method: str, address: str) -> int:
    """The status of the answer; whatever was done is undone."""
    body = b"{}"
    if address.endswith(("/draft", "/publish")):
        body = b""
    elif address.endswith("app-users"):
        body = b'{"displayName": "Un autre telephone"}'
    elif address.endswith("/visite"):
        body = b'{"state": "open"}'
    with transaction.atomic():
        answer = client.generic(method, address, body, "application/octet-stream")
        if answer.streaming:
            b"".join(answer)  # type: ignore[arg-type]
        transaction.set_rollback(True)
    return answer.status_code


def test_every_address_answers_every_role_as_the_table_says(scripts: tuple[dict[str, Client], dict[str, str]]) -> None:
    clients, names = scripts
    wrong = []
    for method, address, statuses in lines():
        for name, status in zip(SCRIPTS, statuses, strict=True):
            got = asked(clients[name], method, written(address, names))
            if got != status:
                wrong.append(f"{method} {address} as {name}: {got}, and the table says {status}")
    assert not wrong, "\n".join(wrong)


def test_whoever_has_not_signed_in_learns_nothing(scripts: tuple[dict[str, Client], dict[str, str]]) -> None:
    _clients, names = scripts
    for method, address, _statuses in lines():
        assert asked(Client(), method, written(address, names)) == 401, address


def test_no_address_of_the_door_is_missing_from_the_table() -> None:
    (door,) = [one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == "api"]
    known = sum(
        isinstance(one, URLPattern) and one.name not in ("sessions", "nothing-here") for one in door.url_patterns
    )
    addresses = {address for _method, address, _statuses in lines()}
    assert len(addresses) == known
