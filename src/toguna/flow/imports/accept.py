"""Making records of a workbook's sheets, one after the other, each kept before the next is begun.

A workbook with an error makes none. One that is interrupted goes on where it was: what is kept already is the same
sheet, and adds nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from toguna.flow.imports.plan import Fate, ImportPlan, PlannedSheet, contents_of, plan_import
from toguna.flow.imports.sheets import read_delivery, without_refused
from toguna.flow.reading import read_version
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import (
    Envelope,
    SomebodyActedFirst,
    keep_correction,
    keep_new_record,
    locked,
)
from toguna.store.fieldwork.delivery_actions import keep_delivery, note_delivery_accepted
from toguna.store.fieldwork.models import Delivery, RecordVersion
from toguna.store.fieldwork.payloads import overwrite_delivery
from toguna.store.places.recognition import places_remembered
from toguna.store.writing import write_turn

WAY_IN = "workbook"
CORRECTED_BY_WORKBOOK = "Corrigée dans le classeur « %(file)s »."

Note = Callable[[int, int], None]


class DeliveryHasErrors(Exception):
    """A workbook is accepted whole or not at all."""

    message = "Erreurs dans le classeur : %(count)s. Corrigez les cellules signalées et envoyez-le de nouveau."

    def __init__(self, count: int) -> None:
        self.values = {"count": count}
        super().__init__(self.message % self.values)


class DeliveryTakenBack(Exception):
    """The workbook was taken back; sent again, it begins anew."""

    message = "Cet envoi a été annulé. Envoyez le classeur de nouveau pour en refaire des fiches."

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        super().__init__(self.message)


@dataclass(frozen=True)
class Accepted:
    """What accepting did: how many sheets became records, corrected one, were here already, or were left alone."""

    new: int = 0
    corrections: int = 0
    same: int = 0
    left: int = 0


def receive_workbook(*, body: bytes, file_name: str, by: User, form_id: str) -> Delivery:
    """Keep a workbook whole; nothing is read out of it yet."""
    with write_turn():
        return keep_delivery(body=body, file_name=file_name[:200], form_id=form_id, by=by)


def may_accept(delivery: Delivery, user: User) -> bool:
    """Whether this account may make records of it: they become its own organisation's, so it must be the sender's."""
    return user.may(Permission.ENTER_RECORDS) and user.organisation_id == delivery.organisation_id


def accept_delivery(delivery: Delivery, *, by: User, note: Note = lambda _done, _total: None) -> Accepted:
    """Make one record of each new sheet and one correction of each changed one. Accepting twice adds nothing.

    `note` hears how far it is, and may stop it by an exception of its own; accepting again then goes on. Raises
    `DeliveryHasErrors`, `DeliveryTakenBack`, or the reader's own refusal.
    """
    if not may_accept(delivery, by):
        raise PermissionDenied
    if delivery.taken_back_at is not None:
        raise DeliveryTakenBack
    if delivery.accepted_at is not None:
        # Read once: a person may have been redacted from the workbook since, and that is no other content.
        versions = list(delivery.versions.values_list("number", flat=True))
        return Accepted(same=len(versions))
    reading = read_delivery(delivery)
    plan = plan_import(delivery, reading)
    if plan.errors:
        raise DeliveryHasErrors(plan.errors)
    left = 0
    with places_remembered():
        for done, planned in enumerate(plan.sheets, start=1):
            left += not _keep(planned, plan, delivery, by)
            note(done, len(plan.sheets))
    numbers = list(delivery.versions.values_list("number", flat=True))
    new = sum(number == 1 for number in numbers)
    corrections = len(numbers) - new
    with write_turn(), transaction.atomic():
        body = bytes(delivery.payload.body)
        kept = without_refused(body, reading)
        if kept != body:
            overwrite_delivery(delivery=delivery.pk, body=kept)
        note_delivery_accepted(delivery=delivery, by=by, records=new, corrections=corrections)
    return Accepted(new, corrections, len(plan.sheets) - new - corrections - left, left)


def _keep(planned: PlannedSheet, plan: ImportPlan, delivery: Delivery, by: User) -> bool:
    """Keep one sheet if there is anything to keep; False where it is left as it is."""
    if planned.fate is Fate.NEW:
        return _keep_new(planned, plan, delivery, by)
    if planned.fate is Fate.CORRECTION:
        return _keep_correction(planned, plan, delivery, by)
    return planned.fate is not Fate.LEFT


def _keep_new(planned: PlannedSheet, plan: ImportPlan, delivery: Delivery, by: User) -> bool:
    with write_turn(), transaction.atomic():
        try:
            version = keep_new_record(
                envelope=_envelope(planned, plan, delivery),
                body=planned.sheet.write(planned.instance_id),
                way_in=WAY_IN,
                by=by,
                fictional=by.fictional,
                delivery=delivery,
                delivery_key=planned.sheet.key,
            )
        except IntegrityError:
            # Another process has just kept this very sheet.
            return True
        read_version(version)
    return True


def _keep_correction(planned: PlannedSheet, plan: ImportPlan, delivery: Delivery, by: User) -> bool:
    assert planned.record is not None
    with write_turn(), transaction.atomic():
        try:
            held = locked(planned.record, revision=planned.record.revision)
        except SomebodyActedFirst:
            return False
        version = keep_correction(
            record=held,
            envelope=_envelope(planned, plan, delivery),
            body=_unlike_the_others(planned.sheet.write(planned.instance_id), held.versions.all()),
            by=by,
            reason=CORRECTED_BY_WORKBOOK % {"file": delivery.file_name},
            delivery=delivery,
            delivery_key=planned.sheet.key,
        )
        read_version(version)
    return True


def _unlike_the_others(body: bytes, versions: QuerySet[RecordVersion]) -> bytes:
    """The content as bytes that no version of the record has yet; line ends at its end say nothing."""
    known = set(versions.values_list("sha256", flat=True))
    ends = next(ends for sha256, ends in contents_of(body, len(known)).items() if sha256 not in known)
    return body + b"\n" * ends


def _envelope(planned: PlannedSheet, plan: ImportPlan, delivery: Delivery) -> Envelope:
    return Envelope(delivery.form_id, plan.reading.form_version, planned.instance_id)
