"""Writing the journal: one entry beside every write that matters, in the same transaction."""

from typing import Protocol

from toguna.store.journal.models import Entry


class Actor(Protocol):
    """Whoever acts: an account."""

    @property
    def pk(self) -> int: ...


def record_entry(*, by: Actor | None, action: str, subject: object, **detail: object) -> Entry:
    """Note that `by` (nobody: the machine) did `action` to `subject`, in ids and codes, never names.

    The subject is a model instance, or a text such as "edition:CEP-3". A plain insert, because a chain written under
    a lock would cost most of the database's throughput; the worker seals the chain afterwards.
    """
    named = subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}"  # type: ignore[attr-defined]
    return Entry.objects.create(actor=by.pk if by else None, action=action, subject=named, detail=detail)
