"""Reads an entry of the register of advocacy: who did what on which day, and how far it got. It looks nothing up."""

from toguna.collect.registers.entries import day, known, summary_of
from toguna.collect.registers.register import Document, Register
from toguna.rules.advocacy import (
    Action,
    Answer,
    Approach,
    Engaged,
    EngagedAs,
    EvidenceKind,
    Initiative,
    InitiativeState,
    Reached,
    Response,
    Rung,
    Tactic,
    facts_of,
    findings,
)
from toguna.rules.field_record import FieldRecord

FORM_ID = "registre_plaidoyer"


def read(document: Document) -> FieldRecord:
    """One initiative as it stands."""
    initiative = initiative_in(document)
    days = [action.on for action in initiative.actions] + [response.on for response in initiative.responses]
    days += [reached.on for reached in initiative.ladder]
    summary = summary_of(document, first=initiative.identified_on, days=days)
    return FieldRecord(summary, facts_of(initiative), tuple(findings(initiative)))


def initiative_in(document: Document) -> Initiative:
    """What an entry says of an initiative."""
    return Initiative(
        identified_on=day(document.get("identified_on")),
        state=InitiativeState(document["state"]),
        target=str(document.get("target", "")),
        demand=str(document.get("demand", "")),
        objective=str(document.get("objective", "")),
        tactics=tuple(Tactic(code) for code in document.get("tactics", ())),
        approach=Approach(document["approach"]) if document.get("approach") else None,
        engaged=tuple(
            Engaged(one["code"], one["kind"], EngagedAs(one["as"])) for one in document.get("organisations", ())
        ),
        evidence=tuple(EvidenceKind(one["kind"]) for one in document.get("evidence", ())),
        actions=tuple(
            Action(one["number"], known(one["on"]), Tactic(one["tactic"]), tuple(one["organisations"]))
            for one in document.get("actions", ())
        ),
        responses=tuple(
            Response(one["number"], known(one["on"]), Answer(one["answer"]), one.get("office", ""))
            for one in document.get("responses", ())
        ),
        ladder=tuple(Reached(Rung(one["rung"]), known(one["on"])) for one in document.get("ladder", ())),
    )


REGISTER = Register(FORM_ID, "advocacy-1", {"fr": "Registre du plaidoyer", "en": "Register of advocacy"}, read)
