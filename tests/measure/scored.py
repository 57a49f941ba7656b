"""Random small models and rounds of scores, for the properties of scoring: deep trees, no weight, turned scales."""

from typing import Any

from hypothesis import strategies as st

from toguna.rules.instruments import Aggregation, Engine, Group, Indicator, Joining, Model, Node, Scale, Side
from toguna.rules.scoring import GroupScore

SCALES = [
    Scale(),
    Scale(0, 10_000),
    Scale(1_000, 5_000),
    Scale(40_000, 0),
    Scale(-1_000, 1_000, step=250),
    Scale(0, 7_000),
]
WEIGHTS = [1000, 1000, 1000, 500, 3000, 333, 0]
GROUPS = ["women", "men", "youth", "elders", "displaced"]
Agreed = dict[str, int]


@st.composite
def models(draw: st.DrawFn, joining: st.SearchStrategy[Joining] | None = None) -> Model:
    """A tree of up to four criteria, each under another or under the index, and up to six indicators anywhere in it."""
    nodes: list[Node] = []
    for number in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from(["", *(one.code for one in nodes)]))
        nodes.append(Node(f"n{number}", {"fr": "Critère"}, parent, draw(st.sampled_from(WEIGHTS))))
    indicators = [
        Indicator(
            f"i{number}",
            {"fr": "Indicateur"},
            draw(st.sampled_from(["", *(one.code for one in nodes)])),
            scale=draw(st.sampled_from(SCALES)),
            weight=draw(st.sampled_from(WEIGHTS)),
        )
        for number in range(draw(st.integers(1, 6)))
    ]
    sides = draw(st.sampled_from([[Side.USERS], [Side.USERS, Side.PROVIDERS], [Side.PROVIDERS]]))
    groups = GROUPS[: draw(st.integers(1, len(GROUPS)))]
    return Model(
        "model",
        Engine.GROUP_SCORES,
        {"fr": "Modèle"},
        nodes=tuple(nodes),
        indicators=tuple(indicators),
        groups=tuple(Group(code, {"fr": code}, draw(st.sampled_from(sides))) for code in groups),
        aggregation=draw(st.sampled_from(Aggregation)),
        joining=draw(st.sampled_from(Joining) if joining is None else joining),
        dispute_gap=draw(st.sampled_from([25_000, 10_000])),
        completeness=draw(st.sampled_from([800, 500, 333])),
    )


def raws(scale: Scale) -> st.SearchStrategy[int]:
    """What can stand on a scale, in steps of a half of its step."""
    half, (least, most) = scale.step // 2, sorted((scale.worst, scale.best))
    return st.integers(0, (most - least) // half).map(lambda steps: least + steps * half)


@st.composite
def scores(draw: st.DrawFn, model: Model) -> list[GroupScore]:
    """What some groups gave some indicators; a group has one number of people, which may be unknown."""
    given: list[GroupScore] = []
    for group in model.groups:
        people = draw(st.sampled_from([None, 1, 3, 4, 5, 9, 20]))
        for one in model.indicators:
            if draw(st.integers(0, 3)):
                given.append(GroupScore(group.code, one.code, draw(raws(one.scale)), people))
    return given


@st.composite
def agreements(draw: st.DrawFn, model: Model) -> Agreed:
    """What the plenary settled on, of some indicators."""
    return {one.code: draw(raws(one.scale)) for one in model.indicators if draw(st.booleans())}


@st.composite
def rounds(draw: st.DrawFn, **chosen: Any) -> tuple[Model, list[GroupScore], Agreed]:
    """A model with one round of scores."""
    model = draw(models(**chosen))
    return model, draw(scores(model)), draw(agreements(model))
