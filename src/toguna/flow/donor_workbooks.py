"""A donor's own workbook, from the file that came to the file that goes back: opened safely, looked at, filled.

Nothing in it is run and nothing is fetched. What would be written is told before it is.
"""

import io
import zipfile
from dataclasses import dataclass

from toguna.collect.refusals import RefusedFileError, TooLargeError, limit
from toguna.collect.workbooks import open_workbook
from toguna.publish.donor.filling import Planned, plan, written_by_sheet
from toguna.publish.donor.finding import Found, Places, find_places
from toguna.publish.donor.grid import Sheet, sheets_of
from toguna.publish.donor.writing import write_into
from toguna.publish.snapshot import Snapshot
from toguna.rules.findings import Finding, Severity

MOST_ROWS = 5_000
MOST_COLUMNS = 400
MOST_CELLS = 200_000
MOST_BYTES = 5_000_000

LINKED = (
    "Ce classeur va chercher des chiffres dans d'autres fichiers. Dans Excel : Données, Modifier les liaisons, Rompre "
    "la liaison ; puis renvoyez-le."
)
TOO_LONG = "L'onglet « %(sheet)s » va jusqu'à la ligne %(found)s, au plus %(most)s. Effacez ce qui traîne en bas."
TOO_WIDE = (
    "L'onglet « %(sheet)s » va jusqu'à la colonne n° %(found)s, au plus %(most)s. Effacez ce qui traîne à droite."
)
TOO_FULL = "Ce classeur a %(found)s cellules remplies, au plus %(most)s. Gardez-y seulement le tableau à remplir."
TOO_HEAVY = "Ce classeur fait %(found)s octets, au plus %(most)s. Enlevez-en les images."
MACROS = "Ce classeur contient des macros. Elles y restent et ne sont jamais exécutées ici."
HIDDEN = "L'onglet « %(sheet)s » est masqué dans le classeur : rien n'y est écrit."
PROTECTED = "L'onglet « %(sheet)s » est protégé : seules ses cellules déverrouillées sont remplies."
FORMULAS = "Ce classeur a %(count)s formules. Elles restent, et Excel les recalcule à l'ouverture."
NO_INDICATOR = "Aucun indicateur n'a été reconnu. Choisissez les lignes vous-même, par le code de chaque indicateur."


class LinkedWorkbookError(RefusedFileError):
    """The workbook takes numbers from other files."""

    code = "linked-workbook"


@dataclass(frozen=True)
class Looked:
    """A workbook that was looked at: its tabs, what was found on them, and what the officer should know."""

    sheets: list[Sheet]
    found: list[Found]
    findings: list[Finding]


def look_into(payload: bytes, snapshot: Snapshot, known: Places | None = None) -> Looked:
    """Open a donor's workbook and find where things go; `known` is what somebody said of it before.

    Raises a RefusedFileError for what cannot be taken.
    """
    sheets = _opened(payload)
    found = find_places(sheets, snapshot, known)
    return Looked(sheets, found, _told(payload, sheets, found))


def planned_filling(
    payload: bytes, places: Places, snapshot: Snapshot, language: str, *, replace: bool = False
) -> list[Planned]:
    """Cell by cell, what would be written and what would not. Raises a RefusedFileError."""
    return plan(_opened(payload), places, snapshot, language, replace=replace)


def filled(payload: bytes, planned: list[Planned]) -> bytes:
    """The workbook with what was planned written into it."""
    return write_into(payload, written_by_sheet(planned))


def _opened(payload: bytes) -> list[Sheet]:
    limit(len(payload), MOST_BYTES, TOO_HEAVY)
    workbook = open_workbook(payload)
    with zipfile.ZipFile(io.BytesIO(payload)) as parts:
        if any(name.startswith("xl/externalLinks/") for name in parts.namelist()):
            raise LinkedWorkbookError(LINKED)
    sheets = sheets_of(workbook)
    limit(sum(len(sheet.cells) for sheet in sheets), MOST_CELLS, TOO_FULL)
    for sheet in sheets:
        for found, most, message in (
            (sheet.last_row, MOST_ROWS, TOO_LONG),
            (sheet.last_column, MOST_COLUMNS, TOO_WIDE),
        ):
            if found > most:
                raise TooLargeError(message, sheet=sheet.title, found=found, most=most)
    return sheets


def _told(payload: bytes, sheets: list[Sheet], found: list[Found]) -> list[Finding]:
    told = []
    with zipfile.ZipFile(io.BytesIO(payload)) as parts:
        if "xl/vbaProject.bin" in parts.namelist():
            told.append(Finding("macros", Severity.NOTE, MACROS))
    formulas = sum(len(sheet.formulas) for sheet in sheets)
    if formulas:
        told.append(Finding("formulas", Severity.NOTE, FORMULAS, {"count": formulas}))
    for sheet in sheets:
        if sheet.hidden:
            told.append(Finding("hidden", Severity.WARNING, HIDDEN, {"sheet": sheet.title}, sheet.title))
        if sheet.protected:
            told.append(Finding("protected", Severity.WARNING, PROTECTED, {"sheet": sheet.title}, sheet.title))
    if not any(one.rows for one in found):
        told.append(Finding("no-indicator", Severity.WARNING, NO_INDICATOR))
    return told
