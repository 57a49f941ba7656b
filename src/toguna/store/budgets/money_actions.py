"""Writing yearly budgets and transactions. What the rules refuse is not written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from toguna.rules.budgets import Movement, budget_findings, transaction_findings
from toguna.rules.budgets import YearBudget as Budget
from toguna.rules.findings import Finding, errors_in
from toguna.store.budgets.actions import MoneyImpossible, OtherWorld
from toguna.store.budgets.models import Transaction, YearBudget
from toguna.store.budgets.queries import as_budget
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Document


class ReferenceTaken(Exception):
    """Another transaction of the programme has this reference: it may be the same one, entered twice."""


@dataclass(frozen=True)
class Around:
    """What stands around a movement of money: its parties, its reference and its words."""

    provider: Organisation | None = None
    receiver: Organisation | None = None
    reference: str = ""
    description: Mapping[str, str] = field(default_factory=dict)
    document: Document | None = None


@transaction.atomic
def put_year_budget(
    *, by: Actor | None, programme: Programme, budget: Budget, row: YearBudget | None = None
) -> YearBudget:
    """Set a year's money aside, or change what was set aside. Raises MoneyImpossible."""
    others = [as_budget(one) for one in programme.year_budgets.all() if row is None or one.pk != row.pk]
    _refuse(budget_findings(budget, others, cycle=(programme.starts_on, programme.ends_on)))
    kept = row or YearBudget(programme=programme)
    kept.starts_on, kept.ends_on = budget.starts_on, budget.ends_on
    kept.value, kept.currency = budget.value, budget.currency
    kept.kind, kept.status = budget.kind.value, budget.status.value
    kept.save()
    told = {"budget": kept.pk, "value": kept.value, "currency": kept.currency}
    record_entry(by=by, action="budget.changed" if row else "budget.added", subject=programme, **told)
    return kept


@transaction.atomic
def drop_year_budget(*, by: Actor | None, row: YearBudget) -> None:
    """Take away a budget that was entered by mistake; the journal keeps what it said."""
    told = {"budget": row.pk, "value": row.value, "currency": row.currency}
    record_entry(by=by, action="budget.dropped", subject=row.programme, **told)
    row.delete()


@transaction.atomic
def put_transaction(
    *,
    by: Actor | None,
    programme: Programme,
    movement: Movement,
    around: Around,
    row: Transaction | None = None,
) -> Transaction:
    """Write down money that moved, or change it. Raises MoneyImpossible, ReferenceTaken, OtherWorld."""
    parties = [one for one in (around.provider, around.receiver) if one is not None]
    if any(one.fictional != programme.fictional for one in parties):
        raise OtherWorld
    _refuse(transaction_findings(movement, today=timezone.localdate()))
    same = programme.transactions.filter(reference=around.reference).first() if around.reference else None
    if same is not None and (row is None or same.pk != row.pk):
        raise ReferenceTaken(around.reference)
    kept = row or Transaction(programme=programme)
    kept.kind, kept.made_on = movement.kind.value, movement.on
    kept.value, kept.currency = movement.value, movement.currency
    kept.provider, kept.receiver = around.provider, around.receiver
    kept.reference, kept.description, kept.document = around.reference, dict(around.description), around.document
    kept.save()
    told = {"transaction": str(kept.pk), "value": kept.value, "currency": kept.currency}
    record_entry(by=by, action="transaction.changed" if row else "transaction.added", subject=programme, **told)
    return kept


@transaction.atomic
def drop_transaction(*, by: Actor | None, row: Transaction) -> None:
    """Take away a transaction that was entered by mistake; the journal keeps what it said."""
    told = {"transaction": str(row.pk), "value": row.value, "currency": row.currency}
    record_entry(by=by, action="transaction.dropped", subject=row.programme, **told)
    row.delete()


def _refuse(findings: list[Finding]) -> None:
    wrong = errors_in(findings)
    if wrong:
        raise MoneyImpossible(wrong)
