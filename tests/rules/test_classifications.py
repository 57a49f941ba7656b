"""Shares of sectors make a whole; a code has the shape of its vocabulary and stands there once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.classifications import WHOLE, Classification, ClassificationKind, classification_findings
from toguna.rules.organisation_identifiers import identifier_problem

K = ClassificationKind
SECTOR = Classification(K.SECTOR, "1", "15150", text="Participation démocratique")


def codes(*given: Classification) -> list[str]:
    """What was found, by code."""
    return [one.code for one in classification_findings(given)]


def sectors(*shares: int | None) -> list[Classification]:
    """Sectors with these shares."""
    return [replace(SECTOR, code=str(11110 + number), share=share) for number, share in enumerate(shares)]


@given(st.lists(st.integers(1, 40_000), min_size=2, max_size=8))
def test_shares_are_accepted_exactly_when_they_make_a_whole(shares: list[int]) -> None:
    assert codes(*sectors(*shares)) == ([] if sum(shares) == WHOLE else ["not-a-whole"])


def test_thirds_make_a_whole_only_when_one_takes_the_rest() -> None:
    assert codes(*sectors(33_333, 33_333, 33_333)) == ["not-a-whole"]
    assert codes(*sectors(33_333, 33_333, 33_334)) == []


def test_what_is_missing_or_too_much_is_told_as_a_number() -> None:
    below, above = (classification_findings(sectors(*shares))[0] for shares in ((60_000, 30_000), (60_000, 52_500)))
    assert below.text() == "Les parts des secteurs font 90 % : il manque 10 % pour faire 100 %."
    assert above.text() == "Les parts des secteurs font 112.5 % : c'est 12.5 % de trop pour faire 100 %."


def test_one_sector_alone_takes_all_with_or_without_saying_so() -> None:
    assert codes(SECTOR) == []
    assert codes(replace(SECTOR, share=WHOLE)) == []
    assert codes(replace(SECTOR, share=50_000)) == ["not-a-whole"]


def test_every_sector_has_its_share_when_there_are_several() -> None:
    assert codes(*sectors(60_000, None)) == ["no-share"]


def test_each_vocabulary_makes_a_whole_of_its_own() -> None:
    own = replace(SECTOR, vocabulary="99", code="radio", text="Radio")
    assert codes(*sectors(60_000, 40_000), own) == []
    assert codes(own) == ["dac-missing"]


@pytest.mark.parametrize(
    ("kind", "vocabulary", "code", "fits"),
    [
        (K.SECTOR, "1", "1515", False),
        (K.SECTOR, "2", "151", True),
        (K.TAG, "2", "17", True),
        (K.TAG, "2", "18", False),
        (K.TAG, "3", "16.7", True),
        (K.TAG, "3", "5.c", True),
        (K.TAG, "3", "16", False),
    ],
)
def test_a_code_has_the_shape_of_its_vocabulary(kind: K, vocabulary: str, code: str, fits: bool) -> None:
    assert codes(Classification(kind, vocabulary, code, text="Un intitulé")) == ([] if fits else ["code-malformed"])


def test_a_code_newer_than_the_lists_is_taken_with_words_of_its_own() -> None:
    assert codes(replace(SECTOR, code="12264", text="")) == ["text-missing"]
    assert codes(replace(SECTOR, code="12264", text="Lutte contre la COVID-19")) == []


def test_a_code_stands_once() -> None:
    goal = Classification(K.TAG, "2", "16", text="Paix")
    assert codes(goal, goal) == ["twice"]


def test_a_policy_marker_says_how_much_it_matters() -> None:
    marker = Classification(K.POLICY_MARKER, "1", "1", text="Égalité")
    assert codes(marker) == ["significance-unknown"]
    assert codes(replace(marker, significance="0")) == []


@pytest.mark.parametrize("written", ["XM-DAC-41146", "US-GOV-1", "ML-XYZ-123_A.b", "XM-DAC-41146-MLI_D_1.2"])
def test_an_identifier_of_a_register_is_good(written: str) -> None:
    assert identifier_problem(written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "41146",
        "XM-DAC",
        "XM-DAC-",
        "xm-dac-41146",
        "XM-DAC/41146",
        "XM-DAC-41146?",
        "A&B-C-1",
        "XM-DAC-41 146",
        " XM-DAC-1",
    ],
)
def test_an_identifier_without_register_or_with_forbidden_signs_is_told(written: str) -> None:
    assert identifier_problem(written)
