"""Writing networks: who they are, their actors, waves and ties. What is impossible is refused and nothing is written.

Sessions, circles and the action log are in `session_actions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from toguna.rules import networks as rules
from toguna.rules.findings import Finding, errors_in
from toguna.store.activities.models import Activity
from toguna.store.journal.actions import Actor as Writer
from toguna.store.journal.actions import record_entry
from toguna.store.networks.models import Actor, Network, Tie, Wave
from toguna.store.networks.queries import as_wave
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme


class NetworkCodeTaken(Exception):
    """Another network has this code."""


class OtherWorld(ValueError):
    """Something fictional in a real programme, or the reverse."""


class ActorTaken(Exception):
    """Another actor of the network has this code, or this name; `column` says which."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class ActorInUse(Exception):
    """The actor stands in a wave, a circle or the action log: it is corrected, not taken away."""


class TiesImpossible(ValueError):
    """These ties cannot be; `findings` say why and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class About:
    """What a network says of itself."""

    title: Mapping[str, str]
    issue: Mapping[str, str]
    place: Place
    organisation: Organisation
    activity: Activity | None = None


@dataclass(frozen=True)
class AboutActor:
    """What is known of an actor: an organisation or an office, never a person."""

    code: str
    name: str
    sector: str
    level: str = ""
    organisation: Organisation | None = None
    active_where: str = ""
    active_how: str = ""
    concerns: str = ""
    in_committee: bool = False
    in_team: bool = False


@transaction.atomic
def add_network(*, by: Writer | None, programme: Programme, code: str, about: About) -> Network:
    """Open a network in a programme. Raises NetworkCodeTaken, OtherWorld."""
    _check_world(programme.fictional, about)
    if Network.objects.filter(code=code).exists():
        raise NetworkCodeTaken(code)
    added = Network.objects.create(programme=programme, code=code, fictional=programme.fictional, **_columns(about))
    record_entry(by=by, action="network.added", subject=added, code=code, programme=programme.code)
    return added


@transaction.atomic
def change_network(*, by: Writer | None, network: Network, about: About) -> None:
    """Change what a network says of itself. Raises OtherWorld."""
    _check_world(network.fictional, about)
    for column, value in _columns(about).items():
        setattr(network, column, value)
    network.save()
    record_entry(by=by, action="network.changed", subject=network, code=network.code)


@transaction.atomic
def move_network(*, by: Writer | None, network: Network, stage: rules.Stage) -> None:
    """Say in which component the undertaking is now; they may run side by side, so any may follow any."""
    network.stage = stage.value
    network.save(update_fields=["stage"])
    record_entry(by=by, action="network.moved", subject=network, stage=stage.value)


@transaction.atomic
def put_actor(*, by: Writer | None, network: Network, about: AboutActor, actor: Actor | None = None) -> Actor:
    """Add an actor to the inventory, or bring one up to date. Raises ActorTaken, OtherWorld."""
    if about.organisation is not None and about.organisation.fictional != network.fictional:
        raise OtherWorld(about.organisation.code)
    others = network.actors.exclude(pk=actor.pk) if actor else network.actors.all()
    for column in ("code", "name"):
        if others.filter(**{f"{column}__iexact": getattr(about, column)}).exists():
            raise ActorTaken(column)
    columns = {name: getattr(about, name) for name in about.__dataclass_fields__}
    put = actor or Actor(network=network)
    for column, value in columns.items():
        setattr(put, column, value)
    put.save()
    action = "network.actor-changed" if actor else "network.actor-added"
    record_entry(by=by, action=action, subject=network, actor=put.code)
    return put


@transaction.atomic
def drop_actor(*, by: Writer | None, actor: Actor) -> None:
    """Take away an actor who stands nowhere yet. Raises ActorInUse."""
    if actor.waves.exists() or actor.circles.exists() or actor.log.exists():
        raise ActorInUse
    record_entry(by=by, action="network.actor-dropped", subject=actor.network, actor=actor.code)
    actor.delete()


@transaction.atomic
def add_wave(
    *,
    by: Writer | None,
    network: Network,
    held_on: date,
    method: rules.Method,
    note: str = "",
    actors: Iterable[Actor] | None = None,
) -> Wave:
    """Begin another look at the ties, of every actor of the inventory unless these are named."""
    last = network.waves.order_by("-number").first()
    number = last.number + 1 if last else 1
    wave = network.waves.create(number=number, held_on=held_on, method=method.value, note=note)
    wave.actors.set(network.actors.all() if actors is None else actors)
    record_entry(by=by, action="network.wave-added", subject=network, wave=number, actors=wave.actors.count())
    return wave


@transaction.atomic
def change_wave(
    *,
    by: Writer | None,
    wave: Wave,
    held_on: date,
    method: rules.Method,
    note: str = "",
    actors: Iterable[Actor] | None = None,
) -> None:
    """Correct a wave's day, method or actors; the ties of an actor who is taken out go too."""
    wave.held_on, wave.method, wave.note = held_on, method.value, note
    wave.save(update_fields=["held_on", "method", "note"])
    if actors is not None:
        wave.actors.set(actors)
        kept = wave.actors.values("pk")
        wave.ties.exclude(source__in=kept, target__in=kept).delete()
    record_entry(by=by, action="network.wave-changed", subject=wave.network, wave=wave.number)


@transaction.atomic
def put_ties(*, by: Writer | None, wave: Wave, ties: Sequence[rules.Tie]) -> None:
    """Make these, between actors by their codes, the ties of a wave. Raises TiesImpossible and changes nothing then."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    actors = {actor.code: actor for actor in wave.actors.all()}
    nodes = tuple(rules.Node(code, actor.sector) for code, actor in actors.items())
    before, after = as_wave(wave), rules.Wave(nodes, tuple(ties))
    impossible = errors_in(rules.wave_findings(after))
    if impossible:
        raise TiesImpossible(impossible)
    if set(before.ties) == set(after.ties):
        return
    wave.ties.all().delete()
    Tie.objects.bulk_create(
        Tie(
            wave=wave,
            source=actors[tie.source],
            target=actors[tie.target],
            kind=str(tie.kind),
            strength=tie.strength,
            directed=tie.directed,
        )
        for tie in ties
    )
    told = {"before": len(before.ties), "after": len(after.ties)}
    record_entry(by=by, action="network.ties-written", subject=wave.network, wave=wave.number, **told)


@transaction.atomic
def put_network_from_workbook(
    *, by: Writer | None, wave: Wave, actors: Sequence[AboutActor], ties: Sequence[rules.Tie] | None
) -> None:
    """Take actors and ties over from a workbook: all of it or nothing. Actors named there join the wave.

    Ties that are not told at all (None) stay as they are. Raises ActorTaken, OtherWorld, TiesImpossible.
    """
    network = wave.network
    known = {actor.code: actor for actor in network.actors.all()}
    for about in actors:
        known[about.code] = put_actor(by=by, network=network, about=about, actor=known.get(about.code))
    named = {about.code for about in actors} | {end for tie in ties or () for end in (tie.source, tie.target)}
    wave.actors.add(*(known[code] for code in named if code in known))
    if ties is not None:
        put_ties(by=by, wave=wave, ties=ties)


def _columns(about: About) -> dict[str, object]:
    return {name: getattr(about, name) for name in about.__dataclass_fields__}


def _check_world(fictional: bool, about: About) -> None:
    parts = (about.place, about.organisation, about.activity)
    if any(part is not None and part.fictional != fictional for part in parts):
        raise OtherWorld
