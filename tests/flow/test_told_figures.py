"""The numbers typed into a narrative: whether they add up, and the computed values of the edition they speak of."""

from datetime import date

import pytest

from tests.publish.snapshots import indicator, snapshot, table
from toguna.flow.told_figures import DaysTold, compared, remarks_on_sums
from toguna.rules.findings import Severity

YEAR = DaysTold(date(2025, 1, 1), date(2026, 1, 1))


def persons(value: str = "421", title: str = "Femmes formées à la gouvernance", code: str = "W", **changes: object):  # type: ignore[no-untyped-def]
    whole = table(value, period_kind="year", period="2025", starts_on="2025-01-01", ends_before="2026-01-01")
    return indicator(code, title={"fr": title, "en": "Women trained in governance"}, tables=[whole], **changes)


def said(text: str, *indicators: object, language: str = "fr") -> list[tuple[str, str]]:
    found = compared(text, snapshot(*(indicators or (persons(),))), language, YEAR)  # type: ignore[arg-type]
    return [(one.code, one.text()) for one in found]


def test_a_number_that_is_the_computed_value_is_offered_its_token() -> None:
    ((code, told),) = said("En 2025, 421 femmes ont été formées à la gouvernance.")
    assert code == "typed-equals"
    assert "{{W|2025}}" in told


def test_a_number_that_differs_from_the_value_it_speaks_of_says_by_how_much() -> None:
    ((code, told),) = said("En 2025, 412 femmes ont été formées à la gouvernance.")
    assert code == "typed-differs"
    assert "est 421, le texte dit 9 de moins" in told


def test_the_same_is_told_of_an_english_text() -> None:
    ((code, told),) = said("In 2025, 430 women were trained in local governance.", language="en")
    assert code == "typed-differs"
    assert "9 de plus" in told


@pytest.mark.parametrize(
    "text",
    [
        "En 2025, 412 puits ont été creusés.",  # of something else
        "Les femmes ont reçu 412 sacs.",  # one word in common is no subject
        "Douze femmes, 40 formées à la gouvernance.",  # far from the value: a part of it, or another thing
        "Des femmes formées à la gouvernance en 2025.",  # no number but a year
        "{{W|2025}} femmes formées à la gouvernance.",  # the value itself
        "412 hommes sur 421 femmes et hommes formés à la gouvernance des femmes.",  # the value stands beside it
    ],
)
def test_no_difference_is_told_where_nothing_says_that_the_value_is_meant(text: str) -> None:
    assert [code for code, _ in said(text) if code == "typed-differs"] == []


def test_a_fiscal_year_is_the_year_that_most_of_it_lies_in() -> None:
    fiscal = table(
        "421", period_kind="us_fiscal_year", period="FY2025", starts_on="2024-10-01", ends_before="2025-10-01"
    )
    of_fiscal_year = indicator("W", title={"fr": "Femmes formées à la gouvernance"}, tables=[fiscal])
    ((code, told),) = said("En 2025, 412 femmes ont été formées à la gouvernance.", of_fiscal_year)
    assert code == "typed-differs"
    assert "{{W|FY2025}}" in told


def test_where_two_indicators_fit_alike_no_difference_is_told() -> None:
    alike = persons("395", code="V")
    assert said("En 2025, 412 femmes ont été formées à la gouvernance.", persons(), alike) == []


def test_a_masked_value_is_never_told() -> None:
    masked = table("4", period_kind="year", period="2025", starts_on="2025-01-01", ends_before="2026-01-01")
    masked["total"] = {"category": "", "masked": True, "value": None}
    hidden = indicator("W", title={"fr": "Femmes formées à la gouvernance"}, tables=[masked])
    assert said("En 2025, 4 femmes ont été formées à la gouvernance.", hidden) == []


def test_sums_are_checked_with_the_numbers_that_the_text_asks_for_in_their_places() -> None:
    given = snapshot(persons("789"))
    (remark,) = remarks_on_sums("{{W|2025}} personnes, dont 211 hommes et 538 femmes.", given, "fr")
    assert remark.severity.value == Severity.ERROR.value
    assert "749" in remark.text()
    assert remarks_on_sums("{{W|2025}} personnes, dont 211 hommes et 578 femmes.", given, "fr") == ()
    assert remarks_on_sums("  ", given, "fr") == ()
