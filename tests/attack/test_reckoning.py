"""The attacker's reckoning by itself: what follows from sums of whole numbers, tried out by hand."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attack.reckoning import Impossible, Reckoning, TooLong
from tests.attack.settling import settled

NAMES = ["a", "b", "c", "d"]


def test_what_is_left_of_a_total_is_known() -> None:
    reckoning = Reckoning()
    for name in NAMES:
        reckoning.number(name)
    reckoning.number("a", 20, 20)
    reckoning.number("b", 17, 17)
    reckoning.require({"a": -1, "b": 1, "c": 1}, 0, 0)
    reckoning.narrow()
    assert (reckoning.low["c"], reckoning.high["c"]) == (3, 3)


def test_sums_that_cannot_all_hold_are_noticed() -> None:
    reckoning = Reckoning()
    reckoning.number("a", 5, 5)
    reckoning.number("b", 7, 7)
    reckoning.at_most("b", "a")
    with pytest.raises(Impossible):
        reckoning.narrow()


SUMS = st.lists(
    st.tuples(st.tuples(*[st.integers(-1, 1)] * 4), st.integers(-4, 6), st.integers(0, 3)), min_size=1, max_size=5
)


def _reckoning_of(sums: list[tuple[tuple[int, ...], int, int]]) -> Reckoning:
    reckoning = Reckoning()
    for name in NAMES:
        reckoning.number(name, 0, 4)
    for factors, low, wide in sums:
        parts = {name: factor for name, factor in zip(NAMES, factors, strict=True) if factor}
        if parts:
            reckoning.require(parts, low, low + wide)
    return reckoning


@given(SUMS)
def test_every_number_that_can_be_tried_by_hand_has_a_witness_and_no_other(
    sums: list[tuple[tuple[int, ...], int, int]],
) -> None:
    reckoning = _reckoning_of(sums)
    worlds = [world for world in itertools.product(range(5), repeat=4) if _holds(reckoning, world)]
    try:
        reckoning.narrow()
    except Impossible:
        assert worlds == []
        return
    for at, name in enumerate(NAMES):
        for value in range(5):
            try:
                found = reckoning.witness(name, value, value, steps=2000)
            except TooLong:
                continue
            assert (found is not None) == any(world[at] == value for world in worlds)


@settings(max_examples=30, deadline=None)
@given(SUMS)
def test_what_splitting_gives_up_is_settled_as_trying_by_hand_would(
    sums: list[tuple[tuple[int, ...], int, int]],
) -> None:
    reckoning = _reckoning_of(sums)
    worlds = [world for world in itertools.product(range(5), repeat=4) if _holds(reckoning, world)]
    for at, name in enumerate(NAMES):
        for low, high in ((0, 1), (2, 4)):
            found = settled(reckoning, name, low, high)
            assert (found is not None) == any(low <= world[at] <= high for world in worlds)
            assert found is None or tuple(found[one] for one in NAMES) in worlds


def _holds(reckoning: Reckoning, world: tuple[int, ...]) -> bool:
    true = dict(zip(NAMES, world, strict=True))
    return all(
        one.low <= sum(factor * true[str(name)] for name, factor in one.parts) <= one.high for one in reckoning.sums
    )
