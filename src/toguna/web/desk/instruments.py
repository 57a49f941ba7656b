"""Instruments on the desk: which there are, what each asks, and bringing one in by workbook."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.collect.instruments import templates
from toguna.collect.instruments.workbook import model_to_workbook
from toguna.flow.instruments import InstrumentPreview, bring_instrument, preview_instrument, template_workbook
from toguna.rules.instruments import Indicator, Model, Node
from toguna.rules.roles import Permission
from toguna.store.scorecards.actions import ModelImpossible, retire_instrument
from toguna.store.scorecards.models import Instrument
from toguna.store.scorecards.queries import newest_version
from toguna.store.writing import write_turn
from toguna.web.desk.cycle_words import told
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.score_typing import scale_said
from toguna.web.desk.waiting_files import find_waiting, keep_waiting
from toguna.web.desk.workbooks import workbook_answer
from toguna.web.layout.templatetags.toguna import plain_text_in

AT_MOST = 5_000_000


class InstrumentForm(forms.Form):
    """The file to bring."""

    workbook = forms.FileField(
        label=gettext_lazy("Classeur de l'instrument (.xlsx)"),
        help_text=gettext_lazy("Rien n'est gardé avant que vous ayez vu ce qu'il contient."),
    )

    def clean_workbook(self) -> object:
        """What stands in it is told by its reader; here only its size."""
        workbook = self.cleaned_data["workbook"]
        if workbook.size > AT_MOST:
            raise forms.ValidationError(_("Ce fichier est trop grand pour un instrument."))
        return workbook


@staff(Permission.SEE_RECORDS)
def instruments(request: StaffRequest) -> HttpResponseBase:
    """Every instrument, what it is for and how often it is used."""
    rows = Instrument.objects.annotate(used=Count("cycles"))
    return desk_page(
        request,
        "desk/instruments.html",
        instruments=[(one, Model.from_json(newest_version(one).content)) for one in rows],
        templates=templates().values(),
        may_manage=request.user.may(Permission.MANAGE_INSTRUMENTS),
        breadcrumb=[step(_("Cycles de notation"), reverse("desk:cycles")), step(_("Instruments"))],
    )


@staff(Permission.SEE_RECORDS, "GET", "POST")
def instrument(request: StaffRequest, code: str) -> HttpResponseBase:
    """One instrument: its tree, its scales, its groups, its rules and where it comes from."""
    found = Instrument.objects.get(code=code)
    may_manage = request.user.may(Permission.MANAGE_INSTRUMENTS)
    if request.method == "POST":
        if not may_manage:
            raise PermissionDenied
        retired = "retire" in request.POST
        with write_turn():
            retire_instrument(by=request.user, instrument=found, retired=retired)
        messages.success(
            request,
            _("L'instrument n'est plus proposé aux nouveaux cycles.")
            if retired
            else _("L'instrument est de nouveau proposé."),
        )
        return redirect("desk:instrument", code=code)
    version = newest_version(found)
    model = Model.from_json(version.content)
    return desk_page(
        request,
        "desk/instrument.html",
        instrument=found,
        version=version,
        model=model,
        rows=tree_of(model),
        may_manage=may_manage,
        breadcrumb=[
            step(_("Cycles de notation"), reverse("desk:cycles")),
            step(_("Instruments"), reverse("desk:instruments")),
            step(plain_text_in(found.title)),
        ],
    )


@staff(Permission.SEE_RECORDS)
def workbook(_request: StaffRequest, code: str) -> HttpResponseBase:
    """The instrument as a workbook, to be adapted and brought back."""
    found = Instrument.objects.get(code=code)
    model = Model.from_json(newest_version(found).content)
    return workbook_answer(model_to_workbook(model), f"instrument-{code}.xlsx")


@staff(Permission.SEE_RECORDS)
def template(_request: StaffRequest, code: str) -> HttpResponseBase:
    """The workbook of an instrument of which only the structure ships."""
    if code not in templates():
        raise Instrument.DoesNotExist
    return workbook_answer(template_workbook(code), f"instrument-{code}.xlsx")


@staff(Permission.MANAGE_INSTRUMENTS, "GET", "POST")
def bring(request: StaffRequest) -> HttpResponseBase:
    """Choose a workbook, see what stands in it, and only then keep it."""
    if "confirm" in request.POST:
        return _brought(request)
    form = InstrumentForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["workbook"]
        preview = preview_instrument(chosen.read())
        chosen.seek(0)
        return _preview_page(request, preview, mark=keep_waiting(chosen, request.user))
    return desk_page(
        request,
        "desk/instrument_bring.html",
        status=422 if form.errors else 200,
        form=form,
        templates=templates().values(),
        breadcrumb=[step(_("Instruments"), reverse("desk:instruments")), step(_("Apporter un instrument"))],
    )


def tree_of(model: Model) -> list[dict[str, object]]:
    """The tree in the order of reading: each node and indicator with how deep it stands and its scale in words."""
    rows: list[dict[str, object]] = []

    def walk(code: str, depth: int) -> None:
        for child in model.children(code):
            is_indicator = isinstance(child, Indicator)
            rows.append(
                {
                    "element": child,
                    "depth": depth,
                    "is_indicator": is_indicator,
                    "scale": scale_said(child.scale) if isinstance(child, Indicator) else "",
                    "weight": child.weight / 1000,
                }
            )
            if isinstance(child, Node):
                walk(child.code, depth + 1)

    walk("", 0)
    return rows


def _brought(request: StaffRequest) -> HttpResponseBase:
    mark = request.POST.get("kept", "")
    waiting = find_waiting(mark, request.user)
    if waiting is None:
        messages.error(request, _("Le classeur n'attend plus : envoyez-le de nouveau."))
        return redirect("desk:instrument-bring")
    preview = preview_instrument(waiting.path.read_bytes())
    if preview.model is None or preview.errors:
        return _preview_page(request, preview, mark=mark)
    try:
        version = bring_instrument(preview, by=request.user)
    except ModelImpossible as error:
        messages.error(request, " ".join(text for _tone, text in told(error.findings)))
        return redirect("desk:instrument-bring")
    messages.success(request, _("L'instrument est gardé, version %(number)s.") % {"number": version.number})
    return redirect("desk:instrument", code=preview.model.code)


def _preview_page(request: StaffRequest, preview: InstrumentPreview, *, mark: str) -> HttpResponseBase:
    return desk_page(
        request,
        "desk/instrument_preview.html",
        status=422 if preview.errors or preview.model is None else 200,
        preview=preview,
        findings=[(one.where, tone, text) for one in preview.findings for tone, text in told([one])],
        rows=tree_of(preview.model) if preview.model else [],
        mark=mark,
        breadcrumb=[
            step(_("Instruments"), reverse("desk:instruments")),
            step(_("Apporter un instrument"), reverse("desk:instrument-bring")),
            step(_("Avant de garder")),
        ],
    )
