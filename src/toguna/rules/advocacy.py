"""An advocacy initiative: what is asked of which office, with what evidence, how it answered, how far it got.

An initiative is a series of linked actions and is one, however many actions it has; an organisation is engaged on the
days of the actions that it took part in. It knows offices, never names, and never asks the day.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from toguna.rules.field_record import StatedFact
from toguna.rules.findings import Finding
from toguna.rules.offices import OFFICE_NAMES_A_PERSON, names_a_person
from toguna.rules.remarking import THOUSAND, error, note, warning


class InitiativeState(StrEnum):
    """Where an initiative stands, from the issue to the close."""

    IDENTIFIED = "identified"
    EVIDENCE = "evidence"
    PLANNED = "planned"
    ACTIVE = "active"
    RESPONSE_RECEIVED = "response_received"
    PROMISE_MADE = "promise_made"
    REFUSED = "refused"
    IMPLEMENTED = "implemented"
    PARTLY = "partly"
    NOT_IMPLEMENTED = "not_implemented"
    CLOSED = "closed"


class Tactic(StrEnum):
    """What is done to be heard."""

    PETITION = "petition"
    AUDIENCE = "audience"
    LOBBYING_MEETING = "lobbying_meeting"
    MEDIA = "media"
    PUBLIC_HEARING = "public_hearing"
    BUDGET_SUBMISSION = "budget_submission"
    LEGAL = "legal"


class EvidenceKind(StrEnum):
    """What the demand rests on."""

    BAROMETER_CRITERION = "barometer_criterion"
    SCORE_CARD_INDICATOR = "score_card_indicator"
    SURVEY = "survey"
    OTHER = "other"


class Approach(StrEnum):
    """How many act: one organisation alone, two together, several."""

    UNILATERAL = "unilateral"
    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"


class EngagedAs(StrEnum):
    """The part of an organisation in an initiative."""

    LEAD = "lead"
    COALITION = "coalition"


class Answer(StrEnum):
    """What the office answered."""

    ACKNOWLEDGED = "acknowledged"
    PROMISE = "promise"
    REFUSAL = "refusal"
    OTHER = "other"


class Rung(StrEnum):
    """How far an initiative got, the lowest first."""

    ACKNOWLEDGED = "acknowledged"
    ON_AGENDA = "on_agenda"
    COMMITMENT = "commitment"
    DECISION = "decision"
    IMPLEMENTATION = "implementation"


S = InitiativeState

# Only a body of civil society is counted as engaged; whoever else helps is an ally, in words.
CIVIL_SOCIETY = frozenset({"cso", "cbo", "network"})
ENDED = frozenset({S.IMPLEMENTED, S.PARTLY, S.NOT_IMPLEMENTED, S.REFUSED})
# Whoever was refused, or sees a promise not kept, may act again; an answer that settles nothing does not end anything.
NEXT_STATES: Mapping[InitiativeState, tuple[InitiativeState, ...]] = {
    S.IDENTIFIED: (S.EVIDENCE, S.CLOSED),
    S.EVIDENCE: (S.PLANNED, S.CLOSED),
    S.PLANNED: (S.ACTIVE, S.CLOSED),
    S.ACTIVE: (S.RESPONSE_RECEIVED, S.CLOSED),
    S.RESPONSE_RECEIVED: (S.PROMISE_MADE, S.REFUSED, S.ACTIVE, S.CLOSED),
    S.PROMISE_MADE: (S.IMPLEMENTED, S.PARTLY, S.NOT_IMPLEMENTED, S.CLOSED),
    S.REFUSED: (S.ACTIVE, S.CLOSED),
    S.IMPLEMENTED: (S.CLOSED,),
    S.PARTLY: (S.IMPLEMENTED, S.ACTIVE, S.CLOSED),
    S.NOT_IMPLEMENTED: (S.ACTIVE, S.CLOSED),
    S.CLOSED: (),
}
