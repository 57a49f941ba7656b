"""Promises of a fictional commune, as the stories about them begin."""

from datetime import date
from typing import Any

from tests.flow.sheets import Commune
from toguna.flow.commitments import declare_commitment, enter_commitment
from toguna.flow.verify import check_record, verify_record
from toguna.rules.commitments import OriginKind, Says, Side
from toguna.store.accounts.models import User
from toguna.store.commitments.actions import Said, Written
from toguna.store.commitments.models import Commitment, Declaration

MADE, DUE = date(2025, 2, 10), date(2025, 6, 30)


def written(there: Commune, **changes: Any) -> Written:
    """A promise as somebody would write it."""
    told: dict[str, Any] = {
        "what": "Réparer le forage du marché",
        "made_on": MADE,
        "due_on": DUE,
        "origin_kind": OriginKind.INTERFACE_MEETING,
        "origin_label": "Réunion d'interface du centre de santé (fictif)",
        "office": "La maire",
        "receiver_office": "La population du quartier du marché",
        "place": there.place,
        "activity": there.activity,
    }
    return Written(**(told | changes))


def promised(there: Commune, by: User | None = None, **changes: Any) -> Commitment:
    """A promise in the register."""
    who = by or there.agent
    assert who.organisation is not None
    return enter_commitment(
        by=who, programme=there.programme, organisation=who.organisation, written=written(there, **changes)
    )


def tell(
    there: Commune, commitment: Commitment, side: Side, says: Says, on: date, by: User | None = None
) -> Declaration:
    """What one side says of it."""
    office = "La maire" if side is Side.PROMISER else "Le comité du quartier"
    said = Said(side, says, on, office, "Le forage donne de l'eau.")
    return declare_commitment(by=by or there.agent, commitment=commitment, said=said)


def verify(there: Commune, commitment: Commitment) -> None:
    """Its record is checked by the partner and verified by the lead."""
    commitment.refresh_from_db()
    record = commitment.record
    assert record is not None
    record = check_record(record, by=there.coordinator, revision=record.revision)
    verify_record(record, by=there.officer, revision=record.revision)
