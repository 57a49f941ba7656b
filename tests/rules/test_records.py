"""The life of a record: what leads where, and that nobody does two acts that follow each other."""

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toguna.rules.records import (
    LEADS_TO,
    Act,
    Hands,
    NotAllowedInState,
    ReasonMissing,
    RecordState,
    SamePersonTwice,
    after,
    possible_acts,
)

PEOPLE = (1, 2, 3)
EVERY_HANDS = [Hands(entered, checked) for entered, checked in product((None, *PEOPLE), repeat=2)]


@dataclass
class Walk:
    """A record on its way through the hands of several people."""

    state: RecordState
    hands: Hands

    def take(self, act: Act, by: int) -> None:
        """Do the act, as the store does: a correction is a new version, which its author has entered."""
        self.state = after(act, self.state, by=by, hands=self.hands, reason="ligne 3")
        if act is Act.CHECK:
            self.hands = Hands(self.hands.entered_by, by)
        elif act is Act.CORRECT:
            self.hands = Hands(by)


@pytest.mark.parametrize("state", RecordState)
def test_what_is_possible_is_exactly_what_succeeds(state: RecordState) -> None:
    for by, hands in product(PEOPLE, EVERY_HANDS):
        succeeded = set()
        for act in Act:
            try:
                after(act, state, by=by, hands=hands, reason="ligne 3")
            except (NotAllowedInState, SamePersonTwice):
                continue
            succeeded.add(act)
        assert possible_acts(state, by=by, hands=hands) == succeeded


@given(st.lists(st.tuples(st.sampled_from(Act), st.sampled_from(PEOPLE)), max_size=25))
def test_whatever_happens_three_people_stand_behind_a_verified_record(steps: list[tuple[Act, int]]) -> None:
    walk = Walk(RecordState.RECEIVED, Hands(entered_by=1))
    for act, by in steps:
        entered_by, checked_by = walk.hands.entered_by, walk.hands.checked_by
        try:
            walk.take(act, by)
        except (NotAllowedInState, SamePersonTwice):
            continue
        if act is Act.VERIFY:
            assert walk.state is RecordState.VERIFIED
            assert len({entered_by, checked_by, by} - {None}) == 3


def test_every_act_leads_somewhere_and_every_state_is_reached() -> None:
    assert set(LEADS_TO) == set(Act)
    assert {leads_to for _allowed, leads_to in LEADS_TO.values()} == set(RecordState)


def test_a_rejected_record_can_only_be_shut_away() -> None:
    assert possible_acts(RecordState.REJECTED, by=3, hands=Hands(entered_by=1)) == {Act.QUARANTINE}


def test_a_quarantined_record_begins_again_or_stays() -> None:
    assert possible_acts(RecordState.QUARANTINED, by=3, hands=Hands(entered_by=1)) == {Act.RELEASE}
    assert after(Act.RELEASE, RecordState.QUARANTINED, by=3, hands=Hands(1), reason="vue") is RecordState.RECEIVED


def test_verifying_comes_only_after_checking() -> None:
    for state in set(RecordState) - {RecordState.CHECKED}:
        with pytest.raises(NotAllowedInState):
            after(Act.VERIFY, state, by=3, hands=Hands(entered_by=1, checked_by=2))


def test_a_correction_starts_the_round_again_even_of_a_verified_record() -> None:
    for state in (RecordState.RETURNED, RecordState.VERIFIED):
        assert after(Act.CORRECT, state, by=1, hands=Hands(1, 2)) is RecordState.RECEIVED


@pytest.mark.parametrize("act", [Act.RETURN, Act.REJECT])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_sender_is_always_told_why(act: Act, reason: str) -> None:
    with pytest.raises(ReasonMissing) as raised:
        after(act, RecordState.RECEIVED, by=2, hands=Hands(entered_by=1), reason=reason)
    assert raised.value.act is act


def test_nobody_checks_their_own_entry() -> None:
    with pytest.raises(SamePersonTwice):
        after(Act.CHECK, RecordState.RECEIVED, by=1, hands=Hands(entered_by=1))


@pytest.mark.parametrize("by", [1, 2])
def test_nobody_verifies_what_they_entered_or_checked(by: int) -> None:
    with pytest.raises(SamePersonTwice):
        after(Act.VERIFY, RecordState.CHECKED, by=by, hands=Hands(entered_by=1, checked_by=2))


def test_a_refusal_says_which_act_and_where_the_record_stands() -> None:
    with pytest.raises(NotAllowedInState) as raised:
        after(Act.CHECK, RecordState.VERIFIED, by=2, hands=Hands(entered_by=1))
    assert (raised.value.act, raised.value.state) == (Act.CHECK, RecordState.VERIFIED)
