"""What changed between two rounds: only what both asked in the same way and both answered, in points, with how many.

A model may change between rounds. Then whatever is new, gone or measured otherwise says nothing about change, and both
rounds are computed again on what is left. Communes with different models are never ranked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from toguna.rules.findings import Finding
from toguna.rules.instruments import Indicator, Model, Texts
from toguna.rules.remarking import error, warning
from toguna.rules.score_tree import INDEX, results_of


class Reason(StrEnum):
    """Why an indicator is not compared."""

    NEW = "new"
    GONE = "gone"
    SCALE_CHANGED = "scale_changed"
    QUESTION_CHANGED = "question_changed"
    NOT_ANSWERED_BEFORE = "not_answered_before"
    NOT_ANSWERED_NOW = "not_answered_now"


REASONS: Mapping[Reason, str] = {
    Reason.NEW: "« %(which)s » est nouveau dans le modèle : il n'a pas de note d'avant.",
    Reason.GONE: "« %(which)s » n'est plus dans le modèle : il n'a pas de note d'après.",
    Reason.SCALE_CHANGED: "L'échelle de « %(which)s » a changé d'un tour à l'autre : ses notes ne se comparent pas.",
    Reason.QUESTION_CHANGED: "La question « %(which)s » a changé d'un tour à l'autre : les notes ne se comparent pas.",
    Reason.NOT_ANSWERED_BEFORE: "« %(which)s » n'a pas de note au premier des deux tours.",
    Reason.NOT_ANSWERED_NOW: "« %(which)s » n'a pas de note au second des deux tours.",
}
NOTHING_COMMON = (
    "Sous « %(which)s », rien n'a été noté de la même façon aux deux tours : aucun écart ne peut être donné."
)
JOINING_CHANGED = (
    "Les notes des groupes n'ont pas été réunies de la même façon aux deux tours : lisez l'écart avec prudence."
)
WEIGHTS_CHANGED = "Les poids ou le calcul ont changé : les deux tours sont calculés avec ceux du premier."


class NotCommon(ValueError):
    """There is no change to tell: the two rounds have nothing in common there. `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.text())


@dataclass(frozen=True)
class RoundAnswers:
    """A round's model and the scores, from 0 to 100, of the indicators that were answered."""

    model: Model
    scores: Mapping[str, Fraction]


@dataclass(frozen=True)
class Change:
    """A criterion, or an indicator, before and after, over `compared` of the `asked` indicators it had before."""

    code: str
    before: Fraction
    after: Fraction
    compared: int
    asked: int

    @property
    def points(self) -> Fraction:
        """The change, in points out of 100: never a percentage."""
        return self.after - self.before

    @property
    def percent(self) -> Fraction | None:
        """The change as a percentage of what was before; None where that was 0."""
        return 100 * self.points / self.before if self.before > 0 else None


@dataclass(frozen=True)
class Comparison:
    """The changes between two rounds, by node and indicator of the earlier model, and what could not be compared."""

    changes: Mapping[str, Change]
    left_out: Mapping[str, Reason]
    findings: tuple[Finding, ...]

    def change(self, code: str = INDEX) -> Change:
        """The change of a criterion, an indicator or the index. Raises NotCommon, with the reason."""
        if code in self.changes:
            return self.changes[code]
        if code in self.left_out:
            raise NotCommon(error("not-common", REASONS[self.left_out[code]], code, which=code))
        raise NotCommon(error("nothing-common", NOTHING_COMMON, code, which=code))


def change_between(earlier: RoundAnswers, later: RoundAnswers) -> Comparison:
    """Both rounds computed again on what they have in common, with the earlier tree and its weights.

    Common is an indicator with the same code, question, worst, best and anchors, answered both times. A later round may
    have asked more, or less: that is in `left_out` with its reason.

    >>> from toguna.rules.instruments import Engine
    >>> before = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {"fr": "Eau"}),
    ...                                                          Indicator("2", {"fr": "École"})))
    >>> now = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {"fr": "Eau"}),
    ...                                                       Indicator("3", {"fr": "Route"})))
    >>> found = change_between(RoundAnswers(before, {"1": Fraction(40), "2": Fraction(90)}),
    ...                        RoundAnswers(now, {"1": Fraction(50), "3": Fraction(10)}))
    >>> change = found.change()
    >>> change.points, change.percent, change.compared, change.asked
    (Fraction(10, 1), Fraction(25, 1), 1, 2)
    >>> {code: str(reason) for code, reason in found.left_out.items()}
    {'2': 'gone', '3': 'new'}
    """
    left_out = dict(_left_out(earlier, later))
    common = {one.code for one in earlier.model.indicators} - set(left_out)
    before, after = (results_of(earlier.model, {code: one.scores[code] for code in common}) for one in (earlier, later))
    changes = {}
    for code in before:
        asked = _indicators_under(earlier.model, code)
        one, other = before[code].score, after[code].score
        if one is not None and other is not None:
            changes[code] = Change(code, one, other, len(asked & common), len(asked))
    return Comparison(changes, left_out, tuple(_findings(earlier.model, later.model)))


def comparable(models: Iterable[Model]) -> bool:
    """Whether the scores of communes may stand in one order: only where every commune was scored with the same model.

    >>> from toguna.rules.instruments import Engine
    >>> model = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {"fr": "Eau"}),))
    >>> own = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {"fr": "Eau"}, local=True),))
    >>> comparable([model, model]), comparable([model, own])
    (True, False)
    """
    return all(one == other for one, other in pairwise(models))


def difference(one: Indicator, other: Indicator) -> Reason | None:
    """Why two indicators of the same code do not measure the same; None where they do."""
    if _measured(one) != _measured(other):
        return Reason.SCALE_CHANGED
    if _asked(one) != _asked(other):
        return Reason.QUESTION_CHANGED
    return None


def _left_out(earlier: RoundAnswers, later: RoundAnswers) -> Iterable[tuple[str, Reason]]:
    for one in earlier.model.indicators:
        other = later.model.indicator_by_code.get(one.code)
        if other is None:
            yield one.code, Reason.GONE
        elif reason := difference(one, other):
            yield one.code, reason
        elif one.code not in earlier.scores:
            yield one.code, Reason.NOT_ANSWERED_BEFORE
        elif one.code not in later.scores:
            yield one.code, Reason.NOT_ANSWERED_NOW
    for one in later.model.indicators:
        if one.code not in earlier.model.indicator_by_code:
            yield one.code, Reason.NEW


def _measured(one: Indicator) -> tuple[int, int, list[tuple[int, str]]]:
    """Between what it is scored and what the values stand for. How it is shown and its step change no meaning."""
    return one.scale.worst, one.scale.best, sorted((anchor.value, _said(anchor.label)) for anchor in one.scale.anchors)


def _asked(one: Indicator) -> tuple[str, str]:
    return _said(one.label), _said(one.question)


def _said(texts: Texts) -> str:
    """French is required, and what the others translate; spaces and capitals change no meaning."""
    return " ".join(texts.get("fr", "").split()).casefold()


def _indicators_under(model: Model, code: str) -> set[str]:
    if code in model.indicator_by_code:
        return {code}
    return {found for child in model.children(code) for found in _indicators_under(model, child.code)}


def _findings(earlier: Model, later: Model) -> Iterable[Finding]:
    if earlier.joining is not later.joining:
        yield warning("joining-changed", JOINING_CHANGED)
    weights = [{one.code: (one.parent, one.weight) for one in model.elements} for model in (earlier, later)]
    common = weights[0].keys() & weights[1].keys()
    if earlier.aggregation is not later.aggregation or any(weights[0][code] != weights[1][code] for code in common):
        yield warning("weights-changed", WEIGHTS_CHANGED)
