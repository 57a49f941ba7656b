"""From the answers of a scoring form to scores: what fits the model, and apart what does not, each with its reason.

A telephone may hold last month's form: a score off its scale or of an indicator that the model no longer has is kept
apart and told, never dropped and never bent to fit. It looks no round up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from toguna.collect.answers import Answers
from toguna.collect.answers_xml import AnswerTree
from toguna.collect.attendance_answers import read_age_band
from toguna.collect.choices import SEX, YES_NO_UNKNOWN
from toguna.collect.instruments.form import input_names, question_names
from toguna.collect.instruments.form_choices import NO_ANSWER, written
from toguna.rules.attendance import Sex
from toguna.rules.findings import Finding, Severity
from toguna.rules.instruments import Model
from toguna.rules.remarking import say

OFF_SCALE = (
    "La note %(raw)s pour « %(which)s » est hors de l'échelle (de %(worst)s à %(best)s). Elle est gardée à part : le "
    "téléphone avait peut-être un ancien modèle. Mettez le formulaire à jour et demandez la note de nouveau."
)
SCALE_CHANGED = (
    "L'échelle de « %(which)s » a changé depuis que le téléphone a pris le formulaire : la note %(raw)s y disait autre "
    "chose. Elle est gardée à part. Mettez le formulaire à jour et demandez la note de nouveau."
)
INDICATOR_UNKNOWN = (
    "L'indicateur « %(which)s » n'est pas dans le modèle de ce tour. Sa note %(raw)s est gardée à part : le téléphone "
    "avait peut-être un ancien modèle."
)
NOT_UNDERSTOOD = "La note « %(raw)s » pour « %(which)s » n'est pas un nombre. Elle est gardée à part, telle quelle."
GROUP_UNKNOWN = "Le groupe « %(group)s » n'est pas dans le modèle de ce tour : ses notes n'entrent pas au calcul."
GROUP_MISSING = "La fiche ne dit pas quel groupe a noté. Choisissez le groupe."
ROUND_MISSING = "La fiche ne dit pas de quel tour elle est. Choisissez le tour."
NOTHING_SCORED = "Aucune question n'a de note : la fiche n'entre dans aucun calcul."
YOUTH_TOO_MANY = "La fiche compte %(youth)s jeunes pour %(total)s personnes. Corrigez l'un des deux nombres."

_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,3}0*)?")
_NUMBERED = re.compile(r"i_(\d+(?:_\d+)*)")


class Why(StrEnum):
    """Why a score is kept apart."""

    OFF_SCALE = "off_scale"
    SCALE_CHANGED = "scale_changed"
    INDICATOR_UNKNOWN = "indicator_unknown"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class SheetScore:
    """One indicator as it was answered: the raw score in thousandths, None where nobody answered, and why."""

    indicator: str
    raw: int | None
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class ScoreApart:
    """A score that does not fit the model: as it was sent, as far as it is a number, and what does not fit."""

    indicator: str
    sent: str
    raw: int | None
    why: Why
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Sitting:
    """How many people scored together; None is not told."""

    women: int | None = None
    men: int | None = None
    unknown_sex: int | None = None
    youth: int | None = None

    @property
    def total(self) -> int | None:
        """All who sat, as far as they were counted.

        >>> Sitting(women=7, men=5).total, Sitting().total
        (12, None)
        """
        told = [number for number in (self.women, self.men, self.unknown_sex) if number is not None]
        return sum(told) if told else None


@dataclass(frozen=True)
class InputAnswer:
    """One line of the input tracking matrix: what was promised and what is there, in the group's words."""

    code: str
    entitled: str = ""
    actual: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class ScoredSheet:
    """What one group scored. `scores` has every indicator of the model that was asked, in the order of the model."""

    round_id: str
    group: str
    held_on: date | None
    participants: Sitting
    scores: tuple[SheetScore, ...]
    apart: tuple[ScoreApart, ...] = ()
    inputs: tuple[InputAnswer, ...] = ()
    remarks: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class AnsweredSheet:
    """What one person answered in a survey, by what is known of them."""

    round_id: str
    held_on: date | None
    group: str
    sex: Sex | None
    age_from: int | None
    age_to: int | None
    disability: bool | None
    answers: tuple[SheetScore, ...]
    apart: tuple[ScoreApart, ...] = ()
    remarks: str = ""
    findings: tuple[Finding, ...] = ()


def read_scores(tree: AnswerTree, model: Model, *, asked_with: Model | None = None) -> ScoredSheet:
    """The scores of one group, for the engines whose groups score; what is wrong is among the findings.

    `asked_with` is the model of the form that the phone had, where it is known: 4 out of 5 is no 4 out of 10.
    """
    reading = _Reading(tree.answers, model, asked_with or model)
    people = reading.answers("people")
    sitting = Sitting(*(people.number(name) for name in ("women", "men", "unknown_sex", "youth")))
    if sitting.youth is not None and sitting.total is not None and sitting.youth > sitting.total:
        values = {"youth": sitting.youth, "total": sitting.total}
        people.tell(Severity.WARNING, "youth-too-many", "youth", YOUTH_TOO_MANY, **values)
    return ScoredSheet(
        round_id=reading.round_id(),
        group=reading.group(needed=bool(model.groups)),
        held_on=reading.head.day("held_on"),
        participants=sitting,
        scores=reading.scores(),
        apart=tuple(reading.apart),
        inputs=tuple(reading.inputs()),
        remarks=reading.head.paragraphs("remarks"),
        findings=(*tree.findings, *reading.findings),
    )


def read_respondent(tree: AnswerTree, model: Model, *, asked_with: Model | None = None) -> AnsweredSheet:
    """The answers of one person, for a survey. "Not stated" is no answer. `asked_with` is as for a group."""
    reading = _Reading(tree.answers, model, asked_with or model)
    head = reading.head
    sex = head.choice("sex", SEX)
    age_from, age_to = read_age_band(head)
    return AnsweredSheet(
        round_id=reading.round_id(),
        held_on=head.day("held_on"),
        group=reading.group(needed=False),
        sex=Sex(sex) if sex else None,
        age_from=age_from,
        age_to=age_to,
        disability=_yes(head.choice("disability", YES_NO_UNKNOWN)),
        answers=reading.scores(),
        apart=tuple(reading.apart),
        remarks=head.paragraphs("remarks"),
        findings=(*tree.findings, *reading.findings),
    )


@dataclass
class _Reading:
    """One reading of one sheet: what was found wrong, and which scores stand apart."""

    given: Mapping[str, Any]
    model: Model
    asked_with: Model
    findings: list[Finding] = field(default_factory=list)
    apart: list[ScoreApart] = field(default_factory=list)

    @property
    def head(self) -> Answers:
        return Answers(self.given, lambda name: name, self.findings)

    def answers(self, *path: str) -> Answers:
        """The answers within a group of questions; empty where it was not sent."""
        node: Any = self.given
        for name in path:
            node = node.get(name) if isinstance(node, Mapping) else None
        where = "/".join(path)
        return Answers(node if isinstance(node, Mapping) else {}, lambda name: f"{where}/{name}", self.findings)

    def round_id(self) -> str:
        chosen = self.head.text("round")
        if not chosen:
            self.head.tell(Severity.ERROR, "round-missing", "round", ROUND_MISSING)
        return chosen

    def group(self, *, needed: bool) -> str:
        chosen = self.head.text("group")
        if chosen == "unknown":
            chosen = ""
        if chosen and chosen not in self.model.group_by_code:
            self.head.tell(Severity.WARNING, "group-unknown", "group", GROUP_UNKNOWN, group=chosen)
        elif needed and not chosen:
            self.head.tell(Severity.ERROR, "group-missing", "group", GROUP_MISSING)
        return chosen

    def scores(self) -> tuple[SheetScore, ...]:
        """What fits the model, in its order; what does not goes apart."""
        names = question_names(self.model)
        found = [self._score(code, name) for code, name in names.items() if name in self.given]
        for name in self.given:
            if name.startswith("i_") and name not in names.values():
                self._unknown(name)
        fitting = tuple(one for one in found if one is not None)
        if all(one.raw is None for one in fitting) and not self.apart:
            self.findings.append(Finding("nothing-scored", Severity.WARNING, NOTHING_SCORED))
        return fitting

    def inputs(self) -> Iterator[InputAnswer]:
        for code, name in input_names(self.model).items():
            one = self.answers("inputs", name)
            line = InputAnswer(code, one.text("entitled"), one.text("actual"), one.text("remarks"))
            if line.entitled or line.actual or line.remarks:
                yield line

    def _score(self, code: str, name: str) -> SheetScore | None:
        """The score of one indicator of the model; None where it had to be kept apart."""
        one = self.answers(name)
        sent, words = one.text("score"), (one.text("reason"), one.text("evidence"))
        if sent in ("", NO_ANSWER):
            return SheetScore(code, None, *words)
        raw, scale = _raw(sent), self.model.indicator_by_code[code].scale
        before = self.asked_with.indicator_by_code.get(code)
        changed = before is not None and (before.scale.worst, before.scale.best) != (scale.worst, scale.best)
        if raw is not None and scale.holds(raw) and not changed:
            return SheetScore(code, raw, *words)
        values: dict[str, object] = {"which": code, "raw": sent}
        if raw is None:
            why, message = Why.NOT_UNDERSTOOD, NOT_UNDERSTOOD
        elif scale.holds(raw):
            why, message = Why.SCALE_CHANGED, SCALE_CHANGED
        else:
            why, message = Why.OFF_SCALE, OFF_SCALE
            values |= {"raw": say(raw), "worst": say(scale.worst), "best": say(scale.best)}
        self._keep_apart(one, ScoreApart(code, sent, raw, why, *words), message, values)
        return None

    def _unknown(self, name: str) -> None:
        one = self.answers(name)
        sent = one.text("score")
        if sent in ("", NO_ANSWER):
            return
        match = _NUMBERED.fullmatch(name)
        code = match[1].replace("_", ".") if match else name.removeprefix("i_")
        apart = ScoreApart(code, sent, _raw(sent), Why.INDICATOR_UNKNOWN, one.text("reason"), one.text("evidence"))
        self._keep_apart(one, apart, INDICATOR_UNKNOWN, {"which": code, "raw": sent})

    def _keep_apart(self, one: Answers, apart: ScoreApart, message: str, values: Mapping[str, object]) -> None:
        self.apart.append(apart)
        code = "score-" + apart.why.value.replace("_", "-")
        one.tell(Severity.WARNING, code, "score", message, **values)


def answers_of(model: Model, scores: Sequence[SheetScore]) -> dict[str, dict[str, str]]:
    """The same scores as a phone sends them, by the names of the form's questions; for a sheet made without a phone.

    >>> from toguna.rules.instruments import Engine, Indicator
    >>> model = Model("m", Engine.GROUP_SCORES, {"fr": "M"}, indicators=(Indicator("1.1", {"fr": "Eau"}),))
    >>> answers_of(model, [SheetScore("1.1", 2_500, "loin")])
    {'i_1_1': {'score': '2.5', 'reason': 'loin'}}
    """
    names = question_names(model)
    made = {
        names[one.indicator]: {"score": _sent(model, one), "reason": one.reason, "evidence": one.evidence}
        for one in scores
    }
    return {name: {key: text for key, text in each.items() if text} for name, each in made.items()}


def _sent(model: Model, one: SheetScore) -> str:
    if one.raw is not None:
        return written(one.raw)
    # Where a score is typed, no answer is nothing typed.
    return NO_ANSWER if model.indicator_by_code[one.indicator].scale.offered else ""


def _raw(sent: str) -> int | None:
    """A score in thousandths; None where it is no number, or one with more decimals than are kept."""
    digits = sent.replace(" ", "")
    if not _NUMBER.fullmatch(digits):
        return None
    return int(Decimal(digits.replace(",", ".")) * 1000)


def _yes(code: str | None) -> bool | None:
    return None if code is None else code == "yes"
