"""The indicators of an edition: definition, targets, tables and the sheets behind them."""

from collections.abc import Collection, Mapping

from toguna.flow.counting import facts_behind
from toguna.flow.reference_sheets import baseline_part, code_parts, reference_sheet_part, target_parts
from toguna.flow.snapshots.counted import Counted
from toguna.publish.disclosure.cells import TOTAL, CellName, Table
from toguna.publish.sentences import sentence
from toguna.publish.snapshot import CellPart, DefinitionPart, IndicatorPart, RecordPart, TablePart, number_text
from toguna.rules.definitions import Definition
from toguna.rules.periods import PeriodKind
from toguna.rules.records import sheet_mark
from toguna.store.places.queries import keys_of
from toguna.store.results.donor_codes import standard_code_outside
from toguna.store.results.models import Indicator
from toguna.store.values.models import Value

WIDEST_FIRST = [
    PeriodKind.LIFE,
    PeriodKind.US_FISCAL_YEAR,
    PeriodKind.YEAR,
    PeriodKind.QUARTER,
    PeriodKind.US_FISCAL_QUARTER,
    PeriodKind.MONTH,
]
LANGUAGES = ("fr", "en")
ABOUT_A_SHEET = (
    "version",
    "version__record",
    "version__sha256",
    "activity__code",
    "activity__withdrawn",
    "event_place",
    "event_place__withdrawn",
    "starts_on",
)


def indicator_part(
    indicator: Indicator, counted: Counted, kept: Collection[CellName], masked: Collection[CellName]
) -> IndicatorPart:
    """One counted indicator: its kept cells, masked where they must be."""
    mine = {name: value for name, value in counted.values.items() if value.indicator_id == indicator.pk}
    definition = counted.definitions[next(iter(mine.values())).definition_id]
    objective = indicator.result.objective
    return {
        "code": indicator.code,
        "title": indicator.title,
        "unit": indicator.unit,
        "measure": indicator.measure,
        "ascending": indicator.ascending,
        "cumulative": definition.cumulative,
        "standard_code": standard_code_outside(indicator),
        "result": indicator.result.code,
        "objective": objective.number if objective else None,
        "definition": _definition_part(next(iter(mine.values())), definition),
        "adds_up": {str(one.name): definition.additive(one.name) for one in definition.dimensions},
        "reference": baseline_part(indicator),
        "targets": target_parts(indicator),
        "tables": _table_parts({name: value for name, value in mine.items() if name in kept}, masked),
        "records": _record_parts(mine, counted),
        "codes": code_parts(indicator),
        "reference_sheet": {**reference_sheet_part(indicator)},
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
        # One sheet has many facts: columns are read, not whole rows.
        for fact in facts_behind(value, counted.extract).values(*ABOUT_A_SHEET):
            place = fact["event_place"]
            withdrawn = fact["activity__withdrawn"] or bool(fact["event_place__withdrawn"])
            if place and place not in counted.places:
                counted.places |= keys_of([place])
            found[str(fact["version"])] = {
                "record": str(fact["version__record"]),
                "sheet": sheet_mark(fact["version__sha256"]),
                "activity": "" if withdrawn else fact["activity__code"],
                "held_on": fact["starts_on"].isoformat(),
                "place": counted.places[place] if place and not withdrawn else "",
            }
    return sorted(found.values(), key=lambda record: (record["held_on"], record["activity"], record["record"]))
