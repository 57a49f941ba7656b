"""Indicators on the desk: what was counted last, from what, and the way from a number down to its facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.publish.sentences import sentence
from toguna.rules.counts import Count
from toguna.rules.definitions import Definition
from toguna.rules.roles import Permission
from toguna.store.facts.queries import LeftOut, left_out, newest_verification
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator, Target
from toguna.store.results.queries import indicators_of
from toguna.store.values.models import Run, Value
from toguna.store.values.queries import latest_run, values_of
from toguna.web.desk.definition_words import conditions_asked
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import csv_answer
from toguna.web.layout.templatetags.toguna import plain_text_in, word

# From the widest period to the narrowest: the first that an indicator has is the one shown.
WIDEST_FIRST = ("life", "us_fiscal_year", "year", "us_fiscal_quarter", "quarter", "month")


@dataclass
class Line:
    """One indicator in the list of its programme, with what it says now."""

    indicator: Indicator
    value: Value | None = None
    target: Target | None = None


@dataclass
class Cut:
    """A total cut by one dimension, category by category."""

    dimension: str
    adds_up: bool
    rows: list[tuple[str, Value]] = field(default_factory=list)


@staff(Permission.SEE_VALUES)
def indicators(request: StaffRequest) -> HttpResponseBase:
    """Every indicator of a programme with its widest value."""
    programmes = list(Programme.objects.all())
    programme = _chosen(programmes, request.GET.get("programme", ""))
    run = latest_run(programme) if programme else None
    newest = newest_verification()
    return desk_page(
        request,
        "desk/indicators.html",
        programmes=programmes,
        programme=programme,
        run=run,
        lines=_lines(programme, run) if programme else [],
        since_run=newest - run.as_of if run else newest,
        may_compute=request.user.may(Permission.COMPUTE_VALUES),
        may_see_facts=request.user.may(Permission.SEE_RECORDS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Indicateurs"))],
        demonstration=bool(programme and programme.fictional),
    )


def _chosen(programmes: list[Programme], code: str) -> Programme | None:
    """The programme in the address, else the first that has been counted, else the first."""
    for programme in programmes:
        if programme.code == code:
            return programme
    counted = [programme for programme in programmes if latest_run(programme)]
    return (counted or programmes or [None])[0]  # type: ignore[list-item]


def _lines(programme: Programme, run: Run | None) -> list[Line]:
    totals: dict[UUID, Value] = {}
    if run:
        for value in run.values.filter(cell=[]).order_by("starts_on", "pk"):
            known = totals.get(value.indicator_id)
            # Of the widest kind of period, the last one that has a value.
            if (
                known is None
                or _width(value) < _width(known)
                or (_width(value) == _width(known) and value.value is not None)
            ):
                totals[value.indicator_id] = value
    lines = []
    for indicator in indicators_of(programme):
        found = totals.get(indicator.pk)
        lines.append(Line(indicator, found, _target_of(indicator.targets.all(), found)))
    return lines


def _width(value: Value) -> int:
    return WIDEST_FIRST.index(value.period_kind)


def _target_of(targets: Iterable[Target], value: Value | None) -> Target | None:
    """The target of exactly the period of a value."""
    if value is None:
        return None
    same = [one for one in targets if (one.starts_on, one.ends_before) == (value.starts_on, value.ends_before)]
    return same[0] if same else None


@staff(Permission.SEE_VALUES)
def indicator(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One indicator: what it counts, its values by period and by category, what it takes and what it leaves out."""
    found = Indicator.objects.select_related("result__programme").get(pk=pk)
    programme = found.result.programme
    run = latest_run(programme)
    values = list(values_of(run, found)) if run else []
    stored = found.definitions.order_by("-version").first()
    definition = Definition.from_json(stored.body) if stored else None
    kinds = [kind for kind in WIDEST_FIRST if any(value.period_kind == kind for value in values)]
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else (kinds[0] if kinds else "")
    totals = [value for value in values if value.period_kind == kind and not value.cell]
    shown = _shown(totals, request.GET.get("period", ""))
    targets = list(found.targets.all())
    labels = Labels(values)
    return desk_page(
        request,
        "desk/indicator.html",
        indicator=found,
        programme=programme,
        run=run,
        stored=stored,
        definition=definition,
        sentence=sentence(definition, get_language() or "fr") if definition else "",
        asked=_asked(definition) if definition else [],
        kinds=kinds,
        kind=kind,
        totals=[(value, _target_of(targets, value)) for value in totals],
        shown=shown,
        cuts=_cuts(definition, values, shown, labels) if definition and shown else [],
        aside=_aside(programme, definition, shown) if definition and shown else None,
        is_percent=is_percent(definition),
        may_see_facts=request.user.may(Permission.SEE_RECORDS),
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Indicateurs"), f"/desk/indicators/?programme={programme.code}"),
            step(found.code),
        ],
        demonstration=programme.fictional,
    )


def _shown(totals: list[Value], period: str) -> Value | None:
    """The period in the address, else the last one that has a value."""
    asked = [value for value in totals if value.period == period]
    counted = [value for value in totals if value.value is not None]
    return (asked or counted[-1:] or totals[-1:] or [None])[0]  # type: ignore[list-item]


def is_percent(definition: Definition | None) -> bool:
    """Whether the values are percentages."""
    return bool(definition and definition.count is Count.RATIO and definition.percent)


def _asked(definition: Definition) -> list[list[tuple[str, str]]]:
    return [conditions_asked(measure.where) for measure in definition.measures]


def _cuts(definition: Definition, values: list[Value], shown: Value, labels: "Labels") -> list[Cut]:
    cuts: dict[str, Cut] = {}
    for value in values:
        if len(value.cell) != 1 or (value.period_kind, value.period) != (shown.period_kind, shown.period):
            continue
        [[dimension, category]] = value.cell
        cut = cuts.setdefault(dimension, Cut(dimension, definition.additive(dimension)))
        cut.rows.append((labels.of(dimension, category), value))
    for cut in cuts.values():
        cut.rows.sort(key=lambda row: (row[1].cell[0][1] == "unknown", -(row[1].value or Decimal(0))))
    return list(cuts.values())


def _aside(programme: Programme, definition: Definition, shown: Value) -> tuple[LeftOut, int]:
    kinds = {str(kind) for measure in definition.measures for kind in measure.kinds}
    bases = {str(basis) for measure in definition.measures for basis in measure.where.basis}
    start = programme.starts_on if definition.cumulative else shown.starts_on
    aside = left_out(
        programme,
        as_of=shown.run.as_of,
        kinds=kinds,
        bases=bases,
        starts_on=start,
        ends_before=shown.ends_before,
    )
    return aside, max(0, aside.in_question - shown.contributed)


class Labels:
    """Categories in words: codes through the vocabularies, places and organisations by their names."""

    def __init__(self, values: Iterable[Value]) -> None:
        categories: dict[str, set[str]] = {}
        for value in values:
            for dimension, category in value.cell:
                categories.setdefault(dimension, set()).add(category)
        places = [_uuid(text) for text in categories.get("place", ())]
        self.places = {
            str(place.pk): place.name for place in Place.objects.filter(pk__in=[one for one in places if one])
        }
        codes = categories.get("implementer", set())
        self.organisations = {one.code: plain_text_in(one.name) for one in Organisation.objects.filter(code__in=codes)}

    def of(self, dimension: str, category: str) -> str:
        """One category as people say it."""
        if category == "unknown":
            return _("non précisé")
        match dimension:
            case "place":
                return self.places.get(category, category)
            case "implementer":
                return self.organisations.get(category, category)
            case "sex" | "stakeholder_group" | "activity_kind" | "designed_for":
                return str(word(category, dimension))
            case "disability" | "displaced":
                return str(word(category, "answer"))
            case "age_band":
                low, _dash, high = category.partition("-")
                return (
                    _("%(low)s à %(high)s ans") % {"low": low, "high": high}
                    if high
                    else (_("%(low)s ans et plus") % {"low": category.rstrip("+")})
                )
        return category


HEADER = (
    gettext_lazy("indicateur"),
    gettext_lazy("sorte de période"),
    gettext_lazy("période"),
    gettext_lazy("début"),
    gettext_lazy("fin (exclue)"),
    gettext_lazy("ventilation"),
    gettext_lazy("valeur"),
    gettext_lazy("numérateur"),
    gettext_lazy("dénominateur"),
    gettext_lazy("faits"),
    gettext_lazy("empreinte"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_VALUES)
def indicator_csv(_request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Every value of the indicator in the newest run, every cell; not masked, so not for publication."""
    found = Indicator.objects.select_related("result__programme").get(pk=pk)
    run = latest_run(found.result.programme)
    values = list(values_of(run, found)) if run else []
    return csv_answer(f"{found.code}.csv", HEADER, _rows(found, values))


def _rows(found: Indicator, values: Sequence[Value]) -> Iterator[Sequence[object]]:
    labels = Labels(values)
    for value in values:
        cell = ", ".join(
            _("%(name)s : %(value)s") % {"name": word(name, "dimension"), "value": labels.of(name, category)}
            for name, category in value.cell
        )
        yield (
            found.code,
            word(value.period_kind, "period_kind"),
            value.period,
            value.starts_on,
            value.ends_before,
            cell,
            _plain(value.value),
            value.numerator,
            value.denominator,
            value.contributed,
            value.digest,
            _("oui") if found.result.programme.fictional else "",
        )


def _plain(value: Any) -> str:
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
