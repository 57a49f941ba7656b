"""What is said while a file is read: each finding with its line, its activity and its path, and how many there were.

Findings are kept up to a limit and counted beyond it, so that a file with a million faults is still told in a page.
"""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from toguna.collect.iati.kept import bare_name, line_of
from toguna.collect.iati.limits import Limits
from toguna.rules.findings import Finding, Severity


class Telling:
    """The findings of one reading, taken away activity by activity."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: list[Finding] = []
        self._kept = 0
        self.identifier = ""
        self.counts: Counter[str] = Counter()
        self.unmodelled: Counter[str] = Counter()

    def note(self, code: str, message: str, at: etree._Element | int = 0, **values: object) -> None:
        """What was read although it was written otherwise than the standard has it."""
        self.tell(Severity.NOTE, code, message, at, **values)

    def warn(self, code: str, message: str, at: etree._Element | int = 0, **values: object) -> None:
        """What could not be understood, or is missing: somebody should look."""
        self.tell(Severity.WARNING, code, message, at, **values)

    def tell(self, severity: Severity, code: str, message: str, at: etree._Element | int = 0, **values: object) -> None:
        """Keep the finding where the limits allow it; count it in any case."""
        self.counts[code] += 1
        # An error says that something was not read at all, so it is never left out.
        if severity is not Severity.ERROR and (
            self.counts[code] > self._limits.findings_of_a_kind or self._kept >= self._limits.findings
        ):
            return
        self._kept += 1
        where = self._line(at) if isinstance(at, int) else self._place(at)
        self._waiting.append(Finding(code, severity, message, values, where))

    def taken(self) -> tuple[Finding, ...]:
        """What was told since the last time this was asked."""
        waiting, self._waiting = self._waiting, []
        return tuple(waiting)

    def _line(self, line: int) -> str:
        return f"l. {line}" if line else ""

    def _place(self, element: etree._Element) -> str:
        path = "/".join(reversed(list(_steps(element))))
        return ", ".join(part for part in (f"l. {line_of(element)}", self.identifier, path) if part)


def _steps(element: etree._Element) -> Iterator[str]:
    """The way from the activity down to an element, each step numbered among those of its name."""
    above: etree._Element | None = element
    while above is not None:
        name = bare_name(above)
        if name in ("iati-activity", "iati-activities"):
            return
        yield f"{name}[{1 + sum(1 for _ in above.itersiblings(above.tag, preceding=True))}]"
        above = above.getparent()
