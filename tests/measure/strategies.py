"""Random small extracts and random definitions that make sense, for the properties."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.measure.small import START, fact
from toguna.rules.definitions import Definition, DefinitionError
from toguna.rules.periods import PeriodKind

END = date(2020, 7, 1)
SEXES = ["female", "male", None]
PLACES = ["A", "B", "C", "D", "R1", "nowhere", None]
# A person has one sex and one birth year in an extract; some have neither.
PEOPLE: list[tuple[str | None, str | None, int | None]] = [
    ("awa", "female", 1990),
    ("oumar", "male", 2004),
    ("fanta", "female", None),
    ("sidi", None, 1960),
    (None, "female", None),
]
MEASURABLE = {"output": ["booklet", "hectare"], "measurement": ["hectare"]}


def some(values: list[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=most)


@st.composite
def facts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to fifteen facts of every kind, some closed, some of two programmes, much of it unknown."""
    return [draw(one_fact(number)) for number in range(draw(st.integers(0, 15)))]


@st.composite
def one_fact(draw: st.DrawFn, number: int) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            ["event", "participation", "participation", "participation", "headcount", "output", "measurement"]
        )
    )
    activity = draw(st.sampled_from(["training-1", "training-2", "forum-1"]))
    since = draw(st.integers(1, 5))
    known: dict[str, Any] = {
        "since": since,
        "until": draw(st.none() | st.integers(since + 1, 8)),
        "programmes": sorted(draw(st.sets(st.sampled_from(["P", "Q"])))),
        "activity": activity,
        "activity_kind": draw(st.sampled_from([activity[:-2], activity[:-2]])),
        "designed_for": draw(some(["women", "youth"])),
        "topics": draw(some(["water", "health"])),
        "event_place": draw(st.sampled_from(PLACES)),
        "area_place": draw(st.sampled_from(PLACES)),
        "implementer": draw(st.sampled_from(["cso-1", "cso-2", None])),
        "basis": draw(st.sampled_from(["counted", "counted", "estimated", "stated"])),
        "quantity": draw(st.integers(0, 9)) * 1000,
    }
    if kind in ("participation", "headcount"):
        person, sex, birth_year = draw(st.sampled_from(PEOPLE)) if kind == "participation" else (None, None, None)
        age_from = draw(st.none() | st.integers(0, 80))
        age_to = draw(st.none() | st.integers(age_from or 0, 90))
        known |= {
            "person": person,
            "birth_year": birth_year,
            "sex": sex if person else draw(st.sampled_from(SEXES)),
            "age_from": age_from,
            "age_to": age_to,
            "residence_place": draw(st.sampled_from(PLACES)),
            "organisation": draw(st.sampled_from(["org-1", "org-2", None])),
            "disability": draw(st.sampled_from([True, False, None])),
            "displaced": draw(st.sampled_from([True, False, None])),
            "stakeholder_group": draw(st.sampled_from(["cso", "youth", None])),
        }
    if kind == "participation":
        known["quantity"] = 1000
    if kind in MEASURABLE:
        known |= {"quantity": draw(st.integers(-500, 9999)), "unit": draw(st.sampled_from(MEASURABLE[kind]))}
    return fact(f"fact-{number:02d}", kind, START + timedelta(days=draw(st.integers(-40, 700))), **known)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.none() | strategy


_WHERE: dict[str, st.SearchStrategy[Any]] = {
    "activity_kind": _maybe(some(["training", "forum"])),
    "designed_for": _maybe(some(["women", "youth"])),
    "topics": _maybe(some(["water", "health"])),
    "programme": _maybe(st.sampled_from(["P", "Q"])),
    "implementer": _maybe(some(["cso-1", "cso-2"])),
    "places": _maybe(some(["R1", "R2", "A", "C"])),
    "basis": _maybe(some(["counted", "estimated", "stated"], 3)),
}
_ABOUT_PEOPLE: dict[str, st.SearchStrategy[Any]] = {
    "sex": _maybe(some(["female", "male"])),
    "age": _maybe(st.sampled_from([[15, 35], [0, 14], [36, None]])),
    "disability": _maybe(st.booleans()),
    "displaced": _maybe(st.booleans()),
    "stakeholder_group": _maybe(some(["cso", "youth"])),
}
_DIMENSIONS = ["activity_kind", "designed_for", "topic", "implementer", {"place": 1}, {"place": 3}]
_PERSONAL_DIMENSIONS = ["sex", "age_band", "disability", "displaced", "stakeholder_group"]


@st.composite
def measures(draw: st.DrawFn, counts: list[str]) -> dict[str, Any]:
    count = draw(st.sampled_from(counts))
    about_people = count in ("people", "seats", "sum")
    where = {key: draw(strategy) for key, strategy in (_WHERE | (_ABOUT_PEOPLE if about_people else {})).items()}
    where = {key: value for key, value in where.items() if value not in (None, [])}
    if count in ("sum", "latest", "mean"):
        where["unit"] = draw(st.sampled_from(["booklet", "hectare"]))
    if count == "seats":
        where["kind"] = draw(st.sampled_from([["participation"], ["participation", "headcount"]]))
    return {"count": count, "where": where}


@st.composite
def definitions(draw: st.DrawFn, counts: list[str] | None = None) -> Definition:
    """A definition of any count that makes sense, with up to three dimensions."""
    known = ["events", "people", "organisations", "seats", "sum", "latest", "mean", "ratio"]
    count = draw(st.sampled_from(counts or known))
    stored: dict[str, Any] = {"count": count}
    if count == "ratio":
        parts = [part for part in known if part != "ratio"]
        for key in ("numerator", "denominator"):
            stored[key] = draw(measures(parts))
            stored[key]["where"].pop("basis", None)
        stored["percent"] = draw(st.booleans())
        both = [stored["numerator"]["count"], stored["denominator"]["count"]]
    else:
        stored |= draw(measures([count]))
        both = [count]
    possible = _DIMENSIONS + (_PERSONAL_DIMENSIONS if set(both) <= {"people", "seats", "sum"} else [])
    stored["dimensions"] = draw(st.lists(st.sampled_from(possible), max_size=3, unique_by=_name))
    if "age_band" in stored["dimensions"]:
        stored["age_bands"] = [[0, 14], [15, 35], [36, None]]
    places = ["event", "area"] + (["residence"] if set(both) <= {"people", "seats"} else [])
    stored["place"] = draw(st.sampled_from(places))
    stored["place_edition"] = draw(st.sampled_from(["day", "2018", "2020"]))
    stored["cumulative"] = draw(st.booleans())
    stored["periods"] = draw(st.lists(st.sampled_from(list(PeriodKind)), min_size=1, max_size=2, unique=True))
    try:
        return Definition.from_json(stored)
    except DefinitionError as error:
        raise AssertionError(f"{stored} was refused: {error}") from error


def _name(dimension: Any) -> str:
    return dimension if isinstance(dimension, str) else "place"
