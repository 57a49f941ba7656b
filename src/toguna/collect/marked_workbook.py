"""The sender's own workbook with what is wrong written where it is wrong: a comment in each cell, and a tab of all.

Nothing that was typed changes. Marking a workbook again takes away the marks of the time before. It does not know what
is wrong, nor in which language it is said: the sentences are given.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from toguna.collect.tables import write_cell
from toguna.collect.workbooks import open_workbook, save_workbook
from toguna.rules.findings import Severity

AUTHOR = "Toguna"
ERRORS_TABS = ("Erreurs", "Errors")
# A comment in each of more cells than this helps nobody, and makes some programs stop answering.
MOST_MARKED = 2_000

_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F6C7C0"),
    Severity.WARNING: PatternFill("solid", fgColor="FBE3B0"),
    Severity.NOTE: PatternFill("solid", fgColor="DDE6F2"),
}
_PLACE = re.compile(r"(?P<tab>.+)!(?P<cells>[A-Z]{0,3}\d+(?::[A-Z]{1,3}\d+)?)(?: \(\+\d+\))?")
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_COLOURS = {fill.fgColor.rgb for fill in _FILLS.values()}


@dataclass(frozen=True)
class Remark:
    """One thing to write into a workbook: where, how grave it is, and the sentence."""

    where: str
    severity: Severity
    sentence: str


@dataclass(frozen=True)
class Words:
    """What the tab of errors is called, its headings, and how each gravity is said."""

    tab: str
    headings: tuple[str, str, str]
    severities: Mapping[Severity, str]


def mark_workbook(payload: bytes, remarks: Iterable[Remark], words: Words) -> bytes:
    """The workbook with a comment and a colour in each cell that a remark is about, and a first tab that lists all.

    Raises a `RefusedFileError` where the bytes are no workbook.
    """
    workbook = open_workbook(payload)
    _take_marks_away(workbook)
    told = sorted(remarks, key=lambda remark: _WEIGHT[remark.severity])
    by_cell: dict[tuple[str, str], list[Remark]] = {}
    for remark in told:
        place = place_of(remark.where)
        if place is not None and place[0] in workbook.sheetnames:
            by_cell.setdefault(place, []).append(remark)
    for (tab, cell), here in list(by_cell.items())[:MOST_MARKED]:
        _mark(workbook[tab][cell], here)
    _list(workbook, told, words)
    workbook.active = 0
    return save_workbook(workbook)


def place_of(where: str) -> tuple[str, str] | None:
    """The tab and the one cell that a finding points at; the first cell of a range, the first of a row.

    >>> place_of("Fiches!C14"), place_of("À qui!A2:A9"), place_of("Fiches!7"), place_of("Fiches!B2 (+40)")
    (('Fiches', 'C14'), ('À qui', 'A2'), ('Fiches', 'A7'), ('Fiches', 'B2'))
    >>> place_of("Fiches") is None
    True
    """
    match = _PLACE.fullmatch(where)
    if match is None:
        return None
    cell = match["cells"].partition(":")[0]
    return match["tab"], cell if cell[0].isalpha() else f"A{cell}"


def _mark(cell: Cell | MergedCell, remarks: list[Remark]) -> None:
    if isinstance(cell, MergedCell):
        return
    text = "\n".join(dict.fromkeys(remark.sentence for remark in remarks))
    cell.comment = Comment(text, AUTHOR, width=360, height=60 + 20 * len(remarks) + len(text) // 3)
    cell.fill = _FILLS[remarks[0].severity]


def _take_marks_away(workbook: Workbook) -> None:
    for title in ERRORS_TABS:
        if title in workbook.sheetnames and len(workbook.sheetnames) > 1:
            del workbook[title]
    for sheet in workbook.worksheets:
        for cell in list(sheet._cells.values()):
            # Headings carry hints of ours that are not coloured.
            if cell.comment is not None and cell.comment.author == AUTHOR and _is_coloured(cell):
                cell.comment = None
                cell.fill = PatternFill()


def _is_coloured(cell: Cell | MergedCell) -> bool:
    return cell.fill is not None and cell.fill.fgColor.rgb in _COLOURS


def _list(workbook: Workbook, remarks: list[Remark], words: Words) -> None:
    sheet: Worksheet = workbook.create_sheet(words.tab, 0)
    for position, (heading, width) in enumerate(zip(words.headings, (22, 14, 100), strict=True), start=1):
        write_cell(sheet, 1, position, heading, "@")
        sheet.cell(1, position).font = Font(bold=True)
        sheet.column_dimensions["ABC"[position - 1]].width = width
    for number, remark in enumerate(remarks, start=2):
        for position, text in enumerate((remark.where, words.severities[remark.severity], remark.sentence), start=1):
            write_cell(sheet, number, position, text, "@" if position < 3 else "General")
        sheet.cell(number, 3).alignment = Alignment(wrap_text=True, vertical="top")
        place = place_of(remark.where)
        if place is not None and place[0] in workbook.sheetnames:
            tab = place[0].replace("'", "''")
            sheet.cell(number, 1).hyperlink = f"#'{tab}'!{place[1]}"
            sheet.cell(number, 1).font = Font(underline="single", color="1F4E8C")
    sheet.freeze_panes = "A2"
