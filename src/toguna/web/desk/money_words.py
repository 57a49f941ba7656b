"""How the desk says what is said about money: states, kinds, findings with their amounts, an amount as it is typed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from toguna.rules import numbers
from toguna.rules.amounts import HUNDREDTHS, AmountUnreadable, read_amount, read_positive_amount
from toguna.rules.budgets import BudgetKind, BudgetStatus, TransactionKind
from toguna.rules.findings import Finding
from toguna.rules.sub_awards import AcquittalState, AwardState
from toguna.web.layout.templatetags.toguna import reader

AWARD_STATES = {
    AwardState.PROPOSED.value: _("proposée"),
    AwardState.SELECTED.value: _("retenue"),
    AwardState.REFUSED.value: _("écartée"),
    AwardState.SIGNED.value: _("signée"),
    AwardState.SUSPENDED.value: _("suspendue"),
    AwardState.CLOSED.value: _("clôturée"),
    AwardState.TERMINATED.value: _("résiliée"),
}
AWARD_TONES = {"refused": "bad", "signed": "good", "suspended": "warn", "terminated": "bad"}
# What each step is called on its button.
AWARD_STEPS = {
    AwardState.SELECTED.value: _("Retenir la proposition"),
    AwardState.REFUSED.value: _("Écarter la proposition"),
    AwardState.SIGNED.value: _("La convention est signée"),
    AwardState.SUSPENDED.value: _("Suspendre la subvention"),
    AwardState.CLOSED.value: _("Clôturer la subvention"),
    AwardState.TERMINATED.value: _("Résilier la convention"),
}
RESUME = _("Reprendre la subvention")
ACQUITTAL_STATES = {
    AcquittalState.RECEIVED.value: _("reçu, à examiner"),
    AcquittalState.ACCEPTED.value: _("accepté"),
    AcquittalState.RETURNED.value: _("renvoyé"),
}
ACQUITTAL_TONES = {"received": "warn", "accepted": "good", "returned": "bad"}
BUDGET_KINDS = {BudgetKind.ORIGINAL.value: _("initial"), BudgetKind.REVISED.value: _("révisé")}
BUDGET_STATUSES = {BudgetStatus.INDICATIVE.value: _("indicatif"), BudgetStatus.COMMITTED.value: _("engagé")}
TRANSACTION_KINDS = {
    TransactionKind.INCOMING_FUNDS.value: _("fonds reçus"),
    TransactionKind.INCOMING_COMMITMENT.value: _("engagement reçu"),
    TransactionKind.OUTGOING_COMMITMENT.value: _("engagement donné"),
    TransactionKind.DISBURSEMENT.value: _("versement"),
    TransactionKind.EXPENDITURE.value: _("dépense"),
    TransactionKind.REIMBURSEMENT.value: _("remboursement"),
    TransactionKind.INCOMING_PLEDGE.value: _("promesse reçue"),
    TransactionKind.OUTGOING_PLEDGE.value: _("promesse donnée"),
    TransactionKind.INTEREST_PAYMENT.value: _("paiement d'intérêts"),
    TransactionKind.LOAN_REPAYMENT.value: _("remboursement d'un prêt"),
    TransactionKind.PURCHASE_OF_EQUITY.value: _("achat de parts"),
    TransactionKind.SALE_OF_EQUITY.value: _("vente de parts"),
    TransactionKind.CREDIT_GUARANTEE.value: _("garantie de crédit"),
}
WORDS: Mapping[str, Mapping[str, object]] = {
    "award": AWARD_STATES,
    "acquittal": ACQUITTAL_STATES,
    "budget-kind": BUDGET_KINDS,
    "budget-status": BUDGET_STATUSES,
    "transaction": TRANSACTION_KINDS,
}


def amount_said(hundredths: int, currency: str) -> str:
    """An amount with its currency, as the reader's language writes it; without one where none is known."""
    amount = Decimal(hundredths) / HUNDREDTHS
    if not currency:
        whole = amount == amount.to_integral_value()
        return numbers.decimal(amount, reader(), 0 if whole else 2)
    return numbers.money(amount, currency, reader())


def amount_typed(hundredths: int | None) -> str:
    """An amount as it stands in a box; an empty box where it is not known."""
    return "" if hundredths is None else amount_said(hundredths, "")


def amount_in_file(hundredths: int | None) -> str:
    """An amount that a spreadsheet reads as a number; nothing where it is not known."""
    if hundredths is None:
        return ""
    return f"{Decimal(hundredths) / HUNDREDTHS:f}".removesuffix(".00")


def finding_said(finding: Finding, currency: str = "") -> str:
    """What a finding says in the reader's language, its amounts, dates and numbers written out."""
    return gettext(finding.message) % {name: _said(value, currency) for name, value in finding.values.items()}


def tell(form: forms.Form, findings: list[Finding], currency: str = "") -> None:
    """Put each finding beside the box that it speaks of, or above them all."""
    for finding in findings:
        form.add_error(finding.where if finding.where in form.fields else None, finding_said(finding, currency))


def read_box(form: forms.Form, name: str, currency: str, *, above_zero: bool = True) -> int | None:
    """The amount that was typed into a box, in hundredths; None where it is empty or its problem has been told."""
    try:
        return (read_positive_amount if above_zero else read_amount)(form.cleaned_data.get(name, ""), currency)
    except AmountUnreadable as error:
        form.add_error(name, gettext(error.message) % error.values)
        return None


def _said(value: object, currency: str) -> object:
    if isinstance(value, date):
        return numbers.long_date(value, reader())
    if isinstance(value, Decimal):
        return numbers.decimal(value, reader())
    return amount_said(value, currency) if isinstance(value, int) else value
