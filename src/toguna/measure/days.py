"""Which days belong to which periods, and which division of the country held on each of them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from toguna.rules.definitions import Definition
from toguna.rules.periods import Period

DAYS_SCHEMA = pa.schema([("day", pa.date32()), ("period", pa.int32()), ("edition", pa.string())])

Edition = tuple[str, date, date | None]


def days_of(
    definition: Definition,
    periods: Sequence[Period],
    programme_start: date,
    editions: Sequence[Edition],
    *,
    in_first_period_only: bool,
) -> pa.Table:
    """One row for each day that is counted in each period (its position in the list), with the edition to use.

    Cumulative periods hold each other: what accumulates asks for each day in the first period that holds it. A day that
    no edition covers has no edition. Where two cover a day, the one that began later holds.
    """
    rows: list[tuple[date, int, str | None]] = []
    counted: date | None = None
    for position, period in enumerate(periods):
        day, end = period.window(programme_start, cumulative=definition.cumulative)
        if in_first_period_only and counted:
            day = max(day, counted)
        while day < end:
            edition = _edition_on(day, editions) if definition.place_edition == "day" else definition.place_edition
            rows.append((day, position, edition))
            day += timedelta(days=1)
        counted = day
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, DAYS_SCHEMA, strict=True)], schema=DAYS_SCHEMA
    )


def _edition_on(day: date, editions: Sequence[Edition]) -> str | None:
    holding = [(start, name) for name, start, end in editions if start <= day and (end is None or day < end)]
    return max(holding)[1] if holding else None
