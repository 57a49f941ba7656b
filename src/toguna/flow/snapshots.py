"""What an edition of a programme will say: its rows and a run's values in the one shape that is frozen.

It reads and arranges. What must be masked or left out is decided by disclosure control before; nothing here releases.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from toguna.flow.compute import facts_behind
from toguna.publish.disclosure.cells import TOTAL, CellName, CountedCell, Table
from toguna.publish.disclosure.control import Controlled
from toguna.publish.sentences import sentence
from toguna.publish.snapshot import (
    FORMAT,
    CellPart,
    DefinitionPart,
    IndicatorPart,
    OrganisationPart,
    PlacePart,
    ProgrammePart,
    RecordPart,
    Snapshot,
    TablePart,
    number_text,
)
from toguna.rules.definitions import BASIS_DIMENSION, Count, Definition, DimensionName
from toguna.rules.people_units import YES_OR_NO, is_about_people
from toguna.rules.periods import PeriodKind
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.places.queries import keys_of
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Indicator
from toguna.store.values.models import Run, Value

# Nobody needs to be protected from these: they say how many forums, or how many organisations, never how many people.
EXEMPT = frozenset({Count.EVENTS, Count.ORGANISATIONS})
WIDEST_FIRST = [
    PeriodKind.LIFE,
    PeriodKind.US_FISCAL_YEAR,
    PeriodKind.YEAR,
    PeriodKind.QUARTER,
    PeriodKind.US_FISCAL_QUARTER,
    PeriodKind.MONTH,
]
HASH_SHOWN = 12
LANGUAGES = ("fr", "en")


class Counted:
    """The values of one run that can be released: totals and their parts by one dimension, under their public names."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.programme = run.programme
        values = run.values.select_related("indicator__result__objective", "definition").order_by("pk")
        flat = [value for value in values if len(_dimensions(value)) <= 1]
        self.definitions = {value.definition_id: Definition.from_json(value.definition.body) for value in flat}
        self.places = keys_of({one for value in flat for one in _places_named(value)} | set(_territory(self.programme)))
        self.values = {self._name(value): value for value in flat}
        self._indicators = {value.indicator_id: value.indicator for value in flat}

    def cells(self) -> list[CountedCell]:
        """Every cell as disclosure control wants it."""
        return [self._cell(name, value) for name, value in self.values.items()]

    def indicators(self) -> list[Indicator]:
        """The indicators that the run counted, in the order of the framework."""
        return sorted(
            self._indicators.values(), key=lambda one: (one.result.position, one.result.code, one.position, one.code)
        )

    def _name(self, value: Value) -> CellName:
        basis = (
            dict(value.cell).get(BASIS_DIMENSION) or self.definitions[value.definition_id].measures[0].where.basis[0]
        )
        table = Table(value.indicator.code, value.period_kind, value.period, str(basis))
        for dimension, category in _dimensions(value):
            place = _as_key(dimension, category)
            return CellName(table, dimension, self.places.get(place, category) if place else category)
        return CellName(table)

    def _cell(self, name: CellName, value: Value) -> CountedCell:
        definition = self.definitions[value.definition_id]
        starts_on = self.programme.starts_on if value.cumulative else value.starts_on
        exempt = all(measure.count in EXEMPT for measure in definition.measures)
        return CountedCell(
            name,
            (min(starts_on, value.starts_on), value.ends_before),
            None if exempt else value.persons,
            value.digest,
            _parts(definition, value),
        )


def snapshot_of(counted: Counted, controlled: Controlled, *, number: int, on: date, threshold: int) -> Snapshot:
    """The whole content of the edition."""
    programme = counted.programme
    kept = {cell.name for cell in controlled.cells}
    indicators = [
        part
        for indicator in counted.indicators()
        if (part := _indicator_part(indicator, counted, kept, controlled.masked))["tables"]
    ]
    records = {record["place"] for part in indicators for record in part["records"]}
    named = {name.category for name in kept if name.dimension == DimensionName.PLACE} | records
    territory = sorted(counted.places[pk] for pk in _territory(programme) if pk in counted.places)
    implementers = {name.category for name in kept if name.dimension == DimensionName.IMPLEMENTER}
    parts = list(programme.participations.select_related("organisation", "works_under"))
    organisations = {part.organisation.code for part in parts} | implementers
    organisations |= {part.works_under.code for part in parts if part.works_under}
    return {
        "format": FORMAT,
        "number": number,
        "released_on": on.isoformat(),
        "as_of": counted.run.as_of,
        "threshold": threshold,
        "fictional": programme.fictional,
        "programme": _programme_part(programme, indicators, territory),
        "places": _place_parts(counted, named | set(territory)),
        "organisations": _organisation_parts(organisations),
        "indicators": indicators,
        "left_out": [str(one) for one in controlled.left_out],
    }


def _indicator_part(
    indicator: Indicator, counted: Counted, kept: Collection[CellName], masked: Collection[CellName]
) -> IndicatorPart:
    mine = {name: value for name, value in counted.values.items() if value.indicator_id == indicator.pk}
    definition = counted.definitions[next(iter(mine.values())).definition_id]
    reference = getattr(indicator, "reference", None)
    objective = indicator.result.objective
    return {
        "code": indicator.code,
        "title": indicator.title,
        "unit": indicator.unit,
        "measure": indicator.measure,
        "ascending": indicator.ascending,
        "cumulative": definition.cumulative,
        "standard_code": indicator.standard_code if indicator.standard_code_verified else "",
        "result": indicator.result.code,
        "objective": objective.number if objective else None,
        "definition": _definition_part(next(iter(mine.values())), definition),
        "adds_up": {str(one.name): definition.additive(one.name) for one in definition.dimensions},
        "reference": {"year": reference.year, "value": reference.value, "comment": reference.comment}
        if reference
        else None,
        "targets": [
            {
                "starts_on": target.starts_on.isoformat(),
                "ends_before": target.ends_before.isoformat(),
                "value": target.value,
            }
            for target in indicator.targets.order_by("starts_on", "ends_before")
        ],
        "tables": _table_parts({name: value for name, value in mine.items() if name in kept}, masked),
        "records": _record_parts(mine, counted),
    }


def _definition_part(value: Value, definition: Definition) -> DefinitionPart:
    return {
        "version": value.definition.version,
        "fingerprint": definition.fingerprint(),
        "body": definition.to_json(),
        "sentence": {language: sentence(definition, language) for language in LANGUAGES},
    }


def _table_parts(cells: Mapping[CellName, Value], masked: Collection[CellName]) -> list[TablePart]:
    tables: dict[Table, TablePart] = {}
    for name, value in cells.items():
        if name.dimension == TOTAL:
            tables[name.table] = {
                "period_kind": value.period_kind,
                "period": value.period,
                "starts_on": value.starts_on.isoformat(),
                "ends_before": value.ends_before.isoformat(),
                "basis": name.table.basis,
                "total": _cell_part(name, value, masked),
                "cuts": {},
            }
    for name, value in sorted(cells.items(), key=lambda cell: (cell[0].category == "unknown", cell[0].category)):
        if name.dimension != TOTAL:
            tables[name.table]["cuts"].setdefault(name.dimension, []).append(_cell_part(name, value, masked))
    order = [str(kind) for kind in WIDEST_FIRST]
    return sorted(
        tables.values(), key=lambda part: (order.index(part["period_kind"]), part["starts_on"], part["basis"])
    )


def _cell_part(name: CellName, value: Value, masked: Collection[CellName]) -> CellPart:
    if name in masked:
        return {"category": name.category, "masked": True}
    return {
        "category": name.category,
        "masked": False,
        "value": number_text(value.value),
        "numerator": number_text(value.numerator),
        "denominator": number_text(value.denominator),
        "digest": value.digest,
    }


def _record_parts(values: Mapping[CellName, Value], counted: Counted) -> list[RecordPart]:
    """The sheets behind an indicator's widest totals. Which ones, never how many people each holds."""
    kinds = {value.period_kind for value in values.values()}
    widest = next(str(kind) for kind in WIDEST_FIRST if str(kind) in kinds)
    found: dict[str, RecordPart] = {}
    for name, value in values.items():
        if name.dimension != TOTAL or value.period_kind != widest:
            continue
        facts = facts_behind(value).select_related("version", "activity", "event_place")
        for fact in facts.only("starts_on", "version__record", "version__sha256", "activity__code", "event_place"):
            withdrawn = fact.activity.withdrawn or bool(fact.event_place and fact.event_place.withdrawn)
            if fact.event_place_id and fact.event_place_id not in counted.places:
                counted.places |= keys_of([fact.event_place_id])
            found[str(fact.version_id)] = {
                "record": str(fact.version.record_id),
                "sheet": fact.version.sha256[:HASH_SHOWN],
                "activity": "" if withdrawn else fact.activity.code,
                "held_on": fact.starts_on.isoformat(),
                "place": counted.places[fact.event_place_id] if fact.event_place_id and not withdrawn else "",
            }
    return sorted(found.values(), key=lambda record: (record["held_on"], record["activity"], record["record"]))


def _programme_part(programme: Programme, indicators: Iterable[IndicatorPart], territory: list[str]) -> ProgrammePart:
    shown = {part["result"] for part in indicators}
    parts = programme.participations.select_related("organisation", "works_under")
    return {
        "code": programme.code,
        "name": programme.name,
        "acronym": programme.acronym,
        "summary": programme.summary,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "starts_precision": programme.starts_precision,
        "ends_precision": programme.ends_precision,
        "budget": programme.budget,
        "budget_meaning": programme.budget_meaning,
        "currency": programme.currency,
        "award": programme.award,
        "fictional": programme.fictional,
        "objectives": [
            {
                "number": objective.number,
                "title": objective.title,
                "statement": objective.statement,
                "added_on": objective.added_on.isoformat() if objective.added_on else None,
                "added_precision": objective.added_precision,
            }
            for objective in programme.objectives.order_by("number")
        ],
        "roles": [
            {
                "role": part.role,
                "organisation": part.organisation.code,
                "works_under": part.works_under.code if part.works_under else None,
                "note": part.note,
            }
            for part in parts.order_by("role", "organisation__code")
            if not part.organisation.withdrawn
        ],
        "territory": territory,
        "results": [
            {"code": result.code, "type": result.type, "title": result.title}
            for result in programme.results.order_by("position", "code")
            if result.code in shown
        ],
    }


def _place_parts(counted: Counted, keys: Collection[str]) -> dict[str, PlacePart]:
    by_key = {key: pk for pk, key in counted.places.items() if key in keys}
    places = Place.objects.in_bulk([*by_key.values()])
    return {
        key: {"name": places[pk].name, "level": places[pk].level, "fictional": places[pk].fictional}
        for key, pk in sorted(by_key.items())
    }


def _organisation_parts(codes: Collection[str]) -> dict[str, OrganisationPart]:
    found = Organisation.objects.filter(code__in=codes, withdrawn=False).order_by("code")
    return {one.code: {"name": one.name, "kind": one.kind, "fictional": one.fictional} for one in found}


def _dimensions(value: Value) -> list[tuple[str, str]]:
    return [(name, category) for name, category in value.cell if name != BASIS_DIMENSION]


def _places_named(value: Value) -> list[UUID]:
    named = (_as_key(name, category) for name, category in _dimensions(value))
    return [one for one in named if one is not None]


def _as_key(dimension: str, category: str) -> UUID | None:
    """The key of a place in the database, where the category is one."""
    if dimension != DimensionName.PLACE or category == "unknown":
        return None
    return UUID(category)


def _territory(programme: Programme) -> list[UUID]:
    return list(programme.territory.filter(place__withdrawn=False).values_list("place", flat=True))


def _parts(definition: Definition, value: Value) -> tuple[int, ...]:
    """What a share shows besides its persons: those counted in it, and those of its denominator who are not."""
    mean_of_yes = definition.count is Count.MEAN and definition.where.unit in YES_OR_NO
    if not (definition.count is Count.RATIO or mean_of_yes) or value.numerator is None or value.denominator is None:
        return ()
    if mean_of_yes:
        return (int(value.numerator), int(value.denominator - value.numerator))
    of_people = [
        measure.count in (Count.PEOPLE, Count.SEATS) or is_about_people(measure.count, measure.where.unit)
        for measure in definition.measures
    ]
    if all(of_people):
        return (int(value.numerator), max(int(value.denominator - value.numerator), 0))
    return tuple(
        int(part) for part, people in zip((value.numerator, value.denominator), of_people, strict=True) if people
    )
