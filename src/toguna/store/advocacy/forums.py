"""Which forums somebody sees, by what was verified of them: sides, consensus, resolutions, the day of the follow-up.

It reads facts and nothing else, so that it can name nobody. A forum with one side only is no forum and is not here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery

from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact
from toguna.store.facts.queries import facts_seen_by

COUNTED = ("resolution", "point_agreed", "point_disputed")
THOUSAND = 1000


@dataclass(frozen=True)
class ForumSeen:
    """One forum that was verified; the follow-up is the next forum of its activity, if there was one."""

    fact: Fact
    sides: tuple[str, ...]
    consensus: str
    resolutions: int
    agreed: int
    disputed: int
    follow_up_on: date | None
    followed_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether the day of the follow-up has passed and no other forum of the activity came."""
        return self.follow_up_on is not None and self.follow_up_on < today and self.followed_on is None


def forums_seen_by(user: User) -> QuerySet[Fact]:
    """The forums that this account may see, as one fact each, with the day of the follow-up and of the next forum."""
    alive = Fact.objects.filter(until=None)
    told = alive.filter(version=OuterRef("version"))
    following = alive.filter(
        unit="forum", node="forum", activity=OuterRef("activity"), starts_on__gt=OuterRef("starts_on")
    ).exclude(version=OuterRef("version"))
    consensus = told.filter(unit__startswith="consensus_").values("unit")[:1]
    follow_up = told.filter(unit="follow_up").values("starts_on")[:1]
    return (
        facts_seen_by(user)
        .filter(until=None, unit="forum", node="forum")
        .annotate(
            consensus=Subquery(consensus),
            follow_up_on=Subquery(follow_up, output_field=DateField()),
            followed_on=Subquery(following.order_by("starts_on").values("starts_on")[:1], output_field=DateField()),
        )
    )


def late_for_follow_up(today: date) -> Q:
    """Forums whose follow-up day has passed without another forum of the activity."""
    return Q(follow_up_on__lt=today, followed_on=None)


def with_what_was_said(rows: Iterable[Fact]) -> list[ForumSeen]:
    """Each forum with its sides and numbers; one query for all of them."""
    found = list(rows)
    others: dict[object, list[Fact]] = {}
    units = [*COUNTED, "side"]
    versions = [fact.version_id for fact in found]
    for fact in Fact.objects.filter(version__in=versions, until=None, unit__in=units).order_by("node"):
        others.setdefault(fact.version_id, []).append(fact)
    return [_seen(fact, others.get(fact.version_id, [])) for fact in found]


def _seen(fact: Fact, others: list[Fact]) -> ForumSeen:
    sums = {unit: sum(one.quantity for one in others if one.unit == unit) // THOUSAND for unit in COUNTED}
    return ForumSeen(
        fact=fact,
        sides=tuple(one.stakeholder_group or "" for one in others if one.unit == "side"),
        consensus=str(fact.consensus or "").removeprefix("consensus_"),  # type: ignore[attr-defined]
        resolutions=sums["resolution"],
        agreed=sums["point_agreed"],
        disputed=sums["point_disputed"],
        follow_up_on=fact.follow_up_on,  # type: ignore[attr-defined]
        followed_on=fact.followed_on,  # type: ignore[attr-defined]
    )
