"""Lists as reports write them every day: whether they come out, or miss their whole by a digit, they are its parts."""

import pytest

from tests.figures.told import sums_told

COME_OUT = {
    "names in turn, in the next sentence": "On dénombre 553 incidents. Kor en compte 125, Bela 294 et Dun 134.",
    "places behind a count": "There are 553 sites, 125 in Kor, 294 in Bela and 134 in Dun.",
    "sectors by their labels": "Pour 553 élèves, public : 125, privé : 294, communautaire : 134.",
    "what became of them": "Des 553 conflits enregistrés, 125 sont réglés, 294 transmis et 134 restent ouverts.",
    "the total behind its list": "Kor compte 125 sites, Bela 294 sites et Dun 134 sites, soit 553 sites.",
    "money, each with its currency": ("Income was USD 553: USD 125 in taxes, USD 294 in fees and USD 134 in grants."),
    "groups and their roles": "553 participants : 125 élus, 294 agents de l'État et 134 chefs de village.",
}
MISS_BY_A_DIGIT = {
    "names in turn, in the next sentence": "On dénombre 553 incidents. Kor en compte 125, Bela 294 et Dun 184.",
    "places behind a count": "There are 553 sites, 125 in Kor, 294 in Bela and 184 in Dun.",
    "the total behind its list": "Kor compte 125 sites, Bela 294 sites et Dun 184 sites, soit 553 sites.",
    "money, each with its currency": "Income was USD 553: USD 125 in taxes, USD 294 in fees and USD 184 in grants.",
    "groups and their roles": "553 participants : 125 élus, 294 agents de l'État et 184 chefs de village.",
}


@pytest.mark.parametrize("text", COME_OUT.values(), ids=COME_OUT.keys())
def test_a_list_that_comes_out_is_found(text: str) -> None:
    assert ((553,), (294, 134, 125)) in sums_told(text)


@pytest.mark.parametrize("text", MISS_BY_A_DIGIT.values(), ids=MISS_BY_A_DIGIT.keys())
def test_a_list_that_misses_by_a_digit_is_told_too(text: str) -> None:
    assert sums_told(text)[((553,), (294, 184, 125))].confidence >= 0.7


def test_two_sectors_leave_one_another_out() -> None:
    found = sums_told("Pour 90 934 élèves, public : 77 400, privé : 13 791.")
    assert found[((90934,), (77400, 13791))].confidence >= 0.7


def test_women_and_men_are_no_remainder_of_a_difference_told_later() -> None:
    text = (
        "Sur 193 400 admis, 91 580 sont des filles. Les garçons, eux, totalisent 101 820 admis. 0,3 %, c'est la "
        "différence des taux."
    )
    assert ((193400,), (101820, 91580)) in sums_told(text)
