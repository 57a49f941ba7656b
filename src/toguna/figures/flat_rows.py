"""Rows of a table that a copy has flattened: "Goungouberi 265 1852, Mamadou koira 40 280, Kano 46 276".

Finds neighbouring rows and how many columns they share, so that "40 280" there are two numbers and "3 650" is one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from toguna.figures.numerals import Piece, Written, continues_thousands, opens_thousands

LABEL = re.compile(r"[ \t]{0,4}[.,;:|\n]{1,2}[ \t\n]{0,4}[|•*·-]{0,2}[ \t]{0,2}[^\d.,;:|\n%()]{0,60}[ \t:|]{0,3}")
ROW_END = re.compile(r"[ \t]{0,3}(?:[.,;|\n]|$)")
HEADING = re.compile(r"\(([^()\d]{3,80})\)[^()]{0,40}$")
HEADED = re.compile(r"\(([^()]{6,140})\)[^()\d]{0,40}$")
FEWEST = 3
"""Rows that make a table in prose; two might be a coincidence."""

FEWEST_LINES = 2
"""Lines that make one."""

FEW_CARRY = 5
"""Rows whose sums by column carry a digit somewhere, were they the thousands of one number."""

MONEY = re.compile(
    r"(?i:budget|montant|amount|co[ûu]t|cost|d[ée]pense|expenditure|prix|price)|FCFA|CFA|XOF|USD|EUR|[$€£]"
)

MOST_COLUMNS = 9


def cut_into_columns(chains: Sequence[Sequence[Piece]], text: str) -> dict[int, list[Written]]:
    """For each chain that is a row of a flattened table (by its first character), the numbers of its columns."""
    cut: dict[int, list[Written]] = {}
    for rows in _tables(chains, text):
        columns = _shared_columns(rows, text)
        if columns < 2:
            continue
        readings = [_readings(tuple(row), columns) for row in rows]
        usual = _usual_ratios([numbers[0] for numbers in readings if len(numbers) == 1])
        for row, numbers in zip(rows, readings, strict=True):
            if numbers:
                cut[row[0].start] = min(numbers, key=lambda reading: _oddness(reading, usual))
    return cut


def _tables(chains: Sequence[Sequence[Piece]], text: str) -> Iterator[list[Sequence[Piece]]]:
    """Runs of chains that follow each other as rows: a separator, a label, figures, a separator."""
    rows: list[Sequence[Piece]] = []
    for chain in chains:
        ends = len(chain) > 1 and len(chain) <= 2 * MOST_COLUMNS and ROW_END.match(text, chain[-1].end)
        gap = chain[0].start - rows[-1][-1].end if rows else 0
        follows = bool(rows) and gap < 80 and LABEL.fullmatch(text, rows[-1][-1].end, chain[0].start)
        if rows and not (ends and follows):
            if len(rows) >= _fewest(rows, text):
                yield rows
            rows = []
        if ends:
            rows.append(chain)
    if rows and len(rows) >= _fewest(rows, text):
        yield rows


def _fewest(rows: Sequence[Sequence[Piece]], text: str) -> int:
    """How many rows make a table here."""
    if len(rows) > 1 and all(len(row) == _headed(rows, text) for row in rows):
        return FEWEST_LINES
    lines = all("\n" in text[before[-1].end : after[0].start] for before, after in pairwise(rows))
    return FEWEST_LINES if lines and len(rows) > 1 else FEWEST


def _headed(rows: Sequence[Sequence[Piece]], text: str) -> int:
    """How many columns a heading in brackets names: "(moins de 4 ans, 5 à 14 ans, total)"."""
    heading = HEADED.search(text, max(0, rows[0][0].start - 200), rows[0][0].start)
    return len(re.split(r"[,;/|]", heading[1])) if heading else 0


def _shared_columns(rows: Sequence[Sequence[Piece]], text: str) -> int:
    """The number of columns that every row can have (nine in ten), as few as possible; a heading may say."""
    fitting = Counter({k: sum(bool(_readings(tuple(row), k)) for row in rows) for k in range(1, MOST_COLUMNS + 1)})
    most = max(fitting.values())
    if most < 0.9 * len(rows):
        return 0
    best = [k for k in fitting if fitting[k] == most]
    heading = HEADING.search(text, max(0, rows[0][0].start - 140), rows[0][0].start)
    if heading:
        named = len(re.split(r",|;|/|\bpuis\b|\bet\b|\bthen\b|\band\b", heading[1]))
        if named in best:
            return named
    if _headed(rows, text) in best and all(len(row) == _headed(rows, text) for row in rows):
        return _headed(rows, text)
    adding = [k for k in best if k > 1 and _adds_up([_readings(tuple(row), k)[:1] for row in rows])]
    if adding:
        # Columns that were joined add up as well where nothing is carried; over many rows something mostly is.
        return adding[-1] if len(rows) >= FEW_CARRY else adding[0]
    if best[0] == 1 and best[-1] > 2 and not MONEY.search(text, max(0, rows[0][0].start - 240), rows[-1][-1].end):
        # Nobody is counted by the hundred million: a column of such numbers is money, or it is several columns.
        return best[-1] if all(len(row) > 2 for row in rows) else 1
    return best[0]


def _adds_up(rows: Sequence[Sequence[Sequence[Written]]]) -> bool:
    """Whether most rows hold a whole beside its parts, or the last row the sums of the others."""
    numbers = [[int(number.digits[:15]) for number in row[0]] for row in rows if row]
    whole = [row for row in numbers if len(row) > 2 and 2 * max(row[0], row[-1]) == sum(row)]
    columns = list(zip(*numbers, strict=True)) if len(numbers) > 2 else []
    adding = sum(sum(column[:-1]) == column[-1] for column in columns)
    # One column of several may hold a wrong figure.
    return (adding > 0 and adding >= max(min(2, len(columns)), len(columns) - 1)) or len(whole) >= max(
        2, len(numbers) - 1
    )


@lru_cache(maxsize=4096)
def _readings(row: tuple[Piece, ...], columns: int) -> list[list[Written]]:
    """Every way to read a row as so many well-formed numbers; at most a few, as rows are short."""
    if not row:
        return [[]] if columns == 0 else []
    if columns == 0 or columns > len(row):
        return []
    found: list[list[Written]] = []
    for length in range(1, len(row) - columns + 2):
        number = row[:length]
        if length > 1:
            joins = opens_thousands(number[0]) and all(piece.plain for piece in number[:-1])
            if not joins or not continues_thousands(number[-1]):
                break
        if len(number[0].raw) > 2 and number[0].raw[0] == "0":
            # "704 000": noughts in front are the end of a number.
            continue
        found += [[Written(number), *rest] for rest in _readings(row[length:], columns - 1)]
        if len(found) > 64:
            break
    return found[:64]


def _size(number: Written) -> float:
    """The rough size of a number, marks taken for thousands."""
    return float(number.digits[:15] or 0) + 1.0


def _usual_ratios(readings: Sequence[Sequence[Written]]) -> list[float]:
    """By how much each column usually exceeds the one before, from the rows that can be read in one way."""
    ratios = [[_size(after) / _size(before) for before, after in pairwise(reading)] for reading in readings]
    return [median(column) for column in zip(*ratios, strict=True)] if ratios else []


def _oddness(reading: Sequence[Written], usual: Sequence[float]) -> float:
    """How far a reading strays from the usual ratio of its columns."""
    odd = 0.0
    for (before, after), ratio in zip(pairwise(reading), usual, strict=False):
        found = _size(after) / _size(before)
        odd = max(odd, found / ratio, ratio / found)
    return odd
