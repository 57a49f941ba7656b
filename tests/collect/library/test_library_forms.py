"""The forms of the library: one source each, complete in both languages, and asking exactly what is read."""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from toguna.collect import choices
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.forms import (
    library_form_ids,
    library_settings,
    library_tables,
    library_title,
    library_version,
    library_xform,
    library_xlsx,
)
from toguna.collect.library import LIBRARY
from toguna.collect.questions import Question, questions_of

XFORMS = "{http://www.w3.org/2002/xforms}"
FORM_IDS = library_form_ids()
FRENCH, ENGLISH = "Français (fr)", "English (en)"
UNWORDED = ("start", "end", "end_repeat", "end_group", "calculate")
# Kept with the record and shown with it; nothing is counted or checked from these.
ONLY_KEPT = {
    "evenement_public": {"event_kind_other", "starts_at", "language_other", "certificate", "photo", "is_broadcast"},
    "distribution": {"receipt"},
    "forum_dialogue": {"forum_type", "agenda", "minutes"},
    "test_avant_apres": {"sensitive_note", "has_names"},
    "cinq_perspectives": {"one_each", "budget_year"},
    "suivi_groupe": {"in_list", "has_money", "has_finance", "finance/source", "deed"},
    "profil_organisation": {"in_list", "acronym", "level", "topics", "contact_phone", "contact_email", "registration"},
    "temoignage": {"consent_note", "consent_form"},
}
KEPT_BY_ALL = {"start", "end", "venue", "venue_point", "remarks", "has_area", "has_recipients", "has_resolutions"}


def survey(form_id: str) -> list[dict[str, str]]:
    heading, *rows = library_tables(form_id)["survey"]
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_the_form_is_converted_without_a_warning(form_id: str) -> None:
    assert convert(library_xlsx(form_id), file_type=".xlsx", form_name="data").warnings == []


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize("form_id", LIBRARY)
def test_odk_validate_accepts_the_form(form_id: str) -> None:
    assert convert(library_xlsx(form_id), file_type=".xlsx", form_name="data", validate=True).warnings == []


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_the_workbook_that_people_download_makes_the_same_form(form_id: str) -> None:
    assert convert(library_xlsx(form_id), file_type=".xlsx", form_name="data").xform.encode() == library_xform(form_id)
    assert load_workbook(io.BytesIO(library_xlsx(form_id))).sheetnames == ["survey", "choices", "settings"]


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_the_form_is_the_one_that_submissions_name(form_id: str) -> None:
    root = etree.fromstring(library_xform(form_id)).find(f".//{XFORMS}instance/{XFORMS}data")
    assert (root.get("id"), root.get("version")) == (form_id, library_version(form_id))


def test_every_form_is_the_same_bytes_in_every_process() -> None:
    # Phones replace a form whose MD5 has changed, so the order of a set must never decide a byte.
    program = (
        "import sys; from toguna.collect.forms import library_form_ids, library_xform as xform; "
        "sys.stdout.buffer.write(b''.join(xform(one) for one in library_form_ids()))"
    )
    expected = b"".join(library_xform(form_id) for form_id in FORM_IDS)
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        assert (
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=env).stdout == expected
        )


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_question_and_choice_is_in_french_and_english(form_id: str) -> None:
    for row in survey(form_id):
        for text in ("label", "hint", "required_message", "constraint_message"):
            words = [row.get(f"{text}::{language}", "") for language in (FRENCH, ENGLISH)]
            assert bool(words[0]) == bool(words[1]), (row["name"], text)
        if row["type"] not in UNWORDED:
            assert row[f"label::{FRENCH}"], row["name"]
        assert bool(row.get("required")) == bool(row.get(f"required_message::{FRENCH}")), row["name"]
        assert bool(row.get("constraint")) == bool(row.get(f"constraint_message::{FRENCH}")), row["name"]
    for name, code, french, english in library_tables(form_id)["choices"][1:]:
        assert all((name, code, french, english)), (name, code)
    title = library_title(form_id)
    assert title["fr"] == library_settings(form_id)["form_title"] != title["en"]


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_what_phones_show_is_in_both_languages(form_id: str) -> None:
    form = questions_of(library_xform(form_id))
    worded = [question for question in form.walk() if question.kind != "calculate"]
    assert {question.path for question in worded if set(question.label) != {"fr", "en"}} == set()
    offered = [choice for question in worded for choice in question.choices]
    assert offered
    assert [choice.name for choice in offered if set(choice.label) != {"fr", "en"}] == []


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_condition_names_only_questions_that_are_asked_before_it(form_id: str) -> None:
    asked: set[str] = set()
    for row in survey(form_id):
        for column in ("relevant", "calculation", "constraint", "trigger"):
            named = set(re.findall(r"\$\{(\w+)\}", row.get(column, "")))
            assert named <= asked, (row["name"], column, named - asked)
        asked.add(row["name"])


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_no_code_is_longer_than_a_unit_may_be(form_id: str) -> None:
    # Kinds of event and of material become units of facts, of which the database keeps twenty letters.
    codes = [row[1] for row in library_tables(form_id)["choices"][1:] if row[0] in ("event_kind", "material", "taker")]
    assert all(len(f"{code}_stock") <= 20 for code in codes)


@pytest.mark.parametrize("form_id", FORM_IDS)
@pytest.mark.parametrize(
    "listed",
    [choices.PLAN, choices.YES_NO, choices.YES_NO_UNKNOWN, choices.SEX, choices.STAKEHOLDER_GROUP, choices.AGE_BAND,
     choices.BASIS],
    ids=lambda listed: listed.name,
)  # fmt: skip
def test_shared_choices_are_offered_in_the_same_words(form_id: str, listed: choices.ChoiceList) -> None:
    offered = [row[1:] for row in library_tables(form_id)["choices"] if row[0] == listed.name]
    assert offered in ([], [[one.code, one.french, one.english] for one in listed.choices.values()])


def test_every_form_but_the_attendance_sheet_is_read_by_the_library() -> None:
    assert {"fiche_presence", *LIBRARY} == set(FORM_IDS)
    assert len({form.mapping for form in LIBRARY.values()}) == len(LIBRARY)


@pytest.mark.parametrize("form_id", LIBRARY)
def test_what_names_a_person_is_asked_by_the_form(form_id: str) -> None:
    form = questions_of(library_xform(form_id))
    assert {path for path in LIBRARY[form_id].personal if form.at(path) is None} == set()


class Noted(dict[str, Any]):
    """Answers that remember which of them were asked for."""

    def __init__(self, answers: dict[str, Any], inside: str, seen: set[str]) -> None:
        super().__init__(answers)
        self.inside, self.seen = inside, seen

    def get(self, name: str, default: Any = None) -> Any:
        self.seen.add(f"{self.inside}{name}")
        return super().get(name, default)


def noted(questions: tuple[Question, ...], inside: str, seen: set[str]) -> Noted:
    """An answer to every question, so that no line is empty and every branch is read."""
    answers: dict[str, Any] = {}
    for question in questions:
        if question.kind == "repeat":
            answers[question.name] = [noted(question.children, f"{question.path}/", seen)]
        else:
            answers[question.name] = question.choices[0].name if question.choices else "1"
    return Noted(answers, inside, seen)


def asked_for(form_id: str) -> Iterator[str]:
    return (one.path for one in questions_of(library_xform(form_id)).walk())


@pytest.mark.parametrize("form_id", LIBRARY)
def test_the_form_asks_exactly_what_the_reading_reads(form_id: str) -> None:
    seen: set[str] = set()
    LIBRARY[form_id].read(AnswerTree(noted(questions_of(library_xform(form_id)).questions, "", seen)))
    asked = set(asked_for(form_id))
    # Every record has these in one shape, whether or not its form asks them.
    everywhere = {"plan", "activity_code", "activity_title", "session", "held_on", "end_on", "commune"}
    assert seen - everywhere <= asked
    assert asked - seen - KEPT_BY_ALL == ONLY_KEPT[form_id]


def test_a_name_is_only_asked_of_a_person_who_agrees() -> None:
    relevant = {row["name"]: row["relevant"] for row in survey("test_avant_apres")}
    assert "${consent} = 'yes'" in relevant["name"]
    relevant = {row["name"]: row["relevant"] for row in survey("temoignage")}
    of_the_person = LIBRARY["temoignage"].personal
    assert all("${consent_scope} != 'refused'" in relevant[name] for name in of_the_person)
    for name in ("name", "photo"):
        assert "${consent_scope} = 'public_with_name'" in relevant[name]


def test_a_sensitive_subject_puts_numbers_in_the_place_of_names() -> None:
    rows = {row["name"]: row for row in survey("test_avant_apres")}
    assert "sensitive = 'yes', 'no', 'yes'" in rows["has_names"]["calculation"]
    assert rows["has_names"]["trigger"] == "${activity_code}"
