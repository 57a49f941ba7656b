"""What a reader wants first from a snapshot: the headline of an indicator, its target, its split by sex, its unit.

It picks among released cells and counts nothing; what is masked or unknown stays so.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from toguna.publish.snapshot import CellPart, IndicatorPart, TablePart
from toguna.publish.words import text_in, value_words
from toguna.rules.numbers import counted_unit, difference
from toguna.rules.units import UNITS

THOUSANDTHS = 1000


def headline(indicator: IndicatorPart) -> TablePart | None:
    """The table an indicator is summed up by: the whole life, or else the last of its widest periods; counted first."""
    if not indicator["tables"]:
        return None
    widest = indicator["tables"][0]["period_kind"]
    tables = [table for table in indicator["tables"] if table["period_kind"] == widest]
    return max(tables, key=lambda table: (table["starts_on"], table["basis"] == "counted"))


def target_of(indicator: IndicatorPart, table: TablePart) -> Decimal | None:
    """What was to be reached in exactly this period; for a cumulative indicator, by its end."""
    for target in indicator["targets"]:
        same_start = target["starts_on"] == table["starts_on"] or indicator["cumulative"]
        if same_start and target["ends_before"] == table["ends_before"]:
            return Decimal(target["value"]) / THOUSANDTHS
    return None


def cell_value(cell: CellPart) -> Decimal | None:
    """The number of a cell, if it may be shown and is known."""
    value = None if cell["masked"] else cell.get("value")
    return None if value is None else Decimal(value)


def cell_words(indicator: IndicatorPart, cell: CellPart, language: str) -> str:
    """A cell for a reader, without its unit."""
    return value_words("masked" if cell["masked"] else cell.get("value"), language, indicator["measure"])


def unit_words(unit: Mapping[str, str], value: Decimal | None, language: str) -> str:
    """The word for what is counted, in the number that the value asks for.

    >>> unit_words({"code": "person"}, Decimal(3), "fr"), unit_words({"fr": "plaintes"}, Decimal(3), "fr")
    ('personnes', 'plaintes')
    """
    code = unit.get("code") or unit.get("en", "")
    if code in UNITS:
        return counted_unit(Decimal(2) if value is None else value, code, language)
    return text_in(unit, language)


def gap_words(indicator: IndicatorPart, table: TablePart, language: str) -> str:
    """How far the total is from its target, in words; empty where either is not known."""
    value, target = cell_value(table["total"]), target_of(indicator, table)
    if value is None or target is None:
        return ""
    if indicator["measure"] == "percentage":
        return difference(value.quantize(Decimal("0.1"), ROUND_HALF_UP), target, language, unit="percent")
    return difference(value, target, language)
