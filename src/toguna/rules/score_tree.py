"""What children make of their parent: from the scores of indicators to criteria and the index, and who stands apart.

Nothing that is missing counts as 0: a parent is made of the children that have a score, and its completeness says how
much of its weight they are. Where the scores of indicators come from is told in `scoring`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from toguna.rules.instruments import Aggregation, Indicator, Model
from toguna.rules.scores import BEST, THOUSANDTHS

INDEX = ""
"""The code under which the index of the whole model stands among the results."""


@dataclass(frozen=True)
class Result:
    """The score of one indicator, criterion or index (`INDEX`), and what share of its weight was answered."""

    code: str
    score: Fraction | None
    completeness: Fraction
    publishable: bool


Results = Mapping[str, Result]
"""Results by the codes of their nodes and indicators, the index under `INDEX`."""


def aggregated(children: Collection[tuple[int, Fraction]], how: Aggregation) -> Fraction | None:
    """What children make, each with its weight: their mean, or less the further the weakest stands below it.

    The limiting factor is the fuzzy AND of NetWeaver on the scale from -1 to +1: min + (mean - min)·(min + 1)/2. None
    where no child has both a score and a weight.

    >>> both = [(1000, Fraction(100)), (1000, Fraction(50))]
    >>> aggregated(both, Aggregation.WEIGHTED_MEAN), aggregated(both, Aggregation.LIMITING_FACTOR)
    (Fraction(75, 1), Fraction(125, 2))
    """
    weighed = [(weight, score) for weight, score in children if weight > 0]
    if not weighed:
        return None
    average = sum((weight * score for weight, score in weighed), Fraction()) / sum(weight for weight, _ in weighed)
    if how is Aggregation.WEIGHTED_MEAN:
        return average
    weakest = min(score for _, score in weighed)
    return weakest + (average - weakest) * weakest / BEST


def results_of(model: Model, scores: Mapping[str, Fraction]) -> Results:
    """The whole tree, made of the scores (0 to 100) of the indicators that were answered.

    Completeness is the share of the weight that was answered, all the way down: a criterion of which one indicator in
    four was answered is a quarter complete, and so is an index of four such criteria.

    >>> from toguna.rules.instruments import Engine
    >>> model = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("a", {}), Indicator("b", {})))
    >>> results_of(model, {"a": Fraction(85)})[INDEX]
    Result(code='', score=Fraction(85, 1), completeness=Fraction(1, 2), publishable=False)
    """
    found: dict[str, Result] = {}
    threshold = Fraction(model.completeness, THOUSANDTHS)

    def add(code: str, score: Fraction | None, completeness: Fraction) -> Result:
        found[code] = Result(code, score, completeness, score is not None and completeness >= threshold)
        return found[code]

    def climb(code: str) -> Result:
        children = []
        for child in model.children(code):
            if isinstance(child, Indicator):
                score = scores.get(child.code)
                children.append((child.weight, add(child.code, score, Fraction(score is not None))))
            else:
                children.append((child.weight, climb(child.code)))
        weight = sum(weight for weight, _ in children if weight > 0)
        answered = sum((weight * child.completeness for weight, child in children if weight > 0), Fraction())
        scored = [(weight, child.score) for weight, child in children if child.score is not None]
        return add(code, aggregated(scored, model.aggregation), answered / weight if weight else Fraction())

    climb(INDEX)
    return found


def gaps_between(some: Results, others: Results) -> dict[str, Fraction]:
    """By how many points some stand above others, wherever both have a score."""
    found = {}
    for code, one in some.items():
        other = others[code].score if code in others else None
        if one.score is not None and other is not None:
            found[code] = one.score - other
    return found


def spread_between(several: Collection[Results]) -> dict[str, Fraction]:
    """How far apart the groups stand on each indicator, criterion and index that two of them scored, in points."""
    scores: dict[str, list[Fraction]] = {}
    for results in several:
        for code, one in results.items():
            if one.score is not None:
                scores.setdefault(code, []).append(one.score)
    return {code: max(found) - min(found) for code, found in scores.items() if len(found) > 1}


def disputed(model: Model, spreads: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Where the groups stand so far apart that the model calls it a disagreement; the index comes last."""
    least = Fraction(model.dispute_gap, THOUSANDTHS)
    ordered = [*(one.code for one in model.elements), INDEX]
    return tuple(code for code in ordered if code in spreads and spreads[code] >= least)
