"""A stranger's file is checked in a process of its own, which may end badly and takes nothing with it."""

import json

import pytest

from toguna.figures.apart import check_apart
from toguna.figures.documents.document import Limits

FAILING = "749 personnes, dont 211 hommes et 578 femmes, ont été sensibilisées."


def test_a_text_comes_back_as_a_fragment_a_page_and_for_machines() -> None:
    told = check_apart(FAILING.encode(), "", "fr")
    assert told.refusal == ""
    assert told.body.startswith('<div class="figures-report">')
    assert "40 de plus" in told.body
    assert told.page.startswith("<!DOCTYPE html>")
    machine = json.loads(told.machine)
    assert machine["text"] == FAILING
    assert [relation["verdict"] for relation in machine["relations"] if relation["type"] == "sum"] == ["fails"]


def test_what_cannot_be_read_is_refused_in_the_readers_language() -> None:
    told = check_apart(b"\x89PNG\r\n\x1a\n" + bytes(100), "photo.png", "fr")
    assert "n'est ni un texte ni un document connu" in told.refusal
    assert told.body == ""


def test_a_file_that_takes_too_long_is_given_up_and_says_so() -> None:
    told = check_apart(FAILING.encode(), "", "fr", limits=Limits(seconds=0.01))
    assert "La lecture a été arrêtée" in told.refusal


def test_a_text_longer_than_its_limit_is_refused() -> None:
    told = check_apart(FAILING.encode(), "", "fr", limits=Limits(text_characters=20))
    assert "Coupez-le" in told.refusal


@pytest.mark.parametrize("name", ["../../etc/passwd", "<script>alert(1)</script>.txt", "é" * 500 + ".txt"])
def test_the_name_of_a_file_is_only_a_name(name: str) -> None:
    told = check_apart(FAILING.encode(), name, "fr")
    assert told.refusal == ""
    assert "<script>alert" not in told.page


def test_the_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """With this in its environment no interpreter starts: so nothing of ours is handed on but what it needs."""
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert check_apart(FAILING.encode(), "", "fr").refusal == ""
