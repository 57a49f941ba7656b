"""What was granted to a sub-awardee, paid in tranches and accounted for: what stands, what is late, what cannot be.

Amounts are whole hundredths of one currency, None is not known and never 0; amounts of two currencies are never added.
It knows no particular organisation and never asks the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toguna.rules.findings import Finding, Severity


class AwardState(StrEnum):
    """Where a sub-award stands, from the application to the close-out."""

    PROPOSED = "proposed"
    SELECTED = "selected"
    REFUSED = "refused"
    SIGNED = "signed"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    TERMINATED = "terminated"


class AcquittalState(StrEnum):
    """Where the papers for money spent stand."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


S = AwardState

# Review and selection, signature, money, close-out; what is refused, closed or terminated stays so.
NEXT_STATES: dict[AwardState, frozenset[AwardState]] = {
    S.PROPOSED: frozenset({S.SELECTED, S.REFUSED}),
    S.SELECTED: frozenset({S.SIGNED, S.REFUSED}),
    S.SIGNED: frozenset({S.SUSPENDED, S.CLOSED, S.TERMINATED}),
    S.SUSPENDED: frozenset({S.SIGNED, S.TERMINATED}),
    S.REFUSED: frozenset(),
    S.CLOSED: frozenset(),
    S.TERMINATED: frozenset(),
}
# A grant that was signed is a commitment; what was only asked for, or refused, is none and leaves no edition.
COMMITTED = frozenset({S.SIGNED, S.SUSPENDED, S.CLOSED, S.TERMINATED})
ACQUITTABLE = frozenset({S.SIGNED, S.SUSPENDED, S.TERMINATED})

BEYOND_AWARD = (
    "Avec ce paiement, %(paid)s sont payés sur %(awarded)s accordés. Corrigez le montant, ou écrivez pourquoi on paie "
    "plus que la subvention."
)
NOT_PAYABLE = "On ne paie que sur une subvention signée. Changez d'abord son état."
PAID_IN_FUTURE = "Un paiement ne peut pas être daté de demain ou plus tard. Corrigez la date."
BEFORE_START = "La subvention ne commence que plus tard. Vérifiez la date du paiement."
BEYOND_PAID = (
    "%(paid)s sont payés et %(told)s déjà justifiés : on ne peut plus justifier que %(left)s. Corrigez le montant, ou "
    "inscrivez d'abord le paiement qui manque."
)
NOT_ACQUITTABLE = "Cette subvention ne reçoit pas de justificatif dans son état."
RECEIVED_IN_FUTURE = "Un justificatif ne peut pas être reçu demain ou plus tard. Corrigez la date."
STILL_TO_ACQUIT = (
    "%(left)s sont payés et pas encore justifiés. Attendez les justificatifs, ou écrivez pourquoi clôturer quand même."
)
NO_SUCH_STEP = "Une subvention dans cet état ne peut pas passer à celui-là."
REASON_MISSING = "Écrivez pourquoi."
BELOW_PAID = (
    "%(paid)s sont déjà payés : le montant accordé ne descend pas sous ce qui est payé. Corrigez-le, ou laissez-le "
    "vide s'il n'est pas connu."
)
PLANNED_BEYOND_AWARD = "Les tranches prévues font %(planned)s, plus que les %(awarded)s accordés."


@dataclass(frozen=True)
class Tranche:
    """One payment: planned for a day, tied to a milestone, paid or not, to be accounted for by another day."""

    number: int
    planned: int
    due_on: date | None = None
    paid: int | None = None
    paid_on: date | None = None
    acquittal_due_on: date | None = None


@dataclass(frozen=True)
class Acquittal:
    """Papers that show what some of the money was spent on."""

    amount: int
    received_on: date
    state: AcquittalState = AcquittalState.RECEIVED


@dataclass(frozen=True)
class SubAward:
    """One grant from an organisation of the programme to another; a value of None was never told."""

    currency: str
    value: int | None = None
    state: AwardState = AwardState.SIGNED
    starts_on: date | None = None
    ends_on: date | None = None
    tranches: tuple[Tranche, ...] = ()
    acquittals: tuple[Acquittal, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where the money of one sub-award, or of several in one currency, stands on one day."""

    awarded: int | None
    paid: int | None
    acquitted: int | None
    waiting: int = 0
    late_payment: int = 0
    late_acquittal: int = 0
    awards: int = 1
    # How many of them do not say what was granted, or whether anything was paid.
    without_value: int = 0
    without_payments: int = 0

    @property
    def to_pay(self) -> int | None:
        """What was granted and not paid yet."""
        return None if self.awarded is None or self.paid is None else max(self.awarded - self.paid, 0)

    @property
    def to_acquit(self) -> int | None:
        """What was paid and for which no papers were accepted yet."""
        return None if self.paid is None or self.acquitted is None else self.paid - self.acquitted


def standing_of(award: SubAward, today: date) -> Standing:
    """What is paid of what was granted, accounted for of what was paid, and late, as of today.

    Accepted papers count against the oldest payments first, whatever payment they came for.

    >>> paid = Tranche(1, 500_00, paid=500_00, paid_on=date(2025, 1, 5), acquittal_due_on=date(2025, 4, 1))
    >>> papers = Acquittal(200_00, date(2025, 3, 1), AcquittalState.ACCEPTED)
    >>> grant = SubAward("XOF", 900_00, tranches=(paid, Tranche(2, 400_00, date(2025, 6, 1))), acquittals=(papers,))
    >>> now = standing_of(grant, date(2025, 5, 1))
    >>> now.to_pay, now.to_acquit, now.late_acquittal, now.late_payment
    (40000, 30000, 30000, 0)
    >>> standing_of(SubAward("XOF"), date(2025, 5, 1)).paid is None
    True
    """
    known = bool(award.tranches)
    paid = sum(tranche.paid or 0 for tranche in award.tranches)
    acquitted = _sum_in(award, AcquittalState.ACCEPTED)
    running = award.state is AwardState.SIGNED
    late = sum(_unpaid(tranche) for tranche in award.tranches if running and _is_past(tranche.due_on, today))
    return Standing(
        awarded=award.value,
        paid=paid if known else None,
        acquitted=acquitted if known else None,
        waiting=_sum_in(award, AcquittalState.RECEIVED),
        late_payment=late,
        late_acquittal=_late_acquittal(award, acquitted, today) if award.state in ACQUITTABLE else 0,
        without_value=int(award.value is None),
        without_payments=int(not known),
    )


def totals(awards: Iterable[SubAward], today: date) -> dict[str, Standing]:
    """The sub-awards that were signed, added up for each currency apart; what is unknown is told, never taken for 0.

    >>> found = totals([SubAward("XOF", 5_00), SubAward("XOF"), SubAward("USD", 7_00)], date(2025, 1, 1))
    >>> found["XOF"].awarded, found["XOF"].without_value, found["USD"].awarded, found["USD"].paid is None
    (500, 1, 700, True)
    """
    by_currency: dict[str, list[Standing]] = {}
    for award in awards:
        if award.state in COMMITTED:
            by_currency.setdefault(award.currency, []).append(standing_of(award, today))
    return {currency: _together(standings) for currency, standings in sorted(by_currency.items())}


def payment_findings(
    award: SubAward, number: int, amount: int, paid_on: date, *, today: date, reason: str = ""
) -> list[Finding]:
    """What stands against paying this tranche: the award's state, the day, or more than was granted without a reason.

    >>> grant = SubAward("XOF", 100_00, tranches=(Tranche(1, 100_00),))
    >>> day = date(2025, 2, 1)
    >>> [one.code for one in payment_findings(grant, 1, 120_00, day, today=day)]
    ['beyond-award']
    >>> payment_findings(grant, 1, 120_00, day, today=day, reason="Avenant signé")
    []
    """
    return list(_payment_findings(award, number, amount, paid_on, today, reason))


def acquittal_findings(award: SubAward, amount: int, received_on: date, *, today: date) -> list[Finding]:
    """What stands against taking these papers: nobody accounts for more than was paid.

    >>> grant = SubAward("XOF", 100_00, tranches=(Tranche(1, 100_00, paid=60_00, paid_on=date(2025, 1, 1)),))
    >>> [one.code for one in acquittal_findings(grant, 70_00, date(2025, 2, 1), today=date(2025, 2, 1))]
    ['beyond-paid']
    """
    return list(_acquittal_findings(award, amount, received_on, today))


def step_findings(award: SubAward, to: AwardState, *, today: date, reason: str = "") -> list[Finding]:
    """What stands against this step: an order that is not that of a grant, money without papers, no reason given.

    >>> [one.code for one in step_findings(SubAward("XOF"), AwardState.PROPOSED, today=date(2025, 1, 1))]
    ['no-such-step']
    """
    if to not in NEXT_STATES[award.state]:
        return [_error("no-such-step", NO_SUCH_STEP)]
    if to in {S.REFUSED, S.SUSPENDED, S.TERMINATED} and not reason.strip():
        return [_error("reason-missing", REASON_MISSING, "reason")]
    left = standing_of(award, today).to_acquit
    if to is S.CLOSED and left and not reason.strip():
        return [_error("still-to-acquit", STILL_TO_ACQUIT, "reason", left=left)]
    return []


def amendment_findings(award: SubAward, value: int | None) -> list[Finding]:
    """What stands against granting this much instead: an amount is not brought below what was paid of it.

    >>> paid = Tranche(1, 500_00, paid=500_00, paid_on=date(2025, 1, 5))
    >>> [one.code for one in amendment_findings(SubAward("XOF", 900_00, tranches=(paid,)), 400_00)]
    ['below-paid']
    """
    paid = sum(tranche.paid or 0 for tranche in award.tranches)
    if value is None or value == award.value or value >= paid:
        return []
    return [_error("below-paid", BELOW_PAID, "value", paid=paid)]


def plan_findings(award: SubAward) -> list[Finding]:
    """What looks wrong in how the payments are planned: more than was granted asks for a look, not for a stop.

    >>> [one.severity.value for one in plan_findings(SubAward("XOF", 5_00, tranches=(Tranche(1, 6_00),)))]
    ['warning']
    """
    planned = sum(tranche.planned for tranche in award.tranches)
    if award.value is None or planned <= award.value:
        return []
    values = {"planned": planned, "awarded": award.value}
    return [Finding("planned-beyond-award", Severity.WARNING, PLANNED_BEYOND_AWARD, values)]


def _payment_findings(
    award: SubAward, number: int, amount: int, paid_on: date, today: date, reason: str
) -> Iterator[Finding]:
    if award.state is not AwardState.SIGNED:
        yield _error("not-payable", NOT_PAYABLE)
    if paid_on > today:
        yield _error("paid-in-future", PAID_IN_FUTURE, "paid_on")
    elif award.starts_on and paid_on < award.starts_on and not reason.strip():
        yield _error("before-start", BEFORE_START, "paid_on")
    paid = amount + sum(tranche.paid or 0 for tranche in award.tranches if tranche.number != number)
    if award.value is not None and paid > award.value and not reason.strip():
        yield _error("beyond-award", BEYOND_AWARD, "paid", paid=paid, awarded=award.value)


def _acquittal_findings(award: SubAward, amount: int, received_on: date, today: date) -> Iterator[Finding]:
    if award.state not in ACQUITTABLE:
        yield _error("not-acquittable", NOT_ACQUITTABLE)
    if received_on > today:
        yield _error("received-in-future", RECEIVED_IN_FUTURE, "received_on")
    paid = sum(tranche.paid or 0 for tranche in award.tranches)
    told = sum(one.amount for one in award.acquittals if one.state is not AcquittalState.RETURNED)
    if told + amount > paid:
        yield _error("beyond-paid", BEYOND_PAID, "amount", paid=paid, told=told, left=max(paid - told, 0))


def _sum_in(award: SubAward, state: AcquittalState) -> int:
    return sum(one.amount for one in award.acquittals if one.state is state)


def _unpaid(tranche: Tranche) -> int:
    return tranche.planned if tranche.paid is None else 0


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _late_acquittal(award: SubAward, acquitted: int, today: date) -> int:
    late, left = 0, acquitted
    paid = [tranche for tranche in award.tranches if tranche.paid is not None and tranche.paid_on is not None]
    for tranche in sorted(paid, key=lambda one: (one.paid_on or date.min, one.number)):
        amount = tranche.paid or 0
        covered = min(left, amount)
        left -= covered
        if _is_past(tranche.acquittal_due_on, today):
            late += amount - covered
    return late


def _together(standings: Sequence[Standing]) -> Standing:
    return Standing(
        awarded=_known_sum([one.awarded for one in standings]),
        paid=_known_sum([one.paid for one in standings]),
        acquitted=_known_sum([one.acquitted for one in standings]),
        waiting=sum(one.waiting for one in standings),
        late_payment=sum(one.late_payment for one in standings),
        late_acquittal=sum(one.late_acquittal for one in standings),
        awards=len(standings),
        without_value=sum(one.without_value for one in standings),
        without_payments=sum(one.without_payments for one in standings),
    )


def _known_sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _error(code: str, message: str, where: str = "", **values: object) -> Finding:
    return Finding(code, Severity.ERROR, message, values, where)
