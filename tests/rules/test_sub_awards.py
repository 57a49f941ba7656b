"""What of a grant is paid, accounted for and late; and what cannot be paid or accounted for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.sub_awards import (
    NEXT_STATES,
    Acquittal,
    AcquittalState,
    AwardState,
    SubAward,
    Tranche,
    acquittal_findings,
    payment_findings,
    standing_of,
    step_findings,
    totals,
)

TODAY = date(2025, 6, 1)
GRANT = SubAward(
    "XOF",
    900_00,
    starts_on=date(2025, 1, 1),
    tranches=(
        Tranche(1, 300_00, date(2025, 1, 10), 300_00, date(2025, 1, 12), date(2025, 4, 1)),
        Tranche(2, 600_00, date(2025, 5, 1)),
    ),
)
amounts = st.integers(1, 10**9)


def codes(found: list) -> list[str]:
    """What was found, by code."""
    return [one.code for one in found]


def test_what_is_not_known_is_not_zero() -> None:
    standing = standing_of(SubAward("XOF"), TODAY)
    assert (standing.awarded, standing.paid, standing.acquitted) == (None, None, None)
    assert (standing.to_pay, standing.to_acquit) == (None, None)


def test_a_planned_payment_that_was_not_made_is_nothing_paid_and_known() -> None:
    standing = standing_of(replace(GRANT, tranches=(Tranche(1, 300_00),)), TODAY)
    assert (standing.paid, standing.acquitted, standing.to_pay) == (0, 0, 900_00)


def test_a_payment_and_its_papers_are_late_the_day_after() -> None:
    assert standing_of(GRANT, date(2025, 5, 1)).late_payment == 0
    assert standing_of(GRANT, date(2025, 5, 2)).late_payment == 600_00
    assert standing_of(GRANT, date(2025, 4, 1)).late_acquittal == 0
    assert standing_of(GRANT, date(2025, 4, 2)).late_acquittal == 300_00


def test_only_accepted_papers_count_and_returned_ones_count_for_nothing() -> None:
    papers = tuple(Acquittal(100_00, TODAY, state) for state in AcquittalState)
    standing = standing_of(replace(GRANT, acquittals=papers), TODAY)
    assert (standing.acquitted, standing.waiting, standing.to_acquit) == (100_00, 100_00, 200_00)


@pytest.mark.parametrize("state", [AwardState.SUSPENDED, AwardState.CLOSED, AwardState.TERMINATED])
def test_nothing_is_late_to_pay_on_a_grant_that_stands_still(state: AwardState) -> None:
    assert standing_of(replace(GRANT, state=state), TODAY).late_payment == 0


def test_two_currencies_are_never_added() -> None:
    found = totals([GRANT, replace(GRANT, currency="USD"), GRANT], TODAY)
    assert {currency: one.awarded for currency, one in found.items()} == {"USD": 900_00, "XOF": 1800_00}


def test_a_grant_without_amount_is_told_beside_the_sum() -> None:
    found = totals([GRANT, SubAward("XOF")], TODAY)["XOF"]
    assert (found.awarded, found.without_value, found.without_payments, found.awards) == (900_00, 1, 1, 2)


@pytest.mark.parametrize("state", [AwardState.PROPOSED, AwardState.SELECTED, AwardState.REFUSED])
def test_what_nobody_signed_is_in_no_sum(state: AwardState) -> None:
    assert totals([replace(GRANT, state=state)], TODAY) == {}


def test_more_than_was_granted_is_paid_only_with_a_reason() -> None:
    assert codes(payment_findings(GRANT, 2, 600_01, TODAY, today=TODAY)) == ["beyond-award"]
    assert payment_findings(GRANT, 2, 600_01, TODAY, today=TODAY, reason="Avenant n° 1") == []
    assert payment_findings(GRANT, 2, 600_00, TODAY, today=TODAY) == []


def test_a_grant_whose_amount_nobody_knows_has_nothing_to_exceed() -> None:
    assert payment_findings(replace(GRANT, value=None), 2, 10**9, TODAY, today=TODAY) == []


def test_nothing_is_paid_before_its_day_or_before_the_start_or_unsigned() -> None:
    tomorrow, early = TODAY + timedelta(days=1), date(2024, 12, 31)
    assert codes(payment_findings(GRANT, 2, 1, tomorrow, today=TODAY)) == ["paid-in-future"]
    assert codes(payment_findings(GRANT, 2, 1, early, today=TODAY)) == ["before-start"]
    unsigned = replace(GRANT, state=AwardState.SELECTED)
    assert codes(payment_findings(unsigned, 2, 1, TODAY, today=TODAY)) == ["not-payable"]


def test_nobody_accounts_for_more_than_was_paid_what_waits_included() -> None:
    waiting = replace(GRANT, acquittals=(Acquittal(250_00, TODAY),))
    assert codes(acquittal_findings(waiting, 50_01, TODAY, today=TODAY)) == ["beyond-paid"]
    assert acquittal_findings(waiting, 50_00, TODAY, today=TODAY) == []
    returned = replace(GRANT, acquittals=(Acquittal(250_00, TODAY, AcquittalState.RETURNED),))
    assert acquittal_findings(returned, 300_00, TODAY, today=TODAY) == []


def test_a_grant_is_closed_only_when_all_is_accounted_for_or_somebody_says_why() -> None:
    assert codes(step_findings(GRANT, AwardState.CLOSED, today=TODAY)) == ["still-to-acquit"]
    assert step_findings(GRANT, AwardState.CLOSED, today=TODAY, reason="Pièces perdues, constat signé") == []
    settled = replace(GRANT, acquittals=(Acquittal(300_00, TODAY, AcquittalState.ACCEPTED),))
    assert step_findings(settled, AwardState.CLOSED, today=TODAY) == []


@pytest.mark.parametrize("state", AwardState)
def test_only_the_steps_of_a_grant_are_possible(state: AwardState) -> None:
    at = replace(GRANT, state=state, tranches=())
    possible = {to for to in AwardState if not step_findings(at, to, today=TODAY, reason="Une raison")}
    assert possible == NEXT_STATES[state]
    without = {to for to in possible if step_findings(at, to, today=TODAY)}
    assert without == possible & {AwardState.REFUSED, AwardState.SUSPENDED, AwardState.TERMINATED}


@given(st.lists(st.tuples(amounts, st.booleans()), max_size=6), st.lists(amounts, max_size=6))
def test_money_goes_one_way(planned: list[tuple[int, bool]], papers: list[int]) -> None:
    """Accepted never passes paid when every step was allowed, and what is late never passes what is open."""
    award = SubAward("XOF", sum(amount for amount, _paid in planned) or None)
    for number, (amount, paid) in enumerate(planned, start=1):
        made = (amount, date(2025, 1, number)) if paid else (None, None)
        due = date(2025, 2, 1)
        award = replace(award, tranches=(*award.tranches, Tranche(number, amount, due, *made, due)))
    for amount in papers:
        if not acquittal_findings(award, amount, TODAY, today=TODAY):
            accepted = Acquittal(amount, TODAY, AcquittalState.ACCEPTED)
            award = replace(award, acquittals=(*award.acquittals, accepted))
    standing = standing_of(award, TODAY)
    if planned:
        assert standing.paid is not None
        assert standing.acquitted is not None
        assert 0 <= standing.acquitted <= standing.paid <= (standing.awarded or 0)
        assert standing.late_acquittal == standing.to_acquit
        assert standing.late_payment == standing.to_pay
