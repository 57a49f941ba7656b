"""The pictures that page, PDF and poster share: SVG text from plain numbers. No map: that needs outlines we lack."""

from toguna.publish.pictures.bars import Bar, Pair, horizontal_bars, paired_bars
from toguna.publish.pictures.drawing import MASKED, Shown
from toguna.publish.pictures.lines import Point, line_over_time, sparkline
from toguna.publish.pictures.multiples import Panel, small_multiples
from toguna.publish.pictures.ranges import Range, score_ranges
from toguna.publish.pictures.scores import Scores, dot_plot

__all__ = [
    "MASKED",
    "Bar",
    "Pair",
    "Panel",
    "Point",
    "Range",
    "Scores",
    "Shown",
    "dot_plot",
    "horizontal_bars",
    "line_over_time",
    "paired_bars",
    "score_ranges",
    "small_multiples",
    "sparkline",
]
