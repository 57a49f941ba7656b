"""A group's members, land and money: what holds between the figures of one visit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.findings import errors_in
from toguna.rules.group_followup import GroupVisit, Land, Money, facts_of, findings
from toguna.rules.members import Members

hectares = st.none() | st.integers(0, 400_000)
visits = st.builds(
    GroupVisit,
    st.just("groupe-fictif"),
    members=st.builds(Members, st.none() | st.integers(1, 500)),
    land=st.builds(Land, hectares, hectares, is_tenure_answered=st.just(True)),
)
VISIT = GroupVisit(
    "groupe-fictif",
    held_on=date(2026, 3, 2),
    members=Members(88, 80, 8),
    land=Land(2_550, 1_200, "title", True, date(2024, 5, 2), date(2024, 11, 20)),
    money=Money("XOF", (date(2026, 1, 1), date(2026, 2, 28)), income=1_250_000_000, finance=((1, 500_000_000),)),
)


def codes(visit: GroupVisit) -> list[str]:
    return [one.code for one in findings(visit)]


def test_a_sound_visit_has_nothing_to_look_at() -> None:
    assert findings(VISIT) == []


@given(visits)
def test_whatever_can_be_verified_has_no_more_land_secured_than_acquired(visit: GroupVisit) -> None:
    if errors_in(findings(visit)):
        return
    quantities = {fact.unit: fact.quantity for fact in facts_of(visit)}
    for what in ("hectare", "group", "member"):
        assert quantities.get(f"{what}_secured", 0) <= quantities.get(f"{what}_acquired", 0)


@given(visits)
def test_land_that_is_not_known_makes_no_fact(visit: GroupVisit) -> None:
    units = {fact.unit for fact in facts_of(visit)}
    assert ("hectare_acquired" in units) is (visit.land.acquired is not None)
    assert ("hectare_secured" in units) is (visit.land.secured is not None)


@pytest.mark.parametrize(
    ("land", "code"),
    [
        (Land(2_550, 2_551, "title", True), "secured-exceeds-acquired"),
        (Land(None, 100, "title", True), "secured-without-acquired"),
        (Land(-1, None, "title", True), "hectares-negative"),
        (Land(2_550, 100, "verbal_agreement", True), "secured-by-word"),
        (Land(2_550, 0), "tenure-missing"),
        (Land(2_550, 100, "title", True, date(2024, 5, 2), date(2024, 5, 1)), "secured-before-acquired"),
    ],
)
def test_what_cannot_be_of_the_land_is_told(land: Land, code: str) -> None:
    assert codes(replace(VISIT, land=land)) == [code]


@pytest.mark.parametrize(
    ("money", "code"),
    [
        (Money(None, savings=1_000), "currency-missing"),
        (Money("XOF", income=1_000), "income-without-period"),
        (Money("XOF", (date(2026, 2, 1), date(2026, 1, 1)), income=1_000), "period-reversed"),
        (Money("XOF", (date(2026, 2, 1), date(2026, 3, 3)), income=1_000), "period-after-visit"),
        (Money("XOF", loans=-1_000), "amount-negative"),
    ],
)
def test_what_cannot_be_of_the_money_is_told(money: Money, code: str) -> None:
    assert codes(replace(VISIT, money=money)) == [code]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        (Members(0), "members-impossible"),
        (Members(20, 12, 9), "more-than-members"),
        (Members(20, -1), "members-impossible"),
    ],
)
def test_what_cannot_be_of_the_members_is_told(members: Members, code: str) -> None:
    assert codes(replace(VISIT, members=members)) == [code]


def test_amounts_of_two_currencies_never_have_one_unit() -> None:
    units = {money.currency: {fact.unit for fact in facts_of(replace(VISIT, money=money)) if fact.currency}
             for money in (VISIT.money, replace(VISIT.money, currency="EUR"))}  # fmt: skip
    assert units["XOF"].isdisjoint(units["EUR"])


def test_what_comes_in_adds_up_and_what_stands_does_not() -> None:
    money = replace(VISIT.money, savings=1_000, loans=2_000)
    kinds = {fact.unit: fact.kind for fact in facts_of(replace(VISIT, money=money)) if fact.currency}
    assert kinds == {
        "income_xof": "output", "finance_xof": "output", "savings_xof": "measurement", "loans_xof": "measurement",
    }  # fmt: skip


def test_an_unlisted_group_stops_the_visit_and_a_missing_one_too() -> None:
    assert codes(replace(VISIT, group="", group_name="Groupement fictif")) == ["group-not-listed"]
    assert codes(replace(VISIT, group="")) == ["group-missing"]
