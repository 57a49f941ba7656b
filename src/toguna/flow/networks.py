"""A network's waves and sessions are handed in, to be checked, verified and counted like any record.

What an actor pledges in a session is a promise like any other, kept in the register of promises.
What stands on the pages is not counted; what was handed in is, until something else is handed in.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from toguna.collect.registers import document_to_bytes
from toguna.collect.registers.networks import SESSION_FORM, WAVE_FORM, session_document, wave_document
from toguna.flow.commitments import enter_commitment
from toguna.flow.registers import submit_to_register
from toguna.rules.commitments import OriginKind, PromiseKind
from toguna.rules.findings import Finding, errors_in
from toguna.rules.network_sessions import session_findings
from toguna.rules.networks import wave_findings
from toguna.rules.remarking import error
from toguna.store.accounts.models import User
from toguna.store.commitments.actions import Written
from toguna.store.commitments.models import Commitment
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import version_of_instance
from toguna.store.networks.models import Actor, Network, Session, Wave
from toguna.store.networks.queries import as_session, as_wave
from toguna.store.places.models import Place
from toguna.store.places.queries import written
from toguna.store.writing import write_turn

ACTIVITY_MISSING = "Le réseau n'est rattaché à aucune activité du plan de travail. Choisissez-la, puis remettez."


class NotHandedIn(ValueError):
    """It cannot be handed in as it stands; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class Handed:
    """What became of something that was handed in, and whether the pages say something else since."""

    record: Record
    changed: bool


def submit_wave(wave: Wave, *, by: User, reason: str = "") -> Record:
    """Hand a wave in as it stands; the same again changes nothing. Raises NotHandedIn."""
    _require(wave.network, wave_findings(as_wave(wave)))
    return submit_to_register(
        form_id=WAVE_FORM,
        key=wave.pk,
        document=_wave_document(wave),
        by=by,
        fictional=wave.network.fictional,
        reason=reason,
    )


def submit_session(session: Session, *, by: User, reason: str = "") -> Record:
    """Hand a session in as it stands; the same again changes nothing. Raises NotHandedIn."""
    _require(session.network, session_findings(as_session(session)))
    return submit_to_register(
        form_id=SESSION_FORM,
        key=session.pk,
        document=_session_document(session),
        by=by,
        fictional=session.network.fictional,
        reason=reason,
    )


def handed_wave(wave: Wave) -> Handed | None:
    """What became of a wave that was handed in; None where it never was."""
    return _handed(WAVE_FORM, wave.pk, _wave_document(wave))


def handed_session(session: Session) -> Handed | None:
    """The same of a session."""
    return _handed(SESSION_FORM, session.pk, _session_document(session))


def _handed(form_id: str, key: uuid.UUID, document: Mapping[str, object]) -> Handed | None:
    known = version_of_instance(form_id, f"uuid:{key}")
    if known is None:
        return None
    current = known.record.current_version
    assert current is not None
    # An entry that went back to what it said before carries line ends of its own; its text is what is compared.
    body = bytes(current.payload.body).rstrip(b"\n")
    return Handed(known.record, hashlib.sha256(body).digest() != hashlib.sha256(document_to_bytes(document)).digest())


def _require(network: Network, findings: list[Finding]) -> None:
    impossible = errors_in(findings)
    if network.activity is None:
        impossible.append(error("activity-missing", ACTIVITY_MISSING, "activity"))
    if impossible:
        raise NotHandedIn(impossible)


def _head(network: Network, number: int, place: Place | None) -> dict[str, object]:
    here = place or network.place
    return {
        "network": network.code,
        "number": number,
        "activity": network.activity.code if network.activity else "",
        "place": written([here])[here.pk],
    }


def _wave_document(wave: Wave) -> dict[str, object]:
    network = wave.network
    title = {language: f"{text} – {_WAVE[language]} {wave.number}" for language, text in _titles(network).items()}
    return wave_document(
        as_wave(wave),
        **_head(network, wave.number, None),
        title=title,
        held_on=wave.held_on.isoformat(),
        method=wave.method,
        note=wave.note,
    )


def _session_document(session: Session) -> dict[str, object]:
    title = {language: f"{text} – {session.title}" for language, text in _titles(session.network).items()}
    head = _head(session.network, session.number, session.place)
    return session_document(as_session(session), **head, title=title, kind=session.kind)


@dataclass(frozen=True)
class Pledge:
    """What an actor promised in a session."""

    actor: Actor
    what: str
    kind: PromiseKind = PromiseKind.ACTION
    due_on: date | None = None
    answers: str = ""


def pledge(session: Session, said: Pledge, *, by: User) -> Commitment:
    """Write what an actor promised in a session into the register of promises. Raises CommitmentImpossible.

    The other side is the network itself: its integration team follows the promise.
    """
    network = session.network
    # The network's row is the turnstile: two pledges written at once get two keys.
    with write_turn(), transaction.atomic():
        Network.objects.select_for_update().get(pk=network.pk)
        key = f"{_origin(session)}{pledges_of(session).count() + 1}"
        written_down = Written(
            what=said.what,
            made_on=session.ends_on,
            due_on=said.due_on,
            origin_kind=OriginKind.SCALE_PLEDGE,
            origin_label=f"{network.title['fr']} – {session.title}"[:200],
            promiser=said.actor.organisation,
            office=said.actor.name,
            receiver=network.organisation,
            place=session.place or network.place,
            activity=network.activity,
            kind=said.kind,
            answers=said.answers,
        )
        return enter_commitment(
            by=by,
            programme=network.programme,
            organisation=network.organisation,
            written=written_down,
            origin_key=key,
        )


def pledges_of(session: Session) -> QuerySet[Commitment]:
    """The promises that were made in a session, in the order in which they were written down."""
    found = Commitment.objects.filter(origin_kind=OriginKind.SCALE_PLEDGE.value)
    return found.filter(origin_key__startswith=_origin(session)).select_related("promiser").order_by("number")


def _origin(session: Session) -> str:
    return f"network-session:{session.pk}:"


_WAVE = {"fr": "vague", "en": "wave"}


def _titles(network: Network) -> dict[str, str]:
    return {language: text for language, text in network.title.items() if language in _WAVE}
