"""Initiatives and policy texts enter the flow: each is written as an entry of its register and handed in as a record.

Handing in says what stands on the page now; nothing on the page counts before somebody else verified it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from toguna.collect.registers import document_to_bytes
from toguna.collect.registers.advocacy import FORM_ID as ADVOCACY_FORM
from toguna.collect.registers.policy_texts import FORM_ID as TEXT_FORM
from toguna.flow.commitments import enter_commitment
from toguna.flow.registers import submit_to_register
from toguna.rules.advocacy import findings as advocacy_findings
from toguna.rules.commitments import OriginKind
from toguna.rules.findings import Finding, errors_in
from toguna.rules.policy_texts import findings as text_findings
from toguna.rules.remarking import error
from toguna.store.accounts.models import User
from toguna.store.advocacy.actions import tie_promise
from toguna.store.advocacy.models import AdvocacyResponse, Initiative, PolicyText
from toguna.store.advocacy.queries import (
    as_initiative,
    as_text,
    initiative_seen_by,
    party_name,
    text_seen_by,
)
from toguna.store.commitments.actions import Written
from toguna.store.commitments.models import Commitment
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.store.fieldwork.queries import version_of_instance
from toguna.store.places.models import Place
from toguna.store.writing import write_turn

ACTIVITY_MISSING = (
    "Choisissez l'activité du plan de travail à laquelle elle se rattache : c'est par elle qu'elle compte."
)
NOTHING_TO_COUNT = "Rien n'est encore à compter : inscrivez d'abord une action menée."
NO_STAGE_YET = "Rien n'est encore à compter : inscrivez d'abord une étape atteinte."


class NotReadyToHandIn(Exception):
    """The entry cannot be handed in while these stand."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(finding.code for finding in findings))


@dataclass(frozen=True)
class InTheFlow:
    """Where an entry stands in the flow: its record if it was handed in, and whether that says what is there now."""

    record: Record | None
    is_current: bool


def initiative_in_the_flow(initiative: Initiative) -> InTheFlow:
    """Whether what is on the initiative's page was handed in."""
    return _standing(ADVOCACY_FORM, initiative, document_of_initiative(initiative))


def text_in_the_flow(text: PolicyText) -> InTheFlow:
    """Whether what is on the text's page was handed in."""
    return _standing(TEXT_FORM, text, document_of_text(text))


def against_initiative(initiative: Initiative) -> list[Finding]:
    """What must be done before the initiative can be handed in."""
    read = as_initiative(initiative)
    found = [] if read.actions else [error("nothing-to-count", NOTHING_TO_COUNT)]
    return [*_about_activity(initiative), *found, *errors_in(advocacy_findings(read))]


def against_text(text: PolicyText) -> list[Finding]:
    """What must be done before the text can be handed in."""
    read = as_text(text)
    found = [] if read.stages else [error("nothing-to-count", NO_STAGE_YET)]
    return [*_about_activity(text), *found, *errors_in(text_findings(read))]


def hand_in_initiative(*, initiative: Initiative, by: User, reason: str = "") -> Record:
    """Hand the initiative in as it stands; the same again changes nothing. Raises NotReadyToHandIn."""
    with write_turn(), transaction.atomic():
        initiative = initiative_seen_by(by, initiative.pk)
        _refuse(against_initiative(initiative))
        return submit_to_register(
            form_id=ADVOCACY_FORM,
            key=initiative.pk,
            document=document_of_initiative(initiative),
            by=by,
            fictional=initiative.fictional,
            reason=reason,
        )


def hand_in_text(*, text: PolicyText, by: User, reason: str = "") -> Record:
    """Hand the text in as it stands; the same again changes nothing. Raises NotReadyToHandIn."""
    with write_turn(), transaction.atomic():
        text = text_seen_by(by, text.pk)
        _refuse(against_text(text))
        return submit_to_register(
            form_id=TEXT_FORM,
            key=text.pk,
            document=document_of_text(text),
            by=by,
            fictional=text.fictional,
            reason=reason,
        )


def document_of_initiative(initiative: Initiative) -> dict[str, object]:
    """The entry of an initiative: all that its page says, with codes for what is known elsewhere."""
    row = initiative
    return {
        **_head(row),
        "issue": row.issue,
        "identified_on": row.identified_on.isoformat(),
        "target": row.target,
        "demand": row.demand,
        "objective": row.objective,
        "by_when": row.by_when.isoformat() if row.by_when else None,
        "tactics": list(row.tactics),
        "approach": row.approach,
        "allies": row.allies,
        "state": row.state,
        "state_on": row.state_on.isoformat() if row.state_on else None,
        "state_reason": row.state_reason,
        "organisations": [
            {"code": one.organisation.code, "kind": one.organisation.kind, "as": one.engaged_as}
            for one in row.engagements.all()
        ],
        "evidence": [
            {
                "kind": one.kind,
                "instrument": one.instrument_code,
                "node": one.node_code,
                "round": str(one.round_key) if one.round_key else None,
                "words": one.words,
            }
            for one in row.evidence.all()
        ],
        "actions": [
            {
                "number": one.number,
                "on": one.on.isoformat(),
                "tactic": one.tactic,
                "words": one.words,
                "organisations": sorted(who.code for who in one.organisations.all()),
            }
            for one in row.actions.all()
        ],
        "responses": [
            {
                "number": one.number,
                "on": one.on.isoformat(),
                "answer": one.answer,
                "words": one.words,
                "office": one.office,
                "by_when": one.by_when.isoformat() if one.by_when else None,
                "commitment": str(one.commitment_key) if one.commitment_key else None,
            }
            for one in row.responses.all()
        ],
        "ladder": [
            {"rung": one.rung, "on": one.reached_on.isoformat(), "evidence": one.evidence} for one in row.ladder.all()
        ],
        "budget": {
            "line": row.budget_line,
            "currency": row.currency,
            "committed_before": row.committed_before,
            "committed_after": row.committed_after,
            "disbursed_before": row.disbursed_before,
            "disbursed_after": row.disbursed_after,
        },
    }


def document_of_text(text: PolicyText) -> dict[str, object]:
    """The entry of a policy text."""
    return {
        **_head(text),
        "kind": text.kind,
        "level": text.level,
        "about": text.about,
        "initiative": text.initiative.code if text.initiative else None,
        "addresses_gender": text.addresses_gender,
        "gender_words": text.gender_words,
        "amount": text.amount,
        "currency": text.currency,
        "parties": [
            {
                "side": one.side,
                "organisation": one.organisation.code if one.organisation else None,
                "name": party_name(one),
            }
            for one in text.parties.all()
        ],
        "stages": [
            {"stage": one.stage, "on": one.reached_on.isoformat(), "evidence": one.evidence}
            for one in text.stages.all()
        ],
    }


def _head(row: Initiative | PolicyText) -> dict[str, object]:
    return {
        "code": row.code,
        "programme": row.programme.code,
        "title": dict(row.title),
        "activity": row.activity.code if row.activity else None,
        "place": _place(row.place),
    }


def _place(place: Place | None) -> Mapping[str, str]:
    if place is None:
        return {}
    first = min(place.codes.all(), key=lambda one: (one.scheme, one.code), default=None)
    return {"name": place.name} | ({"scheme": first.scheme, "code": first.code} if first else {})


def _standing(form_id: str, row: Initiative | PolicyText, document: Mapping[str, object]) -> InTheFlow:
    known = version_of_instance(form_id, f"uuid:{row.pk}")
    if known is None:
        return InTheFlow(None, is_current=False)
    record = Record.objects.select_related("current_version").get(pk=known.record_id)
    current: RecordVersion | None = record.current_version
    now = hashlib.sha256(document_to_bytes(document)).hexdigest()
    # An entry that went back to what it said before has line ends that make its bytes its own.
    body = bytes(current.payload.body).rstrip(b"\n") if current else b""
    return InTheFlow(record, is_current=hashlib.sha256(body).hexdigest() == now)


def _about_activity(row: Initiative | PolicyText) -> list[Finding]:
    return [] if row.activity else [error("activity-missing", ACTIVITY_MISSING, "activity")]


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise NotReadyToHandIn(findings)


def promise_into_register(*, response: AdvocacyResponse, by: User) -> Commitment:
    """Take a promise that the office made into the register of promises, handed in; the demand is what it answers.

    Raises CommitmentImpossible, TakenAlready.
    """
    initiative = response.initiative
    written = Written(
        what=response.words[:500],
        made_on=response.on,
        due_on=response.by_when,
        origin_kind=OriginKind.ADVOCACY,
        origin_label=f"{initiative.code} {initiative.title['fr']}"[:200],
        office=response.office or initiative.target,
        receiver=next((one.organisation for one in initiative.engagements.all() if one.engaged_as == "lead"), None),
        place=initiative.place,
        activity=initiative.activity,
        answers=(initiative.demand or initiative.issue)[:300],
    )
    key = f"initiative:{initiative.pk}:response:{response.number}"
    with write_turn(), transaction.atomic():
        made = enter_commitment(
            by=by,
            programme=initiative.programme,
            organisation=initiative.organisation,
            written=written,
            origin_key=key,
        )
        tie_promise(by=by, response=response, commitment_key=made.pk)
    return made
