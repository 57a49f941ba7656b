"""A whole file in a few lines: what each activity is, what was understood of it, what was not, and how to say it.

It holds a line an activity and no activity, so that a file of any length is told in little memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toguna.collect.iati.limits import Limits
from toguna.collect.iati.reading import ReadActivity, Reading, Summary, counts_of, read_activities
from toguna.collect.iati.sources import Source
from toguna.collect.iati.value_rows import said_in
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import IatiActivity, IatiFile

MOST_LINES = 5_000
FINDINGS_PRINTED = 100

VERSION = "Version de la norme : %(version)s. Fait le : %(generated)s."
UNDERSTOOD = (
    "Compris : %(activities)s activités, %(results)s résultats, %(indicators)s indicateurs, %(periods)s périodes, "
    "%(baselines)s valeurs de référence, %(targets)s cibles, %(actuals)s réalisations, %(transactions)s transactions, "
    "%(budgets)s budgets, %(locations)s lieux."
)
NOTHING_LEFT = "Rien n'est resté sans être compris."
LEFT = "Gardé tel quel, sans être compris :"
TOLD = "À savoir : %(errors)s erreurs, %(warnings)s avertissements, %(notes)s remarques."
MORE = "… et %(count)s autres de ce genre (%(code)s)."

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class ActivityLine:
    """One activity of a file at a glance."""

    identifier: str
    title: str
    publisher: str
    starts_on: str
    ends_on: str
    line: int
    results: int
    indicators: int
    periods: int
    values: int
    transactions: int
    told: int


@dataclass(frozen=True)
class Survey:
    """A file at a glance. `lines` stop at a limit; the summary counts everything."""

    head: IatiFile
    lines: tuple[ActivityLine, ...]
    findings: tuple[Finding, ...]
    summary: Summary


def survey(source: Source, limits: Limits | None = None, language: str = "fr") -> Survey:
    """Read a file from end to end and keep a line of each activity; a `RefusedFileError` says that it is none."""
    reading = read_activities(source, limits)
    lines: list[ActivityLine] = []
    findings: list[Finding] = []
    for one in reading:
        findings.extend(one.findings)
        if len(lines) < MOST_LINES:
            lines.append(line_of_activity(one, language))
    return Survey(reading.head, tuple(lines), (*reading.findings, *findings), reading.summary)


def line_of_activity(read: ReadActivity, language: str) -> ActivityLine:
    """An activity at a glance: its first start and last end are the actual days where they are said."""
    activity = read.activity
    counted = counts_of(activity)
    publisher = activity.reporting
    own = activity.language or ""
    return ActivityLine(
        activity.identifier or "",
        said_in(activity.title, language, own),
        (said_in(publisher.names, language, own) or publisher.ref or "") if publisher else "",
        _day(activity, "2", "1"),
        _day(activity, "4", "3"),
        read.line,
        counted["results"],
        counted["indicators"],
        counted["periods"],
        counted["baselines"] + counted["targets"] + counted["actuals"],
        counted["transactions"],
        len(read.findings),
    )


def by_weight(findings: tuple[Finding, ...]) -> list[Finding]:
    """Errors first, then warnings, then notes; in their order in the file."""
    return sorted(findings, key=lambda finding: _WEIGHT[finding.severity])


def report_lines(reading: Reading | Survey, said: Callable[[str], str] = str) -> Iterator[str]:
    """The report of a reading, line by line; `said` translates a French template."""
    head = reading.file if isinstance(reading, Reading) else reading.head
    yield said(VERSION) % {"version": head.version or "—", "generated": head.generated or "—"}
    counts = dict.fromkeys(counts_of(IatiActivity()), 0) | dict(reading.summary.understood)
    yield said(UNDERSTOOD) % counts
    if reading.summary.unmodelled:
        yield said(LEFT)
        for name, count in sorted(reading.summary.unmodelled.items(), key=lambda one: (-one[1], one[0])):
            yield f"  {count} × {name}"
    else:
        yield said(NOTHING_LEFT)
    by_severity = dict.fromkeys(Severity, 0)
    for finding in reading.findings:
        by_severity[finding.severity] += 1
    counted = {"errors": Severity.ERROR, "warnings": Severity.WARNING, "notes": Severity.NOTE}
    yield said(TOLD) % {name: by_severity[severity] for name, severity in counted.items()}
    printed: dict[str, int] = {}
    for finding in by_weight(reading.findings)[:FINDINGS_PRINTED]:
        printed[finding.code] = printed.get(finding.code, 0) + 1
        where = f"{finding.where} : " if finding.where else ""
        yield f"  [{finding.severity}] {where}{said(finding.message) % finding.values}"
    for code, told in reading.summary.told.items():
        if told > printed.get(code, 0):
            yield "  " + said(MORE) % {"count": told - printed.get(code, 0), "code": code}


def _day(activity: IatiActivity, *types: str) -> str:
    days = {one.type: one.iso_date for one in activity.dates if one.iso_date}
    return next((days[kind] for kind in types if kind in days), "")
