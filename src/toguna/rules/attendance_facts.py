"""What a verified attendance sheet makes true: one event, one participation a named line, head-counts for the rest.

It names nobody and knows no identifiers of the store: each fact says which node of the sheet it comes from.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from toguna.rules.attendance import AttendanceSheet, Participant, UnnamedSeats
from toguna.rules.attendance_checks import OLDEST_AGE

SEAT = 1000  # quantities are in thousandths


@dataclass(frozen=True)
class SheetFact:
    """One thing that the sheet says happened."""

    kind: str
    node: str
    quantity: int
    unit: str
    basis: str = "counted"
    participant: Participant | None = None
    seats: UnnamedSeats | None = None
    cut: str | None = None

    @property
    def sex(self) -> str | None:
        """The sex stated, if any."""
        given = self.participant or self.seats
        return given.sex.value if given and given.sex else None


def facts_of(sheet: AttendanceSheet) -> Iterator[SheetFact]:
    """Every fact of the sheet: seats are named plus unnamed, and no seat is told twice.

    >>> sheet = AttendanceSheet("A-01", participants=(Participant(1, name="Awa", consent=True), Participant(2)),
    ...                         unnamed=(UnnamedSeats(12),))
    >>> [(fact.kind, fact.quantity // SEAT) for fact in facts_of(sheet)]
    [('event', 1), ('participation', 1), ('headcount', 1), ('headcount', 12)]
    """
    yield SheetFact("event", "sheet", SEAT, "event")
    for one in sheet.participants:
        if one.is_named:
            yield SheetFact("participation", f"participant[{one.line}]", SEAT, "seat", participant=one)
        else:
            seat = UnnamedSeats(1, one.sex, one.age, one.age)
            yield SheetFact(
                "headcount", f"participant[{one.line}]", SEAT, "seat", participant=one, seats=seat, cut=cut_of(seat)
            )
    for number, seats in enumerate(sheet.unnamed, start=1):
        basis = "estimated" if seats.estimated else "counted"
        yield SheetFact(
            "headcount", f"unnamed[{number}]", seats.seats * SEAT, "seat", basis, seats=seats, cut=cut_of(seats)
        )


def cut_of(seats: UnnamedSeats) -> str:
    """In which cut a head-count was given.

    >>> cut_of(UnnamedSeats(12, age_from=15, age_to=24))
    'age'
    """
    has_age = seats.age_from is not None
    if seats.sex is None:
        return "age" if has_age else "total"
    return "sex_age" if has_age else "sex"


def birth_interval(participant: Participant, *, year: int) -> tuple[int, int] | None:
    """The years in which the person may have been born, seen from the year of the sheet.

    >>> birth_interval(Participant(1, age=30), year=2020)
    (1989, 1990)
    >>> birth_interval(Participant(1, birth_year=1991), year=2020)
    (1991, 1991)
    """
    if participant.birth_year is not None:
        return participant.birth_year, participant.birth_year
    if participant.age is None:
        return None
    return year - participant.age - 1, year - participant.age


def age_bounds(fact: SheetFact, *, year: int) -> tuple[int | None, int | None, str | None]:
    """From which age to which, in years, and what that rests on: stated, birth_year, or band for a head-count.

    >>> age_bounds(SheetFact("headcount", "unnamed[1]", 12000, "seat", seats=UnnamedSeats(12, None, 15, 24)), year=2020)
    (15, 24, 'band')
    """
    one, seats = fact.participant, fact.seats
    if one is not None and one.age is not None:
        return one.age, one.age, "stated"
    if one is not None and one.birth_year is not None:
        return year - one.birth_year, year - one.birth_year, "birth_year"
    if seats is not None and seats.age_from is not None:
        return seats.age_from, OLDEST_AGE if seats.age_to is None else seats.age_to, "band"
    return None, None, None
