"""Counts that make up a whole because their shares do, and shares that make up 100 because their counts do."""

from collections.abc import Iterator

import pytest

from tests.figures.told import told
from toguna.figures import check
from toguna.figures.claims import Reading
from toguna.figures.phrases import Context
from toguna.figures.relating.changes import changes
from toguna.figures.relating.counted_shares import counted_shares
from toguna.figures.relating.flat_tables import flat_tables
from toguna.figures.relating.partitions import partitions
from toguna.figures.relating.share_sums import sums_of_shares
from toguna.figures.relating.shares import shares_of_bases
from toguna.figures.relations import Relation, RelationType


def _counted(reading: Reading, context: Context) -> Iterator[Relation]:
    yield from counted_shares([*shares_of_bases(reading, context), *sums_of_shares(reading, context)], context)


def counted(text: str) -> set[str]:
    return set(told(_counted, text))


def test_counts_whose_shares_make_up_a_hundred_make_up_their_base() -> None:
    text = "The camp holds 2,000 people: 1,020 (51%) in tents, 100 (5%) in schools and 880 (44%) with families."
    assert "2,000 = 1,020 ~ 100 ~ 880" in counted(text)


def test_a_count_with_a_digit_too_many_fails_the_sum_of_its_list() -> None:
    text = (
        "The survey found 173,000 people. 88,800 people (51%) live with families, 8,000 (5%) in camps, "
        "32,900 (19%) in empty houses and 43,3300 people (25%) in rented ones."
    )
    assert counted(text) == {"173,000 = 88,800 ~ 8,000 ~ 32,900 ~ 43,3300 !"}


def test_a_few_of_whom_nothing_is_said_are_only_worth_a_look() -> None:
    text = "Sur 173 000 déplacés, 121 600 (70 %) ont fui la crue et 51 200 (30 %) le conflit."
    assert counted(text) == {"173 000 = 121 600 ~ 51 200 !?"}


def test_women_and_men_leave_nobody_out() -> None:
    text = "On compte 9 980 cas. 7 659 femmes (76,7 %) et 2 330 hommes (23,3 %) sont suivis."
    assert counted(text) == {"9 980 = 7 659 ~ 2 330 !"}


def test_shares_whose_counts_make_up_their_base_make_up_a_hundred() -> None:
    text = (
        "The office recorded 4,400 cases. 1,250 children were heard, 28% of all cases. "
        "2,350 were women while 800 were men, 53.4% and 18.2% respectively."
    )
    assert {"28% + 53.4% + 18.2% = 100", "4,400 = 1,250 ~ 2,350 ~ 800"} <= counted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sur 800 élèves, 400 (50 %) ont un livre et 420 (52,5 %) un cahier.",
        "Sur 90 élèves, 45 (50 %) ont un livre et 45 (50 %) une ardoise, dit le directeur.",
    ],
)
def test_shares_that_overlap_are_no_list(text: str) -> None:
    assert not any(line.endswith("!") for line in counted(text))


def test_the_last_share_of_a_list_has_the_base_of_the_others() -> None:
    text = "1,480 males were killed, 80.80% of 1,830 persons killed; females stood at 350 (19.20%)."
    assert "19.20% = 350 / 1,830 !" in counted(text)


def _with_sums(reading: Reading, context: Context) -> Iterator[Relation]:
    sums = partitions(reading, context)
    yield from counted_shares([*shares_of_bases(reading, context), *sums], context)


def test_the_shares_of_the_parts_of_a_whole_are_of_that_whole() -> None:
    text = (
        "Une cible de 59 250 enfants. Les petits sont 4,04% soit 2 394 enfants : 19 226 enfants, soit 39,63% et "
        "37 630 enfants, soit 62,33%."
    )
    lines = set(told(_with_whole, text))
    assert {"39,63% = 19 226 / 59 250 !", "62,33% = 37 630 / 59 250 !", "4,04% + 39,63% + 62,33% = 100 !"} <= lines


def _with_whole(reading: Reading, context: Context) -> Iterator[Relation]:
    claims = [place.claim.id for place in context.places if not place.claim.is_percent]
    whole = Relation("", RelationType.SUM, (claims[0],), tuple(claims[1:]), 0.9)
    yield from counted_shares([*shares_of_bases(reading, context), whole], context)


def test_shares_of_one_base_add_up_as_their_counts_do() -> None:
    text = (
        "Inscrits : 552. Votants : 522 (94,57 %) dont blancs 45 (8,15 %), nuls 10 (1,81 %) et exprimés 467 (84,60 %)."
    )
    assert "8,15 % + 1,81 % + 84,60 % = 94,57 %" in told(_with_sums, text)


def _with_changes(reading: Reading, context: Context) -> Iterator[Relation]:
    yield from counted_shares([*shares_of_bases(reading, context), *changes(reading, context)], context)


def test_a_rate_beside_a_difference_is_that_of_the_change() -> None:
    text = (
        "23 697 personnes de plus, soit 8,2 % par rapport à juillet. Leur nombre est passé de 287 496 à 311 193, "
        "soit 23 697 individus de plus."
    )
    assert "8,2 % = 287 496 → 311 193" in told(_with_changes, text)


def _with_parts(reading: Reading, context: Context) -> Iterator[Relation]:
    sums = [*partitions(reading, context), *flat_tables(reading, context)]
    yield from counted_shares([*sums, *sums_of_shares(reading, context)], context)


def test_shares_told_in_the_order_of_the_rows_are_of_their_total() -> None:
    text = (
        "Répartition : associations 704 000 ; ministère 212 400 ; autres 30 500 ; Total 946 900. "
        "Les premières ont 74%, puis le second 22%, puis le reste 4%."
    )
    assert {"74% = 704 000 / 946 900", "22% = 212 400 / 946 900", "4% = 30 500 / 946 900 !"} <= set(
        told(_with_parts, text)
    )


def test_those_admitted_of_each_add_up_as_those_registered_do() -> None:
    text = (
        "Au bac, 25,1% pour 24.178 admis sur 96.239 inscrits. Bac général : sur 94.519 inscrits, 23.590 admis, soit "
        "25,0%. Bac technique : 34,0% pour 585 passants sur 1.720 candidats."
    )
    failing = [relation for relation in check(text).to_dict()["relations"] if relation["verdict"] == "fails"]
    assert [relation["type"] for relation in failing] == ["sum"]
