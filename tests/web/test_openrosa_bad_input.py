"""What is no submission, or means harm, is refused with words or kept as what it is, and never run or believed."""

import gzip
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.sheets import Commune, commune, submission
from tests.web.desk_stage import signed_in
from tests.web.phone import Phone, message
from toguna.flow.receive import attachment_file
from toguna.store.fieldwork.models import Attachment, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def phone(stage: Commune) -> Phone:
    return Phone(stage.agent)


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 400, "vide"),
        (b"ce n'est pas du XML", 400, "XML"),
        (b'<data id="fiche_presence"', 400, "XML"),
        (submission().decode().encode("utf-16"), 400, "UTF-8"),
        (b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d id="x">&e;</d>', 400, "entit"),
        (b'<!DOCTYPE d SYSTEM "http://example.org/d.dtd"><d id="x"/>', 400, "entit"),
        (b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d id="x">&b;</d>', 400, "entit"),
        (b"<d id='x'>" + b"<a>" * 50 + b"</a>" * 50 + b"</d>", 413, "niveaux"),
        (b"<d id='x'>" + b"<a/>" * 300_000 + b"</d>", 413, "balises"),
        (b"<d id='x'><a>" + b"a" * 30_000 + b"</a></d>", 413, "lettres"),
        (b"<d id='x'>" + b" " * 6_000_000 + b"</d>", 413, "trop grand"),
        (b"<d id='x'>" + b" " * 11_000_000 + b"</d>", 413, "trop grande"),
        (b'<data id="inconnu" version="1"><meta><instanceID>uuid:1</instanceID></meta></data>', 404, "inconnu"),
        (b'<data id="fiche_presence" version="0"><meta><instanceID>uuid:1</instanceID></meta></data>', 404, "version"),
        (b'<data id="fiche_presence" version="1"/>', 400, "instanceID"),
        (b'<data version="1"><meta><instanceID>uuid:1</instanceID></meta></data>', 400, "formulaire"),
    ],
)
def test_what_cannot_be_received_is_refused_with_words(phone: Phone, body: bytes, status: int, told: str) -> None:
    answer = phone.send(body, {"photo.jpg": b"x"})
    assert answer.status_code == status
    assert told in message(answer)
    assert not Record.objects.exists()
    assert not Attachment.objects.exists()


def test_200_megabytes_are_refused_before_they_are_read(phone: Phone) -> None:
    answer = phone.client.post(f"{phone.base}/submission", headers={"Content-Length": "200000000"})
    assert answer.status_code == 413
    assert "100 Mo" in message(answer)


def test_files_of_just_the_size_that_was_announced_are_taken_whatever_stands_between_them(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Collect fills a sending up to the announced size with its files alone.
    monkeypatch.setattr(settings, "SUBMISSION_LIMIT_BYTES", 300_000)
    body = submission()
    assert phone.send(body, {"photo.jpg": bytes(300_000 - len(body))}).status_code == 201
    assert phone.send(body, {"photo.jpg": bytes(1_400_000)}).status_code == 413


def test_a_post_without_the_xml_part_is_told_so(phone: Phone) -> None:
    answer = phone.client.post(f"{phone.base}/submission", {"photo": SimpleUploadedFile("a.jpg", b"x")})
    assert answer.status_code == 400
    assert "xml_submission_file" in message(answer)


@pytest.mark.parametrize(
    "media_type", ["text/xml", "application/json", "multipart/form-data", "", "multipart/form-data; boundary="]
)
def test_a_body_that_is_no_sending_of_files_is_told_so(phone: Phone, media_type: str) -> None:
    answer = phone.client.generic("POST", f"{phone.base}/submission", submission(), content_type=media_type)
    assert answer.status_code == 400
    assert not Record.objects.exists()


def test_a_compressed_body_is_not_unpacked(phone: Phone) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    answer = phone.client.generic(
        "POST",
        f"{phone.base}/submission",
        bomb,
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Encoding": "gzip"},
    )
    assert answer.status_code == 400
    assert not Record.objects.exists()


def test_a_packed_bomb_among_the_files_is_kept_as_it_is_and_never_unpacked(phone: Phone) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert phone.send(submission(), {"photo.jpg": bomb}).status_code == 201
    assert attachment_file(Attachment.objects.get()).read_bytes() == bomb


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("../../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\photo.jpg", "photo.jpg"),
        ("/etc/cron.d/photo.jpg", "photo.jpg"),
        ("C:\\photo.jpg", "photo.jpg"),
        ("%2e%2e%2fphoto.jpg", "%2e%2e%2fphoto.jpg"),
        ("a" * 400 + ".jpg", "a" * 160),
    ],
)
def test_a_path_in_a_files_name_leads_nowhere(phone: Phone, named: str, kept: str) -> None:
    # Written by hand, because the test client tidies names up.
    parts = [("xml_submission_file", "submission.xml", submission()), (named, named, b"x")]
    body = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, file, content in parts
    )
    answer = phone.client.generic(
        "POST", f"{phone.base}/submission", body + b"--b--\r\n", content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 201
    attachment = Attachment.objects.get()
    assert attachment.name == kept
    assert attachment_file(attachment).resolve().is_relative_to(settings.ATTACHMENTS)


SCRIPTS = {
    "photo.jpg": b"<html><script>alert(1)</script></html>",
    "photo.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "photo.png": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "photo.gif": b"#!/bin/sh\necho harm\n",
    "photo.pdf": b"%PDF-1.4 /JavaScript",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_picture_that_is_a_script_is_given_out_as_a_file_and_never_shown(
    stage: Commune, phone: Phone, name: str
) -> None:
    assert phone.send(submission(), {name: SCRIPTS[name]}).status_code == 201
    attachment = Attachment.objects.get()
    answer: Any = signed_in(stage.officer).get(f"/desk/attachments/{attachment.pk}/")
    assert b"".join(answer.streaming_content) == SCRIPTS[name]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_picture_that_is_a_script_too_is_shown_as_a_picture_and_can_do_nothing(stage: Commune, phone: Phone) -> None:
    both = b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)"
    assert phone.send(submission(), {"photo.gif": both}).status_code == 201
    answer: Any = signed_in(stage.officer).get(f"/desk/attachments/{Attachment.objects.get().pk}/")
    assert answer["Content-Type"] == "image/gif"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'; sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == both
