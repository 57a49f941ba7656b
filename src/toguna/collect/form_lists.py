"""The lists that a form takes its choices from, as the CSV files that phones load beside it.

It is given the rows: which of them somebody may see is decided elsewhere.
"""

import csv
import io
from collections.abc import Iterable

from toguna.collect.answers import one_line

COMMUNES_COLUMNS = ("name", "label", "region", "cercle")
ORGANISATIONS_COLUMNS = ("name", "label")
ACTIVITIES_COLUMNS = ("name", "label", "title", "kind", "sessions", "starts_on", "commune", "sensitive")


def write_list(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The rows under their columns, in the order given; the same rows are the same bytes.

    >>> write_list(("name", "label"), [("A-1", "Formation, budget")])
    b'name,label\\nA-1,"Formation, budget"\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([one_line(cell) for cell in row])
    return text.getvalue().encode()


def read_list(body: bytes) -> list[tuple[str, str]]:
    """What is sent and what is shown of each line of such a file; of one without headings that we know, nothing.

    >>> read_list(b'name,label\\nA-1,"Formation, budget"\\n')
    [('A-1', 'Formation, budget')]
    """
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig", errors="replace")))
    found = ((one_line(row.get("name")), one_line(row.get("label"))) for row in rows)
    return [(name, label or name) for name, label in found if name]
