"""Bars: how much in each category, and how many women and men. Lengths start at zero and are never cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from toguna.publish.pictures.drawing import (
    FONT_SIZE,
    LETTER,
    WIDTH,
    Drawing,
    Shown,
    fitting,
    known,
    listed,
    nothing,
    said,
    scale,
    short,
    word,
)

# The axis stands at the edge, and a name that touched it would lose its first letter.
OFF_THE_AXIS = 4
LABEL = 19
THICK = 16
THIN = 13
BETWEEN = 12


@dataclass(frozen=True)
class Bar:
    """One category: its name, how much, and what was aimed at where something was."""

    label: str
    value: Shown
    target: Shown = None


@dataclass(frozen=True)
class Pair:
    """One category with its women, its men and those whose sex was not stated."""

    label: str
    women: Shown
    men: Shown
    unknown: Shown = 0


@dataclass(frozen=True)
class _Axis:
    """Where zero is and how many pixels one unit takes."""

    zero: float
    step: float

    @classmethod
    def fit(cls, values: Sequence[Shown], room: float) -> "_Axis":
        low, high = scale(values)
        step = room / (high - low)
        return cls(-low * step, step)


def horizontal_bars(
    bars: Sequence[Bar], *, title: str, language: str, description: str = "", unit: str = "", width: int = WIDTH
) -> str:
    """One bar for each category, its name above it and its value at its end."""
    if not bars:
        return nothing(title, language, width)
    ends = [_bar_end(bar, language, unit) for bar in bars]
    axis = _Axis.fit([value for bar in bars for value in (bar.value, bar.target)], width - _room_for(ends))
    heard = description or listed(zip((bar.label for bar in bars), ends, strict=True), language)
    drawing = Drawing(title, heard, language, width)
    top = 0.0
    for bar, end in zip(bars, ends, strict=True):
        drawing.text(OFF_THE_AXIS, top + FONT_SIZE, fitting(bar.label, width - OFF_THE_AXIS))
        aim = known(bar.target)
        x = axis.zero if aim is None else axis.zero + aim * axis.step
        _bar(drawing, axis, top + LABEL, THICK, bar.value, end, "a", clear=x + 2)
        if aim is not None:
            drawing.line([(x, top + LABEL - 3), (x, top + LABEL + THICK + 3)], "lb", 2.5)
        top += LABEL + THICK + BETWEEN
    drawing.height = top - BETWEEN + 4
    _zero_line(drawing, axis)
    return drawing.finish()


def paired_bars(pairs: Sequence[Pair], *, title: str, language: str, description: str = "", width: int = WIDTH) -> str:
    """Women above men in each category; those whose sex was not stated below, where there are any."""
    if not pairs:
        return nothing(title, language, width)
    rows = [(pair.label, _sides(pair, language)) for pair in pairs]
    ends = [end for _, sides in rows for _, end, _ in sides]
    axis = _Axis.fit([value for _, sides in rows for value, _, _ in sides], width - _room_for(ends))
    heard = description or listed([(label, ", ".join(end for _, end, _ in sides)) for label, sides in rows], language)
    drawing = Drawing(title, heard, language, width)
    top = 0.0
    for label, sides in rows:
        drawing.text(OFF_THE_AXIS, top + FONT_SIZE, fitting(label, width - OFF_THE_AXIS))
        top += LABEL
        for value, end, role in sides:
            _bar(drawing, axis, top, THIN, value, end, role)
            top += THIN + 3
        top += BETWEEN - 3
    drawing.height = top - BETWEEN + 4
    _zero_line(drawing, axis)
    return drawing.finish()


def _bar_end(bar: Bar, language: str, unit: str) -> str:
    end = said(bar.value, language, unit)
    if known(bar.target) is not None:
        end += f" ({word('target', language)} {said(bar.target, language)})"
    return end


def _sides(pair: Pair, language: str) -> list[tuple[Shown, str, str]]:
    sides: list[tuple[str, Shown, str]] = [
        ("women", pair.women, "a"),
        ("men", pair.men, "b"),
        ("unknown", pair.unknown, "c"),
    ]
    # Nobody of unknown sex is the usual case and needs no bar.
    drawn = [side for side in sides if side[:2] != ("unknown", 0)]
    return [(value, _side_end(name, value, language), role) for name, value, role in drawn]


def _side_end(name: str, value: Shown, language: str) -> str:
    if known(value) is not None:
        return f"{said(value, language)} {word(name, language)}"
    return listed([(word(name, language), said(value, language))], language)


def _room_for(ends: Sequence[str]) -> float:
    return max(len(end) for end in ends) * FONT_SIZE * LETTER + 12


def _bar(
    drawing: Drawing, axis: _Axis, top: float, thickness: float, value: Shown, end: str, role: str, clear: float = 0
) -> None:
    length = known(value)
    right = axis.zero
    if length is not None:
        left, right = sorted((axis.zero, axis.zero + length * axis.step))
        # A small number is still something: it gets a sliver, and its figure stands beside it.
        drawing.rectangle(left, top, max(right - left, 1 if length else 0), thickness, role, hatch=role == "b")
    drawing.text(max(right, clear) + 6, top + thickness - 3, end, "t" if length is not None else "m")


def _zero_line(drawing: Drawing, axis: _Axis) -> None:
    drawing.parts.insert(
        0, f'<path d="M{short(axis.zero)} {LABEL - 3}V{short(drawing.height)}" class="lc" stroke="#77738f"/>'
    )
