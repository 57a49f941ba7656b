"""The steps of an advocacy initiative, from the issue to the close, and what each one asks for.

A pure state machine: it says which step may be taken and names what is missing. It never asks the day.
"""

from collections.abc import Mapping

from toguna.rules.advocacy import Answer, Initiative, InitiativeState, Rung
from toguna.rules.findings import Finding
from toguna.rules.remarking import error

S = InitiativeState

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

NO_SUCH_STEP = "Cette étape ne suit pas celle où se trouve l'initiative."
EVIDENCE_MISSING = "Inscrivez d'abord sur quoi la demande s'appuie : une note, une enquête, un constat."
PLAN_MISSING = (
    "Écrivez d'abord à qui la demande s'adresse, ce qui est demandé, l'objectif et au moins un moyen d'action."
)
ACTION_MISSING = "Inscrivez d'abord une action menée, avec son jour."
RESPONSE_MISSING = "Inscrivez d'abord une réponse reçue, avec son jour."
PROMISE_MISSING = "Aucune réponse inscrite n'est une promesse."
REFUSAL_MISSING = "Aucune réponse inscrite n'est un refus."
PROOF_MISSING = "Inscrivez d'abord l'échelon « mise en œuvre », avec son jour et ce qui la prouve."
REASON_MISSING = "Écrivez pourquoi : ce motif reste dans l'histoire de l'initiative."


class StepRefused(ValueError):
    """A step that an initiative cannot take; `message` says in French what is missing."""

    code = "step-refused"
    message = NO_SUCH_STEP

    def finding(self) -> Finding:
        """The same, for a form to show."""
        return error(self.code, self.message)


class NoSuchStep(StepRefused):
    """The step does not follow the one where the initiative stands."""

    code = "no-such-step"


class EvidenceMissing(StepRefused):
    """Nothing shows that the issue is one."""

    code, message = "evidence-missing", EVIDENCE_MISSING


class PlanMissing(StepRefused):
    """No office, no demand, no objective or no tactic."""

    code, message = "plan-missing", PLAN_MISSING


class ActionMissing(StepRefused):
    """Nothing was done yet."""

    code, message = "action-missing", ACTION_MISSING


class ResponseMissing(StepRefused):
    """The office did not answer yet."""

    code, message = "response-missing", RESPONSE_MISSING


class PromiseMissing(StepRefused):
    """No answer is a promise."""

    code, message = "promise-missing", PROMISE_MISSING


class RefusalMissing(StepRefused):
    """No answer is a refusal."""

    code, message = "refusal-missing", REFUSAL_MISSING


class ProofMissing(StepRefused):
    """Nothing shows that it was implemented."""

    code, message = "proof-missing", PROOF_MISSING


class ReasonMissing(StepRefused):
    """An initiative that ends short of its aim says why."""

    code, message = "reason-missing", REASON_MISSING


def step_refused(initiative: Initiative, to: InitiativeState, reason: str = "") -> StepRefused | None:
    """What stands against this step; None when it may be taken.

    >>> from toguna.rules.advocacy import EvidenceKind
    >>> step_refused(Initiative(), S.EVIDENCE)
    EvidenceMissing()
    >>> step_refused(Initiative(evidence=(EvidenceKind.SURVEY,)), S.EVIDENCE) is None
    True
    >>> step_refused(Initiative(), S.IMPLEMENTED)
    NoSuchStep()
    """
    if to not in NEXT_STATES[initiative.state]:
        return NoSuchStep()
    answers = {one.answer for one in initiative.responses}
    planned = initiative.target and initiative.demand and initiative.objective and initiative.tactics
    implemented = Rung.IMPLEMENTATION in {one.rung for one in initiative.ladder}
    short_of_its_aim = to in (S.PARTLY, S.NOT_IMPLEMENTED) or (to is S.CLOSED and initiative.state not in ENDED)
    lacks: Mapping[InitiativeState, tuple[bool, type[StepRefused]]] = {
        S.EVIDENCE: (not initiative.evidence, EvidenceMissing),
        S.PLANNED: (not planned, PlanMissing),
        S.ACTIVE: (not initiative.actions, ActionMissing),
        S.RESPONSE_RECEIVED: (not initiative.responses, ResponseMissing),
        S.PROMISE_MADE: (Answer.PROMISE not in answers, PromiseMissing),
        S.REFUSED: (Answer.REFUSAL not in answers, RefusalMissing),
        S.IMPLEMENTED: (not implemented, ProofMissing),
    }
    lacking, refusal = lacks.get(to, (short_of_its_aim and not reason.strip(), ReasonMissing))
    return refusal() if lacking else None


def advance(initiative: Initiative, to: InitiativeState, reason: str = "") -> InitiativeState:
    """Take the step, or raise the StepRefused that says why not.

    >>> from toguna.rules.advocacy import EvidenceKind
    >>> str(advance(Initiative(evidence=(EvidenceKind.OTHER,)), S.EVIDENCE))
    'evidence'
    """
    refused = step_refused(initiative, to, reason)
    if refused is not None:
        raise refused
    return to


def suggested_step(initiative: Initiative) -> tuple[InitiativeState, StepRefused | None] | None:
    """The step that an initiative would ordinarily take next, with what is still missing for it; None when it is over.

    An answer that is a refusal and no promise suggests the refusal; what ended suggests the close.

    >>> from toguna.rules.advocacy import EvidenceKind
    >>> suggested_step(Initiative(evidence=(EvidenceKind.OTHER,)))
    (<InitiativeState.EVIDENCE: 'evidence'>, None)
    >>> suggested_step(Initiative(state=S.CLOSED)) is None
    True
    """
    possible = NEXT_STATES[initiative.state]
    if not possible:
        return None
    answers = {one.answer for one in initiative.responses}
    to = possible[0]
    if initiative.state is S.RESPONSE_RECEIVED and Answer.PROMISE not in answers:
        to = S.REFUSED if Answer.REFUSAL in answers else S.ACTIVE
    elif initiative.state in (S.REFUSED, S.NOT_IMPLEMENTED):
        to = S.CLOSED
    return to, step_refused(initiative, to, reason="-")
