"""What an instrument of notation is: a tree of criteria, indicators each on its own scale, groups that score, rules.

It is what a workshop builds and what freezes at the first validation. It knows no commune, no group's score and no sum:
scores are joined in `scoring`, and what is wrong with a model is said in `instrument_checks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from toguna.rules.attendance import StakeholderGroup

FORMAT = 1
MOST_OFFERED = 12  # more values than fit side by side on a phone or a sheet of paper are typed

Texts = Mapping[str, str]


class Engine(StrEnum):
    """Three different things: groups that agree, people who are asked, an organisation that judges itself."""

    GROUP_SCORES = "group_scores"
    SURVEY = "survey"
    SELF_ASSESSMENT = "self_assessment"


class Aggregation(StrEnum):
    """How children make their parent: they compensate one another, or the weakest limits the whole."""

    WEIGHTED_MEAN = "weighted_mean"
    LIMITING_FACTOR = "limiting_factor"


class Joining(StrEnum):
    """How the groups' scores of one indicator become one."""

    CONSENSUS = "consensus"
    MEAN_OF_GROUPS = "mean_of_groups"
    MEAN_OF_PEOPLE = "mean_of_people"
    MEDIAN = "median"


class Side(StrEnum):
    """On which side of the service a group stands."""

    USERS = "users"
    PROVIDERS = "providers"


class Display(StrEnum):
    """How a scale is put before the people: numbers to choose or type, faces, levels described in words, yes or no."""

    NUMBER = "number"
    FACES = "faces"
    LEVELS = "levels"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Anchor:
    """What one value of a scale stands for, in words. The value is in thousandths."""

    value: int
    label: Texts


@dataclass(frozen=True)
class Scale:
    """Between which values an indicator is scored, in thousandths of its unit. The best may be below the worst.

    >>> Scale(worst=0, best=10_000).holds(10_001), Scale(worst=40_000, best=0).holds(12_000)
    (False, True)
    """

    worst: int = 0
    best: int = 100_000
    step: int = 1_000
    display: Display = Display.NUMBER
    anchors: tuple[Anchor, ...] = ()

    def holds(self, raw: int) -> bool:
        """Whether the score stands on the scale."""
        return min(self.worst, self.best) <= raw <= max(self.worst, self.best)

    @property
    def points(self) -> tuple[int, ...]:
        """The values that can be chosen, from the worst to the best, where there are few enough to show."""
        if self.step <= 0 or abs(self.best - self.worst) // self.step > 20:
            return ()
        step = self.step if self.best > self.worst else -self.step
        return tuple(range(self.worst, self.best + (1 if step > 0 else -1), step))

    @property
    def offered(self) -> tuple[int, ...]:
        """The values put side by side to choose from, from the worst to the best; none where the score is typed.

        >>> Scale(worst=4_000, best=1_000).offered, Scale(worst=0, best=100_000).offered
        ((4000, 3000, 2000, 1000), ())
        """
        points = self.points
        if points and points[-1] == self.best and len(points) <= MOST_OFFERED:
            return points
        if self.display is Display.NUMBER:
            return ()
        return tuple(sorted((one.value for one in self.anchors), reverse=self.best < self.worst))

    def anchor(self, raw: int) -> Texts | None:
        """The words of this very value, where it has some."""
        return next((one.label for one in self.anchors if one.value == raw), None)


@dataclass(frozen=True)
class Node:
    """One criterion or sub-criterion; its parent is empty under the index. Weights are in thousandths: 1000 is 1."""

    code: str
    label: Texts
    parent: str = ""
    weight: int = 1000
    verified: bool = True


@dataclass(frozen=True)
class Indicator:
    """What is scored: the question put to a group, its own scale, and what would prove the score."""

    code: str
    label: Texts
    parent: str = ""
    question: Texts = field(default_factory=dict)
    evidence: Texts = field(default_factory=dict)
    scale: Scale = field(default_factory=Scale)
    weight: int = 1000
    local: bool = False
    verified: bool = True


@dataclass(frozen=True)
class Group:
    """Who scores together: a code, a name, the stakeholder group it speaks for where it is one, and its side."""

    code: str
    label: Texts
    side: Side = Side.USERS
    stakeholder_group: StakeholderGroup | None = None


@dataclass(frozen=True)
class TrackedInput:
    """One line of the input tracking matrix: what the users are entitled to, and its unit."""

    code: str
    label: Texts
    unit: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """An instrument as it is used: tree, indicators, groups and rules. Two equal models are one version."""

    code: str
    engine: Engine
    title: Texts
    nodes: tuple[Node, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    groups: tuple[Group, ...] = ()
    inputs: tuple[TrackedInput, ...] = ()
    aggregation: Aggregation = Aggregation.WEIGHTED_MEAN
    joining: Joining = Joining.CONSENSUS
    completeness: int = 800
    dispute_gap: int = 25_000
    smallest_group: int = 5
    months_between_rounds: int = 12
    source: Texts = field(default_factory=dict)
    verified: bool = True

    @cached_property
    def indicator_by_code(self) -> Mapping[str, Indicator]:
        """The indicators by their codes."""
        return {one.code: one for one in self.indicators}

    @cached_property
    def group_by_code(self) -> Mapping[str, Group]:
        """The groups by their codes."""
        return {one.code: one for one in self.groups}

    @property
    def elements(self) -> tuple[Node | Indicator, ...]:
        """Nodes and indicators, each of which has a code, a parent and a weight."""
        return (*self.nodes, *self.indicators)

    def children(self, code: str) -> tuple[Node | Indicator, ...]:
        """What stands directly under a node, in the order of the model; under "" the criteria."""
        return self._children.get(code, ())

    @cached_property
    def _children(self) -> Mapping[str, tuple[Node | Indicator, ...]]:
        found: dict[str, list[Node | Indicator]] = {}
        for one in self.elements:
            found.setdefault(one.parent, []).append(one)
        return {code: tuple(children) for code, children in found.items()}

    @property
    def criteria(self) -> tuple[Node, ...]:
        """The nodes directly under the index."""
        return tuple(one for one in self.nodes if not one.parent)

    def to_json(self) -> dict[str, Any]:
        """As it is stored and frozen."""
        return {
            "format": FORMAT,
            "code": self.code,
            "engine": str(self.engine),
            "title": dict(self.title),
            "source": dict(self.source),
            "verified": self.verified,
            "aggregation": str(self.aggregation),
            "joining": str(self.joining),
            "completeness": self.completeness,
            "dispute_gap": self.dispute_gap,
            "smallest_group": self.smallest_group,
            "months_between_rounds": self.months_between_rounds,
            "nodes": [_node_to_json(one) for one in self.nodes],
            "indicators": [_indicator_to_json(one) for one in self.indicators],
            "groups": [_group_to_json(one) for one in self.groups],
            "inputs": [{"code": one.code, "label": dict(one.label), "unit": dict(one.unit)} for one in self.inputs],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Model":
        """A stored model again: what `to_json` wrote. Raises KeyError or ValueError where it did not write it.

        >>> model = Model("csc", Engine.GROUP_SCORES, {"fr": "Carte"}, indicators=(Indicator("1", {"fr": "Eau"}),))
        >>> Model.from_json(model.to_json()) == model
        True
        """
        return cls(
            code=content["code"],
            engine=Engine(content["engine"]),
            title=content["title"],
            source=content["source"],
            verified=content["verified"],
            aggregation=Aggregation(content["aggregation"]),
            joining=Joining(content["joining"]),
            completeness=content["completeness"],
            dispute_gap=content["dispute_gap"],
            smallest_group=content["smallest_group"],
            months_between_rounds=content["months_between_rounds"],
            nodes=tuple(
                Node(one["code"], one["label"], one["parent"], one["weight"], one["verified"])
                for one in content["nodes"]
            ),
            indicators=tuple(_indicator_from_json(one) for one in content["indicators"]),
            groups=tuple(_group_from_json(one) for one in content["groups"]),
            inputs=tuple(TrackedInput(one["code"], one["label"], one["unit"]) for one in content["inputs"]),
        )


def _node_to_json(one: Node) -> dict[str, Any]:
    return {
        "code": one.code,
        "parent": one.parent,
        "label": dict(one.label),
        "weight": one.weight,
        "verified": one.verified,
    }


def _indicator_to_json(one: Indicator) -> dict[str, Any]:
    scale = one.scale
    return {
        "code": one.code,
        "parent": one.parent,
        "label": dict(one.label),
        "question": dict(one.question),
        "evidence": dict(one.evidence),
        "weight": one.weight,
        "local": one.local,
        "verified": one.verified,
        "scale": {
            "worst": scale.worst,
            "best": scale.best,
            "step": scale.step,
            "display": str(scale.display),
            "anchors": [{"value": anchor.value, "label": dict(anchor.label)} for anchor in scale.anchors],
        },
    }


def _indicator_from_json(one: Mapping[str, Any]) -> Indicator:
    scale = one["scale"]
    return Indicator(
        code=one["code"],
        parent=one["parent"],
        label=one["label"],
        question=one["question"],
        evidence=one["evidence"],
        weight=one["weight"],
        local=one["local"],
        verified=one["verified"],
        scale=Scale(
            worst=scale["worst"],
            best=scale["best"],
            step=scale["step"],
            display=Display(scale["display"]),
            anchors=tuple(Anchor(anchor["value"], anchor["label"]) for anchor in scale["anchors"]),
        ),
    )


def _group_to_json(one: Group) -> dict[str, Any]:
    stakeholder = str(one.stakeholder_group) if one.stakeholder_group else None
    return {"code": one.code, "label": dict(one.label), "side": str(one.side), "stakeholder_group": stakeholder}


def _group_from_json(one: Mapping[str, Any]) -> Group:
    stakeholder = one["stakeholder_group"]
    return Group(
        code=one["code"],
        label=one["label"],
        side=Side(one["side"]),
        stakeholder_group=StakeholderGroup(stakeholder) if stakeholder else None,
    )
