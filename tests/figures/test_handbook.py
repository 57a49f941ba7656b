"""The handbook's page on figures says what the command takes, what its JSON holds and where its limits are."""

import argparse
import re
import shlex

import pytest

from tests.figures.reports import sensitised
from tests.house.source import ROOT
from toguna.figures.command import add_arguments
from toguna.figures.documents.document import Limits
from toguna.figures.judging import Verdict

LANGUAGES = ("fr", "en")


def page(language: str) -> str:
    return (ROOT / "docs" / "handbook" / f"figures.{language}.md").read_text(encoding="utf-8")


def commands(language: str) -> list[list[str]]:
    """Every command of the page, in words, without `toguna figures`."""
    blocks = re.findall(r"```sh\n(.+?)```", page(language), re.DOTALL)
    return [shlex.split(line)[2:] for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_page_is_accepted(language: str) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_arguments(parser)
    assert len(commands(language)) > 3
    for words in commands(language):
        assert parser.parse_args(words).act == "check"


def test_both_languages_have_the_same_sections_and_rows() -> None:
    french, english = (page(language) for language in LANGUAGES)
    for mark in ("\n## ", "\n|", "\n- ", "`"):
        assert french.count(mark) == english.count(mark), mark


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_the_json_is_told_and_no_other(language: str) -> None:
    told = {row.split("|")[1].strip(): row for row in page(language).splitlines() if row.startswith("| `")}
    report = sensitised().to_dict()
    fields = {name for cell in told for name in re.findall(r"`(\w+)`", cell)} - {"0", "1", "2"}
    assert fields == set(report) | {"file", "format", "pages", "notes", "error"}
    for name, examples in (
        ("claims", report["claims"]),
        ("relations", report["relations"]),
        ("malformed", report["malformed"]),
    ):
        named = set(re.findall(r"`(\w+)`", told[f"`{name}`"].split("|")[2])) - {
            "text",
            "count",
            "percent",
            "error",
            "warning",
        }
        assert named == set(examples[0]), name
    assert {f"`{verdict}`" for verdict in Verdict} <= set(re.findall(r"`[a-z_]+`", page(language)))


def test_the_limits_are_those_of_the_code() -> None:
    limits = Limits()
    assert (limits.file_bytes, limits.text_characters, limits.unpacked_bytes) == (20_000_000, 5_000_000, 30_000_000)
    assert (limits.pages, limits.seconds) == (1_000, 30)
    for said in ("20 Mo", "5 millions", "30 Mo", "1 000", "30 secondes"):
        assert f"| {said}" in page("fr").replace("\u202f", " ")
