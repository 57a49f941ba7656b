"""From a number back to the facts it was counted from, by asking the same question of the same extract.

A digest that is not the one stored with the value is an error: the value can no longer be shown to be true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toguna.measure.contributions import OpenExtract, Question, open_extract
from toguna.measure.digests import digest_of, digest_of_ratio
from toguna.measure.schema import Extract
from toguna.rules.definitions import Count, Definition, Measure
from toguna.rules.periods import Period


class LineageError(ValueError):
    """The facts found behind a value are not the facts it was counted from."""


@dataclass(frozen=True)
class FactsBehind:
    """The facts of one cell, in the order of their ids. `denominator` is there for a ratio only."""

    facts: tuple[str, ...]
    denominator: tuple[str, ...]
    digest: str

    def expect(self, digest: str) -> "FactsBehind":
        """Itself if the digest is the one stored with the value; raises LineageError otherwise."""
        if digest != self.digest:
            raise LineageError(f"the value was counted from other facts: {digest} stored, {self.digest} found")
        return self


def facts_behind(
    definition: Definition,
    extract: Extract | OpenExtract,
    *,
    period: Period,
    dimensions: Sequence[tuple[str, str]],
    as_of: int,
    programme_start: date,
) -> FactsBehind:
    """The facts that one cell was counted from. Give the period, dimensions and `as_of` it was stored with."""
    opened = extract if isinstance(extract, OpenExtract) else open_extract(extract)
    question = Question(definition, opened, (period,), as_of, programme_start)
    parts = [_facts(question, measure, dimensions) for measure in definition.measures]
    if definition.count is Count.RATIO:
        numerator, denominator = parts
        return FactsBehind(numerator, denominator, digest_of_ratio(digest_of(numerator), digest_of(denominator)))
    return FactsBehind(parts[0], (), digest_of(parts[0]))


def _facts(question: Question, measure: Measure, dimensions: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    rows = question.in_cells(measure, kept=[name for name, _ in dimensions])
    for name, value in dimensions:
        rows = rows.filter(rows[f"cut_{name}"] == value)
    found = question.extract.backend.to_pyarrow(rows.select("id").distinct())
    return tuple(sorted(found.column("id").to_pylist()))
