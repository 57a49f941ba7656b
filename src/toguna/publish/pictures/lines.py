"""Lines: how a number moved from period to period, beside its target. A missing value is a gap with its word."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from toguna.publish.pictures.drawing import (
    FONT_SIZE,
    LETTER,
    WIDTH,
    Drawing,
    Hidden,
    Shown,
    known,
    listed,
    nothing,
    said,
    scale,
    word,
)

SMALL = 12


@dataclass(frozen=True)
class Point:
    """One period: its name, its value, and its target where it has one."""

    label: str
    value: Shown
    target: Shown = None


def ticks(low: float, high: float) -> list[float]:
    """Three to five round numbers that cover the range.

    >>> ticks(0, 88), ticks(0, 1)
    ([0.0, 25.0, 50.0, 75.0, 100.0], [0.0, 0.25, 0.5, 0.75, 1.0])
    """
    raw = (high - low) / 4
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    return [place * step for place in range(math.floor(low / step), math.ceil(high / step) + 1)]


def line_over_time(
    points: Sequence[Point],
    *,
    title: str,
    language: str,
    description: str = "",
    unit: str = "",
    width: int = WIDTH,
    height: int = 230,
) -> str:
    """The values as a line with its points, the target as a dashed one, the last value written beside its point."""
    if not points:
        return nothing(title, language, width)
    heard = description or listed([(point.label, said(point.value, language, unit)) for point in points], language)
    drawing = Drawing(title, heard, language, width, height)
    levels = ticks(*scale([value for point in points for value in (point.value, point.target)]))
    names = [said(level, language, "percent" if unit == "percent" else "") for level in levels]
    left = max(len(name) for name in names) * SMALL * LETTER + 8
    right = width - _right_room(points, language, unit)
    top, bottom = 12.0, height - 26.0
    span = max(len(points) - 1, 1)
    xs = [left + 6 + (right - left - 12) * (place / span if len(points) > 1 else 0.5) for place in range(len(points))]

    def y_of(value: float) -> float:
        return bottom - (value - levels[0]) / (levels[-1] - levels[0]) * (bottom - top)

    for level, name in zip(levels, names, strict=True):
        drawing.line([(left, y_of(level)), (right, y_of(level))], "lc" if level == 0 else "lg")
        drawing.text(left - 6, y_of(level) + 4, name, "m", "end", SMALL)
    _period_names(drawing, points, xs, height - 8, left, width)
    _gaps(drawing, points, xs, bottom - 6, left, right, language)
    aims = [(x, y_of(aim)) for x, _, aim in _with(points, xs, "target")]
    actual = [(x, known(point.value)) for x, point in zip(xs, points, strict=True)]
    if aims:
        # A single target still needs a length to be seen.
        ends = [(aims[0][0] - 12, aims[0][1]), *aims, (aims[0][0] + 12, aims[0][1])] if len(aims) == 1 else aims
        drawing.line(ends, "lb", 2, "6 4")
    for run in unbroken(actual):
        drawing.line([(x, y_of(value)) for x, value in run], "la", 2.5)
    for x, value in actual:
        if value is not None:
            drawing.mark(x, y_of(value), 0, "a", 3.5)
    _end_labels(drawing, points, xs, y_of, language, unit)
    return drawing.finish()


def sparkline(values: Sequence[Shown], *, title: str, language: str, width: int = 96, height: int = 24) -> str:
    """The shape of a series in the height of a line of text, with its last value marked."""
    if not values:
        return nothing(title, language, width, "spark")
    heard = listed([(str(place), said(value, language)) for place, value in enumerate(values, start=1)], language)
    drawing = Drawing(title, heard, language, width, height, style="spark")
    low, high = scale(values)
    span = max(len(values) - 1, 1)
    places = [4 + (width - 8) * place / span for place in range(len(values))]
    heights = [
        None if (length := known(value)) is None else height - 4 - (length - low) / (high - low) * (height - 8)
        for value in values
    ]
    drawing.line([(0, height - 0.5), (width, height - 0.5)], "lg")
    drawn = list(zip(places, heights, strict=True))
    for run in unbroken(drawn):
        drawing.line(run, "la", 2)
    if drawn[-1][1] is not None:
        drawing.mark(drawn[-1][0], drawn[-1][1], 0, "b", 3)
    return drawing.finish()


def unbroken(points: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """The stretches of a series between its gaps; a point alone is no line.

    >>> unbroken([(0, 5), (1, 6), (2, None), (3, 7)])
    [[(0, 5), (1, 6)]]
    """
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, value))
    return [run for run in runs if len(run) > 1]


def _right_room(points: Sequence[Point], language: str, unit: str) -> float:
    longest = max(len(said(point.value, language, "percent" if unit == "percent" else "")) for point in points[-1:])
    aims = [point.target for point in points if known(point.target) is not None]
    if aims:
        longest = max(longest, len(f"{word('target', language)} {said(aims[-1], language)}"))
    return longest * FONT_SIZE * LETTER + 14


def _period_names(
    drawing: Drawing, points: Sequence[Point], xs: Sequence[float], y: float, left: float, width: float
) -> None:
    room = max(len(point.label) for point in points) * SMALL * LETTER + 10
    apart = xs[1] - xs[0] if len(xs) > 1 else width
    every = max(1, math.ceil(room / apart))
    last = len(points) - 1
    for place, (x, point) in enumerate(zip(xs, points, strict=True)):
        # Counted from the end, so that the newest period always has its name.
        if (last - place) % every == 0 and x - room / 2 >= 0:
            drawing.text(min(max(x, left), width - room / 2), y, point.label, "m", "middle", SMALL)


def _gaps(
    drawing: Drawing, points: Sequence[Point], xs: Sequence[float], y: float, left: float, right: float, language: str
) -> None:
    for reason, run in groupby(zip(xs, points, strict=True), key=lambda each: _why_empty(each[1].value)):
        if reason:
            places = [x for x, _ in run]
            words = word(reason, language)
            half = len(words) * SMALL * LETTER / 2
            middle = min(max(sum(places) / len(places), left + half), right - half)
            drawing.text(middle, y, words, "m", "middle", SMALL)


def _why_empty(value: Shown) -> str:
    if isinstance(value, Hidden):
        return "masked"
    return "unknown" if value is None else ""


def _end_labels(
    drawing: Drawing,
    points: Sequence[Point],
    xs: Sequence[float],
    y_of: Callable[[float], float],
    language: str,
    unit: str,
) -> None:
    shown = "percent" if unit == "percent" else ""
    values = [(x, y_of(v), said(point.value, language, shown)) for x, point, v in _with(points, xs, "value")]
    aims = [(x, y_of(v), said(point.target, language, shown)) for x, point, v in _with(points, xs, "target")]
    if values:
        x, y, words = values[-1]
        if x == xs[-1]:
            drawing.text(x + 8, y + 5, words, bold=True)
        else:
            drawing.text(x, y - 9, words, anchor="middle", bold=True)
    if aims:
        x, y, words = aims[-1]
        apart = FONT_SIZE + 2
        if values and abs(y - values[-1][1]) < apart:
            y = values[-1][1] + (apart if y > values[-1][1] else -apart)
        drawing.text(x + 8, y + 5, f"{word('target', language)} {words}", "m", "", SMALL)


def _with(points: Sequence[Point], xs: Sequence[float], which: str) -> list[tuple[float, Point, float]]:
    found = []
    for x, point in zip(xs, points, strict=True):
        length = known(point.value if which == "value" else point.target)
        if length is not None:
            found.append((x, point, length))
    return found
