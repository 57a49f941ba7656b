"""The quarterly pack on the desk: what is still to be written for a quarter, and the file to take away."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.figures.telling import Tongue
from toguna.flow.release import as_named_today
from toguna.flow.told_figures import DaysTold, compared, remarks_on_sums
from toguna.publish.addresses import known_site
from toguna.publish.changes import Change
from toguna.publish.narratives import plain_words, read_narrative, tokens_for
from toguna.publish.pack.bundle import pack_name, quarterly_pack
from toguna.publish.pack.report import narrative_of, year_of
from toguna.publish.snapshot import ObjectivePart, Snapshot, Texts
from toguna.publish.tracking.shown import shown_table
from toguna.publish.tracking.spans import Span, spans_of, year_shown, years_of
from toguna.publish.tracking.table import tracking_table
from toguna.publish.tracking.words import span_days, span_words
from toguna.publish.words import text_in
from toguna.rules.findings import Severity
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.narratives import tell_period
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.tracking import language, next_draft

MOST_LETTERS = 12_000
TOKENS_SHOWN = 60


@dataclass(frozen=True)
class Told:
    """What is written of one objective: the texts, how they read today, and what is wrong with their numbers."""

    objective: ObjectivePart
    title: str
    texts: Texts
    reads: str
    problems: list[str]


@staff(Permission.SEE_VALUES)
def pack(request: StaffRequest, code: str) -> HttpResponseBase:
    """What the pack of a quarter would hold, what is missing from it, and the pack of a frozen edition."""
    programme = Programme.objects.get(code=code)
    editions = list(Edition.objects.filter(programme=programme).order_by("-number"))
    chosen = next((one for one in editions if str(one.number) == request.GET.get("edition", "")), None)
    chosen = chosen or (editions[0] if editions else None)
    content = as_named_today(chosen)
    span = _span(content, request.GET.get("period", "")) if content else None
    return desk_page(
        request,
        "desk/pack.html",
        programme=programme,
        editions=editions,
        edition=chosen,
        quarters=_quarters(content) if content else [],
        span=span,
        period=span_words(span, language()) if span else "",
        days=span_days(span, language()) if span else "",
        address=urlencode({"period": span.period.code, "edition": chosen.number}) if span and chosen else "",
        unwritten=_unwritten(content, span) if content and span else [],
        unexplained=_unexplained(content, span) if content and span else 0,
        narratives_since=_written_since(programme, content, span) if content and span else False,
        may_write=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=_way(programme, _("Paquet du trimestre")),
        demonstration=programme.fictional,
    )


@staff(Permission.SEE_VALUES)
def pack_file(request: StaffRequest, code: str) -> HttpResponseBase:
    """The pack: one ZIP, the same for whoever takes it."""
    asked = request.GET.get("edition", "")
    if not asked.isdecimal() or len(asked) > 9:
        raise Http404
    edition = Edition.objects.get(programme__code=code, number=int(asked))
    content = as_named_today(edition)
    if content is None:
        raise Http404
    span = next((one for one in _all_quarters(content) if one.period.code == request.GET.get("period", "")), None)
    if span is None:
        raise Http404
    changes = [one for one in cast(list[Change], edition.changes) if _may_be_told(one, content)]
    body = quarterly_pack(content, edition.sha256, span, changes, known_site(settings.SITE_ADDRESS))
    headers = {"Content-Disposition": f'attachment; filename="{pack_name(content, span)}"'}
    return HttpResponse(body, content_type="application/zip", headers=headers)


def _may_be_told(change: Change, content: Snapshot) -> bool:
    """Whether a change names nothing that was withdrawn since."""
    named: dict[str, Collection[str]] = {"place": content["places"], "implementer": content["organisations"]}
    category = str(change.get("category", ""))
    return category in ("", "unknown") or category in named.get(str(change.get("dimension")), [category])


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def narratives(request: StaffRequest, code: str) -> HttpResponseBase:
    """What happened in a quarter, objective by objective, with numbers inserted from values."""
    programme = Programme.objects.get(code=code)
    draft = next_draft(programme)
    if draft is None:
        messages.warning(request, _("Calculez d'abord les indicateurs : les chiffres du récit viennent des valeurs."))
        return redirect(f"{reverse('desk:indicators')}?programme={programme.code}")
    snapshot = draft.snapshot
    span = _span(snapshot, (sent(request) or request.GET).get("period", ""))
    if span is None:
        raise Http404
    if request.method == "POST":
        _keep(request, programme, span)
        messages.success(request, _("Le récit est gardé. Il paraîtra dans la prochaine édition."))
        query = urlencode({"period": span.period.code})
        return redirect(f"{reverse('desk:narratives', args=[code])}?{query}")
    return desk_page(
        request,
        "desk/narratives.html",
        programme=programme,
        span=span,
        period=span_words(span, language()),
        days=span_days(span, language()),
        quarters=_quarters(snapshot),
        told=list(_told(snapshot, span)),
        tokens=_tokens(snapshot, span),
        breadcrumb=_way(programme, _("Récit du trimestre")),
        demonstration=programme.fictional,
    )


def _keep(request: StaffRequest, programme: Programme, span: Span) -> None:
    for objective in programme.objectives.all():
        text = {
            spoken: request.POST.get(f"{spoken}-{objective.number}", "").strip()[:MOST_LETTERS].replace("\r\n", "\n")
            for spoken in ("fr", "en")
        }
        known = objective.period_narratives.filter(period_kind=span.period.kind, period=span.period.code).first()
        if {key: said for key, said in text.items() if said} != (known.text if known else {}):
            tell_period(
                by=request.user, objective=objective, period_kind=span.period.kind, period=span.period.code, text=text
            )


def _told(snapshot: Snapshot, span: Span) -> Iterator[Told]:
    for objective in snapshot["programme"]["objectives"]:
        texts = narrative_of(snapshot, objective["number"], span)
        reads = plain_words(text_in(texts, language()), snapshot, language()) if texts else ""
        found = [one for spoken, text in texts.items() for one in read_narrative(text, snapshot, spoken).findings]
        problems = [_(one.message) % one.values for one in found if one.severity is not Severity.NOTE]
        problems += [said for spoken, text in texts.items() for said in _of_figures(text, snapshot, spoken, span)]
        title = text_in(objective["title"], language()) or text_in(objective["statement"], language())
        yield Told(objective, title, texts, reads, list(dict.fromkeys(problems)))


def _of_figures(text: str, snapshot: Snapshot, spoken: str, span: Span) -> Iterator[str]:
    """What does not add up in a text, and where it says otherwise than the computed value it speaks of."""
    tongue = Tongue(language())
    for remark in remarks_on_sums(text, snapshot, spoken):
        yield " ".join(tongue.say(one) for one in (remark, remark.advice) if one)
    for one in compared(text, snapshot, spoken, DaysTold(span.period.start, span.period.end)):
        yield _(one.message) % one.values


def _tokens(snapshot: Snapshot, span: Span) -> list[tuple[str, str, str]]:
    """The numbers of the quarter that can be inserted: what is written, what it is, how it reads today."""
    code = span.period.code
    found = [one for one in tokens_for(snapshot, language()) if f"|{code}" in one.token]
    return [(one.token, one.title, one.words) for one in found][:TOKENS_SHOWN]


def _all_quarters(snapshot: Snapshot) -> list[Span]:
    return [span for year in years_of(snapshot) for span in spans_of(snapshot, year) if span.is_quarter]


def _quarters(snapshot: Snapshot) -> list[tuple[str, str, bool]]:
    """The quarters that have begun, newest first: code, words, whether closed."""
    begun = [one for one in _all_quarters(snapshot) if one.period.start.isoformat() <= snapshot["released_on"]]
    return [(one.period.code, span_words(one, language()), one.closed) for one in reversed(begun)]


def _span(snapshot: Snapshot, asked: str) -> Span | None:
    """The quarter that is asked for, else the last closed one, else the last that is over."""
    found = _all_quarters(snapshot)
    named = [one for one in found if one.period.code == asked]
    closed = [one for one in found if one.closed]
    year = year_shown(snapshot)
    over = [one for one in found if not one.running and one.period.start < year.end]
    return (named or closed[-1:] or over[-1:] or found[:1] or [None])[0]  # type: ignore[list-item]


def _unwritten(snapshot: Snapshot, span: Span) -> list[int]:
    numbers = [one["number"] for one in snapshot["programme"]["objectives"]]
    return [number for number in numbers if not narrative_of(snapshot, number, span)]


def _unexplained(snapshot: Snapshot, span: Span) -> int:
    table = shown_table(tracking_table(snapshot, year_of(snapshot, span)), language())
    rows = [row for group in table.groups for row in group.rows]
    return sum(1 for row in rows for one in row.explanations if one.period == span.period.code and not one.text)


def _written_since(programme: Programme, snapshot: Snapshot, span: Span) -> bool:
    """Whether something was written about the quarter that the edition does not hold."""
    rows = programme.period_narratives.filter(period_kind=span.period.kind, period=span.period.code)
    return any(
        row.text != narrative_of(snapshot, row.objective.number, span) for row in rows.select_related("objective")
    )


def _way(programme: Programme, here: str) -> list[dict[str, object]]:
    return [
        step(_("Mon travail"), reverse("desk:work")),
        step(_("Tableau de suivi"), reverse("desk:tracking", args=[programme.code])),
        step(here),
    ]
