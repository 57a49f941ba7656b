"""What a programme sets aside year by year, and the money that came in and went out.

Amounts are whole hundredths of one currency; amounts of two currencies are never added. It never asks the day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toguna.rules.findings import Finding, Severity


class BudgetKind(StrEnum):
    """Whether it is the budget as first agreed, or what it was changed to."""

    ORIGINAL = "original"
    REVISED = "revised"


class BudgetStatus(StrEnum):
    """Whether the money is only expected, or promised in writing."""

    INDICATIVE = "indicative"
    COMMITTED = "committed"


class TransactionKind(StrEnum):
    """What kind of movement of money it is, in IATI's words."""

    INCOMING_FUNDS = "incoming_funds"
    OUTGOING_COMMITMENT = "outgoing_commitment"
    DISBURSEMENT = "disbursement"
    EXPENDITURE = "expenditure"
    INTEREST_PAYMENT = "interest_payment"
    LOAN_REPAYMENT = "loan_repayment"
    REIMBURSEMENT = "reimbursement"
    PURCHASE_OF_EQUITY = "purchase_of_equity"
    SALE_OF_EQUITY = "sale_of_equity"
    CREDIT_GUARANTEE = "credit_guarantee"
    INCOMING_COMMITMENT = "incoming_commitment"
    OUTGOING_PLEDGE = "outgoing_pledge"
    INCOMING_PLEDGE = "incoming_pledge"


# IATI numbers them in the order above, budgets too.
IATI_TRANSACTION_TYPES = {kind: str(number) for number, kind in enumerate(TransactionKind, start=1)}
IATI_BUDGET_TYPES = {BudgetKind.ORIGINAL: "1", BudgetKind.REVISED: "2"}
IATI_BUDGET_STATUSES = {BudgetStatus.INDICATIVE: "1", BudgetStatus.COMMITTED: "2"}

ENDS_BEFORE_START = "Le dernier jour vient avant le premier."
LONGER_THAN_A_YEAR = (
    "Un budget couvre une année au plus : il doit finir avant le %(anniversary)s. Partagez-le en plusieurs années."
)
OUTSIDE_CYCLE = "Ces jours ne sont pas dans le cycle du programme. Vérifiez les dates."
OVERLAPS = "Un autre budget du même type couvre déjà une partie de ces jours. Changez les dates, ou modifiez celui-là."
REVISES_NOTHING = "Il n'y a pas de budget initial pour exactement ces jours. Inscrivez d'abord le budget initial."
IN_FUTURE = "Une transaction ne peut pas être datée de demain ou plus tard. Corrigez la date."
TO_ITSELF = "L'organisation qui verse et celle qui reçoit sont la même. Corrigez l'une des deux."
NO_PARTY = "Dites au moins qui verse ou qui reçoit."


@dataclass(frozen=True)
class YearBudget:
    """What is set aside for a year at most, from the first to the last day."""

    starts_on: date
    ends_on: date
    value: int
    currency: str
    kind: BudgetKind = BudgetKind.ORIGINAL
    status: BudgetStatus = BudgetStatus.INDICATIVE


@dataclass(frozen=True)
class Movement:
    """Money that moved or was promised on a day; a party may be unknown."""

    kind: TransactionKind
    on: date
    value: int
    currency: str
    provider: str = ""
    receiver: str = ""


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March where there is none.

    >>> a_year_after(date(2025, 10, 1)).isoformat(), a_year_after(date(2024, 2, 29)).isoformat()
    ('2026-10-01', '2025-03-01')
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def budget_findings(
    budget: YearBudget, others: Iterable[YearBudget] = (), *, cycle: tuple[date, date] | None = None
) -> list[Finding]:
    """What cannot be right about a year's budget: a year at most, inside the cycle, no day set aside twice.

    >>> [one.code for one in budget_findings(YearBudget(date(2025, 1, 1), date(2026, 1, 1), 5_00, "XOF"))]
    ['longer-than-a-year']
    >>> budget_findings(YearBudget(date(2025, 1, 1), date(2025, 12, 31), 5_00, "XOF"))
    []
    """
    return list(_budget_findings(budget, list(others), cycle))


def transaction_findings(movement: Movement, *, today: date) -> list[Finding]:
    """What cannot be right about a transaction: a day to come, nobody named, money from a body to itself.

    >>> paid = Movement(TransactionKind.DISBURSEMENT, date(2025, 5, 2), 5_00, "XOF", provider="lead", receiver="cso")
    >>> [one.code for one in transaction_findings(paid, today=date(2025, 5, 1))]
    ['in-future']
    """
    return list(_transaction_findings(movement, today))


def budget_totals(budgets: Iterable[YearBudget]) -> dict[str, int]:
    """What is set aside in each currency; a revised budget stands in for the original of the same days.

    >>> first = YearBudget(date(2025, 1, 1), date(2025, 12, 31), 5_00, "XOF")
    >>> revised = YearBudget(date(2025, 1, 1), date(2025, 12, 31), 7_00, "XOF", BudgetKind.REVISED)
    >>> budget_totals([revised, first])
    {'XOF': 700}
    """
    standing: dict[tuple[date, date, str], YearBudget] = {}
    for budget in budgets:
        key = budget.starts_on, budget.ends_on, budget.currency
        if key not in standing or budget.kind is BudgetKind.REVISED:
            standing[key] = budget
    sums: dict[str, int] = {}
    for budget in standing.values():
        sums[budget.currency] = sums.get(budget.currency, 0) + budget.value
    return dict(sorted(sums.items()))


def movement_totals(movements: Iterable[Movement]) -> dict[tuple[TransactionKind, str], int]:
    """What moved, for each kind and each currency apart: a commitment and its payment are never added.

    >>> day = date(2025, 1, 1)
    >>> paid = Movement(TransactionKind.DISBURSEMENT, day, 5_00, "XOF")
    >>> movement_totals([paid, paid])[TransactionKind.DISBURSEMENT, "XOF"]
    1000
    """
    sums: dict[tuple[TransactionKind, str], int] = {}
    for movement in movements:
        key = movement.kind, movement.currency
        sums[key] = sums.get(key, 0) + movement.value
    order = list(TransactionKind)
    return dict(sorted(sums.items(), key=lambda one: (order.index(one[0][0]), one[0][1])))


def _budget_findings(
    budget: YearBudget, others: list[YearBudget], cycle: tuple[date, date] | None
) -> Iterator[Finding]:
    if budget.ends_on < budget.starts_on:
        yield _error("ends-before-start", ENDS_BEFORE_START, "ends_on")
        return
    anniversary = a_year_after(budget.starts_on)
    if budget.ends_on >= anniversary:
        yield _error("longer-than-a-year", LONGER_THAN_A_YEAR, "ends_on", anniversary=anniversary)
    if cycle and (budget.ends_on < cycle[0] or budget.starts_on > cycle[1]):
        yield _error("outside-cycle", OUTSIDE_CYCLE, "starts_on")
    same = [one for one in others if one.currency == budget.currency]
    if any(
        one.kind is budget.kind and one.starts_on <= budget.ends_on and budget.starts_on <= one.ends_on for one in same
    ):
        yield _error("overlaps", OVERLAPS, "starts_on")
    elif budget.kind is BudgetKind.REVISED and not any(
        one.kind is BudgetKind.ORIGINAL and (one.starts_on, one.ends_on) == (budget.starts_on, budget.ends_on)
        for one in same
    ):
        yield _error("revises-nothing", REVISES_NOTHING, "kind")


def _transaction_findings(movement: Movement, today: date) -> Iterator[Finding]:
    if movement.on > today:
        yield _error("in-future", IN_FUTURE, "made_on")
    if not movement.provider and not movement.receiver:
        yield _error("no-party", NO_PARTY, "provider")
    if movement.provider and movement.provider == movement.receiver:
        yield _error("to-itself", TO_ITSELF, "receiver")


def _error(code: str, message: str, where: str = "", **values: object) -> Finding:
    return Finding(code, Severity.ERROR, message, values, where)
