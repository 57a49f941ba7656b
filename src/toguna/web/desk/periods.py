"""The periods of a programme: what is still missing before one can close, closing it, opening it again, chasing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.flow.chasing import RemindedToday, remind
from toguna.flow.closing import (
    AlreadyPublished,
    NotPermitted,
    ReasonMissing,
    close_period,
    reopen_period,
    reporting_periods,
)
from toguna.flow.compute import compute_later
from toguna.flow.forms import form_and_register_titles
from toguna.flow.period_review import PeriodReview, review_of
from toguna.publish.words import period_words
from toguna.rules.closings import AlreadyClosed, NotOver
from toguna.rules.numbers import long_date
from toguna.rules.periods import Period
from toguna.rules.roles import Permission
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.programmes.models import Programme
from toguna.store.publications.queries import last_edition
from toguna.store.values.closings import closings_of, pending_restatements
from toguna.store.values.models import Closing
from toguna.store.values.queries import programmes_counted
from toguna.web.desk.approvals import lines_of
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.layout.templatetags.toguna import reader

SHOWN = 10


@dataclass(frozen=True)
class PeriodLine:
    """One period in the list: whether it is over, closed, and how much came late into it."""

    period: Period
    over: bool
    closing: Closing | None
    late: int


@staff(Permission.SEE_VALUES)
def periods(request: StaffRequest) -> HttpResponseBase:
    """Every programme with its quarters, newest first: which are open, which are closed, what came late."""
    programmes = programmes_counted()
    chosen = next((one for one in programmes if one.code == request.GET.get("programme")), None)
    chosen = chosen or next(iter(programmes), None)
    return desk_page(
        request,
        "desk/periods.html",
        programmes=programmes,
        programme=chosen,
        lines=_period_lines(chosen) if chosen else [],
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Périodes"))],
        demonstration=bool(chosen and chosen.fictional),
    )


@staff(Permission.SEE_VALUES)
def period(request: StaffRequest, code: str, period: str) -> HttpResponseBase:
    """One period: what is missing, what would surprise, its values and who approved them, what came late."""
    programme, found = _found(code, period)
    return _page(request, programme, found)


@staff(Permission.CLOSE_PERIODS, "POST")
def close(request: StaffRequest, code: str, period: str) -> HttpResponseBase:
    """Close it over what is verified now; what comes later will wait for a decision."""
    programme, found = _found(code, period)
    review = review_of(programme, found, user=request.user, today=timezone.localdate())
    if review.gaps and request.POST.get("anyway") != "yes":
        problem = _("Quelque chose manque encore. Cochez la case pour clôturer quand même, ou attendez.")
        return _page(request, programme, found, problems=[problem], status=422)
    try:
        close_period(
            programme, found, by=request.user, today=timezone.localdate(), note=request.POST.get("note", "").strip()
        )
    except NotOver as error:
        day = long_date(error.last_day, reader())
        problem = _("Cette période dure jusqu'au %(day)s : elle se clôture le lendemain.") % {"day": day}
        return _page(request, programme, found, problems=[problem], status=422)
    except AlreadyClosed:
        problem = _("Quelqu'un vient de clôturer cette période. Voici où elle en est.")
        return _page(request, programme, found, problems=[problem], status=409)
    compute_later.enqueue(programme.code, request.user.pk)
    messages.success(
        request,
        _("La période est clôturée. Le calcul est relancé ; ses valeurs pourront ensuite être approuvées."),
    )
    return redirect("desk:period", code=code, period=period)


@staff(Permission.CLOSE_PERIODS, "POST")
def reopen(request: StaffRequest, code: str, period: str) -> HttpResponseBase:
    """Open it again, as long as no edition has told it as closed."""
    programme, found = _found(code, period)
    closing = closings_of(programme).filter(starts_on=found.start).first()
    if closing is None:
        raise Http404
    try:
        reopen_period(closing, by=request.user, reason=request.POST.get("reason", ""))
    except ReasonMissing:
        problem = _("Dites pourquoi vous rouvrez la période : le journal le gardera.")
        return _page(request, programme, found, problems=[problem], status=422)
    except AlreadyPublished as error:
        problem = _(
            "L'édition %(number)s a publié cette période comme clôturée : elle ne se rouvre plus. Ce qui arrive en "
            "retard se décide fiche par fiche, et l'édition suivante le dira."
        )
        return _page(request, programme, found, problems=[problem % {"number": error.number}], status=409)
    compute_later.enqueue(programme.code, request.user.pk)
    messages.success(request, _("La période est rouverte, et ses approbations sont tombées. Le calcul est relancé."))
    return redirect("desk:period", code=code, period=period)


@staff(Permission.CLOSE_PERIODS, "POST")
def chase(request: StaffRequest, code: str, period: str) -> HttpResponseBase:
    """Write to an organisation about what it has not sent."""
    _programme, found = _found(code, period)
    organisation = organisations_reached_by(request.user).get(code=request.POST.get("organisation", ""))
    names = {"name": organisation.name.get(reader()) or organisation.name["fr"]}
    try:
        sent = remind(organisation, by=request.user, since=found.start, today=timezone.localdate())
    except NotPermitted as error:
        raise PermissionDenied from error
    except RemindedToday:
        messages.warning(request, _("%(name)s a déjà reçu un rappel aujourd'hui.") % names)
        return redirect("desk:period", code=code, period=found.code)
    if sent:
        told = ngettext("%(n)s lettre est partie à %(name)s.", "%(n)s lettres sont parties à %(name)s.", sent)
        messages.success(request, told % {"n": sent, **names})
    else:
        told = _(
            "Personne chez %(name)s ne reçoit de lettre : comptes fictifs, lettres refusées ou rien en retard. "
            "Appelez plutôt."
        )
        messages.warning(request, told % names)
    return redirect("desk:period", code=code, period=found.code)


def _page(
    request: StaffRequest, programme: Programme, found: Period, problems: Iterable[str] = (), status: int = 200
) -> HttpResponseBase:
    today = timezone.localdate()
    review = review_of(programme, found, user=request.user, today=today)
    lines = lines_of(review, request.user)
    edition = last_edition(programme)
    return desk_page(
        request,
        "desk/period.html",
        status=status,
        programme=programme,
        period=found,
        review=review,
        over=today >= found.end,
        lines=lines,
        to_approve=[line for line in lines if line.can_be_approved],
        approved=sum(line.approved for line in lines),
        missing=_by_organisation(review),
        waiting=review.waiting.select_related("organisation", "activity", "current_version__reading")[:SHOWN],
        unmatched=review.unmatched[:SHOWN],
        titles=form_and_register_titles(),
        last_edition=edition,
        published=bool(review.closing and edition and edition.released_at > review.closing.closed_at),
        problems=list(problems),
        may_close=request.user.may(Permission.CLOSE_PERIODS),
        may_approve=request.user.may(Permission.APPROVE_VALUES),
        may_see_records=request.user.may(Permission.SEE_RECORDS),
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Périodes"), f"{reverse('desk:periods')}?programme={programme.code}"),
            step(period_words(found.code, found.kind, reader())),
        ],
        demonstration=programme.fictional,
    )


def _found(code: str, period: str) -> tuple[Programme, Period]:
    """The programme and the period in the address; Http404 where the programme has no such quarter."""
    programme = Programme.objects.get(code=code)
    for one in reporting_periods(programme, timezone.localdate()):
        if one.code == period:
            return programme, one
    raise Http404


def _period_lines(programme: Programme) -> list[PeriodLine]:
    today = timezone.localdate()
    closed = {one.starts_on: one for one in closings_of(programme)}
    late = [one.closing.starts_on for one in pending_restatements(programme)]
    return [
        PeriodLine(one, today >= one.end, closed.get(one.start), late.count(one.start))
        for one in reporting_periods(programme, today)
    ]


def _by_organisation(review: PeriodReview) -> list[tuple[Organisation, int, object]]:
    """Who has not sent what was due: how many, and since when."""
    held: dict[str, tuple[Organisation, list[object]]] = {}
    for one in review.missing:
        held.setdefault(one.organisation.code, (one.organisation, []))[1].append(one.due.due_on)
    return [(who, len(days), min(days)) for _code, (who, days) in sorted(held.items())]  # type: ignore[type-var]
