"""The forms that Toguna ships, kept as Markdown tables that a person can read and compare.

From one source come the workbook that people download and change, and the XForm that phones load.
"""

from functools import cache
from importlib import resources

from openpyxl.styles import Font
from pyxform.xls2xform import convert

from toguna.collect.workbooks import empty_workbook, save_workbook

ATTENDANCE_FORM_ID = "fiche_presence"
_SOURCE = f"{ATTENDANCE_FORM_ID}.md"


@cache
def attendance_tables() -> dict[str, list[list[str]]]:
    """The attendance form as an XLSForm: its sheets (survey, choices, settings), each a list of rows.

    >>> [sorted(attendance_tables()), attendance_tables()["settings"][1][0]]
    [['choices', 'settings', 'survey'], 'Fiche de présence']
    """
    tables: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in _source().splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if cells[0]:
            rows = tables.setdefault(cells[0], [])
        else:
            rows.append(cells[1:])
    return tables


def attendance_version() -> str:
    """The version of the attendance form that is shipped, as submissions name it."""
    heading, values = attendance_tables()["settings"]
    return dict(zip(heading, values, strict=True))["version"]


@cache
def attendance_xform() -> bytes:
    """The attendance form as phones load it (XForm). The same bytes every time, because phones compare their MD5."""
    xform: str = convert(_source(), file_type=".md", form_name="data").xform
    return xform.encode()


def attendance_xlsx() -> bytes:
    """The attendance form as an XLSForm workbook, to read, to change and to load into another server."""
    workbook = empty_workbook()
    for name, rows in attendance_tables().items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 24
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
    return save_workbook(workbook)


def _source() -> str:
    return resources.files(__package__).joinpath(_SOURCE).read_text(encoding="utf-8")
