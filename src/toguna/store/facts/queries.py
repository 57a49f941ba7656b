"""Which verified facts somebody sees, and why facts of a programme do not count for an indicator."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Max, QuerySet

from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact, Verification
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.programmes.models import Programme


def facts_seen_by(user: User) -> QuerySet[Fact]:
    """The facts whose records this account sees, with what is needed to show them."""
    return Fact.objects.filter(version__record__in=records_seen_by(user).order_by().values("pk")).select_related(
        "activity", "event_place", "residence_place", "area_place", "implementer", "organisation", "version__record"
    )


def newest_verification() -> int:
    """The last place taken in the verified sequence; 0 before the first."""
    return Verification.objects.aggregate(last=Max("number"))["last"] or 0


@dataclass(frozen=True)
class LeftOut:
    """Facts that an indicator looks past in one period, each counted under the first reason that holds."""

    other_programme: int
    closed: int
    other_kind: int
    out_of_period: int
    other_basis: int
    in_question: int


def left_out(
    programme: Programme,
    *,
    as_of: int,
    kinds: Collection[str],
    bases: Collection[str],
    starts_on: date,
    ends_before: date,
) -> LeftOut:
    """How many facts are set aside by programme, by correction, by kind, by period and by basis, in this order.

    `in_question` are those left: what an indicator's own conditions then choose from.
    """
    known = Fact.objects.filter(since__lte=as_of)
    ours = known.filter(activity__programmes=programme)
    alive = ours.alive_at(as_of)
    of_kind = alive.filter(kind__in=list(kinds))
    in_period = of_kind.filter(starts_on__gte=starts_on, starts_on__lt=ends_before)
    in_question = in_period.filter(basis__in=list(bases))
    counts = [rows.count() for rows in (known, ours, alive, of_kind, in_period, in_question)]
    other_programme, closed, other_kind, out_of_period, other_basis = (
        before - after for before, after in pairwise(counts)
    )
    return LeftOut(other_programme, closed, other_kind, out_of_period, other_basis, in_question=counts[-1])
