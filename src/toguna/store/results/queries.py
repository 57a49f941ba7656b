"""Reading the results framework: what is defined, what is stated, what must be said beside it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Max, Prefetch, QuerySet

from toguna.store.programmes.models import Programme
from toguna.store.results.models import Definition, Indicator, OutcomeStatement, Remark, Result, StatedValue


@dataclass
class StatedTree:
    """A stated figure with the parts that its document gives for it, and what must be said beside it."""

    stated: StatedValue
    parts: list["StatedTree"] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def place_in_framework(indicator: Indicator) -> tuple[int, str, int, str]:
    """Where an indicator stands in the framework: sorting by it gives the order in which readers know it."""
    return (indicator.result.position, indicator.result.code, indicator.position, indicator.code)


def definitions_in_force(programme: Programme) -> list[Definition]:
    """The newest definition of each indicator of the programme that has one, in the order of the framework."""
    newest = Definition.objects.filter(indicator__result__programme=programme).values("indicator")
    versions = {row["indicator"]: row["last"] for row in newest.annotate(last=Max("version")).order_by()}
    found = Definition.objects.filter(indicator__in=versions).select_related("indicator__result")
    in_force = [one for one in found if one.version == versions[one.indicator_id]]
    return sorted(in_force, key=lambda one: place_in_framework(one.indicator))


def indicators_of(programme: Programme) -> list[Indicator]:
    """Every indicator of the programme, in the order of the framework, with what it needs to be shown."""
    found = (
        Indicator.objects.filter(result__programme=programme)
        .select_related("result__objective", "reference")
        .prefetch_related("targets", "definitions")
    )
    return sorted(found, key=place_in_framework)


def indicator_with_code(programme: Programme, code: str) -> Indicator:
    """The indicator of that code; of several, the first in the framework. Raises Indicator.DoesNotExist."""
    for indicator in indicators_of(programme):
        if indicator.code == code:
            return indicator
    raise Indicator.DoesNotExist(code)


def framework_of(programme: Programme) -> QuerySet[Result]:
    """The results of the programme with their indicators and the statements made of them, newest first."""
    return (
        Result.objects.filter(programme=programme)
        .select_related("objective", "parent")
        .prefetch_related(
            Prefetch("indicators", Indicator.objects.order_by("position", "code")),
            Prefetch("statements", OutcomeStatement.objects.select_related("document").order_by("-year")),
        )
        .order_by("position", "code")
    )


def stated_trees(values: Iterable[StatedValue], remarks: Iterable[Remark] = ()) -> list[StatedTree]:
    """Stated figures, each whole over its parts, as the document orders them; a part without its whole stands alone."""
    said: dict[object, list[Remark]] = {}
    for remark in remarks:
        for stated in remark.stated_values.all():
            said.setdefault(stated.pk, []).append(remark)
    trees = {stated.pk: StatedTree(stated, remarks=said.get(stated.pk, [])) for stated in values}
    roots: list[StatedTree] = []
    for tree in sorted(trees.values(), key=lambda tree: tree.stated.position):
        whole = trees.get(tree.stated.part_of_id or 0)
        (whole.parts if whole else roots).append(tree)
    return roots


def stated_values_of(programme: Programme) -> QuerySet[StatedValue]:
    """Every figure that a document states about the programme, in the order they were read."""
    return (
        StatedValue.objects.filter(programme=programme)
        .select_related("document", "result", "indicator")
        .order_by("position")
    )


def remarks_of(programme: Programme) -> QuerySet[Remark]:
    """What must be said beside the programme's figures and statements."""
    return (
        Remark.objects.filter(programme=programme)
        .select_related("document")
        .prefetch_related("stated_values", "results")
        .order_by("position")
    )


def stated_values_at(places: Collection[str]) -> list[StatedValue]:
    """The figures that documents state of one of these places (their keys), in public programmes."""
    wanted = set(places)
    found = StatedValue.objects.filter(programme__public=True).select_related("document", "programme", "result")
    return [one for one in found.exclude(places=[]).order_by("programme", "position") if wanted & set(one.places)]
