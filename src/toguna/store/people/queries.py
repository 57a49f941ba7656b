"""What is needed to join mentions. Restricted: names pass through here."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from toguna.store.people.models import Identity, MentionName


def mentions_with_names() -> Iterator[tuple[Any, ...]]:
    """Each mention whose name is kept: id, name, sex, commune, born from, born to."""
    rows = MentionName.objects.order_by("mention_id").values_list(
        "mention_id", "name", "mention__sex", "mention__commune_id", "mention__born_from", "mention__born_to"
    )
    return rows.iterator(chunk_size=10_000)


def identities_now() -> dict[UUID, tuple[UUID, int | None]]:
    """Which person each mention is held to be, and the birth year that goes with it."""
    rows = Identity.objects.filter(until__isnull=True).values_list("mention_id", "person_id", "birth_year")
    return {mention: (person, year) for mention, person, year in rows.iterator(chunk_size=10_000)}
