"""Where things go in a donor's workbook: which row is which indicator, which column asks for which number.

Exact codes come first, then titles, then titles that look alike; what is only likely is said to be so, and the officer
has the last word. The mapping that comes of it is plain JSON, kept for the next quarter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from openpyxl.utils import get_column_letter

from toguna.publish.donor.grid import Sheet
from toguna.publish.donor.headings import Asked, Wanted, asked_by
from toguna.publish.snapshot import IndicatorPart, Snapshot
from toguna.publish.tracking.spans import is_fiscal
from toguna.publish.words import CATEGORIES, age_band_words
from toguna.rules.spelling import near, plain

# A donor's list stands near the left edge; what is further right are numbers.
NAMING_COLUMNS = 8
HEAD_ROWS = 8
# A head over more of the sheet than this is a title, and says only which year.
TITLE_SHARE = 0.6
FEWEST_LETTERS = 12


class Sure(StrEnum):
    """How a row was recognised."""

    CODE = "code"
    TITLE = "title"
    ALIKE = "alike"
    PART = "part"


@dataclass(frozen=True)
class FoundRow:
    """One row that is probably an indicator, or one category of the indicator above it."""

    row: int
    text: str
    key: str
    sure: Sure


@dataclass(frozen=True)
class FoundColumn:
    """One column under heads; `asked` is None where nobody can tell what it asks for."""

    letter: str
    heads: str
    asked: Asked | None


@dataclass(frozen=True)
class Found:
    """What was found on one tab."""

    title: str
    hidden: bool
    protected: bool
    rows: list[FoundRow]
    columns: list[FoundColumn]


class SheetMapping(TypedDict):
    """Where things go on one tab: by row number an indicator, by column letter what it asks for."""

    rows: dict[str, str]
    columns: dict[str, str]


Places = dict[str, SheetMapping]


def find_places(sheets: list[Sheet], snapshot: Snapshot, known: Places | None = None) -> list[Found]:
    """Every tab with what was found on it; a tab without an indicator is there too, empty. Rows that somebody named
    are `known`: the heads stand above the first of them."""
    fiscal = is_fiscal(snapshot)
    named = {title: [int(row) for row in given["rows"]] for title, given in (known or {}).items()}
    return [_found(sheet, snapshot, fiscal, named.get(sheet.title, [])) for sheet in sheets]


def texts_by_row(sheet: Sheet) -> dict[int, str]:
    """Every row that has words near its left edge, with the longest of them."""
    found = {row: max(_texts(sheet, row), key=len, default="") for row in range(1, sheet.last_row + 1)}
    return {row: text for row, text in found.items() if text}


def mapping_of(found: list[Found]) -> Places:
    """What was found, as it is kept. What only looks alike is not taken: somebody says yes to it first. A hidden tab
    is left alone."""
    return {
        one.title: {
            "rows": {str(row.row): row.key for row in one.rows if row.sure is not Sure.ALIKE},
            "columns": {column.letter: written(column.asked) for column in one.columns if column.asked},
        }
        for one in found
        if one.rows and not one.hidden
    }


def written(asked: Asked) -> str:
    """What a column asks for, as it is kept and shown in a box.

    >>> written(Asked(Wanted.ACTUAL, "quarter", "2025-Q1"))
    'actual:quarter:2025-Q1'
    """
    return f"{asked.wanted}:{asked.period_kind}:{asked.period}".rstrip(":")


def read_asked(text: str) -> Asked | None:
    """The same, read back; None where it says nothing that can be understood.

    >>> read_asked("baseline"), read_asked("actual:life:life").period, read_asked("nothing:at:all")
    (Asked(wanted=<Wanted.BASELINE: 'baseline'>, period_kind='', period=''), 'life', None)
    """
    wanted, _, rest = text.partition(":")
    kind, _, period = rest.partition(":")
    return Asked(Wanted(wanted), kind, period) if wanted in set(Wanted) else None


def keys_of(snapshot: Snapshot) -> dict[str, str]:
    """Everything a row can be: an indicator by its code, or one of its categories, with words for the officer."""
    found: dict[str, str] = {}
    for indicator in snapshot["indicators"]:
        found[indicator["code"]] = indicator["title"].get("fr", "")
        for dimension, category in _categories(indicator):
            found[f"{indicator['code']}|{dimension}={category}"] = ""
    return found


def _found(sheet: Sheet, snapshot: Snapshot, fiscal: bool, named: list[int]) -> Found:
    rows = list(_rows(sheet, snapshot))
    first = min([*named, *(row.row for row in rows if row.sure is not Sure.ALIKE)], default=0)
    first = first or min((row.row for row in rows), default=0)
    columns = list(_columns(sheet, first, fiscal)) if first else []
    return Found(sheet.title, sheet.hidden, sheet.protected, rows, columns)


def _rows(sheet: Sheet, snapshot: Snapshot) -> Iterator[FoundRow]:
    names = _Names(snapshot)
    above: IndicatorPart | None = None
    taken: set[str] = set()
    for row in range(1, sheet.last_row + 1):
        texts = _texts(sheet, row)
        known = names.recognised(texts, taken)
        if known:
            found, sure, text = known
            above = found
            taken.add(found["code"])
            yield FoundRow(row, text, found["code"], sure)
        elif above is not None:
            part = next(((text, key) for text in texts if (key := _part(above, text))), None)
            if part and f"{above['code']}|{part[1]}" not in taken:
                taken.add(f"{above['code']}|{part[1]}")
                yield FoundRow(row, part[0], f"{above['code']}|{part[1]}", Sure.PART)


class _Names:
    """By what names each indicator is known."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.by_code: dict[str, IndicatorPart] = {}
        self.by_title: dict[str, IndicatorPart] = {}
        for indicator in snapshot["indicators"]:
            codes = [
                indicator["code"],
                indicator["standard_code"],
                *(one["code"] for one in indicator.get("codes", [])),
            ]
            for code in filter(None, codes):
                self.by_code.setdefault(plain(code), indicator)
            for title in filter(None, indicator["title"].values()):
                self.by_title.setdefault(plain(title), indicator)

    def recognised(self, texts: list[str], taken: set[str]) -> tuple[IndicatorPart, Sure, str] | None:
        """The indicator that a row's texts name; each indicator has one row, the first that names it best."""
        for sure, look in ((Sure.CODE, self._code), (Sure.TITLE, self._title), (Sure.ALIKE, self._alike)):
            for text in texts:
                found = look(text)
                if found is not None and found["code"] not in taken:
                    return found, sure, text
        return None

    def _code(self, text: str) -> IndicatorPart | None:
        whole = self.by_code.get(plain(text))
        if whole is not None:
            return whole
        # « DR.4.2-2: Number of CSOs… » names a code and a title in one cell.
        begun = re.split(r"\s*[:–—]\s*|\s+-\s+|\s", text.strip(), maxsplit=1)[0]
        return self.by_code.get(plain(begun))

    def _title(self, text: str) -> IndicatorPart | None:
        return self.by_title.get(plain(text))

    def _alike(self, text: str) -> IndicatorPart | None:
        if len(text) < FEWEST_LETTERS:
            return None
        alike = near(text, self.by_title, at_most=1)
        return self.by_title[alike[0]] if alike else None


def _texts(sheet: Sheet, row: int) -> list[str]:
    shown = (sheet.at(row, column) for column in range(1, NAMING_COLUMNS + 1))
    return list(dict.fromkeys(one.strip() for one in shown if isinstance(one, str) and not one.startswith("=")))


def _part(indicator: IndicatorPart, text: str) -> str:
    """The category of the indicator that a text names; nothing where it names none."""
    said = plain(text)
    for dimension, category in _categories(indicator):
        names = {category, *CATEGORIES.get(dimension, {}).get(category, ())}
        if dimension == "age_band":
            names |= {age_band_words(category, "fr"), age_band_words(category, "en")}
        if dimension == "sex":
            names |= {"female": {"f", "femme", "woman"}, "male": {"h", "m", "homme", "man"}}.get(category, set())
        if said in {plain(name) for name in names}:
            return f"{dimension}={category}"
    return ""


def _categories(indicator: IndicatorPart) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, str], None] = {}
    for table in indicator["tables"]:
        for dimension in sorted(table["cuts"]):
            for cell in table["cuts"][dimension]:
                if dimension != "place" and cell["category"] != "unknown":
                    seen[dimension, cell["category"]] = None
    yield from seen


def _columns(sheet: Sheet, first: int, fiscal: bool) -> Iterator[FoundColumn]:
    top = max(1, first - HEAD_ROWS)
    titles = {row for row in range(top, first) if _is_title(sheet, row)}
    above = [sheet.at(row, 1) for row in sorted(titles)]
    for column in range(1, sheet.last_column + 1):
        heads: list[object] = []
        for row in range(top, first):
            shown = sheet.at(row, column)
            if row not in titles and shown is not None and shown not in heads:
                heads.append(shown)
        if not heads:
            continue
        asked = asked_by(heads, fiscal=fiscal) or _with_year(heads, above, fiscal)
        yield FoundColumn(get_column_letter(column), " / ".join(_shown(head) for head in heads), asked)


def _with_year(heads: list[object], titles: list[object], fiscal: bool) -> Asked | None:
    """« Q1 » under a title that names the year."""
    if not any(re.search(r"\b[qt]\s*[1-4]\b", plain(str(head))) for head in heads):
        return None
    years = [
        found for title in titles for found in re.findall(r"(?:FY\s*)?20\d\d|FY\s*\d\d", str(title), re.IGNORECASE)
    ]
    return asked_by([*years[:1], *heads], fiscal=fiscal)


def _is_title(sheet: Sheet, row: int) -> bool:
    """A row with one thing in it, wide or at the left, is a title and not a head."""
    filled = {sheet.anchor((row, column)) for column in range(1, sheet.last_column + 1) if sheet.at(row, column)}
    if len(filled) != 1:
        return False
    _row, column = next(iter(filled))
    return column == 1 or sheet.width(row, column) >= TITLE_SHARE * sheet.last_column


def _shown(head: object) -> str:
    return f"{head:%Y-%m-%d}" if hasattr(head, "strftime") else str(head).strip()


def checked(mapping: Mapping[str, object], snapshot: Snapshot) -> Places:
    """A mapping as somebody typed it, without what means nothing: unknown indicators, columns that ask for nothing."""
    keys = keys_of(snapshot)
    kept: Places = {}
    for title, given in mapping.items():
        if not isinstance(given, Mapping):
            continue
        rows = {str(row): str(key) for row, key in dict(given.get("rows", {})).items() if str(key) in keys}
        columns = {
            str(letter): str(asked)
            for letter, asked in dict(given.get("columns", {})).items()
            if read_asked(str(asked))
        }
        if rows:
            kept[title] = {"rows": rows, "columns": columns}
    return kept
