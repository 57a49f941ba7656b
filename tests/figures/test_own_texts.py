"""Texts of our own invention, fictional through and through, each with what a careful reader finds in it.

Those in `texts` were at hand while the auditor was built; those in `texts/kept` are for judging only.
"""

import json

import pytest

from tests.figures.annotated import KEPT, OURS, Annotated, load
from toguna.figures.checking import check
from toguna.figures.report import Report

AT_HAND = load(OURS)
JUDGING = load(KEPT)
ALL = [*AT_HAND, *JUDGING]


def stretches(report_or_text: Report | Annotated, names: tuple[str, ...]) -> frozenset[tuple[int, int]]:
    """Where the claims of one side stand, whatever they are called."""
    reading = report_or_text.reading
    places = {claim.id: (claim.start, claim.end) for claim in reading.claims}
    return frozenset(places[name] for name in names if name in places)


def sides(told: Report | Annotated, stated: tuple[str, ...], other: tuple[str, ...]) -> frozenset[object]:
    return frozenset((stretches(told, stated), stretches(told, other)))


def found_of(annotated: Annotated, report: Report) -> tuple[int, int]:
    """How many of the annotated relations were found, and how many there are; subsets and repeats apart."""
    proposed = {
        (one.relation.type, sides(report, one.relation.stated_side, one.relation.other_side))
        for one in report.judgements
    }
    wanted = [
        (one.type, sides(annotated, one.stated_side, one.other_side))
        for one in annotated.relations
        if one.type.value not in ("subset", "repeat")
    ]
    return sum(one in proposed for one in wanted), len(wanted)


@pytest.mark.parametrize("annotated", ALL, ids=[one.id for one in ALL])
def test_the_text_is_marked_fictional(annotated: Annotated) -> None:
    told = json.loads(annotated.path.read_text(encoding="utf-8"))
    assert (told["genre"], told["fictional"]) == ("fictional", True)
    assert "icti" in annotated.text


@pytest.mark.parametrize("annotated", ALL, ids=[one.id for one in ALL])
def test_every_figure_is_read_with_its_value_and_its_slips(annotated: Annotated) -> None:
    read = {(one.start, one.end, one.value, one.malformed) for one in check(annotated.text).claims}
    assert {(one.start, one.end, one.value, one.malformed) for one in annotated.reading.claims} == read


@pytest.mark.parametrize("annotated", AT_HAND, ids=[one.id for one in AT_HAND])
def test_every_relation_of_a_text_at_hand_is_found(annotated: Annotated) -> None:
    found, there = found_of(annotated, check(annotated.text))
    assert found == there


def test_most_relations_of_all_our_texts_are_found_also_of_those_kept_for_judging() -> None:
    every = [found_of(one, check(one.text)) for one in ALL]
    kept = every[len(AT_HAND) :]
    assert sum(found for found, _ in every) >= 0.85 * sum(there for _, there in every)
    assert sum(found for found, _ in kept) >= 0.7 * sum(there for _, there in kept)


@pytest.mark.parametrize("annotated", ALL, ids=[one.id for one in ALL])
def test_nothing_that_holds_is_said_to_fail(annotated: Annotated) -> None:
    report = check(annotated.text)
    failing = {
        sides(annotated, one.stated_side, one.other_side)
        for one in annotated.relations
        if annotated.verdicts[one.id].fails
    }
    flagged = [sides(report, one.relation.stated_side, one.relation.other_side) for one in report.failing()]
    assert [one for one in flagged if one not in failing] == []


@pytest.mark.parametrize("annotated", ALL, ids=[one.id for one in ALL])
def test_a_repair_is_asserted_only_where_the_annotation_names_one_and_is_that_one(annotated: Annotated) -> None:
    report = check(annotated.text)
    named = {
        (stretches(annotated, tuple(repair[0])), repair[1])
        for repair in (verdict.unique_repair for verdict in annotated.verdicts.values())
        if repair is not None
    }
    asserted = {
        (stretches(report, tuple(mending.asserted.claims)), mending.asserted.to)
        for mending in report.mendings.values()
        if mending.asserted is not None
    }
    assert asserted <= named


def test_the_swapped_digits_of_one_figure_are_mended_because_two_statements_agree_on_them() -> None:
    swapped = next(one for one in AT_HAND if one.id == "f02")
    asserted = {mending.asserted.to for mending in check(swapped.text).mendings.values() if mending.asserted}
    assert asserted == {2945}
