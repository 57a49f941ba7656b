"""What users and newcomers are told is what the program does: README, glossary and handbook are read here."""

import re
import shlex
from collections.abc import Collection, Iterator
from enum import StrEnum
from html import unescape
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from tests.house.source import PACKAGE, ROOT
from toguna.publish.tables import COLUMNS
from toguna.rules.advocacy import InitiativeState, Rung
from toguna.rules.attendance import StakeholderGroup
from toguna.rules.budgets import BudgetKind, BudgetStatus, TransactionKind
from toguna.rules.classifications import ClassificationKind
from toguna.rules.comparisons import Reason
from toguna.rules.conditions import Basis, FactKind
from toguna.rules.counts import Count, DimensionName
from toguna.rules.periods import PeriodKind
from toguna.rules.policy_texts import PolicyStage
from toguna.rules.quality import AssessmentState
from toguna.rules.quality_questions import Standard
from toguna.rules.records import Act, RecordState
from toguna.rules.replies import ReplyState, ReplyWay
from toguna.rules.roles import PERMISSIONS, Role
from toguna.rules.scores import Band
from toguna.rules.sub_awards import AcquittalState, AwardState
from toguna.store.activities.models import KINDS as ACTIVITY_KINDS
from toguna.store.activities.models import STATUSES as ACTIVITY_STATUSES
from toguna.store.organisations.models import KINDS as ORGANISATION_KINDS
from toguna.store.programmes.models import ROLES as ORGANISATION_ROLES
from toguna.store.results.models import MEASURES, RESULT_TYPES
from toguna.store.results.models import STATUSES as OUTCOME_STATUSES
from tools.messages import messages_under
from tools.translations import catalogue_path

GLOSSARY = ROOT / "docs" / "glossary.md"
HANDBOOK = ROOT / "docs" / "handbook"
LANGUAGES = ("fr", "en")
PAGES = ("install", "collect", "review", "publish")
# The codes that a section of the glossary must give: every one, and no other.
VOCABULARIES: dict[str, Collection[str] | type[StrEnum]] = {
    "Roles": Role,
    "States of a record": RecordState,
    "States of a reply": ReplyState,
    "Ways of a reply": ReplyWay,
    "Acts on a record": Act,
    "Kinds of fact": FactKind,
    "Bases of a quantity": Basis,
    "What an indicator counts": Count,
    "Dimensions": DimensionName,
    "Kinds of period": PeriodKind,
    "States of an assessment": AssessmentState,
    "Standards of data quality": Standard,
    "Stakeholder groups": StakeholderGroup,
    "Kinds of activity": ACTIVITY_KINDS,
    "States of an activity": ACTIVITY_STATUSES,
    "Kinds of organisation": ORGANISATION_KINDS,
    "Parts of an organisation in a programme": ORGANISATION_ROLES,
    "Kinds of result": RESULT_TYPES,
    "Measures of an indicator": MEASURES,
    "Status of an outcome": OUTCOME_STATUSES,
    "States of an initiative": InitiativeState,
    "Rungs of the ladder of outcomes": Rung,
    "Stages of a policy text": PolicyStage,
    "States of a sub-award": AwardState,
    "States of an acquittal": AcquittalState,
    "Kinds of transaction": TransactionKind,
    "Kinds and states of a year's budget": [*BudgetKind, *BudgetStatus],
    "Kinds of classification": ClassificationKind,
    "Words for a score": Band,
    "Why an indicator is not compared": Reason,
}


def rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every row of every table of a document, with the heading it stands under."""
    heading = ""
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|") and not set(line) <= set("|- "):
            yield heading, [cell.strip() for cell in line.strip("|").split("|")]


def codes(text: str) -> set[str]:
    """What stands in backquotes on a line."""
    return set(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text))


def handbook_pages() -> list[Path]:
    """The pages for users, in both languages."""
    return [HANDBOOK / f"{page}.{language}.md" for page in PAGES for language in LANGUAGES]


def models() -> set[str]:
    """Every noun that the database keeps, as app.Model."""
    return {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("toguna.store.")
    }


def glossary_terms() -> list[list[str]]:
    """The rows of the glossary, without the heads of its tables."""
    return [cells for _heading, cells in rows(GLOSSARY) if cells[:2] != ["English", "French"]]


def test_every_noun_of_the_store_is_in_the_glossary_and_no_other() -> None:
    named = {code for cells in glossary_terms() for code in codes(cells[2]) if re.fullmatch(r"[a-z]+\.[A-Z]\w+", code)}
    assert len(models()) > 20
    assert named == models()


def test_a_noun_of_the_store_is_explained_in_plain_words() -> None:
    explained = {(code, cells[0].lower()) for cells in glossary_terms() for code in codes(cells[2])}
    unexplained = {
        name
        for name in models()
        if not any(code == name and plain_words(name) in english for code, english in explained)
    }
    assert unexplained == set()


def plain_words(model: str) -> str:
    """`fieldwork.RecordVersion` as people say it: record version."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", model.partition(".")[2]).lower()


@pytest.mark.parametrize("heading", VOCABULARIES)
def test_every_code_is_in_the_glossary_and_no_other(heading: str) -> None:
    given = {code for found, cells in rows(GLOSSARY) if found == heading for code in codes(cells[2])}
    assert given == set(VOCABULARIES[heading])


def test_every_term_of_the_glossary_has_its_french() -> None:
    terms = glossary_terms()
    assert len(terms) > 100
    assert [cells for cells in terms if len(cells) != 5 or not cells[0] or not cells[1]] == []


def settings_read() -> dict[str, str | None]:
    """Every environment variable that the program reads, with its default where it is written out."""
    sources = [path.read_text() for path in PACKAGE.rglob("*.py")]
    found: dict[str, str | None] = dict.fromkeys(
        name for text in sources for name in re.findall(r"\bTOGUNA_[A-Z][A-Z_]*\b", text)
    )
    settings = (PACKAGE / "config" / "settings.py").read_text()
    for secret in re.findall(r'kept_secret\("([a-z-]+)"\)', settings):
        found["TOGUNA_" + secret.upper().replace("-", "_")] = None
    found |= dict(re.findall(r'environ\.get\(\s*"(TOGUNA_[A-Z_]+)",\s*"([^"]*)"', settings))
    yes_or_no = re.findall(r'flag\("(TOGUNA_[A-Z_]+)", (True|False)\)', settings)
    return found | {name: "yes" if value == "True" else "no" for name, value in yes_or_no} | {"DATABASE_URL": None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_in_the_handbook_with_its_default(language: str) -> None:
    path = HANDBOOK / f"install.{language}.md"
    told = {next(iter(codes(cells[0]))): cells[1] for _heading, cells in rows(path) if cells[0].startswith("`")}
    read = settings_read()
    assert len(read) > 8
    assert set(told) == set(read)
    for name, default in read.items():
        assert default is None or f"`{default}`" == told[name], name


def commands_in(path: Path) -> Iterator[list[str]]:
    """Every line of a `sh` block of a document that calls `toguna`, in words."""
    for block in re.findall(r"```sh\n(.+?)```", path.read_text(), re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0].endswith("toguna"):
                yield words[1:]


def our_commands() -> set[str]:
    """The commands that `toguna` adds to Django's or changes."""
    return {name for name, app in get_commands().items() if str(app).startswith("toguna.")}


@pytest.mark.parametrize("path", handbook_pages(), ids=lambda path: path.name)
def test_every_command_in_the_handbook_is_accepted(path: Path) -> None:
    for name, *arguments in commands_in(path):
        assert name in our_commands(), f"toguna {name}"
        parser = load_command_class(get_commands()[name], name).create_parser("toguna", name)
        try:
            parser.parse_args(arguments)
        except CommandError as error:
            pytest.fail(f"toguna {name} {' '.join(arguments)}: {error}")


def test_every_command_named_anywhere_in_the_documents_exists() -> None:
    named = {
        (path.name, name)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for name in re.findall(r"`(?:\.venv/bin/)?toguna ([a-z]+)", path.read_text())
    }
    assert len(named) > 3
    assert {(page, name) for page, name in named if name not in our_commands()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_shows_every_command_that_installers_and_reviewers_need(language: str) -> None:
    shown = {words[0] for page in PAGES for words in commands_in(HANDBOOK / f"{page}.{language}.md")}
    assert our_commands() - {"demo"} <= shown


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_show_the_same_commands_and_sections(page: str) -> None:
    french, english = (HANDBOOK / f"{page}.{language}.md" for language in LANGUAGES)
    assert [words[:2] for words in commands_in(french)] == [words[:2] for words in commands_in(english)]
    assert french.read_text().count("\n## ") == english.read_text().count("\n## ")
    assert len(list(rows(french))) == len(list(rows(english)))


def names_of_pages_and_buttons(page: str, language: str) -> list[str]:
    """What the handbook sets in bold: the words of a page, a heading or a button, as they stand on the screen."""
    text = (HANDBOOK / f"{page}.{language}.md").read_text()
    return [" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_and_button_in_the_handbook_is_on_the_desk(page: str) -> None:
    on_the_desk = {unescape(message.text) for message in messages_under(PACKAGE / "web")}
    assert [name for name in names_of_pages_and_buttons(page, "fr") if name not in on_the_desk] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_english_handbook_says_what_the_english_desk_says(page: str) -> None:
    translated = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue_path("en")))}
    french, english = (names_of_pages_and_buttons(page, language) for language in LANGUAGES)
    assert french
    pairs = list(zip(french, english, strict=True))
    # A name that nobody has translated yet fails the check of the catalogues, not this one.
    assert [(one, other, translated[one]) for one, other in pairs if translated.get(one, "") not in ("", other)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_file_of_an_edition_is_explained(language: str) -> None:
    path = HANDBOOK / f"publish.{language}.md"
    columns = {code for heading, cells in rows(path) if "cells.csv" in heading for code in codes(cells[0])}
    assert columns == set(COLUMNS)
    files = re.findall(r'PublishedFile\("([^"]+)"', (PACKAGE / "publish" / "files.py").read_text())
    assert len(files) > 3
    assert set(files) <= codes(path.read_text())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_to_a_phone_is_explained(language: str) -> None:
    views = "".join(path.read_text() for path in (PACKAGE / "web" / "openrosa").glob("*.py"))
    given = set(re.findall(r"status=(\d{3})", views)) | set(re.findall(r": (4\d\d),", views)) - {"204"}
    told = {cells[0] for _heading, cells in rows(HANDBOOK / f"collect.{language}.md")}
    assert {"201", "202"} <= given
    assert given - {"204", "200"} <= told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_describes_every_role(language: str) -> None:
    heading = {"fr": "Qui peut quoi", "en": "Who may do what"}[language]
    column = {"fr": 1, "en": 0}[language]
    words = {cells[column] for found, cells in rows(GLOSSARY) if found == "Roles" and "`" in cells[2]}
    described = {cells[0] for found, cells in rows(HANDBOOK / f"review.{language}.md") if found == heading}
    assert len(words) == len(PERMISSIONS)
    assert words <= described


def test_the_readme_names_the_two_commands_and_says_what_is_fictional() -> None:
    text = (ROOT / "README.md").read_text()
    for said in ("make run", "make test", "fictional", "En français", "Not built yet", "Apache-2.0"):
        assert said in text


def test_every_picture_in_the_documents_is_there_and_described() -> None:
    pictures = 0
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        text = path.read_text()
        shown = [(source, alt) for alt, source in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)]
        shown += re.findall(r'<img src="([^"]+)" alt="([^"]*)"', text)
        for source, alt in shown:
            pictures += 1
            assert alt, f"{path.name}: {source} has no description"
            assert (path.parent / source).exists(), f"{path.name} shows {source}"
    assert pictures > 3
