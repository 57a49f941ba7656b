"""Taking a person out of what was kept, and keeping everything that was counted.

Name and telephone go from the mention, from every version of its record and from the workbook it came in; the photos of
its sheet go from the disk. Hashes, facts, counts and the journal stay. Whether to do it is a data-protection officer's
decision.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from toguna.collect.redaction import (
    Traces,
    blank_in_json,
    blank_in_submission,
    blank_in_text,
    blank_in_workbook,
)
from toguna.flow.exports import withdraw_files_of
from toguna.flow.reading import sheet_of
from toguna.flow.receive import attachment_file
from toguna.rules.attendance import Participant
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Attachment, DeliveryBytes, Record, RecordVersion, VersionBytes
from toguna.store.fieldwork.payloads import (
    mark_attachments_redacted,
    overwrite_delivery,
    overwrite_version,
    rewrite_comments,
    rewrite_findings,
)
from toguna.store.journal.actions import record_entry
from toguna.store.people.actions import forget_names
from toguna.store.people.models import Identity, Mention, MentionName


class NothingToRedact(Exception):
    """No name of this mention is kept any more, or none ever was."""


class RedactionWithoutReason(Exception):
    """A redaction must say why, for whoever reads the journal."""


@dataclass(frozen=True)
class Redaction:
    """What taking out one mention would remove: from which versions on which lines, which workbook, which photos."""

    mention: Mention
    record: Record
    traces: Traces
    # A version that cannot be read as a sheet has no lines; it is searched as text.
    versions: tuple[tuple[RecordVersion, frozenset[int] | None], ...]
    mentions: frozenset[UUID]
    photos: tuple[Attachment, ...]

    @property
    def workbooks(self) -> dict[UUID, set[str]]:
        """The workbooks that its versions came in, with the numbers that the sheet bears there."""
        found: dict[UUID, set[str]] = {}
        for version, _lines in self.versions:
            if version.delivery_id:
                found.setdefault(version.delivery_id, set()).add(version.delivery_key)
        return found


def planned_redaction(mention: Mention) -> Redaction:
    """What redacting this mention would remove; nothing is changed. Raises `NothingToRedact`."""
    record = mention.version.record
    traces = traces_of(mention)
    if not traces.names and not traces.phones:
        raise NothingToRedact
    versions = []
    mentions = {mention.pk}
    for version in record.versions.select_related("payload"):
        lines = lines_of(version, traces)
        if lines is not None and version.pk == mention.version_id:
            lines |= {mention.line}
        if lines:
            mentions |= set(Mention.objects.filter(version=version, line__in=lines).values_list("pk", flat=True))
        if lines is None or lines:
            versions.append((version, lines))
    photos = tuple(record.attachments.filter(redacted_at=None))
    return Redaction(mention, record, traces, tuple(versions), frozenset(mentions), photos)


def same_person(mention: Mention) -> list[Mention]:
    """Every mention that is held to be the same person now, this one included."""
    person = Identity.objects.filter(mention=mention, until=None).values("person")
    others = Mention.objects.filter(identities__person__in=person, identities__until=None)
    return list((others | Mention.objects.filter(pk=mention.pk)).select_related("version__record").distinct())


def redact(plan: Redaction, *, by: User, reason: str) -> None:
    """Remove what the plan names, and leave an entry in the journal that says so without naming anybody.

    Raises `RedactionWithoutReason`, or PermissionDenied for whoever may not redact persons.
    """
    if not by.may(Permission.REDACT_PERSONS):
        raise PermissionDenied
    if not reason.strip():
        raise RedactionWithoutReason
    overwrite_freed_pages()
    with transaction.atomic():
        for version, lines in plan.versions:
            # As they are now: another redaction of the same record may have come between.
            body = VersionBytes.objects.select_for_update().get(version=version).body
            overwrite_version(version=version, body=blanked(bytes(body), lines, plan.traces))
            rewrite_findings(version=version, cleaned=plan.traces.taken_out_of)
        rewrite_comments(record=plan.record, cleaned=plan.traces.taken_out_of)
        for delivery, keys in plan.workbooks.items():
            body = bytes(DeliveryBytes.objects.select_for_update().get(delivery=delivery).body)
            for key in keys:
                body = blank_in_workbook(body, key, plan.traces)
            overwrite_delivery(delivery=delivery, body=body)
        forget_names(mentions=plan.mentions)
        mark_attachments_redacted(hashes={photo.sha256 for photo in plan.photos})
        record_entry(
            by=by,
            action="person.redacted",
            subject=plan.mention,
            reason=plan.traces.taken_out_of(reason.strip()),
            record=str(plan.record.pk),
            versions=[version.number for version, _lines in plan.versions],
            workbooks=sorted(map(str, plan.workbooks)),
            photos=[photo.sha256 for photo in plan.photos],
        )
        transaction.on_commit(partial(withdraw_files_of, plan.record.form_id))
    remove_redacted_files()
    overwrite_freed_pages()


def traces_of(mention: Mention) -> Traces:
    """How the person is written: in the name kept beside the mention, and on the line itself."""
    names, phones = set(), set()
    for naming in MentionName.objects.filter(mention=mention):
        names.add(naming.name)
        phones.add(naming.phone)
    for participant in participants_of(mention.version) or ():
        if participant.line == mention.line:
            names.add(participant.name or "")
            phones.add(participant.phone or "")
    return Traces(frozenset(names - {""}), frozenset(phones - {""}))


def lines_of(version: RecordVersion, traces: Traces) -> frozenset[int] | None:
    """The lines of a version that are the person's; None when it cannot be read as a sheet."""
    participants = participants_of(version)
    if participants is None:
        return None
    return frozenset(one.line for one in participants if traces.are_of(one.name, one.phone))


def participants_of(version: RecordVersion) -> tuple[Participant, ...] | None:
    """The lines of a version's sheet; None when it cannot be read as one."""
    try:
        return sheet_of(version)[0].participants
    except Exception:
        # Anything may have been sent as a second version of a record, and a reader may stumble anywhere over it.
        return None


def blanked(body: bytes, lines: frozenset[int] | None, traces: Traces) -> bytes:
    """The bytes of a version without the person."""
    if lines is None:
        return blank_in_text(body, traces)
    if body.lstrip()[:1] == b"<":
        return blank_in_submission(body, lines, traces)
    return blank_in_json(body, lines, traces)


def remove_redacted_files() -> int:
    """Delete every file whose attachment is redacted, and say how many; run again, it finishes what a crash left."""
    count = 0
    for attachment in Attachment.objects.exclude(redacted_at=None):
        path = attachment_file(attachment)
        if path.exists():
            path.unlink()
            settle(path.parent)
            count += 1
    return count


def settle(folder: Path) -> None:
    """Have the disk know that a file is gone."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def overwrite_freed_pages() -> None:
    """Have SQLite write zeros over what it frees, and empty its log into the file; a deleted name would linger in both.

    PostgreSQL overwrites freed rows in its own time; its administrator runs VACUUM FULL where that must be sooner.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def told(plans: Iterable[Redaction]) -> dict[str, int]:
    """How much the plans would remove, for the person who has to say yes."""
    chosen = list(plans)
    return {
        "mentions": len({pk for plan in chosen for pk in plan.mentions}),
        "records": len({plan.record.pk for plan in chosen}),
        "versions": len({version.pk for plan in chosen for version, _lines in plan.versions}),
        "workbooks": len({delivery for plan in chosen for delivery in plan.workbooks}),
        "photos": len({photo.sha256 for plan in chosen for photo in plan.photos}),
    }
