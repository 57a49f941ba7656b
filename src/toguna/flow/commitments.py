"""Promises enter the flow: each is an entry of the register, handed in anew whenever it says something else.

What is public of a promise is what was last verified of it. A forum's resolutions become promises once, in one act.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from toguna.collect.library.forums import FORM_ID as FORUM_FORM
from toguna.collect.library.forums import resolutions_in
from toguna.collect.registers import document_from_bytes
from toguna.collect.registers.commitments import FORM_ID, TEXTS
from toguna.flow.kept_files import keep_file, kept_file
from toguna.flow.reading import answers_of
from toguna.flow.registers import submit_to_register
from toguna.rules.commitments import OriginKind
from toguna.rules.forums import Resolution
from toguna.rules.offices import names_a_person
from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.commitments.actions import (
    CommitmentImpossible,
    Said,
    Written,
    change_commitment,
    declare,
    forget_verified,
    keep_verified,
    record_commitment,
    take_declaration,
    tie_to_record,
)
from toguna.store.commitments.models import Commitment, Declaration, EvidenceFile
from toguna.store.commitments.queries import taken_from, who_said
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Programme
from toguna.store.writing import write_turn

LONGEST = 500
# What is kept is French, whoever takes it in.
PARTICIPANTS = "les participantes et participants du forum"


@dataclass(frozen=True)
class ForumToTake:
    """A verified forum whose resolutions are not all in the register yet."""

    record: Record
    resolutions: Sequence[Resolution]


def enter_commitment(
    *, by: User, programme: Programme, organisation: Organisation, written: Written, origin_key: str = ""
) -> Commitment:
    """Write a promise down and hand it in. Raises CommitmentImpossible, OtherWorld, TakenAlready."""
    with write_turn(), transaction.atomic():
        made = record_commitment(
            by=by, programme=programme, organisation=organisation, written=written, origin_key=origin_key
        )
        hand_in(made, by=by)
        return made


def amend_commitment(*, by: User, commitment: Commitment, written: Written, reason: str = "") -> Commitment:
    """Change a promise and hand it in anew. Raises CommitmentImpossible, OtherWorld, ReasonMissing."""
    with write_turn(), transaction.atomic():
        changed = change_commitment(by=by, commitment=commitment, written=written, reason=reason)
        hand_in(changed, by=by, reason=reason or _("Engagement complété"))
        return changed


def declare_commitment(*, by: User, commitment: Commitment, said: Said) -> Declaration:
    """Keep what one side says and hand the promise in anew. Raises CommitmentImpossible."""
    with write_turn(), transaction.atomic():
        made = declare(by=by, commitment=commitment, said=said)
        hand_in(commitment, by=by, reason=_("Nouvelle déclaration"))
        return made


def accept_declaration(*, by: User, declaration: Declaration) -> Declaration:
    """Take what came by an address into the register and hand the promise in anew. Raises DecidedAlready."""
    with write_turn(), transaction.atomic():
        taken = take_declaration(by=by, declaration=declaration)
        hand_in(taken.commitment, by=by, reason=_("Nouvelle déclaration"))
        return taken


def hand_in(commitment: Commitment, *, by: User, reason: str = "") -> Record | None:
    """Hand a promise in as it stands; without an activity it is kept and not counted, and nothing is handed in."""
    current = Commitment.objects.select_related("activity", "place", "promiser", "receiver", "programme").get(
        pk=commitment.pk
    )
    if current.activity is None:
        return None
    record = submit_to_register(
        form_id=FORM_ID,
        key=current.pk,
        document=document_of(current),
        by=by,
        fictional=current.fictional,
        reason=reason,
    )
    tie_to_record(commitment=commitment, record=record.pk)
    return record


def document_of(commitment: Commitment) -> Mapping[str, object]:
    """A promise as its register entry: codes and offices, days as text, both sides in the order in which they spoke."""
    said = commitment.declarations.exclude(taken_at=None).order_by("said_on", "received_at")
    return {
        "code": commitment.code,
        "programme": commitment.programme.code,
        "activity": commitment.activity.code if commitment.activity else "",
        "place": _place(commitment.place),
        "origin": {"kind": commitment.origin_kind, "label": commitment.origin_label},
        "promiser": commitment.promiser.code if commitment.promiser else "",
        "office": commitment.office,
        "receiver": commitment.receiver.code if commitment.receiver else "",
        "receiver_office": commitment.receiver_office,
        "kind": commitment.kind,
        "instrument": commitment.instrument_code,
        "node": commitment.node_code,
        "made_on": commitment.made_on.isoformat(),
        "due_on": commitment.due_on.isoformat() if commitment.due_on else None,
        "first_due_on": commitment.first_due_on.isoformat() if commitment.first_due_on else None,
        "cost": commitment.cost,
        "currency": commitment.currency,
        "funding": commitment.funding,
        "percent": commitment.percent,
        **{name: getattr(commitment, name) for name in TEXTS},
        "declarations": [
            {
                "side": one.side,
                "says": one.says,
                "on": one.said_on.isoformat(),
                "office": one.office,
                "evidence": one.evidence,
                "files": sorted(file.sha256 for file in one.files.all()),
                "who": who_said(one),
            }
            for one in said
        ],
    }


def note_verified(version: RecordVersion) -> None:
    """Make public what was verified of a promise; a record of anything else is none of this."""
    if version.record.form_id == FORM_ID:
        content = document_from_bytes(bytes(version.payload.body))
        keep_verified(record=version.record_id, version=version.pk, content=content)


def note_shut(record: Record) -> None:
    """Show nothing of a promise whose record was rejected or shut away."""
    if record.form_id == FORM_ID:
        forget_verified(record=record.pk)


def keep_evidence(files: Iterable["UploadedFile[bytes]"]) -> list[tuple[str, str, str, int]]:
    """Put files that show a declaration safely on disk, before the row that says so: name, type, hash, size of each."""
    kept = []
    for one in files:
        size, sha256 = keep_file(Path(settings.ATTACHMENTS), cast("BinaryIO", one.file))
        kept.append((Path(one.name or "piece").name[:160], (one.content_type or "")[:80], sha256, size))
    return kept


def evidence_path(file: EvidenceFile) -> Path:
    """Where the bytes of an evidence file stand."""
    return kept_file(Path(settings.ATTACHMENTS), file.sha256)


def forums_to_take(user: User) -> list[ForumToTake]:
    """The verified forums that this account sees and whose resolutions are not all in the register."""
    forums = records_seen_by(user).filter(form_id=FORUM_FORM, state=RecordState.VERIFIED, activity__isnull=False)
    found = [ForumToTake(record, _left(record)) for record in forums.select_related("current_version", "activity")]
    return [one for one in found if one.resolutions]


def forum_to_take(user: User, record: Record) -> ForumToTake | None:
    """The same for one record; None where there is nothing to take, or the account takes nothing in."""
    is_forum = record.form_id == FORUM_FORM and record.state == RecordState.VERIFIED and record.activity is not None
    left = _left(record) if is_forum and user.may(Permission.ENTER_RECORDS) else []
    return ForumToTake(record, left) if left else None


def take_resolutions(record: Record, *, by: User) -> tuple[list[Commitment], list[Resolution]]:
    """Take a forum's resolutions into the register; those taken before stay as they are.

    One that tells no office, or names a person, cannot be taken and is answered apart.
    """
    taken, left = [], []
    with write_turn(), transaction.atomic():
        for resolution in _left(record):
            try:
                taken.append(_take(record, resolution, by))
            except CommitmentImpossible:
                left.append(resolution)
    return taken, left


def _take(record: Record, resolution: Resolution, by: User) -> Commitment:
    activity = record.activity
    reading = record.current_version.reading if record.current_version else None
    assert activity is not None
    assert reading is not None
    assert by.organisation is not None
    programme = activity.programmes.order_by("code").first()
    assert programme is not None
    held_on = reading.held_on or record.received_at.date()
    written = Written(
        what=" ".join(resolution.what.split())[:LONGEST],
        made_on=held_on,
        due_on=resolution.by_when,
        origin_kind=OriginKind.FORUM,
        origin_label=(reading.title or activity.title["fr"])[:200],
        office=resolution.who,
        receiver_office=PARTICIPANTS,
        place=reading.place or activity.place,
        activity=activity,
    )
    key = _key(record, resolution)
    return enter_commitment(by=by, programme=programme, organisation=by.organisation, written=written, origin_key=key)


def _left(record: Record) -> list[Resolution]:
    """The resolutions of a forum that are not in the register."""
    version = record.current_version
    found = answers_of(version) if version is not None else None
    if found is None:
        return []
    told = resolutions_in(found[1], [])
    known = taken_from(OriginKind.FORUM, [_key(record, one) for one in told])
    return [one for one in told if one.what.strip() and _key(record, one) not in known]


def can_be_taken(resolution: Resolution) -> bool:
    """Whether a resolution tells an office and no person."""
    return bool(resolution.who.strip()) and not names_a_person(resolution.who)


def _key(record: Record, resolution: Resolution) -> str:
    return f"record:{record.pk}:resolution:{resolution.line}"


def _place(place: Place | None) -> Mapping[str, str]:
    if place is None:
        return {}
    first = place.codes.order_by("scheme", "code").first()
    return {"name": place.name} | ({"scheme": first.scheme, "code": first.code} if first else {})
