"""Lists announced as the breakdown of an earlier figure, and wholes between which the nearer one is meant."""

import pytest

from tests.figures.test_runs_and_pairs import sums_of
from toguna.figures import check


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        (
            "En un jour, 137 nouveaux cas ont été confirmés, qui se répartissent ainsi : Aro 41, Bel 25, Cido 38, "
            "Doro 13 et Ebo 20.",
            137,
            [41, 25, 38, 13, 20],
        ),
        # One less than announced: the list is still its breakdown.
        (
            "Il y a eu 138 nouveaux cas hier. Les nouveaux cas : Aro 41, Bel 25, Cido 38, Doro 13 et Ebo 20.",
            138,
            [41, 25, 38, 13, 20],
        ),
        (
            "There are 206,337 people of the new caseload. Breakdown by district: 126,271 in Aro, 22,158 in Bel, "
            "49,143 in Cido and 8,127 in Doro.",
            206337,
            [126271, 22158, 49143, 8127],
        ),
        # "These are": the list follows in a sentence of its own.
        (
            "Sur 579 tests, 157 sont positifs. Il s'agit de 147 cas suivis, 9 cas communautaires et 1 cas importé.",
            157,
            [147, 9, 1],
        ),
        # Two neighbours that miss a figure of eight digits by one were meant as its parts.
        (
            "The register holds 16,963,306 voters, 8,775,609 in the north and 8,187,698 in the south.",
            16963306,
            [8775609, 8187698],
        ),
        # The total of the next sentence is of something else.
        (
            "Au moins 467 membres ont été tués : 238 par la foule, 119 par la police, 96 entre groupes, 7 autres sans "
            "témoin. Au total 1 860 citoyens ont été victimes.",
            467,
            [238, 119, 96, 7],
        ),
    ],
)
def test_a_breakdown_belongs_to_the_figure_that_it_comes_to(text: str, whole: int, parts: list[int]) -> None:
    assert (whole, sorted(parts)) in sums_of(text)


@pytest.mark.parametrize(
    "text",
    [
        # Sixty-four children are one of three groups, not the whole of the two others.
        "Les familles comprennent 64 enfants, 29 femmes et 33 hommes.",
        # Rates without their sign stand between the counts.
        "Admis 1.956 : filles 1.148 47,83, garçons 818 47,98.",
        # A list of other things, under a figure far from its sum.
        "Le projet touche 900 villages. Il a livré : 12 pompes, 14 citernes, 9 moulins.",
    ],
)
def test_other_lists_break_nothing_down(text: str) -> None:
    assert sums_of(text) == []


def test_parts_are_those_of_the_digits_where_the_whole_stands_in_words_too() -> None:
    text = (
        "Trente-trois mille cinquante-six réfugiés vivent ici : 22 873 en camp, 8 800 au village et 1 383 "
        "en ville. Au total 8 790 familles soit 33 056 personnes."
    )
    relations = {relation["type"]: relation for relation in check(text, "fr").to_dict()["relations"]}
    assert relations["words_vs_digits"]["other_side"] == relations["sum"]["stated_side"]
