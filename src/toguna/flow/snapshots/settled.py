"""What of an edition is settled: the closed periods, what was decided about late sheets, and what is provisional."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from toguna.flow.counting import last_day_of_facts
from toguna.flow.offices import office_words
from toguna.flow.values_seen import standing_approvals
from toguna.publish.snapshot import ClosingPart, ExplanationPart, IndicatorPart, RestatementPart, TablePart
from toguna.rules.closings import is_settled
from toguna.rules.records import sheet_mark
from toguna.store.programmes.models import Programme
from toguna.store.publications.queries import last_edition
from toguna.store.values.closings import closings_of
from toguna.store.values.models import Explanation, Restatement, Run


def closing_parts(programme: Programme) -> list[ClosingPart]:
    """The closed periods, in the order of time."""
    return [
        {
            "period_kind": one.period_kind,
            "period": one.period,
            "starts_on": one.starts_on.isoformat(),
            "ends_before": one.ends_before.isoformat(),
            "closed_on": timezone.localtime(one.closed_at).date().isoformat(),
        }
        for one in closings_of(programme).order_by("starts_on")
    ]


def restatement_parts(programme: Programme) -> list[RestatementPart]:
    """What was decided about late sheets since the edition before, with why; by whom is an office, never a name."""
    return [
        {
            "period_kind": one.closing.period_kind,
            "period": one.closing.period,
            "sheet": sheet_mark(one.record.current_version.sha256) if one.record.current_version else "",
            "verdict": one.state,
            "reason": one.reason,
            "decided_on": timezone.localtime(one.decided_at).date().isoformat() if one.decided_at else "",
            "decided_by": office_words(one.decided_by),
        }
        for one in decided_since_last_edition(programme)
    ]


def decided_since_last_edition(programme: Programme) -> QuerySet[Restatement]:
    """The decisions about late sheets that no edition has told yet, in the order in which they were taken."""
    found = Restatement.objects.filter(closing__programme=programme).exclude(state="pending")
    last = last_edition(programme)
    if last:
        found = found.filter(decided_at__gt=last.released_at)
    return found.select_related("closing", "record__current_version").order_by("decided_at")


def explanation_parts(programme: Programme) -> list[ExplanationPart]:
    """Why values are far from their targets."""
    rows = Explanation.objects.filter(indicator__result__programme=programme).select_related("indicator")
    return [
        {"indicator": row.indicator.code, "period_kind": row.period_kind, "period": row.period, "text": row.text}
        for row in rows.order_by("indicator__code", "period_kind", "period")
    ]


def mark_provisional(indicators: Iterable[IndicatorPart], run: Run) -> list[IndicatorPart]:
    """Say which tables are provisional: one of their days is not closed, or its value is not approved.

    The days after the last verified fact say nothing yet and wait for nobody.
    """
    approved = standing_approvals(run)
    first, after = run.programme.starts_on, last_day_of_facts(run.programme, run.as_of) + timedelta(days=1)
    marked = list(indicators)
    for indicator in marked:
        windows = approved.get(indicator["code"], [])
        for table in indicator["tables"]:
            if not is_settled(*_counted_days(table, first, after, cumulative=indicator["cumulative"]), windows):
                table["provisional"] = True
    return marked


def _counted_days(table: TablePart, first: date, after: date, *, cumulative: bool) -> tuple[date, date]:
    start = first if cumulative else max(first, date.fromisoformat(table["starts_on"]))
    return start, min(after, date.fromisoformat(table["ends_before"]))
