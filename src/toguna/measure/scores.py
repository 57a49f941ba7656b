"""All results of many rounds of one model at once, in columns: what a country's communes said, in a second.

The rules are those of `toguna.rules.scoring`, which stay the truth: this gives the same scores to a billionth of a
point, and the same when they are rounded to be shown. What cannot be used is left out, as there, and not told: the
findings of a round are for its own page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from toguna.rules.instruments import Aggregation, Indicator, Joining, Model
from toguna.rules.score_tree import INDEX
from toguna.rules.scores import THOUSANDTHS
from toguna.rules.scoring import GroupScore, scoring_side

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

GIVEN = pa.schema(
    [
        ("round", pa.string()),
        ("group", pa.string()),
        ("indicator", pa.string()),
        ("raw", pa.int64()),
        ("people", pa.int64()),
    ]
)
"""What the groups gave: one line a round, group and indicator. People are null where nobody said how many they were."""

AGREED = pa.schema([("round", pa.string()), ("indicator", pa.string()), ("raw", pa.int64())])
"""What the plenaries settled on."""

# Sums of fractions are off by less than this; a score that is so near to half a decimal is one that is just there.
NEAR = 1e-9


@dataclass(frozen=True)
class Side:
    """Scores and completeness of every code, a code a column; the rounds, or the rounds and groups, come before."""

    scores: Numbers
    completeness: Numbers


@dataclass(frozen=True)
class ManyRounds:
    """What many rounds of one model say. What has no score is NaN. `codes` names the columns, the index first.

    `everybody` is for all who make the score, `by_group` for each group of the model, `providers` for the other side.
    """

    model: Model
    rounds: tuple[str, ...]
    codes: tuple[str, ...]
    everybody: Side
    by_group: Side
    providers: Side
    spreads: Numbers

    @property
    def publishable(self) -> Flags:
        """Where enough was answered for the score to be published."""
        enough = self.everybody.completeness >= self.model.completeness / THOUSANDTHS - NEAR
        return enough & ~np.isnan(self.everybody.scores)

    @property
    def disputed(self) -> Flags:
        """Where the groups stand so far apart that the model calls it a disagreement."""
        return np.nan_to_num(self.spreads, nan=-1.0) >= max(self.model.dispute_gap / THOUSANDTHS, 0.0) - NEAR

    @property
    def gaps(self) -> Numbers:
        """The providers' own score less the users', in points."""
        return self.providers.scores - self.everybody.scores

    @cached_property
    def column(self) -> Mapping[str, int]:
        """Where a code stands."""
        return {code: place for place, code in enumerate(self.codes)}

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Where a round stands."""
        return {name: place for place, name in enumerate(self.rounds)}

    def changes(self, earlier: Sequence[str], later: Sequence[str]) -> Numbers:
        """The change in points from each earlier round to its later one, over what both answered, a code a column."""
        leaves = [self.column[one.code] for one in self.model.indicators]
        before, after = (
            self.everybody.scores[np.array([self.row[name] for name in names], np.int64)][:, leaves]
            for names in (earlier, later)
        )
        missing = np.isnan(before) | np.isnan(after)
        made = [_climbed(self.model, np.where(missing, np.nan, one)).scores for one in (before, after)]
        return made[1] - made[0]


def score_table(given: Iterable[tuple[str, GroupScore]]) -> pa.Table:
    """Scores with the round they belong to, as columns."""
    lines = [(name, one.group, one.indicator, one.raw, one.people) for name, one in given]
    columns = list(zip(*lines, strict=True)) or [()] * len(GIVEN)
    return pa.table(list(map(list, columns)), schema=GIVEN)


def agreed_table(agreed: Mapping[str, Mapping[str, int]]) -> pa.Table:
    """Agreed values by round and indicator, as columns."""
    lines = [(name, code, raw) for name, values in agreed.items() for code, raw in values.items()]
    columns = list(zip(*lines, strict=True)) or [()] * len(AGREED)
    return pa.table(list(map(list, columns)), schema=AGREED)


def results_of_rounds(model: Model, rounds: Sequence[str], given: pa.Table, agreed: pa.Table) -> ManyRounds:
    """Every result of every round named, from what the groups gave (GIVEN) and the plenaries settled on (AGREED).

    A round of which nothing was scored has a line without scores. Lines of other rounds are left out.

    >>> from toguna.rules.instruments import Engine, Group
    >>> model = Model("m", Engine.GROUP_SCORES, {}, indicators=(Indicator("1", {}), Indicator("2", {})),
    ...               groups=(Group("women", {}), Group("men", {})), joining=Joining.MEAN_OF_GROUPS)
    >>> given = score_table([("r1", GroupScore("women", "1", 20_000)), ("r1", GroupScore("men", "1", 60_000))])
    >>> said = results_of_rounds(model, ["r1", "r2"], given, agreed_table({}))
    >>> said.everybody.scores[:, said.column[INDEX]].tolist(), said.disputed[0, said.column["1"]]
    ([40.0, nan], np.True_)
    """
    shape = (len(rounds), len(model.groups), len(model.indicators))
    raw, people = _given(model, rounds, given, shape)
    settled = _agreed(model, rounds, agreed, (shape[0], shape[2]))
    makes = np.array([one.side is scoring_side(model) for one in model.groups], np.bool_)
    own = Joining.MEAN_OF_GROUPS if model.joining is Joining.CONSENSUS else model.joining
    users = np.where(np.isnan(settled), _joined(raw[:, makes], people[:, makes], model.joining), settled)
    providers = _joined(raw[:, ~makes], people[:, ~makes], own)
    by_group = _climbed(model, _normalised(model, raw))
    return ManyRounds(
        model,
        tuple(rounds),
        tuple(_codes(model, INDEX)),
        _climbed(model, _normalised(model, users)),
        by_group,
        _climbed(model, _normalised(model, providers)),
        _spreads(by_group.scores[:, makes]),
    )


def shown(scores: Numbers) -> Numbers:
    """Scores, gaps or changes as they are shown: to one decimal, halves away from zero.

    >>> shown(np.array([66.66666666, 72.25, -0.25, 0.05])).tolist()
    [66.7, 72.3, -0.3, 0.1]
    """
    tenths: Numbers = np.floor(np.abs(scores) * 10 + 0.5 + NEAR)
    return np.copysign(tenths, scores) / 10 + 0.0


def _given(
    model: Model, rounds: Sequence[str], given: pa.Table, shape: tuple[int, int, int]
) -> tuple[Numbers, Numbers]:
    """Raw scores and people by round, group and indicator; NaN where no usable score was given."""
    found = _found(given, rounds, model)
    group = _places(given["group"], [one.code for one in model.groups])
    raw, people = given["raw"].to_numpy(), pc.fill_null(given["people"], -1).to_numpy()
    usable = found.usable & (group >= 0)
    place = ((found.round * shape[1] + group) * shape[2] + found.indicator)[usable]
    raw, people = raw[usable], people[usable]
    raws = np.full(shape, np.nan)
    numbers = np.zeros(shape)
    raws.reshape(-1)[place] = raw
    numbers.reshape(-1)[place] = people
    # A group that scored twice and not the same counts for neither.
    other = place[(raws.reshape(-1)[place] != raw) | (numbers.reshape(-1)[place] != people)]
    raws.reshape(-1)[other] = np.nan
    return raws, np.maximum(numbers, 0)


def _agreed(model: Model, rounds: Sequence[str], agreed: pa.Table, shape: tuple[int, int]) -> Numbers:
    found = _found(agreed, rounds, model)
    settled = np.full(shape, np.nan)
    settled[found.round[found.usable], found.indicator[found.usable]] = agreed["raw"].to_numpy()[found.usable]
    return settled


@dataclass(frozen=True)
class _Lines:
    """Where each line of a table belongs, and whether it can be used."""

    round: Places
    indicator: Places
    usable: Flags


def _found(table: pa.Table, rounds: Sequence[str], model: Model) -> _Lines:
    """Lines of a round and an indicator that are known, with a score that stands on the indicator's scale."""
    round_ = _places(table["round"], rounds)
    indicator = _places(table["indicator"], [one.code for one in model.indicators])
    ends = np.array([sorted((one.scale.worst, one.scale.best)) for one in model.indicators], np.int64).reshape(-1, 2)
    known = (round_ >= 0) & (indicator >= 0)
    if not len(ends):
        return _Lines(round_, indicator, np.zeros(len(round_), np.bool_))
    raw, on = table["raw"].to_numpy(), ends[np.maximum(indicator, 0)]
    return _Lines(round_, indicator, known & (on[:, 0] <= raw) & (raw <= on[:, 1]))


def _places(column: pa.ChunkedArray, names: Sequence[str]) -> Places:
    """Where each value stands among the names; -1 where it does not."""
    found = pc.index_in(column, value_set=pa.array(names, pa.string()))
    return np.asarray(pc.fill_null(found, -1).to_numpy(), np.int64)


def _normalised(model: Model, raw: Numbers) -> Numbers:
    worst = np.array([one.scale.worst for one in model.indicators], np.float64)
    best = np.array([one.scale.best for one in model.indicators], np.float64)
    return np.asarray(100 * (raw - worst) / (best - worst), np.float64)


def _joined(raw: Numbers, people: Numbers, joining: Joining) -> Numbers:
    """The groups' raw scores of each round and indicator as one."""
    rounds, groups, indicators = raw.shape
    if joining is Joining.CONSENSUS or not groups:
        return np.full((rounds, indicators), np.nan)
    if joining is Joining.MEDIAN:
        ordered = np.sort(raw, axis=1)  # what is missing comes last
        count = (~np.isnan(raw)).sum(axis=1, keepdims=True)
        middle = [np.take_along_axis(ordered, np.maximum(count - 1 + up, 0) // 2, axis=1)[:, 0] for up in (0, 1)]
        return np.asarray((middle[0] + middle[1]) / 2, np.float64)
    voices = np.where(np.isnan(raw), 0.0, people if joining is Joining.MEAN_OF_PEOPLE else 1.0)
    return _divided((voices * np.nan_to_num(raw)).sum(axis=1), voices.sum(axis=1))


def _divided(above: Numbers, below: Numbers) -> Numbers:
    """NaN where there is nothing to divide by."""
    found: Numbers = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=found, where=below != 0)
    return found


def _codes(model: Model, code: str) -> list[str]:
    """The index, then everything under it in the order of the tree."""
    return [code, *(found for child in model.children(code) for found in _codes(model, child.code))]


def _climbed(model: Model, leaves: Numbers) -> Side:
    """Every code of the tree from its indicators, which are the last axis."""
    place = {one.code: number for number, one in enumerate(model.indicators)}
    found: dict[str, tuple[Numbers, Numbers]] = {}

    def climb(code: str) -> tuple[Numbers, Numbers]:
        weights, scores, shares = [], [], []
        for child in model.children(code):
            if isinstance(child, Indicator):
                score = leaves[..., place[child.code]]
                found[child.code] = score, (~np.isnan(score)).astype(np.float64)
            else:
                found[child.code] = climb(child.code)
            if child.weight > 0:
                weights.append(float(child.weight))
                scores.append(found[child.code][0])
                shares.append(found[child.code][1])
        if not weights:
            empty = leaves.shape[:-1]
            return np.full(empty, np.nan), np.zeros(empty)
        return _parent(np.array(weights), np.stack(scores, -1), np.stack(shares, -1), model.aggregation)

    found[INDEX] = climb(INDEX)
    columns = [found[code] for code in _codes(model, INDEX)]
    return Side(np.stack([one for one, _ in columns], -1), np.stack([share for _, share in columns], -1))


def _parent(weights: Numbers, scores: Numbers, shares: Numbers, how: Aggregation) -> tuple[Numbers, Numbers]:
    answered = np.where(np.isnan(scores), 0.0, weights)
    average = _divided((answered * np.nan_to_num(scores)).sum(axis=-1), answered.sum(axis=-1))
    complete = np.asarray((weights * shares).sum(axis=-1) / weights.sum(), np.float64)
    if how is Aggregation.WEIGHTED_MEAN:
        return average, complete
    weakest = np.fmin.reduce(scores, axis=-1)
    return np.asarray(weakest + (average - weakest) * weakest / 100, np.float64), complete


def _spreads(scores: Numbers) -> Numbers:
    """How far apart the groups stand, wherever two of them have a score."""
    if not scores.shape[1]:
        return np.full((scores.shape[0], scores.shape[2]), np.nan)
    apart = np.fmax.reduce(scores, axis=1) - np.fmin.reduce(scores, axis=1)
    return np.where((~np.isnan(scores)).sum(axis=1) > 1, apart, np.nan)
