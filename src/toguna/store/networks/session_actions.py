"""Writing what a network does together: sessions with who was there and what was said, circles, the action log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from toguna.rules import network_sessions as rules
from toguna.rules.findings import Finding, errors_in
from toguna.rules.networks import LogKind, SessionKind
from toguna.store.journal.actions import Actor as Writer
from toguna.store.journal.actions import record_entry
from toguna.store.networks.models import ActionCircle, ActionEntry, Actor, Network, SectorPresence, Session, Statement
from toguna.store.places.models import Place


class SessionImpossible(ValueError):
    """This cannot have been; `findings` say why and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


class CircleNameTaken(Exception):
    """Another circle of the network has this name."""


@dataclass(frozen=True)
class AboutSession:
    """What a session says of itself, its people and its statements apart."""

    kind: SessionKind
    title: str
    starts_on: date
    ends_on: date
    place: Place | None = None
    minutes: str = ""


@dataclass(frozen=True)
class AboutCircle:
    """What a circle is for, and since when."""

    name: str
    purpose: str = ""
    formed_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class AboutEntry:
    """One line of the action log."""

    on: date
    kind: LogKind
    text: str
    assistance: str = ""
    circle: ActionCircle | None = None


@transaction.atomic
def put_session(
    *,
    by: Writer | None,
    network: Network,
    about: AboutSession,
    presences: Sequence[rules.Presence],
    statements: Sequence[rules.Said],
    session: Session | None = None,
) -> Session:
    """Write down a session as a whole, or correct one. Raises SessionImpossible and changes nothing then."""
    told = rules.Session(about.starts_on, about.ends_on, tuple(presences), tuple(statements))
    impossible = errors_in(rules.session_findings(told))
    if impossible:
        raise SessionImpossible(impossible)
    columns = {name: getattr(about, name) for name in about.__dataclass_fields__} | {"kind": about.kind.value}
    if session is None:
        last = network.sessions.order_by("-number").first()
        put = network.sessions.create(number=last.number + 1 if last else 1, **columns)
    else:
        put = session
        for column, value in columns.items():
            setattr(put, column, value)
        put.save()
    _put_presences(put, presences)
    _put_statements(put, statements)
    action = "network.session-added" if session is None else "network.session-changed"
    record_entry(by=by, action=action, subject=network, session=put.number, sectors=len(told.sectors))
    return put


@transaction.atomic
def put_circle(
    *,
    by: Writer | None,
    network: Network,
    about: AboutCircle,
    members: Iterable[Actor],
    circle: ActionCircle | None = None,
) -> ActionCircle:
    """Write down a circle with its members, or correct one. Raises CircleNameTaken."""
    others = network.circles.exclude(pk=circle.pk) if circle else network.circles.all()
    if others.filter(name__iexact=about.name).exists():
        raise CircleNameTaken(about.name)
    columns = {name: getattr(about, name) for name in about.__dataclass_fields__}
    put = circle or ActionCircle(network=network)
    for column, value in columns.items():
        setattr(put, column, value)
    put.save()
    put.members.set(members)
    action = "network.circle-changed" if circle else "network.circle-formed"
    record_entry(by=by, action=action, subject=network, members=put.members.count())
    return put


@transaction.atomic
def add_log_entry(*, by: Writer | None, network: Network, about: AboutEntry, actors: Iterable[Actor]) -> ActionEntry:
    """Add a line to the action log: what was done or asked for, by which of the actors."""
    columns = {name: getattr(about, name) for name in about.__dataclass_fields__} | {"kind": about.kind.value}
    added = network.log.create(**columns)
    added.actors.set(actors)
    record_entry(by=by, action="network.action-logged", subject=network, kind=about.kind.value)
    return added


def _put_presences(session: Session, presences: Sequence[rules.Presence]) -> None:
    session.presences.all().delete()
    SectorPresence.objects.bulk_create(
        SectorPresence(
            session=session,
            on=one.on,
            half_day=str(one.half_day),
            sector=one.sector,
            women=one.women,
            men=one.men,
            unknown=one.unknown,
        )
        for one in presences
        if one.people
    )


def _put_statements(session: Session, statements: Sequence[rules.Said]) -> None:
    """The statements in their order. One that says the same keeps its key, for promises may answer it."""
    known = {(row.kind, row.text): row for row in session.statements.all()}
    kept = {(str(one.kind), one.text) for one in statements}
    session.statements.exclude(pk__in=[row.pk for said, row in known.items() if said in kept]).delete()
    # Numbers are set aside first: two that change places would stand on one number for a moment.
    for number, row in enumerate(session.statements.order_by("kind", "number"), start=20_000):
        row.number = number
        row.save(update_fields=["number"])
    numbers: dict[str, int] = {}
    for one in dict.fromkeys(statements):
        kind = str(one.kind)
        numbers[kind] = numbers.get(kind, 0) + 1
        row = known.get((kind, one.text)) or Statement(session=session, kind=kind, text=one.text)
        row.number = numbers[kind]
        row.save()
