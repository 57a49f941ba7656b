"""The ties of a wave on the desk: one by one, or on a grid to tick; and as files for other tools."""

import hashlib
from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.publish.graphml import to_graphml
from toguna.rules.networks import Tie, TieKind
from toguna.rules.networks import Wave as RulesWave
from toguna.rules.roles import Permission
from toguna.store.networks.actions import TiesImpossible, put_ties
from toguna.store.networks.models import Wave
from toguna.store.networks.queries import as_wave, network_seen_by
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.listing import csv_answer
from toguna.web.desk.money_words import finding_said
from toguna.web.desk.network_forms import TieForm
from toguna.web.desk.network_waves import MOST_ON_GRID, back_to_wave, wave_address, wave_step
from toguna.web.desk.network_words import TIE_KINDS
from toguna.web.desk.networks import kept, network_form_page, titled, way_to

HEADER = (
    gettext_lazy("de"),
    gettext_lazy("vers"),
    gettext_lazy("nature"),
    gettext_lazy("force"),
    gettext_lazy("dans les deux sens"),
    gettext_lazy("vague"),
    gettext_lazy("date"),
    gettext_lazy("donnée fictive"),
)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def tie(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Add one tie, or take one away."""
    row = kept(request, code).waves.get(number=number)
    if "drop" in request.POST:
        return _dropped(request, row)
    form = TieForm(sent(request), wave=row)
    if request.method == "POST" and form.is_valid():
        written = form.tie()
        # The same tie written again is that tie with another strength.
        others = [one for one in as_wave(row).ties if _key(one) != _key(written)]
        try:
            with write_turn():
                put_ties(by=request.user, wave=row, ties=[*others, written])
        except TiesImpossible as error:
            for finding in error.findings:
                form.add_error(None, finding_said(finding))
        else:
            told = _("Le lien de %(source)s à %(target)s est noté.")
            messages.success(request, told % {"source": written.source, "target": written.target})
            return (
                redirect("desk:network-tie", code=code, number=number) if "more" in request.POST else back_to_wave(row)
            )
    return network_form_page(
        request,
        row.network,
        form,
        title=_("Ajouter un lien"),
        button=_("Enregistrer le lien"),
        back=wave_address(row),
        steps=[wave_step(row)],
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def grid(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Who works with whom, as a grid to tick: rows speak of columns, for one kind of tie at a time."""
    row = kept(request, code).waves.get(number=number)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = asked if asked in TIE_KINDS else TieKind.WORKS_WITH.value
    now = as_wave(row)
    problem = ""
    if request.method == "POST" and len(now.nodes) <= MOST_ON_GRID:
        if request.POST.get("seen") == _seen(now):
            written = _ticked(now, kind, set(request.POST.getlist("tie")))
            with write_turn():
                put_ties(by=request.user, wave=row, ties=written)
            messages.success(request, _("Les liens « %(kind)s » sont notés.") % {"kind": TIE_KINDS[kind]})
            return back_to_wave(row)
        problem = _("Quelqu'un a changé les liens depuis que vous avez ouvert la grille. Relisez-la, puis recommencez.")
    ticked = _arcs(now, kind)
    codes = [node.key for node in now.nodes]
    names = dict(row.actors.values_list("code", "name"))
    return desk_page(
        request,
        "desk/network_grid.html",
        status=409 if problem else 200,
        problems=[problem] if problem else [],
        wave=row,
        network=row.network,
        kind=kind,
        kinds=TIE_KINDS.items(),
        seen=_seen(now),
        columns=[(code_, names[code_]) for code_ in codes],
        rows=[(one, names[one], [(other, one == other, (one, other) in ticked) for other in codes]) for one in codes],
        too_many=len(codes) > MOST_ON_GRID,
        most=MOST_ON_GRID,
        breadcrumb=way_to(row.network, wave_step(row), step(_("Grille"))),
        demonstration=row.network.fictional,
    )


@staff(Permission.SEE_RECORDS)
def ties_csv(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """The ties of a wave as a file."""
    row = network_seen_by(request.user, code).waves.get(number=number)
    return csv_answer(f"liens-{code}-{number}.csv", HEADER, _rows(row))


@staff(Permission.SEE_RECORDS)
def graphml(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """A wave as GraphML, for tools that know networks."""
    row = network_seen_by(request.user, code).waves.get(number=number)
    title = f"{titled(row.network)} – {number}"
    if row.network.fictional:
        title += f" ({_('donnée fictive')})"
    names = dict(row.actors.values_list("code", "name"))
    response = HttpResponse(to_graphml(as_wave(row), names, title=title), content_type="application/graphml+xml")
    response["Content-Disposition"] = f'attachment; filename="reseau-{code}-{number}.graphml"'
    return response


def _dropped(request: StaffRequest, row: Wave) -> HttpResponseBase:
    key = request.POST["drop"]
    ties = as_wave(row).ties
    left = [one for one in ties if "|".join(_key(one)) != key]
    if len(left) < len(ties):
        with write_turn():
            put_ties(by=request.user, wave=row, ties=left)
        messages.success(request, _("Le lien est enlevé."))
    return back_to_wave(row)


def _key(one: Tie) -> tuple[str, str, str]:
    return one.source, one.target, str(one.kind)


def _arcs(now: RulesWave, kind: str) -> frozenset[tuple[str, str]]:
    return RulesWave(now.nodes, tuple(one for one in now.ties if one.kind == kind)).arcs


def _ticked(now: RulesWave, kind: str, ticked: set[str]) -> list[Tie]:
    """The ties after the grid: other kinds as they are; a tie both ways of which one way is left goes that way."""
    codes = set(now.sectors)
    wanted = {(one, other) for one, _bar, other in (box.partition("|") for box in ticked)}
    wanted = {(one, other) for one, other in wanted if {one, other} <= codes and one != other}
    written = [one for one in now.ties if one.kind != kind]
    for one in (one for one in now.ties if one.kind == kind):
        there, back = (one.source, one.target), (one.target, one.source)
        if not one.directed and there in wanted and back in wanted:
            written.append(one)
            wanted -= {there, back}
            continue
        for arc in (there,) if one.directed else (there, back):
            if arc in wanted:
                written.append(Tie(*arc, one.kind, one.strength))
                wanted.discard(arc)
    return written + [Tie(one, other, kind) for one, other in sorted(wanted)]


def _seen(now: RulesWave) -> str:
    ties = sorted((*_key(one), one.strength, one.directed) for one in now.ties)
    return hashlib.sha256(repr(ties).encode()).hexdigest()[:16]


def _rows(row: Wave) -> Iterator[Sequence[object]]:
    for one in row.ties.select_related("source", "target"):
        yield (
            one.source.code,
            one.target.code,
            str(TIE_KINDS[one.kind]),
            one.strength,
            "" if one.directed else _("oui"),
            row.number,
            row.held_on,
            _("oui") if row.network.fictional else "",
        )
