"""A pattern that is tried only where a word or sign of it stands finds what it would find everywhere."""

import pytest

from toguna.figures.aside_rules import RULES
from toguna.figures.openings import LETTERS, words_of
from toguna.figures.setting_aside import stretches_set_aside

SET_ASIDE = [
    ("latitude 12.6392", "coordinate"),
    ("Tél. : 76 12 34 56", "phone"),
    ("du 3 au 15 août 2021", "date"),
    ("12/05/2021", "date"),
    ("1er", "date"),
    ("2019-2023", "year"),
    ("the 1990s", "year"),
    ("14h30", "time"),
    ("10:45", "time"),
    ("âgées de 15 à 24 ans", "age"),
    ("18-59ans", "age"),
    ("35 and above", "age"),
    ("[12]", "reference"),
    ("3èmes", "ordinal"),
    ("n° 14", "identifier"),
    ("ODD5", "identifier"),
    ("loi 052", "identifier"),
    ("projet 00123456", "identifier"),
    ("5fois", "multiple"),
    ("1 femme sur 3", "fraction"),
]


@pytest.mark.parametrize(("written", "why"), SET_ASIDE, ids=[written for written, _ in SET_ASIDE])
def test_every_reason_is_still_found_where_its_word_or_sign_stands(written: str, why: str) -> None:
    assert [found.why for found in stretches_set_aside(f"Zzz {written} zzz")] == [why]


@pytest.mark.parametrize("written", [written for written, _ in SET_ASIDE])
def test_a_pattern_that_matches_is_never_left_untried(written: str) -> None:
    stretch = f"Zzz {written} zzz"
    words = set(LETTERS.findall(stretch.lower()))
    assert all(needs.met(stretch, words) for _, rule, needs in RULES if rule.search(stretch))


def test_alternatives_are_spelled_out_to_their_first_words() -> None:
    assert words_of(r"r[ée]f(?:[ée]rence)?\.?|y\.?o") >= {"ref", "réf", "reference", "référence", "yo", "y"}
