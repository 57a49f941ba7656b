"""Dimensions as Ibis columns: into which cell a counted fact falls. Unknown is a cell, never a dropped row."""

from collections.abc import Sequence
from itertools import product

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from toguna.measure.narrowing import COUNTED_COLUMNS, PLACE_COLUMNS, age_between
from toguna.rules.definitions import (
    BASIS_DIMENSION,
    SEVERAL_VALUED,
    UNKNOWN,
    Count,
    Definition,
    Dimension,
    DimensionName,
    Measure,
)

_SEVERAL_COLUMNS = {DimensionName.TOPIC: "topics", DimensionName.DESIGNED_FOR: "designed_for"}
# Where a dimension is added over, its column holds this; no code is empty.
ADDED_OVER = ""
_FLAGS = (DimensionName.DISABILITY, DimensionName.DISPLACED)


def cut_columns(definition: Definition) -> list[str]:
    """The names of the columns that `with_cuts` adds, in the order of a cell's dimensions."""
    names = [str(dimension.name) for dimension in definition.dimensions]
    return [BASIS_DIMENSION, *names] if definition.keeps_basis_apart else names


def with_places(counted: ir.Table, ancestors: ir.Table, definition: Definition, places: Sequence[str]) -> ir.Table:
    """Keep the facts inside the asked places, and say in which place of the asked level each fact lies."""
    column = PLACE_COLUMNS[definition.place]
    if places:
        inside = ancestors.filter(ancestors.ancestor.isin(places)).select(
            inside_edition="edition", inside_place="place"
        )
        counted = counted.semi_join(
            inside, [counted.edition == inside.inside_edition, counted[column] == inside.inside_place]
        )
    dimension = definition.dimension(DimensionName.PLACE)
    if dimension is None:
        return counted
    at_level = (
        ancestors.filter(ancestors.level == dimension.level)
        .group_by(level_edition="edition", level_place="place")
        .aggregate(lies_in=ancestors.ancestor.min())
    )
    return counted.left_join(
        at_level, [counted.edition == at_level.level_edition, counted[column] == at_level.level_place]
    ).drop("level_edition", "level_place")


def with_cuts(counted: ir.Table, definition: Definition, measure: Measure, first_of: Sequence[str] | None) -> ir.Table:
    """Keep what is counted, with one column for each dimension, named cut_….

    The age of a person in a period is the year of their first counted participation in it, less the year of birth.
    `first_of` names the columns among which to look for the first; None says that each fact's own year is that of it.
    """
    columns = {f"cut_{dimension.name}": _cut(counted, dimension) for dimension in definition.dimensions}
    if definition.dimension(DimensionName.AGE_BAND):
        columns["cut_age_band"] = _age_band(counted, definition, measure, first_of)
    if definition.keeps_basis_apart:
        columns["cut_basis"] = counted.basis
    return counted.select(*COUNTED_COLUMNS, "period", PLACE_COLUMNS[definition.place], **columns)


def in_cells(counted: ir.Table, kept: Sequence[str], optional: Sequence[str]) -> ir.Table:
    """One row for each cell that a fact stands in.

    `kept` dimensions are always told apart. Along each `optional` one a fact stands twice: with its value, and added
    over. Any other dimension is added over. A fact with several topics stands in each, and once where they are added
    over.
    """
    present = [column.removeprefix("cut_") for column in counted.columns if column.startswith("cut_")]
    columns: dict[str, ir.Value] = {}
    single = [name for name in optional if name not in SEVERAL_VALUED]
    if single:
        shown = zip(*product((True, False), repeat=len(single)), strict=True)
        masks = ibis.memtable(pa.table(dict(zip(_mask_names(single), map(pa.array, shown), strict=True))))
        counted = counted.cross_join(masks)
        columns |= {
            f"cut_{name}": counted[f"show_{name}"].ifelse(counted[f"cut_{name}"], ADDED_OVER) for name in single
        }
    rest = [name for name in present if name not in optional and name not in kept]
    columns |= {f"cut_{name}": ibis.literal(ADDED_OVER) for name in rest}
    counted = counted.mutate(**columns).drop(*_mask_names(single)) if columns else counted
    # One at a time: two lists taken apart in one SELECT would be paired instead of crossed.
    for name in (one for one in present if one in SEVERAL_VALUED and one not in rest):
        column = counted[f"cut_{name}"]
        codes = column.concat(ibis.array([ADDED_OVER])) if name in optional else column
        counted = counted.mutate(**{f"cut_{name}": codes.unnest()})
    return counted


def _mask_names(names: Sequence[str]) -> list[str]:
    return [f"show_{name}" for name in names]


def _cut(counted: ir.Table, dimension: Dimension) -> ir.Value:
    name = dimension.name
    if name in _SEVERAL_COLUMNS:
        codes = counted[_SEVERAL_COLUMNS[name]].unique()
        return (codes.length() > 0).fill_null(False).ifelse(codes, ibis.array([UNKNOWN]))
    if name in _FLAGS:
        flag = counted[name]
        return ibis.cases((flag.isnull(), UNKNOWN), (flag, "yes"), else_="no")
    if name is DimensionName.AGE_BAND:
        return ibis.literal(UNKNOWN)
    return counted["lies_in" if name is DimensionName.PLACE else str(name)].fill_null(UNKNOWN)


def _age_band(
    counted: ir.Table, definition: Definition, measure: Measure, first_of: Sequence[str] | None
) -> ir.StringValue:
    if measure.count is Count.PEOPLE:
        year = counted.start_on.year()
        if first_of:
            year = year.min().over(group_by=[counted[column] for column in first_of])
        age_from = age_to = year - counted.birth_year
    else:
        age_from, age_to = counted.age_from, counted.age_to
    bands = [(age_between(age_from, age_to, band.youngest, band.oldest), band.code) for band in definition.age_bands]
    return ibis.cases(*bands, else_=UNKNOWN)
