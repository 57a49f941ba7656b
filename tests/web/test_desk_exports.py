"""Asking for files on the desk: exactly what the list shows, in the background, each account its own."""

from pathlib import Path

import pytest
from django.test import Client

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.any_form import distributed, surveyed
from tests.web.desk_stage import received, signed_in
from toguna.flow.jobs import job_folder
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Job
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
ASKED = {"form_id": "hh_survey", "shape": "csv", "written": "labels", "language": "fr"}


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def waiting(settings) -> None:
    """No worker runs: what is asked for waits."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def asked(client: Client, query: str = "", **changes: str) -> Job:
    answer = client.post(f"/desk/exports/{query}", ASKED | changes)
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.get(pk=answer["Location"].split("/")[-2])


def test_a_file_is_asked_for_made_and_taken_and_the_journal_knows(stage: Commune) -> None:
    surveyed(stage)
    client = signed_in(stage.coordinator)
    job = asked(client, personal="on")
    assert job.state == "done"
    body = client.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert job.file_name in body
    assert "réponses personnelles" in body
    taken = client.get(f"/desk/jobs/{job.pk}/file/")
    assert taken.getvalue()[:2] == b"PK"
    assert job.file_name in taken["Content-Disposition"]
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert set(Entry.objects.filter(subject=f"job:{job.pk}").values_list("action", flat=True)) == {
        "export.asked",
        "export.done",
        "export.taken",
    }
    assert job.file_name in client.get("/desk/exports/").content.decode()


def test_the_page_offers_the_forms_that_the_filters_leave_with_their_counts(stage: Commune) -> None:
    surveyed(stage)
    surveyed(stage, seed=8)
    received(stage)
    client = signed_in(stage.coordinator)
    everything = client.get("/desk/exports/").content.decode()
    assert "Enquête fictive (2 fiches)" in everything
    assert "Fiche de présence (1 fiche)" in everything
    some = client.get("/desk/exports/?way_in=desk").content.decode()
    assert "Enquête fictive" not in some
    refused = client.post("/desk/exports/?way_in=desk", ASKED)
    assert refused.status_code == 422
    job = asked(client, "?way_in=desk", form_id="fiche_presence")
    assert job.parameters["filters"] == {"way_in": "desk"}


def test_a_map_needs_points_that_one_may_see(stage: Commune) -> None:
    surveyed(stage)
    distributed(stage)
    client = signed_in(stage.coordinator)
    assert client.post("/desk/exports/", ASKED | {"shape": "geojson"}).status_code == 422
    assert asked(client, shape="geojson", personal="on").state == "done"
    donor = signed_in(factories.user(Role.DONOR))
    assert donor.post("/desk/exports/", ASKED | {"shape": "geojson", "personal": "on"}).status_code == 422
    assert "personal" not in donor.get("/desk/exports/").content.decode()
    assert asked(donor, shape="geojson", form_id="distribution").state == "done"


def test_a_donor_who_asks_for_names_all_the_same_gets_none(stage: Commune) -> None:
    surveyed(stage)
    job = asked(signed_in(factories.user(Role.DONOR)), personal="on")
    assert job.parameters["personal"] is False


@pytest.mark.usefixtures("waiting")
def test_the_page_says_how_far_it_is_and_the_work_can_be_called_off(stage: Commune) -> None:
    surveyed(stage)
    client = signed_in(stage.coordinator)
    job = asked(client)
    page = client.get(f"/desk/jobs/{job.pk}/")
    assert page["Refresh"]
    assert "attend son tour" in page.content.decode()
    Job.objects.filter(pk=job.pk).update(state="running", done=5_000, total=20_000)
    body = client.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert 'value="25" max="100"' in body
    assert client.get(f"/desk/jobs/{job.pk}/file/").status_code == 404
    client.post(f"/desk/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == "cancelled"
    ended = client.get(f"/desk/jobs/{job.pk}/")
    assert "Refresh" not in ended
    assert "arrêté" in ended.content.decode()


@pytest.mark.usefixtures("waiting")
def test_nobody_asks_for_more_than_three_at_once(stage: Commune) -> None:
    surveyed(stage)
    client = signed_in(stage.coordinator)
    for _number in range(3):
        asked(client)
    answer = client.post("/desk/exports/", ASKED, follow=True)
    assert "déjà" in answer.content.decode()
    assert Job.objects.count() == 3


def test_work_that_failed_says_why(stage: Commune) -> None:
    surveyed(stage)
    client = signed_in(stage.coordinator)
    job = asked(client)
    Job.objects.filter(pk=job.pk).update(state="failed", message="Rien à exporter.")
    assert "Rien à exporter." in client.get(f"/desk/jobs/{job.pk}/").content.decode()


def test_nobody_sees_or_takes_what_another_asked_for(stage: Commune) -> None:
    surveyed(stage)
    job = asked(signed_in(stage.coordinator), personal="on")
    for user in (stage.agent, stage.officer):
        other = signed_in(user)
        assert other.get(f"/desk/jobs/{job.pk}/").status_code == 404
        assert other.get(f"/desk/jobs/{job.pk}/file/").status_code == 404
        assert other.post(f"/desk/jobs/{job.pk}/cancel/").status_code == 404
    assert job.file_name not in signed_in(stage.officer).get("/desk/exports/").content.decode()


def test_a_file_that_is_gone_is_not_offered(stage: Commune) -> None:
    surveyed(stage)
    client = signed_in(stage.coordinator)
    job = asked(client)
    Path(job_folder(job) / job.file_name).unlink()
    assert f"/desk/jobs/{job.pk}/file/" not in client.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert client.get(f"/desk/jobs/{job.pk}/file/").status_code == 404
