"""What an attendance sheet (fiche de présence) says, whichever way it came in.

A phone, a workbook and the desk's form all end in one `AttendanceSheet`. It holds what its reporter wrote and nothing
that was looked up: neither the activity, nor the place, nor the person behind a name is known here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toguna.rules.findings import Finding, Severity


class Sex(StrEnum):
    """As the person says; unknown is None, never a value of its own."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class HalfDay(StrEnum):
    """The part of the day a sheet was signed for."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    FULL_DAY = "full_day"


class StakeholderGroup(StrEnum):
    """In whose name a person takes part."""

    ELECTED_OFFICIAL = "elected_official"
    TECHNICAL_SERVICE = "technical_service"
    CSO = "cso"
    CBO = "cbo"
    WOMENS_ASSOCIATION = "womens_association"
    YOUTH = "youth"
    PRIVATE_SECTOR = "private_sector"
    TRADITIONAL_AUTHORITY = "traditional_authority"
    RELIGIOUS_LEADER = "religious_leader"
    MEDIA = "media"
    PERSONS_WITH_DISABILITY = "persons_with_disability"
    DISPLACED = "displaced"
    CITIZEN = "citizen"


class NamedWithoutConsentError(ValueError):
    """A name or a phone was about to be kept of a person who did not agree to it."""


_WRITTEN_PLACE = re.compile(
    r"(?:(?P<text>.*\S)\s+\[(?P<s1>[a-z][a-z0-9-]*):(?P<c1>[^\s:\[\]]+)\]|(?P<s2>[a-z][a-z0-9-]*):(?P<c2>[^\s:\[\]]+))"
)


@dataclass(frozen=True)
class PlaceMention:
    """A place as it was reported: words, a code of a named scheme, or both. Never a code without its scheme."""

    text: str = ""
    scheme: str = ""
    code: str = ""

    @classmethod
    def read(cls, written: str) -> "PlaceMention":
        """Understand what stands in one box: a name, `scheme:code`, or `name [scheme:code]`.

        >>> PlaceMention.read("Sanankoro-Ba [toguna-demo:C07]")
        PlaceMention(text='Sanankoro-Ba', scheme='toguna-demo', code='C07')
        >>> PlaceMention.read("ML0901")
        PlaceMention(text='ML0901', scheme='', code='')
        """
        text = written.strip()
        match = _WRITTEN_PLACE.fullmatch(text)
        if match is None:
            return cls(text=text)
        return cls(match["text"] or "", match["s1"] or match["s2"], match["c1"] or match["c2"])

    def __str__(self) -> str:
        """What stands in one box, so that reading it gives the same mention."""
        if not self.code:
            return self.text
        return f"{self.text} [{self.scheme}:{self.code}]" if self.text else f"{self.scheme}:{self.code}"

    def __bool__(self) -> bool:
        return bool(self.text or self.code)


@dataclass(frozen=True)
class Participant:
    """One line of the sheet: one seat, with a name only where the person agreed.

    A line without consent, or without a name, is an unnamed seat.
    """

    line: int
    name: str | None = None
    sex: Sex | None = None
    age: int | None = None
    birth_year: int | None = None
    commune: PlaceMention = field(default_factory=PlaceMention)
    village: str = ""
    function: str = ""
    organisation: str = ""
    phone: str | None = None
    disability: bool | None = None
    displaced: bool | None = None
    stakeholder_group: StakeholderGroup | None = None
    consent: bool = False

    def __post_init__(self) -> None:
        if not self.consent and (self.name or self.phone):
            raise NamedWithoutConsentError(f"line {self.line}")

    @property
    def is_named(self) -> bool:
        """Whether this seat may ever be joined to a person."""
        return bool(self.name)


@dataclass(frozen=True)
class UnnamedSeats:
    """People who were there and are on no line, by what is known of them. `estimated` says nobody counted them."""

    seats: int
    sex: Sex | None = None
    age_from: int | None = None
    age_to: int | None = None
    estimated: bool = False


@dataclass(frozen=True)
class StatedTotals:
    """What the reporter wrote at the foot of the sheet. Kept to be compared, never to be counted."""

    total: int | None = None
    women: int | None = None
    men: int | None = None


@dataclass(frozen=True)
class AttendanceSheet:
    """One attendance sheet: one session of one activity, its named lines and its unnamed seats."""

    activity_code: str | None
    activity_title: str = ""
    session: int | None = None
    sheet_code: str = ""
    half_day: HalfDay | None = None
    held_on: date | None = None
    end_on: date | None = None
    venue: str = ""
    place: PlaceMention = field(default_factory=PlaceMention)
    photo: str = ""
    totals: StatedTotals = field(default_factory=StatedTotals)
    participants: tuple[Participant, ...] = ()
    unnamed: tuple[UnnamedSeats, ...] = ()
    remarks: str = ""

    @property
    def is_planned(self) -> bool:
        """Whether the sheet names an activity of the work plan; otherwise it waits to be matched."""
        return self.activity_code is not None

    @property
    def last_day(self) -> date | None:
        """The day the session ended: the day it was held unless the sheet says more."""
        return self.end_on or self.held_on


NAME_WITHOUT_CONSENT = (
    "La personne de la ligne %(line)s n'a pas donné son accord : son nom et son téléphone n'ont pas été repris "
    "et elle compte comme une personne sans nom."
)


def keep_identity(
    name: str | None, phone: str | None, *, consent: bool, line: int, where: str = ""
) -> tuple[str | None, str | None, list[Finding]]:
    """Name and phone as they may be kept: both with consent, neither without, and then a finding says so.

    Every reader passes through here, so that a refused name never leaves it. No answer is not consent.

    >>> keep_identity("Awa", None, consent=False, line=3)[0] is None
    True
    >>> keep_identity("Awa", None, consent=True, line=3)
    ('Awa', None, [])
    """
    if consent:
        return name or None, phone or None, []
    if not (name or phone):
        return None, None, []
    finding = Finding(
        "name-without-consent", Severity.WARNING, NAME_WITHOUT_CONSENT, {"line": line}, where or f"participant {line}"
    )
    return None, None, [finding]


def seats_without_a_name(sheet: AttendanceSheet) -> tuple[UnnamedSeats, ...]:
    """All unnamed seats: those reported as such, and one for each line that has no name.

    >>> sheet = AttendanceSheet("A-01", participants=(Participant(1, sex=Sex.FEMALE, age=30),),
    ...                         unnamed=(UnnamedSeats(12),))
    >>> [(seats.seats, seats.sex) for seats in seats_without_a_name(sheet)]
    [(12, None), (1, <Sex.FEMALE: 'female'>)]
    """
    lines = (UnnamedSeats(1, one.sex, one.age, one.age) for one in sheet.participants if not one.is_named)
    return (*sheet.unnamed, *lines)


def count_seats(sheet: AttendanceSheet) -> int:
    """Everyone who sat there, named or not.

    >>> count_seats(AttendanceSheet("A-01", participants=(Participant(1),), unnamed=(UnnamedSeats(25),)))
    26
    """
    return len(sheet.participants) + sum(seats.seats for seats in sheet.unnamed)


def count_seats_of(sheet: AttendanceSheet, sex: Sex | None) -> int:
    """Seats of one sex; None asks for those whose sex is not stated.

    >>> count_seats_of(AttendanceSheet("A-01", unnamed=(UnnamedSeats(5, Sex.MALE), UnnamedSeats(2))), None)
    2
    """
    return _seats(sheet.unnamed, sex) + sum(one.sex is sex for one in sheet.participants)


def _seats(unnamed: Iterable[UnnamedSeats], sex: Sex | None) -> int:
    return sum(seats.seats for seats in unnamed if seats.sex is sex)
