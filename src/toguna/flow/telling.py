"""What an import found, in lines for whoever sits at a terminal: errors first, and not more than one can read.

It knows findings and how many to show. It decides nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from toguna.rules.findings import Finding, Severity

SHOWN = 20


def found_in_lines(findings: Iterable[Finding], *, everything: bool = False) -> Iterator[str]:
    """Every error, and the first of what only asks for a look, each with where it stands."""
    told = list(findings)
    for severity, heading in [
        (Severity.ERROR, _("Erreurs : %(count)s")),
        (Severity.WARNING, _("À regarder : %(count)s")),
        (Severity.NOTE, _("À savoir : %(count)s")),
    ]:
        of_severity = [one for one in told if one.severity is severity]
        if of_severity:
            yield heading % {"count": len(of_severity)}
            yield from first_lines([in_line(one) for one in of_severity], everything or severity is Severity.ERROR)


def in_line(finding: Finding) -> str:
    """One finding with the place it is about."""
    text = _(finding.message) % finding.values
    return _("%(name)s : %(value)s") % {"name": finding.where, "value": text} if finding.where else text


def first_lines(lines: Sequence[str], everything: bool = False) -> Iterator[str]:
    """The lines, set in; past the first twenty only how many more there are."""
    shown = len(lines) if everything else SHOWN
    yield from (f"  - {line}" for line in lines[:shown])
    if len(lines) > shown:
        yield "    " + _("… et %(count)s de plus ; --all les montre tous.") % {"count": len(lines) - shown}
