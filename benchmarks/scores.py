"""How long it takes to score a country: 800 communes, 3 rounds, 8 groups, 60 indicators, all results of every round.

    python -m benchmarks.scores

A fictional instrument and its 1.15 million scores, drawn with a seed. All results are those of every criterion and
indicator, for all and for each group, with disagreements, gaps and changes from round to round. Rounds taken by lot are
scored again by the rules, one by one, and must say the same, also when rounded.
"""

import resource
import sys
import time
from collections.abc import Iterable
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toguna.measure.scores import AGREED, GIVEN, ManyRounds, Numbers, results_of_rounds, shown
from toguna.rules.instruments import Aggregation, Engine, Group, Indicator, Joining, Model, Node, Scale, Side
from toguna.rules.scores import rounded
from toguna.rules.scoring import GroupScore, RoundResult, round_result

COMMUNES, ROUNDS = 800, 3
USERS = ("women", "men", "youth", "elders", "displaced", "traders")
PROVIDERS = ("council", "services")
CRITERIA, SUBCRITERIA, INDICATORS = 5, 4, 3
SCALES = (Scale(), Scale(0, 10_000), Scale(1_000, 5_000), Scale(40_000, 0))
LIMIT = 5.0
BY_LOT = 24
NEAR = 1e-9

Lines = tuple[list[GroupScore], dict[str, int]]


def instrument(joining: Joining, aggregation: Aggregation) -> Model:
    """Five criteria of four sub-criteria of three indicators, each with a scale, and eight groups on two sides."""
    criteria = [Node(f"{one}", {"fr": f"Critère {one}"}, weight=500 * one) for one in range(1, CRITERIA + 1)]
    below = [Node(f"{one.code}.{number}", {}, one.code) for one in criteria for number in range(1, SUBCRITERIA + 1)]
    places = [(node, number) for node in below for number in range(1, INDICATORS + 1)]
    indicators = [
        Indicator(f"{node.code}.{number}", {}, node.code, scale=SCALES[place % len(SCALES)])
        for place, (node, number) in enumerate(places)
    ]
    groups = [Group(code, {}) for code in USERS] + [Group(code, {}, Side.PROVIDERS) for code in PROVIDERS]
    return Model(
        "fictional",
        Engine.GROUP_SCORES,
        {"fr": "Baromètre fictif"},
        nodes=(*criteria, *below),
        indicators=tuple(indicators),
        groups=tuple(groups),
        joining=joining,
        aggregation=aggregation,
    )


def fictional_scores(model: Model, rounds: list[str], seed: int) -> tuple[pa.Table, pa.Table]:
    """What everybody gave, one score in five hundred missing, and one agreed value in ten."""
    seeded = np.random.default_rng(seed)
    groups, indicators = [one.code for one in model.groups], [one.code for one in model.indicators]
    each = len(groups) * len(indicators)
    steps = np.array([abs(one.scale.best - one.scale.worst) // one.scale.step for one in model.indicators])
    least = np.array([min(one.scale.worst, one.scale.best) for one in model.indicators])
    size = np.array([one.scale.step for one in model.indicators])
    which = np.tile(np.arange(len(indicators)), len(rounds) * len(groups))
    raw = least[which] + size[which] * (seeded.integers(0, 1_000_000, len(which)) % (steps[which] + 1))
    people = np.repeat(seeded.integers(2, 40, len(rounds) * len(groups)), len(indicators))
    given = pa.table(
        [
            pa.array(np.repeat(np.array(rounds), each)),
            pa.array(np.tile(np.repeat(np.array(groups), len(indicators)), len(rounds))),
            pa.array(np.array(indicators)[which]),
            pa.array(raw),
            pa.array(people),
        ],
        schema=GIVEN,
    ).filter(pa.array(seeded.random(len(which)) > 0.002))
    kept = seeded.random(len(rounds) * len(indicators)) < 0.1
    columns = (np.repeat(np.array(rounds), len(indicators))[kept], np.tile(np.array(indicators), len(rounds))[kept])
    middle = (least + size * (steps // 2))[np.tile(np.arange(len(indicators)), len(rounds))[kept]]
    return given, pa.table([pa.array(columns[0]), pa.array(columns[1]), pa.array(middle)], schema=AGREED)


def everything(model: Model, rounds: list[str], given: pa.Table, agreed: pa.Table) -> tuple[ManyRounds, Numbers]:
    """All results and the change of each commune from round to round, and all of it as it is shown."""
    said = results_of_rounds(model, rounds, given, agreed)
    pairs = [number for number in range(len(rounds)) if number % ROUNDS]
    changes = said.changes([rounds[number - 1] for number in pairs], [rounds[number] for number in pairs])
    for one in (said.everybody.scores, said.by_group.scores, said.providers.scores, said.gaps, said.spreads, changes):
        shown(one)
    assert said.disputed.any()
    assert said.publishable.shape == said.everybody.scores.shape
    return said, changes


def lines_of(rounds: Iterable[str], given: pa.Table, agreed: pa.Table) -> dict[str, Lines]:
    """The scores of these rounds as the rules take them."""
    found: dict[str, Lines] = {name: ([], {}) for name in rounds}
    few, settled = (one.filter(pc.is_in(one["round"], pa.array(list(found)))) for one in (given, agreed))
    for name, group, indicator, raw, people in zip(*(column.to_pylist() for column in few.columns), strict=True):
        found[name][0].append(GroupScore(group, indicator, raw, people))
    for name, indicator, raw in zip(*(column.to_pylist() for column in settled.columns), strict=True):
        found[name][1][indicator] = raw
    return found


def differences(said: ManyRounds, slow: dict[str, RoundResult]) -> int:
    """How many numbers of the rounds taken by lot are not those of the rules."""
    wrong = 0
    for name, one in slow.items():
        row = said.row[name]
        wrong += {code for code, on in zip(said.codes, said.disputed[row], strict=True) if on} != set(one.disputes)
        for code, column in said.column.items():
            pairs = [(said.everybody.scores[row, column], one.results[code].score)]
            pairs.append((said.providers.scores[row, column], one.providers[code].score))
            for group in one.groups:
                place = [each.code for each in said.model.groups].index(group.code)
                pairs.append((said.by_group.scores[row, place, column], group.results[code].score))
            for quick, exact in pairs:
                if exact is None:
                    wrong += not np.isnan(quick)
                else:
                    wrong += abs(quick - float(exact)) > NEAR or float(shown(np.array(quick))) != float(rounded(exact))
    return wrong


def main() -> int:
    """Score the country in each way to join and to weigh; 1 when one is over the limit or says something else."""
    rounds = [f"commune-{commune:03}/{number}" for commune in range(COMMUNES) for number in range(1, ROUNDS + 1)]
    lot, fine = Random(2026).sample(rounds, BY_LOT), True
    print(f"{'':<36}{'scores':>10}{'seconds':>9}{'limit':>7}{'ratio':>7}{'one by rule':>14}{'different':>11}")
    for joining in Joining:
        for aggregation in Aggregation:
            model = instrument(joining, aggregation)
            given, agreed = fictional_scores(model, rounds, seed=2026)
            begun = time.perf_counter()
            said, _changes = everything(model, rounds, given, agreed)
            seconds = time.perf_counter() - begun
            lines = lines_of(lot, given, agreed)
            begun = time.perf_counter()
            slow = {name: round_result(model, *one) for name, one in lines.items()}
            ruled = (time.perf_counter() - begun) / len(lot)
            wrong = differences(said, slow)
            name = f"{joining.value}, {aggregation.value}"
            print(
                f"{name:<36}{len(given):>10,}{seconds:>9.2f}{LIMIT:>7.1f}{seconds / LIMIT:>7.2f}"
                f"{ruled * 1000:>11.0f} ms{wrong:>11}"
            )
            fine &= seconds <= LIMIT and not wrong
    print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print("within the limit" if fine else "over the limit, or different")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
