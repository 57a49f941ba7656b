"""Donors' codes loaded from a workbook on the desk: what it would add and replace is seen first, row by row.

Nothing is kept before somebody has seen that and said yes; then all of it is, or nothing.
"""

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.collect.donor_codes import CODES
from toguna.flow.donor_codes import (
    CodesNotLoaded,
    CodesPreview,
    code_in_words,
    codes_workbook,
    load_codes,
    preview_codes,
)
from toguna.rules.findings import Severity
from toguna.rules.framework import ChangeKind
from toguna.rules.roles import Permission
from toguna.store.results.models import StandardIndicator
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.framework import AT_MOST, FILE_LOST, FINDINGS_SHOWN, ROWS_SHOWN, ShownChange
from toguna.web.desk.waiting_files import keep_waiting, waiting_file
from toguna.web.desk.workbooks import workbook_answer

WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class CodesFileForm(forms.Form):
    """The file to load."""

    workbook = forms.FileField(
        label=gettext_lazy("Classeur des codes (.xlsx)"),
        help_text=gettext_lazy("Rien n'est changé avant que vous ayez vu ce qu'il ajoute et modifie."),
    )

    def clean_workbook(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > AT_MOST:
            raise forms.ValidationError(_("Ce fichier est trop grand pour une liste de codes."))
        return workbook


@staff(Permission.MANAGE_FRAMEWORK)
def template(request: StaffRequest) -> HttpResponseBase:
    """A workbook to fill in: empty, or with the codes that are kept."""
    kept = StandardIndicator.objects.all() if request.GET.get("filled") else ()
    return workbook_answer(codes_workbook(kept, language=_language()), "codes-des-bailleurs.xlsx")


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def load(request: StaffRequest) -> HttpResponseBase:
    """Choose a workbook, see which codes it would add and replace, and only then load it."""
    if "confirm" in request.POST:
        return _loaded(request)
    form = CodesFileForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["workbook"]
        preview = preview_codes(chosen.read())
        chosen.seek(0)
        return _preview_page(request, preview, mark=keep_waiting(chosen, request.user))
    return desk_page(
        request,
        "desk/codes_load.html",
        status=422 if form.errors else 200,
        form=form,
        breadcrumb=[step(_("Codes des bailleurs"), "/desk/codes/"), step(_("Charger un classeur"))],
    )


def _loaded(request: StaffRequest) -> HttpResponseBase:
    mark = request.POST.get("kept", "")
    with waiting_file(mark, request.user) as files:
        body = files[0].content.read() if files else b""
    if not body:
        messages.warning(request, str(FILE_LOST))
        return redirect("desk:codes-load")
    try:
        done = load_codes(body, by=request.user)
    except CodesNotLoaded as error:
        return _preview_page(request, error.preview, mark=mark)
    told = _("Les codes sont chargés. Lignes ajoutées : %(added)s ; modifiées : %(changed)s. Rien n'a été effacé.")
    counts = {"added": len(done.of_kind(ChangeKind.ADD)), "changed": len(done.of_kind(ChangeKind.CHANGE))}
    messages.success(request, told % counts)
    return redirect("desk:codes")


def _preview_page(request: StaffRequest, preview: CodesPreview, *, mark: str) -> HttpResponseBase:
    findings = sorted(preview.findings, key=lambda finding: WEIGHT[finding.severity])
    shown = list(_shown(preview))
    return desk_page(
        request,
        "desk/codes_preview.html",
        status=422 if preview.errors else 200,
        preview=preview,
        mark=mark,
        findings=findings[:FINDINGS_SHOWN],
        told=len(findings),
        errors=len(preview.errors),
        counts={kind.value: len(preview.of_kind(kind)) for kind in ChangeKind},
        changes=shown[:ROWS_SHOWN],
        more=max(0, len(shown) - ROWS_SHOWN),
        breadcrumb=[
            step(_("Codes des bailleurs"), "/desk/codes/"),
            step(_("Charger un classeur"), "/desk/codes/load/"),
            step(_("Ce qui changera")),
        ],
    )


def _shown(preview: CodesPreview) -> Iterator[ShownChange]:
    language = _language()
    for change in preview.changes:
        if change.kind is not ChangeKind.LEAVE:
            lines = code_in_words(change, language)
            yield ShownChange(change.kind.value, CODES.title(language), change.key, lines)


def _language() -> str:
    return (get_language() or "fr")[:2]
