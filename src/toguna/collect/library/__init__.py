"""How each form of the library is read: from its answers to a summary, facts and findings.

One module a form. The attendance sheet has readings of its own, because it also comes by workbook and by the desk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toguna.collect.answers_xml import AnswerTree
from toguna.rules.field_record import FieldRecord


@dataclass(frozen=True)
class LibraryForm:
    """A form of the library: which version of its reading, what in it names a person, and the reading itself.

    `personal` holds the paths of the questions whose answers are shown only to those who may see names.
    """

    form_id: str
    mapping: str
    personal: frozenset[str]
    read: Callable[[AnswerTree], FieldRecord]


LIBRARY: Mapping[str, LibraryForm] = {}
