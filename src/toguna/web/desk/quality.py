"""Data quality on the desk: which assessments are made, which are late, which indicators wait for one; a new one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.publish.words import period_words
from toguna.rules.definitions import BASIS_DIMENSION
from toguna.rules.quality import AssessmentState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.programmes.models import Programme
from toguna.store.quality.actions import AssessmentThere, schedule_assessment
from toguna.store.quality.models import Assessment
from toguna.store.quality.queries import assessments_seen_by, bands_set, due_dates, factor_of, overdue_actions
from toguna.store.results.models import Indicator
from toguna.store.values.models import Value
from toguna.store.values.queries import latest_run
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.quality_forms import ScheduleForm
from toguna.web.desk.wording import ASSESSMENT_STATES
from toguna.web.layout.templatetags.toguna import plain_text_in

ORDERS = {
    "scheduled": ("scheduled_on",),
    "indicator": ("indicator__code",),
    "partner": ("partner__code",),
    "period": ("starts_on", "ends_before"),
    "state": ("state",),
    "actions": ("open_actions",),
}
LATEST_FIRST = "-scheduled"
WIDEST_FIRST = ("life", "us_fiscal_year", "year", "us_fiscal_quarter", "quarter", "month")


@dataclass(frozen=True)
class Waiting:
    """An indicator whose data should have been assessed by now."""

    indicator: Indicator
    due: date


class QualityFilters(FilterForm):
    """What the assessments can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    state = forms.ChoiceField(
        label=gettext_lazy("Étape"), choices=[("", gettext_lazy("Toutes")), *ASSESSMENT_STATES.items()]
    )
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Programme.objects.all(), to_field_name="code"
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    late = forms.ChoiceField(
        label=gettext_lazy("Retard"),
        choices=[("", gettext_lazy("Toutes")), ("yes", gettext_lazy("en retard, ou avec une action en retard"))],
    )

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        reached = organisations_reached_by(user).filter(assessments__isnull=False).distinct()
        self.fields["organisation"].queryset = reached  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = str(_("Toutes"))  # type: ignore[attr-defined]
        self.fields["programme"].empty_label = str(_("Tous"))  # type: ignore[attr-defined]


def narrowed(user: User, chosen: dict[str, Any], today: date) -> QuerySet[Assessment]:
    """The assessments that this account sees and that the filters leave."""
    found = assessments_seen_by(user)
    for typed in chosen.get("q", "").split():
        found = found.filter(
            Q(indicator__code__icontains=typed)
            | Q(indicator__title__fr__icontains=typed)
            | Q(indicator__title__en__icontains=typed)
        )
    columns = {"state": "state", "programme": "indicator__result__programme", "organisation": "partner"}
    found = found.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})
    if chosen.get("late"):
        not_begun = Q(state=AssessmentState.SCHEDULED, scheduled_on__lt=today)
        with_action = Q(pk__in=overdue_actions(found, today).values("assessment"))
        found = found.filter(not_begun | with_action)
    return found


@staff(Permission.SEE_VALUES)
def quality(request: StaffRequest) -> HttpResponseBase:
    """The assessments, what is late in them, and the indicators that wait for one."""
    today = timezone.localdate()
    form = QualityFilters(request.GET, user=request.user)
    rows = narrowed(request.user, form.chosen(), today).prefetch_related("sheets")
    found = listing(request, rows, form, ORDERS, LATEST_FIRST)
    return desk_page(
        request,
        "desk/quality.html",
        listing=found,
        rows=[(one, factor_of(one, bands_set())) for one in found.page],
        today=today,
        late_actions=overdue_actions(assessments_seen_by(request.user), today),
        waiting=waiting(today) if not found.is_filtered else [],
        may_write=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Qualité des données"))],
        demonstration=any(one.indicator.result.programme.fictional for one in found.page),
    )


def waiting(today: date) -> list[Waiting]:
    """The defined indicators whose assessment is due and that no open assessment looks at, the longest due first."""
    assessed = Assessment.objects.exclude(state=AssessmentState.CLOSED).values("indicator")
    defined = Indicator.objects.filter(definitions__isnull=False).exclude(pk__in=assessed).distinct()
    indicators = {one.pk: one for one in defined.select_related("result__programme")}
    due = due_dates(indicators.values())
    late = [Waiting(indicators[pk], by) for pk, by in due.items() if by is not None and by < today]
    return sorted(late, key=lambda one: (one.due, one.indicator.code))


HEADER = (
    gettext_lazy("indicateur"),
    gettext_lazy("titre"),
    gettext_lazy("organisation"),
    gettext_lazy("période"),
    gettext_lazy("étape"),
    gettext_lazy("jour prévu"),
    gettext_lazy("close le"),
    gettext_lazy("fiches tirées"),
    gettext_lazy("facteur de vérification"),
    gettext_lazy("graine"),
    gettext_lazy("actions ouvertes"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.SEE_VALUES)
def quality_csv(request: StaffRequest) -> HttpResponseBase:
    """The assessments as they are filtered and ordered, every row."""
    form = QualityFilters(request.GET, user=request.user)
    found = narrowed(request.user, form.chosen(), timezone.localdate())
    return csv_answer("qualite.csv", HEADER, _rows(ordered(found, ORDERS, chosen_order(request, ORDERS, LATEST_FIRST))))


def _rows(found: QuerySet[Any]) -> Iterator[Sequence[object]]:
    language = get_language() or "fr"
    for one in found.prefetch_related("sheets"):
        factor = factor_of(one, bands_set()).factor
        yield (
            one.indicator.code,
            plain_text_in(one.indicator.title),
            plain_text_in(one.partner.name),
            period_words(one.period, one.period_kind, language),
            str(ASSESSMENT_STATES[one.state]),
            one.scheduled_on,
            one.closed_at.date() if one.closed_at else None,
            len(one.sheets.all()),
            "" if factor is None else f"{factor:.3f}",
            one.seed,
            one.open_actions,
            _("oui") if one.indicator.result.programme.fictional else "",
        )


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def schedule(request: StaffRequest) -> HttpResponseBase:
    """Schedule an assessment: first of which indicator, then at whom, for which counted period, when."""
    indicators = Indicator.objects.filter(values__run__finished_at__isnull=False).distinct()
    indicators = indicators.select_related("result__programme").order_by("result__programme__position", "code")
    chosen = _chosen(indicators, request.GET.get("indicator", ""))
    form = None
    if chosen is not None:
        partners = Organisation.objects.filter(participations__programme=chosen.result.programme).exclude(
            participations__role="funding"
        )
        form = ScheduleForm(sent(request), partners=partners.distinct(), values=_periods(chosen))
        if request.method == "POST" and form.is_valid():
            try:
                made = schedule_assessment(by=request.user, indicator=chosen, **form.cleaned_data)
            except AssessmentThere:
                form.add_error(
                    "period", _("Cet indicateur est déjà évalué chez cette organisation pour cette période.")
                )
            else:
                messages.success(request, _("L'évaluation est prévue."))
                return redirect("desk:assessment", pk=made.pk)
    return desk_page(
        request,
        "desk/quality_new.html",
        status=422 if (form and form.errors) or (request.method == "POST" and chosen is None) else 200,
        form=form,
        indicators=indicators,
        chosen=chosen,
        breadcrumb=[step(_("Qualité des données"), "/desk/quality/"), step(_("Prévoir une évaluation"))],
        demonstration=bool(chosen and chosen.result.programme.fictional),
    )


def _chosen(indicators: QuerySet[Indicator], asked: str) -> Indicator | None:
    try:
        return indicators.filter(pk=UUID(asked)).first()
    except ValueError:
        return None


def _periods(indicator: Indicator) -> list[Value]:
    """The counted periods of an indicator that have a value, the widest first, then the newest."""
    run = latest_run(indicator.result.programme)
    values = run.values.filter(indicator=indicator, value__isnull=False) if run else []
    totals = {
        (one.period_kind, one.period): one for one in values if all(name == BASIS_DIMENSION for name, _of in one.cell)
    }
    newest_first = sorted(totals.values(), key=lambda one: one.starts_on, reverse=True)
    return sorted(newest_first, key=lambda one: WIDEST_FIRST.index(one.period_kind))
