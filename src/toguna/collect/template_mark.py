"""The mark inside a workbook that we hand out: of which form it is, in which version, and which handing-out.

The last makes the number typed on a row a lasting one, so that a workbook which is changed and sent again corrects the
same sheets. It stands on a hidden tab and, for programs that lose such tabs, at the foot of the first one.
"""

import re
from dataclasses import dataclass

from openpyxl import Workbook

from toguna.collect.tables import write_cell
from toguna.collect.workbooks import open_workbook

HIDDEN_TAB = "toguna"
_ROWS, _COLUMNS = 60, 3
_MARK = re.compile(r"toguna:([\w.-]{1,60}):([\w.-]{0,40}):([0-9a-f]{32})")


@dataclass(frozen=True)
class TemplateMark:
    """Which form, which version of it, and which copy of its template."""

    form_id: str
    version: str
    copy: str

    def __str__(self) -> str:
        return f"toguna:{self.form_id}:{self.version}:{self.copy}"

    @classmethod
    def read(cls, written: str) -> "TemplateMark | None":
        """The mark that a text is, if it is one.

        >>> TemplateMark.read("toguna:suivi_groupe:2026112201:" + "0" * 32).form_id
        'suivi_groupe'
        """
        match = _MARK.fullmatch(written.strip())
        return cls(*match.groups()) if match else None


def write_mark(workbook: Workbook, mark: TemplateMark) -> None:
    """Put the mark into a workbook of ours, on a tab of its own that nobody sees."""
    sheet = workbook.create_sheet(HIDDEN_TAB)
    write_cell(sheet, 1, 1, str(mark), "@")
    sheet.sheet_state = "hidden"


def read_mark(payload: bytes) -> TemplateMark | None:
    """The mark of the template that a workbook was filled in on; None where it has none.

    Raises a `RefusedFileError` where the bytes are no workbook.
    """
    return mark_of(open_workbook(payload))


def mark_of(workbook: Workbook) -> TemplateMark | None:
    """The same for a workbook that is open."""
    for sheet in sorted(workbook.worksheets, key=lambda sheet: sheet.title != HIDDEN_TAB):
        for row in sheet.iter_rows(max_row=min(sheet.max_row, _ROWS), max_col=_COLUMNS, values_only=True):
            for value in row:
                mark = TemplateMark.read(value) if isinstance(value, str) else None
                if mark is not None:
                    return mark
    return None
