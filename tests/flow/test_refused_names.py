"""Consent refused with a name filled in: the name is kept nowhere, the person counts, and the reviewer is told."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.flow.sheets import SHEET, commune
from toguna.collect.attendance_workbook import write_attendance_workbook
from toguna.flow.imports.accept import accept_delivery, receive_workbook
from toguna.flow.reading import findings_of
from toguna.flow.receive import Outcome, receive_submission
from toguna.store.fieldwork.models import Record

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "bad_name_without_consent.xml"

pytestmark = pytest.mark.django_db


def test_a_phone_that_sends_a_refused_name_has_it_taken_out_of_what_is_kept() -> None:
    there = commune()
    body = SAMPLE.read_bytes()
    receipt = receive_submission(body=body, by=there.agent)
    receipt.version.payload.refresh_from_db()
    kept = bytes(receipt.version.payload.body)
    assert "Nom À Ne Pas Garder".encode() in body
    assert "Nom À Ne Pas Garder".encode() not in kept
    assert receipt.version.payload.redacted_at is not None
    assert receipt.version.reading.unnamed == 1
    assert "name-without-consent" in {finding.code for finding in findings_of(receipt.version)}
    assert receive_submission(body=body, by=there.agent).outcome is Outcome.SAME, "the hash is still that of what came"


def test_a_workbook_too_keeps_no_refused_name() -> None:
    there = commune()
    workbook = write_attendance_workbook([("1", SHEET)])
    body = refusing(workbook)
    delivery = receive_workbook(body=body, file_name="fiches.xlsx", form_id="fiche_presence", by=there.agent)
    accept_delivery(delivery, by=there.agent)
    delivery.payload.refresh_from_db()
    from_delivery = names_in(bytes(delivery.payload.body))
    assert "Awa Fictive" not in from_delivery
    assert "Issa Fictif" in from_delivery
    assert b"Awa Fictive" not in bytes(Record.objects.get().current_version.payload.body)


def names_in(workbook: bytes) -> set[object]:
    """Every text of a workbook."""
    return {cell.value for tab in opened(workbook) for row in tab.iter_rows() for cell in row}


def opened(workbook: bytes) -> Workbook:
    """The workbook, open."""
    return load_workbook(io.BytesIO(workbook))


def refusing(workbook: bytes) -> bytes:
    """The same workbook, in which the first participant does not agree."""
    book = opened(workbook)
    tab = book["Participants"]
    row = next(row for row in tab.iter_rows() if any(cell.value == "Awa Fictive" for cell in row))
    consent = next(cell.column for cell in tab[1] if str(cell.value).startswith("Accord"))
    tab.cell(row=row[0].row, column=consent).value = "non"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
