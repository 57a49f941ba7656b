"""Closing a period, approving what it came to, and deciding what comes late. The separation of hands is kept here."""

from datetime import date
from uuid import UUID

from toguna.flow.counting import facts_behind
from toguna.flow.values_seen import SeenValue, knows, values_seen
from toguna.rules.closings import OwnWork, refuse_own_work
from toguna.rules.periods import Period, PeriodKind, periods_covering
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.facts.queries import newest_verification
from toguna.store.fieldwork.models import Decision, RecordVersion
from toguna.store.programmes.models import Programme
from toguna.store.publications.queries import last_edition
from toguna.store.results.queries import definitions_in_force
from toguna.store.values import closings
from toguna.store.values.models import Approval, Closing, Restatement
from toguna.store.values.queries import latest_run

# Who did one of these to a sheet approves nothing that was counted from it.
ACTS = ("check", "verify", "correct")
QUARTERS = (PeriodKind.QUARTER, PeriodKind.US_FISCAL_QUARTER)


class NotPermitted(Exception):
    """The role of this account does not allow the act."""


class AlreadyPublished(Exception):
    """An edition has told this period as closed: what comes late is restated, never slipped in."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"edition {number} was released after the period was closed")


class NotCounted(Exception):
    """The newest run does not know the period as it is closed: it must be counted again first."""


class SeenOtherwise(Exception):
    """The value is no longer the one that whoever approves has seen."""


class ReasonMissing(Exception):
    """A decision without its reason."""


def reporting_kind(programme: Programme) -> PeriodKind:
    """The quarters by which a programme reports: the first kind that one of its definitions counts by."""
    for definition in definitions_in_force(programme):
        for kind in QUARTERS:
            if kind in definition.body.get("periods", []):
                return kind
    return PeriodKind.QUARTER


def reporting_periods(programme: Programme, until: date) -> list[Period]:
    """The quarters of a programme up to a day, newest first."""
    end = min(until, programme.ends_on)
    found = periods_covering(reporting_kind(programme), programme.starts_on, end) if programme.starts_on < end else []
    return sorted(found, reverse=True)


def close_period(programme: Programme, period: Period, *, by: User, today: date, note: str = "") -> Closing:
    """Close a period over what is verified now. Raises NotPermitted, and rules.closings' AlreadyClosed and NotOver."""
    _require(by, Permission.CLOSE_PERIODS)
    return closings.close_period(
        by=by, programme=programme, period=period, as_of=newest_verification(), today=today, note=note
    )


def reopen_period(closing: Closing, *, by: User, reason: str) -> Closing:
    """Open a period again that no edition has told as closed. Raises AlreadyPublished, ReasonMissing, NotPermitted."""
    _require(by, Permission.CLOSE_PERIODS)
    if not reason.strip():
        raise ReasonMissing
    edition = last_edition(closing.programme)
    if edition and edition.released_at > closing.closed_at:
        raise AlreadyPublished(edition.number)
    return closings.reopen_period(by=by, closing=closing, reason=reason.strip())


def hands_behind(seen: SeenValue) -> set[int]:
    """Who entered, checked or verified the sheets that a value was counted from."""
    records: set[UUID] = set()
    for value in seen.totals:
        records |= set(facts_behind(value).values_list("version__record", flat=True))
    entered = RecordVersion.objects.filter(record__in=records).values_list("sender", flat=True)
    decided = Decision.objects.filter(record__in=records, act__in=ACTS)
    return set(entered) | set(decided.values_list("by", flat=True))


def has_acted(programme: Programme, user: User) -> bool:
    """Whether somebody has entered, checked or verified any sheet of a programme."""
    sheets = RecordVersion.objects.filter(record__activity__programmes=programme, sender=user)
    decisions = Decision.objects.filter(record__activity__programmes=programme, by=user, act__in=ACTS)
    return sheets.exists() or decisions.exists()


def approve_value(closing: Closing, *, by: User, indicator: UUID, digest: str) -> Approval:
    """Approve an indicator's value in a closed period, exactly as it was seen.

    Raises NotPermitted, NotCounted, SeenOtherwise, and rules.closings' OwnWork.
    """
    _require(by, Permission.APPROVE_VALUES)
    run = latest_run(closing.programme)
    if run is None or not knows(run, closing):
        raise NotCounted
    seen = next(iter(values_seen(run, closing, of=indicator)), None)
    if seen is None or seen.digest != digest:
        raise SeenOtherwise
    # Whoever never touched a sheet of the programme need not be looked for behind each value.
    refuse_own_work(by.pk, hands_behind(seen) if has_acted(closing.programme, by) else ())
    return closings.approve_value(
        by=by, closing=closing, indicator=seen.indicator, definition_version=seen.definition_version, digest=digest
    )


def decide_restatement(restatement: Restatement, *, by: User, accept: bool, reason: str) -> Restatement:
    """Take a late sheet into its closed period or leave it out. Raises NotPermitted, ReasonMissing, OwnWork."""
    _require(by, Permission.APPROVE_VALUES)
    if not reason.strip():
        raise ReasonMissing
    senders = set(restatement.record.versions.values_list("sender", flat=True))
    acted = set(restatement.record.decisions.filter(act__in=ACTS).values_list("by", flat=True))
    refuse_own_work(by.pk, senders | acted)
    return closings.decide_restatement(by=by, restatement=restatement, accept=accept, reason=reason.strip())


def _require(user: User, permission: Permission) -> None:
    if not user.may(permission):
        raise NotPermitted


__all__ = [
    "AlreadyPublished",
    "NotCounted",
    "NotPermitted",
    "OwnWork",
    "ReasonMissing",
    "SeenOtherwise",
    "approve_value",
    "close_period",
    "decide_restatement",
    "hands_behind",
    "has_acted",
    "reopen_period",
    "reporting_kind",
    "reporting_periods",
]
