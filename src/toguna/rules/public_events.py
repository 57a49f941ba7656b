"""A mass event or a broadcast: what it was, how often it was aired, which communes it reached and who estimated that.

Nobody was counted: whom it reached is an estimate of its own, commune by commune, and never adds to people counted.
The commune reached is not the commune where the event was held.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from toguna.rules.attendance import PlaceMention
from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.remarking import THOUSAND, error, note, warning
from toguna.rules.spelling import plain

BROADCASTS = frozenset({"radio_magazine", "grand_dialogue", "debate", "spot", "voice_message"})
WITHOUT_STATION = frozenset({"phone"})
LONGEST_MINUTES = 1440

EVENT_KIND_MISSING = "La fiche ne dit pas de quoi il s'agit. Choisissez le type d'événement ou d'émission."
STATION_MISSING = "L'émission n'a pas de station. Écrivez la station, la chaîne ou la page."
LANGUAGES_MISSING = "La fiche ne dit pas en quelle langue on a parlé. Choisissez les langues."
MINUTES_IMPOSSIBLE = "Une durée de %(minutes)s minutes n'est pas possible : elle va de 1 à %(most)s."
AIRINGS_IMPOSSIBLE = "%(airings)s diffusions ne sont pas possibles : il y en a au moins une."
CALLS_NEGATIVE = "%(calls)s appels ne sont pas possibles. Corrigez le nombre ou laissez-le vide."
AREA_WITHOUT_PLACE = "La zone %(line)s ne dit pas quelle commune a été touchée. Choisissez la commune."
AREA_TWICE = (
    "Les zones %(first)s et %(line)s sont la même commune : leurs estimations compteraient les mêmes personnes deux "
    "fois. Gardez-en une."
)
REACH_IMPOSSIBLE = (
    "La zone %(line)s compte %(reached)s personnes touchées. Laissez vide si personne ne l'a estimé : "
    "0 ne veut pas dire « inconnu »."
)
REACH_WITHOUT_METHOD = "La zone %(line)s donne une estimation sans dire comment on l'a faite. Choisissez la façon."
REACH_NOT_ESTIMATED = "Aucune estimation des personnes touchées : la fiche compte l'événement, et pas de public."


@dataclass(frozen=True)
class Area:
    """One commune that was reached, and by how many persons somebody estimates it."""

    line: int
    place: PlaceMention = field(default_factory=PlaceMention)
    reached: int | None = None
    method: str | None = None


@dataclass(frozen=True)
class PublicEvent:
    """One mass event, or one broadcast with all its airings between two days."""

    kind: str | None
    medium: str | None = None
    station: str = ""
    languages: tuple[str, ...] = ()
    minutes: int | None = None
    airings: int | None = None
    calls: int | None = None
    areas: tuple[Area, ...] = ()

    @property
    def is_broadcast(self) -> bool:
        """Whether it went out over a medium instead of being held at a place."""
        return self.kind in BROADCASTS


def estimated_reach(event: PublicEvent) -> int | None:
    """The estimates of all communes together; None where nobody estimated anything, which is not zero.

    >>> estimated_reach(PublicEvent("spot", areas=(Area(1, reached=4000), Area(2))))
    4000
    >>> estimated_reach(PublicEvent("spot", areas=(Area(1),))) is None
    True
    """
    given = [area.reached for area in event.areas if area.reached is not None and area.reached > 0]
    return sum(given) if given else None


def findings(event: PublicEvent) -> list[Finding]:
    """Everything about the event that a reviewer should look at.

    >>> home = PlaceMention("Commune fictive")
    >>> twice = PublicEvent("caravan", languages=("bam",), areas=(Area(1, home, 900, "other"), Area(2, home)))
    >>> [one.code for one in findings(twice)]
    ['area-twice']
    """
    return [*_about_the_event(event), *_about_areas(event)]


def facts_of(event: PublicEvent) -> tuple[StatedFact, ...]:
    """What is counted of it: the event, its kind, its airings; and, estimated, whom it reached where.

    >>> magazine = PublicEvent("radio_magazine", minutes=30, airings=2, areas=(Area(1, PlaceMention("X"), 4000),))
    >>> [(fact.unit, fact.quantity // 1000, fact.basis) for fact in facts_of(magazine)][1:4]
    [('radio_magazine', 1, 'counted'), ('airing', 2, 'counted'), ('air_minute', 60, 'counted')]
    >>> [(fact.unit, fact.quantity // 1000, fact.basis) for fact in facts_of(magazine)][4:]
    [('reached', 4000, 'estimated')]
    """
    return tuple(_facts(event))


def _about_the_event(event: PublicEvent) -> Iterator[Finding]:
    if event.kind is None:
        yield error("event-kind-missing", EVENT_KIND_MISSING, "event_kind")
    if event.is_broadcast and not event.station and event.medium not in WITHOUT_STATION:
        yield warning("station-missing", STATION_MISSING, "station")
    if not event.languages:
        yield warning("languages-missing", LANGUAGES_MISSING, "languages")
    if event.minutes is not None and not 1 <= event.minutes <= LONGEST_MINUTES:
        yield error("minutes-impossible", MINUTES_IMPOSSIBLE, "minutes", minutes=event.minutes, most=LONGEST_MINUTES)
    if event.airings is not None and event.airings < 1:
        yield error("airings-impossible", AIRINGS_IMPOSSIBLE, "airings", airings=event.airings)
    if event.calls is not None and event.calls < 0:
        yield error("calls-negative", CALLS_NEGATIVE, "calls", calls=event.calls)


def _about_areas(event: PublicEvent) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for area in event.areas:
        where = f"area[{area.line}]"
        key = plain(str(area.place))
        if not area.place:
            yield warning("area-without-place", AREA_WITHOUT_PLACE, f"{where}/commune", line=area.line)
        elif first.setdefault(key, area.line) != area.line:
            yield error("area-twice", AREA_TWICE, f"{where}/commune", first=first[key], line=area.line)
        if area.reached is None:
            continue
        if area.reached < 1:
            yield error("reach-impossible", REACH_IMPOSSIBLE, f"{where}/reached", line=area.line, reached=area.reached)
        elif area.method is None:
            yield warning("reach-without-method", REACH_WITHOUT_METHOD, f"{where}/method", line=area.line)
    if all(area.reached is None for area in event.areas):
        yield note("reach-not-estimated", REACH_NOT_ESTIMATED)


def _facts(event: PublicEvent) -> Iterator[StatedFact]:
    yield StatedFact("event", "event", THOUSAND, "event")
    if event.kind is not None:
        yield StatedFact("output", "event_kind", THOUSAND, event.kind)
    if event.is_broadcast and event.airings is not None:
        yield StatedFact("output", "airings", event.airings * THOUSAND, "airing")
        if event.minutes is not None:
            yield StatedFact("output", "minutes", event.minutes * event.airings * THOUSAND, "air_minute")
    if event.calls is not None:
        yield StatedFact("output", "calls", event.calls * THOUSAND, "call")
    for area in event.areas:
        if area.reached is not None:
            # A measurement and no output, because estimates of several airings must not be added up unasked.
            yield StatedFact(
                "measurement", f"area[{area.line}]", area.reached * THOUSAND, "reached", "estimated", area=area.place
            )
