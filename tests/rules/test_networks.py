"""What a wave of ties says of a network, and what changed between two waves."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.networks import Node, Tie, TieKind, Wave, compare, wave_findings

SECTORS = ("elected_official", "media", "cbo", "")
KEYS = tuple("abcdefgh")


@st.composite
def waves(draw: st.DrawFn) -> Wave:
    """Any wave of up to eight actors, with ties to themselves, to strangers and told twice among the others."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    nodes = tuple(Node(key, draw(st.sampled_from(SECTORS))) for key in keys)
    ends = st.sampled_from(KEYS)
    tie = st.builds(Tie, ends, ends, st.sampled_from([str(kind) for kind in TieKind]), st.integers(1, 3), st.booleans())
    return Wave(nodes, tuple(draw(st.lists(tie, max_size=30))))


def shares(wave: Wave) -> dict[str, Fraction | None]:
    """Every share of a wave."""
    return {
        "density": wave.density,
        "undirected": wave.undirected_density,
        "reciprocity": wave.reciprocity,
        "cross-sector": wave.cross_sector,
    }


def figures(wave: Wave) -> object:
    """Everything that does not depend on what the actors are called."""
    sizes = sorted(len(group) for group in wave.components)
    return shares(wave), sizes, wave.mean_degree, len(wave.isolates), sorted(wave.degrees.values())


@given(waves())
def test_every_share_lies_between_nothing_and_all(wave: Wave) -> None:
    assert all(share is None or 0 <= share <= 1 for share in shares(wave).values())


@given(waves())
def test_a_share_is_unknown_where_there_is_nothing_to_share(wave: Wave) -> None:
    assert (wave.density is None) == (len(wave.nodes) < 2)
    assert (wave.reciprocity is None) == (not wave.arcs)


@given(waves(), st.permutations(KEYS))
def test_calling_the_actors_otherwise_changes_no_figure(wave: Wave, names: list[str]) -> None:
    called = dict(zip(KEYS, names, strict=True))
    nodes = tuple(Node(called[node.key], node.sector) for node in wave.nodes)
    ties = tuple(Tie(called[tie.source], called[tie.target], tie.kind, tie.strength, tie.directed) for tie in wave.ties)
    assert figures(Wave(nodes, ties)) == figures(wave)


@given(waves(), st.randoms())
def test_the_order_of_what_was_written_changes_no_figure(wave: Wave, chance: object) -> None:
    nodes, ties = list(wave.nodes), list(wave.ties)
    chance.shuffle(nodes)  # type: ignore[attr-defined]
    chance.shuffle(ties)  # type: ignore[attr-defined]
    assert figures(Wave(tuple(nodes), tuple(ties))) == figures(wave)


@given(waves(), st.sampled_from(KEYS), st.sampled_from(KEYS), st.booleans())
def test_one_more_tie_never_lowers_a_density_nor_parts_a_group(
    wave: Wave, source: str, target: str, directed: bool
) -> None:
    more = Wave(wave.nodes, (*wave.ties, Tie(source, target, directed=directed)))
    assert (more.density or 0) >= (wave.density or 0)
    assert (more.undirected_density or 0) >= (wave.undirected_density or 0)
    assert len(more.components) <= len(wave.components)
    assert len(more.isolates) <= len(wave.isolates)


@given(waves())
def test_the_same_tie_said_twice_counts_once(wave: Wave) -> None:
    assert figures(Wave(wave.nodes, wave.ties + wave.ties)) == figures(wave)


@given(waves())
def test_every_actor_is_in_exactly_one_group(wave: Wave) -> None:
    together = [key for group in wave.components for key in group]
    assert sorted(together) == sorted(wave.sectors)


@given(waves())
def test_the_directed_density_never_exceeds_the_undirected_one(wave: Wave) -> None:
    assert (wave.density or 0) <= (wave.undirected_density or 0)


@given(waves())
def test_ties_that_all_hold_both_ways_are_all_mutual(wave: Wave) -> None:
    both = Wave(wave.nodes, tuple(Tie(tie.source, tie.target, tie.kind, tie.strength, False) for tie in wave.ties))
    assert both.reciprocity in (None, 1)
    assert both.density == both.undirected_density


@given(waves(), waves())
def test_a_comparison_looks_at_the_common_actors_alone(before: Wave, after: Wave) -> None:
    change = compare(before, after)
    common = before.sectors.keys() & after.sectors.keys()
    assert change.before.sectors.keys() == change.after.sectors.keys() == common
    assert change.actors == len(common)
    assert change.gained.isdisjoint(change.lost)
    assert len(change.after.arcs) == len(change.before.arcs) + len(change.gained) - len(change.lost)
    assert len(change.joined) == len(after.nodes) - len(common)


@given(waves())
def test_a_wave_beside_itself_has_not_changed(wave: Wave) -> None:
    change = compare(wave, wave)
    assert not change.gained
    assert not change.lost
    assert change.after.density == wave.density


@pytest.mark.parametrize(
    ("actors", "ties", "directed", "undirected", "reciprocity"),
    [
        (3, [("a", "b")], Fraction(1, 6), Fraction(1, 3), 0),
        (3, [("a", "b"), ("b", "a")], Fraction(1, 3), Fraction(1, 3), 1),
        (4, [("a", "b"), ("b", "a"), ("c", "a")], Fraction(1, 4), Fraction(1, 3), Fraction(2, 3)),
        (2, [], 0, 0, None),
        (1, [], None, None, None),
        (0, [], None, None, None),
    ],
)
def test_the_formulas_give_what_a_pencil_gives(
    actors: int,
    ties: list[tuple[str, str]],
    directed: object,
    undirected: object,
    reciprocity: object,
) -> None:
    wave = Wave(tuple(Node(key, "media") for key in KEYS[:actors]), tuple(Tie(*ends) for ends in ties))
    assert (wave.density, wave.undirected_density, wave.reciprocity) == (directed, undirected, reciprocity)


def test_a_tie_whose_sector_is_not_known_says_nothing_of_sectors() -> None:
    nodes = (Node("a", "media"), Node("b", "cbo"), Node("c"))
    wave = Wave(nodes, (Tie("a", "b"), Tie("a", "c")))
    assert wave.cross_sector == 1
    assert len(wave.placed) == 1
    assert Wave(nodes, (Tie("a", "c"),)).cross_sector is None


def test_several_kinds_between_two_actors_are_one_tie_of_the_density() -> None:
    wave = Wave((Node("a"), Node("b")), (Tie("a", "b", "informs"), Tie("a", "b", "funds")))
    assert wave.density == Fraction(1, 2)
    assert wave_findings(wave) == []


def found(*ties: Tie) -> list[str]:
    """What is wrong with these ties between a and b."""
    return [finding.code for finding in wave_findings(Wave((Node("a"), Node("b")), ties))]


def test_what_cannot_be_a_tie_is_told_where_it_stands() -> None:
    assert found(Tie("a", "a"), Tie("a", "b")) == ["tie-to-itself"]
    assert found(Tie("a", "z")) == ["actor-not-in-wave", "no-ties"]
    assert found(Tie("a", "b"), Tie("a", "b", strength=3)) == ["tie-twice"]
    assert found(Tie("a", "b", strength=4)) == ["strength-impossible"]
    told = wave_findings(Wave((Node("a"), Node("b")), (Tie("a", "b"), Tie("b", "b"))), where=["Liens!A2", "Liens!A3"])
    assert told[0].where == "Liens!A3"
    assert "« b »" in told[0].text()


def test_a_tie_both_ways_covers_each_of_its_ways_of_the_same_kind() -> None:
    both = Tie("a", "b", directed=False)
    assert found(both, Tie("b", "a")) == ["tie-twice"]
    assert found(Tie("b", "a"), both) == ["tie-twice"]
    assert found(both, Tie("b", "a", "funds")) == []
    assert found(Tie("a", "b"), Tie("b", "a")) == []


def test_two_actors_of_one_code_and_a_wave_of_one_actor_are_told() -> None:
    assert [one.code for one in wave_findings(Wave((Node("a"), Node("a"))))] == ["actor-twice", "too-few-actors"]
