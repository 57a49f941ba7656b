"""Which measured units stand for people, so that what is counted in them is protected like people.

A sum of hectares shows nobody; a sum of "yes, I took part" by sex and commune may show one woman. It knows units, not
facts: a unit that is not named here stands for things.
"""

from toguna.rules.counts import Count

THOUSAND = 1000

YES_OR_NO = frozenset({"p1_yes", "p2_yes", "p3_yes", "p4_yes", "p5_yes", "improved"})
"""One fact a person, of a whole one for yes and zero for no."""
ONE_PERSON_EACH = YES_OR_NO | {
    "p1_answered", "p2_answered", "p3_answered", "p4_answered", "p5_answered",
    "tested", "score_before", "score_after", "score_gain",
}  # fmt: skip
"""One fact a person, whatever its quantity."""
HEADS = YES_OR_NO | {
    "p1_answered", "p2_answered", "p3_answered", "p4_answered", "p5_answered", "tested", "side_seat", "recipient",
    "member", "member_woman", "member_man", "member_acquired", "member_secured", "scorer",
}  # fmt: skip
"""One whole of the quantity is one person."""
_ADDED = frozenset({Count.SUM, Count.LATEST})


def is_yes_or_no(unit: str | None) -> bool:
    """Whether a fact of this unit is one person's yes or no, whatever survey asked it.

    >>> is_yes_or_no("p1_yes"), is_yes_or_no("recipient")
    (True, False)
    """
    return unit in YES_OR_NO or (unit or "").endswith("_yes")


def is_one_person_each(unit: str | None) -> bool:
    """Whether a fact of this unit is one person, whatever its quantity."""
    return unit in ONE_PERSON_EACH or (unit or "").endswith(("_yes", "_answered"))


def is_about_people(count: Count, unit: str | None) -> bool:
    """Whether a count of this unit shows how many persons something is true of.

    >>> is_about_people(Count.SUM, "recipient"), is_about_people(Count.SUM, "booklet")
    (True, False)
    """
    if count in _ADDED:
        return unit in HEADS or (unit or "").endswith(("_yes", "_answered"))
    return count is Count.MEAN and is_one_person_each(unit)


def persons_shown(count: Count, unit: str | None, *, facts: int, quantity: int) -> int:
    """How many persons stand behind a sum or a mean of measurements; nobody where the unit stands for things.

    >>> persons_shown(Count.SUM, "p1_yes", facts=40, quantity=3_000)
    3
    >>> persons_shown(Count.MEAN, "score_gain", facts=40, quantity=912_000)
    40
    """
    if not is_about_people(count, unit):
        return 0
    return facts if count is Count.MEAN else quantity // THOUSAND
