"""Shares that make up a whole, and those that only stand side by side."""

import pytest

from tests.figures.told import told
from toguna.figures.relating.share_sums import sums_of_shares


def sums(text: str) -> list[str]:
    return told(sums_of_shares, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le pays comptait 1 902 150 personnes, dont 16,60% d’hommes, 22,13% de femmes et 61,27% d’enfants.",
            ["16,60% + 22,13% + 61,27% = 100"],
        ),
        ("50 000 cartes ont été produites au profit des PDI (70%) et des hôtes (30%).", ["70% + 30% = 100"]),
        ("68% sont en province vs 32% dans la capitale.", ["68% + 32% = 100"]),
        (
            "60 per cent were attributed to rebels, 23 per cent to the army. Some 17 per cent were not.",
            ["60 per cent + 23 per cent + 17 per cent = 100"],
        ),
        (
            "Most cases were registered in Tijuana (58%) and Tecate (24%). The remaining cases were registered in "
            "Tapachula (13%) and elsewhere (5%).",
            ["58% + 24% + 13% + 5% = 100"],
        ),
        (
            "Votes déposés : 3750209. Nuls : 217526 (5,8 %). Valables : 3532683 (94,2 %).",
            ["5,8 % + 94,2 % = 100"],
        ),
        ("45% d'hommes, dont 12% de jeunes, et 55% de femmes.", ["45% + 55% = 100"]),
        # Rounded apart, three shares may come to 101.
        ("58% of households use latrines, 31% open pits, 12% none.", ["58% + 31% + 12% = 100"]),
    ],
)
def test_shares_of_one_whole_make_a_hundred(text: str, expected: list[str]) -> None:
    assert sums(text) == expected


def test_several_small_partitions_of_one_sentence_are_kept_apart() -> None:
    text = (
        "80% sont en famille d'accueil contre 20% en sites ; dans la ZMPP 61% en sites vs 39% en familles, "
        "en province 97% en familles vs 3% en sites."
    )
    assert sums(text) == ["80% + 20% = 100", "61% + 39% = 100", "97% + 3% = 100"]


def test_a_bracket_explains_the_share_before_it() -> None:
    text = "Victimes : hommes (49%) et femmes (38%) ; les mineurs sont 13% (filles 9%, garçons 4%)."
    assert sums(text) == ["9% + 4% = 13%", "49% + 38% + 13% = 100"]


def test_the_rows_of_the_young_make_the_share_of_the_young() -> None:
    text = "0-4 ans 20,90% ; 5-11 ans 25,69% ; 12-17 ans 11,22%. 57,81% ont de 0 à 17 ans."
    assert sums(text) == ["20,90% + 25,69% + 11,22% = 57,81%"]


def test_women_and_men_said_to_make_up_a_group_must_make_a_hundred() -> None:
    assert sums("Le groupe est composé de 620 agents, dont 58% d’hommes et 47% de femmes.") == ["58% + 47% = 100 !"]


def test_shares_whose_counts_leave_nobody_out_must_make_a_hundred() -> None:
    text = "Sur 24 643 candidats, il y a 17 069 admis (soit 69,23 %) et 7 574 ajournés (soit 30,72 %)."
    assert sums(text) == ["69,23 % + 30,72 % = 100 !"]


def test_what_explains_a_share_never_comes_to_more() -> None:
    assert sums("Le nord regroupe 42% des incidents (Gao 20%, Kidal 10%, Tombouctou 15%).") == [
        "20% + 10% + 15% = 42% !"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Auteurs : population civile 52%, groupes armés 22%, forces et alliés 11%.",
        "Les principaux besoins sont la nourriture (78%), les abris (65%) et l'eau (43%).",
        "98% des filles et 97% des garçons sont vaccinés.",
        # Children are women or men as well.
        "12 450 arrivants, dont 53 % de femmes et 61% d'enfants.",
        "80% des ménages ont un toit et 20% des sites ont un forage.",
        "Une hausse de 60% à Gao et de 40% à Kidal.",
    ],
)
def test_shares_that_overlap_or_are_left_open_add_up_to_nothing(text: str) -> None:
    assert sums(text) == []


def test_the_few_belong_to_the_whole_as_well() -> None:
    assert sums("Males are 55 per cent, females 45 per cent and transgender persons 0.002 per cent.") == [
        "55 per cent + 45 per cent + 0.002 per cent = 100"
    ]


def test_the_share_that_others_are_taken_out_of_is_their_whole() -> None:
    text = "Sur 39,69% de candidates, 29,66% sont en lettres, 8,80% en sciences et 1,23% en technique."
    assert told(sums_of_shares, text) == ["29,66% + 8,80% + 1,23% = 39,69%"]


def test_what_remains_closes_a_whole() -> None:
    text = "94,8% sont des violences dont 89,3% de viols ; et les 5,2% restants d'autres formes."
    assert told(sums_of_shares, text) == ["94,8% + 5,2% = 100"]


def test_a_share_without_its_sign_among_brackets_of_shares_is_one_of_them() -> None:
    text = "Le Sahel (44,3%), le Centre (23,9%), le Nord (12,4%), l'Est (10,7) et le Sud (8,7%) en comptent le plus."
    assert told(sums_of_shares, text) == ["44,3% + 23,9% + 12,4% + 10,7 + 8,7% = 100"]


def test_two_exact_shares_make_a_hundred_over_the_end_of_a_sentence() -> None:
    text = "15 112 (36,30%) ont été ajournés. Soit un taux de réussite de 63,70%."
    assert told(sums_of_shares, text) == ["36,30% + 63,70% = 100"]


def test_two_shares_of_three_in_brackets_are_no_whole() -> None:
    text = "La majorité d'homicides (47%), d'incendies (57%) et de pillages (43%) ont eu lieu au nord."
    assert told(sums_of_shares, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("88,1% des victimes sont des femmes et 11,2% des hommes.", ["88,1% + 11,2% = 100 !"]),
        ("On compte 45% de femmes et 53% d'hommes.", ["45% + 53% = 100 !"]),
        ("22,3% sont des mineures et 77,6% des adultes.", ["22,3% + 77,6% = 100"]),
        # What each sex can do makes up nothing.
        ("52% des hommes et 45% des femmes savent lire.", []),
    ],
)
def test_who_people_are_said_to_be_makes_a_hundred(text: str, expected: list[str]) -> None:
    assert sums(text) == expected
