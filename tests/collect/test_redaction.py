"""One person taken out of kept bytes, and everything else left as it was."""

import json
from dataclasses import replace

import pytest
from openpyxl.comments import Comment

from tests.collect.books import changed
from tests.collect.sheets import A_SHEET
from toguna.collect.attendance_json import from_json, to_json
from toguna.collect.attendance_workbook import read_attendance_workbook, write_attendance_workbook
from toguna.collect.redaction import (
    Traces,
    blank_in_json,
    blank_in_submission,
    blank_in_text,
    blank_in_workbook,
)
from toguna.collect.workbooks import open_workbook
from toguna.collect.xml_submission import read_attendance, write_submission
from toguna.rules.attendance import Participant

AWA = A_SHEET.participants[0]
NAMESAKE = Participant(line=3, name="Awa Diallo-Test", phone="+000 71 11 11 11", consent=True)
SHEET = replace(
    A_SHEET,
    participants=(*A_SHEET.participants, NAMESAKE),
    remarks="Vu Awa Diallo-Test (70 00 00 00).\nPas Awa Diallo-Testament.",
)
TRACES = Traces(frozenset({AWA.name}), frozenset({AWA.phone, "70000000"}))
# What a reader finds afterwards: the line is there with all that is counted, and names nobody.
WITHOUT_AWA = replace(
    SHEET,
    participants=(replace(AWA, name=None, phone=None), *SHEET.participants[1:]),
    remarks="Vu … (…).\nPas Awa Diallo-Testament.",
)


def test_a_phone_submission_loses_the_name_and_keeps_the_seat_and_the_namesake():
    blanked = blank_in_submission(write_submission(SHEET, instance_id="uuid:1"), {1}, TRACES)
    assert read_attendance(blanked)[0] == WITHOUT_AWA
    assert AWA.phone.encode() not in blanked


def test_a_name_in_a_question_that_we_do_not_know_goes_too():
    sent = write_submission(SHEET, instance_id="uuid:1")
    sent = sent.replace(b"</data>", b"<meta2><instanceName>Fiche de awa DIALLO-TEST</instanceName></meta2></data>")
    assert "Fiche de …" in blank_in_submission(sent, {1}, TRACES).decode()


def test_a_desk_sheet_loses_the_name_and_stays_canonical():
    blanked = blank_in_json(to_json(SHEET), {1}, TRACES)
    assert from_json(blanked)[0] == WITHOUT_AWA
    assert (
        blanked == json.dumps(json.loads(blanked), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )


def test_a_workbook_loses_the_name_on_the_lines_of_that_sheet_only():
    book = write_attendance_workbook([("1", SHEET), ("2", SHEET)])

    def pin(workbook) -> None:
        workbook["Participants"]["C2"].comment = Comment("Awa Diallo-Test, la maire", "x")

    blanked = blank_in_workbook(changed(book, pin), "1", TRACES)
    one, two = (sheet for _key, sheet in read_attendance_workbook(blanked).sheets)
    # In a workbook it is the name that finds the line, so the namesake of the same sheet goes with her.
    assert [participant.name for participant in one.participants] == [None, None, None]
    assert one.remarks == WITHOUT_AWA.remarks
    assert [participant.age for participant in one.participants] == [34, None, None]
    assert two == SHEET
    assert open_workbook(blanked)["Participants"]["C2"].comment.text == "…, la maire"


def test_nothing_of_the_name_is_left_in_the_parts_of_the_workbook():
    book = write_attendance_workbook([("1", SHEET)])
    workbook = open_workbook(blank_in_workbook(book, "1", TRACES))
    cells = [str(cell.value) for tab in workbook for row in tab.iter_rows() for cell in row]
    assert not [cell for cell in cells if "Diallo-Test" in cell and "Testament" not in cell]


def test_bytes_that_are_no_sheet_are_searched_as_text():
    assert blank_in_text("<data><name>AWA  diallo-test</name>\xff".encode("latin-1"), TRACES) == (
        "<data><name>…</name>".encode() + b"\xff"
    )


@pytest.mark.parametrize(
    ("written", "is_hers"),
    [
        (("AWA DIALLO TEST", None), True),
        (("Áwa  Diallo-Test", None), True),
        ((None, "+00070000000"), True),
        (("Somebody Else", "70.00.00.00"), True),
        (("Awa Diallo", None), False),
        ((None, None), False),
        (("", ""), False),
    ],
)
def test_a_name_is_known_however_it_is_spelled_and_a_number_however_it_is_spaced(written, is_hers):
    assert TRACES.are_of(*written) is is_hers


def test_a_person_without_a_telephone_is_not_everybody_without_one():
    assert not Traces(frozenset({"Awa"}), frozenset()).are_of("Issa", "")
    assert not Traces(frozenset({"Awa"}), frozenset({"12"})).taken_out_of("12 personnes").startswith("…")
