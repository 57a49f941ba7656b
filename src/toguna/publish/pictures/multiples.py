"""Small multiples: the same little picture for each commune, on one scale, so that they may be compared at a glance."""

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
    scale,
    short,
    word,
)

SMALL = 12
PANEL = 190
GAP = 20
BARS = 44
HEAD = 22
FOOT = 34


@dataclass(frozen=True)
class Panel:
    """One commune and its value in each period."""

    label: str
    values: Sequence[Shown]


def small_multiples(
    panels: Sequence[Panel],
    *,
    periods: Sequence[str],
    title: str,
    language: str,
    description: str = "",
    width: int = WIDTH,
) -> str:
    """A row of bars for each commune, all on one scale from zero; the last value is written, what is missing named."""
    if not panels or not periods:
        return nothing(title, language, width)
    heard = description or listed([(panel.label, said(panel.values[-1], language)) for panel in panels], language)
    drawing = Drawing(title, heard, language, width)
    columns = max(1, int((width + GAP) // (PANEL + GAP)))
    wide = (width - GAP * (columns - 1)) / columns
    low, high = scale([value for panel in panels for value in panel.values])
    tall = HEAD + BARS + FOOT
    for place, panel in enumerate(panels):
        row, column = divmod(place, columns)
        # The periods are the same everywhere: they are written once, at the foot of each column.
        names = periods if place >= len(panels) - columns else ["" for _ in periods]
        _panel(drawing, panel, names, column * (wide + GAP), row * tall, wide, (low, high), language)
    drawing.height = ((len(panels) - 1) // columns + 1) * tall - 8
    return drawing.finish()


def _panel(
    drawing: Drawing,
    panel: Panel,
    periods: Sequence[str],
    left: float,
    top: float,
    wide: float,
    span: tuple[float, float],
    language: str,
) -> None:
    low, high = span
    last = panel.values[-1]
    words = said(last, language)
    drawing.text(left, top + FONT_SIZE, fitting(panel.label, wide - len(words) * FONT_SIZE * LETTER - 8))
    drawing.text(left + wide, top + FONT_SIZE, words, "t" if known(last) is not None else "m", "end", bold=True)
    step = wide / len(periods)
    zero = top + HEAD + BARS * high / (high - low)
    path = boxes = ""
    for place, each in enumerate(panel.values):
        x = left + place * step
        if (length := known(each)) is not None:
            path += f"M{short(x)} {short(zero)}v{short(-length / (high - low) * BARS)}h{short(step - 2)}V{short(zero)}z"
        else:
            boxes += f"M{short(x + 1)} {short(zero)}v-9h{short(step - 4)}v9"
    drawing.filled(path, "a")
    if boxes:
        drawing.outlined(boxes)
    drawing.line([(left, zero), (left + wide - 2, zero)], "lc")
    foot = top + HEAD + BARS + 14
    missing = _missing(panel, language)
    for x, words, anchor in (
        (left, periods[0], ""),
        (left + wide / 2, missing, "middle"),
        (left + wide, periods[-1] if len(periods) > 1 else "", "end"),
    ):
        if words:
            drawing.text(x, foot, words, "m", anchor, SMALL)


def _missing(panel: Panel, language: str) -> str:
    masked = sum(isinstance(value, Hidden) for value in panel.values)
    unknown = sum(value is None for value in panel.values)
    pieces = [f"{count} {word(name, language)}" for count, name in ((masked, "masked"), (unknown, "unknown")) if count]
    return ", ".join(pieces)
