"""The figures that sum a programme up: what was counted, or what documents state where nothing was counted.

Both forms of the fact sheet show them. A programme without any record is not said to have counted 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toguna.publish.addresses import indicator_page, programme_page, result_page
from toguna.publish.documents.blocks import Piece, basis_chip, fictional_chip, provisional_chip
from toguna.publish.documents.chosen import shown_headline, stated_words
from toguna.publish.documents.value_pieces import gap_line, shown_cell, table_page, target_line
from toguna.publish.pictures import Pair, paired_bars
from toguna.publish.reading import cell_value, cell_words, unit_words
from toguna.publish.snapshot import IndicatorPart, Snapshot, StatedPart, TablePart
from toguna.publish.words import period_words, text_in, value_words
from toguna.rules.numbers import spoken

PICTURE_WIDTH = 300


@dataclass(frozen=True)
class KeyFigure:
    """One figure in words. `indicator` and `table` are there for what was counted, `about` for what is stated."""

    number: str
    unit: str
    what: str
    period: str
    link: str
    marks: Sequence[Piece] = ()
    masked: bool = False
    known: bool = True
    target: str = ""
    gap: str = ""
    about: str = ""
    indicator: IndicatorPart | None = None
    table: TablePart | None = None


def key_figures(snapshot: Snapshot, language: str, site: str = "") -> list[KeyFigure]:
    """In the order of the framework: what was counted, or else stated; then what documents state of no indicator."""
    found = []
    for indicator in snapshot["indicators"]:
        table = shown_headline(snapshot, indicator)
        stated = [one for one in snapshot.get("stated", []) if one["indicator"] == indicator["code"]]
        if table and (cell_value(table["total"]) is not None or table["total"]["masked"]):
            found.append(_counted(snapshot, indicator, table, language, site))
        elif stated:
            link = indicator_page(snapshot, indicator["code"], site)
            found.append(_stated(stated[0], text_in(indicator["title"], language), language, link))
    return [*found, *_of_no_indicator(snapshot, language, site)]


def without_value(snapshot: Snapshot, language: str, site: str = "") -> list[KeyFigure]:
    """The indicators that nothing is known of yet."""
    stated = {one["indicator"] for one in snapshot.get("stated", [])}
    return [
        KeyFigure(
            number=value_words(None, language),
            unit="",
            what=text_in(indicator["title"], language),
            period="",
            link=indicator_page(snapshot, indicator["code"], site),
            known=False,
            indicator=indicator,
        )
        for indicator in snapshot["indicators"]
        if indicator["code"] not in stated and not _is_shown(snapshot, indicator)
    ]


def women_and_men_of(indicator: IndicatorPart | None, table: TablePart | None, language: str) -> str:
    """Women and men in two small bars; nothing where neither may be shown."""
    cells = {cell["category"]: cell for cell in table["cuts"].get("sex", [])} if table else {}
    women, men = cells.get("female"), cells.get("male")
    if (
        not indicator
        or indicator["measure"] == "percentage"
        or not any(one and cell_value(one) for one in (women, men))
    ):
        return ""
    pair = Pair("", shown_cell(women), shown_cell(men), shown_cell(cells.get("unknown")))
    return paired_bars([pair], title=text_in(indicator["title"], language), language=language, width=PICTURE_WIDTH)


def _is_shown(snapshot: Snapshot, indicator: IndicatorPart) -> bool:
    table = shown_headline(snapshot, indicator)
    return bool(table and (cell_value(table["total"]) is not None or table["total"]["masked"]))


def _counted(snapshot: Snapshot, indicator: IndicatorPart, table: TablePart, language: str, site: str) -> KeyFigure:
    value = cell_value(table["total"])
    bare = indicator["measure"] == "percentage" or value is None
    marks = [basis_chip(table["basis"], language)]
    marks += [provisional_chip(language)] if table.get("provisional") else []
    marks += [fictional_chip(language)] if snapshot["fictional"] else []
    return KeyFigure(
        number=cell_words(indicator, table["total"], language),
        unit="" if bare else unit_words(indicator["unit"], value, language),
        what=text_in(indicator["title"], language),
        period=period_words(table["period"], table["period_kind"], language),
        link=table_page(snapshot, indicator, table, site),
        marks=marks,
        masked=table["total"]["masked"],
        target=target_line(indicator, table, language),
        gap=gap_line(indicator, table, language),
        indicator=indicator,
        table=table,
    )


def _of_no_indicator(snapshot: Snapshot, language: str, site: str) -> Iterator[KeyFigure]:
    """Of each result the figure about most people, then those of no result."""
    codes = {indicator["code"] for indicator in snapshot["indicators"]}
    whole = [
        one
        for one in snapshot.get("stated", [])
        if one["indicator"] not in codes
        and one["part_of"] is None
        and one["value"] is not None
        and not one["malformed"]
    ]
    for result in snapshot["programme"]["results"]:
        mine = [one for one in whole if one["result"] == result["code"]]
        if mine:
            widest = max(mine, key=lambda one: (one["value"] or 0) if one["unit"] == "person" else -1)
            link = result_page(snapshot, result["code"], site)
            yield _stated(
                widest, text_in(widest["label"], language), language, link, text_in(result["title"], language)
            )
    for one in whole:
        if one["result"] is None:
            link = f"{programme_page(snapshot, site)}#stated"
            yield _stated(one, text_in(one["label"], language), language, link)


def _stated(stated: StatedPart, what: str, language: str, link: str, about: str = "") -> KeyFigure:
    # The number alone is large; its unit stands beside it as with what was counted.
    number, _space, unit = stated_words(stated, language).partition("\u00a0" if spoken(language) == "fr" else " ")
    note = text_in(stated["note"], language)
    return KeyFigure(
        number=number,
        unit=unit,
        what=what,
        period=text_in(stated["period"], language),
        link=link,
        marks=[basis_chip("stated", language)],
        about=" · ".join(part for part in (about, note) if part),
    )
