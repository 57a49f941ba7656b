"""Promises in the flow: counted once verified, public once verified, taken from forums once."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.flow.library_records import received
from tests.flow.library_records import stage as library_stage
from tests.flow.promises import DUE, MADE, promised, tell, verify, written
from tests.flow.sheets import Commune, commune
from tests.samples import library
from toguna.flow.commitments import (
    accept_declaration,
    amend_commitment,
    enter_commitment,
    forum_to_take,
    forums_to_take,
    take_resolutions,
)
from toguna.flow.compute import compute_programme
from toguna.flow.verify import check_record, quarantine_record, verify_record
from toguna.rules.commitments import OriginKind, Says, Side, State
from toguna.store.commitments.actions import (
    AddressClosed,
    CommitmentImpossible,
    DecidedAlready,
    OtherWorld,
    ReasonMissing,
    Said,
    TakenAlready,
    address_of,
    declare_by_address,
    decline_declaration,
    hand_out_address,
)
from toguna.store.commitments.models import Commitment, DeclarationAddress
from toguna.store.commitments.queries import public_entries, standing_of, waiting_declarations
from toguna.store.facts.models import Fact
from toguna.store.values.models import Value

pytestmark = pytest.mark.django_db

KEPT_RATE = {
    "count": "ratio",
    "numerator": {"count": "sum", "where": {"unit": "commitment_kept"}},
    "denominator": {"count": "sum", "where": {"unit": "commitment_due"}},
    "periods": ["quarter"],
}
P, R = Side.PROMISER, Side.RECEIVER


@pytest.fixture(autouse=True)
def _editions_folder(settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS = tmp_path


@pytest.fixture
def there() -> Commune:
    return commune()


def kept(there: Commune, commitment: Commitment) -> Commitment:
    tell(there, commitment, P, Says.KEPT, date(2025, 6, 1))
    tell(there, commitment, R, Says.KEPT, date(2025, 6, 9))
    return commitment


def units(commitment: Commitment) -> set[str]:
    alive = Fact.objects.filter(version__record__commitment=commitment, until=None)
    return set(alive.values_list("unit", flat=True))


def test_the_kept_rate_is_computed_from_verified_promises_alone(there: Commune) -> None:
    result = factories.result(of=there.programme, code="R1")
    factories.definition(KEPT_RATE, of=factories.indicator(of=result, code="KEPT"))
    for number in range(4):
        one = promised(there, what=f"Promesse fictive {number}")
        verify(there, kept(there, one) if number < 1 else one)
    undated = kept(there, promised(there, what="Sans date", due_on=None))
    verify(there, undated)
    kept(there, promised(there, what="Tenue mais pas vérifiée"))
    run = compute_programme(there.programme, by=there.officer)
    (spring,) = Value.objects.filter(run=run, starts_on=date(2025, 4, 1))
    assert (spring.numerator, spring.denominator) == (1, 4)
    assert units(undated) == {"commitment_made", "undated_commitment", "undated_kept"}


def test_a_new_word_reopens_the_record_and_what_is_public_stays_what_was_verified(there: Commune) -> None:
    one = promised(there)
    verify(there, one)
    assert units(one) == {"commitment_made", "commitment_due"}
    kept(there, one)
    (public,) = public_entries([there.place.pk])
    assert public.content["declarations"] == []
    one.refresh_from_db()
    assert one.record is not None
    assert (one.state, one.record.state) == ("kept", "received")
    verify(there, one)
    (public,) = public_entries([there.place.pk])
    assert [said["says"] for said in public.content["declarations"]] == ["kept", "kept"]
    assert units(one) == {"commitment_made", "commitment_due", "commitment_kept"}


def test_what_was_never_verified_is_public_nowhere_and_what_is_shut_away_no_more(there: Commune) -> None:
    one = promised(there)
    assert not public_entries([there.place.pk])
    verify(there, one)
    assert len(public_entries([there.place.pk])) == 1
    one.refresh_from_db()
    assert one.record is not None
    one.record.refresh_from_db()
    quarantine_record(one.record, by=there.officer, revision=one.record.revision, reason="Nomme une personne")
    assert not public_entries([there.place.pk])
    assert units(one) == set()


@pytest.mark.parametrize("withdrawn", ["place", "promiser"])
def test_what_is_withdrawn_from_view_takes_its_promises_along(there: Commune, withdrawn: str) -> None:
    council = factories.organisation(code="mairie-fictive", kind="commune")
    one = promised(there, promiser=council)
    verify(there, one)
    subject = {"place": there.place, "promiser": council}[withdrawn]
    type(subject).objects.filter(pk=subject.pk).update(withdrawn=True)
    assert not public_entries([there.place.pk])


def test_a_promise_without_an_activity_is_kept_and_handed_in_once_it_has_one(there: Commune) -> None:
    one = promised(there, activity=None)
    assert one.record is None
    changed = amend_commitment(by=there.agent, commitment=one, written=written(there))
    assert changed.record is not None
    assert not changed.amendments.exists()


def test_once_somebody_has_spoken_a_promise_changes_only_with_a_reason_and_the_first_day_stays(there: Commune) -> None:
    one = promised(there)
    tell(there, one, P, Says.DELAYED, date(2025, 6, 20))
    later = written(there, due_on=DUE + timedelta(days=60))
    with pytest.raises(ReasonMissing):
        amend_commitment(by=there.agent, commitment=one, written=later)
    changed = amend_commitment(by=there.agent, commitment=one, written=later, reason="Pompe en commande")
    assert (changed.first_due_on, changed.due_on) == (DUE, DUE + timedelta(days=60))
    (amendment,) = changed.amendments.all()
    assert amendment.changes == {"due_on": ["2025-06-30", "2025-08-29"]}
    completed = replace(later, partners="Comité de gestion de l'eau")
    assert amend_commitment(by=there.agent, commitment=one, written=completed).partners


def test_two_opposite_confirmations_of_one_day_are_both_shown_and_wait_for_a_new_one(there: Commune) -> None:
    one = promised(there)
    tell(there, one, P, Says.KEPT, date(2025, 6, 1))
    tell(there, one, R, Says.KEPT, date(2025, 6, 9), by=there.agent)
    tell(there, one, R, Says.NOT_KEPT, date(2025, 6, 9), by=there.coordinator)
    one.refresh_from_db()
    assert (one.state, one.declarations.count()) == (State.OPPOSED, 3)
    tell(there, one, R, Says.KEPT, date(2025, 6, 12), by=there.coordinator)
    one.refresh_from_db()
    assert one.state == State.KEPT


def test_what_comes_by_an_address_counts_once_staff_have_taken_it(there: Commune) -> None:
    one = promised(there)
    ends = timezone.now() + timedelta(days=30)
    _made, token = hand_out_address(by=there.agent, commitment=one, side=P, handed_to="La mairie", expires_at=ends)
    said = Said(P, Says.KEPT, date(2025, 6, 1), "La maire", "Le forage donne de l'eau.")
    declaration = declare_by_address(address=address_of(token), said=said)
    with pytest.raises(AddressClosed):
        declare_by_address(address=DeclarationAddress.objects.get(), said=said)
    assert standing_of(one, date(2025, 7, 1)).state is State.PLEDGED
    assert list(waiting_declarations(there.agent)) == [declaration]
    accept_declaration(by=there.agent, declaration=declaration)
    one.refresh_from_db()
    assert one.state == State.DECLARED_KEPT
    with pytest.raises(DecidedAlready):
        decline_declaration(by=there.agent, declaration=declaration, reason="Trop tard")


def test_a_wrong_promise_is_not_written(there: Commune) -> None:
    with pytest.raises(CommitmentImpossible) as refused:
        promised(there, office="M. Exemple", due_on=MADE - timedelta(days=1))
    assert [one.code for one in refused.value.findings] == ["office-names-a-person", "due-before-made"]
    real = factories.place(name="Lieu réel", fictional=False)
    with pytest.raises(OtherWorld):
        promised(there, place=real)
    assert not Commitment.objects.exists()


def test_what_was_taken_from_somewhere_is_taken_once(there: Commune) -> None:
    assert there.agent.organisation is not None
    taken = {"by": there.agent, "programme": there.programme, "organisation": there.agent.organisation}
    enter_commitment(**taken, written=written(there), origin_key="round:1:line:4")
    with pytest.raises(TakenAlready):
        enter_commitment(**taken, written=written(there), origin_key="round:1:line:4")


def test_a_forums_resolutions_become_promises_once_and_offices_only() -> None:
    there = library_stage()
    answers = library.FORUM | {
        "resolution": [*library.FORUM["resolution"], {"what": "Fournir le sable", "who": "M. Exemple"}]  # type: ignore[misc]
    }
    record = received(there, "forum_dialogue", answers)
    assert forums_to_take(there.agent) == []
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
    record.refresh_from_db()
    offered = forum_to_take(there.agent, record)
    assert offered is not None
    assert len(offered.resolutions) == 3
    taken, left = take_resolutions(record, by=there.agent)
    assert [(one.office, one.due_on, one.origin_kind) for one in taken] == [
        ("La mairie", date(2025, 6, 30), OriginKind.FORUM),
        ("Le comité de gestion de l'école", None, OriginKind.FORUM),
    ]
    assert [one.who for one in left] == ["M. Exemple"]
    assert take_resolutions(record, by=there.agent)[0] == []
    assert Commitment.objects.count() == 2
