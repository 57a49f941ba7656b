"""Joins the mentions of verified sheets to persons, before anything is counted.

It follows the verified sequence step by step, so that who was whom at a moment depends on nothing that was verified
later, nor on when somebody last counted. It makes no fact anew. A mention whose name was redacted stays the person it
was, and a mention that was corrected away joins nobody any more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from toguna.rules.identity import JoinedPerson, NamedMention, join
from toguna.store.people.actions import identify
from toguna.store.people.queries import (
    Holding,
    all_persons,
    identities_now,
    joined_up_to,
    mentions_with_names,
    mentions_without_names,
)


@dataclass(frozen=True)
class _Verified:
    """A mention while its line counts: since ≤ step < until."""

    named: NamedMention
    since: int
    until: int | None

    def counts_at(self, step: int) -> bool:
        return self.since <= step and (self.until is None or self.until > step)


def join_mentions(*, at: int) -> int:
    """Bring the identities up to the verified sequence's place `at`; how many times a mention changed its person."""
    if joined_up_to() >= at:
        return 0
    with transaction.atomic():
        return _Joining(joined_up_to()).follow(at)


class _Joining:
    """What is known of everybody while the sequence is followed."""

    def __init__(self, done: int) -> None:
        self.done = done
        self.now = identities_now()
        self.persons = all_persons()
        self.alike: dict[object, list[_Verified]] = {}
        self.touched: dict[int, dict[object, None]] = {}
        for row in mentions_with_names():
            one = _Verified(NamedMention(*row[:6]), *row[6:])
            likeness = one.named.likeness
            self.alike.setdefault(likeness, []).append(one)
            for step in (one.since, one.until):
                if step is not None and step > done:
                    self.touched.setdefault(step, {})[likeness] = None
        self.nameless = list(mentions_without_names())

    def follow(self, at: int) -> int:
        """Take each step up to `at`; only those who are like somebody on its sheet can change."""
        count = 0
        for step in sorted(step for step in self.touched if step <= at):
            changed: dict[UUID, Holding] = {}
            years = self._years_of_nameless(step)
            for likeness in self.touched[step]:
                counted = [one.named for one in self.alike[likeness] if one.counts_at(step)]
                for person, key in self._keyed(join(counted), step):
                    # Whoever shares a person with a redacted mention has the birth year that this one goes by.
                    holding = (key, years.get(key, person.birth_year))
                    changed |= {one: holding for one in person.mentions if self.now.get(one) != holding}
            identify(changed=changed, at=step)
            self.now |= changed
            count += len(changed)
        return count

    def _years_of_nameless(self, step: int) -> dict[UUID, int | None]:
        counted = (pk for pk, since, until in self.nameless if since <= step and (until is None or until > step))
        return dict(self.now[pk] for pk in counted if pk in self.now)

    def _keyed(self, people: Sequence[JoinedPerson], step: int) -> list[tuple[JoinedPerson, UUID]]:
        """Each with the person they are: one more mention makes nobody new, and two people are never the same one.

        A person whose mentions fall apart stays with most of them, and then with the first.
        """
        known = [
            (-count, person.key, held, person)
            for person in people
            for held, count in Counter(self.now[one][0] for one in person.mentions if one in self.now).items()
        ]
        keys: dict[UUID, UUID] = {}
        for _count, mine, held, _person in sorted(known, key=lambda row: row[:3]):
            if mine not in keys and held not in keys.values():
                keys[mine] = held
        for person in people:
            if person.key not in keys:
                is_free = person.key not in self.persons
                keys[person.key] = person.key if is_free else uuid5(person.key, f"step {step}")
                self.persons.add(keys[person.key])
        return [(person, keys[person.key]) for person in people]
