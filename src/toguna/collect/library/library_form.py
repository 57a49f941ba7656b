"""What makes a form one of the library: the reading of its answers, and which of them name or show a person."""

from collections.abc import Callable
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
