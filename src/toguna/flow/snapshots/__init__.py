"""What an edition of a programme will say: its rows and a run's values in the one shape that is frozen.

It reads and arranges. What must be masked or left out is decided by disclosure control before; nothing here releases.
"""

from datetime import date

from django.conf import settings

from toguna.flow.snapshots.counted import Counted, territory_of
from toguna.flow.snapshots.indicators import indicator_part
from toguna.flow.snapshots.money import organisations_with_money
from toguna.flow.snapshots.narratives import narrative_parts
from toguna.flow.snapshots.programme import organisation_parts, place_parts, programme_part
from toguna.flow.snapshots.publisher import publisher_part
from toguna.flow.snapshots.settled import closing_parts, explanation_parts, mark_provisional, restatement_parts
from toguna.flow.snapshots.statements import activity_parts, document_parts, stated_parts, statement_parts
from toguna.publish.disclosure.control import Controlled
from toguna.publish.snapshot import FORMAT, IndicatorPart, Snapshot
from toguna.publish.withdrawal import without
from toguna.rules.definitions import DimensionName
from toguna.store.programmes.models import Programme
from toguna.store.publications.withdrawals import withdrawn_now


def snapshot_of(counted: Counted, controlled: Controlled, *, number: int, on: date, threshold: int) -> Snapshot:
    """The whole content of the edition."""
    programme = counted.programme
    kept = {cell.name for cell in controlled.cells}
    indicators = [
        part
        for indicator in counted.indicators()
        if (part := indicator_part(indicator, counted, kept, controlled.masked))["tables"]
    ]
    indicators = [part for part in indicators if not _only_stated(part, programme)]
    records = {record["place"] for part in indicators for record in part["records"]}
    named = {name.category for name in kept if name.dimension == DimensionName.PLACE} | records
    territory = sorted(counted.places[pk] for pk in territory_of(programme) if pk in counted.places)
    implementers = {name.category for name in kept if name.dimension == DimensionName.IMPLEMENTER}
    activities = activity_parts(programme, counted.places)
    stated = stated_parts(programme, counted.places)
    elsewhere = {one["place"] for one in activities} | {key for one in stated for key in one["places"]}
    parts = list(programme.participations.select_related("organisation", "works_under"))
    organisations = {part.organisation.code for part in parts} | implementers
    organisations |= {part.works_under.code for part in parts if part.works_under}
    organisations |= {one["implementer"] for one in activities} | organisations_with_money(programme)
    content: Snapshot = {
        "format": FORMAT,
        "number": number,
        "released_on": on.isoformat(),
        "as_of": counted.run.as_of,
        "threshold": threshold,
        "fictional": programme.fictional,
        "programme": programme_part(programme, territory, on),
        "places": place_parts(counted.places, named | set(territory) | elsewhere),
        "organisations": organisation_parts(organisations),
        "indicators": mark_provisional(indicators, counted.run),
        "left_out": [str(one) for one in controlled.left_out],
        "closings": closing_parts(programme),
        "restatements": restatement_parts(programme),
        "explanations": explanation_parts(programme),
        "narratives": narrative_parts(programme),
        "tolerance": settings.DEVIATION_TOLERANCE,
        "statements": statement_parts(programme),
        "stated": stated,
        "documents": document_parts(programme),
        "activities": activities,
        "iati_publisher": publisher_part(programme),
    }
    # The cells stay counted and masked as if all were named: leaving some out tells nobody more.
    return without(content, withdrawn_now(), keep_rows=False)


def _only_stated(part: IndicatorPart, programme: Programme) -> bool:
    """Whether nothing was ever counted for an indicator of which a document states a figure."""
    if any(table["total"]["masked"] or table["total"].get("value") is not None for table in part["tables"]):
        return False
    return programme.stated_values.filter(indicator__code=part["code"]).exists()
