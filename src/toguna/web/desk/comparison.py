"""What changed from one version of a record to another, answer by answer. It decides nothing and knows no database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from toguna.collect.answers_xml import Answered, AnswerTree, answered
from toguna.collect.attendance_answers import SheetAnswers, write_sheet
from toguna.collect.questions import FormQuestions, Question
from toguna.rules.attendance import AttendanceSheet

# What could tell who somebody is; said only to those who may see names.
TELLING = frozenset({"name", "phone", "village", "function", "organisation", "remarks", "photo", "activity_title"})


@dataclass(frozen=True)
class Difference:
    """One answer that is not the same: in the head, of a participant or of an unnamed group, numbered from 1."""

    part: str
    line: int
    field: str
    before: str
    after: str

    @property
    def is_telling(self) -> bool:
        """Whether the answer could tell who somebody is."""
        return self.field in TELLING


@dataclass(frozen=True)
class AnswerDifference:
    """One answer of any form that is not the same; `where` is its place, `membre[2]/age`."""

    question: Question
    where: str
    before: str
    after: str
    is_telling: bool


def differences(before: AttendanceSheet, after: AttendanceSheet) -> list[Difference]:
    """Every answer that differs between two sheets, in the order of the sheet.

    >>> one = AttendanceSheet("A-01", venue="Mairie")
    >>> two = AttendanceSheet("A-01", venue="École")
    >>> [(each.field, each.before, each.after) for each in differences(one, two)]
    [('venue', 'Mairie', 'École')]
    """
    old, new = write_sheet(before), write_sheet(after)
    return [*_of("head", 0, old.head, new.head), *_of_lines(old, new)]


def answer_differences(
    before: tuple[FormQuestions, AnswerTree],
    after: tuple[FormQuestions, AnswerTree],
    *,
    tells: Callable[[Question], bool],
) -> list[AnswerDifference]:
    """Every answer that differs between two submissions of a form, each read with its own version of the form.

    Occurrences of a repeat are compared by their number. `tells` says which answers could tell who somebody is.
    """
    old, new = _by_place(before), _by_place(after)
    changed = []
    for where in [*new, *(where for where in old if where not in new)]:
        one, other = old.get(where), new.get(where)
        known = other or one
        assert known is not None
        was, is_now = one.answer if one else "", other.answer if other else ""
        if was != is_now:
            changed.append(AnswerDifference(known.question, where, was, is_now, tells(known.question)))
    return changed


def _by_place(read: tuple[FormQuestions, AnswerTree]) -> dict[str, Answered]:
    form, tree = read
    return {each.where: each for each in answered(form, tree.answers)}


def _of_lines(old: SheetAnswers, new: SheetAnswers) -> Iterator[Difference]:
    for part in ("participants", "unnamed"):
        pairs = zip_longest(getattr(old, part), getattr(new, part), fillvalue=None)
        for line, (one, other) in enumerate(pairs, start=1):
            yield from _of(part, line, one or {}, other or {})


def _of(part: str, line: int, old: object, new: object) -> Iterator[Difference]:
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    for field in {**old, **new}:
        before, after = str(old.get(field, "")), str(new.get(field, ""))
        # An empty answer and "not stated" say the same.
        if before != after and {before, after} != {"", "unknown"}:
            yield Difference(part, line, field, before, after)
