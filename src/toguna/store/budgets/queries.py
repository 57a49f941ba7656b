"""Whose grants somebody sees, and where the money stands; sums are made by the rules, each currency apart."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from toguna.rules.budgets import BudgetKind, BudgetStatus, Movement, TransactionKind
from toguna.rules.budgets import YearBudget as Budget
from toguna.rules.roles import Permission, Reach
from toguna.rules.sub_awards import Acquittal as Papers
from toguna.rules.sub_awards import AcquittalState, AwardState
from toguna.rules.sub_awards import SubAward as Award
from toguna.rules.sub_awards import Tranche as Payment
from toguna.store.accounts.models import User
from toguna.store.budgets.models import SubAward, Tranche, Transaction, YearBudget
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.programmes.models import Programme


def sub_awards_seen_by(user: User, programme: Programme) -> QuerySet[SubAward]:
    """The grants that this account may open: all, or those that its own side gave or received; a donor opens none."""
    rows = SubAward.objects.filter(programme=programme).select_related("giver", "receiver", "document", "programme")
    if not user.may(Permission.SEE_SUB_AWARDS):
        return rows.none()
    if user.reach is Reach.ALL:
        return rows
    mine = organisations_reached_by(user)
    return rows.filter(Q(receiver__in=mine) | Q(giver=user.organisation_id))


def sub_award_seen_by(user: User, programme: Programme, pk: UUID) -> SubAward:
    """One of them. Raises SubAward.DoesNotExist."""
    return sub_awards_seen_by(user, programme).get(pk=pk)


def with_payments(rows: QuerySet[SubAward]) -> QuerySet[SubAward]:
    """The grants with their tranches and papers at hand, and what was paid as `paid`, so that a list can be ordered."""
    return rows.prefetch_related("tranches", "acquittals").annotate(paid=Sum("tranches__paid"))


def programmes_with_money(user: User) -> QuerySet[Programme]:
    """The programmes whose money this account may look at: all, or those that its own side takes part in."""
    if user.reach is Reach.ALL:
        return Programme.objects.all()
    mine = organisations_reached_by(user)
    return Programme.objects.filter(
        Q(participations__organisation__in=mine)
        | Q(sub_awards__receiver__in=mine)
        | Q(sub_awards__giver=user.organisation_id)
    ).distinct()


def as_award(row: SubAward) -> Award:
    """A grant as the rules know it, with its payments and papers."""
    return Award(
        currency=row.currency,
        value=row.value,
        state=AwardState(row.state),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        tranches=tuple(as_payment(one) for one in row.tranches.all()),
        acquittals=tuple(
            Papers(one.amount, one.received_on, AcquittalState(one.state)) for one in row.acquittals.all()
        ),
    )


def as_payment(row: Tranche) -> Payment:
    """One tranche as the rules know it."""
    return Payment(row.number, row.planned, row.due_on, row.paid, row.paid_on, row.acquittal_due_on)


def as_budget(row: YearBudget) -> Budget:
    """One yearly budget as the rules know it."""
    kind, status = BudgetKind(row.kind), BudgetStatus(row.status)
    return Budget(row.starts_on, row.ends_on, row.value, row.currency, kind, status)


def as_movements(rows: Iterable[Transaction]) -> list[Movement]:
    """Transactions as the rules know them."""
    return [
        Movement(
            TransactionKind(row.kind),
            row.made_on,
            row.value,
            row.currency,
            row.provider.code if row.provider else "",
            row.receiver.code if row.receiver else "",
        )
        for row in rows
    ]


def transactions_of(programme: Programme) -> QuerySet[Transaction]:
    """The programme's transactions with who gave and who received, the newest first."""
    rows = programme.transactions.select_related("provider", "receiver", "document")
    return rows.order_by(F("made_on").desc(), "reference", "pk")
