"""What is set aside for a programme year by year, and the money that moved: lists, boxes, the list as a file."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.budgets import movement_totals
from toguna.rules.roles import Permission
from toguna.store.budgets.actions import MoneyImpossible
from toguna.store.budgets.models import Transaction, YearBudget
from toguna.store.budgets.money_actions import (
    ReferenceTaken,
    drop_transaction,
    drop_year_budget,
    put_transaction,
    put_year_budget,
)
from toguna.store.budgets.queries import as_movements, transactions_of
from toguna.store.programmes.models import Programme
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.money_forms import TransactionForm, YearBudgetForm
from toguna.web.desk.money_words import TRANSACTION_KINDS, amount_in_file, tell
from toguna.web.desk.sub_awards import money_form_page
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "date": ("made_on",),
    "kind": ("kind", "made_on"),
    "provider": ("provider__code",),
    "receiver": ("receiver__code",),
    "value": ("currency", "value"),
}
NEWEST = "-date"
PARTIES = ("provider__code", "provider__name__fr", "receiver__code", "receiver__name__fr")


class TransactionFilters(FilterForm):
    """What a list of transactions can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=[("", gettext_lazy("Tous")), *TRANSACTION_KINDS.items()]
    )


@staff(Permission.MANAGE_BUDGETS)
def transactions(request: StaffRequest, code: str) -> HttpResponseBase:
    """The money that moved in a programme."""
    programme = Programme.objects.get(code=code)
    form = TransactionFilters(request.GET)
    rows = narrowed(programme, form.chosen())
    return desk_page(
        request,
        "desk/transactions.html",
        programme=programme,
        listing=listing(request, rows, form, ORDERS, NEWEST),
        moved=movement_totals(as_movements(rows)),
        breadcrumb=[
            step(_("Budgets"), "/desk/budgets/"),
            step(programme.code, _money_of(programme)),
            step(_("Transactions")),
        ],
        demonstration=programme.fictional,
    )


HEADER = (
    gettext_lazy("date"),
    gettext_lazy("type"),
    gettext_lazy("verse"),
    gettext_lazy("reçoit"),
    gettext_lazy("monnaie"),
    gettext_lazy("montant"),
    gettext_lazy("référence"),
    gettext_lazy("description"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.MANAGE_BUDGETS)
def transactions_csv(request: StaffRequest, code: str) -> HttpResponseBase:
    """The transactions as they are filtered and ordered, every row."""
    programme = Programme.objects.get(code=code)
    rows = narrowed(programme, TransactionFilters(request.GET).chosen())
    found = ordered(rows, ORDERS, chosen_order(request, ORDERS, NEWEST))
    return csv_answer(f"transactions-{programme.code}.csv", HEADER, _rows(found, programme))


def narrowed(programme: Programme, chosen: dict[str, Any]) -> QuerySet[Any]:
    """The transactions that the filters leave."""
    rows: QuerySet[Any] = transactions_of(programme)
    for typed in chosen.get("q", "").split():
        wanted = Q()
        for column in ("reference", "description__fr", "description__en", *PARTIES):
            wanted |= Q(**{f"{column}__icontains": typed})
        rows = rows.filter(wanted)
    return rows.filter(kind=chosen["kind"]) if "kind" in chosen else rows


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def transaction_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Write down money that moved."""
    return _transaction_form(request, Programme.objects.get(code=code), None)


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def transaction(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Change a transaction, or take away one that was entered by mistake."""
    programme = Programme.objects.get(code=code)
    row = transactions_of(programme).get(pk=pk)
    if "drop" in request.POST:
        with write_turn():
            drop_transaction(by=request.user, row=row)
        messages.success(request, _("La transaction est retirée. Le journal garde ce qu'elle disait."))
        return redirect("desk:transactions", code=programme.code)
    return _transaction_form(request, programme, row)


def _transaction_form(request: StaffRequest, programme: Programme, row: Transaction | None) -> HttpResponseBase:
    form = TransactionForm(sent(request), programme=programme, row=row)
    if request.method == "POST" and form.is_valid():
        movement, around = form.movement(), form.around()
        try:
            with write_turn():
                put_transaction(by=request.user, programme=programme, movement=movement, around=around, row=row)
        except MoneyImpossible as error:
            tell(form, error.findings, movement.currency)
        except ReferenceTaken:
            told = _("Une autre transaction porte déjà cette référence : est-ce la même, inscrite deux fois ?")
            form.add_error("reference", told)
        else:
            messages.success(request, _("La transaction est enregistrée."))
            return redirect("desk:transactions", code=programme.code)
    return money_form_page(
        request,
        programme,
        form,
        title=_("Modifier une transaction") if row else _("Inscrire une transaction"),
        button=_("Enregistrer la transaction"),
        back=reverse("desk:transactions", args=[programme.code]),
        steps=[step(_("Transactions"), reverse("desk:transactions", args=[programme.code]))],
        drop=_("Retirer cette transaction") if row else "",
    )


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def year_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Set a year's money aside."""
    return _year_form(request, Programme.objects.get(code=code), None)


@staff(Permission.MANAGE_BUDGETS, "GET", "POST")
def year(request: StaffRequest, code: str, pk: int) -> HttpResponseBase:
    """Change a year's budget, or take away one that was entered by mistake."""
    programme = Programme.objects.get(code=code)
    row = programme.year_budgets.get(pk=pk)
    if "drop" in request.POST:
        with write_turn():
            drop_year_budget(by=request.user, row=row)
        messages.success(request, _("Le budget de l'année est retiré. Le journal garde ce qu'il disait."))
        return redirect("desk:programme-budgets", code=programme.code)
    return _year_form(request, programme, row)


def _year_form(request: StaffRequest, programme: Programme, row: YearBudget | None) -> HttpResponseBase:
    form = YearBudgetForm(sent(request), programme=programme, row=row)
    if request.method == "POST" and form.is_valid():
        budget = form.budget()
        try:
            with write_turn():
                put_year_budget(by=request.user, programme=programme, budget=budget, row=row)
        except MoneyImpossible as error:
            tell(form, error.findings, budget.currency)
        else:
            messages.success(request, _("Le budget de l'année est enregistré."))
            return redirect("desk:programme-budgets", code=programme.code)
    return money_form_page(
        request,
        programme,
        form,
        title=_("Modifier le budget d'une année") if row else _("Inscrire le budget d'une année"),
        button=_("Enregistrer le budget"),
        back=_money_of(programme),
        drop=_("Retirer ce budget") if row else "",
    )


def _money_of(programme: Programme) -> str:
    return reverse("desk:programme-budgets", args=[programme.code])


def _rows(found: QuerySet[Any], programme: Programme) -> Iterator[Sequence[object]]:
    for row in found:
        yield (
            row.made_on,
            str(TRANSACTION_KINDS[row.kind]),
            row.provider.code if row.provider else "",
            row.receiver.code if row.receiver else "",
            row.currency,
            amount_in_file(row.value),
            row.reference,
            plain_text_in(row.description),
            _("oui") if programme.fictional else "",
        )
