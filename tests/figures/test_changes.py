"""Changes, growth, differences and distances in points."""

import pytest

from tests.figures.told import told
from toguna.figures import check
from toguna.figures.relating.changes import changes


def changed(text: str) -> list[str]:
    return told(changes, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.138 incidents contre 1.700 au trimestre précédent, soit une hausse de 26%.", ["26% = 1.700 → 2.138"]),
        ("2 138 incidents contre 1 700 au trimestre précédent (+26%).", ["26% = 1 700 → 2 138"]),
        ("The number of IDPs rose from 362,551 to 578,074, an increase of 59%.", ["59% = 362,551 → 578,074"]),
        (
            "The number of people in need increased by 20 per cent, from 2,100 to 2,520.",
            ["20 per cent = 2,100 → 2,520"],
        ),
        ("Les PDI ont baissé de 8,4% par rapport à mai (de 374 000 à 342 500).", ["8,4% = 374 000 → 342 500"]),
        # The bracket tells details of what changed.
        (
            "12 028 candidats (4684 filles et 7344 garçons) contre 11 307 en 2018, soit un accroissement de 6,38%.",
            ["6,38% = 11 307 → 12 028"],
        ),
        ("Ils sont passés de 53 100 individus à 40 972, soit une baisse de 12 128.", ["12 128 = 53 100 ~ 40 972"]),
        ("Il est passé de 3 405 à 3 683 soit, 278 nouvelles fermetures.", ["278 = 3 683 ~ 3 405"]),
        ("Le taux est passé de 54% à 61%, soit une hausse de 7 points.", ["7 = 61% ~ 54%"]),
        ("262 cases were recorded compared to 213 last year, an increase of 23%.", ["23% = 213 → 262"]),
        ("185 people returned, up 48.6% from 116 in May.", ["48.6% = 116 → 185 !"]),
        (
            "En juin, 13 644 personnes ont été accueillies, en hausse de 31,97% par rapport à mai (9 960).",
            ["31,97% = 9 960 → 13 644 !"],
        ),
        (
            "Par rapport aux 210 cas du mois dernier, les 359 cas de juin marquent une hausse de 56,09%.",
            ["56,09% = 210 → 359 !"],
        ),
        ("19.2% are women. This is a 1.22% increase over 2032, when it was 17.98%.", ["1.22% = 19.2% ~ 17.98%"]),
        ("La hausse est de 12% : 2 500 cas en 2019 contre 2 800 cette année.", ["12% = 2 500 → 2 800"]),
        (
            "812 civilians were affected. This is an increase of 151% compared to the last quarter, when 323 civilians "
            "were affected.",
            ["151% = 323 → 812"],
        ),
        (
            "There are 1,092,196 IDPs. This is an increase of 1.5 per cent or 16,303 IDPs compared to September.",
            ["1.5 per cent = 16,303 in 1,092,196"],
        ),
        (
            "The round found 1,926,748 people, an increase (of 8,240 people) in comparison to 1,918,508 before.",
            ["8,240 = 1,926,748 ~ 1,918,508"],
        ),
        (
            "IOM assisted 69,540 migrants in 2015, nearly 60 percent more than in 2014, when it helped 43,786.",
            ["60 percent = 43,786 → 69,540"],
        ),
        (
            "The round found 1,782,490 people, a 4.5 per cent increase (79,810 people) in comparison to the 1,702,680 "
            "people found in December.",
            ["4.5 per cent = 1,702,680 → 1,782,490 !", "79,810 = 1,782,490 ~ 1,702,680"],
        ),
        (
            "Some 3,099 civilians were killed or injured, a fall of 15 per cent on the 3,654 casualties of 2011.",
            ["15 per cent = 3,654 → 3,099"],
        ),
        ("Le taux est de 82,67% contre 84,66% en 2020. On note une régression de 1,99%.", ["1,99% = 84,66% ~ 82,67%"]),
        ("Inscrits : 8 315 ; présents : 7 927. En clair 388 écoliers ne sont pas venus.", ["388 = 8 315 ~ 7 927"]),
    ],
)
def test_a_change_is_tied_to_the_two_figures_it_compares(text: str, expected: list[str]) -> None:
    assert changed(text) == expected


def test_a_change_that_its_figures_do_not_give_fails() -> None:
    assert changed("2.138 incidents contre 1.700 au trimestre précédent, soit une hausse de 36%.") == [
        "36% = 1.700 → 2.138 !"
    ]


def test_those_who_were_lost_on_the_way_must_be_what_is_missing() -> None:
    text = "On compte 156 013 candidats. Au contrôle, le chiffre tombe à 150 917 : 5 221 sont portés disparus."
    assert changed(text) == ["5 221 = 156 013 ~ 150 917 !"]


def test_the_base_of_a_growth_is_arguable() -> None:
    text = "Le pays comptait 1 902 150 personnes déplacées. La hausse est de 51 857 personnes, soit un taux de 2,77%."
    assert changed(text) == ["2,77% = 51 857 in 1 902 150 !?"]


@pytest.mark.parametrize(
    "text",
    [
        "3,512 were children - 923 dead and 2,589 injured, up 24 per cent.",
        "Of 1,250 girls enrolled, 1,063 completed the year; the drop-out rate was 15%.",
        "Ils sont passés de 1 200 à 1 500, dont une hausse de 8% à Gao.",
        "Sur 125.626 candidats, plus de 57% de filles, 48.676 ont été admis.",
        "Les réfugiés sont 11 635, soit 2,78% d’accroissement, après 388 662 l'an passé pour un accroissement de 11%.",
    ],
)
def test_a_change_from_a_figure_that_is_not_given_relates_nothing(text: str) -> None:
    assert changed(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 860 victimes, soit 14 % de plus que de janvier à mars (1 634 victimes).", "14 % = 1 634 → 1 860"),
        ("Il y a 730 victimes, soit une hausse de 61,5 % (452 auparavant).", "61,5 % = 452 → 730"),
        (
            "13 989 bureaux contre 12 381, soit une augmentation de 1 608 bureaux (12,99 %).",
            "12,99 % = 12 381 → 13 989",
        ),
        (
            "The plan was US$ 200 million, cut by US$ 62 million to US$ 138 million.",
            "62 million = 200 million ~ 138 million",
        ),
        ("Appeals require $22.1 billion. $12.6 billion came, leaving a short fall of $9.5 billion.", None),
        ("78,4 % de réussite contre 87,12 %, soit une contre-performance de 8,72 %.", "8,72 % = 87,12 % ~ 78,4 %"),
    ],
)
def test_what_is_compared_may_stand_behind_the_change(text: str, expected: str | None) -> None:
    assert (expected or "9.5 billion = 22.1 billion ~ 12.6 billion") in changed(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le fichier compte 4 203 711 électeurs, soit une réduction de 129 225 par rapport aux 4 432 936 du début.",
            "129 225 = 4 432 936 ~ 4 203 711 !",
        ),
        (
            "Au mois précédent on comptait 338 cas, ce mois-ci 517 cas, soit une augmentation de 20,93%.",
            "20,93% = 338 → 517 !",
        ),
        (
            "On compte 234 cas affectant 381 victimes. C'est une diminution de 12,4% du nombre de cas et une "
            "augmentation de 4,4% du nombre de victimes par rapport à mai, qui avait vu 266 cas et 365 victimes.",
            "12,4% = 266 → 234 !",
        ),
        ("78,4% de réussite contre 87,12%, soit une contre-performance de 8,12%.", "8,12% = 87,12% ~ 78,4% !"),
    ],
)
def test_the_build_of_a_sentence_tells_that_a_change_is_wrong(text: str, expected: str) -> None:
    assert expected in changed(text)


@pytest.mark.parametrize(
    "text",
    [
        # Another count may be what changed.
        "9 610 interventions et 471 accidents, soit une réduction de 810 par rapport aux 7 800 de 2007.",
        "Abandon : 33 cas, dont 20 filles et 13 garçons, après 43 cas et 30 filles.",
    ],
)
def test_a_loose_comparison_tells_nothing(text: str) -> None:
    assert changed(text) == []


def test_an_increment_and_its_rate_tell_one_change() -> None:
    text = (
        "Zambia recorded 6,915 cases in the first quarter, an increase of 2,661 from the 4,154 cases of last year, "
        "indicating a 62.5 percent increase."
    )
    assert changed(text) == ["2,661 = 6,915 ~ 4,154 !", "62.5 percent = 4,154 → 6,915 !"]


def test_a_change_to_one_figure_from_another_reads_backwards() -> None:
    assert changed("Those who sat rose by 9.2% to 346,094 from 316,999.") == ["9.2% = 316,999 → 346,094"]


def test_a_threshold_beside_more_is_no_change() -> None:
    assert changed("Of 2,882 with 5 credits or more, against 2,797 in 2019, most are female.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9,804 returned last week, 5 % more than the previous week (9,804).", "5 % = 9,804 → 9,804 !"),
        (
            "Of the 623 returnees, 595 were free and 28 deported, a 29% increase compared to the previous week (364).",
            "29% = 364 → 623 !",
        ),
    ],
)
def test_what_is_set_against_the_week_before_is_what_the_sentence_is_about(text: str, expected: str) -> None:
    assert changed(text) == [expected]


def test_a_mean_is_compared_with_the_mean_of_another_month() -> None:
    text = (
        "La moyenne des individus a été de 559 pendant le mois. Une hausse de 43 pour cent est à noter par rapport "
        "à mars, mois pendant lequel la moyenne était de 390 individus."
    )
    assert changed(text) == ["43 pour cent = 390 → 559"]


def test_what_is_called_a_fall_is_no_part() -> None:
    told_of = check("202 986 candidats composent, une baisse de 5 249 candidats (2,52%) ; ils étaient 208 235.", "fr")
    assert [relation["type"] for relation in told_of.to_dict()["relations"]] == ["difference", "percent_change"]


def test_the_rate_of_a_fall_may_have_a_digit_too_many() -> None:
    report = check("202 986 candidats composent, une baisse de 5 249 candidats (12,52%) ; ils étaient 208 235.", "fr")
    (failing,) = (relation for relation in report.to_dict()["relations"] if relation["verdict"] == "fails")
    assert failing["type"] == "percent_change"


def test_the_later_figure_of_a_change_may_stand_first() -> None:
    text = "Ils sont 2 062 534 fin mars. Fin février, ils étaient 1 999 127, ce qui représente une hausse de 3,17%."
    assert changed(text) == ["3,17% = 1 999 127 → 2 062 534"]


def test_a_fall_is_not_measured_as_a_growth() -> None:
    assert changed("Le public compte 129 400 candidats. Leur nombre recule de 6 217 candidats, soit 4,42%.") == []
