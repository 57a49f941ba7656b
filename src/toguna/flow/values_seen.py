"""What an indicator came to in a closed period, as whoever approves sees it; and which approvals still stand.

An approval stands for the very cells that were seen: other facts, another number or another definition, and it falls.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from toguna.publish.snapshot import number_text
from toguna.rules.closings import ClosedWindow, digest_of_cells
from toguna.store.results.models import Indicator
from toguna.store.results.queries import place_in_framework
from toguna.store.values.closings import closings_of
from toguna.store.values.models import Closing, Run, Value


@dataclass(frozen=True)
class SeenValue:
    """An indicator's cells in one closed period: what is approved, whole."""

    closing: Closing
    indicator: Indicator
    definition_version: int
    values: tuple[Value, ...]
    digest: str

    @property
    def totals(self) -> list[Value]:
        """The totals of the period, one for each basis."""
        return [value for value in self.values if all(name == "basis" for name, _ in value.cell)]


def values_seen(run: Run, closing: Closing, *, of: UUID | None = None) -> list[SeenValue]:
    """Each counted indicator in one closed period, or the one asked for, in the order of the framework.

    The cells are those of the period itself; where an indicator is not counted by that kind of period, those of the
    shortest longer one that holds it.
    """
    by_indicator: dict[object, list[Value]] = {}
    held = run.values.filter(starts_on__lte=closing.starts_on, ends_before__gte=closing.ends_before)
    held = held.filter(indicator=of) if of else held
    for value in _shortest(held).prefetch_related("indicator__result", "definition").order_by("pk"):
        by_indicator.setdefault(value.indicator_id, []).append(value)
    seen = [_seen(closing, values) for values in by_indicator.values()]
    return sorted(seen, key=lambda one: place_in_framework(one.indicator))


def knows(run: Run, closing: Closing) -> bool:
    """Whether a run counted a period as it is closed now."""
    windows = [ClosedWindow.from_json(kept) for kept in run.closed]
    return any((window.start, window.as_of) == (closing.starts_on, closing.as_of) for window in windows)


def standing_approvals(run: Run) -> dict[str, list[tuple[date, date]]]:
    """The closed windows in which each indicator's value is approved as this run counts it, by indicator code."""
    found: dict[str, list[tuple[date, date]]] = {}
    for closing in closings_of(run.programme):
        if not knows(run, closing):
            continue
        approved = set(_approved(closing))
        for seen in values_seen(run, closing) if approved else ():
            if (seen.indicator.pk, seen.definition_version, seen.digest) in approved:
                found.setdefault(seen.indicator.code, []).append((closing.starts_on, closing.ends_before))
    return found


def _approved(closing: Closing) -> Iterator[tuple[object, int, str]]:
    rows = closing.approvals.filter(withdrawn_at__isnull=True)
    yield from rows.values_list("indicator", "definition_version", "digest")


def _shortest(held: QuerySet[Value]) -> QuerySet[Value]:
    """Values in each indicator's shortest period, and maybe more: a whole programme's cells need not be read for it."""
    lengths: dict[object, tuple[date, date]] = {}
    for indicator, start, end in held.order_by().values_list("indicator", "starts_on", "ends_before").distinct():
        shortest = lengths.get(indicator)
        if shortest is None or end - start < shortest[1] - shortest[0]:
            lengths[indicator] = (start, end)
    starts, ends = {start for start, _end in lengths.values()}, {end for _start, end in lengths.values()}
    return held.filter(starts_on__in=starts, ends_before__in=ends)


def _seen(closing: Closing, values: list[Value]) -> SeenValue:
    length = min(value.ends_before - value.starts_on for value in values)
    mine = tuple(value for value in values if value.ends_before - value.starts_on == length)
    cells = [
        [
            value.period_kind,
            value.period,
            *(f"{name}={category}" for name, category in value.cell),
            number_text(value.value),
            value.digest,
        ]
        for value in mine
    ]
    return SeenValue(closing, mine[0].indicator, mine[0].definition.version, mine, digest_of_cells(cells))
