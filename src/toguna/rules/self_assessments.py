"""What an organisation says of itself: capacity (OCA), performance with its evidence (OPI), who improved (CBLD-9).

Capacity is what an organisation could do, performance what it did: a gain in the first is never counted as the second.
Facilitators and reviewers do not correct what an organisation says of its capacity.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from toguna.rules.periods import Period
from toguna.rules.surveys import Rate

LEVELS = (1, 2, 3, 4)
"""The levels of both assessments, from low to strong."""

OPI_DOMAINS: Mapping[str, tuple[str, str]] = {
    "effectiveness": ("results", "standards"),
    "efficiency": ("delivery", "reach"),
    "relevance": ("target_population", "learning"),
    "sustainability": ("resources", "social_capital"),
}
"""The four domains of Pact's index, each with its two sub-areas. An organisation may add an area, never change one."""


class NoSuchLevel(ValueError):
    """A level that neither assessment has: they go from 1 to 4."""


class Overall(StrEnum):
    """How a capacity assessment makes its one number. It must be declared, for the two are not the same."""

    MEAN_OF_DOMAINS = "mean_of_domains"
    MEAN_OF_SECTIONS = "mean_of_sections"


@dataclass(frozen=True)
class Section:
    """One section of a capacity assessment: its level, or None where it does not apply to the organisation."""

    code: str
    domain: str
    level: int | None
    importance: int = 1
    urgency: int = 1


@dataclass(frozen=True)
class Capacity:
    """What a capacity assessment says, on its own scale from 1 to 4. A domain that does not apply has no mean."""

    domains: Mapping[str, Fraction | None]
    overall: Fraction | None


@dataclass(frozen=True)
class Priority:
    """How much a section asks for a line in the plan."""

    code: str
    weight: int


def capacity(sections: Iterable[Section], overall: Overall) -> Capacity:
    """The means of a capacity assessment; what does not apply stands in none of them. Raises NoSuchLevel.

    >>> said = capacity([Section("1.1", "governance", 2), Section("1.2", "governance", 4),
    ...                  Section("2.1", "finance", 1), Section("2.2", "finance", None)], Overall.MEAN_OF_DOMAINS)
    >>> said.domains["governance"], said.domains["finance"], said.overall
    (Fraction(3, 1), Fraction(1, 1), Fraction(2, 1))
    """
    levels: dict[str, list[int]] = {}
    for one in sections:
        several = levels.setdefault(one.domain, [])
        if one.level is not None:
            several.append(_level(one.level))
    domains = {code: _mean(several) for code, several in levels.items()}
    if overall is Overall.MEAN_OF_DOMAINS:
        return Capacity(domains, _mean([mean for mean in domains.values() if mean is not None]))
    return Capacity(domains, _mean([level for several in levels.values() for level in several]))


def priorities(sections: Iterable[Section]) -> tuple[Priority, ...]:
    """What to work on first: the gap to the highest level × importance × urgency, the heaviest first.

    Importance and urgency are the organisation's own. What is at its highest, or does not apply, asks for nothing.

    >>> priorities([Section("1.1", "governance", 4, 3, 3), Section("2.1", "finance", 3, 3, 2),
    ...             Section("2.2", "finance", 1, 2, 3)])
    (Priority(code='2.2', weight=18), Priority(code='2.1', weight=6))
    """
    gaps = [(one, LEVELS[-1] - _level(one.level)) for one in sections if one.level is not None]
    found = [Priority(one.code, gap * one.importance * one.urgency) for one, gap in gaps]
    return tuple(sorted((one for one in found if one.weight > 0), key=lambda one: -one.weight))


def granted_level(claimed: int | None, evidence: Collection[int]) -> int | None:
    """The level of a sub-area that its evidence bears: that level's and every lower one's must be there.

    0 where something is claimed and nothing proves the first level; None where nothing was claimed. Raises NoSuchLevel.

    >>> granted_level(3, {1, 2, 3}), granted_level(3, {1, 3}), granted_level(2, set()), granted_level(None, {1})
    (3, 1, 0, None)
    """
    if claimed is None:
        return None
    granted = 0
    while granted < _level(claimed) and granted + 1 in evidence:
        granted += 1
    return granted


@dataclass(frozen=True)
class Performance:
    """Pact's index: its domains, and the whole where all areas have a level. A part of the areas is another number."""

    domains: Mapping[str, Fraction | None]
    index: Fraction | None


def performance(granted: Mapping[str, int | None], domains: Mapping[str, Collection[str]] = OPI_DOMAINS) -> Performance:
    """The mean of each domain's sub-areas, and of all of them, from the levels that were granted.

    >>> said = performance(dict.fromkeys(("results", "standards", "delivery", "reach"), 2)
    ...                    | dict.fromkeys(("target_population", "learning", "resources"), 3) | {"social_capital": 4})
    >>> said.domains["sustainability"], said.index
    (Fraction(7, 2), Fraction(21, 8))
    """
    levels = {domain: [granted.get(area) for area in areas] for domain, areas in domains.items()}
    means = {domain: _whole_mean(several) for domain, several in levels.items()}
    return Performance(means, _whole_mean([level for several in levels.values() for level in several]))


def improvement(before: Performance, after: Performance) -> Fraction | None:
    """By how much the index rose from one year to the next; None where either is not whole."""
    return None if before.index is None or after.index is None else after.index - before.index


@dataclass(frozen=True)
class SupportedOrganisation:
    """An organisation that was supported, as its year is assessed on a day.

    `pursued` says that it planned and pursued a better performance; `before` and `after` are its performance, never its
    capacity, and None where it was not measured.
    """

    organisation: str
    assessed_on: date
    pursued: bool
    before: Fraction | None = None
    after: Fraction | None = None


def improved_organisations(assessed: Iterable[SupportedOrganisation], period: Period) -> Rate:
    """CBLD-9: of the organisations that planned and pursued a better performance, how many performed better.

    Each counts once in the period, a fiscal year, however often it was assessed there: by its last assessment. It
    counts again in a later year. One that was not measured both times has not been shown to improve, and stays below
    the line of the fraction. Capacity gains do not count.

    >>> from toguna.rules.periods import PeriodKind, period_of
    >>> year = period_of(PeriodKind.US_FISCAL_YEAR, date(2018, 3, 1))
    >>> low, high = Fraction(2), Fraction(3)
    >>> improved_organisations([SupportedOrganisation("a", date(2018, 1, 9), True, low, low),
    ...                         SupportedOrganisation("a", date(2018, 6, 9), True, low, high),
    ...                         SupportedOrganisation("b", date(2018, 6, 9), True),
    ...                         SupportedOrganisation("c", date(2018, 6, 9), False, low, high)], year)
    Rate(yes=1, answered=2)
    """
    last: dict[str, SupportedOrganisation] = {}
    for one in sorted(assessed, key=lambda one: (one.assessed_on, one.after or 0, one.before or 0)):
        if one.assessed_on in period and one.pursued:
            last[one.organisation] = one
    improved = [
        one for one in last.values() if one.before is not None and one.after is not None and one.after > one.before
    ]
    return Rate(len(improved), len(last))


def _level(level: int) -> int:
    if level not in LEVELS:
        raise NoSuchLevel(f"{level} is not one of the levels from {LEVELS[0]} to {LEVELS[-1]}")
    return level


def _mean(values: Collection[int] | Collection[Fraction]) -> Fraction | None:
    return Fraction(sum(values)) / len(values) if values else None


def _whole_mean(levels: Collection[int | None]) -> Fraction | None:
    known = [level for level in levels if level is not None]
    return _mean(known) if len(known) == len(levels) else None
