"""Closing periods, approving their values, and deciding what comes late. Each act is one entry in the journal."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from toguna.rules.closings import ClosedWindow, refuse_overlap, refuse_unfinished
from toguna.rules.periods import Period
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator
from toguna.store.values.models import Approval, Closing, Explanation, Restatement


def closings_of(programme: Programme) -> QuerySet[Closing]:
    """The periods of a programme that are closed, newest first."""
    return Closing.objects.filter(programme=programme, reopened_at__isnull=True).order_by("-starts_on")


def closed_windows(programme: Programme) -> list[ClosedWindow]:
    """The closed days of a programme, each with how far it is counted and which late sheets were accepted into it."""
    taken: dict[UUID, dict[str, int]] = {}
    accepted = Restatement.objects.filter(closing__programme=programme, state="accepted")
    for closing, record, number in accepted.values_list("closing", "record").annotate(Max("verification")):
        taken.setdefault(closing, {})[str(record)] = number
    return [
        ClosedWindow(one.starts_on, one.ends_before, one.as_of, taken.get(one.pk, {}))
        for one in closings_of(programme).order_by("as_of", "starts_on")
    ]


def pending_restatements(programme: Programme) -> QuerySet[Restatement]:
    """What came late into closed periods and waits for a decision."""
    found = Restatement.objects.filter(closing__programme=programme, closing__reopened_at__isnull=True, state="pending")
    return found.select_related("closing", "record__organisation").order_by("closing__starts_on", "verification")


@transaction.atomic
def close_period(
    *, by: Actor, programme: Programme, period: Period, as_of: int, today: date, note: str = ""
) -> Closing:
    """Close a period at a place of the verified sequence. Raises AlreadyClosed or NotOver."""
    # Two at once would each see the period open.
    Programme.objects.select_for_update().get(pk=programme.pk)
    refuse_unfinished(period.end, today)
    closed = closings_of(programme).values_list("starts_on", "ends_before", "period")
    refuse_overlap(period.start, period.end, closed)
    closing = Closing.objects.create(
        programme=programme,
        period_kind=period.kind,
        period=period.code,
        starts_on=period.start,
        ends_before=period.end,
        as_of=as_of,
        closed_by=by.pk,
        note=note,
    )
    record_entry(
        by=by, action="period.closed", subject=closing, programme=programme.code, period=period.code, as_of=as_of
    )
    return closing


@transaction.atomic
def reopen_period(*, by: Actor, closing: Closing, reason: str) -> Closing:
    """Open a closed period again; its approvals fall with it. Whether it may be, the flow decides."""
    closing.reopened_at = timezone.now()
    closing.reopened_by = by.pk
    closing.reopening_reason = reason
    closing.save(update_fields=["reopened_at", "reopened_by", "reopening_reason"])
    record_entry(by=by, action="period.reopened", subject=closing, period=closing.period)
    return closing


@transaction.atomic
def approve_value(
    *, by: Actor, closing: Closing, indicator: Indicator, definition_version: int, digest: str
) -> Approval:
    """Approve what an indicator came to in a closed period; approving the same twice is once."""
    seen = {"closing": closing, "indicator": indicator, "definition_version": definition_version, "digest": digest}
    approval, new = Approval.objects.get_or_create(**seen, withdrawn_at=None, defaults={"approved_by": by.pk})
    if new:
        record_entry(
            by=by, action="value.approved", subject=indicator, period=closing.period, definition=definition_version
        )
    return approval


@transaction.atomic
def withdraw_approval(*, by: Actor, approval: Approval) -> Approval:
    """Take an approval back."""
    approval.withdrawn_at = timezone.now()
    approval.withdrawn_by = by.pk
    approval.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_entry(by=by, action="value.approval-withdrawn", subject=approval.indicator, period=approval.closing.period)
    return approval


@transaction.atomic
def await_decisions(*, closing: Closing, late: Mapping[UUID, int]) -> list[Restatement]:
    """Keep what came late into a closed period, by record with its newest verification; returns what waits.

    A decision covers everything of its record that came before it. What is no longer late waits no more.
    """
    rows = {(row.record_id, row.verification): row for row in closing.restatements.all()}
    decided: dict[UUID, int] = {}
    for (record, number), row in rows.items():
        if row.state != "pending":
            decided[record] = max(number, decided.get(record, 0))
    waiting = {record: number for record, number in late.items() if number > decided.get(record, 0)}
    outdated = [row.pk for key, row in rows.items() if row.state == "pending" and waiting.get(key[0]) != key[1]]
    if outdated:
        Restatement.objects.filter(pk__in=outdated).delete()
    return [
        rows.get((record, number)) or Restatement.objects.create(closing=closing, record_id=record, verification=number)
        for record, number in sorted(waiting.items(), key=lambda one: one[1])
    ]


def keep_effect(*, restatement: Restatement, effect: Iterable[Mapping[str, Any]]) -> None:
    """Keep what accepting it would change, as counted now."""
    restatement.effect = [dict(one) for one in effect]
    restatement.save(update_fields=["effect"])


@transaction.atomic
def decide_restatement(*, by: Actor, restatement: Restatement, accept: bool, reason: str) -> Restatement:
    """Accept what came late into its closed period, or leave it out, and say why."""
    restatement.state = "accepted" if accept else "declined"
    restatement.reason = reason
    restatement.decided_by = by.pk
    restatement.decided_at = timezone.now()
    restatement.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record_entry(
        by=by,
        action=f"restatement.{restatement.state}",
        subject=restatement,
        period=restatement.closing.period,
        record=str(restatement.record_id),
    )
    return restatement


@transaction.atomic
def explain_value(*, by: Actor, indicator: Indicator, period_kind: str, period: str, text: Mapping[str, str]) -> None:
    """Say why an indicator is far from its target in a period; an empty text takes the explanation away."""
    one: dict[str, Any] = {"indicator": indicator, "period_kind": period_kind, "period": period}
    if text.get("fr", "").strip():
        Explanation.objects.update_or_create(**one, defaults={"text": dict(text), "written_by": by.pk})
    else:
        Explanation.objects.filter(**one).delete()
    record_entry(by=by, action="value.explained", subject=indicator, period=period)
