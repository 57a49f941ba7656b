"""The tracking table as an Excel workbook: a tab for each year, the newest first, and one that says how to read it.

Numbers stay numbers and nothing is a formula; what is masked, unknown or not counted is a word. It prints on A3.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toguna.publish.reading import cell_value
from toguna.publish.snapshot import CellPart, IndicatorPart, Snapshot
from toguna.publish.tracking import words
from toguna.publish.tracking.guide import guide_to
from toguna.publish.tracking.table import CutRow, Row, TrackedCell, TrackingTable, tracking_table
from toguna.publish.words import MASKED, UNKNOWN, Pair, dimension_word, said, text_in
from toguna.rules.achievement import Standing

A3 = 8
HEAD = 4
FIRST_SPAN = 5
PARTS = 3
WIDTHS = (14, 46, 15, 10, 11)
SPAN_WIDTHS = (9, 9.5, 10.5)
EXPLAINED_WIDTH = 56
LINE = 14.5
# What is about people stands open; the rest is folded away.
OPEN = frozenset({"sex", "age_band"})
READ_ME: Pair = ("Lisez-moi", "Read me")
CODE: Pair = ("Code", "Code")
SOURCE: Pair = ("Source", "Basis")
MASKED_NOTE: Pair = (
    "Masqué pour que personne ne puisse être reconnu : trop peu de personnes, ou une case qui se déduirait.",
    "Masked so that nobody can be recognised: too few people, or a cell that could be worked out.",
)
MARK = "\u1d56"
PAGE: Pair = ("page &P sur &N", "page &P of &N")
INK, INDIGO, LINE_GREY, SOFT, SAND, AMBER = "#1F1D3D", "#2B2769", "#C9C3B2", "#F3F0E8", "#E4DECF", "#FBE8C8"


def tracking_workbook(snapshot: Snapshot, sha256: str, language: str) -> bytes:
    """The whole workbook, in one language. The same snapshot gives the same bytes."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    released = date.fromisoformat(snapshot["released_on"])
    book.set_properties(
        {
            "title": f"{said(words.TITLE, language)} · {words.edition_line(snapshot, language)}",
            "subject": text_in(snapshot["programme"]["name"], language),
            "comments": f"SHA-256 {sha256}",
            "created": datetime(released.year, released.month, released.day),
        }
    )
    looks = Looks(book)
    newest = tracking_table(snapshot)
    years = [newest.year.code, *(year.code for year in reversed(newest.years) if year != newest.year)]
    for code in years:
        Tab(book, looks, tracking_table(snapshot, code), language).write()
    _write_guide(book, looks, snapshot, sha256, language)
    book.close()
    return content.getvalue()


class Looks:
    """Every way in which a cell of the workbook looks, made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """One look; borders and the type face are those of the table."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            given = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top", **properties}
            self._made[key] = self._book.add_format(given)
        return self._made[key]

    def boxed(self, **properties: object) -> Format:
        """A cell of the table."""
        return self(border=1, border_color=LINE_GREY, **properties)


@dataclass(frozen=True)
class Written:
    """What goes into a cell: a number with how it is shown, or a word, and a remark to hang on it."""

    value: Decimal | str
    number_format: str = ""
    remark: str = ""


class Tab:
    """One year being written."""

    def __init__(self, book: xlsxwriter.Workbook, looks: Looks, table: TrackingTable, language: str) -> None:
        self.table, self.looks, self.language = table, looks, language
        self.sheet: Worksheet = book.add_worksheet(table.year.code)
        self.explained = FIRST_SPAN + PARTS * len(table.spans)
        self.at = HEAD + 2

    def write(self) -> None:
        """The whole tab."""
        self._arrange()
        self._head()
        objective = ""
        for group in self.table.groups:
            above, result = words.group_words(group, self.language)
            if above != objective:
                self._band(above, self.looks.boxed(bold=True, bg_color=INDIGO, font_color="#FFFFFF"))
                objective = above
            if result:
                self._band(result, self.looks.boxed(bold=True, bg_color=SAND, font_color=INDIGO))
            for row in group.rows:
                self._row(row)
        self.sheet.print_area(0, 0, self.at - 1, self.explained)

    def _arrange(self) -> None:
        sheet, table = self.sheet, self.table
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for place in range(len(table.spans)):
            for part, share in enumerate(SPAN_WIDTHS):
                column = FIRST_SPAN + PARTS * place + part
                sheet.set_column(column, column, share)
        sheet.set_column(self.explained, self.explained, EXPLAINED_WIDTH)
        sheet.freeze_panes(HEAD + 2, 2)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD, HEAD + 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        edition = words.edition_line(table.snapshot, self.language).replace("&", "&&")
        sheet.set_footer(f"&L&8{edition}&R&8{said(PAGE, self.language)}")
        sheet.outline_settings(True, False, True, False)
        sheet.hide_gridlines(2)

    def _head(self) -> None:
        sheet, looks, language = self.sheet, self.looks, self.language
        snapshot = self.table.snapshot
        name = text_in(snapshot["programme"]["name"], language)
        sheet.write_string(0, 0, said(words.TITLE, language), looks(bold=True, font_size=16, font_color=INDIGO))
        marked = f" · {said(words.FICTIONAL, language).upper()}" if snapshot["fictional"] else ""
        sheet.write_string(1, 0, f"{name} · {words.edition_line(snapshot, language)}{marked}", looks(bold=True))
        sheet.write_string(2, 0, said(words.TOLERANCE, language) % self.table.tolerance, looks(italic=True))
        sheet.set_row(0, 24)
        look = looks.boxed(bold=True, bg_color=SOFT, text_wrap=True, valign="vcenter", font_color=INDIGO)
        right = looks.boxed(bold=True, bg_color=SOFT, align="right", font_color=INDIGO)
        above = looks.boxed(
            bold=True, bg_color=SOFT, text_wrap=True, align="center", valign="vcenter", font_color=INDIGO
        )
        labels = (CODE, words.INDICATOR, words.UNIT, SOURCE, words.BASELINE)
        for column, label in enumerate(labels):
            sheet.merge_range(HEAD, column, HEAD + 1, column, said(label, language), look)
        for place, span in enumerate(self.table.spans):
            first = FIRST_SPAN + PARTS * place
            state = words.span_state(span, language)
            head = words.span_words(span, language) + (f" ({state})" if state else "")
            told = f"{head}\n{words.column_days(span, self.table.snapshot, language)}"
            sheet.merge_range(HEAD, first, HEAD, first + PARTS - 1, told, above)
            for part, label in enumerate((words.TARGET, words.ACTUAL, words.SHARE)):
                sheet.write_string(HEAD + 1, first + part, said(label, language), right)
        sheet.merge_range(HEAD, self.explained, HEAD + 1, self.explained, said(words.EXPLANATION, language), look)
        sheet.set_row(HEAD, 44)

    def _band(self, text: str, look: Format) -> None:
        for column in range(self.explained + 1):
            self.sheet.write_blank(self.at, column, None, look)
        self.sheet.write_string(self.at, 0, text, look)
        self.sheet.set_row(self.at, 18)
        self.at += 1

    def _row(self, row: Row) -> None:
        sheet, looks, language = self.sheet, self.looks, self.language
        indicator = row.indicator
        text = looks.boxed(text_wrap=True)
        title = "\n".join([text_in(indicator["title"], language), *words.row_notes(row, language)])
        sheet.write_string(self.at, 0, indicator["code"] if row.main else "", looks.boxed(bold=True, text_wrap=True))
        sheet.write_string(self.at, 1, title, text)
        sheet.write_string(self.at, 2, words.unit_of(indicator, language), text)
        sheet.write_string(self.at, 3, words.basis_words(row, language), text)
        if row.main:
            known = indicator["reference"] is not None and row.baseline is not None
            self._put(4, self._number(indicator, row.baseline) if known else Written(said(UNKNOWN, language)))
        else:
            sheet.write_blank(self.at, 4, None, text)
        for place, one in enumerate(row.cells):
            first = FIRST_SPAN + PARTS * place
            self._put(first, self._target(row, one))
            self._put(first + 1, self._actual(indicator, one))
            self._put(first + 2, self._share(row, one), bg_color=AMBER if one.asked else None)
        told = "\n".join(words.explanations_of(row, language))
        sheet.write_string(self.at, self.explained, told, text)
        sheet.set_row(self.at, _height((title, WIDTHS[1]), (told, EXPLAINED_WIDTH), (indicator["code"], WIDTHS[0])))
        self.at += 1
        for cut in row.cuts:
            self._cut(row, cut)

    def _cut(self, row: Row, cut: CutRow) -> None:
        indicator = row.indicator
        look = self.looks.boxed(font_size=9, italic=True, indent=1, bg_color="#FBFAF6")
        for column in range(self.explained + 1):
            self.sheet.write_blank(self.at, column, None, look)
        self.sheet.write_string(
            self.at, 1, words.cut_words(self.table.snapshot, cut.dimension, cut.category, self.language), look
        )
        self.sheet.write_string(self.at, 2, dimension_word(cut.dimension, self.language), look)
        for place, (one, cell) in enumerate(zip(row.cells, cut.cells, strict=True)):
            absent = cell is None and one.table is not None and cut.dimension in one.table["cuts"]
            written = Written("") if absent else self._cell(indicator, cell)
            self._put(FIRST_SPAN + PARTS * place + 1, written, font_size=9, bg_color="#FBFAF6")
        open_ = cut.dimension in OPEN
        self.sheet.set_row(self.at, LINE, None, {"level": 1 if open_ else 2, "hidden": not open_})
        self.at += 1

    def _target(self, row: Row, one: TrackedCell) -> Written:
        if one.target is None:
            return Written("")
        return self._number(row.indicator, one.target)

    def _actual(self, indicator: IndicatorPart, one: TrackedCell) -> Written:
        written = self._cell(indicator, one.cell)
        if one.provisional and written.number_format:
            return replace(written, number_format=f'{written.number_format}"{MARK}"')
        return written

    def _share(self, row: Row, one: TrackedCell) -> Written:
        if not row.main or one.cell is None or one.target is None:
            return Written("")
        share = words.share_of(one.reached)
        if share is None:
            return Written(words.reached_words(one.reached, self.language))
        return Written(share, "0.0%" if share * 100 % 1 else "0%")

    def _cell(self, indicator: IndicatorPart, cell: CellPart | None) -> Written:
        if cell is None:
            return Written(said(words.NOT_COUNTED, self.language))
        if cell["masked"]:
            return Written(said(MASKED, self.language), remark=said(MASKED_NOTE, self.language))
        value = cell_value(cell)
        if value is not None:
            return self._number(indicator, value)
        empty = Decimal(cell.get("denominator") or 1) == 0
        return Written(said(words.STANDINGS[Standing.NOBODY_TO_DIVIDE_BY] if empty else UNKNOWN, self.language))

    def _number(self, indicator: IndicatorPart, value: Decimal | None) -> Written:
        assert value is not None
        if indicator["measure"] == "percentage":
            return Written(value / 100, "0.0%" if value % 1 else "0%")
        return Written(value, "#,##0" if value == value.to_integral_value() else "#,##0.0##")

    def _put(self, column: int, written: Written, **look: object) -> None:
        properties: dict[str, object] = {key: kept for key, kept in look.items() if kept is not None}
        if isinstance(written.value, Decimal):
            shown = self.looks.boxed(num_format=written.number_format, align="right", **properties)
            self.sheet.write_number(self.at, column, float(written.value), shown)
        else:
            shown = self.looks.boxed(
                text_wrap=True, align="right", **{"font_size": 9, "italic": bool(written.value), **properties}
            )
            self.sheet.write_string(self.at, column, written.value, shown)
        if written.remark:
            self.sheet.write_comment(self.at, column, written.remark, {"author": "Toguna", "x_scale": 1.6})


def _height(*texts: tuple[str, float]) -> float:
    """How high a row must be for its texts; a spreadsheet that did not write them would cut them off."""
    lines = max(sum(-(-max(len(line), 1) // int(width * 1.05)) for line in text.split("\n")) for text, width in texts)
    return LINE * max(lines, 1) + 3


def _write_guide(book: xlsxwriter.Workbook, looks: Looks, snapshot: Snapshot, sha256: str, language: str) -> None:
    sheet: Worksheet = book.add_worksheet(said(READ_ME, language))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.set_paper(A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, said(words.TITLE, language), looks(bold=True, font_size=16, font_color=INDIGO))
    at = 2
    for heading, lines in guide_to(snapshot, sha256, language):
        sheet.write_string(at, 0, heading, looks(bold=True, font_size=12, font_color=INDIGO, bottom=2))
        sheet.write_blank(at, 1, None, looks(bottom=2))
        at += 1
        for label, text in lines:
            sheet.write_string(at, 0, label, looks(bold=True, text_wrap=True))
            sheet.write_string(at, 1, text, looks(text_wrap=True))
            sheet.set_row(at, _height((label, 34), (text, 110)))
            at += 1
        at += 1
