"""The files behind a record: as they came, to whom they may be shown, and never run by a browser."""

import io
from typing import Any

import pytest

from tests import factories
from tests.flow.sheets import Commune, commune, submission
from tests.web.desk_stage import signed_in
from toguna.flow.receive import SentFile, receive_submission
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Attachment
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def stage() -> Commune:
    return commune()


def sent(stage: Commune, name: str, media_type: str, body: bytes) -> Attachment:
    receive_submission(body=submission(), files=[SentFile(name, media_type, io.BytesIO(body))], by=stage.agent)
    return Attachment.objects.get()


def taken(answer: Any) -> bytes:
    """The file of an answer; read to its end, it is closed."""
    return b"".join(answer.streaming_content)


def test_the_original_is_the_bytes_that_came(stage: Commune) -> None:
    found = receive_submission(body=submission(), by=stage.agent).record
    answer = signed_in(stage.coordinator).get(f"/desk/records/{found.pk}/original/1/")
    assert answer.content == submission()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="record.read", actor=stage.coordinator.pk).count() == 1


def test_a_photo_opens_in_the_page_and_can_do_nothing_else(stage: Commune) -> None:
    photo = sent(stage, "fiche.png", "image/png", PNG)
    answer = signed_in(stage.coordinator).get(f"/desk/attachments/{photo.pk}/")
    assert taken(answer) == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("claimed", ["x.svg image/svg+xml", "x.png image/png", "x.html text/html"])
def test_what_a_browser_could_run_is_taken_away_as_a_file_whatever_it_says_it_is(stage: Commune, claimed: str) -> None:
    name, media_type = claimed.split()
    photo = sent(stage, name, media_type, SCRIPT)
    answer = signed_in(stage.coordinator).get(f"/desk/attachments/{photo.pk}/")
    assert taken(answer) == SCRIPT
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_photo_is_seen_by_record_and_by_right_to_names(stage: Commune) -> None:
    photo = sent(stage, "fiche.png", "image/png", PNG)
    address = f"/desk/attachments/{photo.pk}/"
    assert signed_in(factories.user(Role.PARTNER_COORDINATOR)).get(address).status_code == 404
    assert signed_in(factories.user(Role.DONOR)).get(address).status_code == 403
    assert signed_in(factories.user(Role.ADMINISTRATOR)).get(address).status_code == 403
    assert taken(signed_in(stage.officer).get(address)) == PNG


def test_a_redacted_photo_is_gone(stage: Commune) -> None:
    photo = sent(stage, "fiche.png", "image/png", PNG)
    Attachment.objects.update(redacted_at="2026-01-01T00:00:00Z")
    assert signed_in(stage.coordinator).get(f"/desk/attachments/{photo.pk}/").status_code == 404


def test_a_name_in_a_sheet_is_text_and_never_markup(stage: Commune) -> None:
    body = submission().replace(b"Awa Fictive", b"&lt;script&gt;alert(1)&lt;/script&gt;")
    found = receive_submission(body=body, by=stage.agent).record
    page = signed_in(stage.coordinator).get(f"/desk/records/{found.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
