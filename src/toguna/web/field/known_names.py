"""Names offered while a sheet is filled in with a line, to accounts that see them anyway.

Asked for by POST, so that no name stands in an address; the page forgets them and keeps only what the agent chose. The
journal notes once for each sheet that names were offered, never which.
"""

from uuid import UUID

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from toguna.flow.known_people import known_people
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.field.door import AgentRequest, agents

OFFERED_FOR = "field-names-offered-for"
LONGEST_TYPED = 80


@agents("POST")
def names(request: AgentRequest) -> HttpResponseBase:
    """At most ten people whom the letters typed so far may mean."""
    typed = request.POST.get("q", "")[:LONGEST_TYPED]
    found = known_people(request.user, typed, activity_code=request.POST.get("activity", "")[:40])
    entry = _entry(request)
    if found and request.session.get(OFFERED_FOR) != entry:
        request.session[OFFERED_FOR] = entry
        with write_turn():
            record_entry(by=request.user, action="people.suggested", subject=f"sheet:{entry}")
    return JsonResponse({"people": [vars(person) for person in found]})


def _entry(request: AgentRequest) -> str:
    """Which draft of the page asks; a mark of the page's own, so only its shape is believed."""
    try:
        return str(UUID(request.POST.get("sheet", "")))
    except ValueError:
        return "unnamed"
