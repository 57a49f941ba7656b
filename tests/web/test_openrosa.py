"""The device door lets in who may come, and says exactly what ODK Collect and KoboCollect need to hear."""

import logging
from base64 import b64encode
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.flow.sheets import commune
from tests.web.phone import Phone, digest_header, message
from toguna.config.logs import WithoutTokens
from toguna.rules.roles import Role
from toguna.store.accounts.actions import issue_device, revoke_device
from toguna.store.accounts.models import DeviceCredential, User
from toguna.store.fieldwork.models import Form
from toguna.web.openrosa import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Phone:
    return Phone(commune().agent)


def addresses() -> list[tuple[str, str]]:
    """Everything that a device may ask for, with its method."""
    form = f"/openrosa/forms/{Form.objects.get().pk}"
    return [
        ("get", "/openrosa/formList"),
        ("get", f"{form}.xml"),
        ("get", f"{form}/manifest.xml"),
        ("get", f"{form}/media/communes.csv"),
        ("head", "/openrosa/submission"),
        ("post", "/openrosa/submission"),
    ]


def test_without_credentials_every_address_asks_for_them() -> None:
    commune()
    for method, address in addresses():
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 401, address
        assert answer["WWW-Authenticate"].startswith("Digest ")
        assert "Basic" not in answer["WWW-Authenticate"], "in clear, a password would be anybody's"


def test_every_answer_says_that_this_is_openrosa(phone: Phone) -> None:
    for method, address in addresses():
        own = address.replace("/openrosa", phone.base)
        wrong = address.replace("/openrosa", "/openrosa/key/no-such-token")
        for asked in (address, own, wrong):
            assert getattr(phone.client, method)(asked)["X-OpenRosa-Version"] == "1.0"
    for method, address in (
        ("put", "/openrosa/formList"),
        ("get", "/openrosa/submission"),
        ("get", "/openrosa/nowhere"),
    ):
        answer = getattr(phone.client, method)(address)
        assert answer.status_code in (404, 405)
        assert answer["X-OpenRosa-Version"] == "1.0"
    assert "adresse du serveur" in message(phone.client.get("/openrosa/formlist"))


def test_another_version_of_the_protocol_is_refused_and_none_is_taken_for_ours(phone: Phone) -> None:
    assert phone.client.get(f"{phone.base}/formList", headers={"X-OpenRosa-Version": "2.0"}).status_code == 400
    assert Client().get(f"{phone.base}/formList").status_code == 200


def test_a_revoked_phone_stays_outside(phone: Phone) -> None:
    revoke_device(by=None, device=phone.issued.credential)
    assert phone.get("formList").status_code == 403
    assert phone.client.head(f"{phone.base}/submission").status_code == 403


def test_a_scripts_credential_does_not_open_the_phones_door(phone: Phone) -> None:
    DeviceCredential.objects.update(door="api")
    assert phone.get("formList").status_code == 403


def test_an_account_that_was_closed_takes_its_phones_along(phone: Phone) -> None:
    User.objects.filter(pk=phone.issued.credential.user_id).update(is_active=False)
    assert phone.get("formList").status_code == 403


def test_a_donor_has_no_sheets_to_send() -> None:
    commune()
    device = issue_device(by=None, user=factories.user(Role.PARTNER_AGENT), label="x")
    User.objects.filter(pk=device.credential.user_id).update(role=Role.DONOR)
    assert Client().get(f"/openrosa/key/{device.token}/formList").status_code == 403


def test_a_phone_is_answered_in_the_language_of_its_owner(phone: Phone) -> None:
    User.objects.update(language="en")
    (listed,) = phone.listed().values()
    assert listed["name"] == Form.objects.get().title["en"] != Form.objects.get().title["fr"]


def test_when_a_phone_last_came_is_noted_now_and_then(phone: Phone) -> None:
    phone.get("formList")
    first = DeviceCredential.objects.get().last_seen_at
    phone.get("formList")
    assert DeviceCredential.objects.get().last_seen_at == first
    DeviceCredential.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    phone.get("formList")
    assert DeviceCredential.objects.get().last_seen_at > first


def test_digest_lets_the_right_secret_in_and_no_other(phone: Phone) -> None:
    uri = "/openrosa/formList?deviceID=collect%3A1"
    offer = Client().get(uri)["WWW-Authenticate"]
    for secret, status in ((phone.issued.secret, 200), ("un autre secret", 401)):
        header = digest_header(offer, username=phone.issued.credential.username, secret=secret, method="GET", uri=uri)
        assert Client().get(uri, headers={"Authorization": header}).status_code == status


def test_digest_opens_an_address_with_a_space_in_it(phone: Phone) -> None:
    uri = f"/openrosa/forms/{Form.objects.get().pk}/media/no%20such%20file.csv"
    offer = Client().get(uri)["WWW-Authenticate"]
    issued = phone.issued
    header = digest_header(offer, username=issued.credential.username, secret=issued.secret, method="GET", uri=uri)
    assert Client().get(uri, headers={"Authorization": header}).status_code == 404


def test_an_answer_for_one_address_does_not_open_another(phone: Phone) -> None:
    offer = Client().get("/openrosa/formList")["WWW-Authenticate"]
    issued = phone.issued
    uri = "/openrosa/formList"
    header = digest_header(offer, username=issued.credential.username, secret=issued.secret, method="GET", uri=uri)
    answer = Client().get(f"/openrosa/forms/{Form.objects.get().pk}.xml", headers={"Authorization": header})
    assert answer.status_code == 401


def test_an_old_challenge_is_renewed_without_asking_the_user(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = Client().get("/openrosa/formList")["WWW-Authenticate"]
    monkeypatch.setattr(sign_in, "NONCE_LIFE", timedelta(seconds=-1))
    issued = phone.issued
    uri = "/openrosa/formList"
    header = digest_header(offer, username=issued.credential.username, secret=issued.secret, method="GET", uri=uri)
    answer = Client().get(uri, headers={"Authorization": header})
    assert answer.status_code == 401
    assert "stale=true" in answer["WWW-Authenticate"]


def test_a_staff_password_is_no_device_credential(phone: Phone) -> None:
    user = phone.issued.credential.user
    offer = Client().get("/openrosa/formList")["WWW-Authenticate"]
    header = digest_header(
        offer, username=user.email, secret=factories.PASSWORD, method="GET", uri="/openrosa/formList"
    )
    assert Client().get("/openrosa/formList", headers={"Authorization": header}).status_code == 401


def test_a_password_in_the_clear_is_taken_over_https_alone(phone: Phone) -> None:
    proof = b64encode(f"{phone.issued.credential.username}:{phone.issued.secret}".encode()).decode()
    header = {"Authorization": f"Basic {proof}"}
    assert Client().get("/openrosa/formList", headers=header).status_code == 401
    assert Client().get("/openrosa/formList", headers=header, secure=True).status_code == 200
    assert "Basic" in Client().get("/openrosa/formList", secure=True)["WWW-Authenticate"]


@pytest.mark.parametrize(
    "proof",
    [
        "Digest",
        "Digest username=",
        'Digest username="x", nonce="y", uri="/openrosa/formList", response="é"',
        "Basic",
        "Basic !!!!",
        f"Basic {b64encode(bytes([0, 255])).decode()}",
        f"Basic {b64encode(b'a' + bytes(1) + b':b').decode()}",
        'Digest username="a\x00", nonce="y", uri="/openrosa/formList", response="z"',
        "Bearer x",
    ],
)
def test_a_proof_that_is_none_is_asked_for_again(phone: Phone, proof: str) -> None:
    assert Client().get("/openrosa/formList", headers={"Authorization": proof}, secure=True).status_code == 401


@pytest.mark.parametrize(
    "odd", ["%00", "%ff%fe", "%0d%0aX: y", "%3Cscript%3E", "a" * 3000, "../desk/", "%2e%2e/%2e%2e/etc/passwd"]
)
def test_an_odd_address_is_answered_like_any_other(phone: Phone, odd: str) -> None:
    pk = Form.objects.get().pk
    for address in (f"nowhere/{odd}", f"forms/{pk}/media/{odd}", f"forms/{odd}.xml"):
        answer = phone.client.get(f"{phone.base}/{address}")
        assert answer.status_code in (403, 404)
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert message(answer)


def test_no_token_is_written_to_the_log(phone: Phone) -> None:
    address = f"{phone.base}/submission"
    for told, values in (("Not Found: %s", (address,)), (f"Internal Server Error: {address}", ())):
        line = logging.LogRecord("django.request", logging.WARNING, "", 0, told, values, None)
        assert WithoutTokens().filter(line)
        assert line.getMessage().endswith(": /openrosa/key/…/submission")
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without-tokens"]
