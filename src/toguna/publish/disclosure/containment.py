"""Which question asks for more than another, so that whoever it counts is counted by the other too.

It looks at what is asked, as everybody can read it, never at who was counted.
"""

from toguna.publish.disclosure.strands import Strand
from toguna.rules.conditions import Conditions
from toguna.rules.definitions import Count, Measure

# A latest figure is that of one day, which may be another day under other conditions.
CONTAINABLE = (Count.PEOPLE, Count.SEATS, Count.SUM, Count.MEAN)


def asks_more(narrow: Strand, wide: Strand) -> bool:
    """Whether the first question is the second with more conditions, or with the same."""
    mine, theirs = narrow.question, wide.question
    if mine.role != theirs.role or not set(mine.kinds) <= set(theirs.kinds):
        return False
    return may_contain(narrow.measure, wide.measure) and conditions_contain(
        mine.where, theirs.where, same_places=mine.places == theirs.places
    )


def may_contain(narrow: Measure, wide: Measure) -> bool:
    """Whether counts of two such kinds may lie one in the other: nobody has fewer seats than there are people.

    >>> people, seats = Measure(Count.PEOPLE), Measure(Count.SEATS)
    >>> may_contain(people, seats), may_contain(seats, people)
    (True, False)
    """
    return narrow.count in CONTAINABLE and (
        narrow.count is wide.count or (narrow.count, wide.count) == (Count.PEOPLE, Count.SEATS)
    )


def conditions_contain(mine: Conditions, theirs: Conditions, *, same_places: bool) -> bool:
    """Whether what meets the first conditions meets the second."""
    for asked in theirs.asked():
        if asked == "basis":
            continue
        wanted, found = getattr(theirs, asked), getattr(mine, asked)
        if isinstance(wanted, tuple):
            if asked == "places" and not same_places:
                return False
            if not found or not set(found) <= set(wanted):
                return False
        elif asked == "age":
            if found is None or not (wanted.holds(found.youngest, found.oldest) or found == wanted):
                return False
        elif found != wanted:
            return False
    return True
