"""Writing runs and their values; what was computed may always be thrown away."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Programme
from toguna.store.values.models import Run, Value


@transaction.atomic
def open_run(
    *, programme: Programme, as_of: int, engine: str, by: Actor | None, closed: Sequence[Mapping[str, object]] = ()
) -> Run:
    """Begin a computation."""
    run = Run.objects.create(programme=programme, as_of=as_of, engine=engine, closed=list(closed))
    record_entry(by=by, action="run.opened", subject=run, programme=programme.code, as_of=as_of)
    return run


@transaction.atomic
def finish_run(*, run: Run, values: Iterable[Value], facts: int, parquet_sha256: str, by: Actor | None) -> Run:
    """Write the values of a run, all of them or none, and close it."""
    rows = Value.objects.bulk_create(values, batch_size=1000)
    run.facts = facts
    run.parquet_sha256 = parquet_sha256
    run.finished_at = timezone.now()
    run.save()
    record_entry(by=by, action="run.finished", subject=run, values=len(rows), facts=facts)
    return run


@transaction.atomic
def remove_run(*, run: Run) -> None:
    """Forget a run and its values; they can be counted again."""
    run.delete()
