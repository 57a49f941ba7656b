"""Reads an entry of the register of policy texts: what it is, its sides, its stages. It looks nothing up."""

from toguna.collect.registers.entries import known, summary_of
from toguna.collect.registers.register import Document, Register
from toguna.rules.field_record import FieldRecord
from toguna.rules.policy_texts import (
    Party,
    PartySide,
    PolicyStage,
    PolicyText,
    Standing,
    TextKind,
    facts_of,
    findings,
)

FORM_ID = "registre_texte"


def read(document: Document) -> FieldRecord:
    """One text as it stands; the entry's day is that of its first stage."""
    text = text_in(document)
    days = [one.on for one in text.stages]
    summary = summary_of(document, first=min(days, default=None), days=days)
    return FieldRecord(summary, facts_of(text), tuple(findings(text)))


def text_in(document: Document) -> PolicyText:
    """What an entry says of a text."""
    return PolicyText(
        kind=TextKind(document["kind"]),
        stages=tuple(Standing(PolicyStage(one["stage"]), known(one["on"])) for one in document.get("stages", ())),
        parties=tuple(Party(PartySide(one["side"]), one.get("name", "")) for one in document.get("parties", ())),
        addresses_gender=document.get("addresses_gender"),
        gender_words=str(document.get("gender_words", "")),
        amount=document.get("amount"),
        currency=str(document.get("currency", "")),
    )


REGISTER = Register(FORM_ID, "policy-text-1", {"fr": "Registre des textes", "en": "Register of policy texts"}, read)
