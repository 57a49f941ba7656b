"""The results framework on the desk: read on a page, taken away as a workbook, loaded from one after a dry run."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from toguna.flow.framework import (
    FrameworkNotApplied,
    FrameworkPreview,
    apply_framework,
    framework_workbook,
    preview_framework,
)
from toguna.flow.framework.words import change_in_words, tab_title
from toguna.publish.sentences import sentence
from toguna.rules.definitions import Definition, DefinitionError
from toguna.rules.findings import Finding, Severity
from toguna.rules.framework import ChangeKind
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator
from toguna.store.results.queries import framework_of, indicators_of
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.waiting_files import keep_waiting, waiting_file
from toguna.web.desk.workbooks import workbook_answer

AT_MOST = 20_000_000
ROWS_SHOWN = 200
FINDINGS_SHOWN = 300
FILE_LOST = gettext_lazy("Le classeur n'est plus là : choisissez-le de nouveau.")


@dataclass(frozen=True)
class ShownChange:
    """One row of the workbook and what loading would do to it, in words."""

    kind: str
    tab: str
    key: str
    lines: list[str]


class FrameworkForm(forms.Form):
    """The file to load."""

    workbook = forms.FileField(
        label=gettext_lazy("Classeur du cadre (.xlsx)"),
        help_text=gettext_lazy("Rien n'est changé avant que vous ayez vu ce qu'il ajoute et modifie."),
    )

    def clean_workbook(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > AT_MOST:
            raise forms.ValidationError(_("Ce fichier est trop grand pour un cadre de résultats."))
        return workbook


@staff(Permission.SEE_VALUES)
def framework(request: StaffRequest) -> HttpResponseBase:
    """Every programme with the size of its framework."""
    programmes = [
        (programme, programme.results.count(), len(indicators_of(programme)), programme.activities.count())
        for programme in Programme.objects.all()
    ]
    return desk_page(
        request,
        "desk/framework.html",
        programmes=programmes,
        may_manage=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Cadre de résultats"))],
    )


@staff(Permission.SEE_VALUES)
def programme(request: StaffRequest, code: str) -> HttpResponseBase:
    """One programme's framework: objectives, results, and what each indicator counts."""
    found = Programme.objects.get(code=code)
    counted = {indicator.pk: indicator for indicator in indicators_of(found)}
    results = []
    for result in framework_of(found):
        indicators = [counted[one.pk] for one in result.indicators.all()]
        results.append((result, [(one, _sentence(one), list(one.targets.all())) for one in indicators]))
    return desk_page(
        request,
        "desk/programme.html",
        programme=found,
        results=results,
        objectives=found.objectives.all(),
        may_manage=request.user.may(Permission.MANAGE_FRAMEWORK),
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Cadre de résultats"), "/desk/framework/"),
            step(found.code),
        ],
        demonstration=found.fictional,
    )


@staff(Permission.SEE_VALUES)
def programme_workbook(_request: StaffRequest, code: str) -> HttpResponseBase:
    """The framework and work plan of a programme as one workbook, to be changed and loaded again."""
    found = Programme.objects.get(code=code)
    return workbook_answer(framework_workbook(found, language=_language()), f"cadre-{found.code}.xlsx")


@staff(Permission.MANAGE_FRAMEWORK)
def empty_workbook(_request: StaffRequest) -> HttpResponseBase:
    """A workbook to fill in for a new programme."""
    return workbook_answer(framework_workbook(language=_language()), "cadre.xlsx")


@staff(Permission.MANAGE_FRAMEWORK, "GET", "POST")
def load(request: StaffRequest) -> HttpResponseBase:
    """Choose a workbook, see what it would add, change and leave, and only then load it."""
    if "confirm" in request.POST:
        return _loaded(request)
    form = FrameworkForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["workbook"]
        preview = preview_framework(chosen.read(), fictional=request.user.fictional)
        chosen.seek(0)
        return _preview_page(request, preview, mark=keep_waiting(chosen, request.user))
    return desk_page(
        request,
        "desk/framework_load.html",
        status=422 if form.errors else 200,
        form=form,
        breadcrumb=[step(_("Cadre de résultats"), "/desk/framework/"), step(_("Charger un classeur"))],
    )


def _loaded(request: StaffRequest) -> HttpResponseBase:
    mark = request.POST.get("kept", "")
    with waiting_file(mark, request.user) as files:
        body = files[0].content.read() if files else b""
    if not body:
        messages.warning(request, str(FILE_LOST))
        return redirect("desk:framework-load")
    try:
        done = apply_framework(body, by=request.user)
    except FrameworkNotApplied as error:
        return _preview_page(request, error.preview, mark=mark)
    told = _("Le cadre est chargé : %(added)s lignes ajoutées, %(changed)s modifiées. Rien n'a été effacé.")
    counts = {"added": len(done.of_kind(ChangeKind.ADD)), "changed": len(done.of_kind(ChangeKind.CHANGE))}
    messages.success(request, told % counts)
    written = done.incoming.programme
    return redirect("desk:programme", code=written.code) if written else redirect("desk:framework")


def _preview_page(request: StaffRequest, preview: FrameworkPreview, *, mark: str) -> HttpResponseBase:
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    findings: list[Finding] = sorted(preview.findings, key=lambda finding: weight[finding.severity])
    shown = list(_shown(preview))
    return desk_page(
        request,
        "desk/framework_preview.html",
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
            step(_("Cadre de résultats"), "/desk/framework/"),
            step(_("Charger un classeur"), "/desk/framework/load/"),
            step(_("Ce qui changera")),
        ],
        demonstration=preview.fictional,
    )


def _shown(preview: FrameworkPreview) -> Iterator[ShownChange]:
    language = _language()
    for change in preview.changes:
        if change.kind is not ChangeKind.LEAVE:
            lines = change_in_words(change, language)
            yield ShownChange(change.kind.value, tab_title(change.noun, language), change.key, lines)


def _language() -> str:
    return (get_language() or "fr")[:2]


def _sentence(indicator: Indicator) -> str:
    """What the newest definition counts, or nothing where there is none yet."""
    definitions = list(indicator.definitions.all())
    if not definitions:
        return ""
    newest = max(definitions, key=lambda one: one.version)
    try:
        return sentence(Definition.from_json(newest.body), get_language() or "fr")
    except DefinitionError as error:
        return str(error)
