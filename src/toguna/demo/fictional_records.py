"""The fictional programme's field records, made by a seeded generator and sent in by the ordinary step.

The persons are combinations of syllables; the same seed makes the same sheets, byte for byte, on every installation.
"""

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from toguna.collect.xml_submission import write_submission
from toguna.demo.fictional_content import SCHEME
from toguna.demo.fictional_framework import Stage
from toguna.demo.sheet_photo import photo_of_sheet
from toguna.flow.reading import sheet_of
from toguna.flow.receive import SentFile, receive_submission
from toguna.flow.verify import check_record, correct_record, reject_record, return_record, verify_record
from toguna.rules.attendance import (
    AttendanceSheet,
    HalfDay,
    Participant,
    PlaceMention,
    Sex,
    StakeholderGroup,
    StatedTotals,
    UnnamedSeats,
    count_seats,
    count_seats_of,
)
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.models import Record
from toguna.store.places.models import Place

SHEETS = uuid.UUID("b2a7c0de-5d51-5b0e-8f0d-2f2c9a5b7c04")
PERSONS_IN_A_COMMUNE = 85
FIRST = ["A", "Bi", "Da", "Fa", "Gué", "Ka", "Li", "Ma", "Na", "Sé", "Ta", "Yé"]
MIDDLE = ["ba", "dou", "ki", "la", "mbo", "ra", "so", "wé"]
LAST = ["fari", "goro", "kanza", "lessi", "mourou", "ndéla", "sombara", "tégui", "voré", "zanka"]
FUNCTIONS = ["", "", "ménagère", "agriculteur", "enseignante", "conseiller", "commerçante", "élève"]
GROUPS = [None, *StakeholderGroup]


@dataclass(frozen=True)
class Villager:
    """Somebody invented, who may come to several activities."""

    name: str
    sex: Sex
    birth_year: int
    commune: PlaceMention
    village: str
    function: str
    group: StakeholderGroup | None
    disability: bool
    displaced: bool
    knows_birth_year: bool
    consents: bool


@dataclass(frozen=True)
class Hands:
    """The accounts through which one organisation's sheets pass."""

    agent: User
    coordinator: User


def send_records(stage: Stage, random: Random, say: Callable[[str], None]) -> int:
    """Send every sheet, and let the fictional staff decide about them. Returns how many sheets were sent."""
    villagers = {place.pk: _villagers(place, random) for place in stage.communes}
    hands = _hands(stage)
    officer = stage.users["suivi@demo.example"]
    held = [activity for activity in stage.activities if activity.status == "held"]
    sheets = 0
    for activity in held:
        for sheet in _sheets_of(activity, villagers, random):
            sheets += 1
            by = hands[activity.implementer.code] if activity.implementer else hands["demo-osc-1"]
            record = _send(sheet, by.agent, sheets)
            _decide(record, by, officer, fate=_fate(sheets))
            if sheets % 20 == 0:
                say(f"{sheets} fiches")
    return sheets + _send_odd_ones(stage, hands, held[3], random)


def send_sheet_of(stage: Stage, code: str, *, session: int, random: Random) -> tuple[Record, Hands]:
    """Send one more sheet of an activity that was held; returns it with those through whose hands it goes."""
    activity = next(one for one in stage.activities if one.code == code)
    assert activity.place is not None
    assert activity.starts_on is not None
    assert activity.implementer is not None
    hands = _hands(stage)[activity.implementer.code]
    there = _villagers(activity.place, random)[:16]
    sheet = replace(_sheet(activity, 1, activity.starts_on, there, random), session=session, photo="")
    record = _send(sheet, hands.agent, 9005)
    record.refresh_from_db()
    return record, hands


def _hands(stage: Stage) -> dict[str, Hands]:
    users = stage.users
    first = Hands(users["agent@demo.example"], users["coordination@demo.example"])
    second = Hands(users["agent2@demo.example"], users["coordination2@demo.example"])
    # The third organisation has no staff of its own in the demonstration: the second sends for it.
    return {"demo-osc-1": first, "demo-osc-2": second, "demo-osc-3": second}


def _villagers(place: Place, random: Random) -> list[Villager]:
    code = place.codes.get(scheme=SCHEME).code
    return [_villager(PlaceMention(place.name, SCHEME, code), random) for _ in range(PERSONS_IN_A_COMMUNE)]


def _villager(commune: PlaceMention, random: Random) -> Villager:
    sex = Sex.FEMALE if random.random() < 0.54 else Sex.MALE
    given = random.choice(FIRST) + random.choice(MIDDLE) + ("ta" if sex is Sex.FEMALE else "n")
    family = random.choice(FIRST) + random.choice(LAST)
    return Villager(
        name=f"{given} {family}",
        sex=sex,
        birth_year=2025 - min(80, 12 + int(random.expovariate(1 / 18))),
        commune=commune,
        village=f"Village fictif {random.randint(1, 6)}",
        function=random.choice(FUNCTIONS),
        group=random.choice(GROUPS),
        disability=random.random() < 0.05,
        displaced=random.random() < 0.08,
        knows_birth_year=random.random() < 0.8,
        consents=random.random() < 0.95,
    )


def _sheets_of(
    activity: Activity, villagers: dict[uuid.UUID, list[Villager]], random: Random
) -> Iterator[AttendanceSheet]:
    assert activity.place is not None
    assert activity.starts_on is not None
    neighbours = villagers[activity.place.pk]
    elsewhere = random.choice(list(villagers.values()))
    present = random.sample(neighbours, random.randint(14, 22)) + random.sample(elsewhere, random.randint(0, 3))
    present = list({one.name: one for one in present}.values())
    for session in range(1, activity.sessions + 1):
        # Some leave after the first session.
        there = present if session == 1 else [one for one in present if random.random() < 0.85]
        yield _sheet(activity, session, activity.starts_on + timedelta(days=session - 1), there, random)


def _sheet(activity: Activity, session: int, on: date, there: list[Villager], random: Random) -> AttendanceSheet:
    assert activity.place is not None
    participants = tuple(_participant(line, one, on, random) for line, one in enumerate(there, start=1))
    unnamed: tuple[UnnamedSeats, ...] = ()
    if random.random() < 0.5:
        unnamed = (
            UnnamedSeats(random.randint(2, 14), Sex.FEMALE, 25, 34),
            UnnamedSeats(random.randint(2, 12), Sex.MALE),
            UnnamedSeats(random.randint(1, 4)),
        )
    code = activity.place.codes.get(scheme=SCHEME).code
    sheet = AttendanceSheet(
        activity_code=activity.code,
        session=session,
        half_day=HalfDay.MORNING if session == 1 else HalfDay.AFTERNOON,
        held_on=on,
        venue="Salle de réunion (fictive)",
        place=PlaceMention(activity.place.name, SCHEME, code),
        photo=f"fiche-{activity.code}-{session}.png",
        participants=participants,
        unnamed=unnamed,
    )
    women, men = count_seats_of(sheet, Sex.FEMALE), count_seats_of(sheet, Sex.MALE)
    unsaid = count_seats(sheet) - women - men
    totals = StatedTotals(count_seats(sheet), women, men) if not unsaid else StatedTotals(count_seats(sheet))
    return replace(sheet, totals=totals)


def _participant(line: int, one: Villager, on: date, random: Random) -> Participant:
    age = on.year - one.birth_year
    phone = f"+000 {random.randint(10, 99)} {random.randint(10, 99)} {random.randint(10, 99)} 00"
    return Participant(
        line,
        name=one.name if one.consents else None,
        sex=one.sex,
        age=None if one.knows_birth_year else age,
        birth_year=one.birth_year if one.knows_birth_year else None,
        commune=one.commune,
        village=one.village,
        function=one.function,
        phone=phone if one.consents and random.random() < 0.3 else None,
        disability=one.disability,
        displaced=one.displaced,
        stakeholder_group=one.group,
        consent=one.consents,
    )


def _send(sheet: AttendanceSheet, agent: User, number: int, *, instance: str = "", deprecated: str = "") -> Record:
    instance_id = instance or f"uuid:{uuid.uuid5(SHEETS, str(number))}"
    body = write_submission(sheet, instance_id=instance_id, deprecated_id=deprecated)
    picture = photo_of_sheet(sheet)
    files = [SentFile(sheet.photo, "image/png", io.BytesIO(picture))] if sheet.photo else []
    return receive_submission(body=body, files=files, by=agent, fictional=True).record


def _fate(number: int) -> str:
    """What becomes of a sheet: nearly all are verified, a few wait at each stage."""
    if number % 29 == 0:
        return "returned"
    if number % 37 == 0:
        return "rejected"
    if number % 31 == 0:
        return "received"
    if number % 23 == 0:
        return "checked"
    if number % 19 == 0:
        return "corrected"
    return "verified"


def _decide(record: Record, by: Hands, officer: User, *, fate: str) -> None:
    record.refresh_from_db()
    if fate == "received":
        return
    if fate == "rejected":
        reason = "Fiche d'essai, à ne pas compter."
        reject_record(record, by=by.coordinator, revision=record.revision, reason=reason)
        return
    if fate == "returned":
        reason = "La photo est illisible à partir de la ligne 9. Reprenez-la, s'il vous plaît."
        return_record(record, by=by.coordinator, revision=record.revision, reason=reason)
        return
    record = check_record(record, by=by.coordinator, revision=record.revision)
    if fate == "checked":
        return
    verify_record(record, by=officer, revision=record.revision)
    if fate == "corrected":
        _correct_late(record, by, officer)


def _correct_late(record: Record, by: Hands, officer: User) -> None:
    """A verified sheet turns out to have two more women, and goes round again."""
    record.refresh_from_db()
    assert record.current_version is not None
    sheet, _findings = sheet_of(record.current_version)
    more = replace(sheet, unnamed=(*sheet.unnamed, UnnamedSeats(2, Sex.FEMALE)), totals=StatedTotals())
    correct_record(
        record, by=by.coordinator, revision=record.revision, sheet=more, reason="Deux femmes arrivées en retard."
    )
    record.refresh_from_db()
    second = User.objects.get(email="coordination3@demo.example")
    checked = check_record(record, by=second, revision=record.revision)
    verify_record(checked, by=officer, revision=checked.revision)


def _send_odd_ones(stage: Stage, hands: dict[str, Hands], activity: Activity, random: Random) -> int:
    """What an inbox really gets: an unplanned sheet, totals that do not add up, one instance with two contents."""
    by = hands["demo-osc-1"]
    assert activity.starts_on is not None
    sheet = _sheet(activity, 1, activity.starts_on, _villagers(stage.communes[0], random)[:9], random)
    unplanned = replace(sheet, activity_code=None, activity_title="Causerie au marché (fictive)", photo="")
    _send(unplanned, by.agent, 9001)
    wrong = replace(sheet, totals=StatedTotals(35, 20, 12), session=2, photo="")
    _send(wrong, by.agent, 9002)
    twice = replace(sheet, venue="École (fictive)", session=3, photo="")
    first = _send(twice, by.agent, 9003)
    _send(replace(twice, remarks="Envoyée deux fois avec une remarque."), by.agent, 9003, instance=first.instance_id)
    too_old = replace(sheet.participants[0], age=130, birth_year=None)
    _send(replace(sheet, participants=(too_old, *sheet.participants[1:]), session=4, photo=""), by.agent, 9004)
    return 5
