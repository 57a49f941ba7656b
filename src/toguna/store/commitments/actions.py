"""Writing promises down, changing them, and keeping what each side says. Each act is one entry in the journal.

What the rules refuse is not written; once a side has spoken, what was promised changes only with a reason.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from toguna.rules import commitments as rules
from toguna.rules.commitment_entries import Entry, declaration_findings, entry_findings
from toguna.rules.commitments import Funding, OriginKind, PromiseKind, Says, Side
from toguna.rules.findings import Finding, errors_in
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.commitments.models import (
    Amendment,
    Commitment,
    Declaration,
    DeclarationAddress,
    EvidenceFile,
    VerifiedEntry,
)
from toguna.store.commitments.queries import as_promise, standing_of
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.store.writing import write_turn

TOKEN_BYTES = 32
# What was promised; the rest (activity, partners, how it will be seen) may be completed at any time.
PROMISED = (
    "what",
    "expected_change",
    "kind",
    "promiser",
    "office",
    "receiver",
    "receiver_office",
    "made_on",
    "due_on",
    "cost",
    "currency",
    "funding",
    "place",
)
TEXTS = ("what", "expected_change", "answers", "partners", "verification", "plan_line", "origin_label")


class CommitmentImpossible(ValueError):
    """What was asked for cannot be; `findings` say why and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.code for finding in findings))
        self.findings = findings


class OtherWorld(ValueError):
    """Something fictional in a real programme, or the reverse."""


class TakenAlready(Exception):
    """What it came from is in the register already."""


class ReasonMissing(Exception):
    """A promise of which somebody has spoken is changed without saying why."""


class AddressClosed(Exception):
    """The address was used, revoked or has ended: no declaration comes in by it."""


class DecidedAlready(Exception):
    """Somebody has taken this declaration into the register, or declined it."""


@dataclass(frozen=True)
class Written:
    """What is written of a promise."""

    what: str
    made_on: date
    due_on: date | None = None
    origin_kind: OriginKind = OriginKind.OTHER
    origin_label: str = ""
    promiser: Organisation | None = None
    office: str = ""
    receiver: Organisation | None = None
    receiver_office: str = ""
    place: Place | None = None
    activity: Activity | None = None
    expected_change: str = ""
    kind: PromiseKind = PromiseKind.ACTION
    instrument_code: str = ""
    node_code: str = ""
    answers: str = ""
    cost: int | None = None
    currency: str = ""
    funding: Funding | str = ""
    partners: str = ""
    verification: str = ""
    plan_line: str = ""
    percent: int | None = None
    office_email: str = ""


@dataclass(frozen=True)
class Said:
    """What one side says of a promise; `files` are safe on disk already, as (name, media type, hash, size)."""

    side: Side
    says: Says
    on: date
    office: str
    evidence: str = ""
    files: tuple[tuple[str, str, str, int], ...] = field(default_factory=tuple)


@write_turn()
@transaction.atomic
def record_commitment(
    *, by: User, programme: Programme, organisation: Organisation, written: Written, origin_key: str = ""
) -> Commitment:
    """Write a promise down. Raises CommitmentImpossible, OtherWorld, TakenAlready."""
    _refuse(written)
    _check_world(programme, written, organisation)
    if origin_key and Commitment.objects.filter(origin_kind=written.origin_kind, origin_key=origin_key).exists():
        raise TakenAlready
    # The programme's row is the turnstile: two promises written at once get two numbers.
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = Commitment.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
    made = Commitment.objects.create(
        programme=programme,
        number=(last or 0) + 1,
        organisation=organisation,
        origin_key=origin_key,
        fictional=programme.fictional,
        **_columns(written),
    )
    record_entry(by=by, action="commitment.recorded", subject=made, code=made.code, origin=made.origin_kind)
    return made


@write_turn()
@transaction.atomic
def change_commitment(*, by: User, commitment: Commitment, written: Written, reason: str = "") -> Commitment:
    """Change what is written of a promise; what was promised, once somebody has spoken of it, only with a reason.

    A day that is put off leaves the first one to be read. Raises CommitmentImpossible, OtherWorld, ReasonMissing.
    """
    _refuse(written)
    _check_world(commitment.programme, written)
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    columns = _columns(written)
    before = {column: getattr(held, column) for column in columns}
    changed = {column: value for column, value in columns.items() if before[column] != value}
    if not changed:
        return held
    promised = {
        column: [_told(before[column]), _told(value)] for column, value in changed.items() if column in PROMISED
    }
    if promised and is_spoken_of(held):
        if not reason.strip():
            raise ReasonMissing
        Amendment.objects.create(commitment=held, changes=promised, reason=reason.strip()[:300], made_by=by)
    if "due_on" in changed and before["due_on"] is not None and held.first_due_on is None:
        held.first_due_on = before["due_on"]
    for column, value in changed.items():
        setattr(held, column, value)
    _settle(held)
    record_entry(by=by, action="commitment.changed", subject=held, code=held.code, columns=sorted(changed))
    return held


@write_turn()
@transaction.atomic
def declare(*, by: User, commitment: Commitment, said: Said) -> Declaration:
    """Keep what one side says, as staff heard or read it. Raises CommitmentImpossible."""
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    made = _keep(held, said, entered_by=by, taken_by=by.pk, taken_at=timezone.now())
    _settle(held)
    record_entry(by=by, action="commitment.declared", subject=held, code=held.code, side=said.side, says=said.says)
    return made


@write_turn()
@transaction.atomic
def declare_by_address(*, address: DeclarationAddress, said: Said) -> Declaration:
    """Keep what came by an address until staff have read it. Raises AddressClosed, CommitmentImpossible."""
    # Two sent at once would each see the address open.
    locked = DeclarationAddress.objects.select_for_update().select_related("commitment").get(pk=address.pk)
    if not is_open(locked):
        raise AddressClosed
    made = _keep(locked.commitment, said, address=locked)
    record_entry(
        by=None, action="commitment.declared-by-address", subject=locked.commitment, side=said.side, says=said.says
    )
    return made


@write_turn()
@transaction.atomic
def take_declaration(*, by: User, declaration: Declaration) -> Declaration:
    """Take what came by an address into the register as it is. Raises DecidedAlready."""
    held = _waiting(declaration)
    held.taken_by, held.taken_at = by.pk, timezone.now()
    held.save(update_fields=["taken_by", "taken_at"])
    _settle(Commitment.objects.select_for_update().get(pk=held.commitment_id))
    record_entry(by=by, action="commitment.declaration-taken", subject=held.commitment, says=held.says)
    return held


@write_turn()
@transaction.atomic
def decline_declaration(*, by: User, declaration: Declaration, reason: str) -> Declaration:
    """Leave what came by an address out, and tell its author why. Raises DecidedAlready, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    held = _waiting(declaration)
    held.declined_reason = reason.strip()[:300]
    held.save(update_fields=["declined_reason"])
    record_entry(by=by, action="commitment.declaration-declined", subject=held.commitment, says=held.says)
    return held


@write_turn()
@transaction.atomic
def hand_out_address(
    *, by: Actor | None, commitment: Commitment, side: Side, handed_to: str, expires_at: datetime
) -> tuple[DeclarationAddress, str]:
    """Make an address by which one side may speak once of a promise, and its token, which can be read nowhere again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = DeclarationAddress.objects.create(
        commitment=commitment,
        side=side,
        token_sha256=_hash(token),
        handed_to=handed_to.strip()[:160],
        given_by=by.pk if by else None,
        expires_at=expires_at,
    )
    record_entry(by=by, action="commitment.address-handed-out", subject=commitment, side=side)
    return made, token


@write_turn()
@transaction.atomic
def revoke_address(*, by: Actor, address: DeclarationAddress) -> None:
    """Let no declaration in by it any more; one that came stays."""
    if address.revoked_at is None:
        address.revoked_at, address.revoked_by = timezone.now(), by.pk
        address.save(update_fields=["revoked_at", "revoked_by"])
        record_entry(by=by, action="commitment.address-revoked", subject=address.commitment, side=address.side)


def address_of(token: str) -> DeclarationAddress:
    """The address that a token opens, its declaration with it. Raises DeclarationAddress.DoesNotExist.

    One that has ended still opens while a declaration came by it, so that its author can read what became of it.
    """
    around = ("commitment__programme", "commitment__place", "commitment__promiser", "declaration")
    found = DeclarationAddress.objects.select_related(*around).get(token_sha256=_hash(token))
    if not is_open(found) and not hasattr(found, "declaration"):
        raise DeclarationAddress.DoesNotExist
    return found


def is_open(address: DeclarationAddress) -> bool:
    """Whether a declaration may still come in by it."""
    return address.revoked_at is None and address.expires_at > timezone.now() and not hasattr(address, "declaration")


def is_spoken_of(commitment: Commitment) -> bool:
    """Whether a side has spoken, so that what was promised is frozen."""
    return Declaration.objects.filter(commitment=commitment, declined_reason="").exists()


@transaction.atomic
def tie_to_record(*, commitment: Commitment, record: UUID) -> None:
    """Note by which record it is counted."""
    Commitment.objects.filter(pk=commitment.pk).update(record=record)
    commitment.record_id = record


@transaction.atomic
def keep_verified(*, record: UUID, version: UUID, content: Mapping[str, object]) -> None:
    """Keep what was verified of a promise, so that everybody may read it; without a promise of ours, nothing."""
    commitment = Commitment.objects.filter(record=record).first()
    if commitment is not None:
        columns = {"version_id": version, "content": dict(content), "verified_on": timezone.localdate()}
        VerifiedEntry.objects.update_or_create(commitment=commitment, defaults=columns)


@transaction.atomic
def forget_verified(*, record: UUID) -> None:
    """Show it to nobody any more: its record was rejected or shut away."""
    VerifiedEntry.objects.filter(commitment__record=record).delete()


def _keep(commitment: Commitment, said: Said, **columns: object) -> Declaration:
    read = rules.Declaration(said.side, said.says, said.on)
    found = declaration_findings(as_promise(commitment), read, said.office, said.evidence, timezone.localdate())
    if wrong := errors_in(found):
        raise CommitmentImpossible(wrong)
    made = Declaration.objects.create(
        commitment=commitment,
        side=said.side,
        says=said.says,
        said_on=said.on,
        office=said.office.strip()[:160],
        evidence=said.evidence.strip(),
        **columns,
    )
    for name, media_type, sha256, size in said.files:
        EvidenceFile.objects.create(declaration=made, name=name, media_type=media_type, sha256=sha256, size=size)
    return made


def _waiting(declaration: Declaration) -> Declaration:
    held = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if held.taken_at or held.declined_reason:
        raise DecidedAlready
    return held


def _settle(commitment: Commitment) -> None:
    commitment.state = standing_of(commitment, timezone.localdate()).state.value
    commitment.save()


def _check_world(programme: Programme, written: Written, *more: Organisation) -> None:
    named = (written.promiser, written.receiver, written.place, written.activity, *more)
    if any(one.fictional != programme.fictional for one in named if one is not None):
        raise OtherWorld


def _columns(written: Written) -> Mapping[str, object]:
    columns = {name: getattr(written, name) for name in written.__dataclass_fields__}
    return {name: value.strip() if isinstance(value, str) else value for name, value in columns.items()}


def _refuse(written: Written) -> None:
    entry = Entry(
        made_on=written.made_on,
        due_on=written.due_on,
        promiser=written.promiser.code if written.promiser else "",
        office=written.office,
        receiver_office=written.receiver_office,
        cost=written.cost,
        currency=written.currency,
        texts={name: getattr(written, name) for name in TEXTS},
    )
    if wrong := errors_in(entry_findings(entry, timezone.localdate())):
        raise CommitmentImpossible(wrong)


def _told(value: object) -> str:
    """How a value is kept in an amendment: words and codes, never a row."""
    if isinstance(value, Organisation):
        return value.code
    return "" if value is None else str(value)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
