"""A whole file in a few lines: what each activity is, what was understood of it and what was not.

It holds a line an activity and no activity, so that a file of any length is told in little memory.
"""

from dataclasses import dataclass

from toguna.collect.iati.limits import Limits
from toguna.collect.iati.reading import ReadActivity, Summary, counts_of, read_activities
from toguna.collect.iati.sources import Source
from toguna.collect.iati.value_rows import said_in
from toguna.rules.findings import Finding, Severity
from toguna.rules.iati import IatiActivity, IatiFile

MOST_LINES = 5_000
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


def _day(activity: IatiActivity, *types: str) -> str:
    days = {one.type: one.iso_date for one in activity.dates if one.iso_date}
    return next((days[kind] for kind in types if kind in days), "")
