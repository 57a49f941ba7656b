"""Twelve typical indicators, each as its stored definition and as the SQL that an analyst would write by hand.

All are cut by region, sex, age band and quarter, with every margin. The SQL is read by DuckDB and by PostgreSQL alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toguna.rules.definitions import Definition

BANDS = [[0, 14], [15, 24], [25, 35], [36, None]]
AS_OF = 15_000
PEOPLE, SEATS = "count(DISTINCT person)", "sum(quantity) / 1000"


@dataclass(frozen=True)
class Typical:
    """One indicator, asked in both ways. `holds` is the SQL of its condition, `value` of what it counts."""

    name: str
    count: str
    where: Mapping[str, Any]
    holds: str
    value: str
    place: str = "event"
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        """As it is stored."""
        where = {"where": {"programme": "CEP", **self.where}} if self.count != "ratio" else {}
        stored = {"count": self.count, "place": self.place, "periods": ["quarter"], **where, **self.more}
        cuts = {"dimensions": [{"place": 1}, "sex", "age_band"], "age_bands": BANDS}
        return Definition.from_json({**stored, **cuts})

    def sql(self, facts: str, regions: str, *, margins: bool) -> str:
        """By hand: every margin with value, facts and persons, or the values of the finest cells alone."""
        people = self.value.startswith("count") or self.count == "ratio"
        kinds = "kind = 'participation' AND person IS NOT NULL" if people else "kind IN ('participation', 'headcount')"
        age = "EXTRACT(year FROM start_on) - birth_year" if people else "age_from"
        unnamed = "sum(CASE WHEN person IS NULL THEN quantity ELSE 0 END) / 1000"
        persons = PEOPLE if people else f"{PEOPLE} + {unnamed}"
        behind = f", count(*) AS facts, {persons} AS persons" if margins else ""
        return f"""
            SELECT quarter, region, sex, band, {self.value} AS value{behind}
            FROM (
                SELECT date_trunc('quarter', start_on) AS quarter, coalesce(ancestor, 'unknown') AS region,
                       coalesce(sex, 'unknown') AS sex, person, quantity,
                       CASE WHEN {age} BETWEEN 0 AND 14 THEN '0-14' WHEN {age} BETWEEN 15 AND 24 THEN '15-24'
                            WHEN {age} BETWEEN 25 AND 35 THEN '25-35' WHEN {age} >= 36 THEN '36+'
                            ELSE 'unknown' END AS band
                FROM {facts} LEFT JOIN {regions} ON place = {self.place}_place
                WHERE {kinds} AND basis = 'counted' AND since <= {AS_OF} AND (until IS NULL OR until > {AS_OF})
                  AND 'CEP' = ANY(programmes) AND ({self.holds})
            ) AS counted
            GROUP BY quarter, {"CUBE (region, sex, band)" if margins else "region, sex, band"}
        """


_AGE = "EXTRACT(year FROM start_on) - birth_year BETWEEN 15 AND 35"
TYPICAL = [
    Typical("people reached", "people", {}, "true", PEOPLE),
    Typical("people trained", "people", {"activity_kind": ["training"]}, "activity_kind = 'training'", PEOPLE),
    Typical("youth trained", "people", {"activity_kind": ["training"], "age": [15, 35]},
            f"activity_kind = 'training' AND {_AGE}", PEOPLE),
    Typical("people in activities designed for women", "people", {"designed_for": ["women"]},
            "'women' = ANY(designed_for)", PEOPLE),
    Typical("women reached", "people", {"sex": ["female"]}, "sex = 'female'", PEOPLE),
    Typical("persons with disabilities", "people", {"disability": True}, "disability", PEOPLE),
    Typical("displaced people", "people", {"displaced": True}, "displaced", PEOPLE),
    Typical("people by region of residence", "people", {}, "true", PEOPLE, "residence"),
    Typical("attendances", "seats", {}, "true", SEATS),
    Typical("attendances at forums", "seats", {"activity_kind": ["forum"]}, "activity_kind = 'forum'", SEATS),
    Typical("attendances on water", "seats", {"topics": ["water"]}, "'water' = ANY(topics)", SEATS),
    Typical("share of women among people reached", "ratio", {}, "true",
            f"100.0 * count(DISTINCT CASE WHEN sex = 'female' THEN person END) / {PEOPLE}", "event",
            {"numerator": {"count": "people", "where": {"programme": "CEP", "sex": ["female"]}},
             "denominator": {"count": "people", "where": {"programme": "CEP"}}}),
]  # fmt: skip
