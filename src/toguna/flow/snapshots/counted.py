"""What a run counted, under the names by which the public will know it, as disclosure control wants it."""

from functools import cached_property
from uuid import UUID

from toguna.flow.counting import extract_of
from toguna.measure.contributions import OpenExtract
from toguna.publish.disclosure.cells import CellName, CountedCell, Table
from toguna.rules.definitions import BASIS_DIMENSION, Definition, DimensionName
from toguna.store.places.queries import around_each, keys_of
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator
from toguna.store.results.queries import place_in_framework
from toguna.store.values.models import Run, Value


class Counted:
    """The values of one run that can be released: totals and their parts by one dimension, under their public names."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.programme = run.programme
        # Each indicator and definition is read once, not once for each of its cells.
        values = run.values.prefetch_related("indicator__result__objective", "definition").order_by("pk")
        flat = [value for value in values if len(dimensions_of(value)) <= 1]
        bodies = {value.definition_id: value.definition.body for value in flat}
        self.definitions = {key: Definition.from_json(body) for key, body in bodies.items()}
        named = {one for value in flat for one in _places_named(value)}
        self.places = keys_of(named | set(territory_of(self.programme)))
        self._inside = {
            self.places[place]: tuple(sorted(self.places[one] for one in around))
            for place, around in around_each(named).items()
        }
        self.values = {self._name(value): value for value in flat}
        self._indicators = {value.indicator_id: value.indicator for value in flat}

    @cached_property
    def extract(self) -> OpenExtract:
        """The facts that the run counted, opened once."""
        return extract_of(self.run)

    def cells(self) -> list[CountedCell]:
        """Every cell as disclosure control wants it."""
        return [self._cell(name, value) for name, value in self.values.items()]

    def indicators(self) -> list[Indicator]:
        """The indicators that the run counted, in the order of the framework."""
        return sorted(self._indicators.values(), key=place_in_framework)

    def _name(self, value: Value) -> CellName:
        basis = (
            dict(value.cell).get(BASIS_DIMENSION) or self.definitions[value.definition_id].measures[0].where.basis[0]
        )
        table = Table(value.indicator.code, value.period_kind, value.period, str(basis))
        for dimension, category in dimensions_of(value):
            place = _as_key(dimension, category)
            return CellName(table, dimension, self.places.get(place, category) if place else category)
        return CellName(table)

    def _cell(self, name: CellName, value: Value) -> CountedCell:
        definition = self.definitions[value.definition_id]
        starts_on = self.programme.starts_on if value.cumulative else value.starts_on
        return CountedCell(
            name,
            (min(starts_on, value.starts_on), value.ends_before),
            definition,
            value.persons,
            value.digest,
            *(None if number is None else int(number) for number in (value.value, value.numerator, value.denominator)),
            inside=self._inside.get(name.category, ()) if name.dimension == DimensionName.PLACE else (),
        )


def dimensions_of(value: Value) -> list[tuple[str, str]]:
    """What cuts a value, its basis aside; nothing for a total."""
    return [(name, category) for name, category in value.cell if name != BASIS_DIMENSION]


def _places_named(value: Value) -> list[UUID]:
    named = (_as_key(name, category) for name, category in dimensions_of(value))
    return [one for one in named if one is not None]


def _as_key(dimension: str, category: str) -> UUID | None:
    """The key of a place in the database, where the category is one."""
    if dimension != DimensionName.PLACE or category == "unknown":
        return None
    return UUID(category)


def territory_of(programme: Programme) -> list[UUID]:
    """The places where the programme works and that may be named."""
    return list(programme.territory.filter(place__withdrawn=False).values_list("place", flat=True))
