"""Advocacy on the desk: the list of initiatives, who leads each, how far it got, and the same as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.advocacy import Rung, highest_rung
from toguna.rules.roles import Permission
from toguna.store.advocacy.models import Initiative
from toguna.store.advocacy.queries import (
    as_reached,
    initiatives_seen_by,
    listed,
    with_parts,
)
from toguna.store.organisations.models import Organisation
from toguna.web.desk.advocacy_words import RUNGS, STATES
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "code": ("code",),
    "lead": ("lead_code", "code"),
    "state": ("state", "code"),
    "actions": ("action_count", "code"),
    "last": ("last_action_on", "code"),
}
NEWEST_FIRST = "-last"


class InitiativeFilters(FilterForm):
    """What the list can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[("", gettext_lazy("Tous")), *STATES.items()])
    rung = forms.ChoiceField(
        label=gettext_lazy("Échelon atteint"), choices=[("", gettext_lazy("Tous")), *RUNGS.items()]
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation engagée"), queryset=Organisation.objects.none(), to_field_name="code"
    )

    def __init__(self, *arguments: Any, seen: QuerySet[Initiative], **named: Any) -> None:
        super().__init__(*arguments, **named)
        engaged = Organisation.objects.filter(engagements__initiative__in=seen.order_by()).distinct()
        self.fields["organisation"].queryset = engaged  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]


@staff(Permission.SEE_RECORDS)
def initiatives(request: StaffRequest) -> HttpResponseBase:
    """Every initiative that the account may see."""
    form, rows = narrowed(request)
    found = listing(request, rows, form, ORDERS, NEWEST_FIRST)
    return desk_page(
        request,
        "desk/initiatives.html",
        listing=found,
        lines=[(row, highest_rung([as_reached(one) for one in row.ladder.all()])) for row in found.page],
        rung_count=len(Rung),
        rung_places={rung.value: place for place, rung in enumerate(Rung, start=1)},
        may_write=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Plaidoyer"))],
    )


@staff(Permission.SEE_RECORDS)
def initiatives_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list as a file."""
    _form, rows = narrowed(request)
    found = with_parts(ordered(rows, ORDERS, chosen_order(request, ORDERS, NEWEST_FIRST)))
    header = [
        _("code"), _("programme"), _("titre"), _("commune"), _("organisation qui mène"), _("organisations engagées"),
        _("à qui"), _("état"), _("échelon le plus haut"), _("actions"), _("dernière action"), _("promesses"),
    ]  # fmt: skip
    return csv_answer("plaidoyer.csv", header, _csv_rows(found))


def _csv_rows(rows: QuerySet[Initiative]) -> Iterator[Sequence[object]]:
    for row in rows.iterator(chunk_size=200):
        highest = highest_rung([as_reached(one) for one in row.ladder.all()])
        yield [
            row.code,
            row.programme.code,
            plain_text_in(row.title),
            row.place.name if row.place else "",
            row.lead_code,  # type: ignore[attr-defined]
            ", ".join(one.organisation.code for one in row.engagements.all()),
            row.target,
            str(STATES[row.state]),
            str(RUNGS[highest]) if highest else "",
            row.action_count,  # type: ignore[attr-defined]
            row.last_action_on or "",  # type: ignore[attr-defined]
            row.promise_count,  # type: ignore[attr-defined]
        ]


def narrowed(request: StaffRequest) -> tuple[InitiativeFilters, QuerySet[Initiative]]:
    """The filters in the address, and the initiatives that they leave."""
    seen = initiatives_seen_by(request.user)
    form = InitiativeFilters(request.GET, seen=seen)
    chosen = form.chosen()
    rows = seen
    for word in str(chosen.get("q", "")).split():
        rows = rows.filter(
            Q(code__icontains=word)
            | Q(title__fr__icontains=word)
            | Q(issue__icontains=word)
            | Q(target__icontains=word)
            | Q(place__name__icontains=word)
        )
    if "state" in chosen:
        rows = rows.filter(state=chosen["state"])
    if "rung" in chosen:
        rows = rows.filter(pk__in=Initiative.objects.filter(ladder__rung=chosen["rung"]).values("pk"))
    if "organisation" in chosen:
        engaged = Initiative.objects.filter(engagements__organisation=chosen["organisation"])
        rows = rows.filter(pk__in=engaged.values("pk"))
    return form, listed(rows)
