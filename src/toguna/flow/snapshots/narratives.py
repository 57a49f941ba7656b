"""What happened under each objective, as an edition freezes it: the words as they stand, their tokens untouched."""

from toguna.publish.snapshot import NarrativePart
from toguna.store.programmes.models import Programme
from toguna.store.publications.narratives import narratives_of


def narrative_parts(programme: Programme) -> list[NarrativePart]:
    """Every narrative of the programme, by period and objective."""
    return [
        {"objective": row.objective.number, "period_kind": row.period_kind, "period": row.period, "text": row.text}
        for row in narratives_of(programme)
    ]
