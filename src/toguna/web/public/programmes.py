"""A programme: who pays, who does, what was promised, what happened, by objective."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from toguna.publish.documents.chosen import years_of
from toguna.publish.words import text_in
from toguna.store.activities.queries import public_activities
from toguna.store.programmes.models import Objective, Programme
from toguna.store.programmes.queries import chain_of, names_in_role, public_programme, territory_of
from toguna.store.publications.queries import public_editions, public_files
from toguna.store.publications.replies import public_replies
from toguna.store.results.models import Indicator, OutcomeStatement, Result
from toguna.store.results.queries import framework_of, remarks_of, stated_values_of
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.figures import Figure, headlines
from toguna.web.public.files import in_reading_order
from toguna.web.public.frozen import latest_reading
from toguna.web.public.home import standing
from toguna.web.public.stated import StatedFigure, stated_figures

EDITIONS_SHOWN = 3


@dataclass
class IndicatorLine:
    """An indicator with the number an edition gives it, or those that documents state."""

    indicator: Indicator
    figure: Figure | None
    stated: list[StatedFigure]


@dataclass
class ResultLine:
    """A result with its newest statement and its indicators."""

    result: Result
    statement: OutcomeStatement | None
    indicators: list[IndicatorLine]
    stated_count: int


@dataclass
class ObjectiveLine:
    """An objective, or what stands under none, with its results."""

    objective: Objective | None
    results: list[ResultLine] = field(default_factory=list)


@everyone
def programme(request: HttpRequest, code: str) -> HttpResponseBase:
    """The whole programme on one page."""
    shown = public_programme(code)
    reading = latest_reading(shown)
    figures = headlines(reading, language()) if reading else {}
    activities = public_activities().filter(programmes=shown)
    statuses = dict(activities.order_by().values_list("status").annotate(n=Count("pk", distinct=True)))
    remarks = list(remarks_of(shown))
    return public_page(
        request,
        "programme",
        programme=shown,
        standing=standing(shown),
        funders=names_in_role(shown, "funding"),
        leads=names_in_role(shown, "accountable"),
        chain=chain_of(shown),
        territory=list(territory_of(shown)),
        objectives=_objectives(shown, figures),
        loose=stated_figures(stated_values_of(shown).filter(result=None, indicator=None), remarks),
        remarks=[one for one in remarks if not one.results.all() and not one.stated_values.all()],
        activity_statuses=[(one, statuses[one]) for one in ("held", "planned", "cancelled") if one in statuses],
        activity_total=sum(statuses.values()),
        reading=reading,
        reply_count=public_replies().filter(edition=reading.edition).count() if reading else 0,
        years=list(reversed(years_of(reading.content))) if reading else [],
        files=in_reading_order(public_files(reading.edition)) if reading else [],
        editions=public_editions().filter(programme=shown)[:EDITIONS_SHOWN],
        demonstration=shown.fictional,
        breadcrumb=way(step(text_in(shown.name, language()))),
    )


def _objectives(shown: Programme, figures: dict[str, Figure]) -> list[ObjectiveLine]:
    lines = {objective.pk: ObjectiveLine(objective) for objective in shown.objectives.all()}
    loose = ObjectiveLine(None)
    stated: dict[object, list[StatedFigure]] = {}
    for one in stated_figures(stated_values_of(shown).exclude(indicator=None)):
        stated.setdefault(one.stated.indicator_id, []).append(one)
    counts = Counter(stated_values_of(shown).exclude(result=None).values_list("result", flat=True))
    for result in framework_of(shown):
        statements = list(result.statements.all())
        line = ResultLine(
            result,
            statements[0] if statements else None,
            [
                IndicatorLine(indicator, figures.get(indicator.code), stated.get(indicator.pk, []))
                for indicator in result.indicators.all()
            ],
            counts[result.pk],
        )
        (lines.get(result.objective_id or 0) or loose).results.append(line)
    return [*lines.values(), *([loose] if loose.results else [])]
