"""What came late into a closed period: its effect on every number, and the decision about it."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from toguna.flow.closing import OwnWork, ReasonMissing, decide_restatement
from toguna.flow.compute import compute_later
from toguna.publish.words import BASES, category_words, dimension_word, period_words, said, value_words
from toguna.rules.numbers import movement
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.places.models import Place
from toguna.store.results.models import Indicator
from toguna.store.values.models import Restatement
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.layout.templatetags.toguna import plain_text_in


@dataclass(frozen=True)
class EffectLine:
    """One number that would change, in words."""

    indicator: str
    period: str
    cut: str
    before: str
    after: str
    difference: str


@staff(Permission.SEE_VALUES, "GET", "POST")
def restatement(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The late sheet, what accepting it would change, and accepting it or leaving it out."""
    found = Restatement.objects.select_related(
        "closing__programme", "record__organisation", "record__current_version__reading", "record__activity"
    ).get(pk=pk)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        if not request.user.may(Permission.APPROVE_VALUES):
            raise PermissionDenied
        try:
            if found.state != "pending":
                problems, status = [_("Quelqu'un a déjà décidé. Voici ce qui a été décidé.")], 409
            else:
                accept = request.POST.get("decision") == "accept"
                decide_restatement(found, by=request.user, accept=accept, reason=request.POST.get("reason", ""))
                compute_later.enqueue(found.closing.programme.code, request.user.pk)
                messages.success(
                    request,
                    _("La fiche comptera dans la période clôturée. Le calcul est relancé ; l'édition suivante le dira.")
                    if accept
                    else _("La fiche reste hors de la période clôturée. L'édition suivante le dira."),
                )
                return redirect("desk:period", code=found.closing.programme.code, period=found.closing.period)
        except ReasonMissing:
            problems, status = [_("Dites pourquoi : l'édition suivante publiera ce motif. N'y mettez aucun nom.")], 422
        except OwnWork:
            problems, status = [_("Vous avez saisi, contrôlé ou vérifié cette fiche : quelqu'un d'autre décide.")], 403
    programme, lines = found.closing.programme, _lines(found)
    return desk_page(
        request,
        "desk/restatement.html",
        status=status,
        restatement=found,
        programme=programme,
        lines=lines,
        totals=[line for line in lines if not line.cut],
        parts=[line for line in lines if line.cut],
        problems=problems,
        reason=request.POST.get("reason", ""),
        decided_by=User.objects.filter(pk=found.decided_by or 0).values_list("name", flat=True).first(),
        sees_record=records_seen_by(request.user).filter(pk=found.record_id).exists(),
        may_decide=request.user.may(Permission.APPROVE_VALUES),
        breadcrumb=[
            step(_("Périodes"), f"{reverse('desk:periods')}?programme={programme.code}"),
            step(_period(found), reverse("desk:period", args=[programme.code, found.closing.period])),
            step(_("Fiche arrivée en retard")),
        ],
        demonstration=programme.fictional,
    )


def _period(found: Restatement) -> str:
    return period_words(found.closing.period, found.closing.period_kind, (get_language() or "fr")[:2])


def _lines(found: Restatement) -> list[EffectLine]:
    language = (get_language() or "fr")[:2]
    indicators = {one.code: one for one in Indicator.objects.filter(result__programme=found.closing.programme)}
    lines = []
    for change in found.effect:
        indicator = indicators.get(change["indicator"])
        if indicator is None:
            continue
        was, becomes = change["before"], change["after"]
        unit = "percent" if indicator.measure == "percentage" else ""
        lines.append(
            EffectLine(
                f"{indicator.code} {plain_text_in(indicator.title)}",
                period_words(change["period"], change["period_kind"], language),
                _cut_words(change["cell"], language),
                value_words(was or "unknown", language, indicator.measure) if was else "–",
                value_words(becomes or "unknown", language, indicator.measure) if becomes else "–",
                movement(Decimal(was or 0), Decimal(becomes or 0), language, unit),
            )
        )
    return lines


def _cut_words(cell: str, language: str) -> str:
    told = []
    for part in filter(None, cell.split(";")):
        name, _sign, category = part.partition("=")
        if name == "basis":
            told.append(said(BASES.get(category, (category, category)), language))
            continue
        if name == "place" and category != "unknown":
            label = Place.objects.filter(pk=category).values_list("name", flat=True).first() or category
        else:
            label = category_words({"places": {}, "organisations": {}}, name, category, language)  # type: ignore[typeddict-item]
        told.append(f"{dimension_word(name, language)} : {label}")
    return ", ".join(told)
