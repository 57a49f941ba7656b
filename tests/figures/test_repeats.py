"""The same figure twice, copied sentences, and figures that drifted apart; numbers in words beside digits."""

from decimal import Decimal

import pytest

from tests.figures.told import told
from toguna.figures.relating.copies import same_digits_but_one
from toguna.figures.relating.repeats import repeats
from toguna.figures.relating.words_and_digits import words_against_digits

COPIED = (
    "{} women and young people ({} men and {} women) from the six communes were informed on the process of ordinary "
    "revision of the electoral lists. "
)


def again(text: str) -> list[str]:
    return told(repeats, text)


def test_a_copied_sentence_ties_its_figures_one_by_one() -> None:
    text = COPIED.format(1149, 322, 827) + "The lists are open. " + COPIED.format(1149, 322, 827)
    assert again(text) == ["1149 = 1149", "322 = 322", "827 = 827"]


def test_a_figure_that_changed_in_the_copy_is_told() -> None:
    text = COPIED.format(1149, 322, 827) + COPIED.format(1149, 322, 872)
    assert again(text) == ["1149 = 1149", "322 = 322", "872 = 827 !"]


def test_a_report_that_tells_every_week_in_the_same_words_is_no_copy() -> None:
    week = "{} new cholera cases were reported to the ministry from {} districts of the country. "
    assert again(week.format(318, 18) + week.format(752, 33)) == []
    assert again(week.format(318, 18) + week.format(402, 19)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sur 104 429 candidats, 16 962 admis. Plus loin : 16962 admis sur 104 429 candidats.",
            ["16962 = 16 962", "104 429 = 104 429"],
        ),
        ("Cholera: 142 reported cases. The North accounts for 87 of the 142 suspected cases.", ["142 = 142"]),
        ("On aménage les cinq (5) régions à défis. 362 sites sont prêts dans les 5 régions citées.", ["5 = cinq (5)"]),
    ],
)
def test_one_figure_of_one_thing_stated_twice_is_a_repeat(text: str, expected: list[str]) -> None:
    assert again(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "120 members were trained. In May 120 other members were trained.",
        "There are 323,277 households. The returnees from abroad are 323,277 individuals.",
        "FAO US$ 89,773, IFAD US$ 89,773, WFP US$ 130,681.",
        "Kayes : 120 femmes. Ségou : 120 femmes.",
        "128 women came. 128 men came.",
        "12 villages were seen. 12 schools reopened.",
    ],
)
def test_equal_figures_of_different_things_are_no_repeat(text: str) -> None:
    assert again(text) == []


def test_two_versions_of_one_figure_are_told_where_the_figure_beside_them_is_the_same() -> None:
    text = (
        "La première ronde a identifié 166,545 individus déplacés (39,166 ménages). La version anglaise donne 166,564 "
        "individus (39,166 ménages)."
    )
    assert again(text) == ["39,166 = 39,166", "166,564 = 166,545 !"]


def test_a_headline_that_differs_from_the_body_is_worth_a_look() -> None:
    assert again("Titre : 1850 admis à la deuxième session. Sur 7 927 candidats, 1 831 ont été admis.") == [
        "1 831 = 1850 !?"
    ]


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [("166546", "166564", "swapped"), ("578", "538", "changed"), ("578", "583", ""), ("21", "211", "")],
)
def test_one_slip_of_the_hand_is_known(one: str, other: str, slip: str) -> None:
    assert same_digits_but_one(Decimal(one), Decimal(other)) == slip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deux cent un (201) personnes sont venues.", ["deux cent un = 201"]),
        ("201 (deux cent un) personnes sont venues.", ["deux cent un = 201"]),
        ("deux cent un (210) personnes sont venues.", ["deux cent un = 210 !"]),
        ("deux cent un élèves (201) sont venus.", ["deux cent un = 201"]),
        ("deux cent un élèves (94 filles) sont venus.", []),
    ],
)
def test_a_number_in_words_is_held_against_its_digits(text: str, expected: list[str]) -> None:
    assert told(words_against_digits, text, "fr") == expected


def test_a_figure_is_taken_up_although_its_list_has_a_name() -> None:
    assert again("Répartition : 29 cas à Nouakchott. Les 29 cas de Nouakchott viennent de six quartiers.") == [
        "29 = 29"
    ]


def test_two_groups_of_the_same_share_are_no_repeat() -> None:
    text = "64 027 PDI (32%) vivent dans des maisons louées. 64 504 PDI (32%) ont fui la situation politique."
    assert again(text) == []


def test_a_long_number_in_words_checks_the_digits_of_the_headline() -> None:
    text = "Covid-19 : 94 guérisons. Les dernières heures ont vu quatre-vingt-quatorze guérisons dans la ville."
    assert again(text) == []
    assert told(words_against_digits, text) == ["quatre-vingt-quatorze = 94"]


def test_one_share_of_two_counts_that_differ_in_a_digit_tells_a_slip() -> None:
    text = (
        "The best was Social Studies with 257,828 (75.43%). Social Studies: 257,838 (75.43%), English: 1,200 (9.06%)."
    )
    assert "257,838 = 257,828 !" in again(text)


def test_beside_a_figure_that_is_repeated_a_digit_may_have_slipped() -> None:
    text = (
        "104 people have lost their lives, and 206 have been injured by the rains. The report states that 104 people "
        "have died, and 216 have been injured."
    )
    assert "216 = 206 !" in told(repeats, text)


def test_figures_of_other_things_beside_a_repeat_have_not_slipped() -> None:
    text = "104 people fled, and 206 houses burnt. The report states that 104 people fled, and 216 goats died."
    assert not any(line.endswith("!") for line in told(repeats, text))
