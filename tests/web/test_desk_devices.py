"""A telephone is set up from one page that is shown once, by a square code that ODK Collect reads."""

import json
import re
import zlib
from base64 import b64decode, b64encode
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import factories
from tests.flow.encrypting import public_key_in, sealed
from tests.flow.sheets import Commune, commune, submission
from tests.web.desk_stage import signed_in
from tests.web.phone import Phone
from toguna.collect.phone_settings import PhoneSettings, settings_code
from toguna.collect.sealed_opening import new_private_key
from toguna.flow.submission_keys import current_key, keys_folder
from toguna.publish.paper.square import square_of
from toguna.rules.roles import Role
from toguna.store.accounts.models import DeviceCredential
from toguna.store.fieldwork.models import Record

pytestmark = pytest.mark.django_db

# What Collect's own schema of its settings (client-settings.schema.json) allows for the keys that we write.
ALLOWED: dict[str, dict[str, Any]] = {
    "general": {
        "server_url": str,
        "username": str,
        "password": str,
        "app_language": {"fr", "en"},
        "metadata_username": str,
        "form_update_mode": {"manual", "previously_downloaded", "match_exactly"},
        "periodic_form_updates_check": {
            "every_fifteen_minutes",
            "every_one_hour",
            "every_six_hours",
            "every_24_hours",
        },
        "autosend": {"off", "wifi_only", "cellular_only", "wifi_and_cellular"},
        "image_size": {"original_image_size", "small", "very_small", "medium", "large"},
        "delete_send": bool,
    },
    "admin": {"delete_after_send": bool},
    "project": {"name": str, "icon": str, "color": str},
}


@pytest.fixture
def stage() -> Commune:
    return commune()


def set_up(stage: Commune, client: Client | None = None, **boxes: str) -> HttpResponse:
    """Ask for a telephone's access."""
    sender = client or signed_in(stage.agent)
    answer: Any = sender.post(f"/desk/people/{stage.agent.pk}/devices/", {"label": "Tecno bleu", **boxes})
    return answer


def told(answer: HttpResponse) -> dict[str, dict[str, Any]]:
    """What the code on the page says, read as Collect reads it."""
    (code,) = re.findall(r'<code class="hash">(eN[\w+/=]+)</code>', answer.content.decode())
    settings: dict[str, dict[str, Any]] = json.loads(zlib.decompress(b64decode(code)))
    return settings


def test_the_code_says_what_collect_understands_and_nothing_else(stage: Commune) -> None:
    for boxes in ({}, {"delete_after_send": "on", "encrypts": "on"}):
        settings = told(set_up(stage, **boxes))
        assert settings.keys() == ALLOWED.keys()
        for part, values in settings.items():
            for key, value in values.items():
                allowed = ALLOWED[part][key]
                assert value in allowed if isinstance(allowed, set) else isinstance(value, allowed), key


def test_the_code_opens_the_door_for_this_agent(stage: Commune) -> None:
    general = told(set_up(stage))["general"]
    assert general["server_url"] == "http://testserver/openrosa"
    credential = DeviceCredential.objects.get()
    assert (general["username"], general["metadata_username"]) == (credential.username, stage.agent.name)
    assert credential.user == stage.agent
    from_the_page = Client().get("/openrosa/formList", headers={"Authorization": basic(general)}, secure=True)
    assert from_the_page.status_code == 200


def basic(general: dict[str, str]) -> str:
    """A proof in the clear, as over HTTPS."""
    return "Basic " + b64encode(f"{general['username']}:{general['password']}".encode()).decode()


def test_the_square_on_the_page_is_the_codes_and_is_drawn_in_the_page(stage: Commune) -> None:
    page = set_up(stage).content.decode()
    (code,) = re.findall(r'<code class="hash">(eN[\w+/=]+)</code>', page)
    assert square_of(code, for_paper=False) in page
    assert "data:image" not in page


def test_the_switches_are_kept_and_told_to_the_phone(stage: Commune) -> None:
    plain = told(set_up(stage))
    assert "delete_send" not in plain["general"]
    assert plain["admin"] == {}
    forgetting = told(set_up(stage, delete_after_send="on"))
    assert forgetting["general"]["delete_send"] is True
    assert forgetting["admin"] == {"delete_after_send": False}
    set_up(stage, encrypts="on")
    kept = [(one.delete_after_send, one.encrypts) for one in DeviceCredential.objects.order_by("pk")]
    assert kept == [(False, False), (True, False), (False, True)]
    page = signed_in(stage.agent).get("/desk/account/").content.decode()
    assert "efface ce qui est envoyé" in page
    assert "chiffre ce qui est rempli" in page


def test_the_page_is_shown_once_and_kept_by_nobody(stage: Commune) -> None:
    answer = set_up(stage)
    assert "no-store" in answer["Cache-Control"]
    secret = told(answer)["general"]["password"]
    for address in ("/desk/account/", "/desk/"):
        assert secret not in signed_in(stage.agent).get(address).content.decode()


def test_who_manages_staff_sets_up_anybodys_phone_and_nobody_else_does(stage: Commune) -> None:
    administrator = signed_in(factories.user(Role.ADMINISTRATOR))
    general = told(set_up(stage, administrator))["general"]
    assert general["metadata_username"] == stage.agent.name
    assert set_up(stage, signed_in(stage.coordinator)).status_code == 403


@pytest.mark.parametrize(
    ("host", "secure", "warned"),
    [
        ("toguna.example.org", True, ""),
        ("toguna.example.org", False, "pas en HTTPS"),
        ("localhost:8000", False, "que sur cet ordinateur"),
        ("127.0.0.1", False, "que sur cet ordinateur"),
    ],
)
def test_an_address_that_a_phone_cannot_trust_or_find_is_told(
    stage: Commune, settings: Any, host: str, secure: bool, warned: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = signed_in(stage.agent)
    answer: Any = client.post(
        f"/desk/people/{stage.agent.pk}/devices/", {"label": "x"}, headers={"host": host}, secure=secure
    )
    page = answer.content.decode()
    for words in ("pas en HTTPS", "que sur cet ordinateur"):
        assert (words in page) == (words == warned)
    assert told(answer)["general"]["server_url"] == f"http{'s' if secure else ''}://{host}/openrosa"


def test_a_phone_without_a_name_is_asked_for_one(stage: Commune) -> None:
    assert set_up(stage, label="").status_code == 302
    assert not DeviceCredential.objects.exists()


def test_the_same_settings_are_the_same_code() -> None:
    settings = PhoneSettings("https://x.example/openrosa", "tel-1", "secret", "Projet", "Awa")
    assert settings_code(settings) == settings_code(settings)
    assert "secret" not in repr(settings)


@pytest.fixture
def waiting(stage: Commune, settings: Any, tmp_path: Any) -> bytes:
    """A submission that was encrypted with a key that is gone; the key."""
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"
    phone = Phone(stage.agent, encrypts=True)
    form = phone.follow(phone.listed()["fiche_presence"]["downloadUrl"])
    sent = sealed(submission(), {"feuille.jpg": b"\xff\xd8\xff"}, public_key_in(form.content))
    key = current_key()
    (keys_folder() / "submissions.pem").write_bytes(new_private_key())
    assert phone.send(sent.manifest, sent.parts).status_code == 202
    return key


def test_what_could_not_be_opened_is_listed_with_its_reason_and_opens_when_the_key_is_back(
    stage: Commune, waiting: bytes
) -> None:
    client = signed_in(stage.coordinator)
    assert "1 envoi chiffré attend d'être ouvert" in client.get("/desk/records/").content.decode().replace(
        "&#x27;", "'"
    )
    page = client.get("/desk/records/sealed/").content.decode()
    assert "aucune clé de cette installation" in page
    (address,) = re.findall(r'action="(/desk/records/sealed/[^"]+/open/)"', page)
    again = client.post(address, follow=True).content.decode()
    assert "aucune clé de cette installation" in again
    assert not Record.objects.exists()
    (keys_folder() / "old.pem").write_bytes(waiting)
    opened = client.post(address)
    assert opened.headers["Location"] == f"/desk/records/{Record.objects.get().pk}/"
    assert "Aucun envoi chiffré" in client.get("/desk/records/sealed/").content.decode()
    assert "/desk/records/sealed/" not in client.get("/desk/records/").content.decode()
    assert client.post(address).status_code == 404


def test_what_waits_is_seen_by_its_own_organisation(stage: Commune, waiting: bytes) -> None:
    stranger = signed_in(factories.user(Role.PARTNER_COORDINATOR))
    assert "Aucun envoi chiffré" in stranger.get("/desk/records/sealed/").content.decode()
    assert signed_in(factories.user(Role.DONOR)).get("/desk/records/sealed/").status_code == 403


def test_a_missing_file_is_named(stage: Commune, settings: Any, tmp_path: Any) -> None:
    settings.VAR, settings.ATTACHMENTS = tmp_path, tmp_path / "attachments"
    phone = Phone(stage.agent, encrypts=True)
    form = phone.follow(phone.listed()["fiche_presence"]["downloadUrl"])
    sent = sealed(submission(), {"feuille.jpg": b"\xff\xd8\xff"}, public_key_in(form.content))
    phone.send(sent.manifest, {"submission.xml.enc": sent.parts["submission.xml.enc"]}, more=True)
    client = signed_in(stage.agent)
    page = client.get("/desk/records/sealed/").content.decode()
    assert "feuille.jpg.enc" in page
    (address,) = re.findall(r'action="(/desk/records/sealed/[^"]+/open/)"', page)
    assert "manquent encore" in client.post(address, follow=True).content.decode()
