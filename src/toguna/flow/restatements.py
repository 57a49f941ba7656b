"""What comes late into a closed period: found, and what it would change counted, before anybody decides about it."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.db.models import Q

from toguna.flow.counting import last_day_of_facts, values_of_definition, windows_of
from toguna.flow.extract import write_extract
from toguna.measure.contributions import open_extract
from toguna.publish.snapshot import number_text
from toguna.rules.closings import ClosedWindow
from toguna.store.facts.models import Fact
from toguna.store.results.queries import definitions_in_force
from toguna.store.values import closings
from toguna.store.values.models import Closing, Restatement, Run, Value


def late_in(closing: Closing) -> dict[UUID, int]:
    """The sheets that a later verification, correction or quarantine would change in a closed period, each with its
    newest place in the verified sequence."""
    late: dict[UUID, int] = {}
    facts = Fact.objects.filter(
        Q(since__gt=closing.as_of) | Q(until__gt=closing.as_of),
        activity__programmes=closing.programme,
        starts_on__gte=closing.starts_on,
        starts_on__lt=closing.ends_before,
    )
    for record, since, until in facts.values_list("version__record", "since", "until").distinct():
        newest = max(number for number in (since, until or 0) if number > closing.as_of)
        late[record] = max(newest, late.get(record, 0))
    return late


def await_restatements(run: Run) -> int:
    """Find what came late into the closed periods of a run's programme, and count what each would change.

    How many wait for a decision.
    """
    count = 0
    for closing in closings.closings_of(run.programme):
        for restatement in closings.await_decisions(closing=closing, late=late_in(closing)):
            closings.keep_effect(restatement=restatement, effect=effect_of(run, restatement))
            count += 1
    return count


def effect_of(run: Run, restatement: Restatement) -> list[dict[str, str | None]]:
    """Every number of a run that accepting a late sheet would change, totals and cells by one dimension."""
    closing = restatement.closing
    windows = [_with(window, closing, restatement) for window in windows_of(run)]
    with tempfile.TemporaryDirectory() as folder:
        extract, _facts = write_extract(run.programme, as_of=run.as_of, folder=Path(folder), closed=windows)
        opened, last_day = open_extract(extract), last_day_of_facts(run.programme, run.as_of)
        counted = [
            value
            for definition in definitions_in_force(run.programme)
            for value in values_of_definition(run, definition, opened, last_day)
        ]
        before = _by_cell(run.values.select_related("indicator"))
        after = _by_cell(counted)
    return list(_differences(before, after))


def _with(window: ClosedWindow, closing: Closing, restatement: Restatement) -> ClosedWindow:
    if window.start != closing.starts_on:
        return window
    return replace(window, taken={**window.taken, str(restatement.record_id): restatement.verification})


Cell = tuple[str, str, str, str]


def _by_cell(values: Iterable[Value]) -> dict[Cell, Value]:
    """Totals and cells by one dimension, bases kept apart."""
    found: dict[Cell, Value] = {}
    for value in values:
        cut = [(name, category) for name, category in value.cell if name != "basis"]
        if len(cut) <= 1:
            written = ";".join(f"{name}={category}" for name, category in value.cell)
            found[value.indicator.code, value.period_kind, value.period, written] = value
    return found


def _differences(before: Mapping[Cell, Value], after: Mapping[Cell, Value]) -> Iterator[dict[str, str | None]]:
    for cell in sorted({*before, *after}):
        was, would_be = (number_text(side[cell].value) if cell in side else None for side in (before, after))
        if was != would_be:
            indicator, period_kind, period, cut = cell
            yield {
                "indicator": indicator,
                "period_kind": period_kind,
                "period": period,
                "cell": cut,
                "before": was,
                "after": would_be,
            }
