"""What a document picks from an edition: the tables of a year, the figures that documents state, who takes part.

It picks among what is released and counts no person; a programme without any record is not said to have counted 0.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from toguna.publish.reading import cell_value, headline
from toguna.publish.snapshot import IndicatorPart, ResultPart, Snapshot, StatedPart, StatementPart, TablePart
from toguna.publish.words import Pair, said, text_in
from toguna.rules.numbers import long_date, money, month, number, quantity, spoken

YEARS = re.compile(r"(?:19|20)\d\d")
YEAR_KINDS = ("us_fiscal_year", "year")
FINER = ("quarter", "us_fiscal_quarter", "month")
MINOR_UNITS = 100
MORE: Pair = ("et %d autres", "and %d more")
ONE_MORE: Pair = ("et 1 autre", "and 1 more")
# One, several.
STATES: dict[str, tuple[Pair, Pair]] = {
    "held": (("tenue", "held"), ("tenues", "held")),
    "planned": (("prévue", "planned"), ("prévues", "planned")),
    "cancelled": (("annulée", "cancelled"), ("annulées", "cancelled")),
}
HEDGES: dict[str, Pair] = {
    "at_least": ("au moins", "at least"),
    "more_than": ("plus de", "more than"),
    "over": ("plus de", "over"),
}


@dataclass(frozen=True)
class StatedTree:
    """A figure that a document states, over the parts that the document gives of it."""

    stated: StatedPart
    parts: Sequence["StatedTree"]


def years_of(snapshot: Snapshot) -> list[int]:
    """The years of which an edition says something: a statement, or values of a year in which something was counted."""
    years = {statement["year"] for statement in snapshot.get("statements", [])}
    if has_records(snapshot):
        for indicator in snapshot["indicators"]:
            years |= {_year(table) for table in indicator["tables"] if table["period_kind"] in YEAR_KINDS}
    return sorted(years)


def has_records(snapshot: Snapshot) -> bool:
    """Whether anything was counted at all; before the first sheet a count of 0 says nothing."""
    return any(indicator["records"] for indicator in snapshot["indicators"])


def tables_in(indicator: IndicatorPart, year: int) -> list[TablePart]:
    """What an edition says of an indicator in a year: the whole year, or else its quarters or months."""
    for kind in (*YEAR_KINDS, *FINER):
        found = [table for table in indicator["tables"] if table["period_kind"] == kind and _year(table) == year]
        if found:
            return sorted(found, key=lambda table: (table["starts_on"], table["basis"] != "counted"))
    return []


def shown_headline(snapshot: Snapshot, indicator: IndicatorPart) -> TablePart | None:
    """The table that sums an indicator up; nothing where nothing has been counted yet."""
    table = headline(indicator)
    if table is None or (not cell_value(table["total"]) and not table["total"]["masked"] and not has_records(snapshot)):
        return None
    return table


def results_of(snapshot: Snapshot) -> list[ResultPart]:
    """The results of the framework, in its order."""
    return snapshot["programme"]["results"]


def statement_of(snapshot: Snapshot, result: str, year: int) -> StatementPart | None:
    """What is said of a result for a year."""
    for statement in snapshot.get("statements", []):
        if statement["result"] == result and statement["year"] == year:
            return statement
    return None


def results_told(snapshot: Snapshot) -> Iterator[tuple[ResultPart, StatementPart]]:
    """The results of which something is said, each with the newest statement about it."""
    for result in results_of(snapshot):
        mine = [one for one in snapshot.get("statements", []) if one["result"] == result["code"]]
        if mine:
            yield result, max(mine, key=lambda one: one["year"])


def stated_of(snapshot: Snapshot, result: str, year: int) -> list[StatedTree]:
    """The figures that documents state of a result and that belong to a year."""
    statement = statement_of(snapshot, result, year)
    document = statement["document"] if statement else ""
    mine = [one for one in snapshot.get("stated", []) if one["result"] == result and _belongs(one, year, document)]
    return trees(mine)


def trees(values: Sequence[StatedPart]) -> list[StatedTree]:
    """Stated figures, each whole over its parts; a part without its whole stands alone."""
    keys = {one["key"] for one in values}

    def grown(parent: str | None) -> list[StatedTree]:
        return [
            StatedTree(one, grown(one["key"]))
            for one in values
            if (one["part_of"] if one["part_of"] in keys and one["part_of"] != one["key"] else None) == parent
        ]

    return grown(None)


def stated_words(stated: StatedPart, language: str) -> str:
    """A stated figure with its unit and its caution, or as printed where nobody can say what it means."""
    if stated["value"] is None:
        return f"« {stated['printed']} »" if spoken(language) == "fr" else f"“{stated['printed']}”"
    words = quantity(stated["value"], stated["unit"], language)
    return f"{said(HEDGES[stated['hedge']], language)} {words}" if stated["hedge"] in HEDGES else words


def names_in(snapshot: Snapshot, *roles: str, language: str) -> list[str]:
    """The organisations that play one of these parts, each once."""
    found = [
        text_in(snapshot["organisations"][part["organisation"]]["name"], language)
        for role in roles
        for part in snapshot["programme"]["roles"]
        if part["role"] == role and part["organisation"] in snapshot["organisations"]
    ]
    return list(dict.fromkeys(found))


def organisation_name(snapshot: Snapshot, code: str, language: str) -> str:
    """The name of an organisation, or what was written where it is none of the programme's."""
    found = snapshot["organisations"].get(code)
    return text_in(found["name"], language) if found else code


def activities_told(snapshot: Snapshot, language: str) -> str:
    """How many activities of the work plan were held, are planned, were cancelled; nothing without a work plan."""
    counts = Counter(one["status"] for one in snapshot.get("activities", []))
    told = [
        f"{number(counts[state], language)} {said(pair[counts[state] > 1], language)}"
        for state, pair in STATES.items()
        if counts[state]
    ]
    return ", ".join(told)


def territory_names(snapshot: Snapshot) -> list[str]:
    """Where the programme works, in the order of the alphabet."""
    places = snapshot["places"]
    return sorted(places[key]["name"] for key in snapshot["programme"]["territory"] if key in places)


def listed(names: Sequence[str], language: str, *, most: int) -> str:
    """Names as a sentence lists them; how many are not named is said.

    >>> listed(["Kayes", "Mopti", "Ségou"], "fr", most=2), listed(["Kayes"], "fr", most=2)
    ('Kayes et 2 autres', 'Kayes')
    """
    if len(names) <= most:
        return ", ".join(names)
    kept = names[: max(1, most - 1)]
    rest = len(names) - len(kept)
    return f"{', '.join(kept)} {more(rest, language)}"


def more(rest: int, language: str) -> str:
    """How many are not shown."""
    return said(ONE_MORE, language) if rest == 1 else said(MORE, language) % rest


def cycle(snapshot: Snapshot, language: str) -> str:
    """From when to when the programme runs, no more precisely than is known."""
    programme = snapshot["programme"]
    first = known_day(programme["starts_on"], programme["starts_precision"], language)
    last = known_day(programme["ends_on"], programme["ends_precision"], language)
    return f"{first} – {last}"


def known_day(day: str, precision: str, language: str) -> str:
    """A day no more precisely than it is known."""
    known = date.fromisoformat(day)
    if precision == "year":
        return str(known.year)
    return month(known, language) if precision == "month" else long_date(known, language)


def budget(snapshot: Snapshot, language: str) -> str:
    """The programme's budget, or nothing where it is not known."""
    programme = snapshot["programme"]
    if programme["budget"] is None:
        return ""
    return money(Decimal(programme["budget"]) / MINOR_UNITS, programme["currency"], language)


def shortened(text: str, most: int) -> str:
    """A text no longer than this, cut between words; the cut shows.

    >>> shortened("Écouter les communes", 14), shortened("Écouter", 14)
    ('Écouter les […]', 'Écouter')
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]
    return f"{kept.rstrip(' ,;:.')} […]"


def _belongs(stated: StatedPart, year: int, document: str) -> bool:
    named = [int(one) for text in stated["period"].values() for one in YEARS.findall(text)]
    if not named:
        return bool(document) and stated["document"] == document
    return min(named) <= year <= max(named)


def _year(table: TablePart) -> int:
    if table["period_kind"] in FINER and not table["period"].startswith("FY"):
        return int(table["starts_on"][:4])
    return int(next(_numbers(table["period"]), "0"))


def _numbers(text: str) -> Iterator[str]:
    yield from YEARS.findall(text)
