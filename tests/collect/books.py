"""Workbooks for tests: made from plain rows, or changed the way people change them."""

import io
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook, load_workbook


def book(tabs: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these tabs and rows."""
    workbook = Workbook()
    del workbook["Sheet"]
    for title, rows in tabs.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return saved(workbook)


def changed(payload: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook after someone has worked on it."""
    workbook = load_workbook(io.BytesIO(payload))
    change(workbook)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
