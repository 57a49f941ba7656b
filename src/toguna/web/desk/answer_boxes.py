"""The answers of any form in the boxes of a page: shown from its questions, read back from what was sent.

Every box is called after the place of its answer, `membre[2]/age`. Conditions of the form are not played again here:
whoever corrects sees every question.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.http import QueryDict

from toguna.collect.answers_xml import Tree
from toguna.collect.questions import FormQuestions, Question
from toguna.rules.findings import Finding, Severity
from toguna.web.desk.answer_words import anchor_of
from toguna.web.layout.templatetags.toguna import reader

MORE = "more-of"
PREFIX = "a:"
OCCURRENCES_AT_MOST = 300
LONGEST = 20_000
NOT_A_NUMBER = "« %(label)s » : « %(value)s » n'est pas un nombre. Écrivez-le en chiffres."
NOT_A_DAY = "« %(label)s » : « %(value)s » n'est pas une date. Choisissez-la au calendrier."
INPUT_TYPES = {"date": "date", "time": "time", "integer": "text", "decimal": "text"}
# Answers that nobody types: the form or the phone filled them in, and they go with the others as they are.
CARRIED = frozenset({"calculate", "binary", "geotrace", "geoshape"})
_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Option:
    """One answer that is offered, and whether it is the one that stands."""

    code: str
    words: str
    chosen: bool


@dataclass
class Box:
    """One question with its answer, or a group or an occurrence of a repeat with the boxes in it."""

    kind: str
    name: str
    label: str
    hint: str = ""
    value: str = ""
    options: list[Option] = field(default_factory=list)
    listed: str = ""
    boxes: list["Box"] = field(default_factory=list)
    wrong: bool = False

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor_of(self.name)

    @property
    def input_name(self) -> str:
        """What the browser calls it."""
        return f"{PREFIX}{self.name}"

    @property
    def input_type(self) -> str:
        """How the browser asks for it."""
        return INPUT_TYPES.get(self.kind, "text")

    @property
    def is_number(self) -> bool:
        """Whether a telephone shows figures to type it."""
        return self.kind in ("integer", "decimal")

    @property
    def is_block(self) -> bool:
        """Whether it holds others, or words that stand alone, and so takes the whole width."""
        return self.kind in ("group", "repeat", "note")

    @property
    def runs(self) -> "list[Run]":
        """What it holds, set out."""
        return set_out(self.boxes)

    @property
    def is_carried(self) -> bool:
        """Whether nobody types it here."""
        return self.kind in CARRIED


@dataclass(frozen=True)
class Run:
    """Boxes that stand side by side where the screen is wide enough, or one that stands alone."""

    boxes: list[Box]

    @property
    def is_alone(self) -> bool:
        """Whether it is one that takes the whole width."""
        return self.boxes[0].is_block


def set_out(boxes: Sequence[Box]) -> list[Run]:
    """The boxes in the order of the form, those that stand side by side together."""
    return [
        run
        for alone, together in groupby(boxes, key=lambda box: box.is_block)
        for run in ([Run([box]) for box in together] if alone else [Run(list(together))])
    ]


def boxes_of(form: FormQuestions, answers: Tree, *, more: str = "", wrong: frozenset[str] = frozenset()) -> list[Box]:
    """The boxes of a form with these answers; `more` is the place of the repeat that wants one occurrence more."""
    return [_box(question, answers, "", more, wrong) for question in form.questions]


def answers_sent(form: FormQuestions, sent: QueryDict) -> tuple[Tree, list[Finding]]:
    """The answers that were typed, and what in them cannot be what the question asks for."""
    boxes = {name.removeprefix(PREFIX): values for name, values in sent.lists() if name.startswith(PREFIX)}
    numbers: dict[str, set[int]] = {}
    for name in boxes:
        for match in re.finditer(r"\[(\d{1,4})\]", name):
            numbers.setdefault(name[: match.start()], set()).add(int(match[1]))
    reading = _Reading(boxes, numbers, [])
    return reading.tree(form.questions, ""), reading.findings


@dataclass
class _Reading:
    boxes: Mapping[str, Sequence[str]]
    numbers: Mapping[str, set[int]]
    findings: list[Finding]

    def tree(self, questions: Sequence[Question], where: str) -> Tree:
        tree: Tree = {}
        for question in questions:
            place = f"{where}{question.name}"
            given: Any
            if question.kind == "repeat":
                occurrences = sorted(self.numbers.get(place, ()))[:OCCURRENCES_AT_MOST]
                read = [self.tree(question.children, f"{place}[{number}]/") for number in occurrences]
                given = [one for one in read if one]
            elif question.kind == "group":
                given = self.tree(question.children, f"{place}/")
            else:
                given = self.answer(question, place)
            if given:
                tree[question.name] = given
        return tree

    def answer(self, question: Question, place: str) -> str:
        values = [value.strip()[:LONGEST] for value in self.boxes.get(place, ()) if value.strip()]
        if not values:
            return ""
        if question.kind in ("select_multiple", "rank"):
            return " ".join(values)
        written = values[0]
        match question.kind:
            case "integer" if not _WHOLE.fullmatch(written.replace(" ", "")):
                self.note(question, place, written, NOT_A_NUMBER)
            case "decimal" if not _DECIMAL.fullmatch(written.replace(" ", "")):
                self.note(question, place, written, NOT_A_NUMBER)
            case "integer" | "decimal":
                return written.replace(" ", "").replace(",", ".")
            case "date" if not _is_day(written):
                self.note(question, place, written, NOT_A_DAY)
        return written

    def note(self, question: Question, place: str, written: str, message: str) -> None:
        values = {"label": question.said(reader()), "value": written[:80]}
        self.findings.append(Finding("box-not-understood", Severity.ERROR, message, values, place))


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _box(question: Question, answers: Tree, where: str, more: str, wrong: frozenset[str]) -> Box:
    place, given = f"{where}{question.name}", answers.get(question.name)
    said = reader()
    label = question.said(said) if question.label else question.name.replace("_", " ")
    hint = question.hint.get(said) or question.hint.get("fr", "")
    box = Box(question.kind, place, label, hint, wrong=place in wrong)
    if question.kind == "group":
        inside = given if isinstance(given, dict) else {}
        box.boxes = [_box(child, inside, f"{place}/", more, wrong) for child in question.children]
    elif question.kind == "repeat":
        occurrences = list(given) if isinstance(given, list) else []
        # Somebody who opens the form needs somewhere to begin.
        wanted = max(1, len(occurrences)) + (place == more)
        for number in range(1, min(wanted, OCCURRENCES_AT_MOST) + 1):
            here = f"{place}[{number}]"
            inside = occurrences[number - 1] if number <= len(occurrences) else {}
            children = [_box(child, inside, f"{here}/", more, wrong) for child in question.children]
            box.boxes.append(Box("occurrence", here, f"{label} {number}", boxes=children))
    else:
        box.value = str(given or "")
        box.listed = question.choices_file.removesuffix(".csv")
        chosen = set(box.value.split()) if question.kind in ("select_multiple", "rank") else {box.value}
        codes = [(choice.name, question.choice_said(choice.name, said)) for choice in question.choices]
        offered = {code for code, _words in codes}
        # An answer that the form offers no more stays until somebody changes it.
        codes += [(code, code) for code in chosen if code and code not in offered and not question.choices_file]
        if question.choices:
            box.options = [Option(code, words, code in chosen) for code, words in codes]
    return box
