"""Runs of letters put into lines: what is a space, what is the gap between two cells, what is a footnote's mark.

It knows one page; which lines make a paragraph is not its question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from toguna.figures.documents.painting import Run
from toguna.figures.documents.superscripts import raised

CELL = " | "
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
DIGITS_ONLY = re.compile(r"^[\d\s.,%\u00a0\u202f]+$")
# What stands before the words of a list, often at a distance; it makes no cell.
LIST_MARK = re.compile(r"^(?:[•◦▪▫‣⁃●○■□➢✓\uf0b7\uf0a7*–—-]|o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])$")
# In parts of the size of the letters: a space is a quarter, and even stretched to fill a line seldom one whole.
SPACE = 0.16
BETWEEN_CELLS = 1.15
BETWEEN_FIGURES = 0.7


@dataclass(slots=True)
class Line:
    """A line of a page: its words, from where to where it runs, how high on the page, how large, on which page."""

    text: str
    left: float
    right: float
    height: float
    size: float
    font: str
    page: int
    gaps: list[float] = field(default_factory=list)

    @property
    def has_cells(self) -> bool:
        """Whether it is a row of a table, or two blocks side by side."""
        return CELL in self.text


def lines_of(runs: Iterable[Run], page: int) -> list[Line]:
    """The lines of one page, in the order in which they are painted.

    >>> cells = [Run("265", 50, 67, 700, 11, "F"), Run("1852", 90, 112, 700, 11, "F")]
    >>> [line.text for line in lines_of(cells, 1)]
    ['265 | 1852']
    """
    lines: list[Line] = []
    for run in runs:
        text = UNREADABLE.sub("", run.text.translate(LIGATURES))
        if not text:
            continue
        if not text.strip():
            if lines and _same_line(lines[-1], run) and not lines[-1].text.endswith(" "):
                lines[-1].text += " "
                lines[-1].right = max(lines[-1].right, run.right)
            continue
        if lines and _is_raised(lines[-1], run, text):
            lines[-1].text += raised(text)
            lines[-1].right = run.right
        elif lines and _same_line(lines[-1], run):
            _append(lines[-1], run, text)
        else:
            lines.append(Line(text, run.left, run.right, run.height, run.size, run.font, page))
    for line in lines:
        if _is_stretched(line):
            line.text = line.text.replace(CELL, " ")
        line.text = re.sub(r" {2,}", " ", line.text).strip(" ")
    return [line for line in lines if line.text]


def _same_line(line: Line, run: Run) -> bool:
    # A run that begins well before the end of the last one is painted elsewhere, at the same height.
    return abs(run.height - line.height) < 0.35 * max(line.size, run.size) and run.left > line.right - 0.8 * line.size


def _is_raised(line: Line, run: Run, text: str) -> bool:
    return (
        raised(text) != text
        and run.size < 0.82 * line.size
        and 0.15 * line.size < run.height - line.height < 0.8 * line.size
        and -0.3 * line.size < run.left - line.right < 0.5 * line.size
    )


def _is_stretched(line: Line) -> bool:
    """Whether words were drawn apart to fill the line: then all gaps are alike, as those between cells never are."""
    cells = line.text.split(CELL)
    alike = len(line.gaps) > 1 and max(line.gaps) - min(line.gaps) < 0.03 * max(line.gaps)
    return alike and (len(line.gaps) > 2 or not any(DIGITS_ONLY.match(cell) for cell in cells))


def _append(line: Line, run: Run, text: str) -> None:
    shown = line.text.rstrip(" ")
    spaces = len(line.text) - len(shown) + len(text) - len(text.lstrip(" "))
    size = min(line.size, run.size)
    gap = run.left - line.right
    figures = bool(DIGITS_ONLY.match(shown.rpartition(CELL)[2]) and DIGITS_ONLY.match(text))
    if spaces or gap > size * SPACE:
        line.gaps.append(gap)
    if gap > size * SPACE and LIST_MARK.match(shown):
        line.text = shown + " " + text.lstrip(" ")
    elif gap > size * (BETWEEN_FIGURES if figures else BETWEEN_CELLS):
        line.text = shown + CELL + text.lstrip(" ")
    elif spaces or gap > size * SPACE:
        line.text = shown + " " + text.lstrip(" ")
    else:
        line.text += text
    line.right = max(line.right, run.right)
    # The first run gives a line its look, unless it was a mere mark.
    if len(shown) < 3:
        line.size, line.font, line.height = run.size, run.font, run.height
