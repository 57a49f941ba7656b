"""Which values were computed last."""

from django.db.models import QuerySet

from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator
from toguna.store.values.models import Run, Value


def latest_run(programme: Programme) -> Run | None:
    """The newest computation that came to its end."""
    return programme.runs.filter(finished_at__isnull=False).order_by("-started_at").first()


def programmes_counted() -> list[Programme]:
    """The programmes of which something verified was counted, in their order."""
    return list(Programme.objects.filter(runs__facts__gt=0).distinct())


def values_of(run: Run, indicator: Indicator) -> QuerySet[Value]:
    """The values of one indicator in a run, by period, totals first."""
    return run.values.filter(indicator=indicator).select_related("definition").order_by("starts_on", "pk")


def runs_to_forget(programme: Programme, *, keep: int) -> list[Run]:
    """The runs that newer ones have replaced."""
    return list(programme.runs.order_by("-started_at")[keep:])
