"""Lists to choose from in a workbook that is handed out: a tab that holds them, and the cells that offer them.

It knows texts and columns, not what they mean.
"""

from collections.abc import Collection, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from toguna.collect.tables import Table, write_cell

_ROWS_WITH_LISTS = 3_000


def write_lists(workbook: Workbook, title: str, lists: Mapping[str, Sequence[str]]) -> tuple[Worksheet, dict[str, str]]:
    """Add a tab with these lists, a column each, and say for each that is not empty where cells find it."""
    sheet: Worksheet = workbook.create_sheet(title)
    offered: dict[str, str] = {}
    for position, (name, texts) in enumerate(lists.items(), start=1):
        for number, text in enumerate((name, *texts), start=1):
            write_cell(sheet, number, position, text, "@")
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = 24
        if texts:
            offered[name] = f"'{title}'!${letter}$2:${letter}${len(texts) + 1}"
    return sheet, offered


def offer_lists(
    sheet: Worksheet, table: Table, offered: Mapping[str, str], *, free: Collection[str] = frozenset()
) -> None:
    """Let columns choose from the list that bears their field's name; in those of `free` one may also type."""
    for position, column in enumerate(table.columns, start=1):
        if column.field not in offered:
            continue
        listed = DataValidation(
            "list",
            formula1=offered[column.field],
            allow_blank=True,
            showErrorMessage=column.field not in free,
        )
        letter = get_column_letter(position)
        listed.add(f"{letter}2:{letter}{_ROWS_WITH_LISTS}")
        sheet.add_data_validation(listed)
