"""Who is whom, until somebody says better: same name, sex and commune, and one year in which all may have been born.

No age, no match; no sex or no commune, no match. It is told what stands on the sheets and answers with groups of
mentions; it knows no telephone numbers, and it never joins two people on a name alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from toguna.rules.spelling import plain


@dataclass(frozen=True)
class NamedMention:
    """A named line of a sheet: the years between which the person was born, both included, when they are known."""

    id: UUID
    name: str
    sex: str | None
    commune: UUID | None
    born_from: int | None
    born_to: int | None

    @property
    def likeness(self) -> object:
        """What the mentions of one person have in common; a mention that lacks any of it is like no other.

        >>> from uuid import UUID
        >>> NamedMention(UUID(int=1), "AWA Fictive", "female", UUID(int=99), 1988, 1989).likeness
        ('awa fictive', 'female', UUID('00000000-0000-0000-0000-000000000063'))
        """
        if self.born_from is None or self.born_to is None or self.sex is None or self.commune is None:
            return self.id
        return (plain(self.name), self.sex, self.commune)


@dataclass(frozen=True)
class JoinedPerson:
    """Somebody whom all these mentions name, born in `birth_year` as far as counting goes."""

    key: UUID
    birth_year: int | None
    mentions: tuple[UUID, ...]


def join(mentions: Iterable[NamedMention]) -> list[JoinedPerson]:
    """The persons whom the mentions name; the order of the mentions does not matter.

    Overlapping is no chain: of three people born 1988–1989, 1989–1990 and 1990–1991, the first and the last cannot be
    one. So all mentions of a person must share a year; groups are cut around the earliest end that is left, so that
    there are as few persons as the ages allow. One more sheet may cut a group otherwise than before.

    The birth year is the last year that all of them share. Somebody who says 35 in 2019 was born in 1983 or 1984; only
    with 1984 are they 35 when they are counted in 2019, as their sheet says, and inside a band that ends at 35.

    >>> from uuid import UUID
    >>> def awa(number, born_from, born_to):
    ...     return NamedMention(UUID(int=number), "Awa Fictive", "female", UUID(int=99), born_from, born_to)
    >>> [[one.int for one in person.mentions]
    ...  for person in join([awa(1, 1988, 1989), awa(2, 1989, 1990), awa(3, 1990, 1991), awa(4, None, None)])]
    [[1, 2], [3], [4]]
    """
    alike: dict[object, list[NamedMention]] = {}
    alone: list[JoinedPerson] = []
    for mention in mentions:
        likeness = mention.likeness
        if likeness == mention.id:
            alone.append(_person([mention], mention.born_to))
        else:
            alike.setdefault(likeness, []).append(mention)
    joined = [person for group in alike.values() for person in _cut(group)]
    return sorted([*alone, *joined], key=lambda person: person.key)


def persons_of(mentions: Iterable[NamedMention]) -> Mapping[UUID, JoinedPerson]:
    """Each mention with the person it names."""
    return {mention: person for person in join(mentions) for mention in person.mentions}


def _cut(group: list[NamedMention]) -> Iterable[JoinedPerson]:
    """Groups that share a year, each around the earliest end that is left."""
    left = sorted(group, key=lambda mention: (mention.born_to or 0, mention.born_from or 0, mention.id))
    while left:
        year = left[0].born_to or 0
        together = [mention for mention in left if (mention.born_from or 0) <= year]
        left = [mention for mention in left if (mention.born_from or 0) > year]
        yield _person(together, year)


def _person(mentions: list[NamedMention], birth_year: int | None) -> JoinedPerson:
    ids = tuple(sorted(mention.id for mention in mentions))
    return JoinedPerson(uuid5(ids[0], "person"), birth_year, ids)
