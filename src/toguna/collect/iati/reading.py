"""A file of other people's IATI activities, read: what was understood, what was not, what was mended, and how much.

It holds one activity at a time and stores nothing. It judges form and never truth: whether a code exists or a sum holds
is asked elsewhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from toguna.collect.iati import wordings as say
from toguna.collect.iati.kept import line_of, namespace_of
from toguna.collect.iati.limits import Limits
from toguna.collect.iati.sources import Source
from toguna.collect.iati.streaming import ACTIVITY, ActivityStream
from toguna.collect.iati.telling import Telling
from toguna.collect.iati.understanding import Understanding
from toguna.rules.findings import Finding
from toguna.rules.iati import IatiActivity, IatiFile

VERSIONS = ("2.01", "2.02", "2.03")
_COUNTED_IDENTIFIERS = 200_000


@dataclass(frozen=True)
class ReadActivity:
    """One activity as it was understood, the line where it begins, and what there is to say about it."""

    activity: IatiActivity
    line: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Summary:
    """How much of a file was understood; by name what was only kept; by code how often each thing was told."""

    understood: Mapping[str, int] = field(default_factory=dict)
    unmodelled: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)

    @property
    def activities(self) -> int:
        """How many activities were read."""
        return self.understood.get("activities", 0)


@dataclass(frozen=True)
class Reading:
    """A whole file. `findings` are kept up to a limit; `summary.told` counts them all."""

    file: IatiFile
    findings: tuple[Finding, ...]
    summary: Summary

    @property
    def activities(self) -> tuple[IatiActivity, ...]:
        """The activities in their order."""
        return self.file.activities


class ActivityFile(Iterator[ReadActivity]):
    """A file that is being read, activity by activity, once.

    What concerns the file and no activity is in `findings`, complete when the last activity has been given.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        """Nothing is read yet; the first activity raises a `RefusedFileError` where the file is something else."""
        self._telling = Telling(limits)
        self._stream = ActivityStream(source, limits, self._telling)
        self._understood: Counter[str] = Counter()
        self._identifiers: Counter[str] = Counter()
        self._reading = self._read()
        self.head = IatiFile()
        self.findings: list[Finding] = []

    def __next__(self) -> ReadActivity:
        return next(self._reading)

    @property
    def summary(self) -> Summary:
        """What was understood so far."""
        return Summary(dict(self._understood), dict(self._telling.unmodelled), dict(self._telling.counts))

    def _read(self) -> Iterator[ReadActivity]:
        understanding: Understanding | None = None
        for element in self._stream:
            understanding = understanding or self._begin()
            self.findings.extend(self._telling.taken())
            activity = understanding.activity(element)
            self._count(activity)
            yield ReadActivity(activity, line_of(element), self._telling.taken())
        self._telling.identifier = ""
        if understanding is None and self._stream.root is not None:
            self._begin()
            self._telling.warn("no-activity", say.NO_ACTIVITY)
        for identifier, times in self._identifiers.items():
            if times > 1:
                self._telling.warn("identifier-twice", say.IDENTIFIER_TWICE, identifier=identifier)
        self.head = replace(self.head, unmodelled=(*self.head.unmodelled, *self._stream.around))
        self.findings.extend(self._telling.taken())

    def _begin(self) -> Understanding:
        root = self._stream.root
        assert root is not None
        namespace = namespace_of(root)
        understanding = Understanding(self._telling, namespace)
        if namespace:
            self._telling.note("namespace", say.NAMESPACE, name=namespace)
        if root.tag.endswith(ACTIVITY):
            self._telling.note("one-activity", say.ONE_ACTIVITY)
            return understanding
        self.head = understanding.head(root)
        version = self.head.version or ""
        if version.startswith("1."):
            self._telling.warn("version-one", say.VERSION_ONE, line_of(root), found=version)
        elif version not in VERSIONS:
            self._telling.warn("version-unknown", say.VERSION_UNKNOWN, line_of(root), found=version)
        return understanding

    def _count(self, activity: IatiActivity) -> None:
        if activity.identifier and len(self._identifiers) < _COUNTED_IDENTIFIERS:
            self._identifiers[activity.identifier] += 1
        for name, count in counts_of(activity).items():
            self._understood[name] += count


def counts_of(activity: IatiActivity) -> dict[str, int]:
    """How many of each thing stand in an activity: results, indicators, periods, values, transactions."""
    indicators = [indicator for result in activity.results for indicator in result.indicators]
    periods = [period for indicator in indicators for period in indicator.periods]
    return {
        "activities": 1,
        "results": len(activity.results),
        "indicators": len(indicators),
        "baselines": sum(len(indicator.baselines) for indicator in indicators),
        "periods": len(periods),
        "targets": sum(len(period.targets) for period in periods),
        "actuals": sum(len(period.actuals) for period in periods),
        "transactions": len(activity.transactions),
        "budgets": len(activity.budgets),
        "locations": len(activity.locations),
    }


def read_activities(source: Source, limits: Limits | None = None) -> ActivityFile:
    """The activities of a file one after the other, in memory that does not grow with the file.

    Raises a `RefusedFileError` at the first of them where the file is no file of activities.
    """
    return ActivityFile(source, limits or Limits())


def read_file(source: Source, limits: Limits | None = None) -> Reading:
    """The whole file at once, for files that fit into memory."""
    reading = read_activities(source, limits)
    activities: list[IatiActivity] = []
    findings: list[Finding] = []
    for one in reading:
        activities.append(one.activity)
        findings.extend(one.findings)
    file = replace(reading.head, activities=tuple(activities))
    return Reading(file, (*reading.findings, *findings), reading.summary)
