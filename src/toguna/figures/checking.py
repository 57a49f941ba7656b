"""From a text to the report on its figures, in one call.

It reads, relates, judges and looks for repairs; it opens no file and keeps nothing.
"""

from toguna.figures.claims import Reading
from toguna.figures.deciding import decide
from toguna.figures.reading import read
from toguna.figures.relating import relate
from toguna.figures.relations import Relation
from toguna.figures.report import Report, drawn_up


def check(text: str, language: str | None = None) -> Report:
    """Read a narrative and say which of its figures do not add up; nothing is changed.

    `language` is "fr" or "en"; without it, the little words of the text tell.

    >>> report = check("Au total, 749 personnes, dont 211 hommes et 578 femmes, ont été sensibilisées.")
    >>> [finding.text() for finding in report.findings()]
    ['« 749 » est annoncé, mais 211 + 578 font 789 : 40 de plus.']
    """
    return drawn_up(*related(read(text, language)))


def related(reading: Reading) -> tuple[Reading, tuple[Relation, ...]]:
    """A reading with its relations; a garbled number takes the value that makes more of them come out."""
    relations = relate(reading)
    decided = decide(reading, relations)
    return (reading, relations) if decided is reading else (decided, relate(decided))
