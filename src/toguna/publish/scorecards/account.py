"""The account of a round that is given back in public: plain numbers and words, frozen as they were that day.

Groups too small to be shown alone are merged before anything is written here. It has no names, and nothing in it is
asked of a database again. Scores and gaps are tenths of a point; what nobody answered is null.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from toguna.rules.comparisons import Change, Comparison
from toguna.rules.instruments import Model, Side, Texts
from toguna.rules.score_tree import INDEX, Result
from toguna.rules.scores import rounded
from toguna.rules.small_groups import PublishedRound, Row

FORMAT = 1
MERGED: Texts = {"fr": "Autres groupes", "en": "Other groups"}
LOWEST_SHOWN = 5

Account = Mapping[str, Any]


@dataclass(frozen=True)
class Occasion:
    """What the scores alone do not say: where, what was scored, which round, when it was scored and given back."""

    cycle: str
    number: int
    place: str
    instrument: Texts
    subject: str
    scored_on: date
    restituted_on: date
    organisation: Texts
    fictional: bool
    women: int = 0
    men: int = 0
    unknown_sex: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)


def account_of(round_: PublishedRound, occasion: Occasion, change: Comparison | None = None) -> dict[str, Any]:
    """The account as it is frozen. `change` compares with the round before, where there was one."""
    model = round_.model
    rows = round_.all_rows
    return {
        "format": FORMAT,
        "cycle": occasion.cycle,
        "number": occasion.number,
        "place": occasion.place,
        "instrument": dict(occasion.instrument),
        "subject": occasion.subject,
        "scored_on": occasion.scored_on.isoformat(),
        "restituted_on": occasion.restituted_on.isoformat(),
        "organisation": dict(occasion.organisation),
        "fictional": occasion.fictional,
        "people": {"women": occasion.women, "men": occasion.men, "unknown_sex": occasion.unknown_sex},
        "source": dict(model.source),
        "smallest_group": model.smallest_group,
        "dispute_gap": tenths(Fraction(model.dispute_gap, 1000)),
        "groups": [_group(row, model) for row in rows],
        "left_out": len(round_.left_out),
        "index": _node(INDEX, {}, round_.index, round_, rows),
        "criteria": [_node(one.code, one.label, round_.results[one.code], round_, rows) for one in model.criteria],
        "indicators": [
            _indicator(one.code, one.label, one.local, round_, rows, occasion.notes) for one in model.indicators
        ],
        "lowest": _lowest(round_),
        "change": _change(change, model) if change else None,
    }


def tenths(score: Fraction | None) -> int | None:
    """A score in tenths of a point, rounded half up as it is shown.

    >>> tenths(Fraction(625, 10)), tenths(None)
    (625, None)
    """
    return None if score is None else int(rounded(score) * 10)


def has_language(account: Account, language: str) -> bool:
    """Whether every criterion, or every indicator where there are none, is named in this language."""
    named = account["criteria"] or account["indicators"]
    return all(language in one["label"] for one in named)


def languages_of(account: Account) -> list[str]:
    """The languages in which everything that a poster names is named, French first."""
    named = account["criteria"] or account["indicators"]
    spoken = set.intersection(*(set(one["label"]) for one in named)) if named else set()
    return ["fr", *sorted(spoken - {"fr"})]


def _group(row: Row, model: Model) -> dict[str, Any]:
    one = model.group_by_code[row.groups[0]]
    names = [dict(model.group_by_code[code].label) for code in row.groups]
    return {
        "label": dict(MERGED if row.is_merged else one.label),
        "merged": names if row.is_merged else [],
        "people": row.people,
        "is_provider": one.side is Side.PROVIDERS,
    }


def _node(code: str, label: Texts, result: Result, round_: PublishedRound, rows: Iterable[Row]) -> dict[str, Any]:
    publishable = result.publishable
    return {
        "code": code,
        "label": dict(label),
        "score": tenths(result.score) if publishable else None,
        "completeness": int(result.completeness * 100),
        "by_group": [tenths(row.results[code].score) if code in row.results else None for row in rows],
        "is_disputed": code in round_.disputes,
        "gap": tenths(round_.gaps.get(code)),
    }


def _indicator(
    code: str, label: Texts, local: bool, round_: PublishedRound, rows: Iterable[Row], notes: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "code": code,
        "label": dict(label),
        "local": local,
        "score": tenths(round_.scores.get(code)),
        "by_group": [tenths(row.results[code].score) if code in row.results else None for row in rows],
        "is_disputed": code in round_.disputes,
        "gap": tenths(round_.gaps.get(code)),
        "note": notes.get(code, ""),
    }


def _lowest(round_: PublishedRound) -> list[str]:
    """The indicators with the lowest scores, the lowest first: where a plan would begin."""
    scored = sorted((score, code) for code, score in round_.scores.items())
    return [code for _score, code in scored[:LOWEST_SHOWN]]


def _change(found: Comparison, model: Model) -> dict[str, Any]:
    def told(change: Change | None) -> dict[str, Any] | None:
        if change is None:
            return None
        return {
            "before": tenths(change.before),
            "after": tenths(change.after),
            "points": tenths(change.points),
            "compared": change.compared,
            "asked": change.asked,
        }

    codes = [one.code for one in model.criteria]
    return {
        "index": told(found.changes.get(INDEX)),
        "criteria": {code: told(found.changes.get(code)) for code in codes},
        "left_out": {code: str(reason) for code, reason in found.left_out.items()},
    }
