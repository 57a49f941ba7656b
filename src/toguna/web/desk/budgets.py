"""The money of a programme on the desk: what was granted, paid and accounted for, each currency apart.

A coordinator sees the grants of the own side; a donor sees the sums and opens no grant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.budgets import budget_totals, movement_totals
from toguna.rules.roles import Permission, Reach
from toguna.rules.sub_awards import Standing, standing_of, totals
from toguna.store.accounts.models import User
from toguna.store.budgets.models import SubAward
from toguna.store.budgets.queries import (
    as_award,
    as_budget,
    as_movements,
    programmes_with_money,
    sub_awards_seen_by,
    transactions_of,
    with_payments,
)
from toguna.store.organisations.models import Organisation
from toguna.store.programmes.models import Programme
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.money_words import AWARD_STATES, amount_in_file
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "code": ("code",),
    "receiver": ("receiver__code", "code"),
    "starts": ("starts_on",),
    "state": ("state",),
    "value": ("currency", "value"),
    "paid": ("currency", "paid"),
}
BY_CODE = "code"


@dataclass(frozen=True)
class Line:
    """One grant of the list, and where its money stands today."""

    row: SubAward
    standing: Standing


class SubAwardFilters(FilterForm):
    """What a list of grants can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[("", gettext_lazy("Toutes")), *AWARD_STATES.items()])
    receiver = forms.ModelChoiceField(
        label=gettext_lazy("Sous-bénéficiaire"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    late = forms.ChoiceField(
        label=gettext_lazy("En retard"),
        choices=[
            ("", gettext_lazy("Toutes")),
            ("payment", gettext_lazy("un paiement")),
            ("acquittal", gettext_lazy("un justificatif")),
            ("waiting", gettext_lazy("un justificatif à examiner")),
        ],
    )

    def __init__(self, *arguments: Any, seen: QuerySet[SubAward], **named: Any) -> None:
        super().__init__(*arguments, **named)
        receivers = Organisation.objects.filter(pk__in=seen.order_by().values("receiver"))
        self.fields["receiver"].queryset = receivers  # type: ignore[attr-defined]
        self.fields["receiver"].empty_label = str(_("Tous"))  # type: ignore[attr-defined]


@staff(Permission.SEE_BUDGETS)
def budgets(request: StaffRequest) -> HttpResponseBase:
    """Every programme with what was granted and paid in it."""
    today = timezone.localdate()
    found = []
    for programme in programmes_with_money(request.user):
        rows = with_payments(_counted_for(request.user, programme))
        sums = totals((as_award(row) for row in rows), today)
        found.append((programme, _own_currency_first(sums, programme), len(rows)))
    return desk_page(
        request,
        "desk/budgets.html",
        programmes=found,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Budgets"))],
    )


@staff(Permission.SEE_BUDGETS)
def programme_budgets(request: StaffRequest, code: str) -> HttpResponseBase:
    """One programme's money: the sums, the grants that this account may open, what is set aside, what moved."""
    programme = programmes_with_money(request.user).get(code=code)
    may_list = request.user.may(Permission.SEE_SUB_AWARDS)
    form, rows = narrowed(request, programme)
    found = listing(request, rows, form, ORDERS, BY_CODE)
    today = timezone.localdate()
    counted = rows if may_list else with_payments(_counted_for(request.user, programme))
    everything = request.user.reach is Reach.ALL
    years = list(programme.year_budgets.all()) if everything else []
    movements = as_movements(transactions_of(programme)) if everything else []
    return desk_page(
        request,
        "desk/programme_budgets.html",
        programme=programme,
        listing=found,
        lines=_lines(found.page),
        totals=_own_currency_first(totals((as_award(row) for row in counted), today), programme),
        may_list=may_list,
        may_manage=request.user.may(Permission.MANAGE_BUDGETS),
        everything=everything,
        years=years,
        year_totals=budget_totals(as_budget(year) for year in years),
        moved=movement_totals(movements),
        moves=len(movements),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Budgets"), "/desk/budgets/"), step(programme.code)],
        demonstration=programme.fictional,
    )


HEADER = (
    gettext_lazy("code"),
    gettext_lazy("objet"),
    gettext_lazy("accordée par"),
    gettext_lazy("sous-bénéficiaire"),
    gettext_lazy("début"),
    gettext_lazy("fin"),
    gettext_lazy("état"),
    gettext_lazy("monnaie"),
    gettext_lazy("accordé"),
    gettext_lazy("payé"),
    gettext_lazy("justifié"),
    gettext_lazy("reste à payer"),
    gettext_lazy("reste à justifier"),
    gettext_lazy("justificatifs à examiner"),
    gettext_lazy("paiements en retard"),
    gettext_lazy("justificatifs en retard"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_SUB_AWARDS)
def sub_awards_csv(request: StaffRequest, code: str) -> HttpResponseBase:
    """The grants as they are filtered and ordered, every row; an amount that is not known stays empty."""
    programme = programmes_with_money(request.user).get(code=code)
    _form, rows = narrowed(request, programme)
    found = ordered(rows, ORDERS, chosen_order(request, ORDERS, BY_CODE))
    return csv_answer(f"subventions-{programme.code}.csv", HEADER, _rows(found, programme))


def narrowed(request: StaffRequest, programme: Programme) -> tuple[SubAwardFilters, QuerySet[Any]]:
    """The grants that this account sees and that the filters leave."""
    seen = sub_awards_seen_by(request.user, programme)
    form = SubAwardFilters(request.GET, seen=seen)
    chosen = form.chosen()
    rows: QuerySet[Any] = with_payments(seen)
    for typed in chosen.get("q", "").split():
        words = ("code", "title__fr", "title__en", "receiver__code", "receiver__name__fr", "receiver__name__en")
        wanted = Q()
        for column in words:
            wanted |= Q(**{f"{column}__icontains": typed})
        rows = rows.filter(wanted)
    rows = rows.filter(**{name: chosen[name] for name in ("state", "receiver") if name in chosen})
    if "late" in chosen:
        attribute = {"payment": "late_payment", "acquittal": "late_acquittal", "waiting": "waiting"}[chosen["late"]]
        kept = [line.row.pk for line in _lines(rows) if getattr(line.standing, attribute)]
        rows = rows.filter(pk__in=kept)
    return form, rows


def _lines(rows: Iterable[SubAward]) -> list[Line]:
    today = timezone.localdate()
    return [Line(row, standing_of(as_award(row), today)) for row in rows]


def _own_currency_first(found: dict[str, Standing], programme: Programme) -> dict[str, Standing]:
    """The sums with those in the programme's own currency on top."""
    return dict(sorted(found.items(), key=lambda one: (one[0] != programme.currency, one[0])))


def _counted_for(user: User, programme: Programme) -> QuerySet[SubAward]:
    """The grants that the sums of this account are made of: whoever sees sums alone sees those of all."""
    if user.reach is Reach.ALL:
        return SubAward.objects.filter(programme=programme)
    return sub_awards_seen_by(user, programme)


def _rows(found: QuerySet[Any], programme: Programme) -> Iterator[Sequence[object]]:
    for line in _lines(found):
        row, standing = line.row, line.standing
        yield (
            row.code,
            plain_text_in(row.title),
            row.giver.code,
            row.receiver.code,
            row.starts_on,
            row.ends_on,
            str(AWARD_STATES[row.state]),
            row.currency,
            amount_in_file(standing.awarded),
            amount_in_file(standing.paid),
            amount_in_file(standing.acquitted),
            amount_in_file(standing.to_pay),
            amount_in_file(standing.to_acquit),
            amount_in_file(standing.waiting),
            amount_in_file(standing.late_payment),
            amount_in_file(standing.late_acquittal),
            _("oui") if programme.fictional else "",
        )
