"""What of a round may be shown to everybody: no group so small that its people show, alone or by subtraction.

Small groups are merged into one row. Whatever is shown is computed from what is shown, criteria and gaps included, so
that no sum gives away a part. Beside users, providers speak as an office: one row, whatever their number. It guards
groups, not a member of one who knows its own score; who reads it is not its matter.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from toguna.rules.instruments import Joining, Model
from toguna.rules.score_tree import INDEX, Result, Results, disputed, gaps_between, results_of, spread_between
from toguna.rules.scoring import GroupResult, RoundResult, scoring_side


@dataclass(frozen=True)
class Row:
    """What is shown of one group, or of several together, with its gap to all in points."""

    groups: tuple[str, ...]
    people: int
    results: Results
    gaps: Mapping[str, Fraction]

    @property
    def is_merged(self) -> bool:
        """Whether it speaks for several groups."""
        return len(self.groups) > 1


@dataclass(frozen=True)
class PublishedRound:
    """A round as everybody may see it. `scores` are those of the indicators, `left_out` the groups that are in no row.

    `provider_row` is the other side's, where the model has one; `gaps` is theirs less the users'.
    """

    model: Model
    scores: Mapping[str, Fraction]
    results: Results
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    spreads: Mapping[str, Fraction]
    disputes: tuple[str, ...]
    provider_row: Row | None
    gaps: Mapping[str, Fraction]

    @property
    def index(self) -> Result:
        """The whole model."""
        return self.results[INDEX]

    @property
    def criteria(self) -> tuple[Result, ...]:
        """The criteria, in the order of the model."""
        return tuple(self.results[one.code] for one in self.model.criteria)

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows of those who make the score, then the other side's."""
        return (*self.rows, self.provider_row) if self.provider_row else self.rows


def merged_small_groups(round_: RoundResult) -> PublishedRound:
    """The round with groups under the model's smallest size merged into one row; a group of unknown size is small.

    The row has the mean of the groups' scores, each with one voice, or weighed by people where the model means people.
    It says nothing of an indicator that fewer people than the smallest size answered in it. A score that was agreed is
    nobody's, so it is shown as it is. One that is computed from the groups would give the missing ones away to whoever
    subtracts the others: there the next smallest groups are merged too, and where all together are too few, the score
    for all is left out as if it were missing.

    A service that scores itself beside its users says an institution's word: its groups are one row whatever their
    size, with the mean that stands beside the users' score, and are never merged with users. Where only providers
    score, they are the ones who make the score, and the rule for small groups is theirs.

    >>> from toguna.rules.instruments import Engine, Group, Indicator
    >>> from toguna.rules.scoring import GroupScore, round_result
    >>> model = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {}),), joining=Joining.MEAN_OF_GROUPS,
    ...               groups=(Group("women", {}), Group("youth", {}), Group("displaced", {})))
    >>> given = [GroupScore("women", "1", 60_000, 20), GroupScore("youth", "1", 50_000, 9),
    ...          GroupScore("displaced", "1", 10_000, 3)]
    >>> shown = merged_small_groups(round_result(model, given, {}))
    >>> [(row.groups, row.people, row.results["1"].score) for row in shown.rows]
    [(('women',), 20, Fraction(60, 1)), (('youth', 'displaced'), 12, Fraction(30, 1))]
    """
    model, side = round_.model, scoring_side(round_.model)
    makers = [one for one in round_.groups if model.group_by_code[one.code].side is side]
    others = [one for one in round_.groups if one not in makers]
    given = {one.code: one.score for one in round_.indicators if one.score is not None}
    computed = {code for code in given if not round_.indicator[code].agreed}
    users = _Side(round_, makers, computed)
    scores = {code: score for code, score in given.items() if code not in users.telling}
    results = results_of(model, scores)
    rows = users.rows(results)
    spreads = spread_between([row.results for row in rows])
    provider_row = _office(round_, others, results)
    in_rows = {code for row in rows for code in row.groups} | {one.code for one in others}
    return PublishedRound(
        model,
        scores,
        results,
        rows,
        tuple(one.code for one in round_.groups if one.code not in in_rows),
        spreads,
        disputed(model, spreads),
        provider_row,
        provider_row.gaps if provider_row else {},
    )


def _office(round_: RoundResult, providers: Collection[GroupResult], everybody: Results) -> Row | None:
    """All that the service says of itself, with one voice; None where it says nothing."""
    if not providers:
        return None
    people = sum(one.people or 0 for one in providers)
    gaps = gaps_between(round_.providers, everybody)
    return Row(tuple(one.code for one in providers), people, round_.providers, gaps)


class _Side:
    """The groups that make the score together: which stand alone, which are merged, what would tell of them."""

    def __init__(self, round_: RoundResult, groups: Collection[GroupResult], computed: Collection[str]) -> None:
        self.round = round_
        self.groups = groups
        self.people = {(one.group, one.indicator): one.people or 0 for one in round_.scores}
        small = set(round_.small_groups)
        self.merged = [one for one in groups if one.code in small]
        alone = sorted((one for one in groups if one.code not in small), key=lambda one: (one.fewest or 0, one.code))
        while alone and self._telling(computed):
            self.merged.append(alone.pop(0))
        self.alone = [one for one in groups if one in alone]
        self.telling = self._telling(computed)

    def rows(self, everybody: Results) -> tuple[Row, ...]:
        """The rows that are shown, the merged one last; without it where nothing of it may be shown."""
        found = [
            Row((one.code,), one.people or 0, one.results, gaps_between(one.results, everybody)) for one in self.alone
        ]
        if cells := self._merged_scores():
            codes = tuple(one.code for one in self.groups if one in self.merged)
            results = results_of(self.round.model, cells)
            people = sum(one.people or 0 for one in self.merged)
            found.append(Row(codes, people, results, gaps_between(results, everybody)))
        return tuple(found)

    def _telling(self, computed: Collection[str]) -> set[str]:
        """Indicators whose score for all, less the groups that stand alone, would tell of too few people."""
        return {code for code in computed if self._voices(code) and not self._are_enough(code)}

    def _voices(self, code: str) -> dict[str, Fraction]:
        by_group = self.round.indicator[code].by_group
        return {one.code: by_group[one.code] for one in self.merged if one.code in by_group}

    def _are_enough(self, code: str) -> bool:
        people = sum(self.people[group, code] for group in self._voices(code))
        return people >= self.round.model.smallest_group

    def _merged_scores(self) -> dict[str, Fraction]:
        by_people = self.round.model.joining is Joining.MEAN_OF_PEOPLE
        found = {}
        for indicator in self.round.indicators:
            voices = self._voices(indicator.code)
            if not voices or not self._are_enough(indicator.code):
                continue
            weights = {group: self.people[group, indicator.code] if by_people else 1 for group in voices}
            # Where the smallest size is 0, a group of unknown size may stand here alone.
            if total := sum(weights.values()):
                summed = sum((weights[group] * score for group, score in voices.items()), Fraction())
                found[indicator.code] = summed / total
        return found
