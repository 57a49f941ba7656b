"""Shares with the count they stand beside and the base they are of."""

import pytest

from tests.figures.told import told
from toguna.figures.relating.shares import shares_of_bases


def shares(text: str) -> list[str]:
    return told(shares_of_bases, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sur 5 950 inscrits, 714 ont été admis, soit un taux de réussite de 12 %.", ["12 % = 714 / 5 950"]),
        ("On compte 714 admis sur 5 950, soit 12%.", ["12% = 714 / 5 950"]),
        ("Bac technique : 34,01% pour 585 admis sur 1.720 candidats.", ["34,01% = 585 / 1.720"]),
        ("Les filles sont 65 % des 1 200 inscrits, soit 780.", ["65 % = 780 / 1 200"]),
        ("38 agentes, soit 26 % des participants (148), ont pris la parole.", ["26 % = 38 / 148"]),
        ("Parmi les 2 925 personnes reçues, 1 316 sont des femmes (45%).", ["45% = 1 316 / 2 925"]),
        ("12 des 32 écoles (37,5 %) ont un point d'eau.", ["37,5 % = 12 / 32"]),
        ("The project trained 240 teachers (120% of the target of 200).", ["120% = 240 / 200"]),
        ("310 of the 1,024 victims (30 per cent) were children.", ["30 per cent = 310 / 1,024"]),
        ("Sur 280.299 filles, 83.940 sont admises. Ce qui donne un taux de 29,95%.", ["29,95% = 83.940 / 280.299"]),
        (
            "Sur 47 600 inscrits, 37 000 votants. On compte 36 050 suffrages représentant 97,43 % des votants "
            "et 75,74 % des inscrits.",
            ["97,43 % = 36 050 / 37 000", "75,74 % = 36 050 / 47 600"],
        ),
        ("58 stool samples were tested, 15 (26%) of them were positive.", ["26% = 15 / 58"]),
        (
            "Sur 24 643 candidats, 17 067 ont été admis sur les deux tours (soit 69,26 %).",
            ["69,26 % = 17 067 / 24 643"],
        ),
        (
            "On suit 8 240 enfants. 1 pour cent des enfants de moins de cinq ans, soit 82 enfants, n'ont pas de carte.",
            ["1 pour cent = 82 / 8 240"],
        ),
        ("Sur 4.153 candidats, 4.084 sont présents, soit 98,34℅ de présence.", ["98,34℅ = 4.084 / 4.153"]),
        (
            "4.153 candidats ; 4.084 présents, dont 2.400 filles et 1.684 garçons, soit 98,34 % de présence.",
            ["98,34 % = 4.084 / 4.153"],
        ),
        ("A total of 289,210 entered; 1,732 {0.60%) of them were absent.", ["0.60% = 1,732 / 289,210"]),
        (
            "The crash list has 2,258 victims: 407 (176 dead and 231 injured), 18 per cent of all.",
            ["18 per cent = 407 / 2,258"],
        ),
        ("Of 569,280 refugees, 193,390 ind. (33.97%) came by road.", ["33.97% = 193,390 / 569,280"]),
        ("The 9,700 cases: children accounted for 26.1% of all cases, with 2,536 children.", ["26.1% = 2,536 / 9,700"]),
        ("Sur 19.937 cas, les deux Kivus avec 12.574 cas (Sud et Nord) ont fourni 63%.", ["63% = 12.574 / 19.937"]),
        ("Bouaké : 32,27% d'admis, 2.606 sur 8076 inscrits.", ["32,27% = 2.606 / 8076"]),
        (
            "Gagnoa affiche 42,79 % d'admis : sur 15.350 candidats, 11.992 publics et 3.358 libres, 6.568 sont admis.",
            ["42,79 % = 6.568 / 15.350"],
        ),
        ("Africa had 71,176 cases, 937 deaths, 1.3 %.", ["1.3 % = 937 / 71,176"]),
        ("The clinics saw 9075 cases (54% children) and 44 deaths (CFR 0.48%).", ["0.48% = 44 / 9075"]),
        ("Près de 60% des ménages (237 sur 398) ont cité la faim.", ["60% = 237 / 398"]),
    ],
)
def test_a_base_that_the_words_name_is_taken(text: str, expected: list[str]) -> None:
    assert shares(text) == expected


def test_a_list_in_a_bracket_is_of_the_figure_before_the_bracket() -> None:
    text = "The capacities of 106 (80 men (75.47%) and 26 women (24.53%)) officers were strengthened."
    assert shares(text) == ["75.47% = 80 / 106", "24.53% = 26 / 106"]


def test_a_list_is_of_the_total_of_the_sentence_before() -> None:
    text = "The skills of 211 members are improved in three towns. This group was 132 men (63%) and 79 women (37%)."
    assert shares(text) == ["63% = 132 / 211", "37% = 79 / 211"]


def test_a_list_may_have_its_total_behind_it() -> None:
    assert shares("Men: 1,204 (45%). Women: 1,471 (55%). Total: 2,675.") == [
        "45% = 1,204 / 2,675",
        "55% = 1,471 / 2,675",
    ]


def test_shares_in_the_order_of_their_counts_are_told_apart() -> None:
    text = "148 agents ont été formés, 110 hommes et 38 femmes (respectivement 74,32% et 25,68%)."
    assert shares(text) == ["74,32% = 110 / 148", "25,68% = 38 / 148"]


def test_the_noun_of_the_share_names_the_base_better_than_the_opening_of_the_sentence() -> None:
    text = "Sur 125.626 candidats, 48.676 ont été admis : 29.485 filles (soit 61% des admis) et 19.191 garçons."
    assert shares(text) == ["61% = 29.485 / 48.676"]


def test_the_share_after_a_subset_may_be_that_of_the_whole_before_it() -> None:
    text = "41 456 élèves ont composé. Il y a eu 10 256 admis dont 3 057 filles, soit 24,74%."
    assert shares(text) == ["24,74% = 10 256 / 41 456"]


def test_a_share_taken_up_in_the_next_sentence_is_of_the_count_before() -> None:
    text = "Sur les 148 335 postulants présents, 63 630 ont été acceptés. Soit un taux d’admissibilité de 42,90%."
    assert shares(text) == ["42,90% = 63 630 / 148 335"]


def test_a_named_rate_finds_its_count_and_its_base_by_arithmetic() -> None:
    text = "On compte 3 145 malades et 614 décès. Au Mali, 860 cas. Taux de décès : 19,52%."
    assert shares(text) == ["19,52% = 614 / 3 145"]


def test_a_share_that_its_own_base_does_not_give_fails() -> None:
    text = "Tombouctou et Mopti ont présenté 1217 candidats et 428 ont réussi, soit 17,38%."
    assert shares(text) == ["17,38% = 428 / 1217 !"]


def test_a_count_pasted_from_elsewhere_fails_beside_a_sibling_that_holds() -> None:
    text = (
        "The exercise counted 1,983,130 returnees in 323,277 households. Returnees were former IDPs "
        "(1,822,932 individuals or 92%) or came from abroad (323,277 individuals or 8%)."
    )
    assert shares(text) == ["92% = 1,822,932 / 1,983,130", "8% = 323,277 / 1,983,130 !"]


def test_the_share_of_the_absent_is_of_those_who_are_missing() -> None:
    text = "Inscrits : 8 315 élèves ; présents : 7 927, soit 4,57% d’absence. En clair 388 écoliers ne sont pas venus."
    assert shares(text) == ["4,57% = 388 / 8 315 !"]


@pytest.mark.parametrize(
    "text",
    [
        # A success rate in brackets is of those who sat, whom the text does not count.
        "192.275 candidats scolarisés ont réussi (taux 61,72 %) et 13.787 candidats libres (22,73 %).",
        "719 cas de VBG ont été rapportés, incluant 27% de viols.",
        # Of all schools of the country, which nobody counts here.
        "Le nombre d’écoles fermées est passé de 3 405 à 3 683. Cela représente 14,71 % des structures du pays.",
        # Refugees of another country of origin; none of the three agrees.
        "On compte 747 476 réfugiés, dont ceux du Cameroun (308 891 ou 44% des réfugiés), de la RDC (208 848 ou 30% "
        "des réfugiés) et du Tchad (138 542 ou 20% des réfugiés).",
        # Of other elected women than the 4 108 to be reached later.
        "Le programme devra cibler 4.108 élues. Pour cette première phase, 1.193 ont été formées, soit 66% des élues.",
        "2.138 incidents ont été documentés contre 1.700 au trimestre précédent, soit une hausse de 26%.",
        "En 2014, 1 240 filles et 1 310 garçons ont été vaccinés, soit 92% de la cible (2 772 enfants).",
    ],
)
def test_a_share_of_what_the_text_does_not_count_is_of_nothing(text: str) -> None:
    assert shares(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A rate of success is of those who came, whatever "sur" names first.
        ("Sur 32 inscrits, 30 présents et 11 admis, ce qui donne 35,66 %.", "35,66 % = 11 / 30 !"),
        ("Sur 320 inscrits, 300 ont composé et 110 sont admis, soit 36,67 %.", "36,67 % = 110 / 300"),
        # … and it is not that of the figure right before.
        (
            "Sur 40 573 inscrits, 38 486 avaient composé ; 30 557 sont admis et 10 016 ont été recalés, soit un taux "
            "de 79,39%.",
            "79,39% = 30 557 / 38 486",
        ),
        # A base that is said is meant, though another figure would give two digits by chance.
        (
            "Les partis ont 203 sièges. Sur les 217 membres, 49 sont des femmes, soit 24%.",
            "24% = 49 / 217 !",
        ),
        # Missed by the last digit.
        (
            "Électeurs inscrits : 4 123 602. Votants : 3 702 627, dont 3 205 845 inscrits volontaires (77,75 %) et "
            "496 782 autres (14,42 %).",
            "77,75 % = 3 205 845 / 4 123 602 !",
        ),
        ("On a 20 042 cas notifiés, 1 967 cas confirmés (9,7%).", "9,7% = 1 967 / 20 042 !"),
        # The bracket behind a share gives its count.
        ("The total camp population is 186,205 with women making up 50% (94,492).", "50% = 94,492 / 186,205"),
    ],
)
def test_a_share_is_of_what_its_sentence_is_built_for(text: str, expected: str) -> None:
    assert expected in shares(text)


def test_a_share_that_two_figures_nearly_give_is_not_said_to_be_wrong() -> None:
    assert (
        shares("Inscrits : 4 123 602, ou 4 123 700. On a 3 205 845 volontaires (77,75 %) et 7 autres (14,42 %).") == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On compte 20 615 cas notifiés dans 22 districts, 484 décès pour un taux de létalité globale de 2,3%.",
            ["2,3% = 484 / 20 615"],
        ),
        (
            "Kaélé : 50 cas suspects dont 02 confirmés ; 5 décès dont 2 communautaires et 3 hospitaliers ; taux de "
            "létalité : 10,0%.",
            ["10,0% = 5 / 50"],
        ),
        (
            "By country: South Sudan 30,920, DR Congo 18,772, Burundi 9,897, Total 59,589. Chart: South Sudan 52%, "
            "DR Congo 32%, Burundi 17%.",
            ["52% = 30,920 / 59,589", "32% = 18,772 / 59,589", "17% = 9,897 / 59,589"],
        ),
    ],
)
def test_a_name_tells_what_a_rate_divides(text: str, expected: list[str]) -> None:
    assert shares(text) == expected


def test_a_rough_share_alone_in_its_list_has_no_base_by_chance() -> None:
    text = (
        "There were 289,210 candidates. In Mathematics 122,450 (42.73%) got A, 106,024 (37%) got D and 58,070 (20.27%) "
        "got F."
    )
    assert shares(text) == []


def test_a_share_that_names_its_base_right_behind_can_be_wrong() -> None:
    assert shares("1,487 males were killed, 81.90% of 1,834 persons killed.") == ["81.90% = 1,487 / 1,834 !"]


@pytest.mark.parametrize(
    "text",
    [
        "Of 2,882 with credits, against 2,797 (20.7%) in 2019, most passed.",
        "Of 2,882 candidates, 1, 519 (52.7%) passed.",
    ],
)
def test_what_is_compared_or_broken_off_is_not_said_to_be_wrong(text: str) -> None:
    assert [line for line in shares(text) if line.endswith("!")] == []


def test_shares_of_both_sexes_are_of_those_counted_before() -> None:
    text = "The lists contain 12,300 voters including 6,765 male and 5,535 female. Males are 55 % and females 45 %."
    assert shares(text) == ["55 % = 6,765 / 12,300", "45 % = 5,535 / 12,300"]


def test_an_exact_share_finds_its_base_in_the_next_sentence() -> None:
    text = "The results of 48,855 (14.12%) candidates are withheld. Those who sat were 346,094."
    assert shares(text) == ["14.12% = 48,855 / 346,094"]


def test_a_rough_share_is_of_the_figure_that_the_shares_before_are_of() -> None:
    text = (
        "Out of the 133,600 candidates, 36,400 (27 per cent) passed in eight subjects while 25,900 (19 per cent) "
        "passed in seven. 7,500 which represents six per cent passed in three."
    )
    assert "six per cent = 7,500 / 133,600" in shares(text)


def test_a_share_beside_one_that_is_of_the_figure_before_is_of_it_too() -> None:
    text = (
        "Les 18 provinces comptent 174 000 déplacés : 83 520 (48 %) en famille, 90 480 (52 %) en camp. "
        "77 % (123 100) ont fui la crue et 29 % (50 500) le conflit."
    )
    assert {"29 % = 50 500 / 174 000", "77 % = 123 100 / 174 000 !"} <= set(shares(text))


def test_the_figure_of_the_other_sex_does_not_give_a_share_by_chance() -> None:
    text = (
        "Sur 280.299 filles présentes, 83.940 sont admises, soit 29,95%. "
        "Sur 280.889 garçons présents, 92.466 sont admis, soit 32,99%."
    )
    assert "32,99% = 92.466 / 280.889 !" in shares(text)


def test_a_list_of_which_one_share_names_the_base_may_have_a_wrong_share() -> None:
    text = "664 700 candidats, dont 338 200 en général (51% des candidats), 183 700 (58%) et 142 800 (21%) ailleurs."
    assert "58% = 183 700 / 664 700 !" in shares(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "267.300 garçons étaient là. 79.660 sont admis, soit 29,86 %.",
            "29,86 % = 79.660 / 267.300 !",
        ),
        (
            "Of 289,200 candidates who entered, 1,732 (5.60%) of the candidates were absent.",
            "5.60% = 1,732 / 289,200 !",
        ),
        ("Nous avons reçu 519.400 candidats. 150.781 (28,89 %) sont admis.", "28,89 % = 150.781 / 519.400 !"),
    ],
)
def test_an_exact_share_one_digit_off_is_of_the_figure_before(text: str, expected: str) -> None:
    assert shares(text) == [expected]


def test_shares_of_which_none_fits_are_of_something_unsaid() -> None:
    text = "346,000 sat. English: 167,700 (48.96%) passed; 100,780 (29.42%) got D; 74,000 (21.61%) got F."
    assert [line for line in shares(text) if line.endswith("!")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Week 32: 270 new cases were reported; 88 severe cases; 2 deaths reported (CFR 0.9%).",
        "On compte 270 cas et 2 décès (létalité : 0,9 %).",
        "On compte 320 cas contre 270 cas et 2 décès : létalité 0,9 % la semaine précédente.",
    ],
)
def test_a_fatality_rate_that_its_deaths_and_cases_do_not_give_is_wrong(text: str) -> None:
    assert any(line.startswith("0") and line.endswith("2 / 270 !") for line in shares(text))


def test_a_share_of_all_is_of_the_widest_count_of_that_name() -> None:
    text = (
        "Out of the total 9,700 reported cases, 6,966 were criminal. Then 3,519 cases were recorded, representing "
        "50.5% of all reported cases."
    )
    assert "50.5% = 3,519 / 9,700 !" in shares(text)


def test_each_of_two_rates_is_of_the_figure_of_its_own_clause() -> None:
    text = "18 611 inscrits, 11 995 admis, soit 64,55 % ; 14 230 inscrits, 11 139 admis, soit 78,28 %."
    assert shares(text) == ["64,55 % = 11 995 / 18 611 !", "78,28 % = 11 139 / 14 230"]


def test_a_wrong_share_is_not_of_the_group_beside_it() -> None:
    text = "Round 34: 147,100 IDPs in camps. 75% of IDPs (110,460) fled storms and 24% of IDPs (37,860) fled war."
    assert shares(text) == ["75% = 110,460 / 147,100", "24% = 37,860 / 147,100 !"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Sangha a 2 258 admis dont 1088 filles sur 2827 présentés, soit 80,90%.", "80,90% = 2 258 / 2827 !"),
        ("Sur 6857 candidats, il y a 4739 admis dont 370 filles, soit 69,8%.", "69,8% = 4739 / 6857 !"),
        ("On compte 2 000 admis dont 900 filles sur 3 000 présents, soit 30,5%.", "30,5% = 900 / 3 000 !"),
    ],
)
def test_a_wrong_rate_behind_a_dont_is_of_those_it_comes_nearer_to(text: str, expected: str) -> None:
    assert expected in shares(text)


def test_of_two_bases_that_fit_the_one_that_other_shares_have_is_taken() -> None:
    text = (
        "Ghana captured 16,963,306 registrants: 16,932,492 in June and 30,814 in July. Of them 8,775,609, or 51.73 per "
        "cent, were females. 762,944 registrants, 4.5 per cent, had just attained the age."
    )
    assert "4.5 per cent = 762,944 / 16,963,306" in shares(text)


def test_shares_by_place_are_each_of_what_was_counted_in_that_place() -> None:
    text = (
        "Les 6 170 enfants se répartissent ainsi : 2 600 à Kor, 2 220 à Bela et 1 350 à Dun. Cas signalés : 32 enfants "
        "(1,4%) à Bela, 12 enfants (0,9%) à Dun et 10 enfants (0,4%) à Kor."
    )
    assert shares(text) == ["1,4% = 32 / 2 220", "0,9% = 12 / 1 350", "0,4% = 10 / 2 600"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One share of a list misses the base of its neighbours by a digit.
        (
            "• 318 new cases in Kor\n• 228 (72%) severe cases\n• 166 (57%) children",
            ["72% = 228 / 318", "57% = 166 / 318 !"],
        ),
        # All shares of a list miss the figure before in the same way: it has the slip.
        (
            "Le projet a touché 1 280 personnes. 812 (65 %) sont des femmes. 512 (41 %) ont moins de 35 ans.",
            ["65 % = 812 / 1 280 !", "41 % = 512 / 1 280 !"],
        ),
        # What is only compared has a base of its own.
        (
            "Out of 13,422 candidates, 2,882 (21.5%) passed, compared to 2,797 (20.7%) in 2031.",
            ["21.5% = 2,882 / 13,422"],
        ),
        # The bracket explains the base; the share is of all of it.
        ("28.9% of 311 seats are held (9 governors, 15 lieutenants and 66 others).", []),
    ],
)
def test_neighbours_tell_what_a_share_is_of(text: str, expected: list[str]) -> None:
    assert shares(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Of those of whom was spoken last.
        (
            "25 106 candidats étaient inscrits, mais 22 755 ont composé. Parmi eux, 7 500 sont admis, soit 36,22 %.",
            ["36,22 % = 7 500 / 22 755 !"],
        ),
        # Printed so exactly, a rate finds its two figures sentences later.
        (
            "Le taux est de 82,67%. Il baisse. Kor vient en tête. Dun ferme la marche. 235.086 candidats ont composé. "
            "194.341 ont réussi.",
            ["82,67% = 194.341 / 235.086"],
        ),
        # Four digits are whole by themselves: the count behind the comma is no part of them.
        ("Kor : sur 5 951, 518 admis, soit 12,07%.", ["12,07% = 518 / 5 951 !"]),
    ],
)
def test_a_rate_is_of_those_who_were_spoken_of(text: str, expected: list[str]) -> None:
    assert shares(text) == expected
