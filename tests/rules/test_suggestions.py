"""Names offered while somebody types: what begins as typed first, then what is spelled nearly so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.spelling import plain
from toguna.rules.suggestions import suggested

KNOWN = ["Awa Diallo", "Aminata Touré", "Issa Diarra", "Mariam dite Mamou Koné", "Awa Koné"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("awa", ("Awa Diallo", "Awa Koné")),
        ("AWA k", ("Awa Koné",)),
        ("kone awa", ("Awa Koné",)),
        ("kone", ("Mariam dite Mamou Koné", "Awa Koné")),
        ("toure", ("Aminata Touré",)),
        ("Amminata", ("Aminata Touré",)),
        ("Awwa Dialo", ("Awa Diallo",)),
        ("mamou", ("Mariam dite Mamou Koné",)),
        ("Zoumana", ()),
        ("a", ()),
        ("", ()),
        ("  - ", ()),
    ],
)
def test_what_is_typed_brings_up_whom_it_may_mean(typed: str, found: tuple[str, ...]) -> None:
    assert suggested(typed, KNOWN) == found


def test_a_word_typed_twice_needs_two_words() -> None:
    assert suggested("awa awa", ["Awa Diallo", "Awa Awatif"]) == ("Awa Awatif",)


def test_never_more_than_asked_for() -> None:
    assert len(suggested("awa", [f"Awa Fictive {number}" for number in range(40)])) == 10


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=8, unique=True))
def test_only_known_names_come_up_and_each_once(typed: str, names: list[str]) -> None:
    found = suggested(typed, names)
    assert len(set(found)) == len(found)
    assert set(found) <= set(names)


@given(st.lists(st.from_regex(r"[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}", fullmatch=True), min_size=1, max_size=5, unique=True))
def test_a_name_typed_whole_comes_up(names: list[str]) -> None:
    assert names[0] in suggested(plain(names[0]), names)
