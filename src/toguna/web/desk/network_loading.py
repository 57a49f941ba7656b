"""Actors and ties by workbook on the desk: a template to take, a dry run that says what it changes, taking it over."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toguna.collect.refusals import RefusedFileError
from toguna.flow.network_workbooks import (
    NetworkNotTaken,
    NetworkPreview,
    network_workbook,
    preview_network_workbook,
    take_network_workbook,
)
from toguna.rules.networks import Tie
from toguna.rules.roles import Permission
from toguna.store.networks.models import Wave
from toguna.store.networks.queries import network_seen_by
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.money_words import finding_said
from toguna.web.desk.network_forms import NetworkWorkbookForm
from toguna.web.desk.network_waves import back_to_wave, wave_step
from toguna.web.desk.network_words import STRENGTHS, TIE_KINDS
from toguna.web.desk.networks import kept, way_to
from toguna.web.desk.waiting_files import keep_waiting, waiting_file
from toguna.web.desk.workbooks import workbook_answer
from toguna.web.layout.templatetags.toguna import reader

SHOWN = 200


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def load(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Choose a workbook, see what it would add, change and take away, and only then take it over."""
    row = kept(request, code).waves.get(number=number)
    if "confirm" in request.POST:
        return _taken(request, row)
    form = NetworkWorkbookForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["workbook"]
        try:
            preview = preview_network_workbook(chosen.read(), row)
        except RefusedFileError as error:
            form.add_error("workbook", finding_said(error.finding()))
        else:
            chosen.seek(0)
            return _preview_page(request, row, preview, keep_waiting(chosen, request.user))
    return desk_page(
        request,
        "desk/network_load.html",
        status=422 if form.errors else 200,
        form=form,
        wave=row,
        network=row.network,
        breadcrumb=way_to(row.network, wave_step(row), step(_("Charger un classeur"))),
        demonstration=row.network.fictional,
    )


@staff(Permission.SEE_RECORDS)
def wave_workbook(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """The actors and ties as a workbook, to be changed and sent back."""
    row = network_seen_by(request.user, code).waves.get(number=number)
    body = network_workbook(row.network, row, language=reader())
    return workbook_answer(body, f"reseau-{code}-{number}.xlsx")


def _preview_page(request: StaffRequest, row: Wave, preview: NetworkPreview, mark: str) -> HttpResponseBase:
    told = preview.findings[:SHOWN]
    return desk_page(
        request,
        "desk/network_preview.html",
        status=422 if preview.errors else 200,
        wave=row,
        network=row.network,
        preview=preview,
        errors=len(preview.errors),
        findings=told,
        told=len(preview.findings),
        changes=_changes(preview)[:SHOWN],
        mark=mark,
        breadcrumb=way_to(row.network, wave_step(row), step(_("Ce que ce classeur changera"))),
        demonstration=row.network.fictional,
    )


def _changes(preview: NetworkPreview) -> list[tuple[str, str, str]]:
    """Each change as (which tab, what to, in words)."""
    told = [(_("Acteurs"), row.code, _("nouveau : %(name)s") % {"name": row.name}) for row in preview.actors_added]
    told += [
        (_("Acteurs"), after.code, _("modifié : %(name)s") % {"name": after.name})
        for _before, after in preview.actors_changed
    ]
    new = {row.code for row in preview.actors_added}
    told += [(_("Acteurs"), code, _("entre dans la vague")) for code in preview.actors_joining if code not in new]
    told += [(_("Liens"), _arrow(one), _("nouveau, %(tie)s") % {"tie": _tie_said(one)}) for one in preview.ties_added]
    told += [
        (
            _("Liens"),
            _arrow(after),
            _("%(before)s → %(after)s") % {"before": _tie_said(before), "after": _tie_said(after)},
        )
        for before, after in preview.ties_changed
    ]
    told += [(_("Liens"), _arrow(one), _("enlevé (%(tie)s)") % {"tie": _tie_said(one)}) for one in preview.ties_removed]
    return told


def _arrow(one: Tie) -> str:
    return f"{one.source} {'→' if one.directed else '↔'} {one.target}"


def _tie_said(one: Tie) -> str:
    return f"{TIE_KINDS[str(one.kind)]}, {STRENGTHS[one.strength]}"


def _taken(request: StaffRequest, row: Wave) -> HttpResponseBase:
    mark = request.POST.get("kept", "")
    with waiting_file(mark, request.user) as files:
        body = files[0].content.read() if files else b""
    if not body:
        messages.warning(request, _("Le classeur n'est plus là : choisissez-le de nouveau."))
        return redirect("desk:network-load", code=row.network.code, number=row.number)
    try:
        take_network_workbook(body, row, by=request.user)
    except NetworkNotTaken as error:
        return _preview_page(request, row, error.preview, mark)
    messages.success(request, _("Le classeur est repris dans la vague %(number)s.") % {"number": row.number})
    return back_to_wave(row)
