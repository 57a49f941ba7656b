"""What an edition says of a programme's money and of what the programme is about: only what is known, never a blank 0.

A grant that nobody signed is no commitment and stays out; so does whoever was withdrawn from public view.
"""

from datetime import date
from decimal import Decimal

from toguna.publish.snapshot import ClassificationPart, SubAwardPart, TransactionPart, YearBudgetPart, number_text
from toguna.rules.sub_awards import COMMITTED, standing_of
from toguna.store.budgets.queries import as_award, transactions_of
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Programme


def classification_parts(programme: Programme) -> list[ClassificationPart]:
    """The codes by which others find the programme, in the officer's order."""
    return [
        {
            "kind": row.kind,
            "vocabulary": row.vocabulary,
            "code": row.code,
            "percentage": None if row.share is None else number_text(Decimal(row.share) / 1000),
            "significance": row.significance,
            "text": row.text,
        }
        for row in programme.classifications.order_by("position", "pk")
    ]


def budget_parts(programme: Programme) -> list[YearBudgetPart]:
    """What is set aside, year by year."""
    return [
        {
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "value": row.value,
            "currency": row.currency,
            "kind": row.kind,
            "status": row.status,
        }
        for row in programme.year_budgets.order_by("starts_on", "kind", "currency")
    ]


def transaction_parts(programme: Programme) -> list[TransactionPart]:
    """The money that moved, the oldest first; a party that is withdrawn is not named."""
    rows = transactions_of(programme).order_by("made_on", "reference", "kind", "value", "pk")
    return [
        {
            "reference": row.reference,
            "kind": row.kind,
            "on": row.made_on.isoformat(),
            "value": row.value,
            "currency": row.currency,
            "provider": _named(row.provider),
            "receiver": _named(row.receiver),
            "text": row.description,
        }
        for row in rows
    ]


def sub_award_parts(programme: Programme, on: date) -> list[SubAwardPart]:
    """The grants that were signed, and what is paid of them and accounted for, as of the day of the edition."""
    rows = programme.sub_awards.filter(
        state__in=[state.value for state in COMMITTED], giver__withdrawn=False, receiver__withdrawn=False
    )
    found: list[SubAwardPart] = []
    for row in rows.select_related("giver", "receiver").prefetch_related("tranches", "acquittals").order_by("code"):
        standing = standing_of(as_award(row), on)
        found.append(
            {
                "code": row.code,
                "giver": row.giver.code,
                "receiver": row.receiver.code,
                "title": row.title,
                "starts_on": row.starts_on.isoformat() if row.starts_on else None,
                "ends_on": row.ends_on.isoformat() if row.ends_on else None,
                "value": row.value,
                "currency": row.currency,
                "disbursed": standing.paid,
                "acquitted": standing.acquitted,
                "status": row.state,
            }
        )
    return found


def organisations_with_money(programme: Programme) -> set[str]:
    """The organisations that these parts name."""
    named = {code for part in transaction_parts(programme) for code in (part["provider"], part["receiver"]) if code}
    signed = [state.value for state in COMMITTED]
    pairs = programme.sub_awards.filter(state__in=signed).values_list("giver__code", "receiver__code")
    return named | {code for pair in pairs for code in pair}


def _named(organisation: Organisation | None) -> str:
    return organisation.code if organisation is not None and not organisation.withdrawn else ""
