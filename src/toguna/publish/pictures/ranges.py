"""Ranges: where the groups are furthest apart on each criterion, who stands at each end, and the score of all between.

The difference is in shape and word, not in colour alone: a copier keeps it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toguna.publish.pictures.drawing import (
    FONT_SIZE,
    WIDTH,
    Drawing,
    Shown,
    fitting,
    known,
    listed,
    nothing,
    said,
)
from toguna.rules import numbers

SMALL = 12
ROW = 58
HIGHEST = 100.0
WORDS = {
    "lowest": {"fr": "le plus bas", "en": "lowest"},
    "highest": {"fr": "le plus haut", "en": "highest"},
}


@dataclass(frozen=True)
class Range:
    """One criterion: the score of all, and what each group gave, by its name. Scores go from 0 to 100."""

    label: str
    score: Shown
    groups: Sequence[tuple[str, float]] = ()
    is_disputed: bool = False


def score_ranges(rows: Sequence[Range], *, title: str, language: str, width: int = WIDTH) -> str:
    """Each criterion from 0 to 100: a bar to the score of all, and a bracket from the lowest group to the highest."""
    if not rows:
        return nothing(title, language, width)
    drawing = Drawing(title, listed([(row.label, _heard(row, language)) for row in rows], language), language, width)
    left, right, top = 2.0, width - 62.0, 0.0

    def x_of(score: float) -> float:
        return left + score / HIGHEST * (right - left)

    for row in rows:
        drawing.text(0, top + FONT_SIZE, fitting(row.label, width))
        y, score = top + 28, known(row.score)
        drawing.line([(left, y), (right, y)], "lg")
        if score is None:
            drawing.text(right + 8, y + 5, said(row.score, language), "m", "", SMALL)
        else:
            drawing.rectangle(left, y - 6, max(1.0, x_of(score) - left), 12, "a")
            drawing.text(right + 8, y + 5, numbers.decimal(score, language, 1), "t")
        _bracket(drawing, row, x_of, y + 10, width, language)
        top += ROW
    drawing.height = top
    return drawing.finish()


def _bracket(drawing: Drawing, row: Range, x_of: Callable[[float], float], y: float, width: int, language: str) -> None:
    if len(row.groups) < 2:
        return
    (low_name, low), (high_name, high) = _ends(row)
    if low == high:
        return
    drawing.line([(x_of(low), y), (x_of(high), y)], "lb" if row.is_disputed else "lc", 3 if row.is_disputed else 2)
    for at in (low, high):
        drawing.line([(x_of(at), y - 4), (x_of(at), y + 4)], "lb" if row.is_disputed else "lc", 2)
    words = f"{low_name} {numbers.decimal(low, language, 0)} – {high_name} {numbers.decimal(high, language, 0)}"
    drawing.text(0, y + 16, fitting(words, width), "m", "", SMALL)


def _ends(row: Range) -> tuple[tuple[str, float], tuple[str, float]]:
    ordered = sorted(row.groups, key=lambda one: one[1])
    return ordered[0], ordered[-1]


def _heard(row: Range, language: str) -> str:
    told = said(row.score, language)
    if len(row.groups) < 2:
        return told
    (low_name, low), (high_name, high) = _ends(row)
    lowest, highest = WORDS["lowest"][language], WORDS["highest"][language]
    return (
        f"{told} ({lowest} : {low_name} {numbers.decimal(low, language, 0)}, "
        f"{highest} : {high_name} {numbers.decimal(high, language, 0)})"
    )
