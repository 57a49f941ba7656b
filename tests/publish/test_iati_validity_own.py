"""What nobody else checks in IATI files: each of our own rules kept by the fictional file, and broken by one edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.publish.iati_edits import (
    ACTIVITIES,
    COUNTED,
    FULL,
    LANGUAGE,
    NOT_ADDITIVE,
    ONE_COUNTRY,
    SECOND_PERIOD,
    SHARE,
    Edit,
    after,
    attribute,
    broken,
    judged,
    untouched,
    without,
)
from toguna.publish.iati.validity.own_rules import OWN_RULES
from toguna.publish.iati.validity.result_cells import judge_cells
from toguna.publish.iati.validity.rules_of_iati import Element

FIRST_PERIOD = f"{COUNTED}/period[1]"
PEOPLE_REACHED = f"{NOT_ADDITIVE}/period"

BREACHES: dict[str, tuple[Edit, ...]] = {
    "toguna.sexes-above-total": (attribute(f"{FIRST_PERIOD}/actual[2]", "value", "51"),),
    "toguna.parts-above-total": (attribute(f"{FIRST_PERIOD}/actual[4]", "value", "90.5"),),
    "toguna.cell-above-total": (attribute(f"{PEOPLE_REACHED}/actual[2]", "value", "11"),),
    "toguna.cells-without-total": (without(f"{PEOPLE_REACHED}/actual[1]"),),
    "toguna.cells-contradict": (after(f"{SECOND_PERIOD}/actual", '<actual value="96"/>'),),
    "toguna.cell-repeated": (after(f"{SECOND_PERIOD}/actual", '<actual value="95.0"/>'),),
    "toguna.number-in-dimension": (attribute(f"{PEOPLE_REACHED}/actual[2]/dimension", "value", "8"),),
    "toguna.dimension-without-value": (attribute(f"{PEOPLE_REACHED}/actual[2]/dimension", "value", None),),
    "toguna.dimension-without-name": (attribute(f"{PEOPLE_REACHED}/actual[2]/dimension", "name", None),),
    "toguna.location-unknown": (attribute(f"{COUNTED}/baseline/location", "ref", "L9"),),
    "toguna.target-without-actual": (without(f"{SECOND_PERIOD}/actual"),),
    "toguna.actual-without-target": (without(f"{SECOND_PERIOD}/target"),),
    "toguna.period-repeated": (
        attribute(f"{SECOND_PERIOD}/period-start", "iso-date", "2024-01-01"),
        attribute(f"{SECOND_PERIOD}/period-end", "iso-date", "2024-03-31"),
    ),
    "toguna.baseline-after-first-period": (attribute(f"{COUNTED}/baseline", "iso-date", "2024-04-01"),),
    "toguna.percentage-above-100": (attribute(f"{SHARE}/period/actual", "value", "100.5"),),
    "toguna.number-badly-written": (attribute(f"{SECOND_PERIOD}/actual", "value", "1 095"),),
    "toguna.language-badly-written": (attribute(f"{ONE_COUNTRY}/title/narrative", LANGUAGE, "EN"),),
    "toguna.language-empty": (attribute(f"{ONE_COUNTRY}/title/narrative", LANGUAGE, ""),),
}
# What the official rules say of the same thing, in their own way.
OFFICIAL_TOO = {
    "toguna.number-badly-written": {"8.10.2"},
    "toguna.language-badly-written": {"9.95.1"},
    "toguna.language-empty": {"9.95.1"},
}


@pytest.mark.parametrize("code", BREACHES)
def test_what_breaks_one_of_our_rules_is_told_in_words(code: str) -> None:
    validity = judged(ACTIVITIES, *BREACHES[code])
    assert broken(validity) == {code} | OFFICIAL_TOO.get(code, set())
    finding = next(finding for finding in validity.findings if finding.code == code)
    assert finding.severity is OWN_RULES[code].severity
    assert "%(" not in finding.text()
    assert "ligne " in finding.where


def test_every_rule_of_ours_is_kept_once_and_broken_once() -> None:
    assert set(BREACHES) == set(OWN_RULES)
    assert {code for code in OWN_RULES if untouched(ACTIVITIES).evaluated[code].ran == 0} == set()


def test_a_period_of_the_future_needs_no_actual() -> None:
    future = [
        attribute(f"{SECOND_PERIOD}/period-start", "iso-date", "2026-01-01"),
        attribute(f"{SECOND_PERIOD}/period-end", "iso-date", "2026-03-31"),
        without(f"{SECOND_PERIOD}/actual"),
    ]
    assert broken(judged(ACTIVITIES, *future)) == set()


def test_a_period_that_ends_today_is_not_past_and_a_baseline_of_its_first_period_is_not_late() -> None:
    today = [
        attribute(f"{SECOND_PERIOD}/period-end", "iso-date", "2026-02-01"),
        without(f"{SECOND_PERIOD}/actual"),
        attribute(f"{COUNTED}/baseline", "iso-date", "2024-03-31"),
    ]
    assert broken(judged(ACTIVITIES, *today)) == set()


def test_a_repeated_period_without_any_target_is_told_of_it_once() -> None:
    repeated = [
        *BREACHES["toguna.period-repeated"],
        without(f"{FIRST_PERIOD}/target"),
        without(f"{SECOND_PERIOD}/target"),
    ]
    validity = judged(ACTIVITIES, *repeated)
    assert broken(validity) == {"toguna.period-repeated", "toguna.actual-without-target"}
    assert validity.evaluated["toguna.actual-without-target"].failed == 1


def test_the_same_category_in_two_places_is_two_cells() -> None:
    elsewhere = '<actual value="7"><dimension name="sex" value="female"/></actual>'
    total = '<actual value="8"/>'
    edits = [after(f"{FIRST_PERIOD}/actual[5]", cell) for cell in (elsewhere, total)]
    assert broken(judged(ACTIVITIES, *edits)) == set()


def test_nobody_has_two_sexes_even_where_parts_need_not_add_up() -> None:
    by_sex = [
        attribute(f"{PEOPLE_REACHED}/actual[{n}]/dimension", name, value)
        for n, sex in ((2, "Female"), (3, "Male"))
        for name, value in (("name", "Sexe"), ("value", sex))
    ]
    assert broken(judged(ACTIVITIES, *by_sex)) == {"toguna.sexes-above-total"}


def test_the_other_half_of_a_repeated_period_is_found_in_its_repetition() -> None:
    """Files of IATI 2.02 could only break a value down by repeating its period."""
    repeated = [
        *BREACHES["toguna.period-repeated"],
        without(f"{FIRST_PERIOD}/target"),
        without(f"{SECOND_PERIOD}/actual"),
    ]
    assert broken(judged(ACTIVITIES, *repeated)) == {"toguna.period-repeated"}


def test_parts_that_are_declared_not_to_add_up_may_be_more_than_their_total() -> None:
    assert broken(judged(ACTIVITIES, attribute(f"{PEOPLE_REACHED}/actual[2]", "value", "10"))) == set()
    additive = attribute(NOT_ADDITIVE, "aggregation-status", "1")
    assert broken(judged(ACTIVITIES, additive)) == {"toguna.parts-above-total"}


def test_an_age_is_a_category_although_it_is_a_number() -> None:
    edits = [
        attribute(f"{PEOPLE_REACHED}/actual[{n}]/dimension", name, value)
        for n, age in ((2, "18"), (3, "19"))
        for name, value in (("name", "Age"), ("value", age))
    ]
    assert broken(judged(ACTIVITIES, *edits)) == set()


def test_a_place_declared_by_another_activity_does_not_count() -> None:
    validity = judged(ACTIVITIES, attribute(f"{FULL}/location", "ref", "L2"))
    assert broken(validity) == {"toguna.location-unknown"}
    cited = len([1 for finding in validity.findings if finding.values == {"ref": "L1"}])
    assert validity.evaluated["toguna.location-unknown"].failed == cited == 7


def cells(total: int, parts: dict[tuple[str, str], int]) -> list[Element]:
    """The actuals of one period: a total, and a cell for each sex and topic."""
    period = etree.Element("period")
    etree.SubElement(period, "actual", value=str(total))
    for (sex, topic), count in parts.items():
        cell = etree.SubElement(period, "actual", value=str(count))
        for name, value in (("sex", sex), ("topic", topic)):
            if value:
                etree.SubElement(cell, "dimension", name=name, value=value)
    return list(period)


def codes_of(elements: list[Element], additive: bool | None) -> set[str]:
    """The rules that some cells break."""
    return {judgement.code for judgement in judge_cells(elements, "1", additive) if judgement.values is not None}


@given(
    st.dictionaries(st.tuples(st.sampled_from(["female", "male"]), st.sampled_from(["health", "water"])),
                    st.integers(0, 10**6), min_size=1),
    st.sampled_from([True, None]),
)  # fmt: skip
def test_cells_that_add_up_are_never_told_and_one_too_many_always_is(
    inner: dict[tuple[str, str], int], additive: bool | None
) -> None:
    parts = dict(inner)
    for sex in {sex for sex, _ in inner}:
        parts[sex, ""] = sum(count for (of, _), count in inner.items() if of == sex)
    for topic in {topic for _, topic in inner}:
        parts["", topic] = sum(count for (_, of), count in inner.items() if of == topic)
    total = sum(inner.values())
    assert codes_of(cells(total, parts), additive) == set()
    assert codes_of(cells(total + 1, parts), additive) == set()
    if total:
        told = {"toguna.sexes-above-total", "toguna.parts-above-total"}
        assert codes_of(cells(total - 1, parts), additive) == told
