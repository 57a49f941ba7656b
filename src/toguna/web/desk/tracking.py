"""The indicator tracking table on the desk, as the next edition would give it, and why its deviations are there."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from toguna.flow.drafts import Draft, draft_of
from toguna.flow.release import NotReleased
from toguna.publish.snapshot import IndicatorPart, TablePart
from toguna.publish.tracking.paper import tracking_paper
from toguna.publish.tracking.shown import shown_table
from toguna.publish.tracking.table import tracking_table
from toguna.publish.tracking.workbook import tracking_workbook
from toguna.publish.words import period_words
from toguna.rules.periods import PeriodKind, periods_covering
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.publications.donor_workbooks import donor_workbooks_of
from toguna.store.publications.queries import last_edition
from toguna.store.results.queries import indicator_with_code, indicators_of
from toguna.store.values.closings import explain_value
from toguna.store.values.queries import latest_run
from toguna.web.desk.door import StaffRequest, desk_page, staff, step

MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}
MOST_LETTERS = 4_000


@staff(Permission.SEE_VALUES)
def tracking(request: StaffRequest, code: str) -> HttpResponseBase:
    """The table of one year: every number opens on the facts it was counted from, every deviation can be explained."""
    programme = Programme.objects.get(code=code)
    shown: dict[str, Any] = {}
    try:
        draft = next_draft(programme)
    except NotReleased as error:
        draft = None
        shown["problems"] = [_(one.message) % one.values for one in error.findings]
    if draft and draft.snapshot["indicators"]:
        table = tracking_table(draft.snapshot, request.GET.get("year", ""))
        address = _Addresses(programme, draft, to_facts=request.user.may(Permission.SEE_RECORDS))
        shown |= {
            "table": shown_table(table, language(), address),
            "years": [(year.code, period_words(year.code, year.kind, language())) for year in table.years],
            "number": draft.snapshot["number"],
        }
    return desk_page(
        request,
        "desk/tracking.html",
        programme=programme,
        run=latest_run(programme),
        last=last_edition(programme),
        opened=request.GET.get("open", ""),
        may_explain=request.user.may(Permission.MANAGE_FRAMEWORK),
        donor_workbooks=donor_workbooks_of(programme),
        breadcrumb=[
            step(_("Mon travail"), reverse("desk:work")),
            step(_("Indicateurs"), f"{reverse('desk:indicators')}?programme={programme.code}"),
            step(_("Tableau de suivi")),
        ],
        demonstration=programme.fictional,
        **shown,
    )


@staff(Permission.MANAGE_FRAMEWORK, "POST")
def explain(request: StaffRequest, code: str) -> HttpResponseBase:
    """Keep why a value is far from its target; empty boxes take the explanation away."""
    programme = Programme.objects.get(code=code)
    indicator = indicator_with_code(programme, request.POST.get("indicator", ""))
    kind, period = request.POST.get("period_kind", ""), request.POST.get("period", "")
    if not _is_period_of(programme, kind, period):
        raise Http404
    text = {spoken: request.POST.get(spoken, "").strip()[:MOST_LETTERS] for spoken in ("fr", "en")}
    kept = {spoken: said for spoken, said in text.items() if said}
    here = f"{reverse('desk:tracking', args=[code])}?{urlencode({'year': request.POST.get('year', '')})}#explanations"
    if kept and "fr" not in kept:
        messages.warning(request, _("L'explication doit être écrite en français ; l'anglais vient en plus."))
        return redirect(here)
    explain_value(by=request.user, indicator=indicator, period_kind=kind, period=period, text=kept)
    told = _("L'explication de %(indicator)s est gardée.") if kept else _("L'explication de %(indicator)s est retirée.")
    messages.success(request, told % {"indicator": indicator.code})
    return redirect(here)


@staff(Permission.SEE_VALUES)
def tracking_file(_request: StaffRequest, code: str, form: str) -> HttpResponseBase:
    """The draft of the table as a workbook or on paper."""
    programme = Programme.objects.get(code=code)
    draft = next_draft(programme)
    if draft is None or form not in MEDIA:
        raise Http404
    make = tracking_workbook if form == "xlsx" else tracking_paper
    body = make(draft.snapshot, "", language())
    name = f"{_('tableau-de-suivi')}-{programme.code}-{_('brouillon')}.{form}"
    disposition = str(content_disposition_header(True, name))
    return HttpResponse(body, content_type=MEDIA[form], headers={"Content-Disposition": disposition})


def next_draft(programme: Programme) -> Draft | None:
    """What the next edition would say; None before anything was counted. Raises NotReleased."""
    run = latest_run(programme)
    return draft_of(programme, run, timezone.localdate()) if run else None


def language() -> str:
    """The reader's language, in two letters."""
    return (get_language() or "fr")[:2]


def _is_period_of(programme: Programme, kind: str, code: str) -> bool:
    if kind not in set(PeriodKind):
        return False
    end = programme.ends_on + timedelta(days=1)
    return code in {one.code for one in periods_covering(PeriodKind(kind), programme.starts_on, end)}


class _Addresses:
    """Where each number of the draft opens: on its facts, or on its indicator for those who see no records."""

    def __init__(self, programme: Programme, draft: Draft, *, to_facts: bool) -> None:
        self.draft, self.to_facts = draft, to_facts
        self.pages: dict[str, UUID] = {one.code: one.pk for one in indicators_of(programme)}

    def __call__(self, indicator: IndicatorPart, table: TablePart, dimension: str, category: str) -> str:
        value = self.draft.value_behind(indicator["code"], table, dimension, category)
        if self.to_facts and value is not None and (dimension or table["total"].get("value") is not None):
            return f"{reverse('desk:facts')}?value={value}"
        page = reverse("desk:indicator", args=[self.pages[indicator["code"]]])
        return f"{page}?{urlencode({'kind': table['period_kind'], 'period': table['period']})}"
