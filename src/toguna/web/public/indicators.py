"""An indicator: what is counted and how, its trend and target, its cuts, from which records, in which edition."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from toguna.publish.sentences import sentence
from toguna.publish.snapshot import IndicatorPart
from toguna.publish.words import period_words, text_in
from toguna.rules.definitions import Definition
from toguna.store.programmes.models import Programme
from toguna.store.programmes.queries import public_programme
from toguna.store.publications.models import Edition
from toguna.store.publications.queries import public_editions
from toguna.store.results.donor_codes import standard_code_outside
from toguna.store.results.models import Indicator
from toguna.store.results.queries import indicator_with_code, remarks_of, stated_values_of
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.figures import (
    cuts,
    figure,
    period_kinds,
    series,
    table_for,
    targets_in_words,
    trend,
    trend_title,
)
from toguna.web.public.frozen import Reading, latest_reading, reading_of
from toguna.web.public.reference_sheets import public_sheet
from toguna.web.public.stated import stated_figures

RECORDS_OPEN = 12
RECORDS_SHOWN = 30


@everyone
def indicator(request: HttpRequest, code: str, indicator: str) -> HttpResponseBase:
    """One indicator, as the newest edition that holds it gives it, or as the edition in the address does."""
    programme = public_programme(code)
    shown = indicator_with_code(programme, indicator)
    reading = _asked_reading(request, programme)
    part = reading.indicator(shown.code) if reading else None
    released = _released(request, reading, shown.code) if reading and part else {}
    return public_page(
        request,
        "indicator",
        programme=programme,
        indicator=shown,
        standard_code=standard_code_outside(shown),
        reading=reading,
        part=part,
        sentence=_sentence(shown),
        stated=stated_figures(stated_values_of(programme).filter(indicator=shown), remarks_of(programme)),
        remarks=list(remarks_of(programme).filter(stated_values__indicator=shown).distinct()),
        editions=public_editions().filter(programme=programme)[:5],
        targets=list(shown.targets.all()),
        demonstration=programme.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])),
            step(shown.result.code, reverse("public:result", args=[code, shown.result.code])),
            step(shown.code),
        ),
        **released,
    )


def _asked_reading(request: HttpRequest, programme: Programme) -> Reading | None:
    asked = request.GET.get("edition", "")
    if asked.isdecimal() and len(asked) < 9:
        return reading_of(programme.code, int(asked))
    if asked:
        raise Edition.DoesNotExist
    return latest_reading(programme)


def _released(request: HttpRequest, reading: Reading, code: str) -> dict[str, Any]:
    """What the edition gives: the kind of period and the period that the address asks for, or the first there is."""
    part = reading.indicator(code)
    assert part is not None
    kinds = period_kinds(part)
    kind = request.GET.get("by", "")
    if kind not in kinds:
        kind = _telling(reading, part, kinds)
    # The cuts say most over the widest stretch, unless one period is asked for.
    asked = request.GET.get("period", "")
    table = table_for(part, kind, asked) if asked else table_for(part, kinds[-1], "")
    return {
        "kinds": [(one, one == kind) for one in kinds],
        "kind": kind,
        "rows": (rows := series(reading, part, kind, language())),
        "has_targets": any(row.target for row in rows),
        "picture": trend(part, kind, language()),
        "picture_title": trend_title(part, kind, language()),
        "headline": figure(reading, part, table_for(part, kinds[-1], "") or part["tables"][0], language()),
        "chosen": figure(reading, part, table, language()) if table else None,
        "chosen_period": period_words(table["period"], table["period_kind"], language()) if table else "",
        "cuts": cuts(reading, part, table, language()) if table else [],
        "targets_in_words": targets_in_words(part, language()),
        "records": part["records"][::-1][:RECORDS_SHOWN],
        "record_count": len(part["records"]),
        "records_open": len(part["records"]) <= RECORDS_OPEN,
        "places": reading.places,
        "sheet": public_sheet(reading, part, language()),
    }


def _telling(reading: Reading, part: IndicatorPart, kinds: list[str]) -> str:
    """The kind of period that says most: several of them, with targets where there are any."""
    several = [one for one in kinds if len(series(reading, part, one, language())) > 1]
    aimed = [one for one in several if any(row.target for row in series(reading, part, one, language()))]
    return (aimed or several or kinds)[0]


def _sentence(shown: Indicator) -> str:
    """What the definition in force counts, in words; empty where nothing defines it."""
    definition = shown.definitions.order_by("-version").first()
    return sentence(Definition.from_json(definition.body), language()) if definition else ""
