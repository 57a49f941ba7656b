"""The sessions of a network on the desk: what was said, who was there, what was promised; circles and action log."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.flow.networks import NotHandedIn, handed_session, pledge, pledges_of, submit_session
from toguna.rules.attendance import HalfDay
from toguna.rules.network_sessions import Presence, session_findings
from toguna.rules.networks import SessionKind, StatementKind
from toguna.rules.roles import Permission
from toguna.store.commitments.actions import CommitmentImpossible
from toguna.store.commitments.queries import standing_of, with_both_sides
from toguna.store.networks.models import Network, Session
from toguna.store.networks.queries import as_session, may_keep, network_seen_by
from toguna.store.networks.session_actions import (
    AboutSession,
    CircleNameTaken,
    SessionImpossible,
    add_log_entry,
    put_circle,
    put_session,
)
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, sent, staff, step
from toguna.web.desk.money_words import finding_said
from toguna.web.desk.network_session_forms import CircleForm, LogForm, PledgeForm, SessionForm
from toguna.web.desk.network_words import HALF_DAYS, STATEMENT_KINDS, sectors_in_words, session_finding_said
from toguna.web.desk.networks import back_to, kept, network_form_page, way_to

COUNTS = ("women", "men", "unknown")
# A session of more days than this is a campaign, and each of its days a session of its own.
MOST_DAYS = 10


@staff(Permission.SEE_RECORDS)
def session(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """One session: who was there, what was found in common, what was promised and what became of it."""
    return _page(request, network_seen_by(request.user, code).sessions.get(number=number))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def session_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Write down a session."""
    return _form(request, kept(request, code), None)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def session_change(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Correct a session."""
    network = kept(request, code)
    return _form(request, network, network.sessions.get(number=number))


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def presence(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Who was in the room in one half-day, sector by sector."""
    row = kept(request, code).sessions.get(number=number)
    on, half_day = _moment(request, row)
    told = as_session(row)
    typed, problems = _counts(request) if request.method == "POST" else ({}, [])
    if request.method == "POST" and not problems:
        others = [one for one in told.presences if (one.on, one.half_day) != (on, half_day)]
        now = [Presence(on, half_day, sector, **counts) for sector, counts in typed.items() if any(counts.values())]
        try:
            with write_turn():
                put_session(
                    by=request.user,
                    network=row.network,
                    about=_about(row),
                    presences=[*others, *now],
                    statements=told.statements,
                    session=row,
                )
        except SessionImpossible as error:
            problems = [session_finding_said(one) for one in error.findings]
        else:
            people = sum(one.people for one in now)
            values = {"people": people, "sectors": len(now)}
            messages.success(request, _("Présences notées : %(people)s personnes, %(sectors)s secteurs.") % values)
            return _back_to(row)
    here = {one.sector: one for one in told.presences if (one.on, one.half_day) == (on, half_day)}
    rows = []
    for sector, words in sectors_in_words().items():
        counts = typed.get(sector) or {name: getattr(here.get(sector), name, 0) for name in COUNTS}
        rows.append((sector, words, [(name, str(counts[name] or "")) for name in COUNTS]))
    return desk_page(
        request,
        "desk/network_presence.html",
        status=422 if problems else 200,
        session=row,
        network=row.network,
        on=on,
        half_day=half_day,
        moments=_moments(row, told.presences),
        rows=rows,
        problems=problems,
        breadcrumb=way_to(row.network, step(row.title, _address(row)), step(_("Présences"))),
        demonstration=row.network.fictional,
    )


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def pledge_new(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Write what an actor promised into the register of promises."""
    row = kept(request, code).sessions.get(number=number)
    form = PledgeForm(sent(request), session=row)
    if request.method == "POST" and form.is_valid():
        try:
            made = pledge(row, form.pledge(), by=request.user)
        except CommitmentImpossible as error:
            for finding in error.findings:
                form.add_error(finding.where if finding.where in form.fields else None, finding_said(finding))
        else:
            told = _("L'engagement %(code)s est au registre.")
            messages.success(request, told % {"code": made.code})
            return _back_to(row)
    return network_form_page(
        request,
        row.network,
        form,
        title=_("Noter un engagement"),
        button=_("Inscrire l'engagement"),
        lead=_("Il entre au registre des engagements, où les deux côtés diront s'il est tenu."),
        back=_address(row),
        steps=[step(row.title, _address(row))],
    )


@staff(Permission.ENTER_RECORDS, "POST")
def session_submit(request: StaffRequest, code: str, number: int) -> HttpResponseBase:
    """Hand a session in, to be checked and verified by somebody else."""
    row = kept(request, code).sessions.get(number=number)
    try:
        record = submit_session(row, by=request.user, reason=request.POST.get("reason", "").strip()[:300])
    except NotHandedIn as error:
        return _page(request, row, [finding_said(one) for one in error.findings])
    messages.success(request, _("La séance est remise : elle attend son contrôle parmi les fiches."))
    return redirect("desk:record", pk=record.pk)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def circle_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Write down a circle or task force."""
    return _circle_form(request, kept(request, code), None)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def circle(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Correct a circle, or say that it has ended."""
    return _circle_form(request, kept(request, code), pk)


@staff(Permission.ENTER_RECORDS, "GET", "POST")
def log_new(request: StaffRequest, code: str) -> HttpResponseBase:
    """Add a line to the action log."""
    network = kept(request, code)
    form = LogForm(sent(request), network=network)
    if request.method == "POST" and form.is_valid():
        with write_turn():
            add_log_entry(by=request.user, network=network, about=form.about(), actors=form.cleaned_data["actors"])
        messages.success(request, _("La ligne est au journal d'actions."))
        return back_to(network)
    return network_form_page(
        request, network, form, title=_("Ajouter au journal d'actions"), button=_("Ajouter la ligne")
    )


def _circle_form(request: StaffRequest, network: Network, pk: UUID | None) -> HttpResponseBase:
    row = network.circles.get(pk=pk) if pk else None
    form = CircleForm(sent(request), network=network, circle=row)
    if request.method == "POST" and form.is_valid():
        try:
            with write_turn():
                put_circle(
                    by=request.user,
                    network=network,
                    about=form.about(),
                    members=form.cleaned_data["members"],
                    circle=row,
                )
        except CircleNameTaken:
            form.add_error("name", _("Un autre cercle du réseau porte déjà ce nom."))
        else:
            messages.success(request, _("Le cercle est enregistré."))
            return back_to(network)
    return network_form_page(
        request,
        network,
        form,
        title=_("Modifier un cercle") if row else _("Former un cercle"),
        button=_("Enregistrer le cercle"),
    )


def _form(request: StaffRequest, network: Network, row: Session | None) -> HttpResponseBase:
    form = SessionForm(sent(request), network=network, session=row)
    if request.method == "POST" and form.is_valid():
        presences = as_session(row).presences if row else ()
        try:
            with write_turn():
                put = put_session(
                    by=request.user,
                    network=network,
                    about=form.about(),
                    presences=presences,
                    statements=form.statements(),
                    session=row,
                )
        except SessionImpossible as error:
            for finding in error.findings:
                form.add_error(None, session_finding_said(finding))
        else:
            told = _("La séance est modifiée.") if row else _("La séance est notée. Dites maintenant qui était là.")
            messages.success(request, told)
            return _back_to(put) if row else redirect("desk:network-presence", code=network.code, number=put.number)
    return network_form_page(
        request,
        network,
        form,
        title=_("Modifier la séance") if row else _("Noter une séance"),
        button=_("Enregistrer la séance"),
        back=_address(row) if row else "",
        steps=[step(row.title, _address(row))] if row else [],
        communes=True,
    )


def _page(request: StaffRequest, row: Session, problems: list[str] | None = None) -> HttpResponseBase:
    told, today = as_session(row), timezone.localdate()
    words = sectors_in_words()
    table = []
    for sector in told.sectors:
        rooms = [[one for one in told.in_room(*moment) if one.sector == sector] for moment in told.half_days]
        table.append((words[sector], rooms, sector in told.throughout))
    totals = [_totals(told.in_room(*moment)) for moment in told.half_days]
    return desk_page(
        request,
        "desk/network_session.html",
        status=422 if problems else 200,
        session=row,
        network=row.network,
        told=told,
        table=table,
        totals=totals,
        fullest=_totals(told.fullest),
        statements=[(kind.value, STATEMENT_KINDS[kind.value], told.said(kind)) for kind in StatementKind],
        pledges=[(one, standing_of(one, today), None) for one in with_both_sides(pledges_of(row))],
        findings=session_findings(told),
        handed=handed_session(row),
        problems=problems or [],
        may_keep=may_keep(request.user, row.network),
        breadcrumb=way_to(row.network, step(row.title)),
        demonstration=row.network.fictional,
    )


def _totals(room: tuple[Presence, ...]) -> dict[str, int]:
    counted = {name: sum(getattr(one, name) for one in room) for name in COUNTS}
    return counted | {"people": sum(counted.values())}


def _counts(request: StaffRequest) -> tuple[dict[str, dict[str, int]], list[str]]:
    """What was typed for each sector; a box that is no number of people is told and read as nothing."""
    counts: dict[str, dict[str, int]] = {}
    problems = []
    for sector, words in sectors_in_words().items():
        counts[sector] = {}
        for name in COUNTS:
            typed = request.POST.get(f"{sector}-{name}", "").strip()
            counts[sector][name] = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
            if typed and not (typed.isdecimal() and len(typed) < 6):
                told = _("« %(typed)s » n'est pas un nombre de personnes (%(sector)s).")
                problems.append(told % {"typed": typed[:20], "sector": words})
    return counts, problems


def _moment(request: StaffRequest, row: Session) -> tuple[date, str]:
    """The half-day that the address asks for; the session's first morning where it asks for none it has."""
    asked, half_day = request.GET.get("on", ""), request.GET.get("half_day", "")
    days = {day.isoformat(): day for day in _days(row)}
    return days.get(asked, row.starts_on), half_day if half_day in HALF_DAYS else HalfDay.MORNING.value


def _days(row: Session) -> list[date]:
    count = min((row.ends_on - row.starts_on).days + 1, MOST_DAYS)
    return [row.starts_on + timedelta(days=number) for number in range(count)]


def _moments(row: Session, presences: tuple[Presence, ...]) -> list[tuple[date, str, int]]:
    """Every half-day that may be filled in, with how many people are counted there already."""
    people: dict[tuple[date, str], int] = {}
    for one in presences:
        moment = (one.on, str(one.half_day))
        people[moment] = people.get(moment, 0) + one.people
    return [(day, half.value, people.get((day, half.value), 0)) for day in _days(row) for half in HalfDay]


def _about(row: Session) -> AboutSession:
    columns = {name: getattr(row, name) for name in AboutSession.__dataclass_fields__ if name != "kind"}
    return AboutSession(kind=SessionKind(row.kind), **columns)


def _address(row: Session) -> str:
    return reverse("desk:network-session", args=[row.network.code, row.number])


def _back_to(row: Session) -> HttpResponseBase:
    return redirect("desk:network-session", code=row.network.code, number=row.number)
