"""Joins the mentions of verified sheets to persons, before anything is counted.

It makes no fact anew: it says from which place in the verified sequence a mention is which person. A mention whose name
was redacted stays the person it was.
"""

from uuid import UUID

from django.db import transaction

from toguna.rules.identity import JoinedPerson, NamedMention, join
from toguna.store.people.actions import identify
from toguna.store.people.queries import identities_now, mentions_with_names


@transaction.atomic
def join_mentions(*, at: int) -> int:
    """Bring the identities up to the verified sequence's place `at`; how many mentions changed their person."""
    now = identities_now()
    mentions = [NamedMention(*row) for row in mentions_with_names()]
    changed: dict[UUID, tuple[UUID, int | None]] = {}
    for person in join(mentions):
        key = _known(person, now) or person.key
        for mention in person.mentions:
            if now.get(mention) != (key, person.birth_year):
                changed[mention] = (key, person.birth_year)
    identify(changed=changed, at=at)
    return len(changed)


def _known(person: JoinedPerson, now: dict[UUID, tuple[UUID, int | None]]) -> UUID | None:
    """The person that the first known of the mentions already is, so that one more mention makes nobody new."""
    return next((now[mention][0] for mention in person.mentions if mention in now), None)
