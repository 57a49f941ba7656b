"""Step three, compute: what the definitions count over verified facts, as they stood at one moment.

A value is never typed. It keeps the version of its definition, its moment, its cell and a digest of the facts behind
it, so that it can be thrown away and rebuilt, and always opens to what it was counted from.
"""

import hashlib
import shutil

from django.db.models import Max
from django_tasks import task

from toguna.flow.counting import folder_of, last_day_of_facts, values_of_definition
from toguna.flow.extract import write_extract
from toguna.flow.identity import join_mentions
from toguna.flow.restatements import await_restatements
from toguna.measure.contributions import open_extract
from toguna.store.accounts.models import User
from toguna.store.facts.models import Verification
from toguna.store.programmes.models import Programme
from toguna.store.results.queries import definitions_in_force
from toguna.store.values.actions import finish_run, open_run, remove_run
from toguna.store.values.closings import closed_windows
from toguna.store.values.models import Run
from toguna.store.values.queries import runs_to_forget

ENGINE = "ibis/duckdb"
RUNS_KEPT = 5


def compute_programme(programme: Programme, *, by: User | None = None, as_of: int | None = None) -> Run:
    """Count every defined indicator of a programme, in each of its periods, in total and by each of its dimensions.

    `as_of` is a place in the verified sequence; without it, the latest. The same moment gives the same values. A closed
    period is counted as it was closed, with the late sheets that were accepted since.
    """
    latest = Verification.objects.aggregate(last=Max("number"))["last"] or 0
    moment = latest if as_of is None else as_of
    join_mentions(at=latest)
    closed = closed_windows(programme)
    run = open_run(programme=programme, as_of=moment, engine=ENGINE, by=by, closed=[one.to_json() for one in closed])
    folder = folder_of(run)
    extract, facts = write_extract(programme, as_of=moment, folder=folder, closed=closed)
    opened, last_day = open_extract(extract), last_day_of_facts(programme, moment)
    values = [
        value
        for definition in definitions_in_force(programme)
        for value in values_of_definition(run, definition, opened, last_day)
    ]
    with extract.facts.open("rb") as parquet:
        sha256 = hashlib.file_digest(parquet, "sha256").hexdigest()
    finish_run(run=run, values=values, facts=facts, parquet_sha256=sha256, by=by)
    for old in runs_to_forget(programme, keep=RUNS_KEPT):
        shutil.rmtree(folder_of(old), ignore_errors=True)
        remove_run(run=old)
    await_restatements(run)
    return run


@task()
def compute_later(programme_code: str, by: int | None = None) -> str:
    """Compute in the background; returns the run."""
    programme = Programme.objects.get(code=programme_code)
    user = User.objects.get(pk=by) if by else None
    return str(compute_programme(programme, by=user).pk)
