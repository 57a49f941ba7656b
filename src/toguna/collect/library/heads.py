"""What every form of the library asks first: which activity, which session, on which days, in which commune.

It answers as the attendance sheet does, so that one activity is found in the same way from any of its forms.
"""

from collections.abc import Iterable

from toguna.collect.answers import Answers
from toguna.collect.attendance_answers import read_activity_code
from toguna.rules.field_record import RecordSummary

MOST_SHOWN = 2_000_000_000  # what a column of a list holds


def read_head(answers: Answers, *, title: str = "") -> RecordSummary:
    """The summary of a record before anybody was counted; `title` is what a list calls it, and names nobody."""
    return RecordSummary(
        activity_code=read_activity_code(answers),
        activity_title=answers.text("activity_title"),
        session=answers.number("session"),
        held_on=answers.day("held_on"),
        last_day=answers.day("end_on"),
        place=answers.place("commune"),
        title=title,
    )


def people(numbers: Iterable[int | None]) -> int:
    """How many people some numbers make, for a list to show; what is unknown adds nobody.

    >>> people([12, None, 30]), people([None, -4])
    (42, 0)
    """
    return min(max(0, sum(number for number in numbers if number is not None)), MOST_SHOWN)
