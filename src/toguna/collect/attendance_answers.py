"""The attendance sheet as questions and answers: the one place where field names and `AttendanceSheet` meet.

A submission's nodes, a workbook's columns and the desk's boxes carry these names, so that all ways in end in the same
sheet. It does not know the bytes that the answers came in.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from toguna.collect.answers import Answers, one_line
from toguna.collect.choices import (
    AGE_BAND,
    BASIS,
    HALF_DAY,
    PLAN,
    SEX,
    STAKEHOLDER_GROUP,
    UNKNOWN,
)
from toguna.rules.attendance import (
    AttendanceSheet,
    HalfDay,
    Participant,
    Sex,
    StakeholderGroup,
    StatedTotals,
    UnnamedSeats,
    keep_identity,
)
from toguna.rules.findings import Finding, Severity
from toguna.rules.sheet_codes import read_sheet_code

SHEET_FIELDS = (
    "plan", "activity_code", "activity_title", "session", "sheet_code", "half_day", "held_on", "end_on", "venue",
    "commune", "photo", "has_named", "has_unnamed", "total", "women", "men", "remarks",
)  # fmt: skip
PARTICIPANT_FIELDS = (
    "consent", "name", "phone", "sex", "age", "birth_year", "commune", "village", "function", "organisation",
    "stakeholder_group", "disability", "displaced",
)  # fmt: skip
UNNAMED_FIELDS = ("seats", "sex", "age_band", "basis")

PLANNED_WITHOUT_CODE = (
    "L'activité est annoncée au plan, mais son code manque. Écrivez le code, ou choisissez « hors plan »."
)
UNPLANNED_WITH_CODE = (
    "L'activité est annoncée hors plan, mais porte le code « %(activity)s ». Le code n'a pas été repris : effacez-le, "
    "ou choisissez « au plan de travail »."
)
SHEET_CODE_MISREAD = (
    "Le code de fiche « %(written)s » est mal lu : aucune fiche imprimée ne peut le porter. Relisez-le en tête de la "
    "fiche, ou laissez-le vide."
)
SEATS_MISSING = "Cet effectif sans nom ne dit pas combien de personnes. Écrivez le nombre."

_BAND = re.compile(r"(?P<low>\d{1,3})?-(?P<high>\d{1,3})|(?P<over>\d{1,3})\+")

Where = Callable[[str], str]
Given = Mapping[str, object]


@dataclass(frozen=True)
class SheetAnswers:
    """A whole sheet as named answers in text: its head, its participants in order, its unnamed seats in order."""

    head: Given
    participants: tuple[Given, ...] = ()
    unnamed: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Pointers:
    """How to point at an answer: the head's field, or field and number (from 1) of a participant or unnamed group."""

    head: Where = field(default=lambda _: "")
    participant: Callable[[int, str], str] = field(default=lambda line, _: f"participant {line}")
    unnamed: Callable[[int, str], str] = field(default=lambda line, _: f"sans nom {line}")


def read_sheet(given: SheetAnswers, pointers: Pointers | None = None) -> tuple[AttendanceSheet, list[Finding]]:
    """The sheet that the answers make, and what could not be understood in them. Never raises for a bad answer.

    >>> sheet, told = read_sheet(SheetAnswers({"plan": "planned", "activity_code": "A-01"}, ({"name": "Awa"},)))
    >>> sheet.participants[0].name is None, told[0].code
    (True, 'name-without-consent')
    """
    point = pointers or Pointers()
    told: list[Finding] = []
    head = Answers(given.head, point.head, told)
    code = read_activity_code(head)
    half_day = head.choice("half_day", HALF_DAY)
    sheet = AttendanceSheet(
        activity_code=code,
        activity_title=head.text("activity_title"),
        session=head.number("session"),
        sheet_code=_sheet_code(head),
        half_day=HalfDay(half_day) if half_day else None,
        held_on=head.day("held_on"),
        end_on=head.day("end_on"),
        venue=head.text("venue"),
        place=head.place("commune"),
        photo=head.text("photo"),
        totals=StatedTotals(head.number("total"), head.number("women"), head.number("men")),
        participants=tuple(
            _participant(line, Answers(one, _bound(point.participant, line), told))
            for line, one in enumerate(given.participants, start=1)
            if _is_answered(one)
        ),
        unnamed=tuple(
            _unnamed(Answers(one, _bound(point.unnamed, line), told))
            for line, one in enumerate(given.unnamed, start=1)
            if _is_answered(one)
        ),
        remarks=head.paragraphs("remarks"),
    )
    return sheet, told


def _is_answered(given: Given) -> bool:
    # Phones send the empty group that was opened and left, with the default answer that nobody chose.
    return any(one_line(answer) for name, answer in given.items() if name != "basis")


def _bound(where: Callable[[int, str], str], line: int) -> Where:
    return lambda name: where(line, name)


def read_activity_code(head: Answers) -> str | None:
    """The code of a planned activity. Without an answer on the plan, a code means planned and no code means not."""
    code, plan = head.text("activity_code"), head.choice("plan", PLAN)
    if plan == "unplanned" and code:
        head.tell(Severity.WARNING, "unplanned-with-code", "activity_code", UNPLANNED_WITH_CODE, activity=code)
        return None
    if plan == "planned" and not code:
        head.tell(Severity.ERROR, "planned-without-code", "activity_code", PLANNED_WITHOUT_CODE)
    return code or None


def _sheet_code(head: Answers) -> str:
    """The printed code in its one spelling; as it was written, and doubted, where no printed sheet can bear it."""
    written = head.text("sheet_code")
    code = read_sheet_code(written)
    if written and code is None:
        head.tell(Severity.WARNING, "sheet-code-misread", "sheet_code", SHEET_CODE_MISREAD, written=written)
    return code or written


def _participant(line: int, one: Answers) -> Participant:
    consent = one.yes_or_no("consent") is True
    name, phone, told = keep_identity(
        one.text("name"), one.text("phone"), consent=consent, line=line, where=one.where("name")
    )
    one.findings.extend(told)
    sex, group = one.choice("sex", SEX), one.choice("stakeholder_group", STAKEHOLDER_GROUP)
    return Participant(
        line=line,
        name=name,
        sex=Sex(sex) if sex else None,
        age=one.number("age"),
        birth_year=one.number("birth_year"),
        commune=one.place("commune"),
        village=one.text("village"),
        function=one.text("function"),
        organisation=one.text("organisation"),
        phone=phone,
        disability=one.yes_or_no("disability"),
        displaced=one.yes_or_no("displaced"),
        stakeholder_group=StakeholderGroup(group) if group else None,
        consent=consent,
    )


def _unnamed(one: Answers) -> UnnamedSeats:
    seats = one.number("seats", severity=Severity.ERROR)
    if seats is None and not one.text("seats"):
        one.tell(Severity.ERROR, "seats-missing", "seats", SEATS_MISSING)
    sex = one.choice("sex", SEX)
    low, high = read_age_band(one)
    return UnnamedSeats(
        seats=seats or 0,
        sex=Sex(sex) if sex else None,
        age_from=low,
        age_to=high,
        estimated=one.choice("basis", BASIS) == "estimated",
    )


def read_age_band(one: Answers) -> tuple[int | None, int | None]:
    """The ages that a band goes from and to, both included; an open band has no upper end, an unknown age neither."""
    # A band of another form is a band all the same, so "25-34" and "18+" are read without being on the list.
    written = one.text("age_band").replace(" ", "")
    match = _BAND.fullmatch(written) or _BAND.fullmatch(one.choice("age_band", AGE_BAND) or "")
    if match is None:
        return None, None
    if match["over"]:
        return int(match["over"]), None
    return (int(match["low"]) if match["low"] else None), int(match["high"])


def write_band(age_from: int | None, age_to: int | None) -> str:
    """An age band in the short form that is read back: `15-29`, `60+`, `-14`, and nothing for an unknown age.

    >>> write_band(15, 29), write_band(60, None), write_band(None, None)
    ('15-29', '60+', '')
    """
    if age_to is None:
        return "" if age_from is None else f"{age_from}+"
    return f"{'' if age_from is None else age_from}-{age_to}"


def write_sheet(sheet: AttendanceSheet) -> SheetAnswers:
    """The answers that make this sheet when they are read: codes for choices, ISO days, text for everything."""
    head = {
        "plan": "planned" if sheet.is_planned else "unplanned",
        "activity_code": sheet.activity_code or "",
        "activity_title": sheet.activity_title,
        "session": _number(sheet.session),
        "sheet_code": sheet.sheet_code,
        "half_day": sheet.half_day or "",
        "held_on": sheet.held_on.isoformat() if sheet.held_on else "",
        "end_on": sheet.end_on.isoformat() if sheet.end_on else "",
        "venue": sheet.venue,
        "commune": str(sheet.place),
        "photo": sheet.photo,
        "has_named": _yes_no(bool(sheet.participants)),
        "has_unnamed": _yes_no(bool(sheet.unnamed)),
        "total": _number(sheet.totals.total),
        "women": _number(sheet.totals.women),
        "men": _number(sheet.totals.men),
        "remarks": sheet.remarks,
    }
    participants = tuple(_participant_answers(one) for one in sheet.participants)
    return SheetAnswers(head, participants, tuple(_unnamed_answers(sheet.unnamed)))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _yes_no(value: bool | None) -> str:
    return UNKNOWN if value is None else "yes" if value else "no"


def _participant_answers(one: Participant) -> dict[str, str]:
    return {
        "consent": _yes_no(one.consent),
        "name": one.name or "",
        "phone": one.phone or "",
        "sex": one.sex or UNKNOWN,
        "age": _number(one.age),
        "birth_year": _number(one.birth_year),
        "commune": str(one.commune),
        "village": one.village,
        "function": one.function,
        "organisation": one.organisation,
        "stakeholder_group": one.stakeholder_group or "",
        "disability": _yes_no(one.disability),
        "displaced": _yes_no(one.displaced),
    }


def _unnamed_answers(unnamed: Iterable[UnnamedSeats]) -> Iterable[dict[str, str]]:
    for seats in unnamed:
        yield {
            "seats": str(seats.seats),
            "sex": seats.sex or UNKNOWN,
            "age_band": write_band(seats.age_from, seats.age_to) or UNKNOWN,
            "basis": "estimated" if seats.estimated else "counted",
        }
