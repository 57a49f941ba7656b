"""Printing the attendance sheets of an activity, and which of them have come back.

The address of a PDF names the codes on it, so that "back" and "reload" print the same sheets and no new ones.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.flow.paper import MOST_SHEETS, NotPrinted, PrintingNotPermitted, may_print, paper_of, print_sheets
from toguna.publish.paper.sheet import LINES_A_PAGE, MOST_LINES
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activity_seen_by
from toguna.store.fieldwork.models import PrintedSheet, Record
from toguna.store.fieldwork.printed_sheets import records_of_sheets, sheets_printed_for
from toguna.store.fieldwork.queries import records_seen_by
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step

ALL_SESSIONS = "all"


class PaperForm(forms.Form):
    """What a clerk chooses before printing: which session, lines to sign or boxes to count in, how many lines."""

    session = forms.ChoiceField(label=gettext_lazy("Séance"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Ce que les gens font sur la feuille"),
        choices=[
            ("names", gettext_lazy("ils écrivent leur nom et signent, une ligne par personne")),
            ("counts", gettext_lazy("on les compte par sexe et par âge, sans aucun nom")),
        ],
        widget=forms.RadioSelect,
    )
    lines = forms.IntegerField(
        label=gettext_lazy("Nombre de lignes"),
        min_value=1,
        max_value=MOST_LINES,
        error_messages={
            "min_value": gettext_lazy("Écrivez au moins 1 ligne."),
            "max_value": gettext_lazy("Écrivez au plus %(limit_value)s lignes."),
            "invalid": gettext_lazy("Écrivez un nombre de lignes, en chiffres."),
            "required": gettext_lazy("Écrivez le nombre de lignes."),
        },
    )

    def __init__(self, typed: QueryDict | None, *, activity: Activity) -> None:
        sessions = [(str(number), str(number)) for number in range(1, min(activity.sessions, MOST_SHEETS) + 1)]
        start = {
            "session": sessions[0][0],
            "kind": "counts" if activity.sensitive else "names",
            "lines": 2 * LINES_A_PAGE,
        }
        super().__init__(typed, initial=start)
        if len(sessions) > 1:
            every = _("Toutes : une fiche pour chacune des %(count)s séances") % {"count": len(sessions)}
            sessions.append((ALL_SESSIONS, every))
        self.numbers = [int(number) for number, _words in sessions if number != ALL_SESSIONS]
        self.fields["session"].choices = sessions  # type: ignore[attr-defined]
        self.fields["lines"].help_text = _("%(count)s lignes par page, en A4 couché ; au-delà, la fiche continue.") % {
            "count": LINES_A_PAGE
        }

    def clean(self) -> dict[str, Any]:
        """Lines are asked for only where there will be some."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "counts":
            self.errors.pop("lines", None)
        return cleaned

    def sessions(self) -> list[int]:
        """The sessions that were chosen."""
        chosen = self.cleaned_data["session"]
        return self.numbers if chosen == ALL_SESSIONS else [int(chosen)]


@dataclass(frozen=True)
class SheetOut:
    """A sheet that was printed, and the records that came back under its code, as far as this account sees them."""

    sheet: PrintedSheet
    records: list[Record]
    elsewhere: bool


@staff(Permission.SEE_RECORDS, "GET", "POST")
def paper(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Choose what to print; printing leads to the PDF."""
    found = activity_seen_by(request.user, pk)
    if not may_print(request.user):
        raise PermissionDenied
    form = PaperForm(sent(request), activity=found)
    if request.method == "POST" and form.is_valid():
        try:
            printed = print_sheets(
                found,
                sessions=form.sessions(),
                lines=form.cleaned_data.get("lines") or 0,
                counts_only=form.cleaned_data["kind"] == "counts",
                by=request.user,
            )
        except PrintingNotPermitted as error:
            raise PermissionDenied from error
        except NotPrinted as error:
            form.add_error(None, _(error.message) % error.values)
        else:
            return redirect(file_address(found, printed))
    return desk_page(
        request,
        "desk/paper.html",
        status=422 if form.errors else 200,
        activity=found,
        paper_form=form,
        form=form,
        printed=sheets_out(request.user, found),
        can_enter=request.user.may(Permission.ENTER_RECORDS) and found.status != "cancelled",
        breadcrumb=[
            step(_("Activités"), "/desk/activities/"),
            step(found.code, f"/desk/activities/{found.pk}/"),
            step(_("Imprimer la fiche")),
        ],
        demonstration=found.fictional,
    )


@staff(Permission.SEE_RECORDS)
def paper_file(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The PDF of the sheets whose codes stand in the address."""
    found = activity_seen_by(request.user, pk)
    if not may_print(request.user):
        raise PermissionDenied
    codes = request.GET.getlist("code")[:MOST_SHEETS]
    printed = list(sheets_printed_for(found).filter(code__in=codes))
    if not printed:
        raise Http404
    body = paper_of(found, printed, language=get_language() or "fr")
    response = HttpResponse(body, content_type="application/pdf")
    name = f"fiche-{found.code}-{printed[0].code}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def sheets_out(user: User, activity: Activity) -> list[SheetOut]:
    """The sheets that were printed for the activity, each with what came back under its code."""
    printed = list(sheets_printed_for(activity))
    seen = set(records_seen_by(user).filter(activity=activity).values_list("pk", flat=True))
    came: dict[str, list[Record]] = {}
    for record in records_of_sheets(sheet.code for sheet in printed):
        version = record.current_version
        came.setdefault(version.reading.sheet_code if version else "", []).append(record)
    return [
        SheetOut(
            sheet,
            [record for record in came.get(sheet.code, []) if record.pk in seen],
            any(record.pk not in seen for record in came.get(sheet.code, [])),
        )
        for sheet in printed
    ]


def file_address(activity: Activity, printed: list[PrintedSheet]) -> str:
    """Where the PDF of these sheets is."""
    codes = urlencode([("code", sheet.code) for sheet in printed])
    return f"{reverse('desk:paper-file', args=[activity.pk])}?{codes}"
