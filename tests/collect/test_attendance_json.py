"""The desk's sheet as JSON: one way to write it, and the same sheet as from a phone."""

import json

import pytest
from hypothesis import given, settings

from tests.collect.sheets import A_SHEET, sheets
from toguna.collect.attendance_json import NotASheetError, from_json, to_json
from toguna.collect.refusals import TooLargeError
from toguna.rules.attendance import AttendanceSheet


@given(sheets())
@settings(deadline=None)
def test_a_sheet_that_is_written_reads_back_the_same(sheet: AttendanceSheet) -> None:
    assert from_json(to_json(sheet))[0] == sheet


def test_a_sound_sheet_leaves_nothing_to_say() -> None:
    assert from_json(to_json(A_SHEET)) == (A_SHEET, [])


def test_the_order_in_which_it_was_filled_in_changes_no_byte() -> None:
    content = json.loads(to_json(A_SHEET))
    turned = json.dumps(dict(reversed(content.items()))).encode()
    assert to_json(from_json(turned)[0]) == to_json(A_SHEET)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff",
        b"[1,2]",
        b"[" * 100_000,
        b'{"form":"enquete"}',
        b'{"form":"fiche_presence"}',
        b'{"form":"fiche_presence","sheet":{"venue":{}}}',
        b'{"form":"fiche_presence","sheet":{},"participants":{}}',
        b'{"form":"fiche_presence","sheet":{},"unnamed":[3]}',
    ],
)
def test_what_is_not_a_sheet_is_refused_by_name(payload: bytes) -> None:
    with pytest.raises(NotASheetError):
        from_json(payload)


def test_more_than_any_sheet_is_refused() -> None:
    with pytest.raises(TooLargeError):
        from_json(b" " * 5_000_001)


def test_a_printed_code_is_kept_in_one_spelling_and_doubted_when_it_was_misread() -> None:
    sheet, told = from_json(b'{"form":"fiche_presence","sheet":{"sheet_code":" 26bq 524z "}}')
    assert (sheet.sheet_code, told) == ("26BQ-524Z", [])
    sheet, told = from_json(b'{"form":"fiche_presence","sheet":{"sheet_code":"26BQ-5242"}}')
    assert sheet.sheet_code == "26BQ-5242"
    assert [one.code for one in told] == ["sheet-code-misread"]
    assert "« 26BQ-5242 »" in told[0].text()


def test_a_refused_name_never_leaves_the_reader() -> None:
    payload = b'{"form":"fiche_presence","sheet":{},"participants":[{"name":"Awa Secret","consent":false,"age":30}]}'
    sheet, told = from_json(payload)
    assert (sheet.participants[0].name, sheet.participants[0].age) == (None, 30)
    assert [one.code for one in told] == ["name-without-consent"]
