"""The attendance sheet as the desk's form keeps it: one JSON text, written in exactly one way.

The names and codes are those of the phone's form, so that a sheet says the same whichever way it came in. It does not
know who filled the form in.
"""

import json
from collections.abc import Mapping

from toguna.collect.attendance_answers import Given, SheetAnswers, read_sheet, write_sheet
from toguna.collect.forms import ATTENDANCE_FORM_ID, attendance_version
from toguna.collect.refusals import TOO_MANY_BYTES, RefusedFileError, limit
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.findings import Finding

MOST_BYTES = 5_000_000

NOT_A_SHEET = "Ce texte n'est pas une fiche de présence en JSON. Saisissez-la de nouveau dans le formulaire."


class NotASheetError(RefusedFileError):
    """The bytes are not JSON, or not a sheet in the shape that `to_json` writes."""

    code = "not-a-sheet"


def to_json(sheet: AttendanceSheet) -> bytes:
    """The sheet as canonical JSON: sorted keys, no spaces, UTF-8, so that the same sheet has the same hash."""
    given = write_sheet(sheet)
    content = {
        "form": ATTENDANCE_FORM_ID,
        "version": attendance_version(),
        "sheet": _answered(given.head),
        "participants": [_answered(one) for one in given.participants],
        "unnamed": [_answered(one) for one in given.unnamed],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_json(payload: bytes) -> tuple[AttendanceSheet, list[Finding]]:
    """The sheet in such a JSON text, and what could not be understood in it. Raises `NotASheetError` otherwise."""
    limit(len(payload), MOST_BYTES, TOO_MANY_BYTES)
    try:
        content = json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotASheetError(NOT_A_SHEET) from None
    if not isinstance(content, dict) or content.get("form") != ATTENDANCE_FORM_ID:
        raise NotASheetError(NOT_A_SHEET)
    head = _given(content.get("sheet"))
    participants, unnamed = _list_of_given(content, "participants"), _list_of_given(content, "unnamed")
    return read_sheet(SheetAnswers(head, participants, unnamed))


def _answered(given: Given) -> dict[str, object]:
    return {name: answer for name, answer in given.items() if answer}


def _given(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or any(isinstance(answer, dict | list) for answer in value.values()):
        raise NotASheetError(NOT_A_SHEET)
    return value


def _list_of_given(content: Mapping[str, object], name: str) -> tuple[Given, ...]:
    rows = content.get(name, [])
    if not isinstance(rows, list):
        raise NotASheetError(NOT_A_SHEET)
    return tuple(_given(row) for row in rows)
