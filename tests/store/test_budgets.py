"""Grants, budgets and transactions as they are kept: what is refused is not written, and the journal names nobody."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from toguna.rules.budgets import BudgetKind, Movement, TransactionKind, YearBudget
from toguna.rules.classifications import Classification, ClassificationKind
from toguna.rules.roles import Role
from toguna.rules.sub_awards import AwardState
from toguna.store.budgets.actions import (
    DecidedAlready,
    Grant,
    MoneyImpossible,
    OtherWorld,
    OwnAcquittal,
    PaidAlready,
    Plan,
    SubAwardCodeTaken,
    accept_acquittal,
    add_sub_award,
    change_sub_award,
    drop_tranche,
    move_sub_award,
    pay_tranche,
    plan_tranche,
    receive_acquittal,
    return_acquittal,
)
from toguna.store.budgets.money_actions import (
    Around,
    ReferenceTaken,
    drop_transaction,
    drop_year_budget,
    put_transaction,
    put_year_budget,
)
from toguna.store.budgets.queries import programmes_with_money, sub_awards_seen_by
from toguna.store.journal.models import Entry
from toguna.store.organisations.actions import IdentifierMalformed, IdentifierTaken, put_organisation
from toguna.store.programmes.actions import ClassificationImpossible, classify_programme

pytestmark = pytest.mark.django_db
DAY = date(2025, 2, 3)


def codes(error: pytest.ExceptionInfo[MoneyImpossible]) -> list[str]:
    """What was refused, by code."""
    return [finding.code for finding in error.value.findings]


def last_entry() -> Entry:
    """The newest entry of the journal."""
    return Entry.objects.latest("pk")


def test_a_grant_goes_from_the_application_to_the_close_out() -> None:
    officer, second = factories.user(), factories.user()
    programme = factories.programme()
    giver, receiver = factories.organisation(), factories.organisation()
    grant = Grant(giver, receiver, {"fr": "Objet fictif"}, date(2025, 1, 1), None, value=900_00, currency="XOF")
    added = add_sub_award(by=officer, programme=programme, code="SUB-1", grant=grant)
    for state in (AwardState.SELECTED, AwardState.SIGNED):
        move_sub_award(by=officer, sub_award=added, to=state)
    tranche = plan_tranche(by=officer, sub_award=added, plan=Plan(500_00, "À la signature"))
    pay_tranche(by=officer, tranche=tranche, paid=500_00, paid_on=DAY)
    received = receive_acquittal(by=officer, sub_award=added, amount=500_00, received_on=DAY, reference="BJ-1")
    accept_acquittal(by=second, acquittal=received)
    move_sub_award(by=officer, sub_award=added, to=AwardState.CLOSED)
    added.refresh_from_db()
    assert added.state == "closed"
    told = [entry.action for entry in Entry.objects.filter(subject=f"subaward:{added.pk}").order_by("pk")]
    assert told == [
        "sub-award.added",
        "sub-award.selected",
        "sub-award.signed",
        "tranche.planned",
        "tranche.paid",
        "acquittal.received",
        "acquittal.accepted",
        "sub-award.closed",
    ]


def test_the_journal_keeps_ids_and_amounts_and_no_name() -> None:
    officer, tranche = factories.user(name="Nom Fictif"), factories.tranche()
    pay_tranche(by=officer, tranche=tranche, paid=200_00, paid_on=DAY, reason="Une raison écrite")
    assert last_entry().detail == {"tranche": 1, "amount": 200_00}
    assert last_entry().actor == officer.pk


def test_more_than_the_grant_is_paid_only_with_a_reason_that_is_kept() -> None:
    tranche = factories.tranche(planned=1000_00)
    with pytest.raises(MoneyImpossible) as refused:
        pay_tranche(by=None, tranche=tranche, paid=900_01, paid_on=DAY)
    assert codes(refused) == ["beyond-award"]
    tranche.refresh_from_db()
    assert tranche.paid is None
    pay_tranche(by=None, tranche=tranche, paid=900_01, paid_on=DAY, reason="Avenant")
    tranche.refresh_from_db()
    assert (tranche.paid, tranche.reason) == (900_01, "Avenant")


def test_a_tranche_is_paid_once_and_then_neither_planned_anew_nor_taken_away() -> None:
    tranche = factories.paid_tranche()
    with pytest.raises(PaidAlready):
        pay_tranche(by=None, tranche=tranche, paid=1_00, paid_on=DAY)
    with pytest.raises(PaidAlready):
        plan_tranche(by=None, sub_award=tranche.sub_award, plan=Plan(1_00), number=1)
    with pytest.raises(PaidAlready):
        drop_tranche(by=None, tranche=tranche)


def test_a_number_given_to_a_tranche_is_not_given_again_while_it_stands() -> None:
    first = factories.tranche()
    second = plan_tranche(by=None, sub_award=first.sub_award, plan=Plan(100_00))
    assert second.number == 2
    drop_tranche(by=None, tranche=second)
    assert [one.number for one in first.sub_award.tranches.all()] == [1]


def test_nobody_accounts_for_more_than_was_paid() -> None:
    granted = factories.paid_tranche().sub_award
    receive_acquittal(by=None, sub_award=granted, amount=250_00, received_on=DAY)
    with pytest.raises(MoneyImpossible) as refused:
        receive_acquittal(by=None, sub_award=granted, amount=50_01, received_on=DAY)
    assert codes(refused) == ["beyond-paid"]


def test_whoever_entered_papers_does_not_accept_them_but_may_send_them_back() -> None:
    officer = factories.user()
    granted = factories.paid_tranche().sub_award
    received = receive_acquittal(by=officer, sub_award=granted, amount=100_00, received_on=DAY)
    with pytest.raises(OwnAcquittal):
        accept_acquittal(by=officer, acquittal=received)
    return_acquittal(by=officer, acquittal=received, reason="Un reçu manque")
    with pytest.raises(DecidedAlready):
        accept_acquittal(by=factories.user(), acquittal=received)


def test_the_database_too_refuses_papers_accepted_by_whoever_entered_them() -> None:
    received = factories.acquittal(received_by=7)
    accepted = {"state": "accepted", "decided_by": 7, "decided_on": DAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        type(received).objects.filter(pk=received.pk).update(**accepted)


def test_nothing_fictional_is_granted_in_a_real_programme() -> None:
    real = factories.programme(fictional=False)
    grant = Grant(factories.organisation(), factories.organisation(fictional=False), {"fr": "Objet"})
    with pytest.raises(OtherWorld):
        add_sub_award(by=None, programme=real, code="SUB-1", grant=grant)
    movement = Movement(TransactionKind.DISBURSEMENT, DAY, 1_00, "XOF", "a")
    with pytest.raises(OtherWorld):
        put_transaction(by=None, programme=real, movement=movement, around=Around(factories.organisation()))


def test_a_code_is_given_once_and_a_currency_with_payments_stays() -> None:
    granted = factories.tranche().sub_award
    grant = Grant(granted.giver, granted.receiver, granted.title, value=900_00, currency="USD")
    with pytest.raises(SubAwardCodeTaken):
        add_sub_award(by=None, programme=granted.programme, code=granted.code, grant=grant)
    with pytest.raises(PaidAlready):
        change_sub_award(by=None, sub_award=granted, grant=grant)
    change_sub_award(by=None, sub_award=granted, grant=replace(grant, currency="XOF", value=None))
    granted.refresh_from_db()
    assert granted.value is None


def test_a_grant_is_not_brought_below_what_was_paid_of_it() -> None:
    granted = factories.paid_tranche().sub_award
    grant = Grant(granted.giver, granted.receiver, granted.title, value=299_99, currency="XOF")
    with pytest.raises(MoneyImpossible) as refused:
        change_sub_award(by=None, sub_award=granted, grant=grant)
    assert codes(refused) == ["below-paid"]
    change_sub_award(by=None, sub_award=granted, grant=replace(grant, value=300_00))


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 0},
        {"value": -5},
        {"currency": ""},
        {"state": "paid"},
        {"starts_on": date(2025, 2, 1), "ends_on": date(2025, 1, 1)},
        {"title": {"en": "No French"}},
    ],
)
def test_the_database_refuses_a_grant_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.sub_award(**wrong)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 1, 1), date(2025, 1, 1), False),
        (date(2023, 3, 1), date(2024, 2, 29), True),
        (date(2025, 3, 1), date(2025, 2, 28), False),
    ],
)
def test_the_database_keeps_no_budget_longer_than_a_year(starts_on: date, ends_on: date, fits: bool) -> None:
    if fits:
        assert factories.year_budget(starts_on=starts_on, ends_on=ends_on).pk
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.year_budget(starts_on=starts_on, ends_on=ends_on)


def test_a_year_is_set_aside_changed_and_taken_away() -> None:
    programme = factories.programme()
    year = YearBudget(date(2025, 1, 1), date(2025, 12, 31), 500_00, "XOF")
    row = put_year_budget(by=None, programme=programme, budget=year)
    with pytest.raises(MoneyImpossible) as refused:
        put_year_budget(by=None, programme=programme, budget=year)
    assert codes(refused) == ["overlaps"]
    put_year_budget(by=None, programme=programme, budget=replace(year, value=600_00), row=row)
    revised = replace(year, value=400_00, kind=BudgetKind.REVISED)
    put_year_budget(by=None, programme=programme, budget=revised)
    drop_year_budget(by=None, row=row)
    assert [one.value for one in programme.year_budgets.all()] == [400_00]
    assert last_entry().action == "budget.dropped"
    assert last_entry().detail["value"] == 600_00


def test_a_transaction_is_never_dated_tomorrow_and_a_reference_is_used_once() -> None:
    programme = factories.programme()
    lead, cso = factories.organisation(), factories.organisation()
    paid = Movement(TransactionKind.DISBURSEMENT, timezone.localdate(), 300_00, "XOF", lead.code, cso.code)
    around = Around(lead, cso, "V-1", {"fr": "Versement fictif"})
    tomorrow = replace(paid, on=paid.on + timedelta(days=1))
    with pytest.raises(MoneyImpossible) as refused:
        put_transaction(by=None, programme=programme, movement=tomorrow, around=around)
    assert codes(refused) == ["in-future"]
    row = put_transaction(by=None, programme=programme, movement=paid, around=around)
    with pytest.raises(ReferenceTaken):
        put_transaction(by=None, programme=programme, movement=paid, around=around)
    put_transaction(by=None, programme=programme, movement=replace(paid, value=-300_00), around=around, row=row)
    drop_transaction(by=None, row=row)
    assert not programme.transactions.exists()
    assert last_entry().detail["value"] == -300_00


def test_a_coordinator_sees_the_grants_of_the_own_side_and_those_it_gave() -> None:
    programme = factories.programme()
    lead, mine, below, other = (factories.organisation() for _number in range(4))
    factories.participation(programme, mine, works_under=lead)
    factories.participation(programme, below, works_under=mine)
    for giver, receiver, code in ((lead, mine, "MINE"), (mine, below, "BELOW"), (lead, other, "OTHER")):
        factories.sub_award(of=programme, giver=giver, receiver=receiver, code=code)

    def seen(role: Role, organisation: Any = mine) -> set[str]:
        user = factories.user(role, organisation=organisation)
        return {one.code for one in sub_awards_seen_by(user, programme)}

    assert seen(Role.PARTNER_COORDINATOR) == {"MINE", "BELOW"}
    assert seen(Role.PARTNER_COORDINATOR, below) == {"BELOW"}
    assert seen(Role.MEL_OFFICER) == {"MINE", "BELOW", "OTHER"}
    assert seen(Role.DONOR) == seen(Role.PARTNER_AGENT) == seen(Role.DATA_PROTECTION_OFFICER) == set()
    stranger = factories.user(Role.PARTNER_COORDINATOR)
    assert not programmes_with_money(stranger).exists()


def test_a_programme_is_classified_all_at_once_or_not_at_all() -> None:
    programme = factories.classification().programme
    words = {"fr": "Participation", "en": "Participation"}
    sectors = [
        (Classification(ClassificationKind.SECTOR, "1", code, share, text="x"), words)
        for code, share in (("15150", 60_000), ("15160", 40_000))
    ]
    classify_programme(by=None, programme=programme, classifications=sectors)
    assert last_entry().detail == {"codes": ["sector:1:15150", "sector:1:15160"]}
    with pytest.raises(ClassificationImpossible):
        classify_programme(by=None, programme=programme, classifications=sectors * 2)
    assert [one.code for one in programme.classifications.all()] == ["15150", "15160"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "topic"},
        {"share": 0},
        {"share": 100_001},
        {"kind": "tag", "share": 100_000},
        {"significance": "1"},
        {"kind": "policy_marker", "significance": ""},
    ],
)
def test_the_database_refuses_a_classification_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.classification(**wrong)


def test_two_organisations_never_share_an_identifier_and_one_not_told_stays() -> None:
    first, second = factories.organisation(), factories.organisation()

    def put(organisation: Any, **columns: Any) -> None:
        put_organisation(by=None, code=organisation.code, name={"fr": "Nom"}, kind="cso", fictional=True, **columns)

    put(first, identifier="XM-DAC-999999", iati_type="22")
    put(first)
    first.refresh_from_db()
    assert (first.identifier, first.iati_type) == ("XM-DAC-999999", "22")
    with pytest.raises(IdentifierTaken) as taken:
        put(second, identifier="XM-DAC-999999")
    assert taken.value.code == first.code
    with pytest.raises(IdentifierMalformed):
        put(second, identifier="XM-DAC/1")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.organisation(identifier="XM-DAC/1")
