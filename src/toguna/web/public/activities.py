"""The activities of a programme: what was planned, what was held, where, by whom."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.publish.words import text_in
from toguna.store.activities.models import KINDS, STATUSES, Activity
from toguna.store.activities.queries import matching, public_activities
from toguna.store.programmes.models import Programme
from toguna.store.programmes.queries import public_programme
from toguna.web.layout.chips import STATUSES as STATUS_CHIPS
from toguna.web.layout.templatetags.toguna import word
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.listing import Choice, Column, Filter, choices_of, csv_answer, listing, wants_csv


@everyone
def activities(request: HttpRequest, code: str) -> HttpResponseBase:
    """The list with its filters, and the same list as CSV."""
    programme = public_programme(code)
    columns = _columns()
    found, ordered = listing(
        request,
        public_activities().filter(programmes=programme),
        columns=columns,
        filters=_filters(programme),
        search=_matching_all,
        default="date",
    )
    if wants_csv(request):
        return csv_answer(f"{programme.code}-{_('activités')}", columns, ordered)
    return public_page(
        request,
        "activities",
        programme=programme,
        listing=found,
        demonstration=programme.fictional,
        breadcrumb=way(
            step(text_in(programme.name, language()), reverse("public:programme", args=[code])), step(_("Activités"))
        ),
    )


def _columns() -> list[Column]:
    def said(field: str) -> Any:
        return lambda activity: text_in(getattr(activity, field), language())

    return [
        Column("code", _("Code"), ("code",), lambda one: one.code),
        Column("title", _("Activité"), (), said("title")),
        Column("kind", _("Sorte"), ("kind", "code"), lambda one: word(one.kind, "activity_kind")),
        Column("date", _("Quand"), ("starts_on", "code"), lambda one: one.starts_on or ""),
        Column("place", _("Lieu"), ("place__name", "code"), lambda one: one.place.name if one.place else ""),
        Column("implementer", _("Par"), ("implementer__code", "code"), _by_whom),
        Column("status", _("État"), ("status", "code"), lambda one: _(STATUS_CHIPS[one.status].word)),
        Column("fictional", _("Donnée fictive"), (), lambda one: _("oui") if one.fictional else _("non")),
    ]


def _by_whom(activity: Activity) -> str:
    return text_in(activity.implementer.name, language()) if activity.implementer else ""


def _filters(programme: Programme) -> list[Filter]:
    used = public_activities().filter(programmes=programme).order_by()
    kinds = set(used.values_list("kind", flat=True))
    statuses = set(used.values_list("status", flat=True))
    places = dict(used.exclude(place=None).order_by("place__name").values_list("place", "place__name"))
    objectives = [
        Choice(str(one.number), _("objectif %(number)s") % {"number": one.number}) for one in programme.objectives.all()
    ]
    return [
        Filter(
            "kind",
            _("Sorte"),
            choices_of({code: str(word(code, "activity_kind")) for code in KINDS if code in kinds}),
            lambda rows, code: rows.filter(kind=code),
        ),
        Filter(
            "status",
            _("État"),
            choices_of({code: _(STATUS_CHIPS[code].word) for code in STATUSES if code in statuses}),
            lambda rows, code: rows.filter(status=code),
        ),
        Filter(
            "place",
            _("Lieu"),
            [Choice(str(pk), name) for pk, name in places.items()],
            lambda rows, code: rows.filter(place=code),
        ),
        Filter("objective", _("Objectif"), objectives, lambda rows, code: rows.filter(objective__number=int(code))),
    ]


def _matching_all(rows: QuerySet[Activity], words: str) -> QuerySet[Activity]:
    """Activities whose code, title or place holds every word."""
    for one in words.split():
        rows = rows.filter(matching(one))
    return rows
