"""What a run counts and where its facts lie: one definition over an extract, and from a value back to its facts."""

import uuid
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, QuerySet

from toguna.flow.extract import write_extract
from toguna.measure.cells import Cell
from toguna.measure.contributions import OpenExtract, open_extract
from toguna.measure.engine import compute
from toguna.measure.lineage import FactsBehind
from toguna.measure.lineage import facts_behind as find_facts_behind
from toguna.measure.schema import Extract
from toguna.rules.closings import ClosedWindow
from toguna.rules.definitions import Definition as Count
from toguna.rules.periods import Period, PeriodKind, periods_covering
from toguna.store.facts.models import Fact
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Definition
from toguna.store.values.models import Run, Value


def facts_behind(value: Value, opened: OpenExtract | None = None) -> QuerySet[Fact]:
    """The facts that a value was counted from. Raises measure's LineageError when they are not those any more.

    Whoever asks about many values of a run opens its extract once.
    """
    found = lineage_of(value, opened)
    wanted = {*found.facts, *found.denominator}
    return Fact.objects.filter(pk__in=[uuid.UUID(fact) for fact in wanted])


def lineage_of(value: Value, opened: OpenExtract | None = None) -> FactsBehind:
    """The same, with what stands in the denominator apart. Raises measure's LineageError."""
    run = value.run
    return find_facts_behind(
        Count.from_json(value.definition.body),
        opened or extract_of(run),
        period=Period(value.starts_on, value.ends_before, PeriodKind(value.period_kind), value.period),
        dimensions=[(name, found) for name, found in value.cell],
        as_of=run.as_of,
        programme_start=run.programme.starts_on,
    ).expect(value.digest)


def extract_of(run: Run) -> OpenExtract:
    """The facts that a run counted, opened; where they were cleared away they are written again."""
    extract = Extract.in_folder(folder_of(run))
    if not extract.facts.exists():
        write_extract(run.programme, as_of=run.as_of, folder=folder_of(run), closed=windows_of(run))
    return open_extract(extract)


def values_of_definition(run: Run, definition: Definition, extract: OpenExtract, last_day: date) -> list[Value]:
    """What one definition counts over an extract, in each of its periods; nothing is kept."""
    count, programme = Count.from_json(definition.body), run.programme
    end = programme.ends_on + timedelta(days=1)
    periods = [
        period
        for kind in count.periods
        for period in periods_covering(kind, programme.starts_on, end)
        if kind is PeriodKind.LIFE or period.start <= last_day
    ]
    cells = compute(count, extract, periods=periods, as_of=run.as_of, programme_start=programme.starts_on)
    return [_value(run, definition, cell, cumulative=count.cumulative) for cell in cells]


def last_day_of_facts(programme: Programme, as_of: int) -> date:
    """The last day on which anything verified happened; periods after it have nothing to say yet."""
    facts = Fact.objects.alive_at(as_of).filter(activity__programmes=programme)
    return facts.aggregate(last=Max("starts_on"))["last"] or programme.starts_on


def windows_of(run: Run) -> list[ClosedWindow]:
    """The closed windows that a run counted with."""
    return [ClosedWindow.from_json(kept) for kept in run.closed]


def folder_of(run: Run) -> Path:
    """Where the extract of a run is kept."""
    return Path(settings.EDITIONS) / "runs" / str(run.pk)


def _value(run: Run, definition: Definition, cell: Cell, *, cumulative: bool) -> Value:
    return Value(
        run=run,
        indicator_id=definition.indicator_id,
        definition=definition,
        period_kind=cell.period.kind,
        period=cell.period.code,
        starts_on=cell.period.start,
        ends_before=cell.period.end,
        cumulative=cumulative,
        cell=[list(part) for part in cell.dimensions],
        value=cell.value,
        numerator=cell.numerator,
        denominator=cell.denominator,
        contributed=cell.contributed,
        persons=cell.persons,
        digest=cell.digest,
    )
