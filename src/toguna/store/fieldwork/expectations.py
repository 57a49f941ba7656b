"""What partners owe and what came of it: the expectations that somebody set, and the sheets of planned activities.

It looks up what is owed and what arrived. Which period is due when, and what is late, is the rules'.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from toguna.rules.expectations import (
    Due,
    DuePeriod,
    Promise,
    Punctuality,
    Rhythm,
    came_on,
    periods_owed,
    punctuality_of,
    sessions_came_on,
)
from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.models import Expectation, Record
from toguna.store.journal.actions import record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.places.models import Place
from toguna.store.places.queries import inside

# A record that was set aside or shut away has not come.
NOT_COME = (RecordState.REJECTED, RecordState.QUARANTINED)


@dataclass(frozen=True)
class Window:
    """The stretch of last days to send that is looked at, and the day from which it is looked at."""

    since: date
    until: date
    today: date


@dataclass(frozen=True)
class Owed:
    """One thing that is owed: by whom, which form, for which place; for a period, or for a session of an activity."""

    organisation: Organisation
    form_id: str
    place: Place | None
    due: Due
    period: DuePeriod | None = None
    every: str = ""
    activity: Activity | None = None
    session: int | None = None


@dataclass(frozen=True)
class OwedLine:
    """Everything that one partner owes on one form for one place: the counts, what may still come, the oldest gap."""

    organisation: Organisation
    form_id: str
    place: Place | None
    punctuality: Punctuality
    awaited: int
    missing_since: date | None
    next_due: date | None


def expectations_seen_by(user: User) -> QuerySet[Expectation]:
    """The expectations of the organisations that the account reaches."""
    if not user.may(Permission.SEE_RECORDS):
        return Expectation.objects.none()
    reached = organisations_reached_by(user)
    return Expectation.objects.filter(organisation__in=reached).select_related("organisation", "place")


def expectations_managed_by(user: User) -> QuerySet[Expectation]:
    """The expectations that the account may change: those of the organisations it reaches, when its role plans."""
    if not user.may(Permission.MANAGE_ACTIVITIES):
        return Expectation.objects.none()
    return expectations_seen_by(user)


def owed_to(user: User, window: Window, *, attendance_form: str, sheet_days: int) -> list[Owed]:
    """What the organisations that the account reaches owe, the last day to send within the window, in its order.

    `attendance_form` is the form that each session of a planned activity owes, within `sheet_days` of its last day.
    """
    found = [
        *_of_expectations(list(expectations_seen_by(user)), window),
        *_of_activities(user, window, attendance_form, sheet_days),
    ]
    return sorted(found, key=lambda one: (one.due.due_on, one.organisation.code, one.form_id, one.session or 0))


def lines_of(owed: Iterable[Owed], today: date) -> list[OwedLine]:
    """What is owed, gathered by partner, form and place, in the order of the partners' codes."""
    together: dict[tuple[str, str, str], list[Owed]] = defaultdict(list)
    for one in owed:
        together[one.organisation.code, one.form_id, one.place.name if one.place else ""].append(one)
    return [_line(ones, today) for _key, ones in sorted(together.items(), key=lambda pair: pair[0])]


def is_expected_already(
    *,
    form_id: str,
    organisation: Organisation,
    place: Place | None,
    starts_on: date,
    ends_on: date | None,
    but: int = 0,
) -> bool:
    """Whether the same form is expected of the same partner for the same place at the same time."""
    same = Expectation.objects.filter(form_id=form_id, organisation=organisation, place=place).exclude(pk=but)
    still = same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    return still.filter(starts_on__lte=ends_on).exists() if ends_on else still.exists()


@transaction.atomic
def add_expectation(
    *, form_id: str, organisation: Organisation, place: Place | None, promise: Promise, by: User | None
) -> Expectation:
    """Say what a partner owes from now on."""
    expectation = Expectation.objects.create(
        form_id=form_id,
        organisation=organisation,
        place=place,
        every=promise.every.value,
        starts_on=promise.starts_on,
        ends_on=promise.ends_on,
        days_allowed=promise.days_allowed,
    )
    record_entry(
        by=by, action="expectation.added", subject=expectation, form_id=form_id, organisation=organisation.code
    )
    return expectation


@transaction.atomic
def change_expectation(*, expectation: Expectation, place: Place | None, promise: Promise, by: User) -> Expectation:
    """Change what is owed; of whom and on which form stays."""
    before = _as_entry(expectation)
    expectation.place = place
    expectation.every = promise.every.value
    expectation.starts_on = promise.starts_on
    expectation.ends_on = promise.ends_on
    expectation.days_allowed = promise.days_allowed
    expectation.save()
    after = _as_entry(expectation)
    if before != after:
        record_entry(by=by, action="expectation.changed", subject=expectation, before=before, after=after)
    return expectation


@transaction.atomic
def end_expectation(*, expectation: Expectation, on: date, by: User) -> Expectation:
    """Say the last day on which it is owed; what was owed before stays owed."""
    expectation.ends_on = max(on, expectation.starts_on)
    expectation.save(update_fields=["ends_on"])
    record_entry(by=by, action="expectation.ended", subject=expectation, on=expectation.ends_on.isoformat())
    return expectation


def promise_of(expectation: Expectation) -> Promise:
    """What an expectation says, as the rules take it."""
    return Promise(Rhythm(expectation.every), expectation.starts_on, expectation.ends_on, expectation.days_allowed)


def _as_entry(expectation: Expectation) -> dict[str, object]:
    return {
        "place": str(expectation.place_id) if expectation.place_id else None,
        "every": expectation.every,
        "starts_on": expectation.starts_on.isoformat(),
        "ends_on": expectation.ends_on.isoformat() if expectation.ends_on else None,
        "days_allowed": expectation.days_allowed,
    }


def _line(owed: Sequence[Owed], today: date) -> OwedLine:
    dues = [one.due for one in owed]
    late = [due.due_on for due in dues if due.came_on is None and due.due_on < today]
    awaited = [due.due_on for due in dues if due.came_on is None and due.due_on >= today]
    first = owed[0]
    return OwedLine(
        first.organisation,
        first.form_id,
        first.place,
        punctuality_of(dues, today),
        len(awaited),
        min(late, default=None),
        min(awaited, default=None),
    )


# About whom and what: the day it is about, the day it arrived, and where.
Arrival = tuple[date, date, UUID | None]


def _of_expectations(expectations: Sequence[Expectation], window: Window) -> Iterator[Owed]:
    owed = [(each, _periods_in(each, window)) for each in expectations]
    begins = min((periods[0].starts_on for _each, periods in owed if periods), default=window.today)
    arrivals = _arrivals(expectations, begins)
    within: dict[UUID, Collection[UUID]] = {}
    for each, periods in owed:
        came = arrivals.get((each.form_id, each.organisation_id), [])
        if each.place is not None:
            if each.place.pk not in within:
                within[each.place.pk] = set(inside(each.place))
            came = [arrival for arrival in came if arrival[2] in within[each.place.pk]]
        pairs = [(about, arrived) for about, arrived, _place in came]
        for period in periods:
            due = Due(period.due_on, came_on(period, pairs))
            yield Owed(each.organisation, each.form_id, each.place, due, period=period, every=each.every)


def _periods_in(expectation: Expectation, window: Window) -> list[DuePeriod]:
    periods = periods_owed(promise_of(expectation), window.today)
    return [period for period in periods if window.since <= period.due_on <= window.until]


def _arrivals(expectations: Iterable[Expectation], since: date) -> Mapping[tuple[str, UUID], list[Arrival]]:
    """When records on these forms arrived from these organisations, and which day and place each is about."""
    found: dict[tuple[str, UUID], list[Arrival]] = defaultdict(list)
    forms = {each.form_id for each in expectations}
    organisations = {each.organisation_id for each in expectations}
    if not forms:
        return found
    rows = (
        Record.objects.filter(form_id__in=forms, organisation__in=organisations, received_at__date__gte=since)
        .exclude(state__in=NOT_COME)
        .order_by()
        .values_list(
            "form_id",
            "organisation_id",
            "received_at",
            "current_version__reading__held_on",
            "current_version__reading__place_id",
        )
    )
    for form_id, organisation, received_at, held_on, place in rows.iterator(chunk_size=2000):
        arrived = timezone.localtime(received_at).date()
        found[form_id, organisation].append((held_on or arrived, arrived, place))
    return found


def _of_activities(user: User, window: Window, form_id: str, days: int) -> Iterator[Owed]:
    allowed = timedelta(days=days)
    # What a document states of the past was never planned here, and owes nothing.
    planned = (
        Activity.objects.filter(implementer__in=organisations_reached_by(user), document=None)
        .exclude(status="cancelled")
        .annotate(over_on=Coalesce("ends_on", "starts_on"))
        .filter(over_on__gte=window.since - allowed, over_on__lte=window.until - allowed)
        .select_related("implementer", "place")
    )
    activities = list(planned)
    came: dict[UUID | None, list[tuple[int | None, date]]] = defaultdict(list)
    sheets = Record.objects.filter(form_id=form_id, activity__in=[one.pk for one in activities])
    rows = sheets.exclude(state__in=NOT_COME).order_by()
    for activity, session, received_at in rows.values_list(
        "activity_id", "current_version__reading__session", "received_at"
    ):
        came[activity].append((session, timezone.localtime(received_at).date()))
    for one in activities:
        assert one.implementer is not None
        due_on = one.over_on + allowed
        for session, arrived in enumerate(sessions_came_on(one.sessions, came[one.pk]), start=1):
            due = Due(due_on, arrived)
            yield Owed(one.implementer, form_id, one.place, due, activity=one, session=session)
