"""The work plan on the desk: seen and changed by those it belongs to, with what was fixed at planning left alone."""

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import received, signed_in, verified
from toguna.rules.roles import Role
from toguna.store.activities.models import Activity
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


def planned(stage: Commune, **changes: object) -> dict[str, object]:
    """The boxes of an activity, as a browser sends them."""
    boxes: dict[str, object] = {
        "code": "F-002",
        "title_fr": "Forum fictif",
        "kind": "forum",
        "programmes": [str(stage.programme.pk)],
        "implementer": str(stage.agent.organisation_id),
        "place": "Sanankoro-Ba",
        "starts_on": "2025-05-01",
        "ends_on": "2025-05-02",
        "sessions": "2",
        "designed_for": ["women"],
        "topics": "budget, eau",
    }
    return boxes | changes


@pytest.fixture
def coordinated(stage: Commune) -> Commune:
    factories.participation(stage.programme, stage.agent.organisation)
    return stage


def test_an_activity_is_planned_and_journalled(coordinated: Commune) -> None:
    client = signed_in(coordinated.coordinator)
    assert client.post("/desk/activities/new/", planned(coordinated)).status_code == 302
    made = Activity.objects.get(code="F-002")
    assert made.designed_for == ["women"]
    assert made.topics == ["budget", "eau"]
    assert made.place == coordinated.place
    assert list(made.programmes.all()) == [coordinated.programme]
    assert made.fictional
    assert Entry.objects.filter(action="activity.planned", actor=coordinated.coordinator.pk).exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "f-001"}, "Une autre activité porte déjà ce code"),
        ({"ends_on": "2025-04-30"}, "Le dernier jour vient avant le premier"),
        ({"place": "Nulle-Part"}, "Choisissez une commune de la liste"),
        ({"programmes": []}, "programmes"),
        ({"title_fr": ""}, "title_fr"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    coordinated: Commune, changes: dict[str, object], told: str
) -> None:
    answer = signed_in(coordinated.coordinator).post("/desk/activities/new/", planned(coordinated, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "budget, eau" in page
    assert not Activity.objects.filter(code="F-002").exists()


def test_nobody_plans_for_an_organisation_that_is_not_theirs(coordinated: Commune) -> None:
    elsewhere = factories.organisation()
    boxes = planned(coordinated, implementer=str(elsewhere.pk))
    assert signed_in(coordinated.coordinator).post("/desk/activities/new/", boxes).status_code == 422


def test_what_an_activity_was_designed_for_is_not_changed_afterwards(coordinated: Commune) -> None:
    client = signed_in(coordinated.coordinator)
    Activity.objects.filter(pk=coordinated.activity.pk).update(designed_for=["youth"])
    address = f"/desk/activities/{coordinated.activity.pk}/change/"
    assert 'name="designed_for"' not in client.get(address).content.decode()
    client.post(address, planned(coordinated, code="CHANGED", title_fr="Nouveau titre fictif"))
    coordinated.activity.refresh_from_db()
    assert coordinated.activity.title["fr"] == "Nouveau titre fictif"
    assert coordinated.activity.designed_for == ["youth"]
    assert coordinated.activity.code == "F-001"
    (entry,) = Entry.objects.filter(action="activity.changed")
    assert "title" in entry.detail["columns"]


def test_a_subject_is_said_to_be_sensitive_when_it_is_planned_or_later(coordinated: Commune) -> None:
    client = signed_in(coordinated.coordinator)
    client.post("/desk/activities/new/", planned(coordinated, sensitive="on"))
    made = Activity.objects.get(code="F-002")
    assert made.sensitive
    page = client.get(f"/desk/activities/{made.pk}/").content.decode()
    assert "On compte les personnes, sans leurs noms" in page
    client.post(f"/desk/activities/{made.pk}/change/", planned(coordinated))
    made.refresh_from_db()
    assert not made.sensitive
    changed = Entry.objects.get(action="activity.changed", subject=f"activity:{made.pk}")
    assert changed.detail["columns"] == ["sensitive"]


def test_a_cancelled_activity_says_why(coordinated: Commune) -> None:
    client = signed_in(coordinated.coordinator)
    address = f"/desk/activities/{coordinated.activity.pk}/"
    assert client.post(address, {"status": "cancelled", "reason": " "}).status_code == 422
    client.post(address, {"status": "cancelled", "reason": "Route fictive coupée"})
    coordinated.activity.refresh_from_db()
    assert coordinated.activity.status == "cancelled"


def test_an_activity_that_verified_sheets_report_cannot_be_cancelled(coordinated: Commune) -> None:
    verified(coordinated)
    client = signed_in(coordinated.coordinator)
    address = f"/desk/activities/{coordinated.activity.pk}/"
    page = client.get(address).content.decode()
    assert "déjà rapportée" in page
    answer = client.post(address, {"status": "cancelled", "reason": "Non"})
    assert answer.status_code == 422
    coordinated.activity.refresh_from_db()
    assert coordinated.activity.status == "planned"


def test_the_page_shows_its_sessions_and_sheets(coordinated: Commune) -> None:
    Activity.objects.filter(pk=coordinated.activity.pk).update(sessions=2)
    found = received(coordinated)
    page = signed_in(coordinated.coordinator).get(f"/desk/activities/{coordinated.activity.pk}/").content.decode()
    assert f"/desk/records/{found.pk}/" in page
    assert "aucune fiche" in page


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        ("q=F-001", True),
        ("q=fictive+sanankoro", True),
        ("status=cancelled", False),
        ("kind=training", True),
        ("reported=no", True),
        ("reported=yes", False),
        ("sort=-records", True),
    ],
)
def test_the_list_is_filtered_in_its_address_and_so_is_its_csv(coordinated: Commune, query: str, sees: bool) -> None:
    client = signed_in(coordinated.coordinator)
    page = client.get(f"/desk/activities/?{query}").content.decode()
    assert (f"/desk/activities/{coordinated.activity.pk}/" in page) is sees
    body = b"".join(client.get(f"/desk/activities/activities.csv?{query}").streaming_content).decode()
    assert ("F-001" in body) is sees


def test_an_activity_of_another_organisation_is_not_there(coordinated: Commune) -> None:
    client = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    address = f"/desk/activities/{coordinated.activity.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"status": "held"}).status_code == 404
    assert client.get(f"{address}change/").status_code == 404


def test_who_reported_an_activity_of_others_reads_it_and_changes_nothing(coordinated: Commune) -> None:
    owner = factories.organisation()
    Activity.objects.filter(pk=coordinated.activity.pk).update(implementer=owner)
    client = signed_in(coordinated.coordinator)
    address = f"/desk/activities/{coordinated.activity.pk}/"
    assert client.get(address).status_code == 404
    received(coordinated)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}change/").status_code == 404
    assert client.post(address, {"status": "held"}).status_code == 403
