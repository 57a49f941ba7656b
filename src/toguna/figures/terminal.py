"""The report on a terminal: what to look at, where, with the figure underlined; plain where there are no colours.

The text may come from anybody, so nothing of it reaches the terminal that could steer it.
"""

import re
import textwrap

from toguna.figures.documents.document import Document
from toguna.figures.judging import Severity
from toguna.figures.remarks import Finding
from toguna.figures.report import Report
from toguna.figures.telling import Piece, Tongue, caution, excerpt, place, proposal_in_words, proposals, summary

MARKS = {Severity.ERROR: "■", Severity.WARNING: "▲", Severity.NOTE: "·"}
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
# Escape sequences and marks that turn the direction of writing would let a text forge what stands around it.
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
NARROWEST, WIDEST = 40, 100


def report_for_terminal(
    report: Report, document: Document, name: str, tongue: Tongue, *, colours: bool = False, width: int = 80
) -> str:
    """The whole report, ending with the line that says it all."""
    width = max(NARROWEST, min(width, WIDEST))
    paint = _Paint(colours, width)
    lines = [paint.bold(safe(name)), *(paint.wrapped("· " + tongue.say(note)) for note in document.notes), ""]
    for number, finding in enumerate(report.findings(), 1):
        lines += [*_finding(number, finding, document, tongue, paint), ""]
    proposed = proposals(report)
    if proposed:
        lines.append(paint.bold(tongue.gettext("Corrections proposées")))
        lines += [
            paint.wrapped("→ " + safe(proposal_in_words(one, report, document, tongue)), "  ") for one in proposed
        ] + [""]
    lines += [paint.bold(paint.wrapped(summary(report, tongue))), paint.wrapped(caution(report, tongue))]
    return "\n".join(lines) + "\n"


def refusal_for_terminal(message: str, name: str) -> str:
    """Why a file was not read."""
    return f"{safe(name)} : {message}\n"


def safe(text: str) -> str:
    """A stretch of somebody's text without what could steer a terminal.

    >>> safe("12 \\x1b[31mfemmes")
    '12 [31mfemmes'
    """
    return STEERING.sub("", text)


def _finding(number: int, finding: Finding, document: Document, tongue: Tongue, paint: "_Paint") -> list[str]:
    head = paint.bold(
        paint.coloured(f"{MARKS[finding.severity]} {number}. {tongue.severity(finding.severity)}", finding.severity)
    )
    lines = [f"{head} · {place(document, finding.start, tongue)}", paint.wrapped(safe(tongue.say(finding)), "  ")]
    lines += paint.excerpt(excerpt(document.text, finding.spans), finding.severity)
    if finding.advice is not None:
        lines.append(paint.wrapped("→ " + safe(tongue.say(finding.advice)), "  "))
    return lines


class _Paint:
    """Colours and underlines where the terminal has them; lines of carets where it has none."""

    def __init__(self, colours: bool, width: int) -> None:
        self.colours, self.width = colours, width

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colours else text

    def coloured(self, text: str, severity: Severity) -> str:
        return f"\x1b[{COLOURS[severity]}m{text}\x1b[39m" if self.colours else text

    def wrapped(self, text: str, indent: str = "") -> str:
        # Numbers are written with no-break spaces, which must not become ends of lines.
        return textwrap.fill(text, self.width, initial_indent=indent, subsequent_indent=indent, break_long_words=False)

    def excerpt(self, pieces: list[Piece], severity: Severity) -> list[str]:
        """The words around the figures, each figure underlined; wrapped here, since marks have no width."""
        letters = [(letter, piece.marked) for piece in pieces for letter in safe(piece.text)]
        lines: list[str] = []
        while letters:
            room = self.width - 4
            if len(letters) > room:
                space = next((at for at in range(room, 0, -1) if letters[at][0] == " "), room)
                now, letters = letters[:space], letters[space:]
                letters = letters[1:] if letters and letters[0][0] == " " else letters
            else:
                now, letters = letters, []
            lines += self._underlined(now, severity)
        return lines

    def _underlined(self, letters: list[tuple[str, bool]], severity: Severity) -> list[str]:
        if self.colours:
            painted = "".join(
                f"\x1b[4;{COLOURS[severity]}m{one}\x1b[24;39m" if marked else one for one, marked in letters
            )
            return ["    " + painted.replace(f"\x1b[24;39m\x1b[4;{COLOURS[severity]}m", "")]
        lines = ["    " + "".join(one for one, _ in letters).rstrip()]
        if any(marked for _, marked in letters):
            lines.append("    " + "".join("^" if marked else " " for _, marked in letters).rstrip())
        return lines
