"""Step three, compute: what the definitions count over verified facts, as they stood at one moment.

A value is never typed. It keeps the version of its definition, its moment, its cell and a digest of the facts behind
it, so that it can be thrown away and rebuilt, and always opens to what it was counted from.
"""

import hashlib
import shutil
import uuid
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, QuerySet
from django_tasks import task

from toguna.flow.extract import write_extract
from toguna.flow.identity import join_mentions
from toguna.measure.cells import Cell
from toguna.measure.contributions import OpenExtract, open_extract
from toguna.measure.engine import compute
from toguna.measure.lineage import facts_behind as find_facts_behind
from toguna.measure.schema import Extract
from toguna.rules.definitions import Definition as Count
from toguna.rules.periods import Period, PeriodKind, periods_covering
from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact, Verification
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Definition
from toguna.store.results.queries import definitions_in_force
from toguna.store.values.actions import finish_run, open_run, remove_run
from toguna.store.values.models import Run, Value
from toguna.store.values.queries import runs_to_forget

ENGINE = "ibis/duckdb"
RUNS_KEPT = 5


def compute_programme(programme: Programme, *, by: User | None = None, as_of: int | None = None) -> Run:
    """Count every defined indicator of a programme, in each of its periods, in total and by each of its dimensions.

    `as_of` is a place in the verified sequence; without it, the latest. The same moment gives the same values.
    """
    latest = Verification.objects.aggregate(last=Max("number"))["last"] or 0
    moment = latest if as_of is None else as_of
    join_mentions(at=latest)
    run = open_run(programme=programme, as_of=moment, engine=ENGINE, by=by)
    folder = folder_of(run)
    extract, facts = write_extract(programme, as_of=moment, folder=folder)
    opened, last_day = open_extract(extract), last_day_of_facts(programme, moment)
    values = [
        value for definition in definitions_in_force(programme) for value in _values(run, definition, opened, last_day)
    ]
    with extract.facts.open("rb") as parquet:
        sha256 = hashlib.file_digest(parquet, "sha256").hexdigest()
    finish_run(run=run, values=values, facts=facts, parquet_sha256=sha256, by=by)
    for old in runs_to_forget(programme, keep=RUNS_KEPT):
        shutil.rmtree(folder_of(old), ignore_errors=True)
        remove_run(run=old)
    return run


@task()
def compute_later(programme_code: str, by: int | None = None) -> str:
    """Compute in the background; returns the run."""
    programme = Programme.objects.get(code=programme_code)
    user = User.objects.get(pk=by) if by else None
    return str(compute_programme(programme, by=user).pk)


def facts_behind(value: Value) -> QuerySet[Fact]:
    """The facts that a value was counted from. Raises measure's LineageError when they are not those any more."""
    run = value.run
    extract = Extract.in_folder(folder_of(run))
    if not extract.facts.exists():
        write_extract(run.programme, as_of=run.as_of, folder=folder_of(run))
    found = find_facts_behind(
        Count.from_json(value.definition.body),
        extract,
        period=Period(value.starts_on, value.ends_before, PeriodKind(value.period_kind), value.period),
        dimensions=[(name, found) for name, found in value.cell],
        as_of=run.as_of,
        programme_start=run.programme.starts_on,
    ).expect(value.digest)
    wanted = {*found.facts, *found.denominator}
    return Fact.objects.filter(pk__in=[uuid.UUID(fact) for fact in wanted])


def folder_of(run: Run) -> Path:
    """Where the extract of a run is kept."""
    return Path(settings.EDITIONS) / "runs" / str(run.pk)


def _values(run: Run, definition: Definition, extract: OpenExtract, last_day: date) -> list[Value]:
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
