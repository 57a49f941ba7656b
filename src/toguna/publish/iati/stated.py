"""Figures that documents state, as IATI says them: beside the document that states them, and never as if counted.

A figure becomes a value only where it is tied to a result, says its years and nobody has a reservation about it.
What is printed wrongly, or is only to come, is said in words. Nothing here adds or corrects.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from toguna.publish.iati.counted import BASIS, thousandths
from toguna.publish.iati.told import Said, both, headed, narratives, sentence, together, unit_word
from toguna.publish.iati.whereabouts import Whereabouts
from toguna.publish.snapshot import Snapshot, StatedPart
from toguna.rules.iati import Dimension, Indicator, Measured, Narratives, Period
from toguna.rules.numbers import MONTHS

UNIT, PERCENTAGE = "1", "2"
HEDGES = {"at_least": ("au moins", "at least"), "more_than": ("plus de", "more than"), "over": ("plus de", "over")}
LIFE = "vie du programme"
YEARS = re.compile(rf"(?:({'|'.join(MONTHS['fr'])})\s+)?\b((?:19|20)\d\d)\b")

Days = tuple[str, str]


@dataclass
class _Group:
    """A whole and those of its parts that differ from it in sex or place."""

    whole: StatedPart
    days: Days
    values: list[Measured] = field(default_factory=list)
    taken: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


class StatedFigures:
    """The figures that documents state of one programme."""

    def __init__(self, snapshot: Snapshot, whereabouts: Whereabouts) -> None:
        self._snapshot, self._whereabouts = snapshot, whereabouts
        self._all = snapshot.get("stated", [])
        self._by_key = {one["key"]: one for one in self._all}

    def of_indicator(self, code: str) -> dict[Days, list[Measured]]:
        """What documents state of a counted indicator, on a basis of its own so that it never stands for a count."""
        found: dict[Days, list[Measured]] = {}
        for one in self._all:
            days = self._days(one)
            if one["indicator"] == code and days:
                basis = Dimension(name=BASIS, value="stated")
                above = self._by_key.get(one["part_of"] or "", one)
                whole = above if above["indicator"] == code and above["unit"] == one["unit"] else one
                found.setdefault(days, []).append(self._value(one, whole, (basis,)))
        return found

    def indicators_of(self, result: str, counted: Iterable[str]) -> list[Indicator]:
        """One indicator for each figure of a result that no counted indicator stands for, its parts beneath it."""
        known = set(counted)
        mine = [one for one in self._all if one["result"] == result and one["indicator"] not in known]
        return [self._indicator(group) for group in self._groups(mine)]

    def in_words(self, result: str) -> Said:
        """What documents say of a result that cannot be a value: as printed, with why."""
        told = [
            self._printed(one)
            for one in self._all
            if one["result"] == result and self._days(one) is None and (one["malformed"] or any(one["note"].values()))
        ]
        return together(*told)

    def left_out(self) -> list[StatedPart]:
        """The figures that are no value of the file: tied to no result, or not fit to be one."""
        return [one for one in self._all if not (one["result"] or one["indicator"]) or self._days(one) is None]

    def _days(self, one: StatedPart) -> Days | None:
        """The first and last day of a figure that may be a value; None where it may not."""
        doubtful = one["malformed"] or any(one["note"].values()) or " per " in one["unit"]
        if one["value"] is None or doubtful:
            return None
        return self._life() if one["period"].get("fr", "").startswith(LIFE) else days_in(one["period"].get("fr", ""))

    def _life(self) -> Days:
        programme = self._snapshot["programme"]
        return programme["starts_on"], end_of(programme["ends_on"], programme["ends_precision"])

    def _groups(self, listed: list[StatedPart]) -> Iterator[_Group]:
        groups: dict[str, _Group] = {}
        for one in listed:
            days = self._days(one)
            if days is None:
                continue
            group = self._group_above(one, groups)
            key = self._cut(one, group.whole) if group else ("", ())
            if group and key != ("", ()) and key not in group.taken and group.days == days:
                group.taken.add(key)
                group.values.append(self._value(one, group.whole, ()))
            else:
                groups[one["key"]] = _Group(one, days, [self._value(one, one, ())])
        yield from groups.values()

    def _group_above(self, one: StatedPart, groups: dict[str, _Group]) -> _Group | None:
        """The widest whole that a figure is part of and that is a value of the same unit."""
        found, above = None, one["part_of"]
        while above and above in self._by_key:
            if above in groups and self._by_key[above]["unit"] == one["unit"]:
                found = groups[above]
            above = self._by_key[above]["part_of"]
        return found

    def _cut(self, one: StatedPart, whole: StatedPart) -> tuple[str, tuple[str, ...]]:
        sex = one["sex"] if one["sex"] != whole["sex"] else ""
        places = tuple(one["places"]) if one["places"] != whole["places"] else ()
        return sex, places

    def _value(self, one: StatedPart, whole: StatedPart, also: tuple[Dimension, ...]) -> Measured:
        sex, places = self._cut(one, whole)
        refs = (self._whereabouts.ref(place) for place in places)
        cut = (Dimension(name="sex", value=sex),) if sex else ()
        return Measured(
            value=thousandths(one["value"] or 0),
            locations=tuple(ref for ref in refs if ref),
            dimensions=cut + also,
            comment=self._comment(one),
        )

    def _indicator(self, group: _Group) -> Indicator:
        whole = group.whole
        above = self._by_key.get(whole["part_of"] or "")
        title = together(above["label"], whole["label"], between=", ") if above else whole["label"]
        places = [self._snapshot["places"][key]["name"] for key in whole["places"] if self._whereabouts.ref(key)]
        where = both(f"Lieux : {', '.join(places)}.", f"Places: {', '.join(places)}.")
        sexes = {"female": both("Femmes.", "Women."), "male": both("Hommes.", "Men.")}
        return Indicator(
            measure=PERCENTAGE if whole["unit"] == "percent" else UNIT,
            title=narratives(title),
            description=narratives(
                together(
                    sentence(headed(both("Unité", "Unit"), unit_word(whole["unit"]))),
                    sexes.get(whole["sex"], {}),
                    where if places else {},
                )
            ),
            periods=(Period(start=group.days[0], end=group.days[1], actuals=tuple(group.values)),),
        )

    def _comment(self, one: StatedPart) -> Narratives:
        fr, en = HEDGES.get(one["hedge"], ("", ""))
        return narratives(
            together(
                both(f"Le document dit « {fr} ».", f'The document says "{en}".') if fr else {},
                sentence(headed(both("Lieu", "Place"), one["place_note"])) if any(one["place_note"].values()) else {},
                sentence(headed(both("Période", "Period"), one["period"])),
                self._source(one),
            )
        )

    def _source(self, one: StatedPart) -> Said:
        document = self._snapshot.get("documents", {}).get(one["document"])
        name = f"{document['publisher']}, « {document['title']} »" if document else one["document"]
        english = f'{document["publisher"]}, "{document["title"]}"' if document else one["document"]
        return both(
            f"Chiffre donné par un document ({name}) : aucune fiche n'est derrière.",
            f"Figure given by a document ({english}): no records stand behind it.",
        )

    def _printed(self, one: StatedPart) -> Said:
        printed = both(f"imprimé « {one['printed']} »", f'printed "{one["printed"]}"')
        return together(sentence(headed(one["label"], printed)), sentence(one["note"]))


def days_in(text: str) -> Days | None:
    """The first and last day of the years or months that a French text names; None where it names none or more.

    >>> days_in("année 2021"), days_in("2018–2021"), days_in("décembre 2020 – mars 2021")
    (('2021-01-01', '2021-12-31'), ('2018-01-01', '2021-12-31'), ('2020-12-01', '2021-03-31'))
    >>> days_in("depuis longtemps") is None
    True
    """
    found = YEARS.findall(text)
    if not 1 <= len(found) <= 2:
        return None
    (first_month, first_year), (last_month, last_year) = found[0], found[-1]
    months = MONTHS["fr"]
    start = date(int(first_year), months.index(first_month) + 1 if first_month else 1, 1)
    end = date(int(last_year), months.index(last_month) + 1 if last_month else 12, 1)
    return (start.isoformat(), end_of(end.isoformat(), "month")) if start <= end else None


def end_of(day: str, precision: str) -> str:
    """The last day that a date may be, as precisely as it is known.

    >>> end_of("2021-07-01", "month"), end_of("2024-01-01", "year"), end_of("2021-07-15", "day")
    ('2021-07-31', '2024-12-31', '2021-07-15')
    """
    known = date.fromisoformat(day)
    match precision:
        case "year":
            return f"{known.year}-12-31"
        case "month":
            after = (known.replace(day=28) + timedelta(days=4)).replace(day=1)
            return (after - timedelta(days=1)).isoformat()
    return day
