"""Writing what a sheet says of a person; the name apart from the rest."""

import uuid
from collections.abc import Collection, Mapping

from django.db import transaction

from toguna.store.fieldwork.models import RecordVersion
from toguna.store.journal.actions import record_entry
from toguna.store.people.models import Identity, Mention, MentionName, Person
from toguna.store.places.models import Place

BATCH = 500


@transaction.atomic
def keep_mention(
    *,
    version: RecordVersion,
    line: int,
    name: str,
    phone: str,
    sex: str | None,
    born: tuple[int, int] | None,
    commune: Place | None,
    commune_as_written: str,
) -> Mention:
    """Keep one line of a sheet as a mention; the same line of the same version is the same mention."""
    mention, new = Mention.objects.get_or_create(
        pk=uuid.uuid5(version.pk, f"mention|{line}"),
        defaults={
            "version": version,
            "line": line,
            "sex": sex,
            "born_from": born[0] if born else None,
            "born_to": born[1] if born else None,
            "commune": commune,
            "commune_as_written": commune_as_written[:120],
        },
    )
    if new:
        MentionName.objects.create(mention=mention, name=name[:160], phone=phone[:40])
    return mention


@transaction.atomic
def forget_names(*, mentions: Collection[uuid.UUID]) -> int:
    """Remove the names of these mentions for good, and say how many there were; what was counted stays."""
    count, _kinds = MentionName.objects.filter(mention__in=mentions).delete()
    return count


@transaction.atomic
def identify(*, changed: Mapping[uuid.UUID, tuple[uuid.UUID, int | None]], at: int) -> None:
    """Say of mentions which person they are from the place `at` of the verified sequence on."""
    Person.objects.bulk_create([Person(pk=person) for person, _year in changed.values()], ignore_conflicts=True)
    keys = list(changed)
    for first in range(0, len(keys), BATCH):
        batch = keys[first : first + BATCH]
        held = Identity.objects.filter(mention__in=batch, until__isnull=True)
        # What was said at this very place is said better; what was said earlier held until now.
        held.filter(since__gte=at).delete()
        held.filter(since__lt=at).update(until=at)
    Identity.objects.bulk_create(
        [
            Identity(mention_id=mention, person_id=person, birth_year=year, since=at)
            for mention, (person, year) in changed.items()
        ],
        batch_size=1000,
    )
    if changed:
        record_entry(by=None, action="people.joined", subject=f"verification:{at}", mentions=len(changed))
