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
from toguna.rules.scores import band, rounded
from toguna.rules.small_groups import PublishedRound, Row

FORMAT = 1
MERGED: Texts = {"fr": "Autres groupes", "en": "Other groups"}
PROVIDERS: Texts = {"fr": "Prestataires", "en": "Providers"}
LOWEST_KEPT = 5

Account = Mapping[str, Any]


@dataclass(frozen=True)
class Since:
    """What changed since an earlier round: which one, when it was scored, and the change."""

    number: int
    scored_on: date
    model: Model
    comparison: Comparison


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
    # How many were there when it was given back.
    present: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)


def account_of(round_: PublishedRound, occasion: Occasion, since: Since | None = None) -> dict[str, Any]:
    """The account as it is frozen. `since` compares with the round before, where there was one."""
    model, rows = round_.model, round_.all_rows
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
        "people": _people(occasion, model.smallest_group),
        "present": occasion.present,
        "source": dict(model.source),
        "smallest_group": model.smallest_group,
        "dispute_gap": tenths(Fraction(model.dispute_gap, 1000)),
        "groups": [_group(row, model) for row in rows],
        "left_out": len(round_.left_out),
        "index": _node(INDEX, {}, round_.index, round_, rows) | {"band": _band(_shown(round_.index))},
        "criteria": [_node(one.code, one.label, round_.results[one.code], round_, rows) for one in model.criteria],
        "indicators": [
            _indicator(one.code, one.label, one.local, round_, rows, occasion.notes) for one in model.indicators
        ],
        "lowest": _lowest(round_),
        "change": _change(since, model) if since else None,
    }


def tenths(score: Fraction | None) -> int | None:
    """A score in tenths of a point, rounded half up as it is shown.

    >>> tenths(Fraction(625, 10)), tenths(None)
    (625, None)
    """
    return None if score is None else int(rounded(score) * 10)


def named_in(account: Account) -> list[dict[str, Any]]:
    """What a picture or a poster has a line for: the criteria, or the indicators where there are none."""
    return [*(account["criteria"] or account["indicators"])]


def languages_of(account: Account) -> list[str]:
    """The languages in which every label of the model that a poster shows is given, French first.

    The poster's own few words, and the title of the instrument, may fall back to French.
    """
    lowest = [one for one in account["indicators"] if one["code"] in account["lowest"]]
    groups = [one for one in account["groups"] if not one["merged"]]
    labels = [set(one["label"]) for one in (*named_in(account), *lowest, *groups)]
    return ["fr", *sorted((set.intersection(*labels) if labels else set()) - {"fr"})]


def _people(occasion: Occasion, smallest: int) -> dict[str, int | None]:
    """How many scored; women and men apart only where neither is so few that they show."""
    parts = (occasion.women, occasion.men, occasion.unknown_sex)
    tells = any(0 < part < smallest for part in parts)
    women, men, unknown = (None, None, None) if tells else parts
    return {"total": sum(parts), "women": women, "men": men, "unknown_sex": unknown}


def _group(row: Row, model: Model) -> dict[str, Any]:
    one = model.group_by_code[row.groups[0]]
    is_office = one.side is Side.PROVIDERS and any(each.side is Side.USERS for each in model.groups)
    label = (PROVIDERS if is_office else MERGED) if row.is_merged else one.label
    return {
        "label": dict(label),
        "merged": [dict(model.group_by_code[code].label) for code in row.groups] if row.is_merged else [],
        "people": None if is_office else row.people,
        "is_provider": is_office,
    }


def _band(score: Fraction | None) -> str:
    return "" if score is None else str(band(score))


def _shown(result: Result) -> Fraction | None:
    return result.score if result.publishable else None


def _node(code: str, label: Texts, result: Result, round_: PublishedRound, rows: Iterable[Row]) -> dict[str, Any]:
    return {
        "code": code,
        "label": dict(label),
        "score": tenths(_shown(result)),
        "completeness": int(result.completeness * 100),
        "by_group": [tenths(_shown(row.results[code])) for row in rows],
        "is_disputed": code in round_.disputes,
        "provider_gap": tenths(round_.gaps.get(code)),
    }


def _indicator(
    code: str, label: Texts, local: bool, round_: PublishedRound, rows: Iterable[Row], notes: Mapping[str, str]
) -> dict[str, Any]:
    score = round_.scores.get(code)
    return {
        "code": code,
        "label": dict(label),
        "local": local,
        "score": tenths(score),
        "by_group": [tenths(row.results[code].score) for row in rows],
        "is_disputed": code in round_.disputes,
        "provider_gap": tenths(round_.gaps.get(code)),
        "note": notes.get(code, "") if score is not None else "",
    }


def _lowest(round_: PublishedRound) -> list[str]:
    """The indicators with the lowest scores, the lowest first: where a plan would begin."""
    place = {one.code: number for number, one in enumerate(round_.model.indicators)}
    scored = sorted(round_.scores, key=lambda code: (round_.scores[code], place[code]))
    return scored[:LOWEST_KEPT]


def _change(since: Since, model: Model) -> dict[str, Any]:
    found = since.comparison
    labels = {one.code: one.label for one in (*since.model.indicators, *model.indicators)}

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

    return {
        "number": since.number,
        "scored_on": since.scored_on.isoformat(),
        "index": told(found.changes.get(INDEX)),
        "criteria": {one.code: told(found.changes.get(one.code)) for one in model.criteria},
        "indicators": {one.code: told(found.changes.get(one.code)) for one in model.indicators},
        "left_out": [{"label": dict(labels[code]), "reason": str(reason)} for code, reason in found.left_out.items()],
        "warnings": [finding.code for finding in found.findings],
    }
