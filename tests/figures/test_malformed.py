"""How people, keyboards and scanners spoil a number whose digits are right, and what it was meant to be."""

from decimal import Decimal

import pytest

from toguna.figures.claims import Claim
from toguna.figures.reading import read

MALFORMED = [
    # a blank has strayed to one side of a mark, or to both
    ("en", "some 17, 363 people were reached", "17, 363", "17363"),
    ("en", "some 17 ,363 people were reached", "17 ,363", "17363"),
    ("fr", "soit 2, 77 % des femmes", "2, 77 %", "2.77"),
    ("fr", "soit 2 ,77 % des femmes", "2 ,77 %", "2.77"),
    ("fr", "soit 2 , 77 % des femmes", "2 , 77 %", "2.77"),
    ("fr", "un taux de 16. 5 %", "16. 5 %", "16.5"),
    ("en", "7 ,5 % of girls", "7 ,5 %", "7.5"),
    ("fr", "avec 4 .408 personnes", "4 .408", "4408"),
    ("fr", "avec 4. 408 personnes déplacées et 2.138 femmes", "4. 408", "4408"),
    ("fr", "27. 000. 000 FCFA", "27. 000. 000", "27000000"),
    ("en", "111,134, 636 people", "111,134, 636", "111134636"),
    ("en", "some 1,234 ,567 people", "1,234 ,567", "1234567"),
    ("en", "a total of USD 22, 657,273", "22, 657,273", "22657273"),
    ("fr", "le coût est de 1 250, 000 FCFA", "1 250, 000", "1250000"),
    ("fr", "un budget de 1 000 000 ,00 FCFA", "1 000 000 ,00", "1000000"),
    ("en", "bringing to 35, 253 from Kor, beside 1,104 from Bela", "35, 253", "35253"),
    ("fr", "En 2020, 53, 44 % de filles ont réussi", "53, 44 %", "53.44"),
    # a blank within a group
    ("fr", "soit 1 23 456 personnes", "1 23 456", "123456"),
    ("fr", "soit 12 34 personnes", "12 34", "1234"),
    ("fr", "soit 5 0 femmes", "5 0", "50"),
    ("fr", "soit 1 2345 habitants", "1 2345", "12345"),
    ("fr", "soit 1 234 5 personnes", "1 234 5", "12345"),
    ("fr", "un montant de 73 9,790.00 FCFA", "73 9,790.00", "739790"),
    # groups of another length than three
    ("en", "102,4517 people fled", "102,4517", "1024517"),
    ("en", "4,495,41 people fled", "4,495,41", "449541"),
    ("en", "12,34 women were trained", "12,34", "1234"),
    ("en", "the 1,2345 children", "1,2345", "12345"),
    ("en", "1,000,0000 people", "1,000,0000", "10000000"),
    ("en", "10,000,00 people", "10,000,00", "1000000"),
    ("fr", "123.4567 habitants", "123.4567", "1234567"),
    ("fr", "12345,678 habitants", "12345,678", "12345678"),
    ("fr", "1234,567 habitants", "1234,567", "1234567"),
    ("en", "1,23,456 children beside 2,345 women and 4,567 men", "1,23,456", "123456"),
    # two kinds of marks in one number
    ("en", "1,234.567 people were reached", "1,234.567", "1234567"),
    ("en", "1.234,567 people were reached", "1.234,567", "1234567"),
    ("fr", "un budget de 1.000 000 FCFA", "1.000 000", "1000000"),
    ("fr", "un budget de 1 000.000 FCFA", "1 000.000", "1000000"),
    ("en", "1,250 000 people were reached", "1,250 000", "1250000"),
    ("fr", "12 000,000 personnes", "12 000,000", "12000000"),
    ("en", "1.234.56 USD", "1.234.56", "1234.56"),
    ("en", "USD 1,250,00", "1,250,00", "1250"),
    ("fr", "1,180,5 ha reboisés", "1,180,5", "1180.5"),
    # a mark struck twice
    ("fr", "1..234 femmes formées", "1..234", "1234"),
    ("en", "1,,234 women were trained", "1,,234", "1234"),
    ("en", "1.,234 people were reached", "1.,234", "1234"),
    ("en", "12,,5% of women", "12,,5%", "12.5"),
    ("en", "12..5% of women", "12..5%", "12.5"),
    # letters for digits
    ("fr", "1O5 femmes", "1O5", "105"),
    ("fr", "l20 hommes", "l20", "120"),
    ("en", "1,2O5 people", "1,2O5", "1205"),
    ("fr", "I20 femmes", "I20", "120"),
    ("en", "15.OOO women", "15.OOO", "15000"),
    ("en", "12,5OO people", "12,5OO", "12500"),
    ("en", "l,250 pupils were in school", "l,250", "1250"),
    ("fr", "soit 12,6O % des filles", "12,6O %", "12.60"),
    ("fr", "soit 4l,5 % des filles", "4l,5 %", "41.5"),
]

WELL_FORMED = [
    ("fr", "région14668 femmes", "14668"),
    ("fr", "120femmes et 80hommes", "120"),
    ("en", "350people and 420hh", "350"),
    ("en", "a 12-percent decrease", "12"),
    ("fr", "12%des femmes", "12"),
    ("fr", "18\u202f% des femmes", "18"),
    ("fr", "18\u2009% des femmes", "18"),
    ("en", "CFR 0.7%", "0.7"),
    ("en", "1'234'567 people", "1234567"),
    ("en", "1.234,56 USD and 2.345,10 USD", "1234.56"),
    ("fr", "un montant de 1 250,00 FCFA", "1250"),
    ("en", "612 day, 592 night", "612"),
    ("en", "1,250. Women were trained", "1250"),
    ("fr", "une superficie de 42,5 ha", "42.5"),
]

APART = [
    ("en", "rose to 35, 253 cases were new, beside 1,104 others", ["35", "253", "1,104"]),
    ("fr", "818, 642 et 602 femmes", ["818", "642", "602"]),
    ("fr", "sur 5 951, 718 admis", ["5 951", "718"]),
    ("en", "In Gao, 12, 340 and 56 cases", ["12", "340", "56"]),
    ("fr", "Kayes 12 1250 femmes", ["12", "1250"]),
    ("en", "women 120, men 340", ["120", "340"]),
]


def first(text: str, language: str) -> Claim:
    return read(text, language).claims[0]


@pytest.mark.parametrize(("language", "text", "raw", "value"), MALFORMED, ids=[case[2] for case in MALFORMED])
def test_a_spoiled_number_is_one_malformed_claim_with_the_value_that_was_meant(
    language: str, text: str, raw: str, value: str
) -> None:
    claim = first(text, language)
    assert (claim.raw, claim.value, claim.malformed) == (raw, Decimal(value), True)


@pytest.mark.parametrize(("language", "text", "value"), WELL_FORMED, ids=[case[1] for case in WELL_FORMED])
def test_a_number_that_only_looks_odd_is_well_formed(language: str, text: str, value: str) -> None:
    claim = first(text, language)
    assert (claim.value, claim.malformed) == (Decimal(value), False)


@pytest.mark.parametrize(("language", "text", "raws"), APART, ids=[case[1] for case in APART])
def test_neighbouring_numbers_are_not_made_one(language: str, text: str, raws: list[str]) -> None:
    assert [claim.raw for claim in read(text, language).claims] == raws


def test_the_second_of_two_like_figures_is_written_as_the_first() -> None:
    claims = read("Les réfugiés sont passés de 454,682 personnes à 462, 795 en fin mars.", "fr").claims
    assert [(claim.raw, claim.value) for claim in claims] == [
        ("454,682", Decimal(454682)),
        ("462, 795", Decimal(462795)),
    ]
