"""Bringing a form: choose its file, see what is wrong in it and what it changes, and only then keep or publish it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.collect.form_changes import QuestionChange
from toguna.collect.xlsforms import MOST_BYTES
from toguna.flow.own_forms import FormNotKept, FormPreview, files_of, keep_form, preview_form, publish_form
from toguna.rules.findings import Finding, Severity
from toguna.rules.roles import Permission
from toguna.web.desk import form_wording
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.forms import asked_in, form_page
from toguna.web.desk.waiting_files import keep_waiting, waiting_file

FINDINGS_SHOWN = 300
FILE_LOST = gettext_lazy("Le fichier n'est plus là : choisissez-le de nouveau.")
WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class UploadForm(forms.Form):
    """The file to bring."""

    workbook = forms.FileField(
        label=gettext_lazy("Formulaire (.xlsx, .xls, .md ou .xml)"),
        help_text=gettext_lazy("Rien n'est gardé avant que vous ayez vu ce qu'il contient."),
    )

    def clean_workbook(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > MOST_BYTES:
            raise forms.ValidationError(
                _("Ce fichier dépasse %(most)s Mo : un formulaire est plus petit."),
                params={"most": MOST_BYTES // 1_000_000},
            )
        return workbook


@dataclass(frozen=True)
class ShownChange:
    """What becomes of one question, in words."""

    path: str
    label: str
    word: object
    tone: str
    detail: str


@staff(Permission.MANAGE_FORMS, "GET", "POST")
def bring(request: StaffRequest) -> HttpResponseBase:
    """Choose a file, look at it, keep it."""
    form_id = request.POST.get("form_id", request.GET.get("form", ""))
    if "keep" in request.POST:
        return _kept(request, form_id)
    form = UploadForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["workbook"]
        preview = preview_form(chosen.read(), form_id=form_id, language=_language())
        chosen.seek(0)
        return _preview_page(request, preview, form_id, mark=keep_waiting(chosen, request.user), name=chosen.name or "")
    return desk_page(
        request,
        "desk/form_new.html",
        status=422 if form.errors else 200,
        form=form,
        form_id=form_id,
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Formulaires"), "/desk/forms/"),
            step(_("Apporter un formulaire")),
        ],
    )


def _kept(request: StaffRequest, form_id: str) -> HttpResponseBase:
    mark = request.POST.get("kept", "")
    with waiting_file(mark, request.user) as files:
        body, name = (files[0].content.read(), files[0].name) if files else (b"", "")
    if not body:
        messages.warning(request, str(FILE_LOST))
        return redirect("desk:form-new")
    # A form without a version of its own is given the one that was shown.
    preview = preview_form(
        body, form_id=form_id, fallback_version=request.POST.get("version", ""), language=_language()
    )
    try:
        draft = keep_form(preview, by=request.user)
        if request.POST["keep"] == "draft":
            messages.success(request, _("Le brouillon est gardé. Personne ne le voit avant que vous le publiiez."))
            return redirect("desk:form", form_id=draft.form_id)
        made = publish_form(draft.form_id, by=request.user)
    except FormNotKept as error:
        if preview.errors:
            return _preview_page(request, preview, form_id, mark=mark, name=name)
        return form_page(request, preview.read.form_id, problems=[_(error.message) % error.values])
    told = _("La version %(version)s est publiée. Les téléphones la prendront en actualisant leur liste.")
    messages.success(request, told % {"version": made.version})
    if any(file.is_missing for file in files_of(made)):
        messages.warning(
            request, _("Il lui manque des fichiers : ajoutez-les ici, sans quoi les téléphones refuseront.")
        )
    return redirect("desk:form", form_id=made.form_id)


def _preview_page(
    request: StaffRequest, preview: FormPreview, form_id: str, *, mark: str, name: str
) -> HttpResponseBase:
    findings: list[Finding] = sorted(preview.findings, key=_place)
    read = preview.read
    return desk_page(
        request,
        "desk/form_preview.html",
        status=422 if preview.errors else 200,
        preview=preview,
        form_id=form_id,
        mark=mark,
        name=name,
        findings=findings[:FINDINGS_SHOWN],
        told=len(findings),
        errors=len(preview.errors),
        changes=[_shown(change) for change in preview.changes],
        questions=asked_in(read.questions, _language()) if read.xform and read.is_whole else [],
        breadcrumb=[
            step(_("Formulaires"), "/desk/forms/"),
            step(_("Apporter un formulaire"), "/desk/forms/new/"),
            step(_("Ce qu'il contient")),
        ],
    )


def _place(finding: Finding) -> tuple[int, str, int]:
    """Errors first, then in the order in which somebody goes through the workbook."""
    sheet, _sign, cell = finding.where.partition("!")
    row = "".join(letter for letter in cell if letter.isdecimal())
    return WEIGHT[finding.severity], sheet, int(row or 0)


def _shown(change: QuestionChange) -> ShownChange:
    word, tone = form_wording.CHANGES[change.kind]
    said = form_wording.kind_said
    match change.kind:
        case "retyped":
            detail = _("%(before)s → %(after)s") % {"before": said(change.before), "after": said(change.after)}
        case "reworded":
            detail = _("%(before)s → %(after)s") % {"before": change.before, "after": change.after}
        case "choices":
            parts = [
                _("plus de : %(names)s") % {"names": change.before} if change.before else "",
                _("en plus : %(names)s") % {"names": change.after} if change.after else "",
            ]
            detail = " ; ".join(part for part in parts if part)
        case _:
            detail = said(change.after or change.before)
    return ShownChange(change.path, change.label, word, tone, detail)


def _language() -> str:
    return (get_language() or "fr")[:2]
