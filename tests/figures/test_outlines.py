"""Sums that nothing announces: the figure at the head of a paragraph, counts with shares, all figures of one noun."""

import pytest

from tests.figures.told import Sides, sums_told

SPREAD = {
    "the head of a paragraph, past the details": (
        "In 2031, 65.3 million people had moved, 5.8 million more than the year before (59.5 million). 21.3 million "
        "were refugees: 16.1 million in Kor and 5.2 million in Dun. 40.8 million stayed in their country and 3.2 "
        "million had asked for asylum.",
        ((653, (408, 213, 32)), (213, (161, 52))),
    ),
    "what an account includes": (
        "16.2 million people moved. This included 11.8 million within their country and 4.4 million refugees.",
        ((162, (118, 44)),),
    ),
    "counts that have a share beside them": (
        "104 women, or 19.4 percent of the 535 seats; 20, or 20 percent, of the 100 in Kor; 84, or 19.3 percent, in "
        "Dun.",
        ((104, (84, 20)),),
    ),
    "a list behind the base of a share": (
        "75 women hold office, 24 percent of the 312 positions: 16 mayors, 12 deputies and 47 others.",
        ((75, (47, 16, 12)),),
    ),
    "two columns of brackets, of which one comes out": (
        "Kor hosts 478,000 people out of a planned 551,000: Aro (193,000 out of 230,000 planned), Bel (44,000 out of "
        "45,000), Cido (109,000 out of 126,000) and Doro (129,000 out of 150,000).",
        ((478000, (193000, 129000, 109000, 44000)), (551000, (230000, 150000, 126000, 45000))),
    ),
    "every figure of one noun, one unit off": (
        "45 886 tonnes sont prévues. 1 054 507 habitants auront 28 472 tonnes. Viennent ensuite Kor et Bela, avec "
        "13 647 tonnes. À Dun, 127 248 habitants auront 3 436 tonnes et à Nara 332 tonnes.",
        ((45886, (28472, 13647, 3436, 332)),),
    ),
    "two of one noun, one in words": (
        "90% of 290 constituencies have paid nothing. The finding that 257 constituencies are late was contested. "
        "Thirty-three constituencies have paid.",
        ((290, (257, 33)),),
    ),
}


@pytest.mark.parametrize(("text", "expected"), SPREAD.values(), ids=SPREAD.keys())
def test_a_sum_spread_over_a_paragraph_is_found(text: str, expected: tuple[tuple[int, tuple[int, ...]], ...]) -> None:
    found: set[Sides] = set()
    for whole, parts in expected:
        # Millions with one decimal are written here in tenths.
        scale = 100_000 if "million" in text else 1
        found.add(((whole * scale,), tuple(part * scale for part in parts)))
    assert found <= set(sums_told(text))


def test_what_was_more_the_year_before_is_no_part() -> None:
    text = "In 2031, 65.3 million people had moved, 5.8 million more than the year before (59.5 million)."
    assert sums_told(text) == {}
