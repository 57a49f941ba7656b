"""Which records wait for whom: the question behind the desk's first page and the number in its menu."""

from django.db.models import Q, QuerySet

from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import records_seen_by


def to_check(user: User) -> QuerySet[Record]:
    """Sheets that this account could check: received, and typed in by somebody else."""
    if not user.may(Permission.CHECK_RECORDS):
        return records_seen_by(user).none()
    return records_seen_by(user).filter(state=RecordState.RECEIVED).exclude(current_version__sender=user)


def to_verify(user: User) -> QuerySet[Record]:
    """Checked sheets that this account could verify: neither entered nor checked by itself."""
    if not user.may(Permission.VERIFY_RECORDS):
        return records_seen_by(user).none()
    checked = records_seen_by(user).filter(state=RecordState.CHECKED)
    return checked.exclude(current_version__sender=user).exclude(checked_by=user)


def to_correct(user: User) -> QuerySet[Record]:
    """Sheets sent back: one's own, or those of the organisations one coordinates."""
    returned = records_seen_by(user).filter(state=RecordState.RETURNED)
    if user.may(Permission.CORRECT_RECORDS):
        return returned
    return returned.filter(sender=user) if user.may(Permission.ENTER_RECORDS) else returned.none()


def to_settle(user: User) -> QuerySet[Record]:
    """Sheets under which other bytes came, so that somebody must say which count."""
    if not (user.may(Permission.CHECK_RECORDS) or user.may(Permission.VERIFY_RECORDS)):
        return records_seen_by(user).none()
    return records_seen_by(user).filter(
        pk__in=records_seen_by(user).filter(versions__contested=True, versions__decisions=None).order_by().values("pk")
    )


def to_match(user: User) -> QuerySet[Record]:
    """Open sheets that belong to no activity of the work plan yet."""
    if not (user.may(Permission.CHECK_RECORDS) or user.may(Permission.VERIFY_RECORDS)):
        return records_seen_by(user).none()
    still_open = [RecordState.RECEIVED, RecordState.CHECKED]
    return records_seen_by(user).filter(activity=None, state__in=still_open)


def waiting_for(user: User) -> QuerySet[Record]:
    """Everything that waits for an act of this account."""
    parts = [to_check(user), to_verify(user), to_correct(user), to_settle(user)]
    wanted = Q(pk__in=[])
    for part in parts:
        wanted |= Q(pk__in=part.order_by().values("pk"))
    return records_seen_by(user).filter(wanted)


def others_acts_awaited(user: User) -> QuerySet[Record]:
    """Sheets that this account sent and that wait for somebody else."""
    still_open = [RecordState.RECEIVED, RecordState.CHECKED]
    return records_seen_by(user).filter(sender=user, state__in=still_open)
