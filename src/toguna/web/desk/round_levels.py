"""What a self-assessment says on its round's page: each level with what bears it, and what to work on first.

The levels are the organisation's own: nobody corrects them here. What no evidence bears is said to be so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from toguna.rules.instruments import Model
from toguna.rules.score_tree import INDEX
from toguna.rules.scoring import RoundResult
from toguna.rules.self_assessments import LEVELS, Section, granted_level, performance, priorities
from toguna.store.scorecards.models import Round
from toguna.store.scorecards.queries import scorings_that_count
from toguna.web.desk.score_typing import raw_written
from toguna.web.layout.templatetags.toguna import plain_text_in

THOUSAND = 1000


@dataclass(frozen=True)
class LevelLine:
    """One section: the level it claims, the one its evidence bears, the evidence, and its weight in the plan."""

    label: str
    criterion: str
    claimed: str
    granted: str
    is_borne: bool
    evidence: str
    importance: int | None
    urgency: int | None


@dataclass(frozen=True)
class LevelsView:
    """The sections, the mean of the levels that are borne, and the priorities, the heaviest first."""

    lines: Sequence[LevelLine]
    mean: str
    priorities: Sequence[tuple[str, int]]


def levels_view(current: Round, model: Model, result: RoundResult) -> LevelsView:
    """The levels of a self-assessment on its scale from 1 to 4; what is claimed without evidence counts for nothing."""
    labels = {one.code: plain_text_in(one.label) for one in model.elements}
    agreed = {one.indicator: one for one in current.agreed.all()}
    shown = {
        score.indicator: score.evidence
        for sitting in scorings_that_count(current)
        for score in sitting.scores.all()
        if score.evidence
    }
    lines, sections, granted = [], [], {}
    for one in model.indicators:
        found, told = result.indicator[one.code], agreed.get(one.code)
        raw = found.raw if found.raw is not None else next(iter(found.given), None)
        claimed = None if raw is None else int(raw) // THOUSAND
        evidence = (told.evidence if told else "") or shown.get(one.code, "")
        # One text stands for the evidence of a level and of those below it.
        borne = granted_level(claimed, set(LEVELS) if evidence else set()) if claimed in LEVELS else None
        granted[one.code] = borne or None
        importance, urgency = (told.importance, told.urgency) if told else (None, None)
        level = claimed if claimed in LEVELS else None
        sections.append(Section(one.code, one.parent, level, importance or 1, urgency or 1))
        lines.append(
            LevelLine(
                labels[one.code],
                labels.get(one.parent, ""),
                "" if raw is None else raw_written(int(raw)),
                "" if borne is None else str(borne),
                bool(borne),
                evidence,
                importance,
                urgency,
            )
        )
    domains = {node.code: [one.code for one in model.indicators if one.parent == node.code] for node in model.criteria}
    whole = performance(granted, domains or {INDEX: [one.code for one in model.indicators]}).index
    return LevelsView(lines, _mean(whole), [(labels[one.code], one.weight) for one in priorities(sections)])


def _mean(whole: Fraction | None) -> str:
    return "" if whole is None else raw_written(round(whole * THOUSAND / 10) * 10)
