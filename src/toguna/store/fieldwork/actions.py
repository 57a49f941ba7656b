"""Every write about a field record: keeping what arrived, and the acts that move it.

Nothing here reads what a sheet says; that is the flow's.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from toguna.rules.findings import Finding, Severity
from toguna.rules.records import Act, Hands, RecordState, after
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.models import (
    Attachment,
    Decision,
    Delivery,
    Form,
    FormMedia,
    Reading,
    Record,
    RecordVersion,
    VersionBytes,
)
from toguna.store.journal.actions import entry_of, record_entry
from toguna.store.writing import insert_row, insert_together

RECORDS = uuid.UUID("6f2b1f0e-93c5-5c49-9a34-6d3a1f5f6a01")


class SomebodyActedFirst(Exception):
    """The record has moved since it was shown: by whom, and when."""

    def __init__(self, record: Record) -> None:
        self.record = record
        latest = record.decisions.order_by("-at").first()
        self.by: User | None = latest.by if latest else None
        self.at: datetime | None = latest.at if latest else None
        self.act: str = latest.act if latest else ""
        super().__init__(f"record {record.pk} is at revision {record.revision}")


@dataclass(frozen=True)
class Envelope:
    """What must be known to keep a submission: which form, which instance, which one it replaces."""

    form_id: str
    form_version: str
    instance_id: str
    deprecated_id: str = ""


def record_id_of(form_id: str, instance_id: str) -> uuid.UUID:
    """The same instance of the same form is the same record, whichever installation receives it."""
    return uuid.uuid5(RECORDS, f"{form_id}|{instance_id}")


def keep_new_record(
    *,
    envelope: Envelope,
    body: bytes,
    way_in: str,
    by: User,
    fictional: bool,
    awaits_more: bool = False,
    delivery: Delivery | None = None,
    delivery_key: str = "",
) -> RecordVersion:
    """Keep the first version of a record, for good. Raises IntegrityError when the instance is there already."""
    record = Record(
        pk=record_id_of(envelope.form_id, envelope.instance_id),
        form_id=envelope.form_id,
        instance_id=envelope.instance_id,
        way_in=way_in,
        organisation_id=by.organisation_id,
        sender=by,
        fictional=fictional,
        awaits_more=awaits_more,
    )
    version = _version_of(record, envelope=envelope, body=body, by=by, contested=False, number=1)
    version.delivery, version.delivery_key = delivery, delivery_key
    # The database looks for the version at the end of the transaction.
    record.current_version = version
    entry = entry_of(by=by, action="record.received", subject=record, version=str(version.pk), way_in=way_in)
    insert_together([record, version, VersionBytes(version_id=version.pk, body=body), entry])
    return version


def note_all_arrived(*, record: Record) -> None:
    """Note that the device has sent the last of this submission's files."""
    Record.objects.filter(pk=record.pk).update(awaits_more=False)
    record.awaits_more = False


@transaction.atomic
def keep_contested_version(*, record: Record, envelope: Envelope, body: bytes, by: User) -> RecordVersion:
    """Keep other bytes that came under an instance we have: nothing is overwritten, a reviewer decides."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    number = record.versions.count() + 1
    version = _keep_version(record=record, envelope=envelope, body=body, by=by, contested=True, number=number)
    record.revision += 1
    record.save(update_fields=["revision", "changed_at"])
    record_entry(by=by, action="record.contested", subject=record, version=str(version.pk))
    return version


@transaction.atomic
def keep_correction(
    *,
    record: Record,
    envelope: Envelope,
    body: bytes,
    by: User,
    reason: str = "",
    delivery: Delivery | None = None,
    delivery_key: str = "",
) -> RecordVersion:
    """Keep a new version that replaces the current one and starts the round again; the old one stays."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    state = after(Act.CORRECT, RecordState(record.state), by=by.pk, hands=hands_of(record))
    version = _keep_version(
        record=record,
        envelope=envelope,
        body=body,
        by=by,
        contested=False,
        number=record.versions.count() + 1,
        delivery=delivery,
        delivery_key=delivery_key,
    )
    record.current_version = version
    _move(record, state=state, checked_by=None)
    Decision.objects.create(record=record, version=version, act=Act.CORRECT, reason=reason, by=by)
    record_entry(by=by, action="record.corrected", subject=record, version=str(version.pk))
    return version


def _keep_version(
    *,
    record: Record,
    envelope: Envelope,
    body: bytes,
    by: User,
    contested: bool,
    number: int,
    delivery: Delivery | None = None,
    delivery_key: str = "",
) -> RecordVersion:
    version = _version_of(record, envelope=envelope, body=body, by=by, contested=contested, number=number)
    version.delivery, version.delivery_key = delivery, delivery_key
    insert_row(version)
    insert_row(VersionBytes(version_id=version.pk, body=body))
    return version


def _version_of(
    record: Record, *, envelope: Envelope, body: bytes, by: User, contested: bool, number: int
) -> RecordVersion:
    sha256 = hashlib.sha256(body).hexdigest()
    return RecordVersion(
        pk=uuid.uuid5(record.pk, sha256),
        record=record,
        number=number,
        sha256=sha256,
        size=len(body),
        form_version=envelope.form_version,
        sender=by,
        instance_id=envelope.instance_id,
        contested=contested,
    )


@transaction.atomic
def keep_attachment(*, record: Record, name: str, media_type: str, size: int, sha256: str, by: User) -> Attachment:
    """Note a file that is already safe on disk. The same file under the same name is kept once."""
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                record=record, name=name, media_type=media_type, size=size, sha256=sha256
            )
    except IntegrityError:
        return Attachment.objects.get(record=record, name=name, sha256=sha256)
    record_entry(by=by, action="attachment.received", subject=record, sha256=sha256, size=size)
    return attachment


@transaction.atomic
def add_form(
    *,
    form_id: str,
    version: str,
    title: dict[str, str],
    xform: bytes,
    by: User | None,
    xlsform: bytes | None = None,
    mapping: str = "",
    state: str = "open",
) -> Form:
    """Keep a version of a form, offered to devices unless it is a draft; one that is there already stays as it is."""
    form, new = Form.objects.get_or_create(
        form_id=form_id,
        version=version,
        defaults={
            "title": title,
            "xform": xform,
            "xform_md5": hashlib.md5(xform, usedforsecurity=False).hexdigest(),
            "xlsform": xlsform,
            "mapping": mapping,
            "state": state,
            "added_by": by,
        },
    )
    if new:
        record_entry(by=by, action="form.added", subject=form, form_id=form_id, version=version)
    return form


@transaction.atomic
def add_form_list(*, form: Form, name: str, list_name: str) -> FormMedia:
    """Say that a form needs a list that is made anew for each agent."""
    media, _new = FormMedia.objects.get_or_create(
        form=form, name=name, defaults={"media_type": "text/csv", "list_name": list_name}
    )
    return media


@transaction.atomic
def keep_reading(*, version: RecordVersion, findings: Iterable[Finding], columns: dict[str, object]) -> Reading:
    """Store what was understood of a version, in place of what was understood before."""
    found = list(findings)
    reading, _ = Reading.objects.update_or_create(
        version=version,
        defaults={
            **columns,
            "findings": [finding_to_json(finding) for finding in found],
            "errors": sum(finding.severity is Severity.ERROR for finding in found),
            "warnings": sum(finding.severity is Severity.WARNING for finding in found),
        },
    )
    return reading


def finding_to_json(finding: Finding) -> dict[str, object]:
    """A finding as a row keeps it."""
    values = {
        key: value if isinstance(value, int | float) or value is None else str(value)
        for key, value in finding.values.items()
    }
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "values": values,
        "where": finding.where,
    }


def hands_of(record: Record) -> Hands:
    """Who has acted on the version that counts."""
    version = record.current_version
    return Hands(entered_by=version.sender_id if version else None, checked_by=record.checked_by_id)


def locked(record: Record, *, revision: int) -> Record:
    """The record, held until the end of the transaction, if it is still as it was shown."""
    held = Record.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=record.pk)
    if held.revision != revision:
        raise SomebodyActedFirst(held)
    return held


@transaction.atomic
def decide(*, record: Record, act: Act, by: User, revision: int, reason: str = "") -> Record:
    """Any act but a correction on a record as it was shown; the sender and the journal see who and why."""
    held = locked(record, revision=revision)
    assert held.current_version is not None
    state = after(act, RecordState(held.state), by=by.pk, hands=hands_of(held), reason=reason)
    checked_by = by if act is Act.CHECK else (held.checked_by if act is Act.VERIFY else None)
    _move(held, state=state, checked_by=checked_by, verified_by=by if act is Act.VERIFY else held.verified_by)
    Decision.objects.create(record=held, version=held.current_version, act=act, reason=reason, by=by)
    done = "released" if act is Act.RELEASE else state
    record_entry(by=by, action=f"record.{done}", subject=held, version=str(held.current_version_id))
    return held


@transaction.atomic
def match_to_activity_named(*, record: Record, activity: Activity) -> None:
    """Match a record to the activity whose code stands on its sheet, unless somebody has matched it already.

    It is a reading, not an act: nobody decided anything, so a decision taken on what was shown before still stands.
    """
    if Record.objects.filter(pk=record.pk, activity=None).update(activity=activity):
        record.activity = activity
        record_entry(by=None, action="record.matched", subject=record, activity=str(activity.pk))


@transaction.atomic
def match_to_activity(*, record: Record, activity: Activity | None, by: User, revision: int) -> Record:
    """Say which activity of the work plan a sheet belongs to."""
    held = locked(record, revision=revision)
    held.activity = activity
    _move(held, state=RecordState(held.state), checked_by=held.checked_by)
    record_entry(by=by, action="record.matched", subject=held, activity=str(activity.pk) if activity else None)
    return held


@transaction.atomic
def settle_contested_version(
    *, record: Record, version: RecordVersion, keep: bool, by: User, revision: int, reason: str = ""
) -> Record:
    """Decide between two sets of bytes under one instance; both stay, one counts."""
    held = locked(record, revision=revision)
    if keep:
        state = after(Act.CORRECT, RecordState(held.state), by=by.pk, hands=hands_of(held))
        held.current_version = version
        _move(held, state=state, checked_by=None)
    else:
        _move(held, state=RecordState(held.state), checked_by=held.checked_by)
    Decision.objects.create(record=held, version=version, act=Act.CORRECT if keep else Act.REJECT, reason=reason, by=by)
    record_entry(by=by, action="record.settled", subject=held, version=str(version.pk), kept=keep)
    return held


def _move(record: Record, *, state: RecordState, checked_by: User | None, verified_by: User | None = None) -> None:
    record.state = state
    record.revision += 1
    record.checked_by = checked_by
    if verified_by is not None:
        record.verified_by = verified_by
    record.save()
