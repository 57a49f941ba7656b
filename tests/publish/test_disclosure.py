"""What leaves in an edition: small tables that a programme officer can check by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from toguna.publish.disclosure.cells import CellName, CountedCell, EarlierEdition, LeftOut, Table
from toguna.publish.disclosure.control import Controlled, controlled_release
from toguna.rules.definitions import Definition

THRESHOLD = 5
STARTS = [date(2019, 1, 1), date(2019, 4, 1), date(2019, 7, 1), date(2019, 10, 1), date(2020, 1, 1)]
YEAR = (STARTS[0], STARTS[4])
KINDS = ["quarter", "year", "us_fiscal_year", "life"]
SEATS: dict[str, Any] = {"count": "seats", "dimensions": ["sex"], "periods": KINDS}
PEOPLE: dict[str, Any] = {"count": "people", "dimensions": ["sex", {"place": 3}], "periods": KINDS}
OF_ALL = {"count": "seats"}
OF_WOMEN = {"count": "seats", "where": {"sex": ["female"]}}
SHARE: dict[str, Any] = {"count": "ratio", "numerator": OF_WOMEN, "denominator": OF_ALL, "periods": KINDS}


def cell(
    period: str,
    window: tuple[date, date],
    value: int | None,
    cut: tuple[str, str] = ("", ""),
    *,
    body: Mapping[str, Any] = SEATS,
    code: str = "SEATS-1",
    digest: str = "",
    **more: Any,
) -> CountedCell:
    kind = "quarter" if "Q" in period else "life" if period == "life" else "year"
    name = CellName(Table(code, kind, period, "counted"), *cut)
    persons = more.pop("persons", value or 0)
    return CountedCell(name, window, Definition.from_json(body), persons, digest, value, **more)


def table(
    period: str, window: tuple[date, date], by_sex: Mapping[str, int], *, edition: int = 1, **more: Any
) -> list[CountedCell]:
    """A total and its parts by sex; what edition they are in tells their facts apart."""
    total = cell(period, window, sum(by_sex.values()), digest=f"{period} {edition} {sum(by_sex.values())}", **more)
    return [total] + [
        cell(period, window, seats, ("sex", sex), digest=f"{period} {sex} {seats}", **more)
        for sex, seats in by_sex.items()
    ]


def control(cells: list[CountedCell], threshold: int, **options: Any) -> Controlled:
    """The tables that may leave."""
    return controlled_release(cells, threshold, **options).tables


def quarters(*parts: Mapping[str, int], **more: Any) -> list[CountedCell]:
    """Some quarters of 2019 and their year."""
    cells = []
    whole: dict[str, int] = {}
    for number, part in enumerate(parts):
        cells += table(f"2019-Q{number + 1}", (STARTS[number], STARTS[number + 1]), part, **more)
        for sex, seats in part.items():
            whole[sex] = whole.get(sex, 0) + seats
    return cells + table("2019", YEAR, whole, **more)


def masked_in(controlled: Controlled, period: str) -> set[str]:
    return {name.category or "total" for name in controlled.masked if name.table.period == period}


def edition(controlled: Controlled, number: int = 1) -> EarlierEdition:
    return EarlierEdition(number, controlled.cells, controlled.masked)


def test_a_small_cell_takes_the_cheapest_other_with_it_and_each_says_why() -> None:
    controlled = control(table("2019", YEAR, {"female": 31, "male": 12, "unknown": 2}), THRESHOLD)
    assert not controlled.left_out
    assert {name.category for name in controlled.small} == {"unknown"}
    assert {name.category for name in controlled.complements} == {"male"}


def test_where_nobody_is_few_nothing_is_masked() -> None:
    assert not control(quarters({"female": 31, "male": 12}, {"female": 9, "male": 5}), THRESHOLD).masked


def test_zero_is_shown_where_it_is_known() -> None:
    controlled = control(table("2019", YEAR, {"female": 3, "male": 40, "unknown": 0}), THRESHOLD)
    assert masked_in(controlled, "2019") == {"female", "male"}


def test_events_and_organisations_are_exempt_by_what_they_count() -> None:
    events = {"count": "events", "dimensions": ["activity_kind"], "periods": ["year"]}
    cells = [cell("2019", YEAR, 3, body=events), cell("2019", YEAR, 1, ("activity_kind", "forum"), body=events)]
    controlled = control(cells, THRESHOLD)
    assert not controlled.masked
    assert not controlled.left_out


def test_few_persons_who_came_often_are_masked_though_they_filled_many_seats() -> None:
    cells = [
        cell("2019", YEAR, 60, persons=40),
        cell("2019", YEAR, 12, ("sex", "female"), persons=3),
        cell("2019", YEAR, 48, ("sex", "male"), persons=37),
    ]
    assert masked_in(control(cells, THRESHOLD), "2019") == {"female", "male"}


def test_a_small_total_is_masked_with_all_its_cells() -> None:
    controlled = control(table("2019", YEAR, {"female": 3, "male": 1, "unknown": 0}), THRESHOLD)
    assert masked_in(controlled, "2019") == {"total", "female", "male"}
    assert not controlled.left_out


def test_an_indicator_whose_every_cell_is_small_is_masked_in_every_cell() -> None:
    cells = quarters({"female": 1, "male": 1}, {"female": 1})
    controlled = control(cells, THRESHOLD)
    assert controlled.masked == {one.name for one in cells}
    assert not controlled.left_out


def test_a_table_of_one_category_is_masked_like_its_total() -> None:
    controlled = control(table("2019", YEAR, {"female": 4}), THRESHOLD)
    assert masked_in(controlled, "2019") == {"total", "female"}
    assert not controlled.left_out


def test_no_persons_at_all_and_a_denominator_of_zero_mask_nothing() -> None:
    cells = [
        *table("2019", YEAR, {}),
        cell("2019", YEAR, None, code="NOTHING"),
        cell("2019", YEAR, None, body=SHARE, code="SHARE", numerator=0, denominator=0),
    ]
    controlled = control(cells, THRESHOLD)
    assert not controlled.masked
    assert not controlled.left_out
    assert not control([], THRESHOLD).cells


def test_a_quarter_that_the_year_would_give_away_takes_another_quarter_with_it() -> None:
    controlled = control(quarters({"female": 3, "male": 9}, *[{"female": 20, "male": 30}] * 3), THRESHOLD)
    assert not controlled.left_out
    assert masked_in(controlled, "2019-Q1") == {"female", "male"}
    assert not masked_in(controlled, "2019")
    others = [masked_in(controlled, f"2019-Q{number}") for number in (2, 3, 4)]
    assert sorted(map(len, others)) == [0, 0, 2], "one other quarter, and no more"


def test_a_small_quarter_is_hidden_behind_another_quarter_not_behind_the_year() -> None:
    controlled = control(quarters({"female": 2, "male": 1}, *[{"female": 20, "male": 30}] * 3), THRESHOLD)
    assert masked_in(controlled, "2019-Q1") == {"total", "female", "male"}
    assert not controlled.left_out
    totals = {name.table.period for name in controlled.masked if not name.dimension}
    assert len(totals) == 2
    assert "2019" not in totals


def test_people_who_may_have_come_back_need_no_other_quarter() -> None:
    shown = quarters({"female": 3, "male": 40}, *[{"female": 20, "male": 60}] * 3, body=PEOPLE)
    year = table("2019", YEAR, {"female": 50, "male": 90}, body=PEOPLE)
    controlled = control([one for one in shown if one.name.table.period != "2019"] + year, THRESHOLD)
    assert masked_in(controlled, "2019-Q1") == {"female", "male"}
    assert {name.table.period for name in controlled.masked} == {"2019-Q1"}


def test_a_fiscal_year_and_a_calendar_year_that_differ_by_few_are_not_both_shown_by_sex() -> None:
    fiscal = (date(2018, 10, 1), STARTS[3])
    by_sex = {"female": 43, "male": 40}
    cells = table("2019", YEAR, by_sex) + table("life", (date(2018, 10, 1), YEAR[1]), by_sex | {"male": 48})
    later = {"female": 40, "male": 38}
    for one in table("2018", fiscal, later | {"male": 46}):
        name = one.name._replace(table=one.name.table._replace(period_kind="us_fiscal_year", period="FY2019"))
        cells.append(CountedCell(name, fiscal, one.definition, one.persons, one.digest, one.value))
    # From October to December 2019: three women and two men.
    controlled = control(cells, THRESHOLD)
    assert not controlled.left_out
    assert controlled.complements
    assert not controlled.small


def test_an_indicator_of_women_is_the_women_of_the_indicator_of_all() -> None:
    women = {"count": "seats", "where": {"sex": ["female"]}, "periods": KINDS}
    cells = table("2019", YEAR, {"female": 40, "male": 3, "unknown": 60})
    both = control([*cells, cell("2019", YEAR, 40, body=women, code="WOMEN")], THRESHOLD)
    assert masked_in(control(cells, THRESHOLD), "2019") == {"female", "male"}
    assert masked_in(both, "2019") == {"male", "unknown"}, "the women stand in another indicator too"


def test_a_share_hides_the_few_who_are_not_in_it() -> None:
    share = cell("2019", YEAR, None, body=SHARE, code="SHARE", persons=38, numerator=38, denominator=40)
    assert control([share], THRESHOLD).small == {share.name}
    kept = cell("2019", YEAR, None, body=SHARE, code="SHARE", persons=33, numerator=33, denominator=40)
    assert not control([kept], THRESHOLD).masked


def by_place(code: str, where: Mapping[str, Any], total: int, places: Mapping[str, int]) -> list[CountedCell]:
    body = {"count": "people", "dimensions": [{"place": 3}], "periods": KINDS, **where}
    found = [cell("2019", YEAR, total, body=body, code=code, digest=f"{code} {total}")]
    return found + [
        cell("2019", YEAR, persons, ("place", place), body=body, code=code, digest=f"{code} {place} {persons}")
        for place, persons in places.items()
    ]


WOMEN_ONLY = {"where": {"sex": ["female"]}}
EVERYBODY = by_place("PEOPLE", {}, 60, {"C1": 12, "C2": 50})


def test_two_men_are_hidden_among_people_of_a_place_where_another_indicator_counts_the_women() -> None:
    women = by_place("WOMEN", WOMEN_ONLY, 40, {"C1": 10, "C2": 32})
    controlled = control([*EVERYBODY, *women], THRESHOLD)
    assert not controlled.left_out
    assert not controlled.small
    hidden = {(name.table.indicator, name.category) for name in controlled.complements}
    assert hidden & {("PEOPLE", "C1"), ("WOMEN", "C1")}, "12 and 10 would say that two men were there"
    assert not {name.category for name in controlled.complements} & {""}, "no total is hidden for a place's sake"


@pytest.mark.parametrize(("in_a_place", "in_all"), [(12, 40), (7, 40), (7, 60)])
def test_nobody_and_a_group_that_is_large_enough_need_not_be_hidden(in_a_place: int, in_all: int) -> None:
    women = by_place("WOMEN", WOMEN_ONLY, in_all, {"C1": in_a_place, "C2": 50 if in_all == 60 else 32})
    assert not control([*EVERYBODY, *women], THRESHOLD).masked


def test_two_men_in_all_take_the_number_of_women_with_them() -> None:
    women = by_place("WOMEN", WOMEN_ONLY, 58, {"C1": 12, "C2": 50})
    controlled = control([*EVERYBODY, *women], THRESHOLD)
    assert not controlled.left_out
    assert controlled.masked == {CellName(Table("WOMEN", "year", "2019", "counted"))}


def test_two_who_came_but_not_to_a_place_are_hidden_with_it() -> None:
    controlled = control(by_place("PEOPLE", {}, 32, {"C1": 30, "C2": 20, "C3": 24}), THRESHOLD)
    assert not controlled.left_out
    assert "C1" in {name.category for name in controlled.masked}
    assert "" not in {name.category for name in controlled.masked}


def test_two_who_came_in_the_year_but_not_in_its_first_quarter_are_hidden_with_it() -> None:
    body = {"count": "people", "periods": KINDS}
    counted = {"2019-Q1": 30, "2019-Q2": 20, "2019": 32}
    windows = {"2019-Q1": STARTS[:2], "2019-Q2": STARTS[1:3], "2019": YEAR}
    cells = [
        cell(period, tuple(windows[period]), persons, body=body, code="PEOPLE", digest=period)
        for period, persons in counted.items()
    ]
    controlled = control(cells, THRESHOLD)
    assert not controlled.left_out
    assert {name.table.period for name in controlled.masked} & {"2019-Q1", "2019"}


def test_two_men_among_those_who_were_given_something_are_hidden_too() -> None:
    given = {"count": "sum", "periods": KINDS}
    everybody = cell("2019", YEAR, 32, body={**given, "where": {"unit": "recipient"}}, code="GIVEN", digest="all")
    asked = {"unit": "recipient", "sex": ["female"]}
    women = cell("2019", YEAR, 30, body={**given, "where": asked}, code="GIVEN_WOMEN", digest="women")
    assert control([everybody, women], THRESHOLD).masked
    assert not control([everybody], THRESHOLD).masked


def test_few_who_came_late_to_another_place_cost_no_table_since_the_list_of_sheets_tells_of_them() -> None:
    first = by_place("PEOPLE", {}, 30, {"C1": 30, "C2": 20})
    then = by_place("PEOPLE", {}, 32, {"C1": 30, "C2": 22})
    controlled = control(then, THRESHOLD, before=[EarlierEdition(1, tuple(first), frozenset())])
    assert not controlled.left_out
    assert not controlled.masked


def test_what_counts_were_both_shown_once_stands_in_nobodys_way() -> None:
    cells = [*EVERYBODY, *by_place("WOMEN", WOMEN_ONLY, 40, {"C1": 10, "C2": 32})]
    controlled = control(cells, THRESHOLD, before=[EarlierEdition(1, tuple(cells), frozenset())])
    assert not controlled.left_out
    assert not controlled.masked


def test_an_old_masked_cell_is_not_given_away_by_the_next_quarter() -> None:
    first = control(quarters({"female": 3, "male": 9, "unknown": 20}), THRESHOLD)
    assert masked_in(first, "2019-Q1") == {"female", "male"}
    second = control(
        quarters({"female": 3, "male": 9, "unknown": 20}, {"female": 20, "male": 30, "unknown": 8}, edition=1),
        THRESHOLD,
        before=[edition(first)],
    )
    assert not second.left_out
    assert masked_in(second, "2019-Q1") == {"female", "male"}
    assert masked_in(second, "2019-Q2") == {"female", "male"}, "or the year less this quarter would give the last"


def test_what_an_earlier_edition_has_shown_is_masked_and_stands_in_nobodys_way() -> None:
    cells = table("2019", YEAR, {"female": 31, "male": 12, "unknown": 4})
    shown = EarlierEdition(1, tuple(cells), frozenset())
    controlled = control(cells, THRESHOLD, before=[shown])
    assert not controlled.left_out
    assert {name.category for name in controlled.small} == {"unknown"}


def test_two_women_who_came_late_do_not_show_by_sex() -> None:
    first = control(table("2019", YEAR, {"female": 31, "male": 12, "unknown": 8}), THRESHOLD)
    late = table("2019", YEAR, {"female": 33, "male": 12, "unknown": 8}, edition=2)
    second = control(late, THRESHOLD, before=[edition(first)])
    assert not second.left_out
    assert "female" in masked_in(second, "2019")
    assert len(masked_in(second, "2019")) == 2
    assert not second.small


def test_two_who_came_late_to_the_only_category_cannot_be_hidden_in_it() -> None:
    first = control(table("2019", YEAR, {"female": 31}), THRESHOLD)
    late = table("2019", YEAR, {"female": 33}, edition=2)
    (problem,) = controlled_release(late, THRESHOLD, before=[edition(first)]).problems
    assert problem.finding.code == "came-late"
    assert problem.leave_out == LeftOut("SEATS-1", "sex", "year")
    assert "SEATS-1:sex:year" in problem.finding.text()
    controlled = control(late, THRESHOLD, before=[edition(first)])
    assert controlled.left_out == (LeftOut("SEATS-1", "sex", "year"),)
    assert [one.name.dimension for one in controlled.cells] == [""]
    assert not controlled.masked
    release = controlled_release(late, THRESHOLD, before=[edition(first)])
    assert (release.tables, release.left_out) == (controlled, controlled.left_out), "one run says both"
    assert [one.finding for one in release.problems] == [problem.finding]
    again = control(late, THRESHOLD, left_out=controlled.left_out, before=[edition(first)])
    assert again.cells == controlled.cells
    assert again.left_out == controlled.left_out


def test_a_large_cut_of_which_most_would_be_masked_is_left_out_as_a_whole() -> None:
    by_place: dict[str, Any] = {"count": "seats", "dimensions": [{"place": 3}], "periods": KINDS}
    parts = [cell("2019", YEAR, 2 + number % 4, ("place", f"c{number}"), body=by_place) for number in range(60)]
    total = cell("2019", YEAR, sum(one.value or 0 for one in parts), body=by_place)
    (problem,) = controlled_release([total, *parts], THRESHOLD).problems
    assert problem.finding.code == "mostly-masked"
    assert control([total, *parts], THRESHOLD).left_out == (LeftOut("SEATS-1", "place", "year"),)


def test_when_the_solver_may_work_no_longer_tables_are_left_out() -> None:
    cells = quarters({"female": 3, "male": 9}, *[{"female": 20, "male": 30}] * 3)
    (problem,) = controlled_release(cells, THRESHOLD, effort=0).problems
    assert problem.finding.code == "too-long"
    controlled = control(cells, THRESHOLD, effort=0)
    assert controlled.left_out == (LeftOut("SEATS-1", "sex", "quarter"),)
    assert {one.name.table.period for one in controlled.cells} == {"2019", *(f"2019-Q{n}" for n in range(1, 5))}


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_cells_come_changes_nothing(order: int) -> None:
    cells = quarters({"female": 3, "male": 9, "unknown": 9}, *[{"female": 20, "male": 30, "unknown": 20}] * 3)
    assert control(cells[::order], THRESHOLD).masked == control(cells, THRESHOLD).masked


def test_what_is_left_out_is_read_from_one_word() -> None:
    assert LeftOut.read("YOUTH-1::month") == LeftOut("YOUTH-1", "", "month")
    assert str(LeftOut.read("YOUTH-1:sex")) == "YOUTH-1:sex"
