"""One workbook that was sent: what it would add, what it added, its errors in its own cells, and taking it back.

Large ones are worked on in the background; the page shows how far that is and may be left.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from toguna.collect.refusals import RefusedFileError
from toguna.flow.background import is_somebody_at_work
from toguna.flow.imports.accept import Accepted, DeliveryHasErrors, DeliveryTakenBack, accept_delivery, may_accept
from toguna.flow.imports.background import (
    ACCEPT,
    FEW_SHEETS,
    LOOK,
    TAKE_BACK,
    begin,
    is_small,
    look_kept,
    marked_kept,
    work_on,
)
from toguna.flow.imports.dry_run import DryRun, all_findings, look_at, marked
from toguna.flow.imports.take_back import CannotTakeBack, fallout_of, may_take_back, take_back
from toguna.flow.jobs import TooManyAtOnce, cancel, seconds_left
from toguna.rules.roles import Permission
from toguna.store.fieldwork.jobs import UNDER_WAY
from toguna.store.fieldwork.models import Delivery, Job, RecordVersion
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.listing import FilterForm, chosen_order, csv_answer, listing, ordered
from toguna.web.desk.wording import STATES, word
from toguna.web.desk.workbooks import TOO_MANY, deliveries_seen_by, workbook_answer

LOOK_AGAIN_SECONDS = 3
PATIENCE_SECONDS = 30
SHOWN_SHEETS = 100
ORDERS = {
    "key": ("delivery_key",),
    "state": ("record__state",),
    "held": ("record__current_version__reading__held_on",),
    "what": ("number",),
}


class AddedFilters(FilterForm):
    """What the records of a workbook can be narrowed by."""

    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[("", gettext_lazy("Tous")), *STATES.items()])
    what = forms.ChoiceField(
        label=gettext_lazy("Par cet envoi"),
        choices=[
            ("", gettext_lazy("Toutes")),
            ("new", gettext_lazy("ajoutées")),
            ("corrected", gettext_lazy("corrigées")),
        ],
    )


@staff(Permission.SEE_RECORDS, "GET", "POST")
def delivery(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """What the workbook would add and what is wrong in it, tab and cell; or what it added. Accepted only whole."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    if request.method == "POST":
        return _accept(request, found)
    job = work_on(found)
    if job is not None and job.state in UNDER_WAY:
        return _under_way(request, found, job)
    if found.accepted_at is not None:
        return _added(request, found, job)
    return _looked_at(request, found, job)


@staff(Permission.ENTER_RECORDS, "POST")
def look_again(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Have a large workbook looked at anew, against what is here now."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    if found.accepted_at is None and not is_small(found):
        _begin(request, LOOK, found)
    return redirect("desk:delivery", pk=found.pk)


@staff(Permission.SEE_RECORDS, "POST")
def stop(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Call off what is being done with the workbook; what is kept stays, and it can go on later."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    job = work_on(found)
    if job is not None and job.state in UNDER_WAY:
        if job.by_id != request.user.pk and not may_take_back(found, request.user):
            raise PermissionDenied
        cancel(job)
        messages.success(request, _("Le travail est arrêté. Ce qui est fait reste fait ; vous pouvez le reprendre."))
    return redirect("desk:delivery", pk=found.pk)


@staff(Permission.SEE_RECORDS, "GET", "POST")
def return_delivery(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take the whole workbook back: first what that would change, then the act."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    if not may_take_back(found, request.user):
        raise PermissionDenied
    if found.accepted_at is None or found.taken_back_at is not None:
        return redirect("desk:delivery", pk=found.pk)
    fallout = fallout_of(found)
    if request.method == "POST":
        if len(fallout.reject) + len(fallout.undo) > FEW_SHEETS:
            _begin(request, TAKE_BACK, found)
            return redirect("desk:delivery", pk=found.pk)
        try:
            take_back(found, by=request.user)
        except CannotTakeBack as error:
            messages.error(request, _(error.message))
            return redirect("desk:delivery-take-back", pk=found.pk)
        messages.success(request, _("L'envoi est annulé. Ses fiches restent lisibles et ne comptent nulle part."))
        return redirect("desk:delivery", pk=found.pk)
    return desk_page(
        request,
        "desk/delivery_return.html",
        delivery=found,
        fallout=fallout,
        breadcrumb=[*_way(found, linked=True), step(_("Annuler l'envoi"))],
    )


@staff(Permission.SEE_RECORDS)
def delivery_csv(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """What the workbook added, as it is filtered and ordered, every row, without names."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    form = AddedFilters(request.GET)
    versions = ordered(_narrowed(found, form.chosen()), ORDERS, chosen_order(request, ORDERS, "key"))
    header = (
        _("n° dans le classeur"),
        _("par cet envoi"),
        _("fiche"),
        _("état"),
        _("activité"),
        _("séance"),
        _("date"),
    )
    return csv_answer("classeur.csv", header, _rows(versions))


@staff(Permission.SEE_NAMES)
def delivery_file(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The workbook as it was sent."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    _note_read(request, found)
    return workbook_answer(bytes(found.payload.body), f"classeur-{found.pk}.xlsx")


@staff(Permission.SEE_NAMES)
def delivery_marked(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The workbook as it was sent, with what is wrong written into its cells."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    body = None if is_small(found) else marked_kept(found)
    if body is None:
        try:
            body = marked(found, all_findings(found))
        except RefusedFileError as error:
            messages.error(request, _(error.message) % error.values)
            return redirect("desk:delivery", pk=found.pk)
    _note_read(request, found)
    return workbook_answer(body, f"classeur-a-corriger-{found.pk}.xlsx")


def _accept(request: StaffRequest, found: Delivery) -> HttpResponseBase:
    if not may_accept(found, request.user):
        raise PermissionDenied
    look = look_at(found) if is_small(found) else None
    if look is None or look.would_keep > FEW_SHEETS:
        _begin(request, ACCEPT, found)
        return redirect("desk:delivery", pk=found.pk)
    try:
        accepted = accept_delivery(found, by=request.user)
    except (DeliveryHasErrors, DeliveryTakenBack, RefusedFileError) as error:
        messages.error(request, _(error.message) % error.values)
    else:
        messages.success(request, _told(accepted))
    return redirect("desk:delivery", pk=found.pk)


def _told(accepted: Accepted) -> str:
    told = []
    if accepted.new:
        told.append(
            ngettext(
                "%(count)s fiche du classeur est enregistrée. Quelqu'un d'autre la contrôlera.",
                "%(count)s fiches du classeur sont enregistrées. Quelqu'un d'autre les contrôlera.",
                accepted.new,
            )
            % {"count": accepted.new}
        )
    if accepted.corrections:
        told.append(
            ngettext("%(count)s fiche est corrigée.", "%(count)s fiches sont corrigées.", accepted.corrections)
            % {"count": accepted.corrections}
        )
    return " ".join(told) or _("Rien n'a changé : tout ce que contient ce classeur était déjà là.")


def _begin(request: StaffRequest, what: str, found: Delivery) -> None:
    try:
        begin(what, found, by=request.user)
    except TooManyAtOnce:
        messages.error(request, str(TOO_MANY))


def _under_way(request: StaffRequest, found: Delivery, job: Job) -> HttpResponseBase:
    waited = int((timezone.now() - job.created_at).total_seconds())
    response = desk_page(
        request,
        "desk/delivery_work.html",
        delivery=found,
        job=job,
        what=job.parameters.get("what"),
        left=seconds_left(job, now=timezone.now()),
        may_stop=job.by_id == request.user.pk or may_take_back(found, request.user),
        nobody_works=job.state == "waiting" and waited > PATIENCE_SECONDS and not is_somebody_at_work(),
        breadcrumb=_way(found),
    )
    response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _looked_at(request: StaffRequest, found: Delivery, job: Job | None) -> HttpResponseBase:
    look: DryRun | None = look_at(found) if is_small(found) else look_kept(found)
    sheets = Paginator(look.sheets if look else (), SHOWN_SHEETS).get_page(request.GET.get("page"))
    return desk_page(
        request,
        "desk/delivery.html",
        delivery=found,
        look=look,
        sheets=sheets,
        is_small=is_small(found),
        job=job,
        begun=found.versions.count(),
        may_accept=may_accept(found, request.user),
        enters=request.user.may(Permission.ENTER_RECORDS),
        sees_names=request.user.may(Permission.SEE_NAMES),
        breadcrumb=_way(found),
    )


def _added(request: StaffRequest, found: Delivery, job: Job | None) -> HttpResponseBase:
    form = AddedFilters(request.GET)
    everything = found.versions.order_by()
    return desk_page(
        request,
        "desk/delivery_added.html",
        delivery=found,
        job=job,
        new=everything.filter(number=1).count(),
        corrected=everything.filter(number__gt=1).count(),
        states=everything.values("record__state").annotate(n=Count("pk")).order_by("record__state"),
        listing=listing(request, _narrowed(found, form.chosen()), form, ORDERS, "key"),
        may_take_back=found.taken_back_at is None and may_take_back(found, request.user),
        enters=request.user.may(Permission.ENTER_RECORDS),
        sees_names=request.user.may(Permission.SEE_NAMES),
        breadcrumb=_way(found),
    )


def _narrowed(found: Delivery, chosen: dict[str, Any]) -> QuerySet[RecordVersion]:
    versions = found.versions.select_related("record__activity", "record__current_version__reading__place")
    if "state" in chosen:
        versions = versions.filter(record__state=chosen["state"])
    match chosen.get("what"):
        case "new":
            return versions.filter(number=1)
        case "corrected":
            return versions.filter(number__gt=1)
    return versions


def _rows(versions: QuerySet[RecordVersion]) -> Iterator[Sequence[object]]:
    for version in versions.iterator(chunk_size=500):
        record = version.record
        reading = getattr(record.current_version, "reading", None)
        yield (
            version.delivery_key,
            _("ajoutée") if version.number == 1 else _("corrigée"),
            record.instance_id,
            word(record.state, "state"),
            record.activity.code if record.activity else (reading.activity_code if reading else ""),
            reading.session if reading else None,
            reading.held_on if reading else None,
        )


def _note_read(request: StaffRequest, found: Delivery) -> None:
    with write_turn():
        record_entry(by=request.user, action="delivery.read", subject=found)


def _way(found: Delivery, *, linked: bool = False) -> list[dict[str, object]]:
    last = step(found.file_name, f"/desk/workbooks/{found.pk}/" if linked else "")
    return [step(_("Fiches"), "/desk/records/"), step(_("Classeurs"), "/desk/workbooks/"), last]
