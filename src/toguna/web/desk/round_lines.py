"""What a round's page sets out in lines: each criterion or indicator by group, the gaps, the change since last time.

Scores are told as computed; small groups show here, because this page is for staff.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from toguna.flow.scoring import result_of
from toguna.publish.pictures import Range, score_ranges
from toguna.rules.comparisons import REASONS, Comparison, RoundAnswers, change_between
from toguna.rules.cycles import RoundState
from toguna.rules.instruments import Indicator, Model, Node
from toguna.rules.score_tree import INDEX
from toguna.rules.scores import rounded
from toguna.rules.scoring import GroupResult, RoundResult
from toguna.store.scorecards.models import Round
from toguna.web.desk.cycle_words import told
from toguna.web.desk.score_typing import points_said, score_said
from toguna.web.layout.templatetags.toguna import plain_text_in, reader


@dataclass(frozen=True)
class Line:
    """A criterion or an indicator: the score of all, each group's, the providers' and their gap, and its change."""

    code: str
    label: str
    score: str
    by_group: Sequence[str]
    providers: str
    gap: str
    is_disputed: bool
    completeness: int
    is_complete: bool
    change: str = ""
    compared: str = ""


@dataclass(frozen=True)
class Dispute:
    """Where the groups are far apart: who stands lowest and who highest, and by how many points."""

    label: str
    points: str
    lowest: str
    low: str
    highest: str
    high: str


@dataclass(frozen=True)
class Since:
    """What changed since the last validated round before this one, and what could not be compared."""

    number: int
    index: str
    compared: str
    left_out: Sequence[str]
    findings: Sequence[tuple[str, str]]
    comparison: Comparison


def since_last(current: Round, result: RoundResult) -> Since | None:
    """The change since the validated round before; nothing where this is the first."""
    before = (
        current.cycle.rounds.filter(number__lt=current.number)
        .exclude(state=RoundState.OPEN)
        .select_related("model", "cycle__instrument", "cycle__place")
        .order_by("-number")
        .first()
    )
    if before is None or not result.answered:
        return None
    earlier = result_of(before)
    found = change_between(RoundAnswers(earlier.model, earlier.answered), RoundAnswers(result.model, result.answered))
    labels = {one.code: plain_text_in(one.label) for one in (*earlier.model.indicators, *result.model.indicators)}
    index = found.changes.get(INDEX)
    return Since(
        number=before.number,
        index=points_said(index.points) if index else "",
        compared=_compared(found, INDEX),
        left_out=[_(REASONS[reason]) % {"which": labels.get(code, code)} for code, reason in found.left_out.items()],
        findings=told(found.findings),
        comparison=found,
    )


def lines_of(elements: Sequence[Node | Indicator], result: RoundResult, since: Since | None) -> list[Line]:
    """The lines of some criteria or indicators, in their order."""
    return [_line(one.code, plain_text_in(one.label), result, since) for one in elements]


def groups_shown(result: RoundResult) -> list[GroupResult]:
    """The groups that have a column of their own: the providers have theirs already where users make the score."""
    apart = _providers(result.model) if result.providers else set()
    return [group for group in result.groups if group.code not in apart]


def disputes_of(result: RoundResult) -> list[Dispute]:
    """The indicators on which the groups are as far apart as the model calls a disagreement, the furthest first."""
    names = {group.code: plain_text_in(group.label) for group in result.model.groups}
    found = []
    for indicator in result.model.indicators:
        if indicator.code not in result.disputes:
            continue
        given = [
            (group.results[indicator.code].score, names[group.code])
            for group in result.groups
            if group.results[indicator.code].score is not None and group.code not in _providers(result.model)
        ]
        ordered = sorted((score, name) for score, name in given if score is not None)
        low, high = ordered[0], ordered[-1]
        label, between = plain_text_in(indicator.label), high[0] - low[0]
        found.append((between, Dispute(label, _whole(between), low[1], _whole(low[0]), high[1], _whole(high[0]))))
    return [dispute for _between, dispute in sorted(found, key=lambda one: -one[0])]


def picture_of(model: Model, result: RoundResult) -> str:
    """The score of each criterion, or of each indicator where there are no criteria, and how far apart groups are."""
    names = {group.code: plain_text_in(group.label) for group in model.groups}
    rows = [
        Range(
            plain_text_in(one.label),
            None if (score := result.results[one.code].score) is None else float(rounded(score)),
            [
                (names[group.code], float(rounded(own)))
                for group in result.groups
                if (own := group.results[one.code].score) is not None and group.code not in _providers(model)
            ],
            one.code in result.disputes,
        )
        for one in model.criteria or model.indicators
    ]
    title = _("Note de 0 à 100, et les groupes les plus éloignés")
    return score_ranges(rows, title=title, language=reader()) if rows else ""


def _line(code: str, label: str, result: RoundResult, since: Since | None) -> Line:
    node = result.results[code]
    change = since.comparison.changes.get(code) if since else None
    return Line(
        code=code,
        label=label,
        score=score_said(node.score),
        by_group=[score_said(group.results[code].score) for group in groups_shown(result)],
        providers=score_said(result.providers[code].score) if code in result.providers else "",
        gap=points_said(result.gaps[code]) if code in result.gaps else "",
        is_disputed=code in result.disputes,
        completeness=int(node.completeness * 100),
        is_complete=node.completeness == 1,
        change=points_said(change.points) if change else "",
        compared=_compared(since.comparison, code) if since and change else "",
    )


def _compared(found: Comparison, code: str) -> str:
    """Over how many indicators of how many, where some could not be compared."""
    change = found.changes.get(code)
    if change is None or change.compared == change.asked:
        return ""
    return _("%(compared)s indicateurs comparés sur %(asked)s") % {"compared": change.compared, "asked": change.asked}


def _providers(model: Model) -> set[str]:
    return {group.code for group in model.groups if group.side.value == "providers"} if model.groups else set()


def _whole(points: Fraction) -> str:
    return str(int(points + Fraction(1, 2)))
