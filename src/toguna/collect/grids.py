"""A table of values, from a CSV file or from the tabs of a workbook, with the way to point at each row.

It finds out the encoding and the separator of a CSV file. It does not know what the columns mean.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from toguna.collect.refusals import TOO_MANY_BYTES, RefusedFileError, limit
from toguna.collect.workbooks import open_workbook
from toguna.rules.findings import Finding, Severity

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200

NOT_A_TABLE = "Ce fichier n'est pas un tableau lisible. Enregistrez-le en CSV (UTF-8) ou en classeur .xlsx."
TOO_MANY_ROWS = "Ce tableau a %(found)s lignes, au plus %(most)s. Partagez-le en plusieurs fichiers."
OLD_ENCODING = "Ce fichier n'est pas en UTF-8 ; ses accents ont été lus comme sous Windows (cp1252). Vérifiez les noms."


class NotATableError(RefusedFileError):
    """The bytes are neither text in rows nor a workbook."""

    code = "not-a-table"


@dataclass(frozen=True)
class Grid:
    """One table: its name, empty for a CSV file, and its filled rows with their numbers as people see them."""

    name: str
    rows: tuple[tuple[int, tuple[object, ...]], ...]

    def where(self, number: int) -> str:
        """How to point at a row: `Admin3!14` on a tab, `ligne 14` in a CSV file."""
        return f"{self.name}!{number}" if self.name else f"ligne {number}"


def read_grids(payload: bytes, filename: str) -> tuple[list[Grid], list[Finding]]:
    """The tables in a file: each tab of a workbook, or the one of a CSV file.

    What the file is is seen in its bytes; its name is only where a person would look.
    """
    if payload.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _from_workbook(payload), []
    limit(len(payload), MOST_BYTES, TOO_MANY_BYTES)
    text, told = _decoded(payload, filename)
    return [Grid("", tuple(_csv_rows(text)))], told


def _from_workbook(payload: bytes) -> list[Grid]:
    grids = []
    for sheet in open_workbook(payload, calculated=True).worksheets:
        limit(sheet.max_row, MOST_ROWS, TOO_MANY_ROWS)
        width = min(sheet.max_column, MOST_COLUMNS)
        rows = enumerate(sheet.iter_rows(max_col=width, values_only=True), start=1)
        grids.append(Grid(sheet.title, tuple((number, row) for number, row in rows if _is_filled(row))))
    return grids


def _decoded(payload: bytes, filename: str) -> tuple[str, list[Finding]]:
    if not payload.strip() or b"\0" in payload:
        raise NotATableError(NOT_A_TABLE)
    try:
        return payload.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        try:
            text = payload.decode("cp1252")
        except UnicodeDecodeError:
            raise NotATableError(NOT_A_TABLE) from None
        return text, [Finding("old-encoding", Severity.WARNING, OLD_ENCODING, {}, filename)]


def _csv_rows(text: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    heading = text.split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        for row in reader:
            limit(reader.line_num, MOST_ROWS, TOO_MANY_ROWS)
            if _is_filled(tuple(row)):
                yield reader.line_num, tuple(row[:MOST_COLUMNS])
    except csv.Error:
        raise NotATableError(NOT_A_TABLE) from None


def _is_filled(row: tuple[object, ...]) -> bool:
    return any(value is not None and str(value).strip() for value in row)
