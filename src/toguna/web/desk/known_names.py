"""Names offered while a sheet is typed, to accounts that see them anyway. Asked for by POST: no name in an address.

The journal notes once for each sheet that names were offered, never which.
"""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.flow.known_people import KnownPerson, known_people
from toguna.rules.roles import Permission
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, staff
from toguna.web.desk.wording import word

OFFERED_FOR = "names-offered-for"
LONGEST_TYPED = 80


@staff(Permission.SEE_NAMES, "POST")
def known_names(request: StaffRequest) -> HttpResponseBase:
    """At most ten people whom the letters typed so far may mean."""
    if not (request.user.may(Permission.ENTER_RECORDS) or request.user.may(Permission.CORRECT_RECORDS)):
        raise PermissionDenied
    typed = request.POST.get("q", "")[:LONGEST_TYPED]
    found = known_people(request.user, typed, activity_code=request.POST.get("activity", "")[:40])
    sheet = request.POST.get("sheet", "")[:60]
    if found and request.session.get(OFFERED_FOR) != sheet:
        request.session[OFFERED_FOR] = sheet
        with write_turn():
            record_entry(by=request.user, action="people.suggested", subject=f"sheet:{sheet}")
    return JsonResponse({"people": [_offered(person) for person in found]})


def _offered(person: KnownPerson) -> dict[str, str]:
    group = word(person.stakeholder_group, "group") if person.stakeholder_group else ""
    return vars(person) | {"words": _described(person), "group": str(group)}


def _described(person: KnownPerson) -> str:
    """What tells this person from another of the same name, in the reader's words."""
    born = _("né(e) en %(year)s") % {"year": person.birth_year} if person.birth_year else ""
    sex = word(person.sex, "sex").lower() if person.sex else ""
    told = (sex, born, person.commune.split(" [")[0], person.village, person.function, person.organisation)
    return " · ".join(part for part in told if part)
