"""Who owes what, on the desk: shares with their two numbers, filters in the address, files, and the asking."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import signed_in
from toguna.flow.forms import offer_library_form
from toguna.rules.expectations import Promise, Rhythm
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.expectations import add_expectation
from toguna.store.fieldwork.models import Expectation, Reading
from toguna.store.places.models import Place

pytestmark = pytest.mark.django_db
FORM = "suivi_groupe"


@pytest.fixture
def stage() -> Commune:
    offer_library_form(FORM)
    return commune()


def monthly(user: User, place: Place | None = None, months: int = 3) -> Expectation:
    """A form owed each month for the last full months, ten days after each."""
    first = timezone.localdate().replace(day=1) - timedelta(days=31 * months)
    promise = Promise(Rhythm.MONTH, first.replace(day=1), None, 10)
    return add_expectation(form_id=FORM, organisation=user.organisation, place=place, promise=promise, by=None)


def came(user: User, held_on: date) -> None:
    record = factories.record(sender=user, form_id=FORM)
    assert record.current_version
    Reading.objects.create(version=record.current_version, mapping="test", readable=True, held_on=held_on)


def text(answer: object) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")  # type: ignore[attr-defined]


def test_the_page_shows_each_share_with_the_two_numbers_it_is_made_of(stage: Commune) -> None:
    expectation = monthly(stage.agent)
    came(stage.agent, expectation.starts_on)
    page = text(signed_in(stage.coordinator).get("/desk/owed/"))
    assert page.partition("arrivées : ")[2].startswith("1 sur ")
    assert page.partition("à temps : ")[2].startswith("0 sur "), "it came today, months after it was due"
    assert "Complétude" in page
    assert "Ponctualité" in page
    assert reverse("desk:expectation-new") in page


def test_nothing_expected_says_how_to_begin(stage: Commune) -> None:
    page = text(signed_in(stage.coordinator).get("/desk/owed/"))
    assert "Rien n'est attendu de personne".replace("'", "&#x27;") in page or "Rien n'est attendu de personne" in page
    assert reverse("desk:expectation-new") in page
    assert reverse("desk:expectation-new") not in text(signed_in(stage.agent).get("/desk/owed/"))


def test_a_coordinator_sees_a_total_for_each_organisation_below_theirs(stage: Commune) -> None:
    upper = factories.user(Role.PARTNER_COORDINATOR)
    factories.participation(stage.programme, stage.agent.organisation, works_under=upper.organisation)
    monthly(stage.agent)
    monthly(upper)
    page = text(signed_in(upper).get("/desk/owed/"))
    assert "Par organisation" in page
    assert f"?organisation={stage.agent.organisation.code}" in page
    narrowed = text(signed_in(upper).get("/desk/owed/", {"organisation": stage.agent.organisation.code}))
    assert "Par organisation</h2>" not in narrowed
    own = text(signed_in(stage.agent).get("/desk/owed/"))
    assert upper.organisation.name["fr"] not in own


def test_the_list_is_narrowed_and_ordered_by_its_address_and_exported_as_shown(stage: Commune) -> None:
    monthly(stage.agent, place=stage.place)
    ended = timezone.localdate() - timedelta(days=100)
    Activity.objects.filter(pk=stage.activity.pk).update(sessions=2, starts_on=ended, ends_on=ended)
    client = signed_in(stage.officer)
    page = text(client.get("/desk/owed/list/", {"form": "fiche_presence"}))
    assert "F-001" in page
    assert "séance 2" in page
    assert "Sanankoro-Ba" in page
    query = {"form": FORM, "state": "missing", "place": "sanan", "sort": "-due"}
    missing = client.get("/desk/owed/list/", query)
    assert "F-001" not in text(missing)
    exported = b"".join(client.get("/desk/owed/list.csv", query)).decode()  # type: ignore[arg-type]
    days = [line.split(",")[7] for line in exported.splitlines()[1:]]
    assert days == sorted(days, reverse=True)
    assert len(days) == missing.context["listing"].count > 1
    nothing = text(client.get("/desk/owed/list/", {"place": "Atlantide"}))
    assert "avec ces filtres" in nothing
    lines = b"".join(client.get("/desk/owed/owed.csv", {"form": FORM})).decode().splitlines()  # type: ignore[arg-type]
    assert len(lines) == 2
    assert lines[1].startswith(stage.agent.organisation.code)


def test_the_stretch_that_is_looked_at_is_in_the_address(stage: Commune) -> None:
    monthly(stage.agent)
    client = signed_in(stage.officer)
    later = (timezone.localdate() + timedelta(days=200)).isoformat()
    assert "avec ces filtres" in text(client.get("/desk/owed/", {"since": later}))
    assert client.get("/desk/owed/", {"since": "hier"}).status_code == 200


def asked(stage: Commune, **changes: str) -> dict[str, str]:
    given = {
        "organisation": str(stage.agent.organisation_id),
        "form": FORM,
        "place": "Sanankoro-Ba",
        "every": "quarter",
        "starts_on": "2026-01-01",
        "ends_on": "",
        "days_allowed": "20",
    }
    return given | changes


def test_a_coordinator_asks_for_a_form_changes_that_and_ends_it(stage: Commune) -> None:
    client = signed_in(stage.coordinator)
    answer = client.post("/desk/owed/expectations/new/", asked(stage), follow=True)
    assert "chaque trimestre" in text(answer)
    found = Expectation.objects.get()
    assert (found.place, found.every, found.days_allowed) == (stage.place, "quarter", 20)
    address = f"/desk/owed/expectations/{found.pk}/"
    assert "Sanankoro-Ba" in text(client.get(address))
    client.post(address, asked(stage, every="month", place=""))
    found.refresh_from_db()
    assert (found.place, found.every, found.form_id) == (None, "month", FORM)
    client.post(f"{address}end/")
    found.refresh_from_db()
    assert found.ends_on == timezone.localdate()
    assert "Terminer cette attente" not in text(client.get(address))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"place": "Atlantide"}, "Choisissez une commune de la liste"),
        ({"ends_on": "2025-01-01"}, "Le dernier jour vient avant le premier"),
        ({"days_allowed": "-3"}, "error"),
        ({"organisation": "00000000-0000-0000-0000-000000000000"}, "error"),
    ],
)
def test_an_expectation_that_cannot_be_says_why(stage: Commune, changes: dict[str, str], told: str) -> None:
    answer = signed_in(stage.coordinator).post("/desk/owed/expectations/new/", asked(stage, **changes))
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Expectation.objects.exists()


def test_the_same_is_not_asked_twice(stage: Commune) -> None:
    client = signed_in(stage.coordinator)
    client.post("/desk/owed/expectations/new/", asked(stage))
    answer = client.post("/desk/owed/expectations/new/", asked(stage))
    assert answer.status_code == 422
    assert "doit déjà ce formulaire" in text(answer)
    assert Expectation.objects.count() == 1


def test_nobody_asks_anything_of_organisations_that_are_not_theirs(stage: Commune) -> None:
    stranger = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert stranger.post("/desk/owed/expectations/new/", asked(stage)).status_code == 422
    found = monthly(stage.agent)
    assert stranger.get(f"/desk/owed/expectations/{found.pk}/").status_code == 404
    assert stranger.post(f"/desk/owed/expectations/{found.pk}/end/").status_code == 404


def test_the_weekly_letter_is_refused_and_taken_again_on_ones_account(stage: Commune) -> None:
    client = signed_in(stage.agent)
    assert "Vous la recevez" in text(client.get("/desk/account/"))
    assert "Vous ne recevrez plus la lettre" in text(client.post("/desk/account/", {"digest": "no"}, follow=True))
    assert not User.objects.get(pk=stage.agent.pk).weekly_digest
    donor = factories.user(Role.DONOR)
    assert "Lettre de la semaine" not in text(signed_in(donor).get("/desk/account/"))
    client.post("/desk/account/", {"digest": "yes"})
    assert User.objects.get(pk=stage.agent.pk).weekly_digest
