"""Which words of a definition may not stand together, although each of them is known.

Every refusal says in French what has no meaning and, where there is one, what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toguna.rules.conditions import Conditions
from toguna.rules.counts import KINDS, PERSONAL, Count, DimensionName, Measure, PlaceOf
from toguna.rules.findings import Finding, Severity

if TYPE_CHECKING:
    from toguna.rules.definitions import Definition

MOST_DIMENSIONS = 4

BANDS_HAVE_GAPS = (
    "Les tranches d'âge doivent commencer à 0, se suivre sans trou ni recouvrement, et la dernière rester ouverte "
    "([36, null]) : sinon des personnes d'âge connu n'entreraient dans aucune tranche."
)
BANDS_MISSING = "La ventilation par tranche d'âge demande « age_bands »."
BANDS_UNUSED = "Des tranches d'âge sont données, mais « age_band » n'est pas dans les ventilations."
REPEATED_DIMENSION = "La ventilation « %(found)s » est demandée deux fois."
TOO_MANY_DIMENSIONS = "%(found)s ventilations sont demandées ; au plus %(most)s se lisent et se protègent."
NOT_FOR_THIS_COUNT = "« %(found)s » n'a pas de sens pour « %(count)s »."
KIND_NOT_COUNTED = "« %(count)s » ne se compte pas sur des faits « %(found)s »."
UNIT_MISSING = "« %(count)s » demande une unité (« unit ») : des livrets et des hectares ne s'additionnent pas."
NO_RESIDENCE = "Seules des personnes et des présences ont une résidence : « %(count)s » n'en a pas."
RATIO_PARTS = "Un rapport demande « numerator » et « denominator » ; ses conditions se trouvent dans ces parties."
RATIO_IN_RATIO = "Une partie d'un rapport ne peut pas être elle-même un rapport."
RATIO_BASIS = "Une partie d'un rapport ne repose que sur une seule base : compté, estimé ou selon la source."
PARTS_WITHOUT_RATIO = "« numerator » et « denominator » ne vont qu'avec un rapport (« ratio »)."
PERIODS_MISSING = "Indiquez au moins une sorte de période (« periods »)."

_PERSONAL_CONDITIONS = frozenset({"sex", "age", "disability", "displaced"})
_ABOUT_PEOPLE = frozenset({Count.PEOPLE, Count.SEATS, Count.SUM})
_WITH_UNIT = frozenset({Count.SUM, Count.LATEST, Count.MEAN})


def contradictions_in(definition: Definition) -> Iterator[Finding]:
    """What cannot be counted although every word of it is known, each as one error."""
    if not definition.periods:
        yield _error("periods-missing", PERIODS_MISSING, "periods")
    yield from _ratio_contradictions(definition)
    names = [one.name for one in definition.dimensions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _error("repeated-dimension", REPEATED_DIMENSION, "dimensions", found=name)
    if len(names) > MOST_DIMENSIONS:
        yield _error("too-many-dimensions", TOO_MANY_DIMENSIONS, "dimensions", found=len(names), most=MOST_DIMENSIONS)
    yield from _band_contradictions(definition)
    for measure in definition.measures:
        if measure.count is not Count.RATIO:
            yield from _measure_contradictions(definition, measure)


def _ratio_contradictions(definition: Definition) -> Iterator[Finding]:
    parts = [part for part in (definition.numerator, definition.denominator) if part is not None]
    if definition.count is not Count.RATIO:
        if parts:
            yield _error("parts-without-ratio", PARTS_WITHOUT_RATIO, "numerator")
        return
    if len(parts) < 2 or definition.where != Conditions():
        yield _error("ratio-parts", RATIO_PARTS, "count")
    for part in parts:
        if part.count is Count.RATIO:
            yield _error("ratio-in-ratio", RATIO_IN_RATIO, "numerator")
        if len(part.where.basis) > 1:
            yield _error("ratio-basis", RATIO_BASIS, "numerator.where.basis")


def _band_contradictions(definition: Definition) -> Iterator[Finding]:
    bands = definition.age_bands
    if definition.dimension(DimensionName.AGE_BAND) and not bands:
        yield _error("bands-missing", BANDS_MISSING, "age_bands")
    if bands and not definition.dimension(DimensionName.AGE_BAND):
        yield _error("bands-unused", BANDS_UNUSED, "age_bands")
    if bands:
        starts = [band.youngest for band in bands]
        follows = [None if band.oldest is None else band.oldest + 1 for band in bands]
        if starts[0] != 0 or follows != [*starts[1:], None]:
            yield _error("bands-have-gaps", BANDS_HAVE_GAPS, "age_bands")


def _measure_contradictions(definition: Definition, measure: Measure) -> Iterator[Finding]:
    count, where = measure.count, measure.where
    for kind in sorted(set(where.kind) - KINDS[count][0]):
        yield _error("kind-not-counted", KIND_NOT_COUNTED, "where.kind", found=kind, count=count)
    asked = set(where.asked())
    personal = (asked & _PERSONAL_CONDITIONS) | {str(one.name) for one in definition.dimensions if one.name in PERSONAL}
    groups = {"stakeholder_group"} & (asked | {str(one.name) for one in definition.dimensions})
    refused = (set() if count in _ABOUT_PEOPLE else personal) | (
        set() if count in _ABOUT_PEOPLE | {Count.ORGANISATIONS} else groups
    )
    for name in sorted(refused):
        yield _error("not-for-this-count", NOT_FOR_THIS_COUNT, name, found=name, count=count)
    if count in _WITH_UNIT and where.unit is None:
        yield _error("unit-missing", UNIT_MISSING, "where.unit", count=count)
    if count not in _WITH_UNIT and where.unit is not None:
        yield _error("not-for-this-count", NOT_FOR_THIS_COUNT, "where.unit", found="unit", count=count)
    if definition.place is PlaceOf.RESIDENCE and count not in (Count.PEOPLE, Count.SEATS):
        yield _error("no-residence", NO_RESIDENCE, "place", count=count)


def _error(code: str, message: str, where: str, **values: object) -> Finding:
    return Finding(code, Severity.ERROR, message, values, where)
