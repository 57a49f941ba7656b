"""Digits and their separators, and what they are worth in the document they stand in."""

from decimal import Decimal

import pytest

from toguna.figures.reading import read


def worth(text: str, language: str | None = None) -> list[str]:
    return [f"{claim.value:f}" for claim in read(text, language).claims]


def malformed(text: str, language: str | None = None) -> dict[str, Decimal]:
    return {claim.raw: claim.value for claim in read(text, language).claims if claim.malformed}


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("1 180 femmes", ["1180"], "a blank parts thousands"),
        ("1\u202f180 femmes et 1\u00a0204 hommes", ["1180", "1204"], "so do narrow and unbreakable ones"),
        ("1’200 femmes, 3'450 hommes", ["1200", "3450"], "and the Swiss apostrophe"),
        ("165,195 individus", ["165195"], "three digits behind a comma, and people come whole"),
        ("42.638 réfugiés", ["42638"], "so with a dot"),
        ("849,093,390 FCFA", ["849093390"], "a mark that repeats parts thousands"),
        ("1,234.56 dollars", ["1234.56"], "the last of two marks is decimal, English"),
        ("1.234,56 EUR", ["1234.56"], "the last of two marks is decimal, German and Spanish"),
        ("2 350,50 USD", ["2350.50"], "a blank, then a decimal comma"),
        ("16,60% de filles", ["16.60"], "two digits before a percent sign are decimals"),
        ("57.81% de filles", ["57.81"], "with a dot as well"),
        ("0,125 et 0.5", ["0.125", "0.5"], "what begins with a zero is a decimal"),
        ("12,50 USD", ["12.50"], "money has hundredths"),
        ("US$ 89,773", ["89773"], "money has no thousandths"),
        ("44,8 millions d'euros", ["44800000"], "a word multiplies"),
        ("1.250 million de tonnes", ["1250000"], "before millions a mark is decimal"),
        ("15 mille candidats, 2k visites", ["15000", "2000"], "so do mille and k"),
        ("$2.5M and €3bn", ["2500000", "3000000000"], "letters multiply money"),
        ("2.3m people", ["2300000"], "and people"),
        ("697M, 982F", ["697", "982"], "M beside F are men"),
        ("avec 2.1\nmillions de FCFA", ["2100000"], "lines break anywhere"),
        ("02 handicapés, 05 réseaux", ["2", "5"], "leading zeros are habit"),
        ("2,1,3", ["2", "1", "3"], "a list without blanks"),
        ("Sur 5 951, 718 admis", ["5951", "718"], "out of one number, another"),
        ("Mora et Kolofata : 818, 642 et 602 incidents", ["818", "642", "602"], "a list goes on"),
        ("région14668 femmes", ["14668"], "a word stuck to a count"),
        ("waste.225,376,950 CFA francs", ["225376950"], "a full stop stuck to a count"),
        ("120femmes et 12kg", ["120", "12"], "a unit stuck to a count"),
    ],
)
def test_a_number_is_worth_what_its_writer_meant(text: str, values: list[str], reason: str) -> None:
    assert worth(text) == values, reason
    assert not malformed(text), reason


@pytest.mark.parametrize(
    ("document", "values", "reason"),
    [
        ("48.676 admis sur 96.239, puis 12.340", ["48676", "96239", "12340"], "the document parts thousands by dots"),
        (
            "269.82 ha, 75.47%, then 349.822 ha",
            ["269.82", "75.47", "349.822"],
            "its dot is decimal, hectares are measured",
        ),
        ("1,204,500 FCFA; 22,544 tonnes of grain", ["1204500", "22544"], "its comma parts thousands"),
        ("3.145 puis 3145", ["3145", "3145"], "the same figure stands there without a mark"),
        ("166,545 individus puis 166 564 individus", ["166545", "166564"], "two habits in one document"),
    ],
)
def test_a_document_shows_what_its_marks_mean(document: str, values: list[str], reason: str) -> None:
    assert worth(document) == values, reason


@pytest.mark.parametrize(
    ("text", "raw", "value", "reason"),
    [
        ("Direct: 17, 363 (9,625 women)", "17, 363", "17363", "a blank behind the comma"),
        ("soit un taux de 2, 77%.", "2, 77%", "2.77", "a blank behind the decimal comma"),
        ("soit 16 ,60 % des élèves", "16 ,60 %", "16.60", "a blank before it"),
        ("une hausse de 12,,5 %", "12,,5 %", "12.5", "a mark struck twice"),
        ("=110,210+73 9,790.00+100,200", "73 9,790.00", "739790.00", "between operators stands one number"),
        ("+100,200+5, 445.", "5, 445", "5445", "so at the end of a formula"),
        (
            "1,621,880 sat; of them, 1,361, 600, representing many",
            "1,361, 600",
            "1361600",
            "its other mark parts thousands",
        ),
        ("Of those in 2019, 1, 519 (girls) beside 1,519 women", "1, 519", "1519", "it stands there without the blank"),
        ("102,4517 people", "102,4517", "1024517", "a comma among the wrong digits"),
        ("1,36080 girls", "1,36080", "136080", "people have no decimals"),
        ("4,495,41 women", "4,495,41", "449541", "a last group of two"),
        ("1234,567 femmes", "1234,567", "1234567", "a first group of four"),
        ("12 345,678 femmes", "12 345,678", "12345678", "a blank, then a comma, before people"),
        ("USD 22, 657,273 requis", "22, 657,273", "22657273", "its other marks part thousands"),
        ("soit 1 5238 élèves", "1 5238", "15238", "a blank too early"),
        ("de 1 02 350 habitants", "1 02 350", "102350", "two of them"),
        ("5.000.00 FCFA", "5.000.00", "5000.00", "money has hundredths"),
    ],
)
def test_digits_right_and_separators_impossible(text: str, raw: str, value: str, reason: str) -> None:
    assert malformed(text, "en" if " women" in text else None) == {raw: Decimal(value)}, reason


@pytest.mark.parametrize(
    ("text", "raw", "value"),
    [("1O5 women", "1O5", 105), ("l20 hommes", "l20", 120), ("2l5 girls", "2l5", 215), ("1O% des filles", "1O%", 10)],
)
def test_a_letter_read_for_a_digit_is_marked(text: str, raw: str, value: int) -> None:
    assert malformed(text) == {raw: Decimal(value)}


@pytest.mark.parametrize("text", ["5l d'eau", "le G5 et la 3G", "O Koné", "II et III", "ols 12 femmes"])
def test_letters_that_are_letters_make_no_digits(text: str) -> None:
    assert not malformed(text)


def test_a_bracket_read_for_a_one_is_marked_and_both_readings_are_offered() -> None:
    text = "Bamako (749 including 21) men and 578 women), the cities of Segou (80 men and 120 women)"
    claim = read(text, "en").claims[1]
    assert (claim.raw, claim.malformed) == ("21)", True)
    assert (claim.value, *claim.alternatives) == (Decimal(21), Decimal(211))


def test_a_bracket_that_closes_what_it_should_is_left_alone() -> None:
    assert not malformed("Bamako (749 including 211 men) and Segou (80 men) met; 12 (of 15) men came (all)", "en")


def test_columns_of_a_flattened_table_are_not_joined() -> None:
    text = (
        "Tableau (ménages puis personnes) : Goungouberi 265 1852, Mamadou koira 40 280, Kano 46 276, "
        "Arbichi 177 1242 ; total commune de Seréré 528 3 650."
    )
    assert worth(text) == ["265", "1852", "40", "280", "46", "276", "177", "1242", "528", "3650"]


def test_columns_that_were_joined_are_told_apart_by_their_sums() -> None:
    text = "Ala 85 100 1511; Bag 44 100 1500; Kor 58 100 1500; Pip 23 100 1501; Ban 100 100 1651; Total 310 500 7663."
    assert worth(text)[-3:] == ["310", "500", "7663"]


def test_two_rows_under_a_heading_have_its_columns() -> None:
    text = "Effectif (1 à 4 ans, 5 à 14 ans, 15 à 18 ans, TOTAL) : Féminin 11 69 39 119 ; Masculin 0 1 2 3."
    assert worth(text)[-8:] == ["11", "69", "39", "119", "0", "1", "2", "3"]


def test_noughts_alone_are_no_column() -> None:
    assert worth("Parts : nord 704 000 ; sud 212 400 ; est 30 500 ; Total 946 900.")[0] == "704000"


def test_three_columns_are_found_where_two_would_not_fit_every_row() -> None:
    text = "Carrefour 2 753 2,777 ; Cité Soleil 1 449 2,292 ; Croix-des-Bouquets 4 2,453 10,710 ; total 7 3,655 15,779."
    assert worth(text) == ["2", "753", "2777", "1", "449", "2292", "4", "2453", "10710", "7", "3655", "15779"]


def test_rows_on_lines_are_a_table_too() -> None:
    assert worth("Kayes 120 1 450\nMopti 80 950\nGao 45 512\n") == ["120", "1450", "80", "950", "45", "512"]


def test_a_thousand_in_prose_beside_a_table_is_one_number() -> None:
    assert worth("On compte 3 650 personnes à Gao, 1 204 à Mopti et 40 280 à Kayes.") == ["3650", "1204", "40280"]


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("Kayes 1 204 602 602\nMopti 950 450 500\n", "1204 602 602 950 450 500", "each whole stands beside its parts"),
        ("Kayes 120 345\nMopti 200 155\ntotal 320 500\n", "120 345 200 155 320 500", "the last row adds the others"),
        (
            "Kayes 120 345 460\nMopti 220 125 340\n",
            "120 345 460 220 125 340",
            "nobody counts people by the hundred million",
        ),
        ("Budget\nKayes 120 345 460\nMopti 220 125 340\n", "120345460 220125340", "money comes so large"),
        ("Kayes 120 345\nMopti 220 125\n", "120345 220125", "nothing speaks for two columns"),
        ("Kayes,120,345,225\nMopti,12,6,6\n", "120 345 225 12 6 6", "commas part cells"),
    ],
)
def test_rows_tell_how_many_columns_they_have(text: str, values: str, reason: str) -> None:
    assert worth(text, "fr") == values.split(), reason


def test_where_a_text_writes_its_thousands_with_a_blank_the_doubtful_ones_are_no_list() -> None:
    text = "4, 263 persons and 314, 412 houses in 5, 895 places reached 733, 965 or 2,345 people."
    assert malformed(text, "en")["733, 965"] == Decimal(733965)


@pytest.mark.parametrize(
    ("text", "raw", "value"),
    [
        ("sur les 130. 858 candidats inscrits", "130. 858", 130858),
        ("puis 114. 005 ont composé", "114. 005", 114005),
        ("205.733 inscrits, puis 205. 733 autres", "205. 733", 205733),
    ],
)
def test_a_dot_inside_a_number_ends_no_sentence(text: str, raw: str, value: int) -> None:
    assert malformed(text, "fr") == {raw: Decimal(value)}


def test_counts_beside_their_shares_are_no_torn_shares() -> None:
    text = "Nord 41, 44%. Gao 39, 42%. Ménaka 13, 14%."
    assert worth(text) == ["41", "44", "39", "42", "13", "14"]
    assert [claim.is_percent for claim in read(text, "fr").claims] == [False, True] * 3


def test_how_shares_are_printed_says_nothing_of_counts() -> None:
    assert worth("Nord 74.114, Sud 2.325. Le Nord a 41.1% et le Sud 6.5%.")[:2] == ["74114", "2325"]
