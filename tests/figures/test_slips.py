"""Sums that one digit keeps from coming out."""

import pytest

from tests.figures.told import told
from toguna.figures import check
from toguna.figures.relating.slips import slips


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "There were 9,901,158 people displaced. Of the total, 2,146,730 are refugees, 7,754,928 are displaced.",
            "9,901,158 = 2,146,730 ~ 7,754,928 !",
        ),
        (
            "144.700 réfugiés : 60.300 au Niger, 50.600 en Mauritanie, 33.803 au Burkina.",
            "144.700 = 60.300 ~ 50.600 ~ 33.803 !",
        ),
        ("62 130 filles, 64 098 garçons et 7 406 adultes : 133 625 personnes.", "133 625 = 62 130 ~ 64 098 ~ 7 406 !"),
        ("64 089 filles et 62 129 garçons, en tout 126 281 élèves.", "126 281 = 64 089 ~ 62 129 !"),
    ],
)
def test_all_digits_but_one_agree(text: str, expected: str) -> None:
    assert told(slips, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2,100 millions were asked, 1,900 millions came and 300 millions are promised.",
        "1 250 femmes, 620 hommes et 640 enfants.",
        "En tout 20 000 sacs : 12 000 de mil, 7 000 de riz.",
    ],
)
def test_round_and_little_figures_agree_by_chance(text: str) -> None:
    assert told(slips, text) == []


def test_an_announced_list_is_not_cut_short_for_a_figure_behind_it() -> None:
    text = (
        "Il y a 189 établissements : 97 maisons, 25 centres, 11 postes, 6 gîtes, 6 fermes et 42 postes. "
        "139 établissements sont publics."
    )
    failing = [relation for relation in check(text, "fr").to_dict()["relations"] if relation["verdict"] == "fails"]
    assert [len(relation["other_side"]) for relation in failing] == [6]
