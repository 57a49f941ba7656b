"""Scores by group: each criterion a line, each group a mark of its own shape, the gap drawn and written."""

from collections.abc import Sequence
from dataclasses import dataclass

from toguna.publish.pictures.drawing import (
    FONT_SIZE,
    LETTER,
    WIDTH,
    Drawing,
    Hidden,
    Shown,
    fitting,
    known,
    listed,
    nothing,
    said,
    word,
)
from toguna.rules import numbers

SMALL = 12
ROW = 46
ROLES = ("a", "b", "c", "a")


@dataclass(frozen=True)
class Scores:
    """One criterion and the score each group gave it, in the order of the groups."""

    label: str
    values: Sequence[Shown]


def dot_plot(
    rows: Sequence[Scores],
    *,
    groups: Sequence[str],
    low: float,
    high: float,
    title: str,
    language: str,
    description: str = "",
    width: int = WIDTH,
) -> str:
    """Where each of one to four groups puts each criterion on the instrument's scale, and how far apart they are."""
    if not rows:
        return nothing(title, language, width)
    if not 1 <= len(groups) <= len(ROLES):
        raise ValueError(f"a dot plot tells one to {len(ROLES)} groups apart, not {len(groups)}")
    heard = description or listed([(row.label, _heard(row, groups, language)) for row in rows], language)
    drawing = Drawing(title, heard, language, width, style="dots")
    left, right = 8.0, width - 100.0
    top = _key(drawing, groups, width)

    def x_of(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    for row in rows:
        y = top + 32
        drawing.text(0, top + FONT_SIZE, fitting(row.label, width))
        drawing.line([(left, y), (right, y)], "lg")
        found = [(shape, length) for shape, value in enumerate(row.values) if (length := known(value)) is not None]
        if len(found) > 1:
            ends = [min(length for _, length in found), max(length for _, length in found)]
            drawing.line([(x_of(ends[0]), y), (x_of(ends[1]), y)], "lc", 3)
        # Reversed, so that a disc stays visible inside a square where two groups agree.
        for shape, length in reversed(found):
            drawing.mark(x_of(length), y, shape, ROLES[shape])
        drawing.text(right + 14, y + 5, _verdict(row, language), "m", "", SMALL)
        top += ROW
    drawing.text(left, top + 10, numbers.decimal(low, language), "m", "middle", SMALL)
    drawing.text(right, top + 10, numbers.decimal(high, language), "m", "middle", SMALL)
    drawing.height = top + 16
    return drawing.finish()


def _key(drawing: Drawing, groups: Sequence[str], width: float) -> float:
    """The shapes and whose they are; on a second line where the first is full."""
    x, y = 8.0, 10.0
    for shape, group in enumerate(groups):
        room = len(group) * FONT_SIZE * LETTER + 36
        if x > 8 and x + room > width:
            x, y = 8.0, y + 22
        drawing.mark(x, y, shape, ROLES[shape])
        drawing.text(x + 12, y + 5, fitting(group, width - 24))
        x += room
    return y + 16


def _heard(row: Scores, groups: Sequence[str], language: str) -> str:
    pairs = zip(groups, row.values, strict=True)
    return ", ".join(f"{group} {said(value, language)}" for group, value in pairs)


def _verdict(row: Scores, language: str) -> str:
    lengths = [length for value in row.values if (length := known(value)) is not None]
    if len(lengths) > 1:
        return f"{word('gap', language)} {numbers.decimal(round(max(lengths) - min(lengths), 2), language)}"
    return word("masked" if any(isinstance(value, Hidden) for value in row.values) else "unknown", language)
