"""A wave of ties on the desk: its picture and table, its actors and day, and handing it in."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.flow.networks import NotHandedIn, handed_wave, submit_wave
from toguna.rules.networks import wave_findings
from toguna.rules.roles import Permission
from toguna.store.networks.actions import add_wave, change_wave
from toguna.store.networks.models import Wave
from toguna.store.networks.queries import as_wave, may_keep, network_seen_by
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.money_words import finding_said
from toguna.web.desk.network_forms import WaveForm
from toguna.web.desk.network_words import wave_said
from toguna.web.desk.networks import kept, network_form_page, pictured, way_to

# A grid of more actors is a page that nobody fills in; a workbook is there for those.
MOST_ON_GRID = 25


@staff(Permission.SEE_RECORDS)
def wave(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """One wave: what it says, its ties, and what became of it once it was handed in."""
    network = network_seen_by(request.user, code)
    return _page(request, network.waves.get(number=number))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def wave_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Begin another look at the ties."""
    network = kept(request, code)
    form = WaveForm(sent(request), network=network)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with write_turn():
            added = add_wave(
                by=request.user,
                network=network,
                held_on=given["held_on"],
                method=form.method_given(),
                note=given["note"],
                actors=given["actors"],
            )
        told = _("La vague %(number)s est commencée. Notez qui est relié à qui.")
        messages.success(request, told % {"number": added.number})
        return back_to_wave(added)
    return network_form_page(request, network, form, title=_("Commencer une vague"), button=_("Commencer la vague"))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def wave_change(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Correct a wave's day, method or actors."""
    row = kept(request, code).waves.get(number=number)
    form = WaveForm(sent(request), network=row.network, wave=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with write_turn():
            change_wave(
                by=request.user,
                wave=row,
                held_on=given["held_on"],
                method=form.method_given(),
                note=given["note"],
                actors=given["actors"],
            )
        messages.success(request, _("La vague %(number)s est modifiée.") % {"number": number})
        return back_to_wave(row)
    return network_form_page(
        request,
        row.network,
        form,
        title=_("Modifier la vague %(number)s") % {"number": number},
        button=_("Enregistrer les changements"),
        back=wave_address(row),
        steps=[wave_step(row)],
    )


@staff(Permission.ENTER_RECORDS, "POST")
def wave_submit(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Hand a wave in, to be checked and verified by somebody else."""
    row = kept(request, code).waves.get(number=number)
    try:
        record = submit_wave(row, by=request.user, reason=request.POST.get("reason", "").strip()[:300])
    except NotHandedIn as error:
        return _page(request, row, [finding_said(one) for one in error.findings])
    told = _("La vague %(number)s est remise : elle attend son contrôle parmi les fiches.")
    messages.success(request, told % {"number": number})
    return redirect("desk:record", pk=record.pk)


def _page(request: StaffRequest, row: Wave, problems: list[str] | None = None) -> HttpResponseBase:
    read = as_wave(row)
    return desk_page(
        request,
        "desk/network_wave.html",
        status=422 if problems else 200,
        wave=row,
        network=row.network,
        read=read,
        ties=row.ties.select_related("source", "target"),
        actors=[(actor, read.degrees[actor.code]) for actor in row.actors.order_by("code")],
        groups=[group for group in read.components if len(group) > 1],
        picture=pictured(read, row.network),
        picture_title=wave_said(read),
        findings=wave_findings(read),
        handed=handed_wave(row),
        problems=problems or [],
        may_keep=may_keep(request.user, row.network),
        fits_grid=len(read.nodes) <= MOST_ON_GRID,
        breadcrumb=way_to(row.network, step(_("Vague %(number)s") % {"number": row.number})),
        demonstration=row.network.fictional,
    )


def wave_step(row: Wave) -> dict[str, object]:
    """One step of the way: a wave's page."""
    return step(_("Vague %(number)s") % {"number": row.number}, wave_address(row))


def wave_address(row: Wave) -> str:
    """A wave's page."""
    return reverse("desk:network-wave", args=[row.network.code, row.number])


def back_to_wave(row: Wave) -> HttpResponseBase:
    """To the wave's page."""
    return redirect("desk:network-wave", code=row.network.code, number=row.number)
