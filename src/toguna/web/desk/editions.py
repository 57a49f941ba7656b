"""Editions on the desk: which there are, what the next one would say and mask, and releasing it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from toguna.flow.drafts import draft_of
from toguna.flow.release import NotReleased, as_named_today, release_edition
from toguna.publish.changes import change_in_words, changes_between
from toguna.publish.words import period_words
from toguna.rules.findings import Finding
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.facts.queries import newest_verification
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import last_edition
from toguna.store.values.closings import pending_restatements
from toguna.store.values.models import Run
from toguna.store.values.queries import latest_run
from toguna.web.desk.door import StaffRequest, desk_page, posted_id, staff, step
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.layout.templatetags.toguna import word

CHANGES_SHOWN = 60
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
        next_of=[(programme, run, last) for programme, run, last in counted if run],
        may_release=request.user.may(Permission.RELEASE_EDITIONS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Éditions"))],
    )


@staff(Permission.SEE_VALUES, "GET", "POST")
def next_edition(request: StaffRequest, code: str) -> HttpResponseBase:
    """What the next edition of a programme would say, what changed, what stands in its way; and its release."""
    programme = Programme.objects.get(code=code)
    run = latest_run(programme)
    if request.method == "GET" or run is None:
        return _preview(request, programme, run)
    if not request.user.may(Permission.RELEASE_EDITIONS):
        raise PermissionDenied
    if posted_id(request, "run") != run.pk:
        problem = _("Un calcul plus récent est arrivé pendant que vous regardiez celui-ci. Relisez ce qui changera.")
        return _preview(request, programme, run, problems=[problem], status=409)
    try:
        edition = release_edition(
            programme,
            run=run,
            by=request.user,
            on=timezone.localdate(),
            leave_out_as_needed=request.POST.get("leave_out") == "yes",
        )
    except NotReleased as error:
        return _preview(request, programme, run, problems=[_said(one) for one in error.findings], status=422)
    told = _("L'édition %(number)s de %(programme)s est publiée. Elle ne changera plus.")
    messages.success(request, told % {"number": edition.number, "programme": programme.code})
    return redirect("desk:editions")


def _preview(
    request: StaffRequest, programme: Programme, run: Run | None, problems: list[str] | None = None, status: int = 200
) -> HttpResponseBase:
    shown: dict[str, Any] = {}
    standing: list[str] = []
    if run is not None:
        try:
            shown, standing = _coming(programme, run)
        except NotReleased as error:
            standing = [_said(one) for one in error.findings]
            shown = {"cannot": True}
    return desk_page(
        request,
        "desk/next_edition.html",
        status=status,
        programme=programme,
        run=run,
        last=last_edition(programme),
        pending=pending_restatements(programme).count(),
        newer=newest_verification() - run.as_of if run else 0,
        problems=problems or [],
        standing=standing,
        may_release=request.user.may(Permission.RELEASE_EDITIONS),
        threshold=settings.DISCLOSURE_THRESHOLD,
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Éditions"), "/desk/editions/"),
            step(_("Prochaine édition")),
        ],
        demonstration=programme.fictional,
        **shown,
    )


def _coming(programme: Programme, run: Run) -> tuple[dict[str, Any], list[str]]:
    """What the edition would hold, and which tables simple masking cannot protect."""
    draft = draft_of(programme, run, timezone.localdate())
    content, controlled = draft.snapshot, draft.controlled
    changes = changes_between(as_named_today(last_edition(programme)), content)
    language = (get_language() or "fr")[:2]
    shown = {
        "number": draft.number,
        "cells": len(controlled.cells),
        "masked": len(controlled.masked),
        "left_out": controlled.left_out,
        "provisional": sum(
            bool(table.get("provisional")) for indicator in content["indicators"] for table in indicator["tables"]
        ),
        "tables": sum(len(indicator["tables"]) for indicator in content["indicators"]),
        "restatements": content.get("restatements", []),
        "changes": [change_in_words(change, content, language) for change in changes[:CHANGES_SHOWN]],
        "more_changes": max(0, len(changes) - CHANGES_SHOWN),
    }
    return shown, [_said(one) for one in draft.refused]


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
