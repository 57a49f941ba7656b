"""An account as one language reads it: labels chosen, numbers written, who stands furthest apart on each line.

Page, poster and table are made of this; sentences are theirs. It asks nothing but the account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from toguna.publish.pictures import Range, score_ranges
from toguna.publish.scorecards.account import Account
from toguna.rules import numbers
from toguna.rules.instruments import Texts

TENTH = 10
DRAWN_MOST = 14


@dataclass(frozen=True)
class Moved:
    """A change in points since the round before, over how many of the indicators that there were."""

    points: int
    written: str
    compared: int
    asked: int


@dataclass(frozen=True)
class Apart:
    """The two who stand furthest apart, and by how many points."""

    points: str
    tenths: int
    low_group: str
    low: str
    high_group: str
    high: str


@dataclass(frozen=True)
class Line:
    """One criterion or indicator."""

    code: str
    label: str
    tenths: int | None
    score: str
    by_group: tuple[str, ...]
    given: tuple[int | None, ...]
    is_disputed: bool
    is_provider_apart: bool
    provider_gap: str
    completeness: int
    local: bool
    note: str
    apart: Apart | None
    moved: Moved | None

    @property
    def differs(self) -> bool:
        """Whether the model calls what stands between the groups, or between them and the providers, a disagreement."""
        return self.is_disputed or self.is_provider_apart


@dataclass(frozen=True)
class Group:
    """One row of those who scored; providers tell no number."""

    label: str
    merged: tuple[str, ...]
    people: int | None
    is_provider: bool


@dataclass(frozen=True)
class Reading:
    """The whole account in one language."""

    account: Account
    language: str
    instrument: str
    place: str
    subject: str
    organisation: str
    source: str
    scored_on: date
    restituted_on: date
    groups: tuple[Group, ...]
    index: Line
    band: str
    criteria: tuple[Line, ...]
    indicators: tuple[Line, ...]
    lowest: tuple[Line, ...]
    disagreements: tuple[Line, ...]
    not_compared: tuple[tuple[str, str], ...]
    since_number: int
    since_on: date | None

    @property
    def named(self) -> tuple[Line, ...]:
        """What a picture has a line for."""
        return self.criteria or self.indicators

    @property
    def scored(self) -> tuple[Line, ...]:
        """Those of them that have a score, the lowest first."""
        return tuple(sorted((one for one in self.named if one.tenths is not None), key=lambda one: one.tenths or 0))


def reading_of(account: Account, language: str) -> Reading:
    """The account in this language, each label falling back to French."""
    groups = tuple(
        Group(
            text_in(one["label"], language),
            tuple(text_in(each, language) for each in one["merged"]),
            one["people"],
            one["is_provider"],
        )
        for one in account["groups"]
    )
    change = account["change"] or {}
    gap = account["dispute_gap"]

    def lines(found: Sequence[Mapping[str, Any]], moves: Mapping[str, Any]) -> tuple[Line, ...]:
        return tuple(_line(one, groups, gap, moves.get(one["code"]), language) for one in found)

    indicators = lines(account["indicators"], change.get("indicators") or {})
    by_code = {one.code: one for one in indicators}
    differing = [one for one in indicators if one.differs and one.apart]
    return Reading(
        account=account,
        language=language,
        instrument=text_in(account["instrument"], language),
        place=account["place"],
        subject=account["subject"],
        organisation=text_in(account["organisation"], language),
        source=text_in(account["source"], language),
        scored_on=date.fromisoformat(account["scored_on"]),
        restituted_on=date.fromisoformat(account["restituted_on"]),
        groups=groups,
        index=_line(account["index"], groups, gap, change.get("index"), language),
        band=account["index"]["band"],
        criteria=lines(account["criteria"], change.get("criteria") or {}),
        indicators=indicators,
        lowest=tuple(by_code[code] for code in account["lowest"]),
        disagreements=tuple(sorted(differing, key=lambda one: -one.apart.tenths if one.apart else 0)),
        not_compared=tuple((text_in(one["label"], language), one["reason"]) for one in change.get("left_out", ())),
        since_number=change.get("number", 0),
        since_on=date.fromisoformat(change["scored_on"]) if change else None,
    )


def text_in(texts: Texts, language: str) -> str:
    """Words in a language that the instrument may speak although the site does not; French where it does not either.

    >>> text_in({"fr": "L'eau", "bm": "Ji"}, "bm"), text_in({"fr": "L'eau"}, "en")
    ('Ji', "L'eau")
    """
    return texts.get(language) or texts.get("fr", "")


def points(tenths: int | None, language: str) -> str:
    """A score from 0 to 100 with one decimal; empty where there is none.

    >>> points(625, "fr"), points(None, "fr")
    ('62,5', '')
    """
    return "" if tenths is None else numbers.decimal(tenths / TENTH, language, 1)


def signed(tenths: int, language: str) -> str:
    """A change in points with its sign.

    >>> signed(25, "en"), signed(-3, "fr"), signed(0, "fr")
    ('+2.5', '−0,3', '0,0')
    """
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{points(abs(tenths), language)}"


def ranges_of(reading: Reading, title: str) -> str:
    """The picture of an account: each criterion with its score and where the groups are furthest apart."""
    return score_ranges(
        [
            Range(
                one.label,
                None if one.tenths is None else one.tenths / TENTH,
                [
                    (group.label, score / TENTH)
                    for group, score in zip(reading.groups, one.given, strict=True)
                    if score is not None
                ],
                one.differs,
            )
            for one in reading.named[:DRAWN_MOST]
        ],
        title=title,
        language=reading.language,
    )


def _line(
    one: Mapping[str, Any], groups: Sequence[Group], dispute_gap: int, move: Mapping[str, Any] | None, language: str
) -> Line:
    gap = one["provider_gap"]
    given = tuple(one["by_group"])
    return Line(
        code=one["code"],
        label=text_in(one["label"], language),
        tenths=one["score"],
        score=points(one["score"], language),
        by_group=tuple(points(score, language) for score in given),
        given=given,
        is_disputed=one["is_disputed"],
        is_provider_apart=gap is not None and abs(gap) >= dispute_gap,
        provider_gap="" if gap is None else signed(gap, language),
        completeness=one.get("completeness", 100),
        local=one.get("local", False),
        note=one.get("note", ""),
        apart=_apart(groups, given, language),
        moved=_moved(move, language),
    )


def _apart(groups: Sequence[Group], given: Sequence[int | None], language: str) -> Apart | None:
    known = [(score, group.label) for score, group in zip(given, groups, strict=True) if score is not None]
    if len(known) < 2:
        return None
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    between = high[0] - low[0]
    return Apart(
        points(between, language), between, low[1], points(low[0], language), high[1], points(high[0], language)
    )


def _moved(move: Mapping[str, Any] | None, language: str) -> Moved | None:
    if not move:
        return None
    return Moved(move["points"], signed(move["points"], language), move["compared"], move["asked"])
