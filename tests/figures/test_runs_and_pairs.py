"""Sums that no word announces: long lists with their whole beside them, women and men, figures of the same things."""

import pytest

from toguna.figures import check
from toguna.figures.relations import RelationType


def sums_of(text: str) -> list[tuple[int, list[int]]]:
    """Every sum that is read: its whole, and its parts in order of size."""
    report = check(text)
    values = {claim.id: int(claim.value) for claim in report.claims}
    return [
        (values[one.relation.stated_side[0]], sorted(values[name] for name in one.relation.other_side))
        for one in report.judgements
        if one.relation.type is RelationType.SUM
    ]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        # A row of places, each with its figure.
        (
            "Au total 152 cas : Aro 21, Bel 45, Cido 12, Doro 38, Ebo 30, Fana 6.",
            152,
            [21, 45, 12, 38, 30, 6],
        ),
        # People, then groups of people: words that differ do not speak against a long run.
        (
            "On compte 1 552 victimes, dont 597 hommes, 133 femmes, 196 garçons, 137 filles, 27 enfants non "
            "identifiés ; 425 civils ; 37 groupes.",
            1552,
            [597, 133, 196, 137, 27, 425, 37],
        ),
        # Households of one place, then of another, some sentences on.
        (
            "Au total 937 ménages de 5,128 personnes se sont déplacés. 906 ménages de 4,973 personnes sont partis. "
            "En outre, 31 ménages de 155 personnes sont venus.",
            5128,
            [4973, 155],
        ),
    ],
)
def test_an_exact_sum_is_read_without_a_word_that_announces_it(text: str, whole: int, parts: list[int]) -> None:
    assert (whole, sorted(parts)) in sums_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "21 puits, 4 écoles, 6 forages, 5 marchés et 6 routes ont été visités.",  # small numbers agree by chance
        # Two digits, and other figures stand between.
        "42 puits, 3 écoles et 8 salles ont été visités. 12 femmes et 30 hommes sont venus lundi.",
    ],
)
def test_small_numbers_that_agree_by_chance_are_not_told(text: str) -> None:
    assert sums_of(text) == []
