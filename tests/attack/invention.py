"""Small fictional programmes made up from a seed: who came to which session, as each edition knew it.

Persons, communes and corrections are drawn at random; nothing here knows what will be masked.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from toguna.rules.periods import Period, PeriodKind, periods_covering

STARTS_ON, ENDS_ON = date(2025, 1, 1), date(2025, 12, 31)
BANDS = [[0, 17], [18, 35], [36, None]]
WOMEN = {"sex": ["female"]}
FORUMS = {"activity_kind": ["forum"]}


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist. Sex and year of birth may not be known."""

    key: str
    sex: str | None
    birth_year: int | None


@dataclass(frozen=True)
class Sheet:
    """One session as one version of its sheet says: persons by name, and how many sat there without one, by sex."""

    key: str
    version: int
    held_on: date
    commune: str
    persons: tuple[Person, ...]
    unnamed: tuple[tuple[str | None, int], ...] = ()

    @property
    def short_hash(self) -> str:
        """What an edition says of the sheet: it changes with each correction and names nobody."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.key}/{self.version}").hex[:12]

    @property
    def kind(self) -> str:
        """One session in three is a forum."""
        return "training" if int(uuid.uuid5(uuid.NAMESPACE_OID, self.key).hex, 16) % 3 else "forum"

    def facts(self) -> Iterator[dict[str, Any]]:
        """The sheet as verified facts, in the shape that the counting engines read."""
        for number, person in enumerate(self.persons):
            yield self._fact("participation", number, person.sex, 1, person)
        for number, (sex, many) in enumerate(self.unnamed):
            yield self._fact("headcount", 100 + number, sex, many, None)

    def _fact(self, kind: str, line: int, sex: str | None, many: int, person: Person | None) -> dict[str, Any]:
        age = self.held_on.year - person.birth_year if person and person.birth_year else None
        return {
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.key}/{self.version}/{line}")),
            "kind": kind, "since": 1, "until": None, "start_on": self.held_on, "session": "1",
            "activity": self.key, "activity_kind": self.kind, "designed_for": [], "topics": [], "programmes": ["A"],
            "event_place": self.commune, "residence_place": None, "area_place": None, "implementer": None,
            "person": person.key if person else None, "birth_year": person.birth_year if person else None,
            "organisation": None, "sex": sex, "age_from": age, "age_to": age, "disability": None, "displaced": None,
            "stakeholder_group": None, "quantity": many * 1000, "unit": "seat", "basis": "counted",
        }  # fmt: skip


@dataclass(frozen=True)
class Invention:
    """A programme: its communes, the sheets that each edition knew, and what its indicators count."""

    seed: int
    communes: tuple[str, ...]
    editions: tuple[tuple[Sheet, ...], ...]
    definitions: dict[str, dict[str, Any]]

    def region(self, commune: str) -> str:
        """The region that a commune lies in: one of two. Where only the region was noted, that."""
        if commune not in self.communes:
            return commune
        return f"R{1 + self.communes.index(commune) % 2}"

    def periods(self, kinds: list[str], known: tuple[Sheet, ...]) -> list[Period]:
        """The periods that a run would count: those that had begun on the last day of what was known."""
        last = max(sheet.held_on for sheet in known)
        end = ENDS_ON + timedelta(days=1)
        return [
            period
            for kind in kinds
            for period in periods_covering(PeriodKind(kind), STARTS_ON, end)
            if kind == PeriodKind.LIFE or period.start <= last
        ]


def invented(seed: int) -> Invention:
    """The programme of a seed, always the same."""
    draw = random.Random(seed)
    communes = tuple(f"C{number}" for number in range(1, draw.randint(2, 4) + 1))
    crowd = [_person(draw, number) for number in range(draw.randint(20, 70))]
    known: tuple[Sheet, ...] = ()
    editions = []
    for edition in range(draw.randint(2, 3)):
        if edition and draw.random() < 0.6:
            known = _corrected(draw, known, crowd)
        new = draw.randint(3, 6) if not edition else draw.randint(1, 2)
        late = 12 if draw.random() < 0.5 else 8
        known += tuple(_sheet(draw, f"{seed}-{edition}-{number}", communes, crowd, late) for number in range(new))
        editions.append(known)
    return Invention(seed, communes, tuple(editions), _definitions(draw))


def narrowed(invention: Invention) -> Invention:
    """The same programme, of which some indicators count a part of what another does, by what was held."""
    people = invention.definitions["PEOPLE"]
    here: dict[str, Any] = {"dimensions": [{"place": 3}], "periods": people["periods"]}
    inside = {
        "FORUMS": {**here, "count": "people", "where": FORUMS},
        "FORUM_WOMEN": {**here, "count": "people", "where": {**FORUMS, **WOMEN}},
        "FORUM_SEATS": {**here, "count": "seats", "where": FORUMS},
        "SEATS": {**here, "count": "seats"},
    }
    return replace(invention, definitions={"PEOPLE": people, **inside})


def levelled(invention: Invention) -> Invention:
    """The same programme, of which some indicators are cut by region and others, which may lie in them, by commune.

    In every third programme some sheets say the region and no commune; in every second one few men come in
    one of the regions.
    """
    draw = random.Random(invention.seed)
    if invention.seed % 2 == 0:
        editions = tuple(
            tuple(_of_women(one) if invention.region(one.commune) == "R1" else one for one in known)
            for known in invention.editions
        )
        invention = replace(invention, editions=editions)
    if invention.seed % 3 == 0:
        vague = {sheet.key for known in invention.editions for sheet in known if draw.random() < 0.15}
        editions = tuple(
            tuple(replace(one, commune=invention.region(one.commune)) if one.key in vague else one for one in known)
            for known in invention.editions
        )
        invention = replace(invention, editions=editions)
    periods = invention.definitions["PEOPLE"]["periods"]
    regions: dict[str, Any] = {"dimensions": [{"place": 1}], "periods": periods}
    communes: dict[str, Any] = {"dimensions": [{"place": 3}], "periods": periods}
    wide = {
        "PEOPLE": {**regions, "count": "people", "dimensions": ["sex", {"place": 1}]},
        "SEATS": {**regions, "count": "seats"},
        "TRAINED": {**regions, "count": "people", "where": WOMEN},
    }
    narrow = {
        "COMMUNES": {**communes, "count": "people"},
        "WOMEN": {**communes, "count": "people", "where": WOMEN},
        "WOMEN_SEATS": {**communes, "count": "seats", "where": WOMEN},
        "COMMUNE_SEATS": {**communes, "count": "seats"},
        "FORUMS": {**communes, "count": "people", "where": FORUMS},
        "FORUM_SEATS": {**communes, "count": "seats", "where": FORUMS},
    }
    chosen = [*draw.sample(sorted(wide), 2), *draw.sample(sorted(narrow), 3)]
    return replace(invention, definitions={code: {**wide, **narrow}[code] for code in sorted(chosen)})


def _of_women(sheet: Sheet) -> Sheet:
    """The same sheet with one other person at most beside the women."""
    others = [person for person in sheet.persons if person.sex != "female"][:1]
    women = tuple(person for person in sheet.persons if person.sex == "female")
    return replace(sheet, persons=(*women, *others), unnamed=tuple(one for one in sheet.unnamed if one[0] == "female"))


def _person(draw: random.Random, number: int) -> Person:
    sex = draw.choices(["female", "male", None], [5, 5, 1])[0]
    return Person(f"P{number}", sex, None if draw.random() < 0.1 else draw.randint(1950, 2012))


def _sheet(draw: random.Random, key: str, communes: tuple[str, ...], crowd: list[Person], months: int) -> Sheet:
    day = date(2025, draw.randint(1, months), draw.randint(1, 28))
    many = min(len(crowd), draw.choice([1, 2, 3, 5, 6, 8, 10, 14, 20]))
    some = ((draw.choice(["female", "male", None]), draw.choice([1, 2, 4, 7, 12, 20])),) if draw.random() < 0.3 else ()
    return Sheet(key, 1, day, draw.choice(communes), tuple(draw.sample(crowd, many)), some)


def _corrected(draw: random.Random, known: tuple[Sheet, ...], crowd: list[Person]) -> tuple[Sheet, ...]:
    """One sheet that was known already says something else: somebody more, or somebody less."""
    at = draw.randrange(len(known))
    sheet = known[at]
    absent = [person for person in crowd if person not in sheet.persons]
    fewer = len(sheet.persons) > 2 and draw.random() < 0.5
    more = draw.sample(absent, min(len(absent), draw.randint(1, 3)))
    persons = sheet.persons[1:] if fewer else (*sheet.persons, *more)
    return (*known[:at], replace(sheet, persons=persons, version=sheet.version + 1), *known[at + 1 :])


def _definitions(draw: random.Random) -> dict[str, dict[str, Any]]:
    """What is counted: persons always, and some of the ways in which one number may betray another."""
    place: dict[str, Any] = {"place": 3}
    times = draw.choice([["life", "quarter"], ["year", "quarter"], ["life"], ["quarter"]])
    people: dict[str, Any] = {"count": "people", "dimensions": ["sex", place], "periods": times}
    if draw.random() < 0.4:
        people |= {"dimensions": ["sex", "age_band", place], "age_bands": BANDS}
    women = {"count": "people", "where": WOMEN}
    others: dict[str, dict[str, Any]] = {
        "SEATS": {"count": "seats", "dimensions": ["sex", place], "periods": times},
        "WOMEN": {**women, "dimensions": [place], "periods": times},
        "SHARE": {
            "count": "ratio", "numerator": women, "denominator": {"count": "people"},
            "dimensions": [place], "periods": times,
        },
        "GROWING": {"count": "people", "dimensions": ["sex"], "periods": ["quarter"], "cumulative": True},
        "SEATED": {"count": "seats", "where": WOMEN, "dimensions": [place], "periods": ["life", "quarter"]},
    }  # fmt: skip
    chosen = draw.sample(sorted(others), draw.randint(1, 3))
    return {"PEOPLE": people} | {code: others[code] for code in sorted(chosen)}
