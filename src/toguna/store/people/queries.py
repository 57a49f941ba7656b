"""What is needed to join mentions. Restricted: names pass through here."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Max, QuerySet, When

from toguna.store.fieldwork.models import RecordVersion
from toguna.store.people.models import Identity, Mention, MentionName, Person

Holding = tuple[UUID, int | None]


def mentions_with_names() -> Iterator[tuple[Any, ...]]:
    """Each mention whose name is kept: id, name, sex, commune, born from, born to; since and until when it counts.

    Of a sensitive activity no commune is told: whoever was named there is joined to nobody, and counts as one person.
    """
    commune = Case(When(mention__facts__activity__sensitive=True, then=None), default=F("mention__commune_id"))
    rows = (
        MentionName.objects.annotate(matched_in=commune)
        .order_by("mention_id")
        .values_list(
            "mention_id",
            "name",
            "mention__sex",
            "matched_in",
            "mention__born_from",
            "mention__born_to",
            "mention__facts__since",
            "mention__facts__until",
        )
    )
    return rows.filter(mention__facts__isnull=False).iterator(chunk_size=10_000)


def mentions_without_names() -> Iterator[tuple[UUID, int, int | None]]:
    """Each mention whose name was redacted, with since and until when it counts."""
    rows = Mention.objects.filter(naming__isnull=True, facts__isnull=False).order_by("pk")
    return rows.values_list("pk", "facts__since", "facts__until").iterator(chunk_size=10_000)


def identities_now() -> dict[UUID, Holding]:
    """Which person each mention is held to be, and the birth year that goes with it."""
    rows = Identity.objects.filter(until__isnull=True).values_list("mention_id", "person_id", "birth_year")
    return {mention: (person, year) for mention, person, year in rows.iterator(chunk_size=10_000)}


def all_persons() -> set[UUID]:
    """Everybody who was ever told apart."""
    return set(Person.objects.values_list("pk", flat=True))


def joined_up_to() -> int:
    """The last place in the verified sequence at which an identity changed; 0 before the first."""
    last = Identity.objects.aggregate(begun=Max("since"), ended=Max("until"))
    return max(last["begun"] or 0, last["ended"] or 0)


def mentions_with_a_name(version: RecordVersion) -> QuerySet[Mention]:
    """The lines of a version whose person is named here, so that somebody can ask for the name to be erased."""
    return Mention.objects.filter(version=version, naming__isnull=False).order_by("line")


def named_by_facts_of(organisation: UUID | None) -> QuerySet[MentionName, tuple[Any, ...]]:
    """Whom the facts that count today name, of one organisation's records, the newest first.

    Name, telephone, sex, born from, born to, commune, commune as written, function, group. Never from a sensitive
    activity.
    """
    found = MentionName.objects.filter(
        mention__version__record__organisation=organisation,
        mention__facts__until__isnull=True,
        mention__facts__activity__sensitive=False,
    )
    return found.order_by("-mention__facts__since", "mention_id").values_list(
        "name",
        "phone",
        "mention__sex",
        "mention__born_from",
        "mention__born_to",
        "mention__commune__name",
        "mention__commune_as_written",
        "mention__facts__function",
        "mention__facts__stakeholder_group",
    )
