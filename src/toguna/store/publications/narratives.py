"""What happened under each objective in a period, as somebody wrote it for the quarterly report.

Each writing is one entry in the journal. What the tokens in a text stand for is not known here.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from toguna.store.journal.actions import Actor, record_entry
from toguna.store.programmes.models import Objective, Programme
from toguna.store.publications.models import PeriodNarrative


def narratives_of(programme: Programme) -> QuerySet[PeriodNarrative]:
    """Every narrative of a programme, by period and objective."""
    found = PeriodNarrative.objects.filter(programme=programme).select_related("objective")
    return found.order_by("period_kind", "period", "objective__number")


@transaction.atomic
def tell_period(*, by: Actor, objective: Objective, period_kind: str, period: str, text: Mapping[str, str]) -> None:
    """Write what happened under an objective in a period; an empty text takes it away."""
    one: dict[str, Any] = {"objective": objective, "period_kind": period_kind, "period": period}
    kept = {language: said for language, said in text.items() if said.strip()}
    if kept.get("fr"):
        written: dict[str, Any] = {"text": kept, "written_by": by.pk, "programme": objective.programme}
        PeriodNarrative.objects.update_or_create(**one, defaults=written)
    else:
        PeriodNarrative.objects.filter(**one).delete()
    record_entry(by=by, action="period.told", subject=objective, period=period, languages=sorted(kept))
