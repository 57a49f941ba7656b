"""Numbers in words, as French and English say them."""

import pytest

from toguna.figures.spelling import spelled_numbers, value_of

FRENCH = {
    "zéro": 0,
    "seize": 16,
    "vingt et un": 21,
    "vingt-deux": 22,
    "soixante-dix": 70,
    "soixante et onze": 71,
    "septante-trois": 73,
    "quatre-vingts": 80,
    "quatre-vingt-un": 81,
    "quatre-vingt-dix-neuf": 99,
    "huitante-cinq": 85,
    "nonante-neuf": 99,
    "cent": 100,
    "cent un": 101,
    "deux cents": 200,
    "deux cent quatre-vingt-dix": 290,
    "mille": 1000,
    "mille neuf cent soixante": 1960,
    "dix-sept mille neuf cent soixante": 17960,
    "cent mille": 100000,
    "trois cent quarante-huit mille six cent treize": 348613,
    "un million deux cent mille": 1200000,
    "deux milliards": 2000000000,
}
ENGLISH = {
    "five": 5,
    "nineteen": 19,
    "forty-two": 42,
    "one hundred": 100,
    "one hundred and five": 105,
    "two thousand three hundred and sixty": 2360,
    "twenty-one thousand": 21000,
    "one million": 1000000,
}


@pytest.mark.parametrize(("words", "value"), FRENCH.items())
def test_french_words_say_their_number(words: str, value: int) -> None:
    assert value_of(words, "fr") == value


@pytest.mark.parametrize(("words", "value"), ENGLISH.items())
def test_english_words_say_their_number(words: str, value: int) -> None:
    assert value_of(words, "en") == value


@pytest.mark.parametrize(
    ("text", "language", "values", "reason"),
    [
        ("deux trois femmes", "fr", [2, 3], "grammar ends the first number where the second begins"),
        ("deux et trois", "fr", [2, 3], "and joins only twenty-one and its like"),
        ("vingt et quarante", "fr", [20, 40], "tens do not follow tens"),
        ("des millions de FCFA", "fr", [], "million multiplies a number and is none"),
        ("hundreds of women", "en", [], "hundreds is no number"),
        ("30 per cent, 50 cents", "en", [], "cent is no number in English"),
        ("Trente femmes, QUARANTE hommes", "fr", [30, 40], "capitals change nothing"),
        ("septembre, cinquantaine, dixième, unisson", "fr", [], "a number word within another word is none"),
        ("cinq partners and six partenaires", "en", [5, 6], "reports quote the other language"),
        ("mille neuf cent\n soixante", "fr", [1900, 60], "a number does not run over a paragraph"),
    ],
)
def test_words_are_cut_where_a_reader_cuts_them(text: str, language: str, values: list[int], reason: str) -> None:
    assert [found.value for found in spelled_numbers(text, language)] == values, reason


def test_a_number_knows_where_its_words_stand() -> None:
    text = "Les trente-neuf (39) élèves"
    [found] = spelled_numbers(text, "fr")
    assert text[found.start : found.end] == "trente-neuf"
