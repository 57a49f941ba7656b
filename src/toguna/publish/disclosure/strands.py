"""One question through time: the cells that ask it, in whichever indicator and of whichever stretch of days.

An indicator by quarter and one that goes on growing count the same people; what one says of a stretch bounds what the
other says of it. It knows what is asked, never who was counted.
"""

from dataclasses import dataclass, field

from toguna.publish.disclosure.cells import CellName, Table, Window
from toguna.publish.disclosure.unknowns import Cut, Question, Series, Slot, Unknowns, question_of
from toguna.rules.definitions import Measure


@dataclass
class Strand:
    """A question of one edition, its periods under names that are unlike where indicators have unlike windows."""

    edition: int
    question: Question
    measure: Measure
    cut: Cut
    windows: dict[Slot, Window] = field(default_factory=dict)
    periods: dict[Slot, int] = field(default_factory=dict)
    named: dict[Slot, CellName] = field(default_factory=dict)
    askers: set[Series] = field(default_factory=set)

    @property
    def lines(self) -> int:
        """How many series have such cells."""
        return len(self.askers)

    @property
    def only_line(self) -> Series | None:
        """The one series that has them; None where there are several."""
        return next(iter(self.askers)) if len(self.askers) == 1 else None


def strands_of(unknowns: Unknowns) -> list[Strand]:
    """The cells of each edition by what they ask."""
    found: dict[tuple[int, Question], Strand] = {}
    for series, line in unknowns.lines.items():
        for cut, periods in line.cuts.items():
            question = question_of(line.definition, line.measure, series.role, series.basis, cut)
            strand = found.setdefault((series.edition, question), Strand(series.edition, question, line.measure, cut))
            strand.askers.add(series)
            for (kind, period), window in line.windows.items():
                slot = (kind, period)
                unknown = periods.get(slot)
                if strand.windows.get(slot, window) != window or strand.periods.get(slot, unknown) != unknown:
                    slot = (f"{kind} {series.indicator} {series.role}", period)
                strand.windows[slot] = window
                if unknown is not None:
                    strand.periods[slot] = unknown
                    strand.named[slot] = CellName(Table(series.indicator, kind, period, series.basis), *cut)
    return list(found.values())
