"""A session of a network: which sectors were in the room in each half-day, and what they found in common.

From a retreat of days to an afternoon in a village: no size is right or wrong here. The same people come back after
lunch, so half-days are never added up to people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toguna.rules.attendance import HalfDay
from toguna.rules.findings import Finding
from toguna.rules.networks import StatementKind
from toguna.rules.remarking import error, note, warning

HALF_DAYS = tuple(HalfDay)

OUTSIDE_SESSION = "Une présence est datée du %(on)s, hors de la séance (du %(starts_on)s au %(ends_on)s)."
PRESENT_TWICE = (
    "Le %(on)s, le secteur « %(sector)s » est compté pour la journée entière et pour une demi-journée. Gardez l'un "
    "des deux."
)
ROW_TWICE = "Le %(on)s, le secteur « %(sector)s » est compté deux fois pour le même moment. Réunissez les deux lignes."
NOBODY = "Aucun secteur n'est compté présent. Ajoutez qui était là, demi-journée par demi-journée."
ONE_SECTOR = "Un seul secteur était présent : ce n'est pas encore une séance entre secteurs. Vérifiez les présences."
NEGATIVE = "Un nombre de présents ne peut pas être négatif. Corrigez-le, ou laissez la case vide."
LEFT_EARLY = "Secteurs absents d'une demi-journée au moins : %(count)s. Le tableau des présences dit lesquels."
NO_COMMON_GROUND = "Aucun point d'accord n'est écrit. Ajoutez au moins ce sur quoi les participants se sont retrouvés."


@dataclass(frozen=True)
class Presence:
    """One sector in one half-day: women, men, and those of whom nobody wrote down which."""

    on: date
    half_day: str
    sector: str
    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def people(self) -> int:
        """Everybody of this sector in the room then."""
        return self.women + self.men + self.unknown


@dataclass(frozen=True)
class Said:
    """One statement of a session, as it was written down."""

    kind: str
    text: str


@dataclass(frozen=True)
class Session:
    """A session from its first day to its last, both included."""

    starts_on: date
    ends_on: date
    presences: tuple[Presence, ...] = ()
    statements: tuple[Said, ...] = ()

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors that were there at any time."""
        return tuple(dict.fromkeys(one.sector for one in self.presences if one.people > 0))

    @property
    def half_days(self) -> tuple[tuple[date, str], ...]:
        """The half-days in which somebody was counted, in their order; a full day is a morning and an afternoon."""
        found = {
            (one.on, half) for one in self.presences if one.people > 0 for half in halves(one.half_day)
        }  # fmt: skip
        return tuple(sorted(found, key=lambda moment: (moment[0], HALF_DAYS.index(HalfDay(moment[1])))))

    def in_room(self, on: date, half_day: str) -> tuple[Presence, ...]:
        """Who was counted in one half-day."""
        return tuple(one for one in self.presences if one.on == on and half_day in halves(one.half_day))

    @property
    def throughout(self) -> tuple[str, ...]:
        """The sectors that stayed from the first half-day to the last."""
        rooms = [{one.sector for one in self.in_room(*moment) if one.people > 0} for moment in self.half_days]
        return tuple(sector for sector in self.sectors if all(sector in room for room in rooms))

    @property
    def fullest(self) -> tuple[Presence, ...]:
        """Who was in the room in the half-day with most people: as many as a session can say came.

        >>> day = date(2026, 3, 2)
        >>> came = Session(day, day, (Presence(day, "morning", "media", 2, 1), Presence(day, "afternoon", "media", 1)))
        >>> sum(one.people for one in came.fullest)
        3
        """
        rooms = [self.in_room(*moment) for moment in self.half_days]
        return max(rooms, key=lambda room: sum(one.people for one in room), default=())

    def said(self, kind: StatementKind) -> tuple[str, ...]:
        """The statements of one kind."""
        return tuple(one.text for one in self.statements if one.kind == kind)


def halves(half_day: str) -> tuple[str, ...]:
    """A full day is both of its halves.

    >>> halves("full_day"), halves("morning")
    (('morning', 'afternoon'), ('morning',))
    """
    return ("morning", "afternoon") if half_day == "full_day" else (half_day,)


def session_findings(session: Session) -> list[Finding]:
    """What is wrong with a session's presences and statements.

    >>> day = date(2026, 3, 2)
    >>> [one.code for one in session_findings(Session(day, day, (Presence(day, "morning", "media", 3),)))]
    ['one-sector', 'no-common-ground']
    """
    return [*_about_rows(session), *_about_the_room(session)]


def _about_rows(session: Session) -> Iterator[Finding]:
    for number, one in enumerate(session.presences, start=1):
        where, on = f"présence {number}", f"{one.on:%d/%m/%Y}"
        if min(one.women, one.men, one.unknown) < 0:
            yield error("presence-negative", NEGATIVE, where)
        if not session.starts_on <= one.on <= session.ends_on:
            span = {"starts_on": f"{session.starts_on:%d/%m/%Y}", "ends_on": f"{session.ends_on:%d/%m/%Y}"}
            yield error("presence-outside-session", OUTSIDE_SESSION, where, on=on, **span)
        for earlier in _alike(one, session.presences[: number - 1]):
            same = earlier.half_day == one.half_day
            code, message = ("presence-twice", ROW_TWICE) if same else ("presence-overlaps", PRESENT_TWICE)
            yield error(code, message, where, on=on, sector=one.sector)


def _alike(one: Presence, earlier: Sequence[Presence]) -> Iterable[Presence]:
    return [
        other
        for other in earlier
        if (other.on, other.sector) == (one.on, one.sector) and set(halves(other.half_day)) & set(halves(one.half_day))
    ][:1]


def _about_the_room(session: Session) -> Iterator[Finding]:
    if not session.sectors:
        yield warning("nobody-present", NOBODY)
    elif len(session.sectors) == 1:
        yield warning("one-sector", ONE_SECTOR)
    left = [sector for sector in session.sectors if sector not in session.throughout]
    if left:
        yield note("sector-left-early", LEFT_EARLY, count=len(left))
    if not session.said(StatementKind.COMMON_GROUND):
        yield note("no-common-ground", NO_COMMON_GROUND)
