"""A workbook of actors and ties against a wave as it is kept: what it would change, and taking it over as a whole.

Nothing is written while anything in it is wrong; nothing is ever taken away but ties of this one wave.
"""

from dataclasses import dataclass, fields

from toguna.collect.network_workbook import ActorRow, NetworkReading, read_network, write_network
from toguna.rules.findings import Finding, errors_in
from toguna.rules.networks import Tie
from toguna.store.accounts.models import User
from toguna.store.networks.actions import AboutActor, ActorTaken, put_network_from_workbook
from toguna.store.networks.models import Actor, Network, Wave
from toguna.store.networks.queries import as_wave
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import codes_of_organisations
from toguna.store.writing import write_turn


class NetworkNotTaken(ValueError):
    """The workbook cannot be taken over; `preview` says why."""

    def __init__(self, preview: "NetworkPreview") -> None:
        super().__init__("; ".join(finding.code for finding in preview.findings))
        self.preview = preview


@dataclass(frozen=True)
class NetworkPreview:
    """What taking a workbook over would add, change and take away."""

    findings: list[Finding]
    actors_added: tuple[ActorRow, ...] = ()
    actors_changed: tuple[tuple[ActorRow, ActorRow], ...] = ()
    ties_added: tuple[Tie, ...] = ()
    ties_changed: tuple[tuple[Tie, Tie], ...] = ()
    ties_removed: tuple[Tie, ...] = ()
    actors_joining: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being taken over."""
        return errors_in(self.findings)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything that it says is there already."""
        changes = (self.actors_added, self.actors_changed, self.ties_added, self.ties_changed, self.ties_removed)
        return not any(changes) and not self.actors_joining


def preview_network_workbook(payload: bytes, wave: Wave) -> NetworkPreview:
    """What the workbook would change; nothing is written. Raises a RefusedFileError where it is no workbook."""
    return _preview(_read(payload, wave), wave)


def take_network_workbook(payload: bytes, wave: Wave, *, by: User) -> NetworkPreview:
    """Take the workbook over, all of it or nothing. Raises NetworkNotTaken, or a RefusedFileError."""
    with write_turn():
        reading = _read(payload, wave)
        preview = _preview(reading, wave)
        if preview.errors:
            raise NetworkNotTaken(preview)
        codes = [row.organisation for row in reading.actors if row.organisation]
        organisations = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
        changed = {row.code for row in preview.actors_added} | {after.code for _before, after in preview.actors_changed}
        abouts = [
            _about(row, organisations)
            for row in reading.actors
            if row.code in changed or row.code in preview.actors_joining
        ]
        try:
            put_network_from_workbook(by=by, wave=wave, actors=abouts, ties=reading.ties)
        except ActorTaken as error:  # pragma: no cover - the reading tells it first, unless somebody was quicker
            raise NetworkNotTaken(preview) from error
    return preview


def network_workbook(network: Network, wave: Wave | None = None, *, language: str = "fr") -> bytes:
    """The actors of a network and the ties of a wave, to be filled in and sent back."""
    rows = [actor_row(actor) for actor in network.actors.select_related("organisation")]
    return write_network(rows, as_wave(wave).ties if wave else (), language=language)


def actor_row(actor: Actor) -> ActorRow:
    """An actor as a row of the workbook says it."""
    columns = {field.name: getattr(actor, field.name) for field in fields(ActorRow) if field.name != "organisation"}
    return ActorRow(**columns, organisation=actor.organisation.code if actor.organisation else "")


def _read(payload: bytes, wave: Wave) -> NetworkReading:
    network = wave.network
    known = [actor_row(actor) for actor in network.actors.select_related("organisation")]
    in_wave = wave.actors.values_list("code", flat=True)
    organisations = codes_of_organisations(fictional=network.fictional)
    return read_network(payload, known=known, in_wave=list(in_wave), organisations=organisations)


def _preview(reading: NetworkReading, wave: Wave) -> NetworkPreview:
    known = {actor.code: actor_row(actor) for actor in wave.network.actors.select_related("organisation")}
    there = set(wave.actors.values_list("code", flat=True))
    named = [row.code for row in reading.actors]
    named += [end for tie in reading.ties or () for end in (tie.source, tie.target)]
    before = {_key(tie): tie for tie in as_wave(wave).ties}
    after = before if reading.ties is None else {_key(tie): tie for tie in reading.ties}
    return NetworkPreview(
        findings=reading.findings,
        actors_added=tuple(row for row in reading.actors if row.code not in known),
        actors_changed=tuple(
            (known[row.code], row) for row in reading.actors if row.code in known and known[row.code] != row
        ),
        ties_added=tuple(tie for key, tie in after.items() if key not in before),
        ties_changed=tuple((before[key], tie) for key, tie in after.items() if key in before and before[key] != tie),
        ties_removed=tuple(tie for key, tie in before.items() if key not in after),
        actors_joining=tuple(code for code in dict.fromkeys(named) if code not in there),
    )


def _key(tie: Tie) -> tuple[str, str, str]:
    return tie.source, tie.target, str(tie.kind)


def _about(row: ActorRow, organisations: dict[str, Organisation]) -> AboutActor:
    columns = {field.name: getattr(row, field.name) for field in fields(ActorRow) if field.name != "organisation"}
    return AboutActor(**columns, organisation=organisations.get(row.organisation))
