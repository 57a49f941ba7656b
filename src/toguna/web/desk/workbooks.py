"""Workbooks of attendance sheets: the template, the workbook kept whole, what it would add, then its sheets."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from toguna.collect.attendance_template import attendance_template
from toguna.collect.refusals import RefusedFileError
from toguna.flow.receive import DeliveryHasErrors, accept_workbook, read_workbook, receive_workbook
from toguna.rules.attendance import PlaceMention, count_seats
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.models import Delivery
from toguna.store.journal.actions import record_entry
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.recognition import gazetteer
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.evidence import closed_in
from toguna.web.desk.listing import FilterForm, listing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_MOST = 20_000_000


class WorkbookForm(forms.Form):
    """The file to send."""

    workbook = forms.FileField(
        label=gettext_lazy("Classeur rempli (.xlsx)"),
        help_text=gettext_lazy("Rien n'est enregistré avant que vous ayez vu ce qu'il contient."),
    )

    def clean_workbook(self) -> object:
        """A workbook that is no workbook is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > AT_MOST:
            raise forms.ValidationError(
                _("Ce fichier dépasse %(most)s Mo. Partagez-le en plusieurs classeurs."),
                params={"most": AT_MOST // 1_000_000},
            )
        return workbook


def deliveries_seen_by(user: User) -> QuerySet[Delivery]:
    """The workbooks of the organisations that the account reaches."""
    reached = organisations_reached_by(user)
    return Delivery.objects.filter(organisation__in=reached).select_related("sender", "organisation")


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def deliveries(request: StaffRequest) -> HttpResponseBase:
    """Send a workbook, or come back to one that was sent."""
    form = WorkbookForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        delivery = receive_workbook(body=file.read(), file_name=file.name, by=request.user)
        return redirect("desk:delivery", pk=delivery.pk)
    orders = {"received": ("received_at",)}
    return desk_page(
        request,
        "desk/deliveries.html",
        status=422 if form.errors else 200,
        form=form,
        listing=listing(request, deliveries_seen_by(request.user), FilterForm(request.GET), orders, "-received"),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), "/desk/records/"), step(_("Classeurs"))],
    )


@staff(Permission.ENTER_RECORDS)
def template(request: StaffRequest) -> HttpResponseBase:
    """The workbook to fill in, with the activities and communes of whoever asks."""
    fictional = request.user.fictional
    planned = activities_seen_by(request.user).filter(fictional=fictional).exclude(status="cancelled").order_by("code")
    places = gazetteer(fictional=fictional)
    coded = {place.pk: key for key, place in places.by_code.items()}
    communes = [
        PlaceMention(place.name, *coded.get(place.pk, ("", ""))) if len(named) > 1 else PlaceMention(place.name)
        for named in places.by_name.values()
        for place in named
    ]
    body = attendance_template(
        activities=[(activity.code, activity.title["fr"]) for activity in planned[:1000]],
        communes=sorted(communes, key=str),
        language=(get_language() or "fr")[:2],
    )
    return workbook_answer(body, "fiches-de-presence.xlsx")


@staff(Permission.SEE_RECORDS, "GET", "POST")
def delivery(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """What the workbook would add and what is wrong in it, tab and cell; accepted only whole."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    may_accept = request.user.may(Permission.ENTER_RECORDS)
    if request.method == "POST":
        if not may_accept:
            raise PermissionDenied
        try:
            receipts = accept_workbook(found, by=request.user)
        except (DeliveryHasErrors, RefusedFileError) as error:
            messages.error(request, _(error.message) % error.values)
            return redirect("desk:delivery", pk=found.pk)
        told = ngettext(
            "%(count)s fiche du classeur est enregistrée. Quelqu'un d'autre la contrôlera.",
            "%(count)s fiches du classeur sont enregistrées. Quelqu'un d'autre les contrôlera.",
            len(receipts),
        )
        messages.success(request, told % {"count": len(receipts)})
        return redirect("desk:delivery", pk=found.pk)
    sheets, told_of = [], []
    try:
        reading = read_workbook(found)
    except RefusedFileError as error:
        told_of = [error.finding()]
    else:
        told_of = list(reading.findings)
        sheets = [(key, sheet, count_seats(sheet)) for key, sheet in reading.sheets]
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return desk_page(
        request,
        "desk/delivery.html",
        delivery=found,
        sheets=sheets,
        findings=sorted(told_of, key=lambda finding: weight[finding.severity])[:300],
        told=len(told_of),
        errors=_errors(told_of),
        may_accept=may_accept,
        sees_names=request.user.may(Permission.SEE_NAMES),
        records=found.versions.select_related("record__activity", "record__current_version__reading"),
        breadcrumb=[
            step(_("Fiches"), "/desk/records/"),
            step(_("Classeurs"), "/desk/workbooks/"),
            step(found.file_name),
        ],
    )


@staff(Permission.SEE_NAMES)
def delivery_file(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The workbook as it was sent."""
    found = deliveries_seen_by(request.user).get(pk=pk)
    with write_turn():
        record_entry(by=request.user, action="delivery.read", subject=found)
    return workbook_answer(bytes(found.payload.body), f"classeur-{found.pk}.xlsx")


def workbook_answer(body: bytes, name: str) -> HttpResponseBase:
    """A workbook to take away."""
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return closed_in(response)


def _errors(told: list[Finding]) -> int:
    return len(errors_in(told))
