"""Places: the list, and what happened in one of them, was counted there and is stated of it."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.store.activities.queries import public_activities
from toguna.store.commitments.queries import public_entries
from toguna.store.places.models import Place
from toguna.store.places.queries import above, below, inside, keys_of, public_places
from toguna.store.programmes.models import Programme
from toguna.store.programmes.queries import programmes_at, with_programmes
from toguna.store.publications.replies import public_replies
from toguna.store.results.queries import stated_values_at
from toguna.store.scorecards.queries import public_restitutions
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.figures import at_place
from toguna.web.public.frozen import latest_reading
from toguna.web.public.listing import Column, Filter, choices_of, csv_answer, listing, wants_csv
from toguna.web.public.stated import stated_figures

ACTIVITIES_SHOWN = 20
REPLIES_SHOWN = 3


def kind_of(place: Place) -> str:
    """What kind of unit a place is, in words."""
    kinds = {
        "region": _("région"),
        "district": _("district"),
        "cercle": _("cercle"),
        "arrondissement": _("arrondissement"),
        "commune": _("commune"),
        "urban": _("commune urbaine"),
        "rural": _("commune rurale"),
        "country": _("pays"),
    }
    levels = {0: _("pays"), 1: _("région"), 2: _("cercle"), 3: _("commune"), 4: _("village")}
    return kinds.get(place.kind) or levels.get(place.level, place.kind)


def levels() -> dict[str, str]:
    """The levels of the division, in words."""
    return {"1": _("régions et districts"), "2": _("cercles"), "3": _("communes")}


@everyone
def places(request: HttpRequest) -> HttpResponseBase:
    """The places where something is planned, was held or is stated, or all of them."""
    open_ones = Q(activities__withdrawn=False, activities__programmes__public=True)
    rows = with_programmes(public_places()).annotate(
        activity_count=Count("activities", filter=open_ones, distinct=True)
    )
    columns = [
        Column("name", _("Lieu"), ("name",), lambda place: place.name),
        Column("kind", _("Sorte"), ("level", "name"), kind_of),
        Column("programmes", _("Programmes"), ("programme_count", "name"), lambda one: one.programme_count, True),
        Column("activities", _("Activités"), ("activity_count", "name"), lambda one: one.activity_count, True),
    ]
    filters = [
        Filter("level", _("Niveau"), choices_of(levels()), lambda found, code: found.filter(level=int(code))),
        Filter(
            "with",
            _("Montrer"),
            choices_of({"programme": _("où un programme travaille"), "activity": _("où il y a des activités")}),
            _with,
        ),
    ]
    found, ordered = listing(request, rows, columns=columns, filters=filters, search=_named, default="-activities")
    if wants_csv(request):
        return csv_answer(_("lieux"), columns, ordered)
    return public_page(
        request,
        "places",
        listing=found,
        rows=[(place, kind_of(place)) for place in found.page],
        demonstration=any(place.fictional for place in found.page),
        breadcrumb=way(step(_("Lieux"))),
    )


@everyone
def place(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What happened here, in which programmes, and what is counted and stated of it."""
    shown = public_places().get(pk=pk)
    within = inside(shown)
    higher = above(shown)
    activities = public_activities().filter(place__in=within)
    here = list(programmes_at([*within, *(place.pk for place in higher)]))
    stated = stated_values_at([str(place) for place in within])
    return public_page(
        request,
        "place",
        place=shown,
        kind=kind_of(shown),
        above=higher,
        below=list(below(shown)),
        codes=list(shown.codes.order_by("scheme", "code")),
        programmes=here,
        counted=_counted_here(shown, here),
        activities=list(activities.order_by("-starts_on", "code")[:ACTIVITIES_SHOWN]),
        one_place=not activities.exclude(place=shown).exists(),
        activity_count=activities.count(),
        activities_held=activities.filter(status="held").count(),
        activities_planned=activities.filter(status="planned").count(),
        stated=stated_figures(stated),
        replies=public_replies().filter(place=shown)[:REPLIES_SHOWN],
        stated_count=len(stated),
        commitment_count=public_entries(within).count(),
        is_scored=public_restitutions().filter(round__cycle__place=shown).exists(),
        demonstration=shown.fictional or any(programme.fictional for programme in here),
        breadcrumb=way(
            step(_("Lieux"), reverse("public:places")),
            *(step(place.name, reverse("public:place", args=[place.pk])) for place in higher),
            step(shown.name),
        ),
    )


def _counted_here(shown: Place, programmes: list[Programme]) -> list[dict[str, Any]]:
    keys = set(keys_of([shown.pk]).values()) | {f"{code.scheme}:{code.code}" for code in shown.codes.all()}
    found = []
    for programme in programmes:
        reading = latest_reading(programme)
        rows = at_place(reading, keys, language()) if reading else []
        if reading and rows:
            found.append({"programme": programme, "edition": reading.edition, "rows": rows})
    return found


def _named(rows: QuerySet[Place], words: str) -> QuerySet[Place]:
    """Places whose name, or one of whose codes, holds the words."""
    return rows.filter(Q(name__icontains=words) | Q(codes__code__iexact=words)).distinct()


def _with(rows: QuerySet[Place], code: str) -> QuerySet[Place]:
    return rows.filter(**{f"{code}_count__gt": 0})
