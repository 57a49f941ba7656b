"""Writing grants: sub-awards, their tranches and the papers for them. What the rules refuse is not written.

Each action answers with what it wrote, or raises MoneyImpossible with findings that say what stands against it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from toguna.rules.findings import Finding, errors_in
from toguna.rules.sub_awards import (
    AcquittalState,
    AwardState,
    acquittal_findings,
    amendment_findings,
    payment_findings,
    step_findings,
)
from toguna.store.budgets.models import Acquittal, SubAward, Tranche
from toguna.store.budgets.queries import as_award
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Document


class MoneyImpossible(ValueError):
    """What was asked for cannot be; `findings` say why and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


class SubAwardCodeTaken(Exception):
    """Another sub-award of the programme has this code."""


class OtherWorld(ValueError):
    """A fictional organisation in a real programme, or the reverse."""


class PaidAlready(Exception):
    """The tranche is paid: it can neither be planned anew nor taken away."""


class DecidedAlready(Exception):
    """Somebody has decided about these papers."""


class OwnAcquittal(Exception):
    """Whoever entered the papers does not accept them: that is for somebody else."""


@dataclass(frozen=True)
class Grant:
    """What a sub-award says of itself."""

    giver: Organisation
    receiver: Organisation
    title: Mapping[str, str]
    starts_on: date | None = None
    ends_on: date | None = None
    starts_precision: str = "day"
    ends_precision: str = "day"
    value: int | None = None
    currency: str = ""
    document: Document | None = None


@dataclass(frozen=True)
class Plan:
    """What a tranche is planned to be."""

    planned: int
    milestone: str = ""
    due_on: date | None = None
    acquittal_due_on: date | None = None


@transaction.atomic
def add_sub_award(
    *,
    by: Actor | None,
    programme: Programme,
    code: str,
    grant: Grant,
    state: AwardState = AwardState.PROPOSED,
) -> SubAward:
    """Write down a grant from one organisation of the programme to another. Raises SubAwardCodeTaken, OtherWorld."""
    _check_world(programme, grant.giver, grant.receiver)
    if SubAward.objects.filter(programme=programme, code=code).exists():
        raise SubAwardCodeTaken(code)
    added = SubAward.objects.create(programme=programme, code=code, state=state.value, **_columns(grant))
    record_entry(by=by, action="sub-award.added", subject=added, **_told(added))
    return added


@transaction.atomic
def change_sub_award(*, by: Actor | None, sub_award: SubAward, grant: Grant) -> None:
    """Change what a grant says of itself. Once a payment is planned its currency stays, for the payments are in it.

    Raises MoneyImpossible where it would grant less than was paid, PaidAlready for another currency.
    """
    _check_world(sub_award.programme, grant.giver, grant.receiver)
    sub_award = SubAward.objects.select_for_update().get(pk=sub_award.pk)
    _refuse(amendment_findings(as_award(sub_award), grant.value))
    if sub_award.tranches.exists() and sub_award.currency and grant.currency != sub_award.currency:
        raise PaidAlready
    for column, value in _columns(grant).items():
        setattr(sub_award, column, value)
    sub_award.save()
    record_entry(by=by, action="sub-award.changed", subject=sub_award, **_told(sub_award))


@transaction.atomic
def move_sub_award(*, by: Actor | None, sub_award: SubAward, to: AwardState, reason: str = "") -> None:
    """Take a grant one step further, from the application to the close-out. Raises MoneyImpossible."""
    sub_award = SubAward.objects.select_for_update().get(pk=sub_award.pk)
    _refuse(step_findings(as_award(sub_award), to, today=timezone.localdate(), reason=reason))
    sub_award.state, sub_award.state_reason = to.value, reason
    sub_award.save(update_fields=["state", "state_reason"])
    record_entry(by=by, action=f"sub-award.{to.value}", subject=sub_award)


@transaction.atomic
def plan_tranche(*, by: Actor | None, sub_award: SubAward, plan: Plan, number: int | None = None) -> Tranche:
    """Plan a payment, or change one that is not paid yet. Raises PaidAlready."""
    if number is None:
        last = sub_award.tranches.order_by("-number").first()
        number = last.number + 1 if last else 1
    elif sub_award.tranches.filter(number=number).exclude(paid=None).exists():
        raise PaidAlready
    planned, new = Tranche.objects.update_or_create(sub_award=sub_award, number=number, defaults=asdict(plan))
    action = "tranche.planned" if new else "tranche.changed"
    record_entry(by=by, action=action, subject=sub_award, tranche=number, amount=plan.planned)
    return planned


@transaction.atomic
def drop_tranche(*, by: Actor | None, tranche: Tranche) -> None:
    """Take a planned payment away. Raises PaidAlready."""
    if tranche.paid is not None:
        raise PaidAlready
    record_entry(by=by, action="tranche.dropped", subject=tranche.sub_award, tranche=tranche.number)
    tranche.delete()


@transaction.atomic
def pay_tranche(*, by: Actor | None, tranche: Tranche, paid: int, paid_on: date, reason: str = "") -> None:
    """Say that a tranche was paid, and how much of it. Raises MoneyImpossible, PaidAlready."""
    sub_award = SubAward.objects.select_for_update().get(pk=tranche.sub_award_id)
    if Tranche.objects.filter(pk=tranche.pk).exclude(paid=None).exists():
        raise PaidAlready
    award = as_award(sub_award)
    _refuse(payment_findings(award, tranche.number, paid, paid_on, today=timezone.localdate(), reason=reason))
    tranche.paid, tranche.paid_on, tranche.reason = paid, paid_on, reason
    tranche.save(update_fields=["paid", "paid_on", "reason"])
    record_entry(by=by, action="tranche.paid", subject=sub_award, tranche=tranche.number, amount=paid)


@transaction.atomic
def receive_acquittal(
    *, by: Actor | None, sub_award: SubAward, amount: int, received_on: date, reference: str = ""
) -> Acquittal:
    """Write down papers that came in for money spent. Raises MoneyImpossible."""
    sub_award = SubAward.objects.select_for_update().get(pk=sub_award.pk)
    _refuse(acquittal_findings(as_award(sub_award), amount, received_on, today=timezone.localdate()))
    received = Acquittal.objects.create(
        sub_award=sub_award,
        amount=amount,
        received_on=received_on,
        reference=reference,
        received_by=by.pk if by else None,
    )
    record_entry(by=by, action="acquittal.received", subject=sub_award, acquittal=received.pk, amount=amount)
    return received


@transaction.atomic
def accept_acquittal(*, by: Actor | None, acquittal: Acquittal) -> None:
    """Accept papers that somebody else entered. Raises OwnAcquittal, DecidedAlready."""
    if by is not None and acquittal.received_by == by.pk:
        raise OwnAcquittal
    _decide(by, acquittal, AcquittalState.ACCEPTED)


@transaction.atomic
def return_acquittal(*, by: Actor | None, acquittal: Acquittal, reason: str) -> None:
    """Send papers back, and say what is missing. Raises DecidedAlready; ValueError without a reason."""
    if not reason.strip():
        raise ValueError(reason)
    _decide(by, acquittal, AcquittalState.RETURNED, reason)


def _decide(by: Actor | None, acquittal: Acquittal, state: AcquittalState, reason: str = "") -> None:
    waiting = Acquittal.objects.filter(pk=acquittal.pk, state=AcquittalState.RECEIVED.value)
    decided = {"state": state.value, "decided_on": timezone.localdate(), "reason": reason}
    if not waiting.update(decided_by=by.pk if by else None, **decided):
        raise DecidedAlready
    acquittal.refresh_from_db()
    record_entry(
        by=by,
        action=f"acquittal.{state.value}",
        subject=acquittal.sub_award,
        acquittal=acquittal.pk,
        amount=acquittal.amount,
    )


def _check_world(programme: Programme, *organisations: Organisation) -> None:
    if any(one.fictional != programme.fictional for one in organisations):
        raise OtherWorld


def _columns(grant: Grant) -> dict[str, object]:
    columns = {name: getattr(grant, name) for name in grant.__dataclass_fields__}
    return columns | {"title": dict(grant.title)}


def _told(sub_award: SubAward) -> dict[str, object]:
    return {"code": sub_award.code, "value": sub_award.value, "currency": sub_award.currency}


def _refuse(findings: list[Finding]) -> None:
    wrong = errors_in(findings)
    if wrong:
        raise MoneyImpossible(wrong)
