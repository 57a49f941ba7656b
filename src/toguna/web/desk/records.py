"""One record's page: the original beside what was understood, and what the reader may do about it."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.flow.commitments import forum_to_take
from toguna.flow.forms import form_and_register_titles
from toguna.rules.records import Act
from toguna.rules.roles import Permission
from toguna.store.fieldwork.comments import comments_on, may_comment
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import record_seen_by
from toguna.store.fieldwork.waiting import waiting_for
from toguna.store.journal.queries import entries_about
from toguna.store.people.queries import mentions_with_a_name
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.record_view import changes_between, note_reading, view_of

SHOWN_OF_ORIGINAL = 20_000
# The order in which the page offers them: onwards first, backwards last.
ORDER_OF_ACTS = (Act.CHECK, Act.VERIFY, Act.CORRECT, Act.RETURN, Act.REJECT, Act.QUARANTINE, Act.RELEASE)


@staff(Permission.SEE_RECORDS)
def record(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """What arrived, what was understood of it, what looks wrong, and what a decision will change."""
    found = record_seen_by(request.user, pk)
    note_reading(found, reader=request.user)
    return record_page(request, found)


def record_page(
    request: StaffRequest,
    found: Record,
    *,
    problems: list[str] | None = None,
    reason: str = "",
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a record; after a refused decision, with what stands in its way and the reason that was typed."""
    number = request.GET.get("version", "")
    view = view_of(found, reader=request.user, number=int(number) if number.isdecimal() else None)
    versions = list(found.versions.select_related("sender").order_by("-number"))
    older, newer = _compared(request, view.version.number, [version.number for version in versions], view.contested)
    by_number = {version.number: version for version in versions}
    body = bytes(view.version.payload.body)
    return desk_page(
        request,
        "desk/record.html",
        status=status,
        view=view,
        record=found,
        versions=versions,
        older=by_number.get(older),
        newer=by_number.get(newer),
        changes=changes_between(by_number[older], by_number[newer]) if older in by_number and newer != older else [],
        original=body[:SHOWN_OF_ORIGINAL].decode(errors="replace") if view.sees_names else "",
        original_is_longer=len(body) > SHOWN_OF_ORIGINAL,
        form_title=form_and_register_titles().get(found.form_id, found.form_id),
        comments=list(comments_on(found)) if may_comment(request.user) else None,
        decisions=found.decisions.select_related("by", "version").order_by("at"),
        journal=entries_about(found)[:30] if request.user.may(Permission.SEE_JOURNAL) else None,
        acts=[act for act in ORDER_OF_ACTS if act in view.acts],
        forum=forum_to_take(request.user, found),
        erasable=list(mentions_with_a_name(view.version)) if request.user.may(Permission.REDACT_PERSONS) else [],
        erasing=f'toguna redact {_("NUMÉRO")} --by {request.user.email} --reason "…"',
        next_waiting=waiting_for(request.user).exclude(pk=found.pk).order_by("received_at").first(),
        problems=problems or [],
        reason=reason,
        comment=comment,
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Fiches"), "/desk/records/"),
            step(_("Fiche %(short)s") % {"short": short_name(found)}),
        ],
        demonstration=found.fictional,
    )


def short_name(found: Record) -> str:
    """The few letters by which people speak of a record that has no title."""
    return found.instance_id.removeprefix("uuid:")[:8]


def _compared(request: StaffRequest, shown: int, numbers: list[int], contested: list) -> tuple[int, int]:  # type: ignore[type-arg]
    """Which two versions are compared: those in the address, else the contested one, else the one before."""
    asked = request.GET.get("compare", "")
    if asked.isdecimal() and int(asked) in numbers:
        older, newer = sorted((int(asked), shown))
        return older, newer
    if contested:
        older, newer = sorted((shown, contested[0].number))
        return older, newer
    before = [number for number in numbers if number < shown]
    return (max(before), shown) if before else (shown, shown)
