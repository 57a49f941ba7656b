"""What must be masked in one table."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toguna.rules.disclosure import CannotProtect, Group, cells_to_mask, is_small, protects, shows_few

THRESHOLD = 5
counts = st.lists(st.integers(0, 40), min_size=1, max_size=8)


def table(persons: list[int]) -> tuple[Group, list[Group]]:
    groups = [Group(f"c{place}", number) for place, number in enumerate(persons)]
    return Group("total", sum(persons)), groups


def masked_or_skip(total: Group, groups: list[Group]) -> frozenset[str]:
    try:
        return cells_to_mask(total, groups, THRESHOLD)
    except CannotProtect:
        assume(False)
        raise


@given(counts)
def test_nothing_below_the_threshold_leaves(persons: list[int]) -> None:
    total, groups = table(persons)
    hidden = masked_or_skip(total, groups)
    assert not any(shows_few(group, THRESHOLD) for group in groups if group.code not in hidden)


@given(counts)
def test_no_masked_cell_is_the_total_less_the_shown_cells(persons: list[int]) -> None:
    total, groups = table(persons)
    hidden = masked_or_skip(total, groups)
    rest = total.persons - sum(group.persons for group in groups if group.code not in hidden)
    for group in groups:
        if group.code in hidden:
            # A reader knows that a masked cell is not empty; still at least two answers fit.
            assert 1 <= group.persons < rest
            assert rest > len(hidden)
            assert not is_small(rest, THRESHOLD)


@given(counts)
def test_zero_is_never_masked_and_nothing_is_masked_without_a_small_cell(persons: list[int]) -> None:
    total, groups = table(persons)
    hidden = masked_or_skip(total, groups)
    assert not any(group.code in hidden for group in groups if group.persons == 0)
    if not any(shows_few(group, THRESHOLD) for group in groups):
        assert not hidden


@given(counts, st.randoms())
def test_the_order_of_the_cells_does_not_matter(persons: list[int], random: object) -> None:
    total, groups = table(persons)
    hidden = masked_or_skip(total, groups)
    random.shuffle(groups)  # type: ignore[attr-defined]
    assert cells_to_mask(total, groups, THRESHOLD) == hidden


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6))
def test_a_share_hides_its_numerator_and_its_complement(shares: list[tuple[int, int]]) -> None:
    groups = [Group(f"c{place}", sum(parts), parts) for place, parts in enumerate(shares)]
    whole = (sum(parts[0] for parts in shares), sum(parts[1] for parts in shares))
    total = Group("total", sum(whole), whole)
    hidden = masked_or_skip(total, groups)
    for group in groups:
        if group.code not in hidden:
            assert not any(is_small(part, THRESHOLD) for part in (group.persons, *group.parts))
    for place in range(2):
        rest = whole[place] - sum(group.parts[place] for group in groups if group.code not in hidden)
        assert not hidden or not is_small(rest, THRESHOLD)


def test_unknown_may_be_masked_to_protect_another_cell() -> None:
    groups = [Group("female", 30), Group("male", 3), Group("unknown", 8)]
    assert cells_to_mask(Group("total", 41), groups, THRESHOLD) == {"male", "unknown"}


def test_a_small_cell_alone_in_its_table_cannot_be_protected() -> None:
    with pytest.raises(CannotProtect):
        cells_to_mask(Group("total", 40), [Group("female", 3), Group("male", 0)], THRESHOLD)


def test_five_hidden_cells_of_one_person_each_would_be_read_from_their_number() -> None:
    ones = [Group(code, 1) for code in "abcde"]
    assert not protects(Group("total", 25), [*ones, Group("f", 20)], set("abcde"), THRESHOLD)
    assert cells_to_mask(Group("total", 25), [*ones, Group("f", 20)], THRESHOLD) == set("abcdef")
