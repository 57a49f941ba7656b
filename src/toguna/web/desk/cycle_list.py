"""The cycles of scoring on the desk: the list with its filters and its CSV, and opening a cycle."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.places.recognition import gazetteer
from toguna.store.scorecards.actions import CycleCodeTaken, OtherWorld, open_cycle
from toguna.store.scorecards.models import Instrument
from toguna.store.scorecards.queries import cycles_seen_by, newest_version, with_counts
from toguna.store.writing import write_turn
from toguna.web.desk.cycle_forms import CycleForm
from toguna.web.desk.cycle_words import STAGES
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.places import communes_offered
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "opened": ("opened_on",),
    "code": ("code",),
    "place": ("place__name", "assessed__code"),
    "instrument": ("instrument__code",),
    "stage": ("stage",),
}
NEWEST = "-opened"
ALL = [("", gettext_lazy("Toutes"))]


class CycleFilters(FilterForm):
    """What the list of cycles can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"), queryset=Instrument.objects.all(), to_field_name="code"
    )
    stage = forms.ChoiceField(label=gettext_lazy("Étape"), choices=[*ALL, *STAGES.items()])

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["instrument"].empty_label = str(_("Tous"))  # type: ignore[attr-defined]


def narrowed(user: User, chosen: dict[str, Any]) -> QuerySet[Any]:
    """The cycles that this account sees and that the filters leave."""
    found: QuerySet[Any] = with_counts(cycles_seen_by(user))
    for typed in chosen.get("q", "").split():
        found = found.filter(Q(code__icontains=typed) | Q(place__name__icontains=typed) | Q(subject__icontains=typed))
    return found.filter(**{name: value for name, value in chosen.items() if name in ("instrument", "stage")})


@staff(Permission.SEE_RECORDS)
def cycles(request: StaffRequest) -> HttpResponseBase:
    """The cycles as far as this account sees them."""
    form = CycleFilters(request.GET)
    found = listing(request, narrowed(request.user, form.chosen()), form, ORDERS, NEWEST)
    return desk_page(
        request,
        "desk/cycles.html",
        listing=found,
        may_open=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Cycles de notation"))],
        demonstration=any(cycle.fictional for cycle in found.page),
    )


HEADER = (
    gettext_lazy("code"),
    gettext_lazy("instrument"),
    gettext_lazy("commune ou organisation"),
    gettext_lazy("service noté"),
    gettext_lazy("animé par"),
    gettext_lazy("étape"),
    gettext_lazy("tours validés"),
    gettext_lazy("ouvert le"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_RECORDS)
def cycles_csv(request: StaffRequest) -> HttpResponseBase:
    """The list as it is filtered and ordered, every row."""
    form = CycleFilters(request.GET)
    found = ordered(narrowed(request.user, form.chosen()), ORDERS, chosen_order(request, ORDERS, NEWEST))
    return csv_answer("cycles.csv", HEADER, _rows(found))


def _rows(found: QuerySet[Any]) -> Iterator[Sequence[object]]:
    for cycle in found:
        yield (
            cycle.code,
            plain_text_in(cycle.instrument.title),
            cycle.place.name if cycle.place else plain_text_in(cycle.assessed.name),
            cycle.subject,
            cycle.organisation.code,
            str(STAGES[cycle.stage]),
            cycle.measures,
            cycle.opened_on,
            _("oui") if cycle.fictional else "",
        )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def add(request: StaffRequest) -> HttpResponseBase:
    """Open a cycle."""
    form = CycleForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        activity = given["activity"]
        try:
            with write_turn():
                opened = open_cycle(
                    by=request.user,
                    code=given["code"],
                    version=newest_version(given["instrument"]),
                    programme=activity.programmes.order_by("code")[0],
                    activity=activity,
                    organisation=given["organisation"],
                    place=given["place"],
                    assessed=given["assessed"],
                    subject=given["subject"],
                    opened_on=given["opened_on"],
                    respondents_planned=given["respondents_planned"],
                )
        except CycleCodeTaken:
            form.add_error("code", _("Un autre cycle porte déjà ce code."))
        except OtherWorld:
            form.add_error(None, _("Le réel et le fictif ne se mêlent pas : choisissez les deux du même monde."))
        else:
            messages.success(request, _("Le cycle %(code)s est ouvert.") % {"code": opened.code})
            return redirect("desk:cycle", code=opened.code)
    return desk_page(
        request,
        "desk/cycle_new.html",
        status=422 if form.errors else 200,
        form=form,
        communes=communes_offered(gazetteer(fictional=request.user.fictional)),
        breadcrumb=[step(_("Cycles de notation"), reverse("desk:cycles")), step(_("Ouvrir un cycle"))],
    )
