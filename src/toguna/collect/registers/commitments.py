"""Reads one promise of the register: from its entry to what both sides say, what is counted, what looks wrong.

It looks nothing up; places and organisations stand as they were written.
"""

from datetime import date

from toguna.collect.registers.register import Document, Register
from toguna.rules.attendance import PlaceMention
from toguna.rules.commitment_entries import Entry, entry_findings, facts_of
from toguna.rules.commitments import Declaration, Promise, Says, Side, Standing, standing
from toguna.rules.field_record import FieldRecord, RecordSummary

FORM_ID = "registre_engagement"
TEXTS = ("what", "expected_change", "answers", "partners", "verification", "plan_line")


def read_commitment(entry: Document) -> FieldRecord:
    """What a list shows of a promise, and what is counted of it."""
    promise = promise_of(entry)
    place = place_of(entry)
    found = standing_of(entry, promise.made_on)
    return FieldRecord(
        RecordSummary(
            activity_code=str(entry["activity"]),
            held_on=promise.made_on,
            place=place,
            title=f"{entry['code']} · {entry['what']}",
        ),
        facts_of(promise, found, organisation=str(entry.get("promiser", "")), area=place),
        # The day is checked by whoever checks every record's.
        tuple(entry_findings(_written(entry, promise), promise.made_on)),
    )


def promise_of(entry: Document) -> Promise:
    """When it was made, and by when it is to be kept."""
    due_on = entry.get("due_on")
    return Promise(date.fromisoformat(entry["made_on"]), date.fromisoformat(due_on) if due_on else None)


def standing_of(entry: Document, today: date) -> Standing:
    """Where the promise stands by what its entry says of both sides."""
    said = [
        Declaration(Side(one["side"]), Says(one["says"]), date.fromisoformat(one["on"]), one["who"])
        for one in entry["declarations"]
    ]
    return standing(promise_of(entry), said, today)


def place_of(entry: Document) -> PlaceMention:
    """The commune, as it is written in the entry; none where there is none."""
    place = entry.get("place") or {}
    return PlaceMention(place.get("name", ""), place.get("scheme", ""), place.get("code", ""))


def _written(entry: Document, promise: Promise) -> Entry:
    return Entry(
        made_on=promise.made_on,
        due_on=promise.due_on,
        promiser=str(entry.get("promiser", "")),
        office=str(entry.get("office", "")),
        receiver_office=str(entry.get("receiver_office", "")),
        cost=entry.get("cost"),
        currency=str(entry.get("currency", "")),
        texts={name: str(entry.get(name, "")) for name in TEXTS},
    )


REGISTER = Register(
    form_id=FORM_ID,
    mapping="commitment-1",
    title={"fr": "Registre des engagements", "en": "Register of commitments"},
    read=read_commitment,
)
