"""Which slip of a hand explains a failure, and when none is named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.annotated import GIVEN, Annotated, load
from tests.figures.stating import relation, stating
from toguna.figures.claims import Claim, Kind, Reading
from toguna.figures.edits import one_digit_edits
from toguna.figures.judging import judge
from toguna.figures.mending import MOST_FAILURES, Mending, mend
from toguna.figures.relations import Relation

TEXTS = [*load(), *load(GIVEN)]


def mended(reading: Reading, *relations: Relation) -> list[Mending]:
    return list(mend(reading, judge(reading, relations)).values())


def named(mending: Mending) -> dict[str, Decimal] | None:
    """The asserted repair as claims and their value."""
    return None if mending.asserted is None else dict.fromkeys(mending.asserted.claims, mending.asserted.to)


@pytest.mark.parametrize("annotated", TEXTS, ids=lambda annotated: f"{annotated.path.parent.name}-{annotated.id}")
def test_the_repairs_are_those_of_a_careful_reader(annotated: Annotated) -> None:
    found = mend(annotated.reading, judge(annotated.reading, annotated.relations))
    for name, mending in found.items():
        verdict = annotated.verdicts[name]
        assert verdict.repair_alone is not None
        assert verdict.repair_safe is not None
        if verdict.repair_alone["min_digit_edits"] == 1:
            assert len(mending.alone) == verdict.repair_alone["count"]
        assert len(mending.safe) == verdict.repair_safe["count"]
        listed = {
            (frozenset(option["claims"]), Decimal(str(option["to"])), option["op"], tuple(sorted(option["cures"])))
            for option in verdict.repair_safe["options"]
        }
        assert listed <= {(frozenset(one.claims), one.to, one.slip.value, one.cures) for one in mending.safe}
        if mending.asserted is not None:
            assert verdict.unique_repair == (frozenset(mending.asserted.claims), mending.asserted.to)


@given(st.integers(1, 9_999_999), st.integers(0, 2))
def test_a_slip_can_be_slipped_back(digits: int, decimals: int) -> None:
    def claim(value: Decimal) -> Claim:
        return Claim("a", 0, 0, "", value, Kind.COUNT, decimals=decimals)

    value = Decimal(digits).scaleb(-decimals)
    for edit in one_digit_edits(claim(value)):
        there_and_back = {back.to for back in one_digit_edits(claim(edit.to))}
        # A zero is never put in front, so a first digit that fell away before zeros does not come back.
        assert value in there_and_back or len(str(int(edit.to.scaleb(decimals)))) < len(str(digits)) - 1 or edit.to == 0


def test_a_number_in_words_takes_no_slip() -> None:
    assert one_digit_edits(stating("six=six").claims[0]) == ()


SEX_AND_PLACE = [
    relation("sum", "all", "men women"),
    relation("sum", "bamako", "bamako_men bamako_women"),
    relation("sum", "men", "bamako_men segou_men mopti_men", 0.8),
    relation("sum", "women", "bamako_women segou_women mopti_women", 0.8),
    relation("sum", "all", "bamako segou_men segou_women mopti_men mopti_women", 0.8),
]
PLACES = (
    "all=1149 men=322 women=827 bamako=749 bamako_men=211 bamako_women=578 "
    "segou_men=80 segou_women=120 mopti_men=31 mopti_women=169"
)


def test_places_and_sexes_together_leave_one_repair() -> None:
    of_bamako, of_women = mended(stating(PLACES), *SEX_AND_PLACE)
    assert named(of_bamako) == named(of_women) == {"bamako_women": Decimal(538)}
    assert len(of_bamako.alone) > 1


def test_statements_that_agree_are_changed_together() -> None:
    copies = [
        relation(one.type, " ".join(f"{n}2" for n in one.stated_side), " ".join(f"{n}2" for n in one.other_side))
        for one in SEX_AND_PLACE
    ]
    names = [pair.split("=")[0] for pair in PLACES.split()]
    twice = PLACES + " " + " ".join(f"{pair.split('=')[0]}2={pair.split('=')[1]}" for pair in PLACES.split())
    repeats = [relation("repeat", name, f"{name}2") for name in names]
    found = mended(stating(twice), *SEX_AND_PLACE, *copies, *repeats)
    assert [named(one) for one in found] == [{"bamako_women": Decimal(538), "bamako_women2": Decimal(538)}] * 4


def test_of_several_repairs_none_is_named() -> None:
    [mending] = mended(stating("all=749 men=211 women=578"), relation("sum", "all", "men women"))
    assert len(mending.safe) > 1
    assert mending.asserted is None


def test_a_number_in_words_beside_it_forbids_to_change_the_digits() -> None:
    reading = stating("words=six all=6 men=4 women=6")
    [mending] = mended(reading, relation("sum", "all", "men women"), relation("words_vs_digits", "words", "all"))
    assert all("all" not in one.claims for one in mending.safe)


ONE_LEFT = "enrolled=8315 boys=5000 girls=3345 absent=388 present=7927"
BOYS_AND_GIRLS = relation("sum", "enrolled", "boys girls")


def test_what_holds_elsewhere_rules_a_repair_out() -> None:
    [mending] = mended(stating(ONE_LEFT), BOYS_AND_GIRLS, relation("difference", "absent", "enrolled present"))
    assert named(mending) == {"girls": Decimal(3315)}


def test_a_doubtful_reading_rules_nothing_out() -> None:
    [mending] = mended(stating(ONE_LEFT), BOYS_AND_GIRLS, relation("difference", "absent", "enrolled present", 0.6))
    assert mending.best is not None
    assert mending.asserted is None


def test_an_arguable_failure_gets_no_repair() -> None:
    arguable = relation("sum", "enrolled", "boys girls", arguable=True)
    [mending] = mended(stating(ONE_LEFT), arguable, relation("difference", "absent", "enrolled present"))
    assert mending.asserted is None


def test_a_figure_that_stands_elsewhere_unchanged_is_not_called_a_slip() -> None:
    reading = stating(ONE_LEFT + " again=3345")
    [mending] = mended(reading, BOYS_AND_GIRLS, relation("difference", "absent", "enrolled present"))
    assert mending.asserted is None


def test_a_hedged_figure_is_not_called_a_slip() -> None:
    reading = stating(ONE_LEFT, about="girls")
    [mending] = mended(reading, BOYS_AND_GIRLS, relation("difference", "absent", "enrolled present"))
    assert mending.asserted is None


def test_two_repairs_that_go_together_are_both_named() -> None:
    reading = stating("all=24643 passed=17069 failed=7574 theirs=69,23% others=30,72%")
    found = mended(
        reading,
        relation("sum", "all", "passed failed"),
        relation("percent_of", "theirs", "passed all"),
        relation("percent_of", "others", "failed all"),
        relation("percent_sum", "theirs others", "100"),
    )
    assert [named(one) for one in found] == [
        {"theirs": Decimal("69.27")},
        {"others": Decimal("30.73")},
        {"theirs": Decimal("69.27")},
    ]


def test_a_repair_after_which_its_figure_still_fails_elsewhere_falls() -> None:
    reading = stating("all=916 men=500 women=416 km=2322 kw=97 kayes=319 sm=19 sw=97 mm=259 mw=222")
    misread, of_men, of_kayes = mended(
        reading,
        relation("sum", "all", "sm sw"),
        relation("sum", "all", "men women"),
        relation("sum", "women", "kw sw mw"),
        relation("sum", "men", "km sm mm"),
        relation("sum", "kayes", "km kw"),
    )
    assert misread.best is not None
    assert named(misread) is None
    assert named(of_men) == named(of_kayes) == {"km": Decimal(222)}


def test_a_text_full_of_failures_is_searched_up_to_a_bound() -> None:
    many = MOST_FAILURES + 5
    reading = stating(" ".join(f"all{n}=9{n} men{n}=1 women{n}=2" for n in range(many)))
    found = mended(reading, *(relation("sum", f"all{n}", f"men{n} women{n}") for n in range(many)))
    assert [one.searched for one in found] == [True] * MOST_FAILURES + [False] * 5
