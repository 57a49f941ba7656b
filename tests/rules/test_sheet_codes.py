"""The code of a printed sheet: read as it was written, and never read as another sheet's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.sheet_codes import ALPHABET, HOW_MANY, read_sheet_code, sheet_code

numbers = st.integers(0, HOW_MANY - 1)


@given(numbers)
def test_a_code_is_read_back_however_it_is_typed(number: int) -> None:
    code = sheet_code(number)
    assert read_sheet_code(code) == code
    assert read_sheet_code(f" {code.lower().replace('-', ' ')} ") == code
    assert read_sheet_code(code.replace("-", "")) == code


@given(numbers, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_sign_makes_it_no_code(number: int, place: int, sign: str) -> None:
    signs = sheet_code(number).replace("-", "")
    wrong = signs[:place] + sign + signs[place + 1 :]
    assert (read_sheet_code(wrong) is None) == (wrong != signs)


@given(numbers, st.integers(0, 7), st.integers(0, 7))
def test_two_signs_that_changed_places_make_it_no_code(number: int, one: int, other: int) -> None:
    signs = list(sheet_code(number).replace("-", ""))
    turned = signs.copy()
    turned[one], turned[other] = turned[other], turned[one]
    assert (read_sheet_code("".join(turned)) is None) == (turned != signs)


@given(st.lists(numbers, min_size=2, max_size=2, unique=True))
def test_two_numbers_never_share_a_code(pair: list[int]) -> None:
    assert sheet_code(pair[0]) != sheet_code(pair[1])


@pytest.mark.parametrize("written", ["", "-", "A-014", "2" * 400, "https://exemple.invalid/2222-2222", "٢٢٢٢٢٢٢٢"])
def test_what_is_no_code_is_none(written: str) -> None:
    assert read_sheet_code(written) is None


@pytest.mark.parametrize("number", [-1, HOW_MANY])
def test_a_number_outside_has_no_code(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        sheet_code(number)
