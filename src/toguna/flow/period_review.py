"""What still stands in the way of closing a period, and what would surprise a reader of its numbers.

It looks and gathers; nothing here closes, approves or decides.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from toguna.flow.forms import ATTENDANCE_FORM
from toguna.rules.achievement import Measured, achievement, needs_explanation
from toguna.rules.expectations import DueState
from toguna.rules.outliers import is_unusual
from toguna.rules.periods import Period
from toguna.rules.records import RecordState
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.facts.queries import newest_verification
from toguna.store.fieldwork.expectations import Owed, Window, owed_to
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator, Target
from toguna.store.results.queries import indicators_of
from toguna.store.values.closings import closings_of, pending_restatements
from toguna.store.values.models import Closing, Restatement, Run, Value
from toguna.store.values.queries import latest_run

WAITING = (RecordState.RECEIVED, RecordState.CHECKED, RecordState.RETURNED)
THOUSANDTHS = 1000
# A sheet may be owed for some weeks after the period's last day.
LATEST_DUE = timedelta(days=92)


@dataclass(frozen=True)
class PeriodValue:
    """What an indicator came to in the period (None: nothing), its target, and whether either should be looked at."""

    indicator: Indicator
    value: Value | None
    target: Target | None
    unusual: bool
    off_target: bool

    @property
    def is_missing(self) -> bool:
        """Whether there is no number: no definition, not counted by this kind of period, or unknown."""
        return self.value is None or self.value.value is None


@dataclass(frozen=True)
class PeriodReview:
    """Everything about one period of a programme that whoever closes it wants to know first."""

    programme: Programme
    period: Period
    closing: Closing | None
    run: Run | None
    newer: int
    owed: list[Owed]
    missing: list[Owed]
    waiting: QuerySet[Record]
    unmatched: QuerySet[Activity]
    values: list[PeriodValue]
    pending: list[Restatement]

    @cached_property
    def without_value(self) -> list[PeriodValue]:
        """Indicators that say nothing for this period."""
        return [one for one in self.values if one.is_missing]

    @cached_property
    def to_look_at(self) -> list[PeriodValue]:
        """Values far from their trend or from their own target."""
        return [one for one in self.values if one.unusual or one.off_target]

    @cached_property
    def waiting_count(self) -> int:
        """How many records wait to be checked or verified."""
        return self.waiting.count()

    @cached_property
    def gaps(self) -> int:
        """How many things are not as they should be before a period is closed."""
        return len(self.missing) + self.waiting_count + self.unmatched.count() + len(self.without_value)


def review_of(programme: Programme, period: Period, *, user: User, today: date) -> PeriodReview:
    """The review of one period, as far as the account sees records and activities."""
    run = latest_run(programme)
    owed = _owed_for(programme, period, user, today)
    activities = activities_seen_by(user).filter(programmes=programme)
    in_period = Q(starts_on__gte=period.start, starts_on__lt=period.end)
    ours = Q(activity__programmes=programme) | Q(activity=None)
    held = Q(current_version__reading__held_on__gte=period.start, current_version__reading__held_on__lt=period.end)
    return PeriodReview(
        programme=programme,
        period=period,
        closing=closings_of(programme).filter(starts_on=period.start).first(),
        run=run,
        newer=newest_verification() - run.as_of if run else newest_verification(),
        owed=owed,
        missing=[one for one in owed if one.due.state(today) is DueState.MISSING],
        waiting=records_seen_by(user).filter(ours, held, state__in=WAITING).distinct(),
        unmatched=activities.filter(in_period, status="planned").exclude(records__state=RecordState.VERIFIED),
        values=values_in(programme, period, run),
        pending=[one for one in pending_restatements(programme) if one.closing.starts_on == period.start],
    )


def values_in(programme: Programme, period: Period, run: Run | None) -> list[PeriodValue]:
    """Each indicator's total in the period, on the first basis it was counted on, with its target and its doubts."""
    totals: dict[object, list[Value]] = {}
    if run:
        rows = run.values.filter(period_kind=period.kind, starts_on__lte=period.start)
        for value in rows.order_by("starts_on", "pk"):
            if all(name == "basis" for name, _ in value.cell):
                totals.setdefault(value.indicator_id, []).append(value)
    return [_period_value(indicator, totals.get(indicator.pk, []), period) for indicator in indicators_of(programme)]


def _period_value(indicator: Indicator, totals: Iterable[Value], period: Period) -> PeriodValue:
    rows = list(totals)
    value = next((one for one in rows if one.starts_on == period.start), None)
    earlier = [one.value for one in rows if one.starts_on < period.start and one.value is not None]
    window = (period.start, period.end)
    target = next((one for one in indicator.targets.all() if (one.starts_on, one.ends_before) == window), None)
    number = value.value if value else None
    reached = achievement(
        Measured(number),
        _of_thousandths(target.value) if target else None,
        baseline=_baseline(indicator),
        ascending=indicator.ascending,
    )
    return PeriodValue(
        indicator,
        value,
        target,
        unusual=is_unusual(number, earlier),
        off_target=needs_explanation(reached, Decimal(settings.DEVIATION_TOLERANCE)),
    )


def _baseline(indicator: Indicator) -> Decimal | None:
    known = getattr(indicator, "reference", None)
    return _of_thousandths(known.value) if known and known.value is not None else None


def _of_thousandths(kept: int) -> Decimal:
    return Decimal(kept) / THOUSANDTHS


def _owed_for(programme: Programme, period: Period, user: User, today: date) -> list[Owed]:
    """What is owed for days of the period by the organisations of the programme, whenever it is due."""
    ours = set(programme.participations.values_list("organisation", flat=True))
    activities = set(programme.activities.values_list("pk", flat=True))
    window = Window(period.start, period.end + LATEST_DUE, today)
    found = owed_to(user, window, attendance_form=ATTENDANCE_FORM, sheet_days=settings.SHEET_DAYS)
    return [one for one in found if _is_about(one, period) and (one.organisation.pk in ours or _of(one, activities))]


def _of(owed: Owed, activities: Collection[UUID]) -> bool:
    return owed.activity is not None and owed.activity.pk in activities


def _is_about(owed: Owed, period: Period) -> bool:
    if owed.period is not None:
        return owed.period.starts_on < period.end and owed.period.last_day >= period.start
    held = owed.activity.starts_on if owed.activity else None
    return held is not None and held in period
