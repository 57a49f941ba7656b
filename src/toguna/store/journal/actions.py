"""Writing the journal: one entry beside every write that matters, in its transaction; the worker seals it later."""

from typing import Protocol

from django.db import connection, transaction

from toguna.rules.chain import BEGINNING, link_hash
from toguna.store.journal.models import Entry, Link
from toguna.store.journal.queries import as_journal_entry, unsealed
from toguna.store.writing import insert_row

# Any number does, as long as every sealer asks PostgreSQL for the same.
SEALERS_LOCK = 7_406_251


class Actor(Protocol):
    """Whoever acts: an account."""

    @property
    def pk(self) -> int: ...


def record_entry(*, by: Actor | None, action: str, subject: object, **detail: object) -> None:
    """Note that `by` (nobody: the machine) did `action` to `subject`, in ids and codes, never names.

    The subject is a model instance, or a text such as "edition:CEP-3". A plain insert, because a chain written under
    a lock would cost most of the database's throughput; the worker seals the chain afterwards.
    """
    insert_row(entry_of(by=by, action=action, subject=subject, **detail))


def entry_of(*, by: Actor | None, action: str, subject: object, **detail: object) -> Entry:
    """The entry that `record_entry` would write, for whoever writes it together with what it is about."""
    named = subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}"  # type: ignore[attr-defined]
    return Entry(actor=by.pk if by else None, action=action, subject=named, detail=detail)


@transaction.atomic
def seal(limit: int = 200, look_back: int | None = None) -> int:
    """Append links for up to `limit` entries that have none yet, and say how many were sealed.

    The chain has its own order: an entry that a slow transaction commits late, with a smaller id than what is sealed
    already, is sealed when it is seen. `look_back` limits the search to the entries at most that many ids before the
    newest sealed one, for the worker's frequent rounds; without it the whole journal is searched.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALERS_LOCK])
    last = Link.objects.order_by("-position").first()
    position, previous = (last.position, last.hash) if last else (0, BEGINNING)
    links = []
    for entry in unsealed(look_back)[:limit]:
        position += 1
        link = Link(
            position=position, entry=entry, previous=previous, hash=link_hash(previous, as_journal_entry(entry))
        )
        links.append(link)
        previous = link.hash
    Link.objects.bulk_create(links)
    return len(links)
