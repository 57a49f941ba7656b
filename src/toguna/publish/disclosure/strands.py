"""One question through time: the cells that ask it, in whichever indicator and of whichever stretch of days.

An indicator by quarter and one that goes on growing count the same people; what one says of a stretch bounds what the
other says of it. It knows what is asked, never who was counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from toguna.publish.disclosure.cells import CellName, Window
from toguna.publish.disclosure.unknowns import Cut, Line, Question, Series, Unknowns, named, question_of
from toguna.rules.definitions import Measure

Sort = tuple[str, bool]
"""A kind of period, and whether it is counted from the beginning."""


class Piece(NamedTuple):
    """One number of a question: of which days, in which sort of period, and what it is called."""

    sort: Sort
    window: Window
    unknown: int
    name: CellName


class Fit(StrEnum):
    """How numbers answer a question about a place, where they were counted in places inside it: they are all of it; all
    but those of whom the place is not known; those in one of the places; or all of it and maybe others."""

    EXACT = "exact"
    INSIDE = "inside"
    PART = "part"
    AROUND = "around"


@dataclass
class Strand:
    """A question of one edition and all its numbers; `fit` says how they answer it."""

    edition: int
    question: Question
    measure: Measure
    cut: Cut
    pieces: list[Piece] = field(default_factory=list)
    lines: dict[Series, Line] = field(default_factory=dict)
    fit: Fit = Fit.EXACT

    @property
    def only_line(self) -> Series | None:
        """The one series that has them; None where there are several."""
        return next(iter(self.lines)) if len(self.lines) == 1 else None


def strands_of(unknowns: Unknowns) -> list[Strand]:
    """The cells of each edition by what they ask."""
    found: dict[tuple[int, Question], Strand] = {}
    for series, line in unknowns.lines.items():
        for cut, periods in line.cuts.items():
            question = question_of(line.definition, line.measure, series.role, series.basis, cut)
            strand = found.setdefault((series.edition, question), Strand(series.edition, question, line.measure, cut))
            strand.lines[series] = line
            for slot, unknown in periods.items():
                sort = (slot[0], line.definition.cumulative)
                strand.pieces.append(Piece(sort, line.windows[slot], unknown, named(series, slot, cut)))
    return list(found.values())


def days_told_of(lines: Iterable[Line]) -> Window:
    """From the last of the days on which some sort of period begins to tell, to the first on which one ends.

    A programme that starts in August has a whole third quarter, and its life goes on after the last quarter that has
    anything to say: those odds and ends are empty, and a reader knows it.
    """
    sorts: dict[Sort, list[Window]] = {}
    for line in lines:
        for (kind, _), window in line.windows.items():
            sorts.setdefault((kind, line.definition.cumulative), []).append(window)
    first, last = date.min, date.max
    for (_, grows), windows in sorts.items():
        starts = [start for start, _ in windows]
        # What is counted from the beginning says when that was, but for a period that began earlier still.
        first = max(first, max(starts) if grows else min(starts))
        last = min(last, max(end for _, end in windows))
    return first, last


def within(window: Window, days: Window) -> Window | None:
    """The part of a period that lies within the days told of; None where there is none."""
    start, end = max(window[0], days[0]), min(window[1], days[1])
    return (start, end) if start < end else None


def as_told(pieces: Iterable[Piece], days: Window) -> Mapping[Window, list[Piece]]:
    """The numbers by the days that they count, within the days told of."""
    found: dict[Window, list[Piece]] = {}
    for piece in pieces:
        window = within(piece.window, days)
        if window is not None:
            found.setdefault(window, []).append(piece)
    return found
