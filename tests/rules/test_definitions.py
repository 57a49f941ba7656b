"""A stored definition: read strictly, refused with reasons, the same text for the same meaning."""

from typing import Any

import pytest
from hypothesis import given

from tests.measure.strategies import definitions
from toguna.rules.definitions import Definition, DefinitionError, findings_in
from toguna.rules.findings import Severity

YOUTH: dict[str, Any] = {
    "count": "people",
    "where": {"programme": "CEP", "activity_kind": ["training"], "age": [15, 35]},
    "dimensions": ["sex", "age_band", {"place": 1}],
    "age_bands": [[0, 14], [15, 24], [25, 35], [36, None]],
    "periods": ["us_fiscal_quarter", "us_fiscal_year", "life"],
}
SHARE: dict[str, Any] = {
    "count": "ratio",
    "numerator": {"count": "people", "where": {"sex": ["female"]}},
    "denominator": {"count": "people"},
    "periods": ["year"],
}


def codes(**changes: Any) -> list[str]:
    return [finding.code for finding in findings_in({**YOUTH, **changes})]


@given(definitions())
def test_a_definition_reads_back_what_it_writes(definition: Definition) -> None:
    again = Definition.from_json(definition.to_json())
    assert again == definition
    assert again.fingerprint() == definition.fingerprint()


def test_a_definition_that_makes_sense_is_accepted() -> None:
    assert findings_in(YOUTH) == []
    assert findings_in(SHARE) == []


def test_two_ways_to_write_the_same_list_are_one_definition() -> None:
    one = {**YOUTH, "where": {"activity_kind": ["forum", "training"]}}
    other = {**YOUTH, "where": {"activity_kind": ["training", "forum", "training"], "basis": ["counted"]}}
    assert Definition.from_json(one).fingerprint() == Definition.from_json(other).fingerprint()


def test_a_misspelt_key_is_an_error_at_its_place() -> None:
    (finding,) = findings_in({**YOUTH, "where": {"programe": "CEP"}})
    assert (finding.code, finding.where, finding.severity) == ("unknown-key", "where.programe", Severity.ERROR)
    assert "« programe » n'est pas une rubrique connue" in finding.text()


def test_every_error_is_said_at_once() -> None:
    assert codes(count="persons", periods=["weekly"], cumulative="yes") == ["not-in-list", "not-in-list", "not-a-flag"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"periods": []}, "periods-missing"),
        ({"count": None}, "missing"),
        ({"dimensions": ["sex", "colour"], "age_bands": []}, "bad-dimension"),
        ({"dimensions": [{"place": "region"}], "age_bands": []}, "bad-dimension"),
        ({"dimensions": ["sex", "sex"], "age_bands": []}, "repeated-dimension"),
        ({"dimensions": [{"place": 1}, {"place": 3}], "age_bands": []}, "repeated-dimension"),
        (
            {"dimensions": ["sex", "disability", "displaced", "topic", "implementer"], "age_bands": []},
            "too-many-dimensions",
        ),
        ({"age_bands": []}, "bands-missing"),
        ({"dimensions": ["sex"]}, "bands-unused"),
        ({"age_bands": [[15, 24], [25, None]]}, "bands-have-gaps"),
        ({"age_bands": [[0, 14], [16, None]]}, "bands-have-gaps"),
        ({"age_bands": [[0, 14], [14, None]]}, "bands-have-gaps"),
        ({"age_bands": [[0, 14], [15, 35]]}, "bands-have-gaps"),
        ({"age_bands": [[0, 14], "15+"]}, "bad-bands"),
        ({"where": {"age": [35, 15]}}, "bad-ages"),
        ({"where": {"age": [True, 15]}}, "bad-ages"),
        ({"where": {"sex": ["woman"]}}, "not-in-list"),
        ({"where": {"topics": "water"}}, "not-a-list"),
        ({"where": {"topics": [7]}}, "not-a-text"),
        ({"where": ["water"]}, "not-an-object"),
        ({"where": {"kind": ["event"]}}, "kind-not-counted"),
        ({"where": {"unit": "booklet"}}, "not-for-this-count"),
        ({"numerator": {"count": "events"}}, "parts-without-ratio"),
        ({"format": 2}, "bad-format"),
    ],
)
def test_what_cannot_be_counted_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code in codes(**changes)


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ({"count": "sum", "periods": ["year"]}, "unit-missing"),
        ({"count": "events", "where": {"sex": ["female"]}, "periods": ["year"]}, "not-for-this-count"),
        ({"count": "organisations", "dimensions": ["sex"], "periods": ["year"]}, "not-for-this-count"),
        ({"count": "events", "dimensions": ["stakeholder_group"], "periods": ["year"]}, "not-for-this-count"),
        ({"count": "events", "place": "residence", "periods": ["year"]}, "no-residence"),
        ({**SHARE, "denominator": None}, "ratio-parts"),
        ({**SHARE, "where": {"programme": "CEP"}}, "ratio-parts"),
        ({**SHARE, "numerator": {"count": "ratio"}}, "ratio-in-ratio"),
        ({**SHARE, "numerator": {"count": "seats", "where": {"basis": ["counted", "estimated"]}}}, "ratio-basis"),
        ("people", "not-an-object"),
    ],
)
def test_words_that_do_not_go_together_are_refused(stored: Any, code: str) -> None:
    assert code in [finding.code for finding in findings_in(stored)]


def test_a_definition_made_in_code_is_held_to_the_same_rules() -> None:
    good = Definition.from_json(YOUTH)
    with pytest.raises(DefinitionError, match="Indiquez au moins une sorte de période"):
        Definition(good.count, ())


def test_stakeholder_groups_cut_organisations() -> None:
    stored = {"count": "organisations", "dimensions": ["stakeholder_group"], "periods": ["year"]}
    assert findings_in(stored) == []


@pytest.mark.parametrize(
    ("stored", "adds_up", "does_not"),
    [
        ({"count": "people"}, ["sex", "age_band"], ["place", "topic", "period", "disability", "implementer"]),
        ({"count": "seats"}, ["sex", "age_band", "place", "period", "disability"], ["topic", "designed_for"]),
        ({"count": "seats", "cumulative": True}, ["sex", "place"], ["period"]),
        ({"count": "seats", "where": {"basis": ["counted", "estimated"]}}, ["sex"], ["basis"]),
        ({"count": "events"}, ["activity_kind"], ["place", "topic", "period", "implementer"]),
        ({"count": "organisations"}, [], ["place", "period", "stakeholder_group"]),
        ({"count": "mean", "where": {"unit": "percent"}}, [], ["place", "period"]),
        ({"count": "latest", "where": {"unit": "hectare"}}, [], ["place", "period"]),
        ({"count": "latest", "where": {"unit": "hectare"}, "place_edition": "2018"}, ["place"], ["period"]),
        (SHARE, [], ["sex", "place", "period"]),
    ],
)
def test_which_cells_add_up_is_declared(stored: dict[str, Any], adds_up: list[str], does_not: list[str]) -> None:
    definition = Definition.from_json({"periods": ["quarter"], **stored})
    assert [name for name in adds_up + does_not if definition.additive(name)] == adds_up
