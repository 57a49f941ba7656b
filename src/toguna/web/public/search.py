"""Search over what is public: programmes, places, indicators, results, activities, organisations."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.publish.words import text_in
from toguna.store.activities.queries import matching, public_activities
from toguna.store.organisations.queries import public_organisations
from toguna.store.places.queries import public_places
from toguna.store.programmes.queries import public_programmes
from toguna.store.results.models import Indicator, Result
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.places import kind_of

MOST = 15
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    label: str
    url: str
    note: str
    fictional: bool


@dataclass(frozen=True)
class Found:
    """What was found of one sort; `more` is how many are not shown."""

    sort: str
    hits: list[Hit]
    more: int


@everyone
def search(request: HttpRequest) -> HttpResponseBase:
    """Everything public whose name or code holds every word."""
    words = request.GET.get("q", "").strip()[:80]
    found = _search(words.split()) if len(words) >= SHORTEST else []
    total = sum(len(one.hits) + one.more for one in found)
    told = ngettext("%(total)s réponse", "%(total)s réponses", total) % {"total": total}
    return public_page(
        request,
        "search",
        words=words,
        found=found,
        told=told,
        total=total,
        too_short=bool(words) and len(words) < SHORTEST,
        demonstration=any(hit.fictional for one in found for hit in one.hits),
        breadcrumb=way(step(_("Rechercher"))),
    )


def _search(words: list[str]) -> list[Found]:
    found = [
        _found(_("Programmes"), _all_in(public_programmes(), words, "code", "name", "acronym"), _programme),
        _found(_("Lieux"), _places(words), _place),
        _found(_("Indicateurs"), _all_in(_indicators(), words, "code", "title", "standard_code"), _indicator),
        _found(_("Résultats"), _all_in(_results(), words, "code", "title", "statement"), _result),
        _found(_("Organisations"), _all_in(public_organisations(), words, "code", "name"), _organisation),
        _found(_("Activités"), _activities(words), _activity),
    ]
    return [one for one in found if one.hits]


def _all_in(rows: QuerySet[Any], words: list[str], *fields: str) -> QuerySet[Any]:
    """The rows that hold every word in one of these fields, in either language where the field has several."""
    for word in words:
        anywhere = Q()
        for field in fields:
            several = field in ("name", "acronym", "title", "statement")
            for path in (f"{field}__fr", f"{field}__en") if several else (field,):
                anywhere |= Q(**{f"{path}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def _found(sort: str, rows: QuerySet[Any], shown: Any) -> Found:
    hits = [shown(row) for row in rows[:MOST]]
    return Found(sort, hits, max(rows.count() - MOST, 0) if len(hits) == MOST else 0)


def _places(words: list[str]) -> QuerySet[Any]:
    rows = public_places().order_by("level", "name")
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(codes__code__iexact=word))
    return rows.distinct()


def _activities(words: list[str]) -> QuerySet[Any]:
    rows = public_activities().prefetch_related("programmes").order_by("code")
    for word in words:
        rows = rows.filter(matching(word))
    return rows


def _indicators() -> QuerySet[Indicator]:
    rows = Indicator.objects.filter(result__programme__public=True)
    return rows.select_related("result__programme").order_by("result__programme__position", "result__position", "code")


def _results() -> QuerySet[Result]:
    rows = Result.objects.filter(programme__public=True)
    return rows.select_related("programme").order_by("programme__position", "position", "code")


def _programme(row: Any) -> Hit:
    return Hit(text_in(row.name, language()), reverse("public:programme", args=[row.code]), row.code, row.fictional)


def _place(row: Any) -> Hit:
    return Hit(row.name, reverse("public:place", args=[row.pk]), kind_of(row), row.fictional)


def _indicator(row: Any) -> Hit:
    programme = row.result.programme
    url = reverse("public:indicator", args=[programme.code, row.code])
    return Hit(text_in(row.title, language()), url, f"{programme.code} · {row.code}", programme.fictional)


def _result(row: Any) -> Hit:
    url = reverse("public:result", args=[row.programme.code, row.code])
    return Hit(text_in(row.title, language()), url, f"{row.programme.code} · {row.code}", row.programme.fictional)


def _organisation(row: Any) -> Hit:
    return Hit(text_in(row.name, language()), reverse("public:organisation", args=[row.code]), row.code, row.fictional)


def _activity(row: Any) -> Hit:
    programme = next(one for one in row.programmes.all() if one.public)
    url = f"{reverse('public:activities', args=[programme.code])}?q={row.code}"
    return Hit(text_in(row.title, language()), url, row.code, row.fictional)
