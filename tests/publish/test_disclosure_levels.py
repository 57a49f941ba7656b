"""Communes in one table and the region they lie in in another: small tables that can be checked by hand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.publish.test_disclosure import KINDS, THRESHOLD, WOMEN_ONLY, YEAR, cell, control
from toguna.publish.disclosure.cells import CountedCell, EarlierEdition


def by_commune(places: Mapping[str, int], where: Mapping[str, Any], count: str = "people") -> list[CountedCell]:
    """An indicator by commune: C1 lies in the region R1, C2 and C3 in R2."""
    body = {"count": count, "dimensions": [{"place": 3}], "periods": KINDS, **where}
    found = [cell("2019", YEAR, sum(places.values()), body=body, code="NARROW", digest=f"narrow {places}")]
    return found + [
        cell("2019", YEAR, persons, ("place", place), body=body, code="NARROW", digest=f"narrow {place}", inside=around)
        for place, persons in places.items()
        for around in [{"C1": ("R1",), "C2": ("R2",), "C3": ("R2",)}.get(place, ())]
    ]


def by_region(places: Mapping[str, int], count: str = "people") -> list[CountedCell]:
    body = {"count": count, "dimensions": [{"place": 1}], "periods": KINDS}
    found = [cell("2019", YEAR, sum(places.values()), body=body, code="WIDE", digest=f"wide {places}")]
    return found + [
        cell("2019", YEAR, persons, ("place", place), body=body, code="WIDE", digest=f"wide {place}")
        for place, persons in places.items()
    ]


def hidden_in(cells: list[CountedCell]) -> set[tuple[str, str]]:
    controlled = control(cells, THRESHOLD)
    assert not controlled.left_out
    return {(name.table.indicator, name.category) for name in controlled.masked}


def test_two_men_of_a_region_are_hidden_where_another_indicator_counts_the_women_of_its_only_commune() -> None:
    wide = by_region({"R1": 12, "R2": 40})
    assert hidden_in([*wide, *by_commune({"C1": 10, "C2": 20}, WOMEN_ONLY)]) & {("WIDE", "R1"), ("NARROW", "C1")}
    assert not hidden_in([*wide, *by_commune({"C1": 7, "C2": 20}, WOMEN_ONLY)]), "five men are no small group"


def test_a_count_that_was_made_in_one_region_only_lies_in_that_region() -> None:
    cells = [*by_region({"R1": 60, "R2": 33}), *by_commune({"C2": 15, "C3": 16}, WOMEN_ONLY)]
    hidden = hidden_in(cells)
    assert hidden & {("WIDE", "R2"), ("NARROW", "")}, "33 in the region and 31 women in all are two men"


def test_the_communes_of_a_region_are_added_up_where_seats_are_counted() -> None:
    wide = by_region({"R1": 60, "R2": 33}, "seats")
    women = by_commune({"C1": 30, "C2": 15, "C3": 16}, WOMEN_ONLY, "seats")
    assert hidden_in([*wide, *women]) & {("WIDE", "R2"), ("NARROW", "C2"), ("NARROW", "C3")}
    fewer = by_commune({"C1": 30, "C2": 15, "C3": 10}, WOMEN_ONLY, "seats")
    assert not hidden_in([*wide, *fewer])


def test_few_seats_of_a_region_whose_commune_nobody_stated_are_hidden() -> None:
    wide = by_region({"R1": 42, "R2": 33}, "seats")
    cells = [*wide, *by_commune({"C1": 40, "C2": 13, "C3": 10, "unknown": 12}, {}, "seats")]
    assert hidden_in(cells) & {("WIDE", "R1"), ("NARROW", "C1")}, "two seats in the region have no commune"


def test_which_commune_lies_in_which_region_an_earlier_edition_says_too() -> None:
    cells = [*by_region({"R1": 12, "R2": 40}), *by_commune({"C1": 10, "C2": 20}, WOMEN_ONLY)]
    bare = [replace(one, inside=()) for one in cells]
    assert not control(bare, THRESHOLD).masked
    shown = EarlierEdition(1, tuple(cells), frozenset())
    unshown = EarlierEdition(1, tuple(cells), frozenset(one.name for one in cells))
    assert not control(bare, THRESHOLD, before=[shown]).masked, "what was shown is left as it is"
    assert control(bare, THRESHOLD, before=[unshown]).masked
