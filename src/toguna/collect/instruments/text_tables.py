"""An instrument that ships with the program, from the text in which a person can read and compare its tables.

A line of a table begins with |; a table's first line names its tab, the second its columns; all else is for readers.
"""

from collections.abc import Mapping, Sequence

from toguna.collect.instruments.tabs import TABS
from toguna.collect.tables import Row

LANGUAGES = ("fr", "en")


def rows_of_text(text: str) -> Mapping[str, Sequence[Row]]:
    """The rows of each tab, a tab that the text does not have being empty.

    >>> rows_of_text("| groups |\\n| | code | label_fr |\\n| | women | Femmes |")["groups"][0].values
    {'code': 'women', 'label_fr': 'Femmes'}
    """
    rows: dict[str, list[Row]] = {tab.name: [] for tab in TABS}
    name, headings = "", list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if cells[0]:
            name, headings = cells[0], []
        elif not headings:
            headings = cells[1:]
        else:
            rows[name].append(Row(name, number, dict(zip(headings, cells[1:], strict=True)), {}))
    return rows
