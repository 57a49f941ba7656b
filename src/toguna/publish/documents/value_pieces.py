"""The numbers of an edition as pieces of a document: each with its basis, what is provisional, and its page."""

from collections.abc import Sequence

from toguna.publish.addresses import indicator_page
from toguna.publish.documents.blocks import Line, Piece, basis_chip, fictional_chip, provisional_chip, spaced
from toguna.publish.pictures import MASKED, Pair, Shown, paired_bars
from toguna.publish.reading import cell_value, cell_words, gap_words, target_of, unit_words
from toguna.publish.snapshot import CellPart, IndicatorPart, Snapshot, TablePart
from toguna.publish.words import Pair as Words
from toguna.publish.words import period_words, said, text_in, value_words
from toguna.rules.numbers import quantity

MOST_PAIRS = 5
BY_SEX: Words = ("Femmes et hommes", "Women and men")


def value_line(snapshot: Snapshot, indicator: IndicatorPart, table: TablePart, language: str, site: str) -> Line:
    """The total of a table: the number with its unit; on a line below, its basis and whether it is settled."""
    total = table["total"]
    value = cell_value(total)
    words = cell_words(indicator, total, language)
    link = table_page(snapshot, indicator, table, site)
    if total["masked"]:
        return [Piece(words, link, "masked"), Piece("\n"), *spaced(_marks(snapshot, table, language))]
    if value is None:
        return [Piece(words, link, "unknown")]
    unit = "" if indicator["measure"] == "percentage" else unit_words(indicator["unit"], value, language)
    number = spaced([Piece(words, link, "figure"), Piece(unit)])
    return [*number, Piece("\n"), *spaced(_marks(snapshot, table, language))]


def _marks(snapshot: Snapshot, table: TablePart, language: str) -> list[Piece]:
    marks = [basis_chip(table["basis"], language)]
    marks += [provisional_chip(language)] if table.get("provisional") else []
    return [*marks, fictional_chip(language)] if snapshot["fictional"] else marks


def table_page(snapshot: Snapshot, indicator: IndicatorPart, table: TablePart, site: str, anchor: str = "") -> str:
    """The page where a table can be opened."""
    return indicator_page(
        snapshot,
        indicator["code"],
        site,
        period_kind=table["period_kind"],
        period=table["period"],
        anchor=anchor or "over-time",
    )


def target_line(indicator: IndicatorPart, table: TablePart, language: str) -> str:
    """What was to be reached, or nothing where no target is set."""
    target = target_of(indicator, table)
    return "" if target is None else value_words(str(target), language, indicator["measure"])


def gap_line(indicator: IndicatorPart, table: TablePart, language: str) -> str:
    """How far the value is from its target, in words."""
    return gap_words(indicator, table, language)


def baseline_line(indicator: IndicatorPart, language: str) -> str:
    """Where the indicator stood before, with its year; nothing where nobody has said."""
    reference = indicator["reference"]
    if reference is None:
        return ""
    if reference["value"] is None:
        value = value_words(None, language)
    elif indicator["measure"] == "percentage":
        value = quantity(reference["value"], "percent", language)
    else:
        value = quantity(reference["value"], "", language)
    return f"{value} ({reference['year']})"


def women_and_men(
    found: Sequence[tuple[IndicatorPart, TablePart]], language: str, *, width: int = 560
) -> tuple[str, str] | None:
    """The picture of women and men in these tables with its caption; nothing where no table is cut by sex."""
    pairs: list[Pair] = []
    whens: list[str] = []
    for indicator, table in found:
        cells = {cell["category"]: cell for cell in table["cuts"].get("sex", [])}
        if indicator["measure"] != "percentage" and _any_shown(cells.get("female"), cells.get("male")):
            sides = (shown_cell(cells.get(sex)) for sex in ("female", "male", "unknown"))
            pairs.append(Pair(text_in(indicator["title"], language), *sides))
            whens.append(period_words(table["period"], table["period_kind"], language))
    if not pairs:
        return None
    caption = f"{said(BY_SEX, language)}, {', '.join(dict.fromkeys(whens[:MOST_PAIRS]))}"
    return paired_bars(pairs[:MOST_PAIRS], title=caption, language=language, width=width), caption


def _any_shown(*cells: CellPart | None) -> bool:
    return any(cell is not None and cell_value(cell) for cell in cells)


def shown_cell(cell: CellPart | None) -> Shown:
    """What a picture may show of a cell."""
    if cell is None:
        return 0
    return MASKED if cell["masked"] else cell_value(cell)
