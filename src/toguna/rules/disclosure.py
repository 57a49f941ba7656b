"""Which numbers of a cell tell of so few persons that it must be masked, and how the cells of a count hang together.

Only persons are protected: events, organisations and things are public by nature. It knows one cell and one kind of
count at a time; what follows from many cells together is `publish.disclosure`'s.
"""

from collections.abc import Iterable
from enum import StrEnum

from toguna.rules.counts import SEVERAL_VALUED, Count, DimensionName, Measure
from toguna.rules.people_units import is_about_people, is_one_person_each, is_yes_or_no

# What is known of a person, as against where and when something happened.
OF_PERSONS = frozenset(
    {
        DimensionName.SEX,
        DimensionName.AGE_BAND,
        DimensionName.DISABILITY,
        DimensionName.DISPLACED,
        DimensionName.STAKEHOLDER_GROUP,
    }
)


class Bond(StrEnum):
    """How parts and their whole hang together: they add up; or each is at most the whole, and the whole at most all of
    them together, because one person may stand in several; or nothing can be said."""

    SUM = "sum"
    COVER = "cover"
    NONE = "none"


def is_small(persons: int, threshold: int) -> bool:
    """Whether so few persons could be recognised. Nobody is not a small group: a known zero is shown.

    >>> [is_small(persons, threshold=5) for persons in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < persons < threshold


def shows_few(numbers: Iterable[int], threshold: int) -> bool:
    """Whether one of the groups of persons that a cell tells of is so small that the cell must be masked.

    A share of 38 in 40 tells of the two who are not in it.

    >>> shows_few([40, 38, 40 - 38], threshold=5)
    True
    """
    return any(is_small(number, threshold) for number in numbers)


def counts_persons(measure: Measure) -> bool:
    """Whether the number itself says how many persons, and is not a count of events, of organisations or of things.

    >>> [counts_persons(Measure(count)) for count in (Count.PEOPLE, Count.SEATS, Count.EVENTS)]
    [True, True, False]
    """
    return measure.count in (Count.PEOPLE, Count.SEATS) or (
        measure.count in (Count.SUM, Count.LATEST) and is_about_people(measure.count, measure.where.unit)
    )


def has_one_person_each(measure: Measure) -> bool:
    """Whether a mean is taken over persons, so that what it divides by says how many."""
    return measure.count is Count.MEAN and is_one_person_each(measure.where.unit)


def is_share_of_persons(measure: Measure) -> bool:
    """Whether a mean is the share of the persons who said yes."""
    return measure.count is Count.MEAN and is_yes_or_no(measure.where.unit)


def bond_along(measure: Measure, dimension: str, *, fixed_places: bool = False) -> Bond:
    """How the cells along a dimension hang together with their total, « not stated » among them.

    >>> people, seats = Measure(Count.PEOPLE), Measure(Count.SEATS)
    >>> [str(bond_along(people, cut)) for cut in ("sex", "place")], str(bond_along(seats, "place"))
    (['sum', 'cover'], 'sum')
    """
    match measure.count:
        case Count.PEOPLE:
            return Bond.SUM if dimension in (DimensionName.SEX, DimensionName.AGE_BAND) else Bond.COVER
        case Count.LATEST:
            if dimension != DimensionName.PLACE:
                return Bond.NONE
            return Bond.SUM if fixed_places else Bond.COVER
        case Count.SEATS | Count.SUM | Count.MEAN:
            return Bond.COVER if dimension in SEVERAL_VALUED else Bond.SUM
    return Bond.NONE


def bond_over_time(measure: Measure) -> Bond:
    """How the periods inside a longer one hang together with it.

    >>> [str(bond_over_time(Measure(count))) for count in (Count.PEOPLE, Count.SEATS, Count.LATEST)]
    ['cover', 'sum', 'none']
    """
    match measure.count:
        case Count.PEOPLE:
            return Bond.COVER
        case Count.SEATS | Count.SUM | Count.MEAN:
            return Bond.SUM
    return Bond.NONE
