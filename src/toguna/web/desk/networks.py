"""Networks of actors on the desk: which there are, and one with its stage, its picture and what it did."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.networks import handed_session, handed_wave, pledges_of
from toguna.publish.pictures.network import Labels, draw_network, draw_waves, place_actors
from toguna.rules import networks as rules
from toguna.rules.commitments import kept_rate
from toguna.rules.roles import Permission
from toguna.store.commitments.queries import standing_of, standings, with_both_sides
from toguna.store.networks.actions import NetworkCodeTaken, OtherWorld, add_network, change_network, move_network
from toguna.store.networks.models import Network
from toguna.store.networks.queries import as_session, as_wave, may_keep, network_seen_by, networks_listed
from toguna.store.places.recognition import gazetteer
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import FilterForm, listing
from toguna.web.desk.network_forms import NetworkForm, StageForm
from toguna.web.desk.network_words import STAGES, change_said, sectors_in_words, wave_heard, wave_said
from toguna.web.desk.places import communes_offered
from toguna.web.layout.templatetags.toguna import plain_text_in, reader

ORDERS = {
    "code": ("code",),
    "place": ("place__name", "code"),
    "stage": ("stage", "code"),
    "actors": ("actor_count", "code"),
}


class NetworkFilters(FilterForm):
    """What the list can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Chercher"), max_length=80)
    stage = forms.ChoiceField(label=gettext_lazy("Étape"), choices=[("", gettext_lazy("Toutes")), *STAGES.items()])


@staff(Permission.SEE_RECORDS)
def networks(request: StaffRequest) -> HttpResponseBase:
    """Every network that the account may see."""
    form = NetworkFilters(request.GET)
    rows, chosen = networks_listed(request.user), form.chosen()
    for word in chosen.get("q", "").split():
        rows = rows.filter(
            Q(code__icontains=word)
            | Q(title__fr__icontains=word)
            | Q(title__en__icontains=word)
            | Q(issue__fr__icontains=word)
            | Q(place__name__icontains=word)
        )
    if "stage" in chosen:
        rows = rows.filter(stage=chosen["stage"])
    found = listing(request, rows, form, ORDERS, "code")
    return desk_page(
        request,
        "desk/networks.html",
        listing=found,
        may_add=request.user.may(Permission.ENTER_RECORDS),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Réseaux d'acteurs"))],
        demonstration=any(network.fictional for network in found.page),
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def add(request: StaffRequest) -> HttpResponseBase:
    """Open a network."""
    form = NetworkForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with write_turn():
                added = add_network(
                    by=request.user, programme=given["programme"], code=given["code"], about=form.about()
                )
        except NetworkCodeTaken:
            form.add_error("code", _("Un autre réseau porte déjà ce code."))
        except OtherWorld:
            form.add_error(None, _("Un programme fictif et une organisation réelle ne se mêlent pas."))
        else:
            messages.success(request, _("Le réseau %(code)s est ouvert. Ajoutez ses acteurs.") % {"code": added.code})
            return back_to(added)
    return network_form_page(
        request, None, form, title=_("Ouvrir un réseau d'acteurs"), button=_("Ouvrir le réseau"), communes=True
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def change(request: StaffRequest, code: str) -> HttpResponseBase:
    """Change what a network says of itself."""
    network = kept(request, code)
    form = NetworkForm(sent(request), user=request.user, network=network)
    if request.method == "POST" and form.is_valid():
        with write_turn():
            change_network(by=request.user, network=network, about=form.about())
        messages.success(request, _("Le réseau %(code)s est modifié.") % {"code": network.code})
        return back_to(network)
    return network_form_page(
        request,
        network,
        form,
        title=_("Modifier %(code)s") % {"code": network.code},
        button=_("Enregistrer les changements"),
        communes=True,
    )


@staff(Permission.ENTER_RECORDS, "POST")
def move(request: StaffRequest, code: str) -> HttpResponseBase:
    """Say in which component the undertaking is."""
    network = kept(request, code)
    form = StageForm(request.POST)
    if not form.is_valid():
        return _page(request, network, [_("Choisissez une étape.")])
    with write_turn():
        move_network(by=request.user, network=network, stage=form.stage_given())
    told = _("Le réseau en est maintenant à l'étape « %(stage)s ».")
    messages.success(request, told % {"stage": STAGES[network.stage]})
    return back_to(network)


@staff(Permission.SEE_RECORDS)
def network(request: StaffRequest, code: str) -> HttpResponseBase:
    """One network: its stage, its picture, what changed between waves, its sessions and what was promised there."""
    return _page(request, network_seen_by(request.user, code))


def _page(request: StaffRequest, found: Network, problems: list[str] | None = None) -> HttpResponseBase:
    rows = list(found.waves.all())
    waves = [(row, as_wave(row)) for row in rows]
    actors = list(found.actors.select_related("organisation"))
    codes = list(STAGES)
    here = codes.index(found.stage)
    sessions = [
        (one, told := as_session(one), len(told.said(rules.StatementKind.COMMON_GROUND)), handed_session(one))
        for one in found.sessions.select_related("place")
    ]
    return desk_page(
        request,
        "desk/network.html",
        status=422 if problems else 200,
        network=found,
        stages=[
            (said, "done" if place < here else "current" if place == here else "later")
            for place, said in enumerate(STAGES.values())
        ],
        stage_form=StageForm(initial={"stage": found.stage}),
        actors=actors,
        waves=[(row, wave, handed_wave(row)) for row, wave in waves],
        newest=waves[-1] if waves else None,
        picture=pictured(waves[-1][1], found) if waves else None,
        picture_title=wave_said(waves[-1][1]) if waves else "",
        changes=change_said(rules.compare(waves[-2][1], waves[-1][1])) if len(waves) > 1 else [],
        change_title=_change_title(rows),
        multiples=_multiples(waves, found) if len(waves) > 1 else None,
        sessions=sessions,
        circles=found.circles.prefetch_related("members"),
        log=found.log.select_related("circle").prefetch_related("actors"),
        problems=problems or [],
        may_keep=may_keep(request.user, found),
        **_pledges(found),
        breadcrumb=[*_way(found)[:-1], step(found.code)],
        demonstration=found.fictional,
    )


def _pledges(network: Network) -> dict[str, Any]:
    today = timezone.localdate()
    found = []
    for session in network.sessions.all():
        found += [(one, standing_of(one, today), session) for one in with_both_sides(pledges_of(session))]
    rate = kept_rate(standings([one for one, _standing, _session in found], today), today)
    return {"pledges": found, "kept_rate": rate}


def _change_title(rows: list[Any]) -> str:
    if len(rows) < 2:
        return ""
    return _("De la vague %(first)s à la vague %(second)s") % {"first": rows[-2].number, "second": rows[-1].number}


def labels_of(network: Network) -> Labels:
    """The words of a network's picture."""
    return Labels({actor.code: actor.code for actor in network.actors.all()}, sectors_in_words())


def pictured(wave: rules.Wave, network: Network) -> SafeString:
    """A wave drawn; actors stand where they stand in every wave of the network."""
    names = dict(network.actors.values_list("code", "name"))
    everywhere = place_actors([as_wave(row) for row in network.waves.all()])
    svg = draw_network(
        wave,
        labels=labels_of(network),
        title=wave_said(wave),
        language=reader(),
        description=wave_heard(wave, names),
        places=everywhere,
    )
    return mark_safe(svg)  # noqa: S308 - every text in it is escaped by the drawing


def _multiples(waves: list[tuple[Any, rules.Wave]], network: Network) -> SafeString:
    named = [(_("Vague %(number)s") % {"number": row.number}, wave) for row, wave in waves]
    heard = " ".join(f"{name} : {wave_said(wave)}." for name, wave in named)
    title = _("Le réseau de vague en vague")
    svg = draw_waves(named, labels=labels_of(network), title=title, language=reader(), description=heard)
    return mark_safe(svg)  # noqa: S308 - every text in it is escaped by the drawing


def kept(request: StaffRequest, code: str) -> Network:
    """A network that this account may write in: one it sees and does not keep is refused."""
    found = network_seen_by(request.user, code)
    if not may_keep(request.user, found):
        raise PermissionDenied
    return found


def network_form_page(
    request: StaffRequest,
    network: Network | None,
    form: forms.Form,
    *,
    title: str,
    button: str,
    back: str = "",
    drop: str = "",
    lead: str = "",
    steps: list[dict[str, object]] | None = None,
    communes: bool = False,
) -> HttpResponseBase:
    """A page that asks for one thing about a network, and the way back without saying it."""
    fictional = network.fictional if network else request.user.fictional
    return desk_page(
        request,
        "desk/network_form.html",
        status=422 if form.errors else 200,
        form=form,
        title=title,
        button=button,
        lead=lead,
        drop=drop,
        back=back or (address(network) if network else reverse("desk:networks")),
        communes=communes_offered(gazetteer(fictional=fictional)) if communes else [],
        breadcrumb=[*_way(network), *(steps or []), step(title)],
        demonstration=fictional,
    )


def _way(network: Network | None) -> list[dict[str, object]]:
    way = [step(_("Réseaux d'acteurs"), reverse("desk:networks"))]
    return [*way, step(network.code, address(network))] if network else way


def way_to(network: Network, *steps: dict[str, object]) -> list[dict[str, object]]:
    """The way to a page of a network."""
    return [*_way(network), *steps]


def address(network: Network) -> str:
    """A network's page."""
    return reverse("desk:network", args=[network.code])


def back_to(network: Network) -> HttpResponseBase:
    """To the network's page."""
    return redirect("desk:network", code=network.code)


def titled(network: Network) -> str:
    """What a network is called, for a file's name or a title."""
    return f"{network.code} {plain_text_in(network.title)}"
