"""The members of a group or an organisation on one day: the total, and women and men where they were told.

It is a stock: the members of a later day replace those of an earlier one. Women and men may be told in part.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.remarking import THOUSAND, error

MEMBERS_IMPOSSIBLE = "%(number)s membres ne sont pas possibles. Corrigez le nombre ou laissez-le vide."
MORE_THAN_MEMBERS = (
    "%(women)s femmes et %(men)s hommes font plus que les %(total)s membres annoncés. Corrigez le total ou les parts."
)


@dataclass(frozen=True)
class Members:
    """How many belong to it; None is unknown."""

    total: int | None = None
    women: int | None = None
    men: int | None = None

    @property
    def parts(self) -> int:
        """Those of whom the sex was told."""
        return (self.women or 0) + (self.men or 0)


def findings(members: Members) -> list[Finding]:
    """What cannot be right about the numbers.

    >>> [one.code for one in findings(Members(20, women=18, men=5))]
    ['more-than-members']
    """
    return list(_findings(members))


def facts_of(members: Members, *, organisation: str) -> tuple[StatedFact, ...]:
    """The members as they stood on the day; women and men have units of their own, so that the latest can be told.

    >>> [(fact.unit, fact.quantity // 1000) for fact in facts_of(Members(20, women=18), organisation="ocb-1")]
    [('member', 20), ('member_woman', 18)]
    """
    given = (("member", members.total, None), ("member_woman", members.women, "female"))
    return tuple(
        StatedFact("measurement", unit, number * THOUSAND, unit, sex=sex, organisation=organisation)
        for unit, number, sex in (*given, ("member_man", members.men, "male"))
        if number is not None
    )


def _findings(members: Members) -> Iterator[Finding]:
    for name, number in (("members", members.total), ("members_women", members.women), ("members_men", members.men)):
        if number is not None and (number < 0 or (name == "members" and number == 0)):
            yield error("members-impossible", MEMBERS_IMPOSSIBLE, name, number=number)
    if members.total is not None and members.parts > members.total:
        values = {"women": members.women or 0, "men": members.men or 0, "total": members.total}
        yield error("more-than-members", MORE_THAN_MEMBERS, "members", **values)
