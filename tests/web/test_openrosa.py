"""The device door says exactly what ODK Collect and KoboCollect need to hear."""

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from lxml import etree

from tests import factories
from tests.flow.sheets import commune, submission
from toguna.rules.roles import Role
from toguna.store.accounts.actions import issue_device, revoke_device
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Attachment, Form, Record

pytestmark = pytest.mark.django_db

RESPONSE = "{http://openrosa.org/http/response}"
LIST = "{http://openrosa.org/xforms/xformsList}"


class Phone:
    """A device that signs in with its path token."""

    def __init__(self, user: User) -> None:
        self.issued = issue_device(by=None, user=user, label="téléphone fictif")
        self.client = Client()
        self.base = f"/openrosa/key/{self.issued.token}"

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.client.get(f"{self.base}/{address}", headers=headers)

    def send(self, body: bytes, **files: bytes) -> HttpResponse:
        parts: dict[str, Any] = {"xml_submission_file": SimpleUploadedFile("s.xml", body, "text/xml")}
        for name, content in files.items():
            parts[name] = SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg")
        return self.client.post(f"{self.base}/submission", parts)


def message(response: HttpResponse) -> str:
    return etree.fromstring(response.content).findtext(f"{RESPONSE}message") or ""


@pytest.fixture
def phone() -> Phone:
    return Phone(commune().agent)


def test_head_answers_204_and_says_how_much_it_takes(phone: Phone) -> None:
    answer = phone.client.head(f"{phone.base}/submission?deviceID=collect:1")
    assert answer.status_code == 204
    assert answer["X-OpenRosa-Accept-Content-Length"] == "100000000"
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_the_form_list_gives_the_hash_of_the_bytes_that_will_be_downloaded(phone: Phone) -> None:
    listed = phone.get("formList?deviceID=collect:1")
    assert listed["Content-Type"].startswith("text/xml")
    assert listed["X-OpenRosa-Version"] == "1.0"
    row = etree.fromstring(listed.content)[0]
    address = row.findtext(f"{LIST}downloadUrl") or ""
    form = phone.client.get(urlsplit(address).path)
    assert form.status_code == 200
    md5 = hashlib.md5(form.content, usedforsecurity=False).hexdigest()
    assert row.findtext(f"{LIST}hash") == f"md5:{md5}"
    again = phone.client.get(urlsplit(address).path, headers={"If-None-Match": form["ETag"]})
    assert again.status_code == 304


def test_a_closed_form_is_no_longer_listed(phone: Phone) -> None:
    Form.objects.update(state="closed")
    assert len(etree.fromstring(phone.get("formList").content)) == 0


def test_a_submission_gets_201_and_again_201_and_is_one_record(phone: Phone) -> None:
    for _time in range(2):
        answer = phone.send(submission(), photo=b"jpeg")
        assert (answer.status_code, message(answer)) == (201, "Fiche reçue.")
    assert Record.objects.count() == 1
    assert Attachment.objects.count() == 1


def test_other_bytes_get_202_so_that_the_phone_lets_go(phone: Phone) -> None:
    phone.send(submission())
    answer = phone.send(submission(venue="Autre"))
    assert answer.status_code == 202
    assert "comparer" in message(answer)
    assert Record.objects.get().versions.count() == 2


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"ce n'est pas du XML", 400, "XML"),
        (b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d id="x">&e;</d>', 400, "entit"),
        (b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d id="x">&b;</d>', 400, "entit"),
        (b'<data id="inconnu" version="1"><meta><instanceID>uuid:1</instanceID></meta></data>', 404, "inconnu"),
        (b'<data id="fiche_presence" version="0"><meta><instanceID>uuid:1</instanceID></meta></data>', 404, "version"),
        (b'<data id="fiche_presence" version="1"/>', 400, "instanceID"),
    ],
)
def test_what_cannot_be_received_is_refused_with_words(phone: Phone, body: bytes, status: int, told: str) -> None:
    answer = phone.send(body)
    assert answer.status_code == status
    assert told in message(answer)
    assert not Record.objects.exists()


def test_200_megabytes_are_refused_before_they_are_read(phone: Phone) -> None:
    answer = phone.client.post(f"{phone.base}/submission", headers={"Content-Length": "200000000"})
    assert answer.status_code == 413
    assert "100 Mo" in message(answer)


def test_a_post_without_the_xml_part_is_told_so(phone: Phone) -> None:
    answer = phone.client.post(f"{phone.base}/submission", {"photo": SimpleUploadedFile("a.jpg", b"x")})
    assert answer.status_code == 400
    assert "xml_submission_file" in message(answer)


def test_without_credentials_every_address_asks_for_them() -> None:
    commune()
    client = Client()
    for method, address in (
        ("get", "/openrosa/formList"),
        ("head", "/openrosa/submission"),
        ("post", "/openrosa/submission"),
        ("get", "/openrosa/forms/fiche_presence/1.xml"),
    ):
        answer = getattr(client, method)(address)
        assert answer.status_code == 401, address
        assert answer["WWW-Authenticate"].startswith("Digest ")
        assert "Basic" not in answer["WWW-Authenticate"], "in clear, a password would be anybody's"


def test_a_revoked_phone_stays_outside(phone: Phone) -> None:
    revoke_device(by=None, device=phone.issued.credential)
    assert phone.get("formList").status_code == 403


def test_a_donor_has_no_sheets_to_send() -> None:
    commune()
    device = issue_device(by=None, user=factories.user(Role.PARTNER_AGENT), label="x")
    User.objects.filter(pk=device.credential.user_id).update(role=Role.DONOR)
    assert Client().get(f"/openrosa/key/{device.token}/formList").status_code == 403


def digest_header(offer: str, *, username: str, secret: str, method: str, uri: str) -> str:
    """What okhttp-digest and curl answer to a challenge."""
    nonce = re.search(r'nonce="([^"]+)"', offer).group(1)  # type: ignore[union-attr]
    one = hashlib.md5(f"{username}:toguna:{secret}".encode()).hexdigest()
    two = hashlib.md5(f"{method}:{uri}".encode()).hexdigest()
    response = hashlib.md5(f"{one}:{nonce}:00000001:abcd:auth:{two}".encode()).hexdigest()
    return (
        f'Digest username="{username}", realm="toguna", nonce="{nonce}", uri="{uri}", qop=auth, nc=00000001, '
        f'cnonce="abcd", response="{response}", algorithm=MD5'
    )


def test_digest_lets_the_right_secret_in_and_no_other(phone: Phone) -> None:
    uri = "/openrosa/formList?deviceID=collect%3A1"
    offer = Client().get(uri)["WWW-Authenticate"]
    for secret, status in ((phone.issued.secret, 200), ("un autre secret", 401)):
        header = digest_header(offer, username=phone.issued.credential.username, secret=secret, method="GET", uri=uri)
        assert Client().get(uri, headers={"Authorization": header}).status_code == status


def test_an_answer_for_one_address_does_not_open_another(phone: Phone) -> None:
    offer = Client().get("/openrosa/formList")["WWW-Authenticate"]
    header = digest_header(
        offer,
        username=phone.issued.credential.username,
        secret=phone.issued.secret,
        method="GET",
        uri="/openrosa/formList",
    )
    answer = Client().get("/openrosa/forms/fiche_presence/1.xml", headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_staff_password_is_no_device_credential(phone: Phone) -> None:
    user = phone.issued.credential.user
    offer = Client().get("/openrosa/formList")["WWW-Authenticate"]
    header = digest_header(
        offer, username=user.email, secret=factories.PASSWORD, method="GET", uri="/openrosa/formList"
    )
    assert Client().get("/openrosa/formList", headers={"Authorization": header}).status_code == 401
