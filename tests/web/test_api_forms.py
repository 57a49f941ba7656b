"""The scripts' door, closer: forms brought and read, drafts, and filters made to be wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.flow.sheets import Commune, commune, submission
from tests.web.api_stage import xform
from tests.web.test_api import FORM, script, send, told, value
from toguna.collect.forms import library_xlsx
from toguna.store.fieldwork.models import Form
from toguna.web.api.odata_filter import records_that
from toguna.web.api.problems import Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(settings: Any, tmp_path: Path) -> Commune:
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"
    return commune()


def test_a_form_that_is_brought_twice_is_brought_once(stage: Commune) -> None:
    client = script(stage.officer)
    address = "/v1/projects/1/forms?publish=true"
    for _attempt in range(2):
        answer = client.post(address, xform("visite"), content_type="application/xml")
        assert (answer.status_code, answer.json()["version"]) == (200, "1")
    assert Form.objects.filter(form_id="visite").count() == 1
    told(client.post(address, xform("visite", "2"), content_type="application/xml"), 409.3)


def test_a_draft_is_seen_by_who_manages_forms_alone_and_given_up(stage: Commune) -> None:
    client, agent = script(stage.officer), script(stage.agent)
    client.post("/v1/projects/1/forms", xform("visite"), content_type="application/xml")
    assert client.get("/v1/projects/1/forms/visite").json()["publishedAt"] is None
    told(agent.get("/v1/projects/1/forms/visite"), 404.1)
    told(agent.get("/v1/projects/1/forms/visite/draft"), 403.1)
    assert b'id="visite"' in client.get("/v1/projects/1/forms/visite/draft.xml").content
    assert client.get("/v1/projects/1/forms/visite/draft/attachments").json()[0]["exists"] is False
    for _attempt in range(2):
        assert client.delete("/v1/projects/1/forms/visite/draft").json() == {"success": True}
    told(client.get("/v1/projects/1/forms/visite/draft"), 404.1)


def test_a_form_is_read_in_every_version_with_its_files(stage: Commune) -> None:
    agent, address = script(stage.agent), "/v1/projects/1/forms/fiche_presence"
    (only,) = agent.get(f"{address}/versions").json()
    assert agent.get(f"{address}/versions/{only['version']}").json() == only
    xml = agent.get(f"{address}/versions/{only['version']}.xml").content
    assert xml == agent.get(f"{address}.xml").content
    assert agent.get(f"{address}.xlsx").content == library_xlsx("fiche_presence")
    told(agent.get(f"{address}/versions/9"), 404.1)
    files = {file["name"]: file["exists"] for file in agent.get(f"{address}/attachments").json()}
    assert files == {"activities.csv": True, "communes.csv": True}
    assert b"F-001" in agent.get(f"{address}/attachments/activities.csv").content
    told(agent.get(f"{address}/attachments/autre.csv"), 404.1)
    assert agent.get(f"{address}.svc").json()["value"][1]["name"] == "Submissions.participant"


def test_a_form_with_a_fault_is_told_cell_by_cell(stage: Commune) -> None:
    body = b"| survey |\n| | type | name | label |\n| | txt | a | A |\n| settings |\n| | form_id |\n| | x |\n"
    answer = script(stage.officer).post("/v1/projects/1/forms", body, content_type="application/octet-stream")
    assert "survey" not in told(answer, 400.15)
    details = json.loads(answer.content)["details"]
    assert (details["findings"][0]["where"], details["error"]) == ("survey!A2", "Unknown question type 'txt'.")


def test_a_state_that_is_none_is_refused(stage: Commune) -> None:
    answer = script(stage.officer).patch(FORM, {"state": "effacé"}, content_type="application/json")
    told(answer, 400.8)
    told(script(stage.coordinator).patch(FORM, {"state": "closed"}, content_type="application/json"), 403.1)


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 200,
        "not " * 200 + "__id eq 'x'",
        "x" * 5000,
        "__system/submissionDate eq 'hier'",
        "__system/submissionDate ge 2026-99-99",
        "__id eq 'x' __id eq 'y'",
        "__id eq",
        "eq eq eq",
        "__system/reviewState gt 'approved'",
        "__system/reviewState eq 'parfait'",
        "__id eq 'x",
        "__id ; drop",
        "year(3) eq 3",
        "sleep(__system/submissionDate) eq 3",
        "'a' eq 'a'",
    ],
)
def test_a_filter_that_cannot_be_read_is_a_problem_and_nothing_worse(expression: str) -> None:
    with pytest.raises(Problem) as caught:
        records_that(expression)
    assert int(caught.value.code) in (400, 501)


def test_a_filter_may_turn_its_sides_and_name_the_parts_of_a_moment(stage: Commune) -> None:
    client = script(stage.agent)
    send(client, submission())
    year = timezone.now().year
    found: Callable[[str], int] = lambda expression: len(value(client, filter=expression))  # noqa: E731
    assert found(f"{year - 1}-01-01 lt __system/submissionDate") == 1
    assert found(f"year(__system/submissionDate) eq {year} and month(__system/submissionDate) le 12") == 1
    assert found("__id ne 'uuid:fictive-1'") == 0
    assert found("__id eq 'it''s another'") == 0
    assert found("$root/Submissions/__system/submitterId eq '0' or __system/deletedAt eq null") == 1
    assert found("__system/reviewState ne 'approved'") == 1
    assert found("__system/updatedAt ne null") == 0


@pytest.mark.parametrize("query", [{"$top": "x"}, {"$skip": "-1"}, {"$expand": "participant"}, {"$skiptoken": "01x"}])
def test_a_page_that_is_none_is_refused(stage: Commune, query: dict[str, str]) -> None:
    answer = script(stage.agent).get(f"{FORM}.svc/Submissions", query)
    assert answer.status_code in (400, 501)
    told(script(stage.agent).get(f"{FORM}.svc/Submissions.nulle_part"), 404.1)
    told(script(stage.agent).get(f"{FORM}.svc/Submissions('uuid:nulle-part')"), 404.1)
