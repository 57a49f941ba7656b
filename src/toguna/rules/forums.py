"""A forum or dialogue: which sides sat together, what they agreed on, who will do what, and when it counts as a forum.

It counts nobody's attendance: who was there stands on the attendance sheet. It knows no name of a person, only offices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toguna.rules.attendance import Sex, StakeholderGroup
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, note, warning
from toguna.rules.spelling import plain

SIDES_NEEDED = 2

FORUM_ONE_SIDE = (
    "Côtés représentés : %(sides)s. Il en faut au moins deux pour que la rencontre compte comme forum. Ajoutez les "
    "autres côtés ; sinon elle est gardée sans être comptée."
)
SIDE_WITHOUT_GROUP = "Le côté %(line)s ne dit pas de qui il s'agit : il ne compte pas parmi les côtés représentés."
SIDE_TWICE = (
    "Les côtés %(first)s et %(line)s sont le même : ils comptent pour un seul. Donnez-leur un nom s'ils sont deux."
)
SIDE_NUMBER_NEGATIVE = "Le côté %(line)s compte %(number)s personnes, ce qui n'est pas possible. Corrigez le nombre."
RESOLUTION_BEFORE_FORUM = "La résolution %(line)s est prévue pour le %(by_when)s, avant le forum. Corrigez la date."
RESOLUTION_WITHOUT_DATE = "La résolution %(line)s n'a pas de date : personne ne saura quand elle est en retard."
RESOLUTION_WITHOUT_OFFICE = "La résolution %(line)s ne dit pas qui s'en charge. Ajoutez la fonction ou l'organisation."
CONSENSUS_WITHOUT_AGREEMENT = (
    "L'accord est dit atteint, mais ni point d'accord ni résolution n'est écrit. Écrivez sur quoi l'on est d'accord."
)
AGREED_BUT_DISAGREED = (
    "L'accord est dit de tous, mais des points de désaccord sont écrits. Corrigez l'un des deux, ou choisissez "
    "« presque tous »."
)
NO_CONSENSUS_NOR_DISAGREEMENT = (
    "On n'est pas d'accord, mais aucun point de désaccord n'est écrit : la rencontre suivante ne saura d'où partir."
)
FOLLOW_UP_BEFORE_FORUM = "Le suivi est prévu pour le %(next_on)s, avant le forum. Corrigez l'une des deux dates."


class Consensus(StrEnum):
    """How far the sides agree."""

    FULL = "full"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True)
class Side:
    """One side at the table: in whose name, which one where two are alike, and how many sat for it, if it was said."""

    line: int
    group: StakeholderGroup | None
    name: str = ""
    organisation: str = ""
    women: int | None = None
    men: int | None = None
    unknown_sex: int | None = None

    @property
    def is_present(self) -> bool:
        """Whether somebody sat for it: a number that was not given is unknown, and three zeros are nobody."""
        given = [number for _name, _sex, number in self.numbers() if number is not None]
        return self.group is not None and (not given or sum(given) > 0)

    def numbers(self) -> tuple[tuple[str, Sex | None, int | None], ...]:
        """How many women, men and people of unstated sex, each with the name of its answer."""
        return (
            ("women", Sex.FEMALE, self.women),
            ("men", Sex.MALE, self.men),
            ("unknown_sex", None, self.unknown_sex),
        )


@dataclass(frozen=True)
class Resolution:
    """What was decided: what, which office does it, by when. Never a person's name."""

    line: int
    what: str
    who: str = ""
    by_when: date | None = None


@dataclass(frozen=True)
class Forum:
    """One forum: one event with its own date."""

    held_on: date | None = None
    sides: tuple[Side, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    agreements: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    consensus: Consensus | None = None
    convenor: str = ""
    facilitator: str = ""
    next_on: date | None = None


def sides_represented(forum: Forum) -> int:
    """How many different sides sat at the table; two of the same group are two only if they bear different names.

    >>> council, youth = StakeholderGroup.ELECTED_OFFICIAL, StakeholderGroup.YOUTH
    >>> sides_represented(Forum(sides=(Side(1, council, women=2), Side(2, youth, women=0, men=0, unknown_sex=0))))
    1
    >>> sides_represented(Forum(sides=(Side(1, council, "Parti A"), Side(2, council, "Parti B"))))
    2
    """
    return len({_which(side) for side in forum.sides if side.is_present})


def counts_as_forum(forum: Forum) -> bool:
    """Whether it may be counted as a forum: at least two sides were represented."""
    return sides_represented(forum) >= SIDES_NEEDED


def findings(forum: Forum) -> list[Finding]:
    """Everything about the forum that a reviewer should look at.

    >>> [one.code for one in findings(Forum(sides=(Side(1, StakeholderGroup.YOUTH),)))]
    ['forum-one-side']
    """
    return [*_about_sides(forum), *_about_resolutions(forum), *_about_the_rest(forum)]


def facts_of(forum: Forum) -> tuple[StatedFact, ...]:
    """What is counted of a forum. With fewer than two sides it is neither an event nor a forum.

    Who sat for each side is told as `side_seat`, never as seats: seats come from the attendance sheet alone. The day of
    the follow-up is that fact's own day.

    >>> forum = Forum(sides=(Side(1, StakeholderGroup.YOUTH, women=3), Side(2, StakeholderGroup.ELECTED_OFFICIAL)))
    >>> [(fact.unit, fact.quantity // 1000) for fact in facts_of(forum)]
    [('event', 1), ('forum', 1), ('side', 1), ('side', 1), ('side_seat', 3)]
    """
    return tuple(_facts(forum))


def _which(side: Side) -> tuple[str, str]:
    return str(side.group), plain(side.name)


def _about_sides(forum: Forum) -> Iterator[Finding]:
    if not counts_as_forum(forum):
        yield warning("forum-one-side", FORUM_ONE_SIDE, sides=sides_represented(forum))
    first: dict[tuple[str, str], int] = {}
    for side in forum.sides:
        where = f"side[{side.line}]"
        for name, _sex, number in side.numbers():
            if number is not None and number < 0:
                yield error(
                    "side-number-negative", SIDE_NUMBER_NEGATIVE, f"{where}/{name}", line=side.line, number=number
                )
        if side.group is None:
            yield warning("side-without-group", SIDE_WITHOUT_GROUP, f"{where}/stakeholder_group", line=side.line)
        elif first.setdefault(_which(side), side.line) != side.line:
            yield warning("side-twice", SIDE_TWICE, where, first=first[_which(side)], line=side.line)


def _about_resolutions(forum: Forum) -> Iterator[Finding]:
    for one in forum.resolutions:
        where = f"resolution[{one.line}]"
        if not one.who:
            yield warning("resolution-without-office", RESOLUTION_WITHOUT_OFFICE, f"{where}/who", line=one.line)
        elif names_a_person(one.who):
            yield warning("office-names-a-person", OFFICE_NAMES_A_PERSON, f"{where}/who")
        if one.by_when is None:
            yield note("resolution-without-date", RESOLUTION_WITHOUT_DATE, f"{where}/by_when", line=one.line)
        elif forum.held_on and one.by_when < forum.held_on:
            by_when = f"{one.by_when:%d/%m/%Y}"
            yield error(
                "resolution-before-forum", RESOLUTION_BEFORE_FORUM, f"{where}/by_when", line=one.line, by_when=by_when
            )


def _about_the_rest(forum: Forum) -> Iterator[Finding]:
    for name, office in (("convenor", forum.convenor), ("facilitator", forum.facilitator)):
        if names_a_person(office):
            yield warning("office-names-a-person", OFFICE_NAMES_A_PERSON, name)
    agreed = forum.consensus in (Consensus.FULL, Consensus.NEAR)
    if agreed and not (forum.agreements or forum.resolutions):
        yield warning("consensus-without-agreement", CONSENSUS_WITHOUT_AGREEMENT, "consensus")
    if forum.consensus is Consensus.FULL and forum.disagreements:
        yield warning("agreed-but-disagreed", AGREED_BUT_DISAGREED, "disagreements")
    if forum.consensus is Consensus.NONE and not forum.disagreements:
        yield note("no-consensus-nor-disagreement", NO_CONSENSUS_NOR_DISAGREEMENT, "disagreements")
    if forum.next_on and forum.held_on and forum.next_on < forum.held_on:
        yield error("follow-up-before-forum", FOLLOW_UP_BEFORE_FORUM, "next_on", next_on=f"{forum.next_on:%d/%m/%Y}")


def _facts(forum: Forum) -> Iterator[StatedFact]:
    if counts_as_forum(forum):
        yield StatedFact("event", "forum", THOUSAND, "event")
        yield StatedFact("output", "forum", THOUSAND, "forum")
        if forum.consensus:
            yield StatedFact("output", "consensus", THOUSAND, f"consensus_{forum.consensus}")
        for unit, written in (
            ("resolution", len(forum.resolutions)),
            ("point_agreed", len(forum.agreements)),
            ("point_disputed", len(forum.disagreements)),
        ):
            if written:
                yield StatedFact("output", unit, written * THOUSAND, unit)
        if forum.next_on:
            yield StatedFact("output", "follow_up", THOUSAND, "follow_up", on=forum.next_on)
        for side in {_which(side): side for side in reversed(forum.sides) if side.is_present}.values():
            group = side.group.value if side.group else None
            yield StatedFact("output", f"side[{side.line}]", THOUSAND, "side", stakeholder_group=group)
    for side in forum.sides:
        for name, sex, number in side.numbers():
            if number:
                yield StatedFact(
                    "output",
                    f"side[{side.line}]/{name}",
                    number * THOUSAND,
                    "side_seat",
                    sex=sex.value if sex else None,
                    stakeholder_group=side.group.value if side.group else None,
                    organisation=side.organisation,
                )
