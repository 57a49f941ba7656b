"""The kinds of cells in a framework workbook: how each is read into a value, and written so that it reads back.

A kind knows one value. Which tab has which fields is elsewhere.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from toguna.collect.answers import Answers
from toguna.collect.choices import YES_NO, Choice, ChoiceList
from toguna.collect.tables import CellValue
from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition, findings_in
from toguna.rules.findings import Severity
from toguna.rules.framework import Texts

NOT_A_QUANTITY = "« %(value)s » n'est pas un nombre avec au plus %(places)s décimales. Écrivez-le en chiffres."
NOT_JSON = "Cette définition n'est pas du JSON lisible. Copiez-la depuis la page de l'indicateur."
LESSON_WITHOUT_FRENCH = "Cette leçon n'a pas de texte français à la même ligne : « %(text)s »."
OUT_OF_RANGE = "%(value)s n'est pas possible ici : il faut un nombre de %(lowest)s à %(highest)s."
TOO_LONG = "Ce texte a %(found)s lettres, au plus %(most)s. Raccourcissez-le."

DIRECTION = ChoiceList(
    "direction",
    (
        Choice("ascending", "Doit augmenter", "Should rise", ("ascendant", "hausse", "augmentation")),
        Choice("descending", "Doit baisser", "Should fall", ("descendant", "baisse", "diminution")),
    ),
)

Cells = Mapping[str, CellValue]
_SEPARATOR = " ; "


@dataclass(frozen=True)
class Kind:
    """How one kind of value stands in its cells. `read` gives None where nothing stands there or it is not understood.

    `endings` are those of its columns' field names: one column, or one for each language.
    """

    read: Callable[[Answers, str], object]
    write: Callable[[object, str], Mapping[str, CellValue]]
    endings: tuple[str, ...] = ("",)
    number_format: str = "@"
    choices: ChoiceList | None = None


def _alone(value: CellValue) -> Cells:
    return {"": value}


def _plain(value: object, _: str) -> Cells:
    return _alone(value if isinstance(value, str | int) or value is None else str(value))


def _day_cell(value: object, _: str) -> Cells:
    return _alone(value if isinstance(value, date) else None)


def text(longest: int = 60) -> Kind:
    """A code or a name on one line."""

    def read(answers: Answers, name: str) -> object:
        written = answers.text(name)
        if len(written) > longest:
            answers.tell(Severity.ERROR, "text-too-long", name, TOO_LONG, found=len(written), most=longest)
            return None
        return written or None

    return Kind(read, _plain)


def whole(lowest: int, highest: int) -> Kind:
    """A whole number between two others, both possible."""

    def read(answers: Answers, name: str) -> object:
        value = answers.number(name, severity=Severity.ERROR)
        if value is not None and not lowest <= value <= highest:
            values = {"value": value, "lowest": lowest, "highest": highest}
            answers.tell(Severity.ERROR, "out-of-range", name, OUT_OF_RANGE, **values)
            return None
        return value

    return Kind(read, _plain, number_format="0")


def scaled(places: int) -> Kind:
    """A decimal number kept as a whole number of its smallest part: 349,822 with 3 places is 349822."""

    def read(answers: Answers, name: str) -> object:
        written = answers.text(name)
        if not written:
            return None
        try:
            value = Decimal(written.replace(" ", "").replace(",", ".")).scaleb(places)
            if abs(value) < 10**15 and value == value.to_integral_value():
                return int(value)
        except InvalidOperation:
            pass
        answers.tell(Severity.ERROR, "quantity-not-understood", name, NOT_A_QUANTITY, value=written, places=places)
        return None

    def write(value: object, _: str) -> Cells:
        if not isinstance(value, int):
            return _alone(None)
        exact = Decimal(value).scaleb(-places)
        return _alone(int(exact) if exact == exact.to_integral_value() else float(exact))

    return Kind(read, write, number_format="General")


def one_of(choices: ChoiceList) -> Kind:
    """One answer of a closed list, in the reader's words."""

    def read(answers: Answers, name: str) -> object:
        return answers.choice(name, choices, severity=Severity.ERROR)

    def write(value: object, language: str) -> Cells:
        return _alone(choices.choices[str(value)].label(language) if value else None)

    return Kind(read, write, choices=choices)


def several_of(choices: ChoiceList) -> Kind:
    """Any answers of a closed list, set apart by semicolons."""

    def read(answers: Answers, name: str) -> object:
        parts = _parts(answers.text(name))
        chosen = [
            Answers({name: part}, answers.where, answers.findings).choice(name, choices, severity=Severity.ERROR)
            for part in parts
        ]
        return tuple(dict.fromkeys(code for code in chosen if code))

    def write(value: object, language: str) -> Cells:
        codes = value if isinstance(value, tuple) else ()
        return _alone(_SEPARATOR.join(choices.choices[code].label(language) for code in codes) or None)

    return Kind(read, write)


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(";") if part.strip()]


def _write_yes_no(value: object, language: str) -> Cells:
    return _alone(None if value is None else YES_NO.choices["yes" if value else "no"].label(language))


def _read_ascending(answers: Answers, name: str) -> object:
    code = answers.choice(name, DIRECTION, severity=Severity.ERROR)
    return None if code is None else code == "ascending"


def _write_ascending(value: object, language: str) -> Cells:
    return _alone(DIRECTION.choices["ascending" if value else "descending"].label(language))


def _read_texts(answers: Answers, name: str) -> object:
    return Texts(answers.paragraphs(f"{name}_fr"), answers.paragraphs(f"{name}_en")) or None


def _write_texts(value: object, _: str) -> Cells:
    texts = value if isinstance(value, Texts) else Texts()
    return {"_fr": texts.fr, "_en": texts.en}


def _read_lessons(answers: Answers, name: str) -> object:
    french, english = answers.lines(f"{name}_fr"), answers.lines(f"{name}_en")
    french += [""] * (len(english) - len(french))
    english += [""] * (len(french) - len(english))
    lessons = [Texts(*pair) for pair in zip(french, english, strict=True) if any(pair)]
    for lesson in lessons:
        if not lesson.fr:
            message = LESSON_WITHOUT_FRENCH
            answers.tell(Severity.ERROR, "lesson-without-french", f"{name}_en", message, text=lesson.en)
    return tuple(lesson for lesson in lessons if lesson.fr)


def _write_lessons(value: object, _: str) -> Cells:
    lessons = value if isinstance(value, tuple) else ()
    return {"_fr": "\n".join(one.fr for one in lessons), "_en": "\n".join(one.en for one in lessons)}


def _read_words(answers: Answers, name: str) -> object:
    return tuple(dict.fromkeys(_parts(answers.text(name))))


def _write_words(value: object, _: str) -> Cells:
    return _alone(_SEPARATOR.join(value) if isinstance(value, tuple) else None)


def _read_definition(answers: Answers, name: str) -> object:
    written = answers.paragraphs(name)
    if not written:
        return None
    try:
        content = json.loads(written)
    except (ValueError, RecursionError):
        answers.tell(Severity.ERROR, "definition-not-json", name, NOT_JSON)
        return None
    wrong = findings_in(content)
    where = answers.where(name)
    answers.findings.extend(replace(one, where=f"{where} ({one.where})") for one in wrong)
    return None if wrong else Definition.from_json(content).canonical()


def _read_place(answers: Answers, name: str) -> object:
    return answers.place(name) or None


def _write_place(value: object, _: str) -> Cells:
    return _alone(str(value) if isinstance(value, PlaceMention) else None)


DAY = Kind(lambda answers, name: answers.day(name), _day_cell, number_format="dd/mm/yyyy")
YES_OR_NO = Kind(lambda answers, name: answers.yes_or_no(name), _write_yes_no, choices=YES_NO)
ASCENDING = Kind(_read_ascending, _write_ascending, choices=DIRECTION)
# Excel shows a long text as ##### in a cell of format "text", so long texts are left general.
TEXTS = Kind(_read_texts, _write_texts, ("_fr", "_en"), "General")
LESSONS = Kind(_read_lessons, _write_lessons, ("_fr", "_en"), "General")
WORDS = Kind(_read_words, _write_words)
PLACE = Kind(_read_place, _write_place)
DEFINITION = Kind(_read_definition, _plain, number_format="General")
QUANTITY = scaled(3)
MONEY = scaled(2)
YEAR = whole(1900, 2200)
