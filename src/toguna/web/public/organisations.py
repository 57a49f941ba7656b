"""An organisation: which part it takes in which programme, and what it carries out."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from toguna.publish.words import text_in
from toguna.store.activities.queries import public_activities
from toguna.store.organisations.queries import public_organisations
from toguna.store.programmes.queries import parts_of
from toguna.store.publications.replies import public_replies
from toguna.web.public.door import everyone, language, public_page, step, way

ACTIVITIES_SHOWN = 20
REPLIES_SHOWN = 3


@everyone
def organisation(request: HttpRequest, code: str) -> HttpResponseBase:
    """One organisation."""
    shown = public_organisations().get(code=code)
    carried_out = public_activities().filter(implementer=shown)
    return public_page(
        request,
        "organisation",
        organisation=shown,
        parts=list(parts_of(shown)),
        activities=list(carried_out.order_by("-starts_on", "code")[:ACTIVITIES_SHOWN]),
        replies=public_replies().filter(organisation=shown)[:REPLIES_SHOWN],
        activity_count=carried_out.count(),
        demonstration=shown.fictional,
        breadcrumb=way(step(text_in(shown.name, language()))),
    )
