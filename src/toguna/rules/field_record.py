"""What a field record says, whichever form it was filled in on: a summary for lists, facts for counting, findings.

Every form's reading ends here, so that verifying and listing know no form. Nothing in it was looked up: places,
activities and organisations stand as they were written.
"""

from dataclasses import dataclass, field
from datetime import date

from toguna.rules.attendance import (
    AttendanceSheet,
    Participant,
    PlaceMention,
    Sex,
    count_seats_of,
    seats_without_a_name,
)
from toguna.rules.attendance_facts import age_bounds, facts_of
from toguna.rules.findings import Finding

PARTICIPATION = "participation"


@dataclass(frozen=True)
class RecordSummary:
    """What a list shows of a record; counts are of seats, and zero where the form counts nobody."""

    activity_code: str | None = None
    activity_title: str = ""
    session: int | None = None
    held_on: date | None = None
    last_day: date | None = None
    place: PlaceMention = field(default_factory=PlaceMention)
    named: int = 0
    unnamed: int = 0
    women: int = 0
    men: int = 0
    sheet_code: str = ""
    title: str = ""


@dataclass(frozen=True)
class StatedFact:
    """One thing that the record says, in the one shape of a fact; quantities are in thousandths.

    `participant` names who takes part, in a participation only; `area` is the place covered, `organisation` the one
    that the fact is about, as its code or its name. `on` is the fact's own day where it is not the record's: a promise
    is made on one day and due on another.
    """

    kind: str
    node: str
    quantity: int
    unit: str
    basis: str = "counted"
    cut: str | None = None
    sex: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    age_basis: str | None = None
    participant: Participant | None = None
    residence: PlaceMention = field(default_factory=PlaceMention)
    disability: bool | None = None
    displaced: bool | None = None
    stakeholder_group: str | None = None
    function: str = ""
    area: PlaceMention = field(default_factory=PlaceMention)
    organisation: str = ""
    currency: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class FieldRecord:
    """Everything that was understood of one record."""

    summary: RecordSummary = field(default_factory=RecordSummary)
    facts: tuple[StatedFact, ...] = ()
    findings: tuple[Finding, ...] = ()
    # The answers that a person did not agree to be kept, as `personne[2]/nom`: they leave the kept bytes too.
    refused: tuple[str, ...] = ()


def summary_of_sheet(sheet: AttendanceSheet) -> RecordSummary:
    """What a list shows of an attendance sheet.

    >>> summary_of_sheet(AttendanceSheet("A-01", participants=(Participant(1, name="Awa", consent=True),))).named
    1
    """
    return RecordSummary(
        activity_code=sheet.activity_code,
        activity_title=sheet.activity_title,
        session=sheet.session,
        held_on=sheet.held_on,
        last_day=sheet.last_day,
        place=sheet.place,
        named=sum(one.is_named for one in sheet.participants),
        unnamed=sum(max(0, seats.seats) for seats in seats_without_a_name(sheet)),
        women=max(0, count_seats_of(sheet, Sex.FEMALE)),
        men=max(0, count_seats_of(sheet, Sex.MALE)),
        sheet_code=sheet.sheet_code,
    )


def stated_in_sheet(sheet: AttendanceSheet) -> tuple[StatedFact, ...]:
    """The facts of an attendance sheet. Ages are counted in the year of the sheet, so it must say when it was held.

    >>> sheet = AttendanceSheet("A-01", held_on=date(2026, 3, 1), participants=(Participant(1, age=30),))
    >>> [(fact.kind, fact.age_from) for fact in stated_in_sheet(sheet)]
    [('event', None), ('headcount', 30)]
    """
    year = sheet.held_on.year if sheet.held_on else 0
    stated = []
    for made in facts_of(sheet):
        one = made.participant
        age_from, age_to, age_basis = age_bounds(made, year=year)
        stated.append(
            StatedFact(
                kind=made.kind,
                node=made.node,
                quantity=made.quantity,
                unit=made.unit,
                basis=made.basis,
                cut=made.cut,
                sex=made.sex,
                age_from=age_from,
                age_to=age_to,
                age_basis=age_basis,
                participant=one if made.kind == PARTICIPATION else None,
                residence=one.commune if one else PlaceMention(),
                disability=one.disability if one else None,
                displaced=one.displaced if one else None,
                stakeholder_group=one.stakeholder_group.value if one and one.stakeholder_group else None,
                function=one.function if one else "",
            )
        )
    return tuple(stated)
