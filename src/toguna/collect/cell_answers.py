"""One cell of a workbook to the answer that a phone would have sent: codes for choices, ISO days, points for decimals.

People type what they see, so words, codes and the usual spellings are understood; what is not is told and left out.
Which form is being read is not known here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from toguna.collect.answers import CHOICE_DOUBTFUL, CHOICE_NOT_UNDERSTOOD, CHOICE_READ_AS, Answers
from toguna.collect.answers_xml import read_point
from toguna.collect.choices import (
    AGE_BAND,
    BASIS,
    HALF_DAY,
    PLAN,
    SEX,
    STAKEHOLDER_GROUP,
    YES_NO_UNKNOWN,
    Choice,
    ChoiceList,
)
from toguna.collect.questions import Question, worded
from toguna.rules.findings import Severity
from toguna.rules.spelling import plain

WHOLE_NOT_UNDERSTOOD = "« %(value)s » n'est pas un nombre entier. Écrivez-le en chiffres, sans texte."
NUMBER_NOT_UNDERSTOOD = "« %(value)s » n'est pas un nombre. Écrivez-le en chiffres, avec une virgule s'il le faut."
TIME_NOT_UNDERSTOOD = "« %(value)s » n'est pas une heure claire. Écrivez-la par exemple 14:30."
POINT_NOT_UNDERSTOOD = "« %(value)s » n'est pas un point GPS. Écrivez la latitude puis la longitude : 12,65 ; -8,00."
NOT_LISTED = (
    "« %(value)s » n'est pas dans la liste. Choisissez une réponse de la liste, ou vérifiez ce que vous écrivez."
)

# A stricter list has spellings and doubts for codes that many forms share.
_KNOWN = (SEX, YES_NO_UNKNOWN, HALF_DAY, PLAN, BASIS, STAKEHOLDER_GROUP, AGE_BAND)
_WHOLE = re.compile(r"[+-]?\d{1,12}(?:[.,]0+)?")
_DECIMAL = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,9})?")
_TIME = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?", re.IGNORECASE)
_POINT = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:[;/|]|,\s|\s)\s*([+-]?\d{1,3}(?:[.,]\d+)?)(?:\s.*)?")


@dataclass(frozen=True)
class Listed:
    """One line of a list that goes with a form: what is sent, and what is shown."""

    name: str
    label: str


Lists = Mapping[str, Sequence[Listed]]
"""The lists that go with a form, by the names of their files."""


def shown(listed: Sequence[Listed]) -> list[str]:
    """What somebody chooses from; two lines that look alike also show what is sent.

    >>> shown([Listed("C1", "Bla"), Listed("C2", "Bla"), Listed("C3", "Ségou")])
    ['Bla [C1]', 'Bla [C2]', 'Ségou']
    """
    labels = [plain(one.label) for one in listed]
    alike = {label for label in labels if labels.count(label) > 1} if len(set(labels)) < len(labels) else set()
    return [f"{one.label} [{one.name}]" if plain(one.label) in alike else one.label for one in listed]


def choice_list(question: Question) -> ChoiceList:
    """The answers that a question offers, with the other spellings of codes that are known from elsewhere.

    >>> from toguna.collect.questions import Choice as Offered
    >>> offered = (Offered("female", {"fr": "Femme"}), Offered("male", {"fr": "Homme"}))
    >>> choice_list(Question("sex", "select_one", choices=offered)).recognise("f ").code
    'female'
    """
    codes = {choice.name for choice in question.choices}
    known = next((one for one in _KNOWN if len(codes) > 1 and codes <= set(one.choices)), None)
    also = known.choices if known else {}
    return ChoiceList(
        question.path,
        (
            Choice(
                choice.name,
                worded(choice.label, "fr") or choice.name,
                worded(choice.label, "en") or choice.name,
                also[choice.name].also if choice.name in also else (),
                also[choice.name].doubtful if choice.name in also else (),
            )
            for choice in question.choices
        ),
    )


class CellReader:
    """Reads the cells of one form; it keeps what is slow to prepare, such as lists of 700 communes."""

    def __init__(self, lists: Lists) -> None:
        self._by_spelling = {name: _by_spelling(listed) for name, listed in lists.items()}
        self._choices: dict[str, ChoiceList] = {}

    def answer(self, question: Question, answers: Answers) -> str:
        """The answer in the cell of a question; empty where nothing readable stands there."""
        field = question.path
        if not answers.text(field):
            return ""
        match question.kind:
            case "integer":
                return _number(answers, field, _WHOLE, WHOLE_NOT_UNDERSTOOD)
            case "decimal":
                return _number(answers, field, _DECIMAL, NUMBER_NOT_UNDERSTOOD)
            case "date":
                day = answers.day(field)
                return day.isoformat() if day else ""
            case "time":
                return _time(answers, field)
            case "datetime":
                return _moment(answers, field)
            case "geopoint":
                return _point(answers, field)
            case "select_one" if question.choices_file:
                return self._listed(question, answers)
            case "select_one":
                return _choice(self._offered(question), answers, field, answers.paragraphs(field))
            case "select_multiple" | "rank":
                return _several(self._offered(question), answers, field)
        return answers.paragraphs(field)

    def _offered(self, question: Question) -> ChoiceList:
        if question.path not in self._choices:
            self._choices[question.path] = choice_list(question)
        return self._choices[question.path]

    def _listed(self, question: Question, answers: Answers) -> str:
        written = answers.text(question.path)
        known = self._by_spelling.get(question.choices_file)
        if known is None:
            return written
        found = known.get(plain(written))
        if found is None:
            # Lists change faster than workbooks: it is kept as it was written, and somebody looks.
            answers.tell(Severity.WARNING, "not-listed", question.path, NOT_LISTED, value=written)
        return found if found is not None else written


def _by_spelling(listed: Sequence[Listed]) -> dict[str, str]:
    """Every way to write a line of a list that means one line only."""
    spelled: dict[str, set[str]] = {}
    for one, said in zip(listed, shown(listed), strict=True):
        for spelling in (one.name, one.label, said):
            spelled.setdefault(plain(spelling), set()).add(one.name)
    return {spelling: next(iter(names)) for spelling, names in spelled.items() if len(names) == 1}


def _number(answers: Answers, field: str, shape: re.Pattern[str], message: str) -> str:
    given = answers.given.get(field)
    # A spreadsheet keeps 0.1 + 0.2 as it computes it; nobody means the seventeenth figure.
    written = repr(round(given, 9)) if isinstance(given, float) else answers.text(field)
    digits = "".join(written.split())
    if isinstance(given, bool) or not shape.fullmatch(digits):
        answers.tell(Severity.ERROR, "number-not-understood", field, message, value=answers.text(field))
        return ""
    number = digits.replace(",", ".").removeprefix("+")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _time(answers: Answers, field: str) -> str:
    given = answers.given.get(field)
    if isinstance(given, datetime):
        given = given.time()
    if isinstance(given, time):
        return f"{given:%H:%M:%S}.000"
    if isinstance(given, timedelta):
        given = given / timedelta(days=1)
    if isinstance(given, float) and 0 <= given < 1:
        seconds = round(given * 86_400)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"
    match = _TIME.fullmatch(answers.text(field))
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        answers.tell(Severity.ERROR, "time-not-understood", field, TIME_NOT_UNDERSTOOD, value=answers.text(field))
        return ""
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.000"


def _moment(answers: Answers, field: str) -> str:
    given = answers.given.get(field)
    if isinstance(given, datetime):
        return given.isoformat(timespec="milliseconds")
    try:
        return datetime.fromisoformat(answers.text(field)).isoformat(timespec="milliseconds")
    except ValueError:
        day = answers.day(field)
        return f"{day.isoformat()}T00:00:00.000" if day else ""


def _point(answers: Answers, field: str) -> str:
    match = _POINT.fullmatch(answers.text(field))
    written = " ".join(part.replace(",", ".") for part in match.groups()) if match else ""
    if read_point(written) is None:
        answers.tell(Severity.ERROR, "point-not-understood", field, POINT_NOT_UNDERSTOOD, value=answers.text(field))
        return ""
    return f"{written} 0 0"


def _choice(choices: ChoiceList, answers: Answers, field: str, written: str) -> str:
    recognised = choices.recognise(written)
    if recognised is None:
        offered = ", ".join(choices.labels("fr"))
        values = {"value": written, "choices": offered}
        answers.tell(Severity.ERROR, "choice-not-understood", field, CHOICE_NOT_UNDERSTOOD, **values)
        return ""
    label = choices.choices[recognised.code].french
    if recognised.doubtful:
        answers.tell(Severity.WARNING, "choice-doubtful", field, CHOICE_DOUBTFUL, value=written, label=label)
    elif not recognised.as_offered:
        answers.tell(Severity.NOTE, "choice-read-as", field, CHOICE_READ_AS, value=written, label=label)
    return recognised.code


def _several(choices: ChoiceList, answers: Answers, field: str) -> str:
    """Several choices in one cell: a line each, or set apart by semicolons or commas; codes also by spaces."""
    written = answers.paragraphs(field)
    if choices.recognise(written) is not None:
        return _choice(choices, answers, field, written)
    parts = [part.strip() for part in re.split(r"[;\n|/]", written) if part.strip()]
    if len(parts) == 1:
        by_commas = [part.strip() for part in written.split(",") if part.strip()]
        by_spaces = written.split()
        parts = by_spaces if all(part in choices.choices for part in by_spaces) else by_commas
    return " ".join(_once(code for part in parts if (code := _choice(choices, answers, field, part))))


def _once(codes: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(codes)
