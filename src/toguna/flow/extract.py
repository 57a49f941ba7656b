"""The extract that values are counted from: facts as they stood at one moment, streamed into Parquet.

Rows go through Django's own connection and one declared schema, so that both databases give identical tables and no
other engine ever opens the live file. `as_of` makes it repeatable: later verifications change nothing in it.
"""

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db.models import F, FilteredRelation, Q

from toguna.measure.schema import PLACE_ANCESTOR_SCHEMA, PLACE_EDITION_SCHEMA, Extract, write_facts, write_parquet
from toguna.rules.closings import ClosedWindow
from toguna.store.activities.models import Activity
from toguna.store.facts.models import Fact
from toguna.store.places.models import Edition, PlaceAncestor
from toguna.store.programmes.models import Programme

ROWS = 20_000
COLUMNS = {
    "id": "pk",
    "kind": "kind",
    "since": "since",
    "until": "until",
    "mapping_version": "mapping",
    "fictional": "fictional",
    "record_version": "version_id",
    "node": "node",
    "activity": "activity_id",
    "session": "session",
    "start_on": "starts_on",
    "end_on": "ends_on",
    "event_place": "event_place_id",
    "residence_place": "residence_place_id",
    "area_place": "area_place_id",
    "implementer": "implementer__code",
    "mention": "mention_id",
    "person": "identity_now__person_id",
    "birth_year": "identity_now__birth_year",
    "organisation": "organisation__code",
    "sex": "sex",
    "age_from": "age_from",
    "age_to": "age_to",
    "age_basis": "age_basis",
    "disability": "disability",
    "displaced": "displaced",
    "stakeholder_group": "stakeholder_group",
    "function": "function",
    "quantity": "quantity",
    "unit": "unit",
    "currency": "currency",
    "basis": "basis",
    "cut": "cut",
}


def write_extract(
    programme: Programme, *, as_of: int, folder: Path, closed: Sequence[ClosedWindow] = ()
) -> tuple[Extract, int]:
    """Write the facts of a programme as they stood at `as_of`, and the places they name; how many facts there are.

    Facts of closed days stand as they did when these were closed, the persons behind them too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    extract = Extract.in_folder(folder)
    facts = write_facts(_fact_tables(programme, as_of, closed), extract.facts)
    write_parquet(_ancestor_tables(), extract.place_ancestors, PLACE_ANCESTOR_SCHEMA)
    editions = Edition.objects.order_by("code").values_list("code", "valid_from", "valid_to")
    write_parquet([_table(PLACE_EDITION_SCHEMA.names, list(editions))], extract.place_editions, PLACE_EDITION_SCHEMA)
    return extract, facts


def _fact_tables(programme: Programme, as_of: int, closed: Sequence[ClosedWindow]) -> Iterator[pa.Table]:
    activities = _activities(programme)
    names = list(COLUMNS)
    place_of_activity = names.index("activity")
    batch: list[list[Any]] = []
    for values in _facts(programme, as_of, closed):
        batch.append([*values, *activities[values[place_of_activity]]])
        if len(batch) == ROWS:
            yield _fact_table(names, batch)
            batch = []
    if batch:
        yield _fact_table(names, batch)


def _facts(programme: Programme, as_of: int, closed: Sequence[ClosedWindow]) -> Iterator[list[Any]]:
    """The closed days first, in the order in which they were closed, then the open ones.

    A person has one birth year over all that is counted together: the one under which they were counted first.
    """
    years: dict[str, int | None] = {}
    of_person, of_year = list(COLUMNS).index("person"), list(COLUMNS).index("birth_year")
    for days, moment in _stretches(as_of, closed):
        for values in _facts_at(programme, days, moment):
            if closed and values[of_person] is not None:
                values[of_year] = years.setdefault(values[of_person], values[of_year])
            yield values


def _stretches(as_of: int, closed: Sequence[ClosedWindow]) -> Iterator[tuple[Q, int]]:
    """Which facts stand at which place in the verified sequence."""
    shut = Q()
    for window in sorted(closed, key=lambda one: (one.as_of, one.start)):
        days = Q(starts_on__gte=window.start, starts_on__lt=window.end)
        yield days & ~Q(version__record__in=list(window.taken)), min(window.as_of, as_of)
        for record, number in sorted(window.taken.items(), key=lambda one: one[1]):
            yield days & Q(version__record=record), min(number, as_of)
        shut |= days
    yield ~shut if closed else Q(), as_of


def _facts_at(programme: Programme, days: Q, moment: int) -> Iterator[list[Any]]:
    held = Q(mention__identities__until__isnull=True) | Q(mention__identities__until__gt=moment)
    identity = FilteredRelation("mention__identities", condition=Q(mention__identities__since__lte=moment) & held)
    rows = (
        Fact.objects.filter(days, activity__programmes=programme, since__lte=moment)
        .annotate(identity_now=identity)
        .order_by("pk")
        .values_list(*COLUMNS.values())
    )
    place_of_until = list(COLUMNS).index("until")
    for row in rows.iterator(chunk_size=ROWS):
        values: list[Any] = [str(value) if isinstance(value, uuid.UUID) else value for value in row]
        if values[place_of_until] is not None and values[place_of_until] > moment:
            # It was closed later, so at this moment nobody knew.
            values[place_of_until] = None
        yield values


ACTIVITY_COLUMNS = ["activity_code", "activity_kind", "designed_for", "topics", "programmes"]


def _activities(programme: Programme) -> dict[str, list[Any]]:
    """What the facts of an activity take from it, its programmes included: a joint activity has several."""
    programmes: dict[uuid.UUID, list[str]] = {}
    through = Activity.programmes.through.objects.order_by("programme__code")
    for activity, code in through.values_list("activity_id", "programme__code"):
        programmes.setdefault(activity, []).append(code)
    rows = Activity.objects.filter(programmes=programme).values_list("pk", "code", "kind", "designed_for", "topics")
    return {str(pk): [code, kind, designed, topics, programmes[pk]] for pk, code, kind, designed, topics in rows}


def _fact_table(names: list[str], rows: list[list[Any]]) -> pa.Table:
    table = _table([*names, *ACTIVITY_COLUMNS], rows)
    session = table.column("session").cast(pa.string())
    return table.set_column(table.schema.get_field_index("session"), "session", session)


def _ancestor_tables() -> Iterator[pa.Table]:
    rows = PlaceAncestor.objects.order_by("edition__code", "place_id", "level", "ancestor_id").values_list(
        F("edition__code"), "place_id", "ancestor_id", "level"
    )
    yield _table(
        PLACE_ANCESTOR_SCHEMA.names, [[edition, str(place), str(above), level] for edition, place, above, level in rows]
    )


def _table(names: list[str], rows: list[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in names]
    return pa.table({name: pa.array(column) for name, column in zip(names, columns, strict=True)})
