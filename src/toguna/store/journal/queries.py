"""Reading the journal's chain: where it stands, and whether anybody has touched what it seals."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Max, Model, QuerySet
from django.utils.translation import gettext as _

from toguna.rules.chain import BEGINNING, JournalEntry, link_hash
from toguna.store.journal.models import Entry, Link

PAGE = 1000


@dataclass(frozen=True)
class Fault:
    """What is wrong with the chain at one position, in words for whoever runs the command."""

    position: int
    reason: str


@dataclass(frozen=True)
class VerificationReport:
    """What a walk along the whole chain found."""

    sealed: int
    unsealed: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def is_intact(self) -> bool:
        """Whether every sealed entry is there and as it was."""
        return not self.faults


def head() -> str:
    """The hash of the newest link, which stands for everything sealed so far; empty before the first seal."""
    return Link.objects.order_by("-position").values_list("hash", flat=True).first() or ""


def count_and_last_of(actions: Collection[str]) -> tuple[int, str]:
    """How many acts of these sorts are noted, and when the last was; it tells whether anything was decided since."""
    found = Entry.objects.filter(action__in=actions).aggregate(count=Count("pk"), last=Max("at"))
    return found["count"], found["last"].isoformat() if found["last"] else ""


def unsealed(look_back: int | None = None) -> QuerySet[Entry]:
    """The entries that no link seals yet, by number; at most `look_back` numbers before the newest sealed one."""
    waiting = Entry.objects.filter(link__isnull=True).order_by("pk")
    if look_back is None:
        return waiting
    newest = Link.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    return waiting.filter(pk__gt=newest - look_back)


def unsealed_count() -> int:
    """How many entries wait for the worker to seal them."""
    return unsealed().count()


def is_sealing_due(look_back: int | None = None) -> bool:
    """Whether any entry waits for its seal; looked up without a lock."""
    return unsealed(look_back).exists()


def verify(published_heads: Collection[str] = ()) -> VerificationReport:
    """Walk the chain from its beginning and compute every hash again.

    A deleted, altered or inserted entry shows at its position. Links cut off at the end leave nothing to see in the
    chain itself, so the heads that editions have printed (`published_heads`) must all be found in it.
    """
    faults: list[Fault] = []
    printed = {hash for hash in published_heads if hash}
    sealed, expected_position, previous = 0, 1, BEGINNING
    for link, entry in links_with_entries():
        sealed += 1
        printed.discard(link.hash)
        if link.position != expected_position:
            faults.append(gap(expected_position, link.position - 1))
        elif link.previous != previous:
            faults.append(Fault(link.position, _("ne suit pas le maillon précédent")))
        if entry is None:
            faults.append(Fault(link.position, _("l'entrée %(entry)d a disparu") % {"entry": link.entry_id}))
        elif link.hash != link_hash(link.previous, entry):
            faults.append(
                Fault(link.position, _("l'entrée %(entry)d ou son maillon a été modifié") % {"entry": link.entry_id})
            )
        expected_position, previous = link.position + 1, link.hash
    cut_off = _("la tête %(head)s, imprimée par une édition, n'est plus dans la chaîne")
    faults += [Fault(expected_position, cut_off % {"head": hash}) for hash in sorted(printed)]
    return VerificationReport(
        sealed=sealed, unsealed=unsealed().count(), head=previous if sealed else "", faults=tuple(faults)
    )


def gap(first: int, last: int) -> Fault:
    """That the links from `first` to `last` are not there."""
    return Fault(first, _("les maillons %(first)d à %(last)d ont disparu") % {"first": first, "last": last})


def links_with_entries() -> Iterator[tuple[Link, JournalEntry | None]]:
    """Every link in order with the entry it seals, or None where that entry is gone."""
    last = 0
    # No join: it would pass over a link whose entry has been deleted.
    while page := list(Link.objects.filter(position__gt=last).order_by("position")[:PAGE]):
        entries = Entry.objects.in_bulk([link.entry_id for link in page])
        for link in page:
            entry = entries.get(link.entry_id)
            yield link, as_journal_entry(entry) if entry else None
        last = page[-1].position


def as_journal_entry(entry: Entry) -> JournalEntry:
    """The row as the chain sees it."""
    return JournalEntry(
        id=entry.pk,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        detail=entry.detail,
    )


def entries() -> QuerySet[Entry]:
    """Every entry, the newest first, with the link that seals it where one does."""
    return Entry.objects.select_related("link").order_by("-at", "-pk")


def entries_about(subject: Model) -> QuerySet[Entry]:
    """What was done to one row, the newest first."""
    return entries().filter(subject=f"{subject._meta.model_name}:{subject.pk}")
