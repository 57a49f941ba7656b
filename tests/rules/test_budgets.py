"""A year's money, and money that moves: what cannot be, and what is never added to what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.budgets import (
    IATI_TRANSACTION_TYPES,
    BudgetKind,
    Movement,
    TransactionKind,
    YearBudget,
    a_year_after,
    budget_findings,
    budget_totals,
    movement_totals,
    transaction_findings,
)

YEAR = YearBudget(date(2025, 1, 1), date(2025, 12, 31), 500_00, "XOF")
CYCLE = (date(2024, 10, 1), date(2027, 9, 30))
PAID = Movement(TransactionKind.DISBURSEMENT, date(2025, 2, 1), 300_00, "XOF", "lead", "cso")


def codes(found: list) -> list[str]:
    """What was found, by code."""
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 10, 1), date(2025, 9, 30), True),
        (date(2024, 10, 1), date(2025, 10, 1), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 2, 29), date(2025, 3, 1), False),
        (date(2025, 3, 1), date(2025, 3, 1), True),
    ],
)
def test_a_budget_covers_a_year_at_most(starts_on: date, ends_on: date, fits: bool) -> None:
    found = codes(budget_findings(replace(YEAR, starts_on=starts_on, ends_on=ends_on)))
    assert found == ([] if fits else ["longer-than-a-year"])


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_year_has_365_or_366_days(day: date) -> None:
    assert (a_year_after(day) - day).days in (365, 366)


def test_a_budget_that_ends_before_it_starts_says_only_that() -> None:
    assert codes(budget_findings(replace(YEAR, ends_on=date(2024, 12, 31)), cycle=CYCLE)) == ["ends-before-start"]


def test_a_budget_outside_the_programme_is_told() -> None:
    before = replace(YEAR, starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    assert codes(budget_findings(before, cycle=CYCLE)) == ["outside-cycle"]
    assert budget_findings(YEAR, cycle=CYCLE) == []


def test_no_day_is_set_aside_twice_in_one_currency() -> None:
    next_year = replace(YEAR, starts_on=date(2025, 12, 31), ends_on=date(2026, 12, 30))
    assert codes(budget_findings(next_year, [YEAR])) == ["overlaps"]
    assert budget_findings(replace(next_year, currency="EUR"), [YEAR]) == []


def test_a_revision_revises_an_original_of_the_same_days() -> None:
    revised = replace(YEAR, kind=BudgetKind.REVISED)
    assert codes(budget_findings(revised)) == ["revises-nothing"]
    assert budget_findings(revised, [YEAR]) == []


def test_the_revised_budget_stands_in_for_the_original_and_currencies_stay_apart() -> None:
    revised = replace(YEAR, kind=BudgetKind.REVISED, value=400_00)
    assert budget_totals([revised, YEAR, replace(YEAR, currency="EUR")]) == {"EUR": 500_00, "XOF": 400_00}


def test_a_transaction_is_never_dated_after_today() -> None:
    assert transaction_findings(PAID, today=PAID.on) == []
    assert codes(transaction_findings(PAID, today=PAID.on - timedelta(days=1))) == ["in-future"]


def test_a_transaction_names_a_party_and_not_twice_the_same() -> None:
    assert codes(transaction_findings(replace(PAID, provider="", receiver=""), today=PAID.on)) == ["no-party"]
    assert codes(transaction_findings(replace(PAID, receiver="lead"), today=PAID.on)) == ["to-itself"]
    assert transaction_findings(replace(PAID, provider=""), today=PAID.on) == []


def test_a_commitment_and_its_payment_are_never_added() -> None:
    promised = replace(PAID, kind=TransactionKind.OUTGOING_COMMITMENT, value=900_00)
    taken_back = replace(PAID, value=-100_00)
    found = movement_totals([PAID, promised, taken_back, replace(PAID, currency="EUR")])
    assert found == {
        (TransactionKind.OUTGOING_COMMITMENT, "XOF"): 900_00,
        (TransactionKind.DISBURSEMENT, "EUR"): 300_00,
        (TransactionKind.DISBURSEMENT, "XOF"): 200_00,
    }


def test_iati_numbers_the_kinds_of_transaction_as_its_list_does() -> None:
    assert IATI_TRANSACTION_TYPES[TransactionKind.INCOMING_FUNDS] == "1"
    assert IATI_TRANSACTION_TYPES[TransactionKind.DISBURSEMENT] == "3"
    assert IATI_TRANSACTION_TYPES[TransactionKind.INCOMING_COMMITMENT] == "11"
    assert len(set(IATI_TRANSACTION_TYPES.values())) == len(TransactionKind) == 13
