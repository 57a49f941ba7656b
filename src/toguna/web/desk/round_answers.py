"""What the people of a survey answered, for its round's page: each question's rate with its number and its interval.

Nobody is named and nobody is singled out: under the model's least number a rate is not told apart by sex.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from toguna.rules.instruments import Display, Indicator, Model
from toguna.rules.scores import normalised
from toguna.rules.surveys import Interval, effective_answers, mean_score, weighted_proportion
from toguna.store.scorecards.models import Respondent, Round
from toguna.store.scorecards.queries import respondents_that_count
from toguna.web.desk.score_typing import score_said
from toguna.web.layout.templatetags.toguna import plain_text_in

THOUSAND = 1000


@dataclass(frozen=True)
class Estimate:
    """A rate or a mean as it is read: what it is, from where to where it may be, over how many answers."""

    value: str
    low: str
    high: str
    answers: int
    is_weak: bool


@dataclass(frozen=True)
class QuestionLine:
    """One question: all who answered, women, men. A rate where it is a yes or a no, else a mean from 0 to 100."""

    label: str
    is_rate: bool
    everybody: Estimate | None
    women: Estimate | None
    men: Estimate | None


@dataclass(frozen=True)
class SurveyView:
    """Who answered, and what."""

    asked: int
    women: int
    men: int
    unknown: int
    planned: int | None
    lines: Sequence[QuestionLine]
    is_weighted: bool
    worth: str


def survey_view(current: Round, model: Model) -> SurveyView:
    """The answers of the round's respondents, those of records that were rejected apart."""
    asked = list(respondents_that_count(current))
    women, men = ([one for one in asked if one.sex == sex] for sex in ("female", "male"))
    weights = [Fraction(one.weight, THOUSAND) for one in asked]
    return SurveyView(
        asked=len(asked),
        women=len(women),
        men=len(men),
        unknown=len(asked) - len(women) - len(men),
        planned=current.respondents_planned,
        lines=[
            QuestionLine(
                plain_text_in(one.label),
                _is_rate(one),
                _estimate(one, asked),
                _estimate(one, women, least=model.smallest_group),
                _estimate(one, men, least=model.smallest_group),
            )
            for one in model.indicators
        ],
        is_weighted=len(set(weights)) > 1,
        worth=score_said(effective_answers(weights)),
    )


def _is_rate(one: Indicator) -> bool:
    return one.scale.display is Display.YES_NO


def _estimate(one: Indicator, asked: Sequence[Respondent], least: int = 1) -> Estimate | None:
    told = [
        (normalised(who.answers[one.code], one.scale), Fraction(who.weight, THOUSAND))
        for who in asked
        if who.answers.get(one.code) is not None and one.scale.holds(who.answers[one.code])
    ]
    if len(told) < max(1, least):
        return None
    found: Interval | None
    if _is_rate(one):
        found = weighted_proportion((score == 100, weight) for score, weight in told)
        factor = 100
    else:
        found = mean_score([score for score, _weight in told], [weight for _score, weight in told])
        factor = 1
    if found is None:
        return None
    low, high = max(found.low * factor, Fraction()), min(found.high * factor, Fraction(100))
    return Estimate(
        score_said(found.estimate * factor), score_said(low), score_said(high), found.answers, found.says_too_much
    )
