"""Reading the results framework."""

from django.db.models import F, Max, QuerySet

from toguna.store.programmes.models import Programme
from toguna.store.results.models import Definition


def definitions_in_force(programme: Programme) -> QuerySet[Definition]:
    """The newest definition of each indicator of a programme, in the framework's order."""
    newest = Definition.objects.annotate(newest=Max("indicator__definitions__version")).filter(version=F("newest"))
    return (
        newest.filter(indicator__result__programme=programme)
        .select_related("indicator", "indicator__result")
        .order_by("indicator__result__position", "indicator__position", "indicator__code")
    )
