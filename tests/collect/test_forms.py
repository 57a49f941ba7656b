"""The shipped forms: one source, and what phones and people get from it."""

import io
import os
import shutil
import subprocess
import sys

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from toguna.collect import choices
from toguna.collect.attendance_answers import PARTICIPANT_FIELDS, SHEET_FIELDS, UNNAMED_FIELDS
from toguna.collect.forms import (
    ATTENDANCE_FORM_ID,
    attendance_tables,
    attendance_version,
    attendance_xform,
    attendance_xlsx,
)

XFORMS = "{http://www.w3.org/2002/xforms}"


def survey() -> list[dict[str, str]]:
    heading, *rows = attendance_tables()["survey"]
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_form_is_the_one_that_submissions_name() -> None:
    root = etree.fromstring(attendance_xform()).find(f".//{XFORMS}instance/{XFORMS}data")
    assert (root.get("id"), root.get("version")) == (ATTENDANCE_FORM_ID, attendance_version())


def test_the_form_is_the_same_bytes_in_every_process() -> None:
    # Phones replace a form whose MD5 has changed, so the order of a set must never decide a byte.
    program = "import sys; from toguna.collect.forms import attendance_xform as f; sys.stdout.buffer.write(f())"
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=env)
        assert other.stdout == attendance_xform()


def test_the_workbook_that_people_download_makes_the_same_form() -> None:
    assert convert(attendance_xlsx(), file_type=".xlsx", form_name="data").xform.encode() == attendance_xform()


def test_the_downloaded_workbook_opens_with_its_three_sheets() -> None:
    assert load_workbook(io.BytesIO(attendance_xlsx())).sheetnames == ["survey", "choices", "settings"]


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
def test_odk_validate_accepts_the_form() -> None:
    assert convert(attendance_xlsx(), file_type=".xlsx", form_name="data", validate=True).warnings == []


def test_every_question_is_asked_in_french_and_english() -> None:
    asked = [row for row in survey() if row["type"] not in ("start", "end", "end_repeat")]
    for row in asked:
        for text in ("label", "hint", "required_message", "constraint_message"):
            french, english = row[f"{text}::Français (fr)"], row[f"{text}::English (en)"]
            assert bool(french) == bool(english), row["name"]
        assert row["label::Français (fr)"], row["name"]
        assert bool(row["required"]) == bool(row["required_message::Français (fr)"]), row["name"]
        assert bool(row["constraint"]) == bool(row["constraint_message::Français (fr)"]), row["name"]


def test_a_name_is_only_asked_of_a_person_who_agrees() -> None:
    relevant = {row["name"]: row["relevant"] for row in survey()}
    assert relevant["name"] == relevant["phone"] == "${consent} = 'yes'"


def test_the_form_asks_exactly_what_the_reader_reads() -> None:
    fields: dict[str, list[str]] = {"": []}
    group = ""
    for row in survey():
        if row["type"] == "begin_repeat":
            group = row["name"]
            fields[group] = []
        elif row["type"] == "end_repeat":
            group = ""
        # A point and a note are for people; the reading of a sheet takes nothing from them.
        elif row["type"] not in ("start", "end", "geopoint", "note"):
            fields[group].append(row["name"])
    assert {name: sorted(names) for name, names in fields.items()} == {
        "": sorted(SHEET_FIELDS),
        "participant": sorted(PARTICIPANT_FIELDS),
        "unnamed": sorted(UNNAMED_FIELDS),
    }


@pytest.mark.parametrize(
    "listed",
    [
        choices.PLAN,
        choices.HALF_DAY,
        choices.YES_NO,
        choices.YES_NO_UNKNOWN,
        choices.SEX,
        choices.STAKEHOLDER_GROUP,
        choices.AGE_BAND,
        choices.BASIS,
    ],
    ids=lambda listed: listed.name,
)
def test_phones_and_workbooks_offer_the_same_choices_in_the_same_words(listed: choices.ChoiceList) -> None:
    offered = [row[1:] for row in attendance_tables()["choices"] if row[0] == listed.name]
    assert offered == [[one.code, one.french, one.english] for one in listed.choices.values()]
