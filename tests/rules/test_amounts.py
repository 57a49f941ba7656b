"""Money as people write it, whatever their habits, and what is refused because nobody could say what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules import numbers
from toguna.rules.amounts import AmountUnreadable, read_amount, read_positive_amount

NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [
        ("26 000 000", 26_000_000_00),
        (f"26{NARROW}000{NARROW}000{HARD}FCFA", 26_000_000_00),
        ("26.000.000", 26_000_000_00),
        ("26,000,000", 26_000_000_00),
        ("26'000'000", 26_000_000_00),
        ("26000000", 26_000_000_00),
        ("XOF 26,000,000", 26_000_000_00),
        ("1,5 million", 1_500_000_00),
        ("1.5 millions de FCFA", 1_500_000_00),
        ("2,345 milliards", 2_345_000_000_00),
        ("12 mille", 12_000_00),
        ("1 234,50", 1_234_50),
        ("1,234.50", 1_234_50),
        ("1.234,5", 1_234_50),
        ("1500", 1_500_00),
        ("1.500", 1_500_00),
        ("1,500", 1_500_00),
        ("0", 0),
        ("-300", -300_00),
    ],
)
def test_an_amount_is_read_as_it_is_written(written: str, hundredths: int) -> None:
    assert read_amount(written) == hundredths


@pytest.mark.parametrize("written", ["", "   ", HARD])
def test_nothing_typed_is_no_amount_and_not_zero(written: str) -> None:
    assert read_amount(written) is None


@pytest.mark.parametrize(
    "written",
    ["vingt", "1 23", "12 34 567", "1,2,3", "1.2.3,4", "12,3456", "1 000.000,00,00", "26 000 000 pommes", "--3"],
)
def test_what_could_mean_two_things_or_none_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(AmountUnreadable) as refused:
        read_amount(written)
    assert refused.value.values["written"] == written


def test_another_currency_than_the_one_chosen_is_told() -> None:
    with pytest.raises(AmountUnreadable, match="USD"):
        read_amount("500 FCFA", "USD")
    assert read_amount("500 F CFA".replace(" CFA", ""), "XOF") == 500_00
    assert read_amount("500 FCFA", "XAF") == 500_00


def test_a_franc_has_no_centimes() -> None:
    with pytest.raises(AmountUnreadable, match="XOF"):
        read_amount("12,50", "XOF")
    assert read_amount("12,50", "EUR") == 12_50


@pytest.mark.parametrize("written", ["0", "-5"])
def test_a_grant_of_nothing_or_less_is_refused(written: str) -> None:
    with pytest.raises(AmountUnreadable):
        read_positive_amount(written)


def test_a_number_too_large_to_be_true_is_refused() -> None:
    with pytest.raises(AmountUnreadable, match="zéros"):
        read_amount("9 999 999 milliards")


@given(st.integers(0, 10**12), st.sampled_from(["fr", "en"]))
def test_what_the_site_writes_it_reads_again(francs: int, language: str) -> None:
    written = numbers.money(francs, "XOF", language)
    assert read_amount(written, "XOF") == francs * 100


@given(st.integers(0, 10**13), st.sampled_from(["fr", "en"]))
def test_cents_are_read_again_too(cents: int, language: str) -> None:
    assert read_amount(numbers.decimal(cents / 100, language, 2), "EUR") == cents
