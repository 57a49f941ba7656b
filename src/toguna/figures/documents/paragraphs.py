"""Words put into paragraphs, lines and rows as they come, from whatever format they come.

Paragraphs are parted by an empty line, rows by the end of a line, cells by a stroke; two cells are never one number.
"""

from dataclasses import dataclass, field

from toguna.figures.documents.document import Allowance

CELL = " | "
WITHIN_CELL = " ; "


@dataclass(slots=True)
class Paragraphs:
    """A text being written. Ends are kept back until words follow, so that nothing empty is written.

    >>> written = Paragraphs(Allowance())
    >>> for figure in ("265", "1852"):
    ...     written.begin_cell()
    ...     written.write(figure)
    ...     written.end_cell()
    >>> written.end_row()
    >>> written.write("Fin")
    >>> written.text()
    '265 | 1852\\nFin'
    """

    allowance: Allowance
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    _breaks: int = 0
    _cells_ended: int = 0
    _depth: int = 0
    _cell_is_empty: bool = True
    _paragraph_ended: bool = False

    @property
    def at_line_start(self) -> bool:
        """Whether the next words begin a line or a cell."""
        return not self.pieces or bool(self._breaks or self._cells_ended or self._paragraph_ended)

    def write(self, words: str) -> None:
        """Add words where the text has got to."""
        if not words or (self.at_line_start and not words.strip()):
            return
        if self._breaks and self.pieces:
            self._add("\n" * self._breaks)
        if self._cells_ended:
            self._add(CELL * self._cells_ended)
        elif self._paragraph_ended and not self._cell_is_empty:
            self._add(WITHIN_CELL)
        self._breaks = self._cells_ended = 0
        self._paragraph_ended = self._cell_is_empty = False
        self._add(words)

    def end_line(self) -> None:
        """What follows is a new line; within a cell, a new part of it."""
        self._end(1)

    def end_paragraph(self) -> None:
        """What follows is a new paragraph; within a cell, a new part of it."""
        self._end(2)

    def begin_cell(self) -> None:
        """Words that follow stand in a cell."""
        self._depth += 1
        self._cell_is_empty = True
        self._paragraph_ended = False

    def end_cell(self) -> None:
        """The cell is over, even if nothing was in it."""
        self._depth = max(0, self._depth - 1)
        self._cells_ended += 1
        self._paragraph_ended = False

    def end_row(self) -> None:
        """The row is over; a table within a cell stays a part of that cell."""
        self._cells_ended = 0
        self._end(1)

    def text(self) -> str:
        """All that was written."""
        return "".join(self.pieces)

    def _end(self, breaks: int) -> None:
        if self._depth:
            self._paragraph_ended = True
        else:
            self._breaks = max(self._breaks, breaks)

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        self.allowance.check_length(self.length)
