"""A fictional initiative and a policy text as the desk's tests meet them."""

from datetime import date
from typing import Any

from tests.flow.sheets import Commune
from toguna.rules.advocacy import Answer, EvidenceKind, Tactic
from toguna.rules.policy_texts import PolicyLevel, PolicyStage, TextKind
from toguna.store.advocacy.actions import (
    Answered,
    Coalition,
    Demand,
    Done,
    Ground,
    add_evidence,
    add_initiative,
    log_action,
    note_response,
)
from toguna.store.advocacy.models import Initiative, PolicyText
from toguna.store.advocacy.text_actions import Wording, add_text, reach_stage
from toguna.store.organisations.models import Organisation


def initiative(stage: Commune, code: str = "puits", *others: Organisation, **changes: Any) -> Initiative:
    """An initiative that asks the mayor for wells, of the agent's organisation."""
    lead = Organisation.objects.get(pk=stage.agent.organisation_id)
    told: dict[str, Any] = {
        "title": {"fr": "Des puits pour l'école"},
        "issue": "L'école n'a pas d'eau.",
        "identified_on": date(2025, 1, 10),
        "activity": stage.activity,
        "place": stage.place,
        "target": "La maire",
        "demand": "Deux puits",
        "objective": "Deux puits avant juin 2026",
        "tactics": (Tactic.AUDIENCE,),
    }
    demand, coalition = Demand(**told | changes), Coalition(lead, others)
    return add_initiative(
        by=stage.agent, programme=stage.programme, code=code, keeper=lead, demand=demand, coalition=coalition
    )


def at_work(stage: Commune) -> Initiative:
    """The same with its evidence, one action and the mayor's promise."""
    made = initiative(stage)
    lead = Organisation.objects.get(pk=stage.agent.organisation_id)
    add_evidence(by=stage.agent, initiative=made, ground=Ground(EvidenceKind.SURVEY, "Six classes sans eau."))
    log_action(
        by=stage.agent, initiative=made, done=Done(date(2025, 2, 1), Tactic.AUDIENCE, "Audience à la mairie.", (lead,))
    )
    answered = Answered(date(2025, 3, 1), Answer.PROMISE, "Deux puits au budget.", "La maire", date(2025, 12, 31))
    note_response(by=stage.agent, initiative=made, answered=answered)
    return made


def policy_text(stage: Commune, code: str = "eau", **changes: Any) -> PolicyText:
    """A local convention that was drafted."""
    told: dict[str, Any] = {
        "title": {"fr": "Convention locale de l'eau"},
        "kind": TextKind.LOCAL_CONVENTION,
        "level": PolicyLevel.COMMUNE,
        "place": stage.place,
        "activity": stage.activity,
    }
    keeper = Organisation.objects.get(pk=stage.agent.organisation_id)
    wording = Wording(**told | changes)
    made = add_text(by=stage.agent, programme=stage.programme, code=code, keeper=keeper, wording=wording)
    reach_stage(
        by=stage.agent, text=made, stage=PolicyStage.DRAFTED, reached_on=date(2025, 2, 1), evidence="Copie au dossier."
    )
    return made


def addresses_of(stage: Commune) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """What the addresses of advocacy are asked with, and what is sent to them."""
    made, text = at_work(stage), policy_text(stage)
    here, there = {"pk": made.pk}, {"pk": text.pk}
    arguments: dict[str, dict[str, Any]] = {
        f"desk:initiative{name}": here for name in ("", "-change", "-state", "-hand-in")
    }
    arguments |= {f"desk:policy-text{name}": there for name in ("", "-change", "-hand-in")}
    arguments |= {
        "desk:initiative-part-new": here | {"part": "actions"},
        "desk:initiative-part-drop": here | {"part": "actions", "number": made.actions.get().pk},
        "desk:initiative-promise": here | {"number": made.responses.get().pk},
        "desk:policy-text-part-new": there | {"part": "stages"},
        "desk:policy-text-part-drop": there | {"part": "stages", "number": text.stages.get().pk},
    }
    return arguments, {"desk:initiative-state": {"state": "evidence", "on": "2025-01-12"}}
