"""What an edition says of money: only what was signed and is known, and nobody who was withdrawn."""

from datetime import date

import pytest

from tests import factories
from toguna.flow.snapshots.money import (
    budget_parts,
    classification_parts,
    organisations_with_money,
    sub_award_parts,
    transaction_parts,
)
from toguna.publish.snapshot import canonical

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


def test_a_grant_is_told_with_what_is_paid_and_accounted_for_and_unknown_is_none() -> None:
    programme = factories.programme()
    granted = factories.sub_award(of=programme, code="A", starts_on=date(2025, 1, 1))
    factories.paid_tranche(of=granted)
    factories.acquittal(of=granted, state="accepted", decided_on=DAY)
    factories.sub_award(of=programme, code="B", value=None, currency="")
    first, second = sub_award_parts(programme, DAY)
    assert (first["value"], first["disbursed"], first["acquitted"]) == (900_00, 300_00, 100_00)
    assert (first["starts_on"], first["ends_on"], first["status"]) == ("2025-01-01", None, "signed")
    assert (second["value"], second["disbursed"], second["acquitted"]) == (None, None, None)


def test_what_nobody_signed_or_whoever_is_withdrawn_leaves_no_trace() -> None:
    programme = factories.programme()
    withdrawn = factories.organisation(withdrawn=True)
    factories.sub_award(of=programme, state="proposed")
    factories.sub_award(of=programme, receiver=withdrawn)
    moved = factories.transaction(of=programme, receiver=withdrawn)
    assert sub_award_parts(programme, DAY) == []
    (part,) = transaction_parts(programme)
    assert moved.provider is not None
    assert (part["provider"], part["receiver"]) == (moved.provider.code, "")
    assert withdrawn.code not in canonical([part]).decode()


def test_budgets_and_transactions_are_told_in_the_order_of_time() -> None:
    programme = factories.programme()
    factories.year_budget(of=programme, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    factories.year_budget(of=programme)
    factories.transaction(of=programme, made_on=date(2025, 5, 1), reference="LATER")
    factories.transaction(of=programme, made_on=date(2025, 4, 1), reference="BEFORE")
    assert [part["starts_on"] for part in budget_parts(programme)] == ["2025-01-01", "2026-01-01"]
    assert [part["reference"] for part in transaction_parts(programme)] == ["BEFORE", "LATER"]
    assert len(organisations_with_money(programme)) == 4


def test_a_share_is_written_as_text_without_needless_zeros() -> None:
    programme = factories.programme()
    for code, share in (("15150", 66_700), ("15160", 33_300), ("15170", None)):
        factories.classification(of=programme, code=code, share=share)
    assert [part["percentage"] for part in classification_parts(programme)] == ["66.7", "33.3", None]
    assert canonical(classification_parts(programme))
