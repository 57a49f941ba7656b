"""The life of a field record: received, checked by the partner, verified by the lead; or returned, or rejected.

One that should never have been written is quarantined: kept, shut away, counted nowhere.

Entering, checking and verifying are acts of different persons. It decides whether an act is allowed and what it leads
to; it keeps nothing and asks nobody.
"""

from dataclasses import dataclass
from enum import StrEnum

MARK_LETTERS = 12


class RecordState(StrEnum):
    """Where a record stands."""

    RECEIVED = "received"
    CHECKED = "checked"
    VERIFIED = "verified"
    RETURNED = "returned"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class Act(StrEnum):
    """What a person does about a record."""

    CHECK = "check"
    VERIFY = "verify"
    RETURN = "return"
    REJECT = "reject"
    CORRECT = "correct"
    QUARANTINE = "quarantine"
    RELEASE = "release"


class NotAllowedInState(Exception):
    """The act has no sense where the record stands."""

    def __init__(self, act: Act, state: RecordState) -> None:
        self.act, self.state = act, state
        super().__init__(f"{act} is not possible on a record that is {state}")


class SamePersonTwice(Exception):
    """One person would do two acts that follow each other on the same record."""

    def __init__(self, act: Act) -> None:
        self.act = act
        super().__init__(f"{act} must be done by somebody else than the act before it")


class ReasonMissing(Exception):
    """A record is returned or rejected without telling its sender why."""

    def __init__(self, act: Act) -> None:
        self.act = act
        super().__init__(f"{act} needs a reason")


# A correction brings a new version, which starts the round again whatever the record had become.
LEADS_TO: dict[Act, tuple[frozenset[RecordState], RecordState]] = {
    Act.CHECK: (frozenset({RecordState.RECEIVED}), RecordState.CHECKED),
    Act.VERIFY: (frozenset({RecordState.CHECKED}), RecordState.VERIFIED),
    Act.RETURN: (frozenset({RecordState.RECEIVED, RecordState.CHECKED}), RecordState.RETURNED),
    Act.REJECT: (
        frozenset({RecordState.RECEIVED, RecordState.CHECKED, RecordState.RETURNED}),
        RecordState.REJECTED,
    ),
    Act.CORRECT: (
        frozenset({RecordState.RECEIVED, RecordState.CHECKED, RecordState.VERIFIED, RecordState.RETURNED}),
        RecordState.RECEIVED,
    ),
    # A record that should not have been written is shut away, whatever it had become; let out, it begins again.
    Act.QUARANTINE: (frozenset(set(RecordState) - {RecordState.QUARANTINED}), RecordState.QUARANTINED),
    Act.RELEASE: (frozenset({RecordState.QUARANTINED}), RecordState.RECEIVED),
}
NEED_A_REASON = frozenset({Act.RETURN, Act.REJECT, Act.QUARANTINE, Act.RELEASE})


@dataclass(frozen=True)
class Hands:
    """Who has acted on the current version of a record so far; a person is known by any stable id."""

    entered_by: int | None
    checked_by: int | None = None


def after(act: Act, state: RecordState, *, by: int, hands: Hands, reason: str = "") -> RecordState:
    """Where the record stands after the act, or a named error that says why it cannot be done.

    >>> after(Act.CHECK, RecordState.RECEIVED, by=2, hands=Hands(entered_by=1))
    <RecordState.CHECKED: 'checked'>
    >>> after(Act.VERIFY, RecordState.CHECKED, by=2, hands=Hands(entered_by=1, checked_by=2))
    Traceback (most recent call last):
    toguna.rules.records.SamePersonTwice: verify must be done by somebody else than the act before it
    """
    allowed, leads_to = LEADS_TO[act]
    if state not in allowed:
        raise NotAllowedInState(act, state)
    if act is Act.CHECK and by == hands.entered_by:
        raise SamePersonTwice(act)
    if act is Act.VERIFY and by in (hands.checked_by, hands.entered_by):
        raise SamePersonTwice(act)
    if act in NEED_A_REASON and not reason.strip():
        raise ReasonMissing(act)
    return leads_to


def possible_acts(state: RecordState, *, by: int, hands: Hands) -> frozenset[Act]:
    """The acts that this person could do now.

    >>> sorted(possible_acts(RecordState.CHECKED, by=2, hands=Hands(entered_by=1, checked_by=2)))
    [<Act.CORRECT: 'correct'>, <Act.QUARANTINE: 'quarantine'>, <Act.REJECT: 'reject'>, <Act.RETURN: 'return'>]
    """
    possible = set()
    for act in Act:
        try:
            after(act, state, by=by, hands=hands, reason="…")
        except (NotAllowedInState, SamePersonTwice):
            continue
        possible.add(act)
    return frozenset(possible)


def sheet_mark(sha256: str) -> str:
    """The beginning of a version's hash, by which its sheet is recognised wherever it is named.

    >>> sheet_mark("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    '9f86d081884c'
    """
    return sha256[:MARK_LETTERS]
