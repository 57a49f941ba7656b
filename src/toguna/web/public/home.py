"""The public home, and how to read the figures."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toguna.store.programmes.models import Programme
from toguna.store.programmes.queries import names_in_role, public_programmes, territory_of
from toguna.store.publications.queries import last_edition, public_editions
from toguna.web.public.door import everyone, public_page, step, way

EDITIONS_SHOWN = 5


def standing(programme: Programme) -> str:
    """Whether it is still to begin, running or finished today."""
    today = timezone.localdate()
    if today < programme.starts_on:
        return "planned"
    return "running" if today <= programme.ends_on else "finished"


def _sizes(programme: Any) -> list[str]:
    """How much there is to read of a programme; what it has none of is not said."""
    counts = [
        (programme.objective_count, ngettext("%(n)s objectif", "%(n)s objectifs", programme.objective_count)),
        (programme.result_count, ngettext("%(n)s résultat", "%(n)s résultats", programme.result_count)),
        (programme.indicator_count, ngettext("%(n)s indicateur", "%(n)s indicateurs", programme.indicator_count)),
        (programme.activity_count, ngettext("%(n)s activité", "%(n)s activités", programme.activity_count)),
        (
            programme.stated_count,
            ngettext("%(n)s chiffre de ses documents", "%(n)s chiffres de ses documents", programme.stated_count),
        ),
    ]
    return [words % {"n": count} for count, words in counts if count]


@everyone
def home(request: HttpRequest) -> HttpResponseBase:
    """What there is, where, how far along, and what can be read or taken away."""
    shown = list(public_programmes())
    programmes = [
        {
            "programme": programme,
            "standing": standing(programme),
            "funders": names_in_role(programme, "funding"),
            "leads": names_in_role(programme, "accountable"),
            "areas": [place for place in territory_of(programme) if place.level <= 1][:12],
            "sizes": _sizes(programme),
            "edition": last_edition(programme),
        }
        for programme in shown
    ]
    return public_page(
        request,
        "home",
        programmes=programmes,
        editions=public_editions()[:EDITIONS_SHOWN],
        demonstration=any(programme.fictional for programme in shown),
    )


@everyone
def reading(request: HttpRequest) -> HttpResponseBase:
    """What counted, estimated, stated, masked, not stated and fictional mean."""
    return public_page(
        request,
        "reading",
        threshold=settings.DISCLOSURE_THRESHOLD,
        below=settings.DISCLOSURE_THRESHOLD - 1,
        breadcrumb=way(step(_("Comment lire ces chiffres"))),
    )
