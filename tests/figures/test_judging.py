"""What comparing the two sides of a relation shows."""

from decimal import Decimal

import pytest

from tests.figures.annotated import GIVEN, Annotated, load
from tests.figures.stating import relation, stating
from toguna.figures.claims import Reading
from toguna.figures.judging import Judgement, Severity, Verdict, judge
from toguna.figures.relations import Relation

TEXTS = [*load(), *load(GIVEN)]


def judged(reading: Reading, one: Relation) -> Judgement:
    [judgement] = judge(reading, [one])
    return judgement


@pytest.mark.parametrize("annotated", TEXTS, ids=lambda annotated: f"{annotated.path.parent.name}-{annotated.id}")
def test_a_careful_reader_comes_to_the_same_judgement(annotated: Annotated) -> None:
    for judgement in judge(annotated.reading, annotated.relations):
        expected, found = annotated.verdicts[judgement.relation.id], judgement.weighing
        assert (found.verdict, found.stated, found.computed, found.delta, judgement.approximate) == (
            expected.verdict,
            expected.stated,
            expected.computed,
            expected.delta,
            expected.approximate,
        ), judgement.relation


@pytest.mark.parametrize(
    ("kind", "stated", "other", "claims", "verdict"),
    [
        ("sum", "all", "men women", "all=789 men=211 women=578", Verdict.HOLDS),
        ("sum", "all", "men women", "all=749 men=211 women=578", Verdict.FAILS),
        ("percent_of", "share", "women all", "share=24,53% women=26 all=106", Verdict.HOLDS),
        ("percent_of", "share", "women all", "share=64,51% women=20 all=31", Verdict.TRUNCATED),
        ("percent_of", "share", "women all", "share=64,53% women=20 all=31", Verdict.FAILS),
        ("percent_of", "share", "women all", "share=36% women=11 all=31", Verdict.FAILS),
        ("percent_of", "share", "women all", "share=12,5% women=1 all=8", Verdict.HOLDS),
        ("percent_sum", "a b c", "100", "a=33% b=33% c=33%", Verdict.ROUNDING),
        ("percent_sum", "a b c", "100", "a=33% b=33% c=36%", Verdict.FAILS),
        ("percent_sum", "a b", "100", "a=33,3% b=66,6%", Verdict.ROUNDING),
        ("percent_sum", "a b", "minors", "a=9% b=4% minors=13%", Verdict.HOLDS),
        ("subset", "girls boys", "children", "girls=10 boys=11 children=30", Verdict.HOLDS),
        ("subset", "girls boys", "children", "girls=10 boys=21 children=30", Verdict.FAILS),
        ("repeat", "a", "b", "a=166545 b=166564", Verdict.FAILS),
        ("percent_change", "rise", "before after", "rise=5,43% before=330634 after=348613", Verdict.TRUNCATED),
        ("percent_change", "fall", "before after", "fall=10% before=100 after=90", Verdict.HOLDS),
        ("percent_growth", "rise", "more now", "rise=25% more=20 now=100", Verdict.HOLDS),
        ("difference", "gap", "before after", "gap=12128 before=53100 after=40972", Verdict.HOLDS),
        ("percentage_points", "gap", "before after", "gap=7 before=40% after=33%", Verdict.HOLDS),
        ("percentage_points", "gap", "before after", "gap=9 before=40% after=33%", Verdict.FAILS),
    ],
)
def test_each_relation_is_compared_in_its_own_way(
    kind: str, stated: str, other: str, claims: str, verdict: Verdict
) -> None:
    assert judged(stating(claims), relation(kind, stated, other)).verdict is verdict


def test_a_share_of_nothing_is_not_judged() -> None:
    assert judge(stating("share=0% part=0 base=0"), [relation("percent_of", "share", "part base")]) == ()


def test_a_failure_says_by_how_much() -> None:
    weighing = judged(stating("all=749 men=211 women=578"), relation("sum", "all", "men women")).weighing
    assert (weighing.stated, weighing.computed, weighing.delta) == (749, 789, 40)


@pytest.mark.parametrize(
    ("claims", "hedges", "verdict"),
    [
        ("all=200 men=92 women=111", {"over": "all"}, Verdict.APPROX),
        ("all=200 men=92 women=101", {"over": "all"}, Verdict.FAILS),
        ("all=200 men=92 women=101", {"about": "all"}, Verdict.APPROX),
        ("all=200 men=92 women=201", {"about": "all"}, Verdict.FAILS),
        ("all=189 men=92 women=95", {"about": "all"}, Verdict.FAILS),
        ("all=200 men=92 women=101", {}, Verdict.FAILS),
    ],
)
def test_a_hedge_excuses_a_round_figure_as_far_as_it_is_round(
    claims: str, hedges: dict[str, str], verdict: Verdict
) -> None:
    judgement = judged(stating(claims, **hedges), relation("sum", "all", "men women"))
    assert judgement.verdict is verdict
    assert judgement.approximate == bool(hedges)


def test_rough_parts_that_nearly_make_their_whole_only_ask_for_a_look() -> None:
    relations = [relation("sum", "all", "women men")]
    near, far = "all=29978 women=16838 men=13231", "all=29978 women=16838 men=14231"
    assert [judge(stating(claims, about="women"), relations)[0].severity for claims in (near, far)] == [
        Severity.WARNING,
        Severity.ERROR,
    ]
    assert judge(stating(near), relations)[0].severity is Severity.ERROR


def test_what_a_truncated_share_leaves_of_100_is_noted_and_no_error() -> None:
    reading = stating("all=31 women=20 men=11 hers=64,51% his=35,49%")
    hers, his = relation("percent_of", "hers", "women all"), relation("percent_of", "his", "men all")
    first, second = judge(reading, [hers, his])
    assert (first.verdict, second.verdict) == (Verdict.TRUNCATED, Verdict.TRUNCATED)
    assert second.severity is Severity.NOTE
    assert second.complement == "hers"


def test_what_a_rightly_rounded_share_leaves_of_100_is_no_complement() -> None:
    reading = stating("all=1000 storm=702 war=293 one=70% other=30%")
    one, other = relation("percent_of", "one", "storm all"), relation("percent_of", "other", "war all")
    assert [judgement.verdict for judgement in judge(reading, [one, other])] == [Verdict.HOLDS, Verdict.FAILS]


def test_a_share_far_from_the_calculation_is_no_complement() -> None:
    reading = stating("all=31 women=20 men=15 hers=64,51% his=35,49%")
    hers, his = relation("percent_of", "hers", "women all"), relation("percent_of", "his", "men all")
    assert judge(reading, [hers, his])[1].verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("confidence", "arguable", "severity"),
    [(0.95, False, Severity.ERROR), (0.95, True, Severity.WARNING), (0.6, False, Severity.WARNING)],
)
def test_only_a_sure_reading_makes_an_error(confidence: float, arguable: bool, severity: Severity) -> None:
    one = relation("sum", "all", "men women", confidence, arguable=arguable)
    assert judged(stating("all=749 men=211 women=578"), one).severity is severity


def test_a_figure_in_millions_is_compared_as_far_as_it_is_printed() -> None:
    reading = stating("coarse=1900000 fine=1902150")
    coarse, fine = reading.claims
    coarse = type(coarse)(coarse.id, 0, 12, "1,9 million", Decimal(1_900_000), coarse.kind, decimals=1)
    said_twice = relation("repeat", "coarse", "fine")
    assert judged(Reading("", "fr", (coarse, fine)), said_twice).verdict is Verdict.ROUNDING
    assert judged(reading, said_twice).verdict is Verdict.FAILS
