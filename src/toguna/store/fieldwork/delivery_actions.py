"""Every write about a workbook that was delivered: kept whole, its rows become records, and taken back again.

Nothing is deleted. What a workbook says, and which of its rows are new, is the flow's.
"""

import hashlib

from django.db import transaction
from django.utils import timezone

from toguna.rules.records import Act, RecordState
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import locked
from toguna.store.fieldwork.models import Decision, Delivery, DeliveryBytes, Record, RecordVersion
from toguna.store.journal.actions import record_entry


@transaction.atomic
def keep_delivery(*, body: bytes, file_name: str, form_id: str, by: User) -> Delivery:
    """Keep a workbook whole. The same bytes from the same organisation are one delivery, until it is taken back."""
    sha256 = hashlib.sha256(body).hexdigest()
    same = Delivery.objects.filter(sha256=sha256, organisation_id=by.organisation_id, form_id=form_id)
    already = same.filter(taken_back_at=None).first()
    if already:
        return already
    delivery = Delivery.objects.create(
        file_name=file_name, sha256=sha256, size=len(body), sender=by, organisation_id=by.organisation_id,
        form_id=form_id,
    )  # fmt: skip
    DeliveryBytes.objects.create(delivery=delivery, body=body)
    record_entry(by=by, action="delivery.received", subject=delivery, sha256=sha256)
    return delivery


@transaction.atomic
def note_delivery_accepted(*, delivery: Delivery, by: User, records: int, corrections: int) -> None:
    """Note that the rows of a workbook have become records or corrections of records."""
    if delivery.accepted_at is None:
        delivery.accepted_at = timezone.now()
        delivery.save(update_fields=["accepted_at"])
        record_entry(by=by, action="delivery.accepted", subject=delivery, records=records, corrections=corrections)


@transaction.atomic
def undo_delivered_correction(
    *, version: RecordVersion, earlier: RecordVersion, by: User, revision: int, reason: str
) -> Record:
    """Let the version before a workbook's correction count again; it goes the round anew, and both stay.

    Raises `SomebodyActedFirst`.
    """
    record = locked(version.record, revision=revision)
    record.current_version = earlier
    record.state = RecordState.RECEIVED
    record.revision += 1
    record.checked_by = None
    record.save()
    Decision.objects.create(record=record, version=version, act=Act.REJECT, reason=reason, by=by)
    record_entry(by=by, action="record.correction-undone", subject=record, version=str(earlier.pk))
    return record


@transaction.atomic
def note_delivery_taken_back(*, delivery: Delivery, by: User, rejected: int, undone: int, left: int) -> None:
    """Note that a workbook was taken back: how many records were set aside, corrections undone, records left."""
    if delivery.taken_back_at is None:
        delivery.taken_back_at = timezone.now()
        delivery.taken_back_by = by
        delivery.save(update_fields=["taken_back_at", "taken_back_by"])
        record_entry(by=by, action="delivery.taken-back", subject=delivery, rejected=rejected, undone=undone, left=left)
