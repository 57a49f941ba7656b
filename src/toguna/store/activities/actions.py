"""Every write to the work plan. What an activity was designed for is fixed when it is planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from toguna.rules.records import RecordState
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.journal.actions import record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.programmes.models import Objective, Programme
from toguna.store.writing import write_turn


class ActivityHasVerifiedRecords(Exception):
    """An activity that verified sheets say was held cannot be cancelled."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} verified records")


class StatusReasonMissing(Exception):
    """An activity is cancelled without saying why."""


@dataclass(frozen=True)
class Plan:
    """What may still change of an activity after it was planned."""

    title: Mapping[str, str]
    kind: str
    implementer: Organisation | None
    place: Place | None
    starts_on: date | None
    ends_on: date | None
    sessions: int
    objective: Objective | None = None
    topics: tuple[str, ...] = ()
    sensitive: bool = False


@write_turn()
@transaction.atomic
def plan_activity(
    *, code: str, plan: Plan, designed_for: Iterable[str], programmes: Iterable[Programme], by: User
) -> Activity:
    """Put a line into the work plan. A joint activity belongs to several programmes."""
    together = list(programmes)
    activity = Activity(
        code=code,
        designed_for=list(designed_for),
        # An activity of an invented programme is invented, whoever plans it.
        fictional=by.fictional or any(programme.fictional for programme in together),
    )
    _write(activity, plan)
    activity.programmes.set(together)
    record_entry(by=by, action="activity.planned", subject=activity, code=code)
    return activity


@write_turn()
@transaction.atomic
def change_activity(*, activity: Activity, plan: Plan, by: User) -> Activity:
    """Change what may change; the journal says which columns did."""
    before = {column: getattr(activity, column) for column in PLAN_COLUMNS}
    _write(activity, plan)
    changed = [column for column in PLAN_COLUMNS if before[column] != getattr(activity, column)]
    if changed:
        record_entry(by=by, action="activity.changed", subject=activity, columns=changed)
    return activity


@write_turn()
@transaction.atomic
def set_activity_status(*, activity: Activity, status: str, by: User, reason: str = "") -> Activity:
    """Say that an activity was held, is cancelled, or is planned again."""
    if status == "cancelled":
        verified = activity.records.filter(state=RecordState.VERIFIED).count()
        if verified:
            raise ActivityHasVerifiedRecords(verified)
        if not reason.strip():
            raise StatusReasonMissing
    if activity.status != status:
        activity.status = status
        activity.save(update_fields=["status"])
        record_entry(by=by, action=f"activity.{status}", subject=activity, reason=reason)
    return activity


PLAN_COLUMNS = (
    "title", "kind", "implementer_id", "place_id", "starts_on", "ends_on", "sessions", "objective_id", "topics",
    "sensitive",
)  # fmt: skip


def _write(activity: Activity, plan: Plan) -> None:
    activity.title = dict(plan.title)
    activity.kind = plan.kind
    activity.implementer = plan.implementer
    activity.place = plan.place
    activity.starts_on = plan.starts_on
    activity.ends_on = plan.ends_on
    activity.sessions = plan.sessions
    activity.objective = plan.objective
    activity.topics = list(plan.topics)
    activity.sensitive = plan.sensitive
    activity.save()


@transaction.atomic
def put_activity(*, by: User | None, code: str, programmes: Iterable[Programme], **columns: object) -> Activity:
    """Bring a line of a loaded work plan in under its code, whether it is there already or not."""
    activity, new = Activity.objects.update_or_create(code=code, defaults=columns)
    activity.programmes.set(programmes)
    record_entry(by=by, action="activity.planned" if new else "activity.changed", subject=activity, code=code)
    return activity
