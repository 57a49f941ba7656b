"""Saying which activity of the work plan an unplanned sheet belongs to."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toguna.flow.verify import NotPermitted, match_activity
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_like, activities_seen_by, activity_seen_by, with_records
from toguna.store.fieldwork.actions import SomebodyActedFirst
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import record_seen_by
from toguna.web.desk.decisions import acted_first
from toguna.web.desk.door import StaffRequest, desk_page, posted_id, posted_number, staff, step
from toguna.web.desk.record_view import view_of
from toguna.web.desk.records import short_name

NEAR = timedelta(days=10)
SUGGESTED = 8


@staff(Permission.SEE_RECORDS, "GET", "POST")
def match(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Activities that this sheet may belong to, and the choice of one."""
    found = record_seen_by(request.user, pk)
    view = view_of(found, reader=request.user)
    if not view.may_match:
        raise PermissionDenied
    if request.method == "POST":
        return _matched(request, found)
    words = request.GET.get("q", "").strip()
    return desk_page(
        request,
        "desk/match.html",
        record=found,
        view=view,
        words=words,
        found=activities_like(request.user, words),
        suggested=suggested_for(found, request.user),
        breadcrumb=[
            step(_("Fiches"), "/desk/records/"),
            step(_("Fiche %(short)s") % {"short": short_name(found)}, f"/desk/records/{found.pk}/"),
            step(_("Rattacher à une activité")),
        ],
        demonstration=found.fictional,
    )


def _matched(request: StaffRequest, found: Record) -> HttpResponseBase:
    chosen = posted_id(request, "activity")
    if chosen is None:
        raise Http404
    activity = activity_seen_by(request.user, chosen)
    try:
        match_activity(found, by=request.user, revision=posted_number(request, "revision"), activity=activity)
    except SomebodyActedFirst as error:
        return acted_first(request, error)
    except NotPermitted as error:
        raise PermissionDenied from error
    messages.success(request, _("La fiche est rattachée à l'activité %(code)s.") % {"code": activity.code})
    return redirect("desk:record", pk=found.pk)


def suggested_for(found: Record, user: User) -> list[Activity]:
    """Activities of about that day, those of the same organisation and of the same place first."""
    reading = getattr(found.current_version, "reading", None)
    if reading is None or reading.held_on is None:
        return []
    about_then = with_records(activities_seen_by(user)).filter(
        fictional=found.fictional,
        starts_on__lte=reading.held_on + NEAR,
        starts_on__gte=reading.held_on - NEAR,
    )

    def distance(activity: Activity) -> tuple[bool, bool, int]:
        days = abs((activity.starts_on - reading.held_on).days) if activity.starts_on else 0
        return (
            activity.implementer_id != found.organisation_id,
            reading.place_id is None or activity.place_id != reading.place_id,
            days,
        )

    return sorted(about_then.exclude(status="cancelled")[:200], key=distance)[:SUGGESTED]
