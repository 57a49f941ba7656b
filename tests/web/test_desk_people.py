"""Accounts, telephones, the journal and the first page, on the desk."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import toguna
from tests import factories
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import checked, received, signed_in, verified
from toguna.rules.records import RecordState
from toguna.rules.roles import Role
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.journal.actions import seal
from toguna.store.journal.models import Entry
from toguna.web.desk.journal_words import ENTRIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def administrator() -> User:
    return factories.user(Role.ADMINISTRATOR)


def shown(page: str, label: str) -> str:
    """The secret that stands beside a label."""
    (secret,) = re.findall(rf"<dt>{label}</dt><dd><code>([^<]+)</code>", page)
    return secret


def test_an_account_is_opened_with_a_password_that_works_and_is_shown_once(administrator: User) -> None:
    boxes = {
        "name": "Nouvelle personne fictive",
        "email": "nouvelle@example.org",
        "role": "partner_agent",
        "organisation": str(administrator.organisation_id),
        "language": "fr",
    }
    answer = signed_in(administrator).post("/desk/people/new/", boxes)
    password = shown(answer.content.decode(), "Mot de passe")
    assert "no-store" in answer["Cache-Control"]
    opened = User.objects.get(email="nouvelle@example.org")
    assert opened.check_password(password)
    client = Client()
    signed = client.post("/account/login/", {"login": opened.email, "password": password})
    assert signed.headers["Location"] == "/desk/"
    assert password not in signed_in(administrator).get(f"/desk/people/{opened.pk}/").content.decode()


def test_an_address_that_is_taken_is_told(administrator: User) -> None:
    boxes = {
        "name": "X",
        "email": administrator.email.upper(),
        "role": "donor",
        "organisation": str(administrator.organisation_id),
        "language": "fr",
    }
    answer = signed_in(administrator).post("/desk/people/new/", boxes)
    assert answer.status_code == 422
    assert "déjà un compte" in answer.content.decode()


def test_the_last_administrator_stays(administrator: User) -> None:
    client = signed_in(administrator)
    address = f"/desk/people/{administrator.pk}/"
    role = {"role": "donor", "organisation": str(administrator.organisation_id)}
    assert client.post(f"{address}role/", role).status_code == 422
    answer = client.post(f"{address}active/", {"active": "no"})
    assert answer.status_code == 422
    assert "dernier administrateur" in answer.content.decode()
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == ("administrator", True)


def test_a_closed_account_is_let_in_no_more(administrator: User, stage: Commune) -> None:
    inside = signed_in(stage.agent)
    signed_in(administrator).post(f"/desk/people/{stage.agent.pk}/active/", {"active": "no"})
    assert inside.get("/desk/").status_code == 302
    signed_in(administrator).post(f"/desk/people/{stage.agent.pk}/active/", {"active": "yes"})
    assert inside.get("/desk/").status_code == 200


def test_a_role_given_is_in_force_at_the_next_page(administrator: User, stage: Commune) -> None:
    inside = signed_in(stage.agent)
    assert inside.get("/desk/activities/new/").status_code == 403
    boxes = {"role": "partner_coordinator", "organisation": str(stage.agent.organisation_id)}
    signed_in(administrator).post(f"/desk/people/{stage.agent.pk}/role/", boxes)
    assert inside.get("/desk/activities/new/").status_code == 200


def test_a_telephone_gets_an_access_that_works_and_can_be_taken_back(stage: Commune) -> None:
    client = signed_in(stage.agent)
    page = client.post(f"/desk/people/{stage.agent.pk}/devices/", {"label": "Téléphone fictif"}).content.decode()
    assert shown(page, "Nom d'utilisateur").startswith("tel-")
    assert shown(page, "Mot de passe")
    (token,) = re.findall(r"/openrosa/key/([\w-]+)", page)
    assert Client().get(f"/openrosa/key/{token}/formList").status_code == 200
    device = DeviceCredential.objects.get()
    client.post(f"/desk/devices/{device.pk}/revoke/")
    assert Client().get(f"/openrosa/key/{token}/formList").status_code == 403


def test_nobody_gives_or_takes_a_telephone_in_anothers_name(stage: Commune) -> None:
    client = signed_in(stage.coordinator)
    assert client.post(f"/desk/people/{stage.agent.pk}/devices/", {"label": "X"}).status_code == 403
    signed_in(stage.agent).post(f"/desk/people/{stage.agent.pk}/devices/", {"label": "X"})
    device = DeviceCredential.objects.get()
    assert client.post(f"/desk/devices/{device.pk}/revoke/").status_code == 403
    device.refresh_from_db()
    assert device.revoked_at is None


def test_the_language_of_an_account_is_kept(stage: Commune) -> None:
    client = signed_in(stage.agent)
    answer = client.post("/desk/account/", {"language": "en"})
    stage.agent.refresh_from_db()
    assert stage.agent.language == "en"
    assert answer.cookies["django_language"].value == "en"
    client.post("/desk/account/", {"language": "xx"})
    stage.agent.refresh_from_db()
    assert stage.agent.language == "en"


def test_the_journal_is_filtered_and_says_what_is_sealed(stage: Commune) -> None:
    checked(stage)
    seal(100, None)
    received(stage, session=2)
    client = signed_in(stage.officer)
    page = client.get("/desk/journal/?action=record.checked").content.decode()
    assert "fiche contrôlée" in page
    assert stage.coordinator.name in page
    everything = client.get("/desk/journal/").content.decode()
    assert "pas encore" in everything
    by_agent = client.get(f"/desk/journal/?actor={stage.agent.pk}&action=record.checked").content.decode()
    assert "<strong>fiche contrôlée" not in by_agent
    assert "0 entrée" in by_agent
    body = b"".join(client.get("/desk/journal/journal.csv?action=record.checked").streaming_content).decode()
    assert body.count("record.checked") == 1


def test_the_journal_keeps_no_name(stage: Commune) -> None:
    verified(stage)
    signed_in(stage.officer).get("/desk/journal/")
    for entry in Entry.objects.all():
        assert "Awa" not in f"{entry.subject} {entry.detail}"


@pytest.mark.parametrize(
    ("who", "title"), [("coordinator", "Fiches à contrôler : 1"), ("officer", "Fiches à vérifier : 1")]
)
def test_the_first_page_says_what_waits(stage: Commune, who: str, title: str) -> None:
    received(stage)
    checked(stage, session=2)
    page = signed_in(getattr(stage, who)).get("/desk/").content.decode()
    assert title in page


def test_the_first_page_says_what_changed_since_the_last_visit(stage: Commune) -> None:
    found = received(stage)
    client = Client()
    client.post("/account/login/", {"login": stage.agent.email, "password": factories.PASSWORD})
    User.objects.filter(pk=stage.agent.pk).update(last_login=timezone.now() - timedelta(days=2))
    client.post("/account/logout/")
    signed_in(stage.coordinator).post(
        f"/desk/records/{found.pk}/decide/", {"act": "return", "revision": found.revision, "reason": "Une ligne manque"}
    )
    client.post("/account/login/", {"login": stage.agent.email, "password": factories.PASSWORD})
    page = client.get("/desk/").content.decode()
    assert "Depuis votre dernière visite" in page
    assert "fiche renvoyée au terrain" in page
    assert "Une ligne manque" in page


@pytest.mark.parametrize("role", list(Role))
def test_a_first_page_without_work_says_how_to_begin(role: Role) -> None:
    page = signed_in(factories.user(role)).get("/desk/").content.decode()
    assert 'class="empty"' in page
    assert 'class="button"' in page


def test_every_act_that_the_journal_knows_has_a_word() -> None:
    written = set()
    for path in (Path(toguna.__file__).parent / "store").rglob("*.py"):
        written |= set(re.findall(r'action="([a-z.-]+)"', path.read_text()))
    written |= {f"record.{state}" for state in RecordState} | {"activity.held", "activity.cancelled"}
    assert "record.received" in written
    assert {action for action in written if "." in action} - set(ENTRIES) == set()
