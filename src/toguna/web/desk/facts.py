"""Facts on the desk: those behind a value, of a record or of an activity, and from each the way to its record."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.counting import facts_behind
from toguna.measure.lineage import LineageError
from toguna.rules.definitions import Definition
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact
from toguna.store.facts.queries import facts_seen_by
from toguna.store.values.models import Value
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.indicators import Labels, is_percent
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.wording import offered
from toguna.web.layout.templatetags.toguna import plain_text_in, word

ORDERS = {
    "held": ("starts_on", "activity__code", "node"),
    "activity": ("activity__code", "starts_on"),
    "kind": ("kind", "starts_on"),
    "place": ("event_place__name", "starts_on"),
    "quantity": ("quantity",),
}
BY_DAY = "held"


class FactFilters(FilterForm):
    """What a list of facts can be narrowed by; where it comes from stays in the address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Sorte de fait"), choices=[("", gettext_lazy("Toutes")), *offered("fact_kind")]
    )
    value = forms.IntegerField(widget=forms.HiddenInput)
    record = forms.UUIDField(widget=forms.HiddenInput)
    activity = forms.UUIDField(widget=forms.HiddenInput)


class Origin:
    """Where a list of facts comes from: a value, a record, an activity; and how many of them the reader may see."""

    def __init__(self, user: User, chosen: dict[str, Any]) -> None:
        self.value: Value | None = None
        self.problem = ""
        facts: QuerySet[Fact] | None = None
        if "value" in chosen:
            found = Value.objects.select_related("indicator__result__programme", "definition", "run__programme")
            self.value = found.get(pk=chosen["value"])
            try:
                facts = facts_behind(self.value)
            except LineageError:
                self.problem = _(
                    "Les faits trouvés ne sont plus ceux d'où ce nombre a été compté. Ne l'utilisez pas : relancez le "
                    "calcul, et prévenez l'administrateur si cela se répète."
                )
                facts = Fact.objects.none()
        seen = facts_seen_by(user)
        if facts is not None:
            seen = seen.filter(pk__in=facts.order_by().values("pk"))
        for name, column in (("record", "version__record"), ("activity", "activity")):
            if name in chosen:
                seen = seen.filter(**{column: chosen[name]})
        if facts is None:
            seen = seen.filter(until__isnull=True)
        self.behind = facts.count() if facts is not None else seen.count()
        self.facts = seen.filter(kind=chosen["kind"]) if "kind" in chosen else seen
        self.unseen = self.behind - seen.count()


@staff(Permission.SEE_RECORDS)
def facts(request: StaffRequest) -> HttpResponseBase:
    """The facts behind a number, or of a record or an activity, as far as this account may see."""
    form = FactFilters(request.GET)
    origin = Origin(request.user, form.chosen())
    value = origin.value
    label = ""
    if value:
        labels = Labels([value])
        cell = [labels.of(name, category) for name, category in value.cell]
        label = ", ".join(cell)
    trail = [step(_("Mon travail"), "/desk/")]
    if value:
        url = f"/desk/indicators/{value.indicator_id}/?kind={value.period_kind}&period={value.period}"
        trail += [step(_("Indicateurs"), "/desk/indicators/"), step(value.indicator.code, url)]
    return desk_page(
        request,
        "desk/facts.html",
        listing=listing(request, origin.facts, form, ORDERS, BY_DAY),
        origin=origin,
        value=value,
        cell=label,
        is_percent=bool(value and is_percent(Definition.from_json(value.definition.body))),
        breadcrumb=[*trail, step(_("Faits"))],
        demonstration=bool(value and value.run.programme.fictional),
    )


HEADER = (
    gettext_lazy("fait"),
    gettext_lazy("sorte"),
    gettext_lazy("activité"),
    gettext_lazy("séance"),
    gettext_lazy("date"),
    gettext_lazy("lieu de l'activité"),
    gettext_lazy("commune d'origine"),
    gettext_lazy("zone touchée"),
    gettext_lazy("organisation"),
    gettext_lazy("organisation concernée"),
    gettext_lazy("sexe"),
    gettext_lazy("âge de"),
    gettext_lazy("âge à"),
    gettext_lazy("groupe"),
    gettext_lazy("quantité"),
    gettext_lazy("unité"),
    gettext_lazy("base"),
    gettext_lazy("fiche"),
    gettext_lazy("ligne de la fiche"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_RECORDS)
def facts_csv(request: StaffRequest) -> HttpResponseBase:
    """The facts of the list, every row, without names."""
    form = FactFilters(request.GET)
    origin = Origin(request.user, form.chosen())
    found = ordered(origin.facts, ORDERS, chosen_order(request, ORDERS, BY_DAY))
    return csv_answer("faits.csv", HEADER, _rows(found))


def _rows(found: QuerySet[Fact]) -> Iterator[Sequence[object]]:
    for fact in found.iterator(chunk_size=1000):
        yield (
            str(fact.pk),
            word(fact.kind, "fact_kind"),
            fact.activity.code,
            fact.session,
            fact.starts_on,
            fact.event_place.name if fact.event_place else "",
            fact.residence_place.name if fact.residence_place else "",
            fact.area_place.name if fact.area_place else "",
            plain_text_in(fact.implementer.name) if fact.implementer else "",
            plain_text_in(fact.organisation.name) if fact.organisation else "",
            word(fact.sex, "person_sex") if fact.sex else "",
            fact.age_from,
            fact.age_to,
            word(fact.stakeholder_group, "stakeholder_group") if fact.stakeholder_group else "",
            fact.quantity / 1000,
            fact.unit,
            fact.basis,
            fact.version.record.instance_id,
            fact.node,
            _("oui") if fact.fictional else "",
        )
