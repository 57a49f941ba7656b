"""Who works with whom around one issue: what a wave of ties says of a network, and what changed between two waves.

Actors are organisations and offices, never persons. A figure that cannot be known is None, never 0: two actors are
needed for a density, one tie for a share. Sources: METHODS §4; the formulas are general knowledge of the practice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from toguna.rules.findings import Finding
from toguna.rules.remarking import error, note, warning


class Stage(StrEnum):
    """The five components of the undertaking; they may run side by side, and the furthest is shown."""

    INVEST = "invest"
    MAP = "map"
    COMMON_AGENDA = "common_agenda"
    ADVANCE = "advance"
    MEASURE = "measure"


class TieKind(StrEnum):
    """What links two actors."""

    INFORMS = "informs"
    WORKS_WITH = "works_with"
    FUNDS = "funds"
    REFERS = "refers"
    ADVISES = "advises"


class Level(StrEnum):
    """How far an actor works: from the village to beyond the country."""

    VILLAGE = "village"
    COMMUNE = "commune"
    CERCLE = "cercle"
    REGION = "region"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class Method(StrEnum):
    """How the ties of a wave were asked for."""

    INTERVIEWS = "interviews"
    WORKSHOP = "workshop"
    QUESTIONNAIRE = "questionnaire"
    DOCUMENTS = "documents"


class SessionKind(StrEnum):
    """A retreat of the whole system, a short community session, a circle's meeting."""

    RETREAT = "retreat"
    COMMUNITY = "community"
    CIRCLE = "circle"
    OTHER = "other"


class StatementKind(StrEnum):
    """What a session wrote down. A disagreement is kept apart: a session looks for common ground."""

    COMMON_GROUND = "common_ground"
    GOAL = "goal"
    DISAGREEMENT = "disagreement"


class LogKind(StrEnum):
    """What a line of the action log tells of."""

    ACTION = "action"
    MEETING = "meeting"
    ASSISTANCE_REQUESTED = "assistance_requested"
    ASSISTANCE_GIVEN = "assistance_given"


STRENGTHS = (1, 2, 3)


@dataclass(frozen=True)
class Node:
    """An actor of a wave; an empty sector is not known."""

    key: str
    sector: str = ""


@dataclass(frozen=True)
class Tie:
    """One actor's tie to another; a tie that is not directed holds both ways."""

    source: str
    target: str
    kind: str = TieKind.WORKS_WITH.value
    strength: int = 1
    directed: bool = True


@dataclass(frozen=True)
class Wave:
    """The actors who were looked at at one time, and their ties. Ties that are impossible are left out of every count.

    >>> club = Wave((Node("mairie", "elected_official"), Node("asaco", "cbo"), Node("radio", "media")),
    ...             (Tie("mairie", "asaco"), Tie("asaco", "mairie"), Tie("radio", "mairie")))
    >>> club.density, club.undirected_density, club.reciprocity
    (Fraction(1, 2), Fraction(2, 3), Fraction(2, 3))
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...] = ()

    @cached_property
    def sectors(self) -> dict[str, str]:
        """Each actor with its sector."""
        return {node.key: node.sector for node in self.nodes}

    @cached_property
    def arcs(self) -> frozenset[tuple[str, str]]:
        """From whom to whom there is any tie: several kinds between the same two actors are one."""
        found = set()
        for tie in self.ties:
            if tie.source == tie.target or tie.source not in self.sectors or tie.target not in self.sectors:
                continue
            found.add((tie.source, tie.target))
            if not tie.directed:
                found.add((tie.target, tie.source))
        return frozenset(found)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The actors who are linked at all, each two once."""
        return frozenset((min(arc), max(arc)) for arc in self.arcs)

    @property
    def possible(self) -> int:
        """How many directed ties there could be: N × (N − 1)."""
        return len(self.sectors) * (len(self.sectors) - 1)

    @property
    def density(self) -> Fraction | None:
        """The share of the possible directed ties that there are: E / N(N − 1)."""
        return share(len(self.arcs), self.possible)

    @property
    def undirected_density(self) -> Fraction | None:
        """The share of the possible couples that are linked: 2E / N(N − 1)."""
        return share(2 * len(self.pairs), self.possible)

    @property
    def mutual(self) -> int:
        """How many directed ties are answered by one in the other direction."""
        return sum((target, source) in self.arcs for source, target in self.arcs)

    @property
    def reciprocity(self) -> Fraction | None:
        """Mutual ties among all ties; a pair that answers each other counts twice above and twice below."""
        return share(self.mutual, len(self.arcs))

    @cached_property
    def placed(self) -> tuple[tuple[str, str], ...]:
        """The sectors at both ends of each tie of which both are known."""
        ends = ((self.sectors[source], self.sectors[target]) for source, target in self.arcs)
        return tuple((one, other) for one, other in ends if one and other)

    @property
    def crossing(self) -> int:
        """How many ties go from one sector to another."""
        return sum(one != other for one, other in self.placed)

    @property
    def cross_sector(self) -> Fraction | None:
        """The share of ties between sectors, among the ties whose two sectors are known."""
        return share(self.crossing, len(self.placed))

    @cached_property
    def degrees(self) -> dict[str, int]:
        """With how many others each actor is linked, in whichever direction."""
        counted = Counter(end for pair in self.pairs for end in pair)
        return {key: counted[key] for key in self.sectors}

    @property
    def mean_degree(self) -> Fraction | None:
        """With how many others an actor is linked on average."""
        return share(2 * len(self.pairs), len(self.sectors))

    @property
    def isolates(self) -> tuple[str, ...]:
        """The actors whom no tie reaches."""
        return tuple(key for key, degree in self.degrees.items() if degree == 0)

    @cached_property
    def components(self) -> tuple[frozenset[str], ...]:
        """The groups of actors who can reach each other over ties of any direction, the largest first."""
        beside: dict[str, set[str]] = {key: set() for key in self.sectors}
        for one, other in self.pairs:
            beside[one].add(other)
            beside[other].add(one)
        waiting, found = set(beside), []
        for start in sorted(beside):
            if start not in waiting:
                continue
            group, reached = {start}, [start]
            while reached:
                for near in beside[reached.pop()] - group:
                    group.add(near)
                    reached.append(near)
            waiting -= group
            found.append(frozenset(group))
        return tuple(sorted(found, key=lambda group: (-len(group), min(group))))

    def among(self, keys: Iterable[str]) -> "Wave":
        """The same wave, looking only at these actors and the ties among them."""
        kept = frozenset(keys)
        nodes = tuple(node for node in self.nodes if node.key in kept)
        return Wave(nodes, tuple(tie for tie in self.ties if tie.source in kept and tie.target in kept))


@dataclass(frozen=True)
class Change:
    """Two waves beside each other, both looked at among the actors that they have in common."""

    before: Wave
    after: Wave
    joined: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def actors(self) -> int:
        """How many actors both waves know: what every comparison is about."""
        return len(self.after.sectors)

    @property
    def gained(self) -> frozenset[tuple[str, str]]:
        """The ties that are new."""
        return self.after.arcs - self.before.arcs

    @property
    def lost(self) -> frozenset[tuple[str, str]]:
        """The ties that are there no more."""
        return self.before.arcs - self.after.arcs


def compare(before: Wave, after: Wave) -> Change:
    """What changed between two waves, among the actors whom both know: an actor who joined is no new tie.

    >>> first = Wave((Node("a"), Node("b")), ())
    >>> second = Wave((Node("a"), Node("b"), Node("c")), (Tie("a", "b"), Tie("a", "c")))
    >>> change = compare(first, second)
    >>> change.actors, change.joined, sorted(change.gained), change.after.density
    (2, ('c',), [('a', 'b')], Fraction(1, 2))
    """
    common = before.sectors.keys() & after.sectors.keys()
    return Change(
        before.among(common),
        after.among(common),
        joined=tuple(key for key in after.sectors if key not in common),
        left=tuple(key for key in before.sectors if key not in common),
    )


def share(part: int, whole: int) -> Fraction | None:
    """A part of a whole; nothing of nothing is not known.

    >>> share(1, 4), share(0, 0)
    (Fraction(1, 4), None)
    """
    return Fraction(part, whole) if whole else None


TIE_TO_ITSELF = "« %(source)s » est relié à lui-même. Choisissez un autre acteur, ou enlevez ce lien."
ACTOR_NOT_IN_WAVE = "« %(actor)s » n'est pas un acteur de cette vague. Ajoutez-le aux acteurs, ou corrigez son code."
TIE_TWICE = (
    "Le lien de « %(source)s » à « %(target)s » est déjà donné (%(first)s). Gardez-en un seul, avec sa force la plus "
    "juste."
)
STRENGTH_IMPOSSIBLE = "La force %(strength)s n'est pas possible : elle va de %(least)s (faible) à %(most)s (forte)."
ACTOR_TWICE = "Le code « %(actor)s » est celui de deux acteurs. Donnez un autre code à l'un des deux."
TOO_FEW_ACTORS = "La vague n'a pas deux acteurs : aucune densité ne peut être calculée. Ajoutez les acteurs interrogés."
NO_TIES = (
    "La vague n'a aucun lien. Si personne ne travaille avec personne, c'est un résultat ; sinon, ajoutez les liens."
)
ISOLATES = "Acteurs sans aucun lien : %(actors)s. Vérifiez qu'on leur a bien posé la question."


def wave_findings(wave: Wave, *, where: Sequence[str] = ()) -> list[Finding]:
    """What is wrong with a wave; `where` says for each tie where it was written.

    >>> club = Wave((Node("a"), Node("b")), (Tie("a", "a"), Tie("a", "b"), Tie("a", "b"), Tie("b", "z")))
    >>> [finding.code for finding in wave_findings(club)]
    ['tie-to-itself', 'tie-twice', 'actor-not-in-wave']
    """
    return [*_about_ties(wave, where), *_about_actors(wave)]


def _about_ties(wave: Wave, where: Sequence[str]) -> Iterator[Finding]:
    earlier: dict[tuple[frozenset[str], str], list[tuple[Tie, str]]] = {}
    for number, tie in enumerate(wave.ties, start=1):
        here = where[number - 1] if where else f"lien {number}"
        if tie.source == tie.target:
            yield error("tie-to-itself", TIE_TO_ITSELF, here, source=tie.source)
        for end in dict.fromkeys((tie.source, tie.target)):
            if end not in wave.sectors:
                yield error("actor-not-in-wave", ACTOR_NOT_IN_WAVE, here, actor=end)
        if tie.strength not in STRENGTHS:
            values = {"strength": tie.strength, "least": STRENGTHS[0], "most": STRENGTHS[-1]}
            yield error("strength-impossible", STRENGTH_IMPOSSIBLE, here, **values)
        alike = earlier.setdefault((frozenset((tie.source, tie.target)), tie.kind), [])
        first = next((place for one, place in alike if says_again(tie, one)), None)
        if first is not None:
            yield error("tie-twice", TIE_TWICE, here, source=tie.source, target=tie.target, first=first)
        alike.append((tie, here))


def _about_actors(wave: Wave) -> Iterator[Finding]:
    for key, times in Counter(node.key for node in wave.nodes).items():
        if times > 1:
            yield error("actor-twice", ACTOR_TWICE, key, actor=key)
    if len(wave.sectors) < 2:
        yield warning("too-few-actors", TOO_FEW_ACTORS)
    elif not wave.arcs:
        yield warning("no-ties", NO_TIES)
    elif wave.isolates:
        yield note("isolates", ISOLATES, actors=", ".join(wave.isolates))


def says_again(tie: Tie, earlier: Tie) -> bool:
    """Whether an earlier tie already says this one: the same, or one that holds both ways and covers it.

    >>> says_again(Tie("a", "b"), Tie("b", "a", directed=False))
    True
    >>> says_again(Tie("a", "b"), Tie("b", "a"))
    False
    """
    if tie.kind != earlier.kind or {tie.source, tie.target} != {earlier.source, earlier.target}:
        return False
    return not (earlier.directed and tie.directed) or earlier.source == tie.source
