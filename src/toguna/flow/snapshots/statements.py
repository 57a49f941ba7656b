"""What is said rather than counted: statements about results, figures that documents state, the work plan."""

from uuid import UUID

from toguna.publish.snapshot import ActivityPart, DocumentPart, StatedPart, StatementPart
from toguna.store.activities.models import Activity
from toguna.store.places.queries import keys_of, withdrawn_places
from toguna.store.programmes.models import Programme
from toguna.store.results.models import Document, OutcomeStatement
from toguna.store.results.queries import stated_values_of


def statement_parts(programme: Programme) -> list[StatementPart]:
    """Every statement about a result, in the order of the framework and of the years."""
    rows = OutcomeStatement.objects.filter(result__programme=programme).select_related("result", "document")
    return [
        {
            "result": row.result.code,
            "year": row.year,
            "status": row.status,
            "narrative": row.narrative,
            "theory_if": row.theory_if,
            "theory_then": row.theory_then,
            "theory_because": row.theory_because,
            "still_relevant": row.still_relevant,
            "strategy_changed": row.strategy_changed,
            "lessons": row.lessons,
            "partners": row.partners,
            "remarks": row.remarks_of_officer,
            "document": row.document.key if row.document else "",
        }
        for row in rows.order_by("result__position", "result__code", "year")
    ]


def stated_parts(programme: Programme, known: dict[UUID, str]) -> list[StatedPart]:
    """Every figure that a document states of the programme, in the order in which they were read.

    The keys of the places that they name are added to the `known` ones.
    """
    rows = list(stated_values_of(programme).select_related("part_of"))
    known |= keys_of({UUID(place) for row in rows for place in row.places} - known.keys())
    withdrawn = withdrawn_places(known)
    return [
        {
            "key": row.key,
            "label": row.label,
            "printed": row.printed,
            "value": row.value,
            "unit": row.unit,
            "hedge": row.hedge,
            "sex": row.sex,
            "places": [known[UUID(place)] for place in row.places if UUID(place) not in withdrawn],
            "place_note": row.place_note,
            "malformed": row.malformed,
            "note": row.note,
            "part_of": row.part_of.key if row.part_of else None,
            "result": row.result.code if row.result else None,
            "indicator": row.indicator.code if row.indicator else None,
            "period": row.period,
            "document": row.document.key,
            "passage": row.passage,
        }
        for row in rows
    ]


def document_parts(programme: Programme) -> dict[str, DocumentPart]:
    """The documents that a statement or a stated figure names."""
    named = set(stated_values_of(programme).values_list("document", flat=True))
    named |= set(
        OutcomeStatement.objects.filter(result__programme=programme, document__isnull=False).values_list(
            "document", flat=True
        )
    )
    return {
        row.key: {
            "title": row.title,
            "publisher": row.publisher,
            "address": row.address,
            "language": row.language,
            "as_of": row.as_of.isoformat() if row.as_of else None,
        }
        for row in Document.objects.filter(pk__in=named).order_by("key")
    }


def activity_parts(programme: Programme, known: dict[UUID, str]) -> list[ActivityPart]:
    """The work plan, planned, held and cancelled, without what is withdrawn; a withdrawn place is not named.

    The keys of the places that it names are added to the `known` ones.
    """
    rows = (
        Activity.objects.filter(programmes=programme, withdrawn=False)
        .select_related("objective", "implementer", "place")
        .order_by("starts_on", "code")
    )
    known |= keys_of({row.place_id for row in rows if row.place_id} - known.keys())
    return [
        {
            "code": row.code,
            "title": row.title,
            "kind": row.kind,
            "designed_for": row.designed_for,
            "topics": row.topics,
            "objective": row.objective.number if row.objective else None,
            "implementer": row.implementer.code if row.implementer and not row.implementer.withdrawn else "",
            "place": known[row.place_id] if row.place_id and row.place and not row.place.withdrawn else "",
            "starts_on": row.starts_on.isoformat() if row.starts_on else None,
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
            "sessions": row.sessions,
            "status": row.status,
        }
        for row in rows
    ]
