"""Editions on the desk: which there are, what the next one would say and mask, and releasing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from toguna.flow.coming import Coming, coming_edition, coming_of
from toguna.flow.drafts import NotReleased, next_number
from toguna.flow.jobs import TooManyAtOnce
from toguna.flow.preparing import (
    ask_for_draft,
    ask_for_release,
    coming_kept,
    draft_work,
    is_small,
    release_refused,
    release_work,
)
from toguna.flow.release import SOMEBODY_RELEASED, release_edition
from toguna.publish.words import period_words
from toguna.rules.findings import Finding
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.facts.queries import newest_verification
from toguna.store.fieldwork.jobs import UNDER_WAY
from toguna.store.fieldwork.models import Job
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import last_edition
from toguna.store.values.closings import pending_restatements
from toguna.store.values.models import Run
from toguna.store.values.queries import latest_run
from toguna.web.desk.door import StaffRequest, desk_page, posted_id, posted_number, staff, step
from toguna.web.desk.edition_work import asked_id, release_told, way_to, work_page
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.desk.workbooks import TOO_MANY
from toguna.web.layout.templatetags.toguna import word

LEFT_OUT_PARTS = 3  # indicator, dimension, kind of period


@staff(Permission.SEE_VALUES)
def editions(request: StaffRequest) -> HttpResponseBase:
    """The editions of every programme, and which programme has counted something newer."""
    rows = Edition.objects.select_related("programme").defer("snapshot")
    orders = {"released": ("released_at",), "programme": ("programme__code", "-number")}
    counted = [(programme, latest_run(programme), last_edition(programme)) for programme in Programme.objects.all()]
    names = dict(User.objects.values_list("pk", "name"))
    found = listing(request, rows, FilterForm(request.GET), orders, "-released")
    return desk_page(
        request,
        "desk/editions.html",
        listing=found,
        released_by={edition.pk: names.get(edition.released_by or 0, "") for edition in found.page},
        next_of=[(programme, run, last, release_told(programme, run)) for programme, run, last in counted if run],
        may_release=request.user.may(Permission.RELEASE_EDITIONS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Éditions"))],
    )


@staff(Permission.SEE_VALUES, "GET", "POST")
def next_edition(request: StaffRequest, code: str) -> HttpResponseBase:
    """What the next edition of a programme would say, what changed, what stands in its way; and its release."""
    programme = Programme.objects.get(code=code)
    run = latest_run(programme)
    if run is None:
        return _page(request, programme)
    if request.method == "POST":
        if request.POST.get("act") == "prepare":
            return _prepare(request, programme, run)
        return _release(request, programme, run)
    asked = asked_id(request)
    job = release_work(programme, asked)
    if job is not None and job.state in UNDER_WAY:
        return work_page(request, programme, job)
    if job is not None and job.state == "done" and asked:
        return _released(request, programme, job.parameters["number"])
    refused = job if job is not None and job.state == "failed" and asked else release_refused(programme, run)
    return _looked_at(request, programme, run, refused=refused)


def _release(request: StaffRequest, programme: Programme, run: Run) -> HttpResponseBase:
    if not request.user.may(Permission.RELEASE_EDITIONS):
        raise PermissionDenied
    if posted_id(request, "run") != run.pk:
        problem = _("Un calcul plus récent est arrivé pendant que vous regardiez celui-ci. Relisez ce qui changera.")
        return _looked_at(request, programme, run, problems=[problem], status=409)
    number = posted_number(request, "number") or next_number(programme)
    if number != next_number(programme):
        return _looked_at(request, programme, run, problems=[_(SOMEBODY_RELEASED)], status=409)
    leave_out = request.POST.get("leave_out") == "yes"
    if not is_small(run):
        coming = coming_kept(programme, run)
        if coming is not None and coming.standing and (coming.cannot or not leave_out):
            return _page(request, programme, run, coming, [_said(one) for one in coming.standing], status=422)
        return _release_later(request, programme, run, number, leave_out=leave_out)
    try:
        edition = release_edition(
            programme,
            run=run,
            by=request.user,
            on=timezone.localdate(),
            leave_out_as_needed=leave_out,
            expected=number,
        )
    except NotReleased as error:
        problems = [_said(one) for one in error.findings]
        coming = coming_of(programme, error.draft) if error.draft else None
        return _looked_at(request, programme, run, coming, problems=problems, status=422)
    return _released(request, programme, edition.number)


def _release_later(
    request: StaffRequest, programme: Programme, run: Run, number: int, *, leave_out: bool
) -> HttpResponseBase:
    here = reverse("desk:next-edition", args=[programme.code])
    try:
        job = ask_for_release(programme, run=run, number=number, leave_out_as_needed=leave_out, by=request.user)
    except TooManyAtOnce:
        messages.error(request, str(TOO_MANY))
        return redirect(here)
    return redirect(f"{here}?asked={job.pk}")


def _period(one: Mapping[str, Any]) -> str:
    return period_words(one["period"], one["period_kind"], (get_language() or "fr")[:2])


def _released(request: StaffRequest, programme: Programme, number: int) -> HttpResponseBase:
    told = _("L'édition %(number)s de %(programme)s est publiée. Elle ne changera plus.")
    messages.success(request, told % {"number": number, "programme": programme.code})
    return redirect("desk:editions")


def _prepare(request: StaffRequest, programme: Programme, run: Run) -> HttpResponseBase:
    try:
        ask_for_draft(programme, run, by=request.user)
    except TooManyAtOnce:
        messages.error(request, str(TOO_MANY))
    return redirect("desk:next-edition", programme.code)


def _looked_at(
    request: StaffRequest,
    programme: Programme,
    run: Run,
    coming: Coming | None = None,
    *,
    problems: Sequence[str] = (),
    refused: Job | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The next edition, counted and masked now where that is quick, else as it was prepared; or how far that is."""
    if coming is None and is_small(run):
        coming = coming_edition(programme, run, timezone.localdate())
    coming = coming or coming_kept(programme, run)
    if coming is not None:
        return _page(request, programme, run, coming, problems, refused=refused, status=status)
    job = draft_work(programme, run)
    if job is None or job.state == "done":
        # Nobody asked yet, or what was prepared is not kept any more.
        try:
            job = ask_for_draft(programme, run, by=request.user)
        except TooManyAtOnce:
            job = None
        coming = coming_kept(programme, run)
        if coming is not None:
            return _page(request, programme, run, coming, problems, refused=refused, status=status)
    return work_page(request, programme, job, problems, refused=refused, status=status)


def _page(
    request: StaffRequest,
    programme: Programme,
    run: Run | None = None,
    coming: Coming | None = None,
    problems: Sequence[str] = (),
    *,
    refused: Job | None = None,
    status: int = 200,
) -> HttpResponseBase:
    changes = coming.changes.get((get_language() or "fr")[:2], []) if coming else []
    may_release = request.user.may(Permission.RELEASE_EDITIONS)
    if refused is not None and may_release:
        problems = [*problems, *refused.message.splitlines()]
    return desk_page(
        request,
        "desk/next_edition.html",
        status=status,
        programme=programme,
        run=run,
        coming=coming,
        last=last_edition(programme),
        pending=pending_restatements(programme).count(),
        newer=newest_verification() - run.as_of if run else 0,
        problems=problems,
        closed=[_period(one) for one in coming.closed] if coming and last_edition(programme) else [],
        decided=[{**one, "words": _period(one)} for one in coming.restatements] if coming else [],
        refused=refused,
        standing=[_said(one) for one in coming.standing] if coming else [],
        changes=changes,
        more_changes=coming.changed - len(changes) if coming else 0,
        prepared=run is not None and not is_small(run),
        may_release=may_release,
        threshold=settings.DISCLOSURE_THRESHOLD,
        breadcrumb=way_to(_("Prochaine édition")),
        demonstration=programme.fictional,
    )


def _said(finding: Finding) -> str:
    """A finding with its codes in words: people know « sexe » and « 3e trimestre », not how they are stored."""
    values = dict(finding.values)
    language = (get_language() or "fr")[:2]
    parts = str(values.get("leave_out", "")).split(":")
    if len(parts) == LEFT_OUT_PARTS:
        indicator, dimension, kind = parts
        said = [indicator, str(word(dimension, "dimension")) if dimension else "", str(word(kind, "period_kind"))]
        values["leave_out"] = ", ".join(part for part in said if part)
        values["period"] = period_words(str(values.get("period", "")), kind, language)
    if values.get("dimension"):
        values["dimension"] = word(str(values["dimension"]), "dimension")
    return _(finding.message) % values
