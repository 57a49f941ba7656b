"""What a training changed, among those who took both tests."""

from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.paired_tests import Learner, PairedTest, facts_of, findings, mean_gain, percent_of

scores = st.none() | st.integers(0, 20_000)
takers = st.lists(st.tuples(scores, scores), max_size=8).map(
    lambda pairs: tuple(
        Learner(line, number=line, before=one, after=other) for line, (one, other) in enumerate(pairs, start=1)
    )
)
papers = st.builds(PairedTest, st.just(20), takers=takers)


@given(papers)
def test_only_who_took_both_tests_is_measured(test: PairedTest) -> None:
    measured = {fact.node.partition("/")[0] for fact in facts_of(test)}
    assert measured == {f"person[{one.line}]" for one in test.takers if one.is_paired}
    gained = mean_gain(test)
    assert (gained.pairs if gained else 0) == len(measured)


@given(papers)
def test_the_mean_gain_is_the_mean_of_the_gains(test: PairedTest) -> None:
    gains = [fact.quantity for fact in facts_of(test) if fact.unit == "score_gain"]
    gained = mean_gain(test)
    if gained is None:
        assert gains == []
    else:
        assert abs(gained.gain - sum(gains) / len(gains)) <= 1, "each mean is rounded once"
        assert gained.improved == sum(gain > 0 for gain in gains)


@given(papers)
def test_everybody_without_a_pair_is_told(test: PairedTest) -> None:
    told = [one for one in findings(test) if one.code in ("only-before", "only-after", "no-score")]
    assert len(told) == sum(not one.is_paired for one in test.takers)


def test_a_test_of_ten_points_stands_beside_one_of_twenty() -> None:
    assert percent_of(5_000, 10) == percent_of(10_000, 20) == 50_000


def test_without_a_highest_score_nothing_is_compared() -> None:
    taker = Learner(1, number=1, before=4_000, after=6_000)
    for maximum in (None, 0, -5):
        test = PairedTest(maximum, takers=(taker,))
        assert facts_of(test) == ()
        assert {"maximum-missing", "maximum-impossible"} & {one.code for one in findings(test)}


def test_a_score_above_the_highest_is_no_pair() -> None:
    test = PairedTest(10, takers=(Learner(1, number=1, before=4_000, after=11_000),))
    assert mean_gain(test) is None
    assert [one.code for one in findings(test)] == ["score-impossible", "nobody-paired"]
