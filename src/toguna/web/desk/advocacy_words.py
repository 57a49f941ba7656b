"""How the desk says what is said about advocacy and policy texts: states, tactics, rungs, stages. Words only."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from toguna.rules.advocacy import Answer, Approach, EngagedAs, EvidenceKind, InitiativeState, Rung, Tactic
from toguna.rules.policy_texts import PartySide, PolicyLevel, PolicyStage, TextKind

STATES = {
    InitiativeState.IDENTIFIED.value: _("question posée"),
    InitiativeState.EVIDENCE.value: _("preuves réunies"),
    InitiativeState.PLANNED.value: _("planifiée"),
    InitiativeState.ACTIVE.value: _("en action"),
    InitiativeState.RESPONSE_RECEIVED.value: _("réponse reçue"),
    InitiativeState.PROMISE_MADE.value: _("promesse obtenue"),
    InitiativeState.REFUSED.value: _("demande refusée"),
    InitiativeState.IMPLEMENTED.value: _("mise en œuvre"),
    InitiativeState.PARTLY.value: _("mise en œuvre en partie"),
    InitiativeState.NOT_IMPLEMENTED.value: _("non mise en œuvre"),
    InitiativeState.CLOSED.value: _("close"),
}
STATE_TONES = {
    "promise_made": "good",
    "refused": "bad",
    "implemented": "good",
    "partly": "warn",
    "not_implemented": "bad",
}
# What each step is called on its button.
STEPS = {
    InitiativeState.EVIDENCE.value: _("Les preuves sont réunies"),
    InitiativeState.PLANNED.value: _("Le plan est prêt"),
    InitiativeState.ACTIVE.value: _("Les actions ont commencé"),
    InitiativeState.RESPONSE_RECEIVED.value: _("Une réponse est arrivée"),
    InitiativeState.PROMISE_MADE.value: _("Une promesse est obtenue"),
    InitiativeState.REFUSED.value: _("La demande est refusée"),
    InitiativeState.IMPLEMENTED.value: _("La demande est mise en œuvre"),
    InitiativeState.PARTLY.value: _("La demande est mise en œuvre en partie"),
    InitiativeState.NOT_IMPLEMENTED.value: _("La promesse n'est pas tenue"),
    InitiativeState.CLOSED.value: _("Clore l'initiative"),
}
ACT_AGAIN = _("Reprendre les actions")
TACTICS = {
    Tactic.PETITION.value: _("pétition"),
    Tactic.AUDIENCE.value: _("audience"),
    Tactic.LOBBYING_MEETING.value: _("rencontre de plaidoyer"),
    Tactic.MEDIA.value: _("médias"),
    Tactic.PUBLIC_HEARING.value: _("débat public"),
    Tactic.BUDGET_SUBMISSION.value: _("proposition au budget"),
    Tactic.LEGAL.value: _("voie de droit"),
}
APPROACHES = {
    Approach.UNILATERAL.value: _("seule"),
    Approach.BILATERAL.value: _("à deux organisations"),
    Approach.MULTILATERAL.value: _("à plusieurs organisations"),
}
EVIDENCE = {
    EvidenceKind.BAROMETER_CRITERION.value: _("note d'un critère du baromètre"),
    EvidenceKind.SCORE_CARD_INDICATOR.value: _("note d'un indicateur de carte communautaire"),
    EvidenceKind.SURVEY.value: _("enquête"),
    EvidenceKind.OTHER.value: _("autre constat"),
}
ENGAGED_AS = {EngagedAs.LEAD.value: _("mène"), EngagedAs.COALITION.value: _("coalition")}
ANSWERS = {
    Answer.ACKNOWLEDGED.value: _("prend acte"),
    Answer.PROMISE.value: _("promet"),
    Answer.REFUSAL.value: _("refuse"),
    Answer.OTHER.value: _("autre réponse"),
}
ANSWER_TONES = {"promise": "good", "refusal": "bad"}
RUNGS = {
    Rung.ACKNOWLEDGED.value: _("question reconnue"),
    Rung.ON_AGENDA.value: _("à l'ordre du jour"),
    Rung.COMMITMENT.value: _("engagement pris"),
    Rung.DECISION.value: _("décision prise"),
    Rung.IMPLEMENTATION.value: _("mise en œuvre"),
}
RUNG_MEANINGS = {
    Rung.ACKNOWLEDGED.value: _("l'autorité admet le problème"),
    Rung.ON_AGENDA.value: _("il est inscrit à une session"),
    Rung.COMMITMENT.value: _("une promesse, avec une date"),
    Rung.DECISION.value: _("un acte, une ligne du budget"),
    Rung.IMPLEMENTATION.value: _("cela se voit sur place"),
}
TEXT_KINDS = {
    TextKind.LAW.value: _("loi"),
    TextKind.REGULATION.value: _("règlement"),
    TextKind.LOCAL_CONVENTION.value: _("convention locale"),
    TextKind.DELIBERATION.value: _("délibération"),
    TextKind.INVESTMENT_AGREEMENT.value: _("accord d'investissement"),
    TextKind.POLICY.value: _("politique"),
}
STAGES = {
    PolicyStage.DRAFTED.value: _("rédigé"),
    PolicyStage.PROPOSED.value: _("proposé"),
    PolicyStage.ADOPTED.value: _("adopté"),
    PolicyStage.IMPLEMENTED.value: _("appliqué"),
}
LEVELS = {
    PolicyLevel.NATIONAL.value: _("national"),
    PolicyLevel.REGION.value: _("région"),
    PolicyLevel.CERCLE.value: _("cercle"),
    PolicyLevel.COMMUNE.value: _("commune"),
    PolicyLevel.VILLAGE.value: _("village"),
}
SIDES = {
    PartySide.PUBLIC.value: _("côté public"),
    PartySide.PRIVATE.value: _("côté privé"),
    PartySide.COMMUNITY.value: _("communauté"),
}
# How far the sides of a forum agree.
CONSENSUS = {"full": _("accord de tous"), "near": _("accord de presque tous"), "none": _("pas d'accord")}
CONSENSUS_TONES = {"full": "good", "near": "calm", "none": "warn"}
WORDS: Mapping[str, Mapping[str, object]] = {
    "state": STATES,
    "tactic": TACTICS,
    "approach": APPROACHES,
    "evidence": EVIDENCE,
    "engaged": ENGAGED_AS,
    "answer": ANSWERS,
    "rung": RUNGS,
    "text": TEXT_KINDS,
    "stage": STAGES,
    "level": LEVELS,
    "side": SIDES,
    "consensus": CONSENSUS,
}
TONES: Mapping[str, Mapping[str, str]] = {
    "state": STATE_TONES,
    "answer": ANSWER_TONES,
    "stage": {"adopted": "good", "implemented": "good"},
    "consensus": CONSENSUS_TONES,
}
