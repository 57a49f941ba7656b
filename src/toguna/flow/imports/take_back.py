"""Taking a whole workbook back: the records that it brought are set aside, the corrections that it made are undone.

Nothing is deleted, and nobody else's act is undone: once one of its records has been checked, it can only be rejected
or corrected by itself. Sent again, the workbook begins anew.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from toguna.flow.imports.plan import TAKEN_BACK
from toguna.rules.records import Act, NotAllowedInState, RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import SomebodyActedFirst, decide
from toguna.store.fieldwork.delivery_actions import note_delivery_taken_back, undo_delivered_correction
from toguna.store.fieldwork.models import Delivery, Record, RecordVersion
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.writing import write_turn

ACTED_ON = (RecordState.CHECKED, RecordState.VERIFIED)


class CannotTakeBack(Exception):
    """Somebody has checked or verified some of its records."""

    message = (
        "Des fiches de ce classeur ont déjà été contrôlées ou vérifiées : l'envoi ne peut plus être annulé en entier."
    )

    def __init__(self, count: int) -> None:
        self.values = {"count": count}
        super().__init__(self.message)


@dataclass(frozen=True)
class Fallout:
    """What taking a workbook back does: records set aside, corrections undone, records left as they are.

    `acted_on` are those that somebody has checked or verified: while there is one, nothing is taken back.
    """

    reject: tuple[RecordVersion, ...] = ()
    undo: tuple[RecordVersion, ...] = ()
    left: tuple[RecordVersion, ...] = ()
    acted_on: tuple[RecordVersion, ...] = ()


def may_take_back(delivery: Delivery, user: User) -> bool:
    """Whether this account may: whoever sent it, or who checks or verifies the records of that organisation."""
    decides = user.may(Permission.CHECK_RECORDS) or user.may(Permission.VERIFY_RECORDS)
    if delivery.sender_id == user.pk:
        return user.may(Permission.ENTER_RECORDS) or decides
    return decides and organisations_reached_by(user).filter(pk=delivery.organisation_id).exists()


def fallout_of(delivery: Delivery) -> Fallout:
    """What taking the workbook back would do now."""
    reject, undo, left, acted_on = [], [], [], []
    versions = delivery.versions.select_related("record__activity", "record__current_version__reading")
    for version in versions.order_by("record__received_at", "delivery_key"):
        record = version.record
        if record.state in ACTED_ON and record.current_version_id == version.pk:
            acted_on.append(version)
        elif record.current_version_id != version.pk or record.state not in (
            RecordState.RECEIVED,
            RecordState.RETURNED,
        ):
            # Corrected since, rejected or shut away: somebody has settled it.
            left.append(version)
        elif version.number == 1:
            reject.append(version)
        else:
            undo.append(version)
    return Fallout(tuple(reject), tuple(undo), tuple(left), tuple(acted_on))


def take_back(delivery: Delivery, *, by: User, note: Callable[[int, int], None] = lambda _done, _all: None) -> Fallout:
    """Set aside what the workbook brought, and say what was done. Interrupted, it goes on; twice changes nothing.

    Raises `CannotTakeBack`, or PermissionDenied.
    """
    if not may_take_back(delivery, by):
        raise PermissionDenied
    fallout = fallout_of(delivery)
    if delivery.accepted_at is None or delivery.taken_back_at is not None:
        return Fallout()
    if fallout.acted_on:
        raise CannotTakeBack(len(fallout.acted_on))
    reason = f"{TAKEN_BACK}{delivery.file_name}"
    total, moved = len(fallout.reject) + len(fallout.undo), 0
    for done, version in enumerate((*fallout.reject, *fallout.undo), start=1):
        moved += _take_back_one(version, by, reason)
        note(done, total)
    # Counted from the records, so that work that was interrupted and went on says all it did.
    rejected = delivery.versions.filter(number=1, record__decisions__reason=reason).distinct().count()
    undone = delivery.versions.filter(number__gt=1, decisions__reason=reason).distinct().count()
    with write_turn():
        note_delivery_taken_back(
            delivery=delivery, by=by, rejected=rejected, undone=undone, left=len(fallout.left) + total - moved
        )
    return fallout


def _take_back_one(version: RecordVersion, by: User, reason: str) -> bool:
    """One record set aside, or one correction undone; False where somebody has acted on it meanwhile."""
    record: Record = version.record
    with write_turn():
        try:
            if version.number == 1:
                decide(record=record, act=Act.REJECT, by=by, revision=record.revision, reason=reason)
                return True
            earlier = record.versions.filter(number__lt=version.number, contested=False).order_by("-number")
            standing = next((one for one in earlier.select_related("delivery") if not _is_taken_back(one)), None)
            if standing is None:
                return False
            undo_delivered_correction(version=version, earlier=standing, by=by, revision=record.revision, reason=reason)
        except (SomebodyActedFirst, NotAllowedInState):
            return False
    return True


def _is_taken_back(version: RecordVersion) -> bool:
    return version.delivery is not None and version.delivery.taken_back_at is not None
