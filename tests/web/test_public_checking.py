"""The public page that checks the figures of a text: what it tells, what it refuses, and that it keeps nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from toguna.store.journal.models import Entry
from toguna.web.public import checking

pytestmark = pytest.mark.django_db

FAILING = "749 personnes, dont 211 hommes et 578 femmes, ont été sensibilisées."


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def sent(**boxes: Any) -> Any:
    return Client(headers={"accept-language": "fr"}).post(reverse("public:check-figures"), boxes)


def test_a_pasted_text_is_told_with_its_difference_and_stays_in_its_box() -> None:
    answer = sent(text=FAILING)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "font 789 : 40 de plus" in page
    assert f">\n{FAILING}</textarea>" in page
    assert "Content-Security-Policy" in answer.headers
    assert "<script>" not in page


def test_a_file_is_read_by_what_it_holds() -> None:
    answer = sent(file=SimpleUploadedFile("bilan.md", f"# Bilan\n\n**{FAILING}**".encode()))
    assert answer.status_code == 200
    assert "font 789 : 40 de plus" in answer.content.decode()


def test_the_report_can_be_taken_away_as_a_page_and_for_machines() -> None:
    page, machine = sent(text=FAILING, take="html"), sent(text=FAILING, take="json")
    assert page["Content-Disposition"] == 'attachment; filename="chiffres-controles.html"'
    assert page.content.decode().startswith("<!DOCTYPE html>")
    assert json.loads(machine.content)["text"] == FAILING


def test_nothing_is_kept_of_what_is_sent(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    entries = Entry.objects.count()
    answer = sent(file=SimpleUploadedFile("long.txt", (FAILING + "\n").encode() * 2_000))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.count() == entries
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({}, "Collez un texte, ou choisissez un fichier."),
        ({"text": " \n "}, "Collez un texte, ou choisissez un fichier."),
        ({"text": "9" * (checking.MOST_LETTERS + 1)}, "Ce texte est trop long"),
        ({"text": FAILING, "text_language": "bm"}, "bm"),
    ],
)
def test_what_is_no_text_is_refused_kindly(boxes: dict[str, str], told: str) -> None:
    answer = sent(**boxes)
    assert answer.status_code == 422
    assert told in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("vide.txt", b"", "aucun texte"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "un document connu"),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), "ancien format de Word"),
        ("gros.txt", b"1 " * 3_000_000, "dépasse 5 Mo"),
        ("long.txt", b"12 femmes. " * 30_000, "Coupez-le"),
        ("abime.pdf", b"%PDF-1.7\nnothing", "PDF est abîmé"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(name: str, content: bytes, told: str) -> None:
    answer = sent(file=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_text_and_a_file_at_once_are_not_guessed_between() -> None:
    answer = sent(text=FAILING, file=SimpleUploadedFile("bilan.txt", FAILING.encode()))
    assert answer.status_code == 422
    assert "gardez l&#x27;un des deux" in answer.content.decode()


def test_hostile_words_are_shown_as_words() -> None:
    page = sent(
        text="749 personnes <img src=x onerror=alert(1)>, dont 211 hommes et 578 femmes </textarea>"
    ).content.decode()
    assert "<img src=x" not in page
    assert page.count("</textarea>") == 1


def test_who_asks_very_often_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_TRIES", 2)
    assert [sent(text=FAILING).status_code for _ in range(3)] == [200, 200, 429]


def test_who_comes_while_others_are_read_keeps_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE_SECONDS", 0.01)
    taken = [checking.AT_ONCE.acquire() for _ in range(2)]
    try:
        answer = sent(text=FAILING)
    finally:
        for _ in taken:
            checking.AT_ONCE.release()
    assert answer.status_code == 503
    assert FAILING in answer.content.decode()


def test_the_page_is_found_from_the_home_page() -> None:
    assert reverse("public:check-figures") in Client().get(reverse("public:home")).content.decode()
