"""The handbook's page on scoring is the truth, and the rules are held to it."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.spec.handbook import Row, read_date
from tests.spec.scorings import Rule, agreed_of, fraction, model_of, rules, scores_of, thousandths
from toguna.rules.comparisons import NotCommon, RoundAnswers, change_between
from toguna.rules.instruments import Model, Scale
from toguna.rules.periods import PeriodKind, period_of
from toguna.rules.score_tree import INDEX, Results
from toguna.rules.scores import BAND_WORDS, OffScale, balance, band, median, normalised, rounded
from toguna.rules.scoring import round_result
from toguna.rules.self_assessments import SupportedOrganisation, granted_level, improved_organisations
from toguna.rules.small_groups import merged_small_groups
from toguna.rules.surveys import effective_answers, proportion, rate, sample_size

RULES = list(rules())


@pytest.mark.parametrize("rule", RULES, ids=[rule.title for rule in RULES])
def test_scores_come_out_as_the_handbook_says(rule: Rule) -> None:
    assert rule.tables[-1]
    CHECKS[rule.ask](rule)


def test_the_page_asks_every_question() -> None:
    assert {rule.ask for rule in RULES} == set(CHECKS)


def written(score: Fraction | None, box: str) -> bool:
    """Whether the box says this score; an empty one says nothing of it."""
    return not box or (score is None if box == "–" else score == fraction(box))


def check_words(row: Row, score: Fraction | None) -> None:
    assert written(score, row["score"]), row
    if row.get("word"):
        assert score is not None
        assert balance(score) == fraction(row["balance"])
        assert BAND_WORDS[band(score)]["en"] == row["word"]


def check_scores(rule: Rule) -> None:
    for row in rule.tables[0]:
        scale, raw = Scale(thousandths(row["worst"]), thousandths(row["best"])), thousandths(row["raw"])
        if row["score"] == "refused":
            with pytest.raises(OffScale):
                normalised(raw, scale)
        else:
            check_words(row, normalised(raw, scale))


def check_round(rule: Rule) -> None:
    told, expected = rule.tables
    result = round_result(model_of(rule, told), scores_of(told), agreed_of(told))
    groups = {one.code: one for one in result.groups}
    for row in expected:
        code = INDEX if row["of"] == "index" else row["of"]
        is_provider = row["for"] in rule.asked.get("providers", ())
        results: Results = result.results if row["for"] == "all" else groups[row["for"]].results
        check_words(row, results[code].score)
        assert written(results[code].completeness, row.get("complete", "")), row
        if row.get("published"):
            assert results[code].publishable == (row["published"] == "yes"), row
        if row.get("disputed"):
            assert (code in result.disputes) == (row["disputed"] == "yes"), row
        if row.get("gap"):
            gaps = result.gaps if is_provider else groups[row["for"]].gaps
            assert gaps[code] == fraction(row["gap"]), row


def check_published(rule: Rule) -> None:
    told, expected = rule.tables
    shown = merged_small_groups(round_result(model_of(rule, told), scores_of(told), agreed_of(told)))
    rows = [("all", shown.index.score, "")]
    rows += [(", ".join(row.groups), row.results[INDEX].score, str(row.people)) for row in shown.rows]
    assert [(name, people) for name, _, people in rows] == [(row["row"], row["people"]) for row in expected]
    for (_, score, _), row in zip(rows, expected, strict=True):
        assert written(score, row["score"]), row


def check_change(rule: Rule) -> None:
    earlier, later, expected = rule.tables
    before, after = (
        answers(model_of(rule, rows), rows, rows_name) for rows, rows_name in ((earlier, "before"), (later, "after"))
    )
    found = change_between(before, after)
    for row in expected:
        code = INDEX if row["of"] == "index" else row["of"]
        if row["refused"]:
            assert found.left_out[code] == row["refused"]
            with pytest.raises(NotCommon):
                found.change(code)
            continue
        change = found.change(code)
        for box, number in (
            ("before", change.before),
            ("after", change.after),
            ("points", change.points),
            ("percent", change.percent),
        ):
            assert written(number, row[box]), row
        assert (change.compared, change.asked) == (int(row["compared"]), int(row["asked"]))


def answers(model: Model, rows: list[Row], column: str) -> RoundAnswers:
    agreed = {row["indicator"]: thousandths(row[column]) for row in rows if row[column]}
    return RoundAnswers(model, round_result(model, [], agreed).answered)


def check_medians(rule: Rule) -> None:
    for row in rule.tables[0]:
        ratings = [fraction(one) for one in row["ratings"].split(",")]
        assert median({one: ratings.count(one) for one in ratings}) == fraction(row["median"])


def check_proportions(rule: Rule) -> None:
    for row in rule.tables[0]:
        said = [True] * int(row["yes"]) + [False] * int(row["no"]) + [None] * int(row["does not know"])
        found = proportion(rate(said), fraction(row["deff"]))
        numbers = (
            ["–"] * 3 if found is None else [str(rounded(one, 3)) for one in (found.estimate, found.low, found.high)]
        )
        assert numbers == [row["share"], row["from"], row["to"]]


def check_samples(rule: Rule) -> None:
    for row in rule.tables[0]:
        population = int(row["population"]) if row["population"] else None
        size = sample_size(fraction(row["margin"]), population, design_effect=fraction(row["deff"]))
        assert size == int(row["answers"])


def check_weights(rule: Rule) -> None:
    for row in rule.tables[0]:
        assert effective_answers([fraction(one) for one in row["weights"].split(",")]) == fraction(row["effective"])


def check_levels(rule: Rule) -> None:
    for row in rule.tables[0]:
        evidence = {int(one) for one in row["evidence for"].split(",") if one}
        assert granted_level(int(row["claimed"]), evidence) == int(row["granted"])


def check_improved(rule: Rule) -> None:
    told, expected = rule.tables
    assessed = [
        SupportedOrganisation(
            row["organisation"],
            read_date(row["assessed on"]),
            row["pursued"] == "yes",
            fraction(row["before"]) if row["before"] else None,
            fraction(row["after"]) if row["after"] else None,
        )
        for row in told
    ]
    years = {period_of(PeriodKind.US_FISCAL_YEAR, one.assessed_on) for one in assessed}
    found = {year.code: improved_organisations(assessed, year) for year in years}
    assert {code: (one.yes, one.answered) for code, one in found.items()} == {
        row["period"]: (int(row["improved"]), int(row["of"])) for row in expected
    }


CHECKS: dict[str, Callable[[Rule], None]] = {
    "score": check_scores,
    "round": check_round,
    "published": check_published,
    "change": check_change,
    "median": check_medians,
    "proportion": check_proportions,
    "sample": check_samples,
    "weights": check_weights,
    "level": check_levels,
    "improved": check_improved,
}
