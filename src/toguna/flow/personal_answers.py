"""Which answers of a form could tell who somebody is, and so are for those who see names alone.

A form that nobody here has read is trusted with nothing: whatever was typed, taken or pointed at in it is personal.
"""

from collections.abc import Iterable

from toguna.collect.library import LIBRARY
from toguna.collect.questions import FormQuestions, Question
from toguna.flow.forms import ATTENDANCE_FORM

# Answers that were typed, taken or pointed at, as against chosen or counted.
FREE = frozenset({"text", "binary", "barcode", "geopoint", "geotrace", "geoshape", "calculate"})
OF_A_SHEET = frozenset({"name", "phone", "village", "function", "organisation", "remarks", "photo", "activity_title"})
# Nobody should write a name there, and somebody does.
REMARKS = "remarks"


def is_personal(form_id: str, question: Question) -> bool:
    """Whether the answer to this question is for those who see names alone."""
    if form_id == ATTENDANCE_FORM:
        return question.name in OF_A_SHEET
    known = LIBRARY.get(form_id)
    if known is None:
        return question.kind in FREE
    return question.path in known.personal or question.kind == "binary" or question.name == REMARKS


def personal_paths(forms: Iterable[FormQuestions]) -> frozenset[str]:
    """The paths of all such questions in these versions of a form."""
    return frozenset(
        question.path
        for form in forms
        for question in form.walk()
        if not question.holds_others and is_personal(form.form_id, question)
    )
