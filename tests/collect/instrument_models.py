"""Models of instruments for tests: any that Hypothesis can think of and nothing is wrong with."""

import unicodedata

from hypothesis import strategies as st

from toguna.rules.attendance import StakeholderGroup
from toguna.rules.instruments import (
    Aggregation,
    Anchor,
    Display,
    Engine,
    Group,
    Indicator,
    Joining,
    Model,
    Node,
    Scale,
    Side,
    Texts,
    TrackedInput,
)

LETTERS = st.sampled_from("aeiouéçœàbmntd ÉÀ'’«»/().,:;%=+-0123456789ɛɔŋ")
WORDS = st.text(LETTERS, min_size=1, max_size=30).map(
    lambda text: unicodedata.normalize("NFC", " ".join(text.split()))
).filter(bool)  # fmt: skip
CODES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,6}", fullmatch=True)
OTHERS = st.lists(st.sampled_from(["en", "bm", "ses"]), unique=True, max_size=2)


@st.composite
def texts(draw: st.DrawFn) -> Texts:
    """A text in French and perhaps other languages."""
    return {language: draw(WORDS) for language in ("fr", *draw(OTHERS))}


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """A scale whose best is not its worst, with anchors on it."""
    worst, best = draw(st.lists(st.integers(-100_000, 100_000), min_size=2, max_size=2, unique=True))
    low, high = min(worst, best), max(worst, best)
    values = draw(st.lists(st.integers(low, high), unique=True, max_size=3))
    return Scale(
        worst,
        best,
        draw(st.integers(1, 50_000)),
        draw(st.sampled_from(Display)),
        tuple(Anchor(value, draw(texts())) for value in values),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A whole model without a fault: a tree of two levels, an indicator under each node at least."""
    codes = iter(draw(st.lists(CODES, min_size=16, max_size=16, unique=True)))
    criteria = [_node(draw, next(codes), "") for _ in range(draw(st.integers(0, 2)))]
    nodes = [*criteria, *(_node(draw, next(codes), one.code) for one in criteria)]
    leaves = [one.code for one in nodes if one.parent] or [""]
    indicators = [_indicator(draw, next(codes), leaf) for leaf in leaves]
    indicators += [
        _indicator(draw, next(codes), draw(st.sampled_from([*leaves, ""]))) for _ in range(draw(st.integers(0, 2)))
    ]
    return Model(
        code=draw(st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)),
        engine=draw(st.sampled_from(Engine)),
        title=draw(texts()),
        nodes=tuple(nodes),
        indicators=tuple(indicators),
        groups=tuple(_group(draw, next(codes)) for _ in range(draw(st.integers(1, 3)))),
        inputs=tuple(TrackedInput(next(codes), draw(texts()), draw(st.just({}) | texts())) for _ in range(2)),
        aggregation=draw(st.sampled_from(Aggregation)),
        joining=draw(st.sampled_from(Joining)),
        completeness=draw(st.integers(0, 1000)),
        dispute_gap=draw(st.integers(0, 100_000)),
        smallest_group=draw(st.integers(1, 20)),
        months_between_rounds=draw(st.integers(1, 60)),
        source=draw(st.just({}) | texts()),
        verified=draw(st.booleans()),
    )


def _node(draw: st.DrawFn, code: str, parent: str) -> Node:
    return Node(code, draw(texts()), parent, draw(st.integers(1, 100_000)), draw(st.booleans()))


def _indicator(draw: st.DrawFn, code: str, parent: str) -> Indicator:
    return Indicator(
        code=code,
        label=draw(texts()),
        parent=parent,
        question=draw(st.just({}) | texts()),
        evidence=draw(st.just({}) | texts()),
        scale=draw(scales()),
        weight=draw(st.integers(1, 100_000)),
        local=draw(st.booleans()),
        verified=draw(st.booleans()),
    )


def _group(draw: st.DrawFn, code: str) -> Group:
    stakeholder = draw(st.none() | st.sampled_from(StakeholderGroup))
    return Group(code, draw(texts()), draw(st.sampled_from(Side)), stakeholder)
