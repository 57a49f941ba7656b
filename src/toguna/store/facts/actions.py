"""Opening and closing facts at their place in the single verified sequence."""

import uuid
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Max

from toguna.store.accounts.models import User
from toguna.store.facts.models import Fact, Verification
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.store.journal.actions import record_entry

SEQUENCE_LOCK = 7_464_731  # any number, so long as it is this one everywhere


@transaction.atomic
def next_verification(*, version: RecordVersion, by: User, opens: bool = True) -> Verification:
    """Take the next place in the verified sequence; places are given in the order in which they are committed.

    A place at which facts are only closed, because their record was shut away, does not open any.
    """
    if connection.vendor == "postgresql":
        # Held until commit, so that no higher number can be seen before a lower one.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCE_LOCK])
    last = Verification.objects.aggregate(last=Max("number"))["last"] or 0
    verification = Verification.objects.create(number=last + 1, version=version, by=by)
    done = "facts.opened" if opens else "facts.closed"
    record_entry(by=by, action=done, subject=version, sequence=verification.number)
    return verification


def fact_id(version_id: uuid.UUID, node: str, kind: str) -> uuid.UUID:
    """The same node of the same version makes the same fact, whenever and wherever it is made."""
    return uuid.uuid5(version_id, f"{node}|{kind}")


@transaction.atomic
def open_facts(*, facts: Iterable[Fact], since: int) -> list[Fact]:
    """Write facts that hold from this place in the sequence on.

    A version that made facts before, and is verified again after a quarantine, makes them anew from here: the old ones
    keep their place, so each of the new ones is told apart by its own.
    """
    rows = list(facts)
    held_before = set(Fact.objects.filter(version__in={fact.version_id for fact in rows}).values_list("pk", flat=True))
    for fact in rows:
        fact.pk = fact_id(fact.version_id, fact.node, fact.kind)
        if fact.pk in held_before:
            fact.pk = fact_id(fact.version_id, fact.node, f"{fact.kind}|{since}")
        fact.since = since
    return Fact.objects.bulk_create(rows)


@transaction.atomic
def close_facts_of(*, record: Record, at: int) -> int:
    """Close whatever facts of the record still hold; they stay, and hold for every earlier moment."""
    return Fact.objects.filter(version__record=record, until__isnull=True).update(until=at)
