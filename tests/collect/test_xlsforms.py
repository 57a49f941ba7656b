"""Forms that somebody else wrote: converted, or told what is wrong, in which cell, in words they can act on."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from toguna.collect.form_changes import changes_between
from toguna.collect.form_files import files_wanted, with_version
from toguna.collect.forms import library_form_ids, library_xform, library_xlsx
from toguna.collect.questions import questions_of
from toguna.collect.workbooks import save_workbook
from toguna.collect.xlsforms import MOST_BYTES, read_form_file
from toguna.rules.findings import Severity

SETTINGS = "| settings |\n| | form_title | form_id | version |\n| | Visite (fictive) | visite | 1 |\n"
HEAD = "| survey |\n| | type | name | label |\n"
CHOICES = "| choices |\n| | list_name | name | label |\n| | oui_non | oui | Oui |\n| | oui_non | non | Non |\n"


def form(*rows: str, choices: str = CHOICES, head: str = HEAD, settings: str = SETTINGS) -> bytes:
    """An XLSForm as a Markdown table."""
    return (head + "".join(f"| | {row} |\n" for row in rows) + choices + settings).encode()


def told(payload: bytes) -> list[tuple[str, str]]:
    """Where something is wrong, and what."""
    return [
        (finding.where, finding.code)
        for finding in read_form_file(payload).findings
        if finding.severity is Severity.ERROR
    ]


def workbook(**sheets: list[list[object]]) -> bytes:
    """An XLSForm as a workbook."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return save_workbook(book)


def test_a_form_of_ones_own_becomes_an_xform() -> None:
    read = read_form_file(form("text | lieu | Où ?", "select_one oui_non | accord | D'accord ?"))
    assert read.is_whole
    assert (read.form_id, read.version, read.title) == ("visite", "1", {"fr": "Visite (fictive)"})
    assert [question.path for question in read.questions.walk()] == ["lieu", "accord"]


@pytest.mark.parametrize(
    ("rows", "where", "code"),
    [
        (["text | lieu | Où ?", "txt | quoi | Quoi ?"], "survey!A3", "unknown-type"),
        (["text | lieu | Où ?", "integer | lieu | Encore ?"], "survey!B3", "name-twice"),
        (["select_one villages | v | Quel village ?"], "survey!A2", "list-missing"),
        (["text | lieu | Est-ce ${village} ?"], "survey!C2", "reference-unknown"),
        (["text | lieu | Est-ce ${village ?"], "survey!C2", "reference-unfinished"),
        (["text | lieu |  "], "survey!C2", "label-missing"),
        (["text |  | Où ?"], "survey!B2", "name-missing"),
        ([" | lieu | Où ?"], "survey!A2", "type-missing"),
        (["text | le lieu | Où ?"], "survey!B2", "name-not-allowed"),
        (["begin_group | g | Un groupe", "text | lieu | Où ?"], "survey!A2", "not-ended"),
        (["text | lieu | Où ?", "end_repeat | | "], "survey!A3", "not-begun"),
        (["select_one_from_file villages | v | Quel village ?"], "survey!A2", "file-without-ending"),
    ],
)
def test_a_fault_is_told_with_its_cell(rows: list[str], where: str, code: str) -> None:
    assert told(form(*rows)) == [(where, code)]


def test_every_fault_is_told_at_once_and_the_converters_own_words_with_it() -> None:
    payload = form(
        "txt | a | A",
        "select_one villages | b | B",
        "select_one oui_non | b | Encore B",
        "text | c d | C",
        "integer | e | Est-ce ${z} ?",
    )
    assert sorted(told(payload)) == [
        ("survey!A2", "unknown-type"),
        ("survey!A3", "list-missing"),
        ("survey!B4", "name-twice"),
        ("survey!B5", "name-not-allowed"),
        ("survey!C6", "reference-unknown"),
    ]
    first = next(one for one in read_form_file(payload).findings if one.code == "unknown-type")
    assert first.text().startswith("Le type « txt » n'existe pas.")
    assert first.values["original"] == "Unknown question type 'txt'."


def test_a_row_set_aside_raises_no_fault_of_its_own() -> None:
    """What refers to a question at fault is right."""
    head = "| survey |\n| | type | name | label | relevant |\n"
    payload = form("txt | age | Âge |  ", "text | metier | Métier | ${age} > 15", head=head)
    assert told(payload) == [("survey!A2", "unknown-type")]


def test_choices_are_looked_at_too() -> None:
    choices = CHOICES + "| | oui_non | oui | Encore oui |\n| | oui_non | | Sans nom |\n| | oui_non | peut etre | P |\n"
    assert sorted(told(form("select_multiple oui_non | q | Q", choices=choices))) == [
        ("choices!B4", "choice-twice"),
        ("choices!B5", "choice-without-name"),
        ("choices!B6", "choice-with-space"),
    ]
    assert told(form("select_one oui_non | q | Q", choices="")) == [("choices", "choices-missing")]


def test_a_formula_that_no_phone_can_read_is_told_though_the_converter_lets_it_pass() -> None:
    head = "| survey |\n| | type | name | label | constraint |\n"
    payload = form("begin_group | g | G |  ", "integer | n | Combien ? | . >> 3", "end_group | | | ", head=head)
    assert told(payload) == [("survey!D3", "formula-bad")]


def test_the_column_is_the_one_of_the_workbook_even_past_empty_ones() -> None:
    payload = workbook(
        survey=[["type", None, "name", "label::Français (fr)"], ["text", None, "lieu", "Est-ce ${village} ?"]],
        settings=[["form_title", "form_id", "version"], ["Visite (fictive)", "visite", "1"]],
    )
    assert told(payload) == [("survey!D2", "reference-unknown")]


def test_warnings_do_not_stop_a_form() -> None:
    read = read_form_file(form("begin_repeat | r |  ", "text | lieu | Où ?", "end_repeat | | "))
    assert [(one.severity, one.where, one.code) for one in read.findings] == [
        (Severity.WARNING, "survey!C2", "repeat-without-label")
    ]
    assert read.is_whole


def test_a_language_that_lacks_words_is_told() -> None:
    head = "| survey |\n| | type | name | label | label::English (en) | hint |\n"
    payload = form("text | lieu | Où ? |  | Le village", head=head)
    (warned,) = read_form_file(payload).findings
    assert warned.text() == "Il manque dans la langue « English (en) » : hint (feuille survey)."


def test_a_title_is_read_in_every_language() -> None:
    settings = (
        "| settings |\n| | form_title | form_title::English (en) | form_id | version |\n"
        "| | Visite (fictive) | Visit (fictional) | visite | 1 |\n"
    )
    read = read_form_file(form("text | lieu | Où ?", settings=settings))
    assert read.title == {"fr": "Visite (fictive)", "en": "Visit (fictional)"}
    assert read.is_whole


def test_a_form_without_id_or_version_takes_what_it_is_given() -> None:
    settings = "| settings |\n| | form_title |\n| | Visite (fictive) |\n"
    payload = form("text | lieu | Où ?", settings=settings)
    assert ("settings", "id-missing") in told(payload)
    read = read_form_file(payload, fallback_id="visite", fallback_version="2026112214")
    assert (read.is_whole, read.form_id, read.version) == (True, "visite", "2026112214")
    assert questions_of(read.xform).version == "2026112214"
    assert [one.code for one in read.findings] == ["version-given"]


@pytest.mark.parametrize("bad", ["visite/2", "visite 2", "visite.xml", "v" * 61])
def test_an_id_that_no_address_can_hold_is_refused(bad: str) -> None:
    assert ("settings", "id-bad") in told(form("text | lieu | Où ?", settings=SETTINGS.replace("visite ", f"{bad} ")))


def test_the_forms_of_the_library_are_read_as_anybody_would_send_them_back() -> None:
    for form_id in library_form_ids():
        read = read_form_file(library_xlsx(form_id))
        assert (read.form_id, read.findings) == (form_id, ())
        assert [one.path for one in read.questions.walk()] == [
            one.path for one in questions_of(library_xform(form_id)).walk()
        ]


def test_an_xform_is_taken_as_it_is() -> None:
    read = read_form_file(library_xform("distribution"))
    assert read.is_whole
    assert (read.form_id, read.xform, read.xlsform) == ("distribution", library_xform("distribution"), None)


def bomb() -> bytes:
    """A small archive that would unpack to more than is read."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * 80_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"hello",
        b"PK\x03\x04 cut short",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short",
        b"<html/>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        b"| survey |",
        b"| survey |\n| settings |\n| | form_id |\n| | x |",
        bytes(range(256)) * 10,
        b"<" + b" " * MOST_BYTES,
    ],
)
def test_a_file_that_is_no_form_is_one_kind_answer(payload: bytes) -> None:
    read = read_form_file(payload)
    assert not read.is_whole
    assert read.xform == b""
    assert read.findings[0].text().endswith(".")


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    (only,) = read_form_file(bomb()).findings
    assert (only.code, only.severity) == ("too-large", Severity.ERROR)


def test_a_form_names_the_files_it_wants() -> None:
    head = "| survey |\n| | type | name | label | media::image |\n"
    rows = ("select_one_from_file communes.csv | c | Commune ? |  ", "note | carte | La carte | carte.png")
    xform = read_form_file(form(*rows, head=head)).xform
    assert {(file.name, file.kind) for file in files_wanted(xform)} == {
        ("communes.csv", "file"),
        ("carte.png", "image"),
    }


def test_a_file_outside_its_folder_is_refused() -> None:
    found = told(form("select_one_from_file ../communes.csv | c | Commune ?"))
    assert found
    assert found[0][0].startswith("survey")


def test_a_form_under_another_version_is_the_same_form() -> None:
    before = read_form_file(form("text | lieu | Où ?")).questions
    after = questions_of(with_version(read_form_file(form("text | lieu | Où ?")).xform, "2"))
    assert (after.version, after.questions) == ("2", before.questions)


def test_what_a_new_version_changes_is_said_question_by_question() -> None:
    before = read_form_file(form("text | lieu | Où ?", "integer | age | Âge ?", "select_one oui_non | q | Q")).questions
    choices = CHOICES.replace("| non | Non |", "| ne_sait_pas | Ne sait pas |")
    rows = (
        "text | lieu | À quel endroit ?",
        "text | age | Âge ?",
        "select_one oui_non | q | Q",
        "date | jour | Jour ?",
    )
    after = read_form_file(form(*rows, choices=choices)).questions
    told_of = [(one.kind, one.path, one.before, one.after) for one in changes_between(before, after)]
    assert told_of == [
        ("reworded", "lieu", "Où ?", "À quel endroit ?"),
        ("retyped", "age", "integer", "text"),
        ("choices", "q", "non", "ne_sait_pas"),
        ("added", "jour", "", "date"),
    ]
    gone = changes_between(after, before)[0]
    assert (gone.kind, gone.path) == ("removed", "jour")


def test_a_long_form_is_told_its_first_faults_and_that_others_may_follow() -> None:
    rows = [f"{'txt' if number < 10 else 'text'} | q{number} | Question {number}" for number in range(5000)]
    found = read_form_file(form(*rows)).findings
    assert [one.where for one in found] == ["survey!A2", "survey!A3", "survey!A4", ""]
    assert found[-1].code == "others-left"
