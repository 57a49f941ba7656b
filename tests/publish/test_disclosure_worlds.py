"""What a patient reader finds in small programmes: nothing; and what they find once a rule of the masking is gone."""

from collections.abc import Callable

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.publish.disclosure_programmes import SEXES, Reader, Sheet, release_all
from toguna.publish.disclosure import differences, masking, relations, strands, unknowns, worlds
from toguna.publish.disclosure.cells import CountedCell

MOST_MASKED = 8
slots = [(quarter, sex) for quarter in (0, 1) for sex in SEXES]
sheets = st.fixed_dictionaries({slot: st.integers(0, 7) for slot in slots})
late_sheets = st.fixed_dictionaries({slot: st.sampled_from([0, 0, 0, 1, 2, 4]) for slot in slots})


def sheet(*numbers: int) -> Sheet:
    """Women, men and not stated of the first quarter, then of the second."""
    return dict(zip(slots, numbers, strict=True))


def found_by_a_reader(codes: list[str], programme: list[Sheet], **options: bool) -> list[str]:
    reader = Reader(release_all(codes, programme, **options))
    assume(len(reader.masked) <= MOST_MASKED)
    return reader.finds()


@settings(max_examples=60, deadline=None)
@given(sheets)
def test_no_few_seats_are_found_or_bounded_in_two_quarters_and_their_year(came: Sheet) -> None:
    assert found_by_a_reader(["SEATS"], [came]) == []


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_no_few_persons_are_found_though_some_come_back(came: Sheet) -> None:
    assert found_by_a_reader(["PEOPLE"], [came], named=True) == []


@settings(max_examples=40, deadline=None)
@given(sheets)
@example(sheet(2, 1, 1, 0, 0, 0))
def test_no_few_seats_are_found_from_a_share_and_an_indicator_of_women(came: Sheet) -> None:
    assert found_by_a_reader(["SEATS", "WOMEN", "SHARE"], [came]) == []


@settings(max_examples=40, deadline=None)
@given(sheets, late_sheets)
def test_no_few_seats_are_found_from_two_editions(came: Sheet, late: Sheet) -> None:
    assert found_by_a_reader(["SEATS"], [came, late]) == []


# Programmes in which each rule of the masking is needed.
TWO_SMALL_QUARTERS = [sheet(2, 9, 0, 7, 8, 0)]
NOT_STATED = [sheet(2, 9, 5, 8, 8, 6)]
FEW_MEN = [sheet(5, 2, 0, 4, 4, 0)]
WOMEN_ALL_BUT_TWO = [sheet(5, 2, 0, 5, 4, 0)]
THEN_ANOTHER_QUARTER = [sheet(4, 3, 2, 0, 0, 0), sheet(0, 0, 0, 3, 5, 0)]


def without_complements(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(masking.Masking, "_keep", lambda *_: None)


def without_a_solver(patch: pytest.MonkeyPatch) -> None:
    """The next cell of the table is taken, and nobody looks further."""

    def next_cell(atlas: worlds.Atlas, wish: worlds.Wish, price: Callable[[int], float | None]) -> worlds.World:
        (target, more), *_ = wish.at_least.items()
        for number in atlas.touching[target]:
            for unknown, _ in sorted(atlas.relations[number].terms, key=lambda term: atlas.unknowns.truth[term[0]]):
                if unknown != target and price(unknown) is not None:
                    return {target: more, unknown: -more}
        return {target: more}

    patch.setattr(worlds.Atlas, "world", next_cell)
    patch.setattr(masking.Masking, "_is_proof", lambda *_: True)


def without_the_cell_of_not_stated(patch: pytest.MonkeyPatch) -> None:
    def of_the_stated(all_of_them: unknowns.Unknowns) -> list[relations.Relation]:
        kept = {series: line.cuts.pop(("sex", "unknown"), None) for series, line in all_of_them.lines.items()}
        found = list(relations.in_tables(all_of_them))
        for series, line in all_of_them.lines.items():
            if (periods := kept[series]) is not None:
                line.cuts["sex", "unknown"] = periods
        return found

    patch.setattr(relations, "KNOWLEDGE", (of_the_stated, *relations.KNOWLEDGE[1:]))


def without_the_complement_of_a_share(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CountedCell, "complement", lambda _cell: None)
    forget(relations.in_shares)(patch)
    forget(differences.in_the_wider_only)(patch)


def without_linking_indicators(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(unknowns, "keys_of", lambda cell, number: [(cell.name, number.role)])
    forget(relations.between_indicators)(patch)
    forget(differences.in_the_wider_only)(patch)
    # Two definitions never ask the same.
    patch.setattr(strands, "question_of", lambda *asked: asked)


def forget(knowledge: Callable[..., object]) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(patch: pytest.MonkeyPatch) -> None:
        kept = tuple(one for one in relations.KNOWLEDGE if one is not knowledge)
        patch.setattr(relations, "KNOWLEDGE", kept)

    return mutate


@pytest.mark.parametrize(
    ("mutate", "codes", "programme"),
    [
        pytest.param(without_complements, ["SEATS"], TWO_SMALL_QUARTERS, id="no complements"),
        pytest.param(without_a_solver, ["SEATS"], TWO_SMALL_QUARTERS, id="no solver"),
        pytest.param(without_the_cell_of_not_stated, ["SEATS"], NOT_STATED, id="unknown left out of the equation"),
        pytest.param(forget(relations.in_tables), ["SEATS"], TWO_SMALL_QUARTERS, id="parts and total not linked"),
        pytest.param(forget(relations.over_time), ["SEATS"], TWO_SMALL_QUARTERS, id="periods not linked"),
        pytest.param(without_linking_indicators, ["SEATS", "WOMEN"], FEW_MEN, id="indicators not linked"),
        pytest.param(without_the_complement_of_a_share, ["SHARE"], WOMEN_ALL_BUT_TWO, id="complement not counted"),
    ],
)
def test_a_masking_without_one_of_its_rules_is_caught(
    monkeypatch: pytest.MonkeyPatch,
    mutate: Callable[[pytest.MonkeyPatch], None],
    codes: list[str],
    programme: list[Sheet],
) -> None:
    assert Reader(release_all(codes, programme)).finds() == []
    mutate(monkeypatch)
    assert Reader(release_all(codes, programme)).finds() != []


def test_a_masking_that_forgets_earlier_editions_is_caught() -> None:
    assert Reader(release_all(["SEATS"], THEN_ANOTHER_QUARTER)).finds() == []
    assert Reader(release_all(["SEATS"], THEN_ANOTHER_QUARTER, blind_to_earlier=True)).finds() != []
