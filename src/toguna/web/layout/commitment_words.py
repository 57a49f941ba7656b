"""What both doors call the codes of promises: where one stands, what a side says, where it comes from. Words only."""

from django.utils.translation import gettext_lazy as _

from toguna.rules.commitments import Funding, OriginKind, PromiseKind, Says, Side, State

STATES = {
    State.PLEDGED.value: _("pris"),
    State.CONFIRMED.value: _("confirmé"),
    State.IN_PROGRESS.value: _("en cours"),
    State.DELAYED.value: _("retardé"),
    State.DECLARED_KEPT.value: _("dit tenu, en attente de confirmation"),
    State.DECLARED_PARTLY.value: _("dit tenu en partie, en attente de confirmation"),
    State.KEPT.value: _("tenu"),
    State.PARTLY_KEPT.value: _("tenu en partie"),
    State.DISPUTED.value: _("contesté"),
    State.OPPOSED.value: _("déclarations opposées"),
    State.BROKEN.value: _("non tenu"),
    State.WITHDRAWN.value: _("levé"),
}
TONES = {
    State.DELAYED.value: "warn",
    State.DECLARED_KEPT.value: "warn",
    State.DECLARED_PARTLY.value: "warn",
    State.KEPT.value: "good",
    State.PARTLY_KEPT.value: "good",
    State.DISPUTED.value: "bad",
    State.OPPOSED.value: "bad",
    State.BROKEN.value: "bad",
}
SIDES = {Side.PROMISER.value: _("Qui s'est engagé"), Side.RECEIVER.value: _("Envers qui")}
# The same word is not said alike by whoever promised and by whoever was promised to.
SAID = {
    (Side.PROMISER.value, Says.CONFIRMED.value): _("confirme s'être engagé"),
    (Side.PROMISER.value, Says.IN_PROGRESS.value): _("dit que c'est en cours"),
    (Side.PROMISER.value, Says.DELAYED.value): _("dit que c'est retardé"),
    (Side.PROMISER.value, Says.KEPT.value): _("dit l'engagement tenu"),
    (Side.PROMISER.value, Says.PARTLY_KEPT.value): _("dit l'engagement tenu en partie"),
    (Side.PROMISER.value, Says.ABANDONED.value): _("abandonne l'engagement"),
    (Side.RECEIVER.value, Says.KEPT.value): _("confirme que c'est tenu"),
    (Side.RECEIVER.value, Says.PARTLY_KEPT.value): _("dit que c'est tenu en partie"),
    (Side.RECEIVER.value, Says.NOT_KEPT.value): _("dit que ce n'est pas tenu"),
    (Side.RECEIVER.value, Says.RELEASED.value): _("n'en demande plus l'exécution"),
}
# How a side says it itself, where it is asked.
OWN_WORDS = {
    (Side.PROMISER.value, Says.CONFIRMED.value): _("Nous confirmons nous être engagés"),
    (Side.PROMISER.value, Says.IN_PROGRESS.value): _("C'est en cours"),
    (Side.PROMISER.value, Says.DELAYED.value): _("C'est retardé"),
    (Side.PROMISER.value, Says.KEPT.value): _("C'est fait : l'engagement est tenu"),
    (Side.PROMISER.value, Says.PARTLY_KEPT.value): _("C'est fait en partie"),
    (Side.PROMISER.value, Says.ABANDONED.value): _("Nous y renonçons"),
    (Side.RECEIVER.value, Says.KEPT.value): _("Oui, c'est tenu"),
    (Side.RECEIVER.value, Says.PARTLY_KEPT.value): _("C'est tenu en partie"),
    (Side.RECEIVER.value, Says.NOT_KEPT.value): _("Non, ce n'est pas tenu"),
    (Side.RECEIVER.value, Says.RELEASED.value): _("Nous n'en demandons plus l'exécution"),
}
ORIGINS = {
    OriginKind.ACTION_PLAN.value: _("plan d'actions"),
    OriginKind.INTERFACE_MEETING.value: _("réunion d'interface"),
    OriginKind.FORUM.value: _("forum"),
    OriginKind.SCALE_PLEDGE.value: _("séance SCALE+"),
    OriginKind.AUTHORITY_ANSWER.value: _("réponse d'une autorité"),
    OriginKind.ADVOCACY.value: _("plaidoyer"),
    OriginKind.OTHER.value: _("autre"),
}
KINDS = {
    PromiseKind.ACTION.value: _("action"),
    PromiseKind.RESOURCE.value: _("moyens"),
    PromiseKind.POLICY.value: _("décision ou règle"),
    PromiseKind.INFORMATION.value: _("information"),
    PromiseKind.MEETING.value: _("rencontre"),
}
FUNDING = {
    Funding.OWN.value: _("fonds propres"),
    Funding.STATE.value: _("État"),
    Funding.PARTNER.value: _("partenaire"),
    Funding.COMMUNITY.value: _("communauté"),
}
THRESHOLDS = {
    "before": _("avant l'échéance"),
    "due": _("à l'échéance"),
    "overdue": _("après l'échéance"),
    "asked": _("demandé par l'équipe"),
}
COLUMNS = {
    "what": _("ce qui est promis"),
    "expected_change": _("changement attendu"),
    "kind": _("sorte"),
    "promiser": _("organisation qui s'engage"),
    "office": _("fonction qui s'engage"),
    "receiver": _("organisation envers qui"),
    "receiver_office": _("envers qui"),
    "made_on": _("date de l'engagement"),
    "due_on": _("échéance"),
    "cost": _("coût"),
    "currency": _("monnaie"),
    "funding": _("financement"),
    "place": _("commune"),
}
FAMILIES = {
    "state": STATES,
    "side": SIDES,
    "origin": ORIGINS,
    "kind": KINDS,
    "funding": FUNDING,
    "threshold": THRESHOLDS,
}
