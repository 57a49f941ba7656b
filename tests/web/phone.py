"""A phone at the device door: what ODK Collect asks for and sends, and how it proves who it is."""

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from lxml import etree

from toguna.store.accounts.actions import issue_device
from toguna.store.accounts.models import User

RESPONSE = "{http://openrosa.org/http/response}"
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


class Phone:
    """A device that signs in with its path token."""

    def __init__(self, user: User, **wishes: bool) -> None:
        self.issued = issue_device(by=None, user=user, label="téléphone fictif", **wishes)
        self.client = Client(headers={"X-OpenRosa-Version": "1.0"})
        self.base = f"/openrosa/key/{self.issued.token}"

    def get(self, address: str, **headers: str) -> HttpResponse:
        """Ask for something under this phone's own address."""
        return self.client.get(f"{self.base}/{address}", headers=headers)

    def follow(self, address: str | None, **headers: str) -> HttpResponse:
        """Ask for an address that a list gave."""
        return self.client.get(urlsplit(address or "").path, headers=headers)

    def listed(self) -> dict[str, dict[str, str]]:
        """The forms that are offered, by their ids."""
        rows = [children(row) for row in etree.fromstring(self.get("formList?deviceID=collect%3A1").content)]
        return {row["formID"]: row for row in rows}

    def files_of(self, form: dict[str, str]) -> dict[str, dict[str, str]]:
        """The files that go with a form, by their names."""
        rows = [children(row) for row in etree.fromstring(self.follow(form["manifestUrl"]).content)]
        return {row["filename"]: row for row in rows}

    def send(self, body: bytes, files: dict[str, bytes] | None = None, *, more: bool = False, **headers: str) -> Any:
        """Send a submission, or a part of it when more is to come."""
        parts: dict[str, Any] = {"xml_submission_file": SimpleUploadedFile("submission.xml", body, "text/xml")}
        for name, content in (files or {}).items():
            parts[name] = SimpleUploadedFile(name, content, "image/jpeg")
        if more:
            parts["*isIncomplete*"] = "yes"
        return self.client.post(f"{self.base}/submission?deviceID=collect%3A1", parts, headers=headers)


def children(row: etree._Element) -> dict[str, str]:
    """What stands in one row of a list."""
    return {etree.QName(cell).localname: cell.text or "" for cell in row}


def message(response: HttpResponse) -> str:
    """What the phone shows to its user."""
    return etree.fromstring(response.content).findtext(f"{RESPONSE}message") or ""


def md5(content: bytes) -> str:
    """A hash as the lists give it."""
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"


def digest_header(offer: str, *, username: str, secret: str, method: str, uri: str) -> str:
    """What okhttp-digest and curl answer to a challenge."""
    found = re.search(r'nonce="([^"]+)"', offer)
    assert found is not None
    one = hashlib.md5(f"{username}:toguna:{secret}".encode()).hexdigest()
    two = hashlib.md5(f"{method}:{uri}".encode()).hexdigest()
    response = hashlib.md5(f"{one}:{found[1]}:00000001:abcd:auth:{two}".encode()).hexdigest()
    return (
        f'Digest username="{username}", realm="toguna", nonce="{found[1]}", uri="{uri}", qop=auth, nc=00000001, '
        f'cnonce="abcd", response="{response}", algorithm=MD5'
    )
