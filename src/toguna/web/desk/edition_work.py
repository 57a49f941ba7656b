"""A large edition that is being prepared or released in the background: how far it is, where it was asked for.

Nothing here decides or releases anything.
"""

from collections.abc import Sequence
from uuid import UUID

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.background import is_somebody_at_work
from toguna.flow.drafts import COUNTED, MASKED, WRITTEN
from toguna.flow.preparing import RELEASE, release_refused, release_work
from toguna.rules.roles import Permission
from toguna.store.fieldwork.jobs import UNDER_WAY
from toguna.store.fieldwork.models import Job
from toguna.store.programmes.models import Programme
from toguna.store.values.models import Run
from toguna.web.desk.door import StaffRequest, desk_page, step

LOOK_AGAIN_SECONDS = 3
# After this long without a worker taking it up, the service that works is probably not running.
PATIENCE_SECONDS = 30
STEPS = {
    0: gettext_lazy("Les valeurs du calcul sont relues."),
    COUNTED: gettext_lazy("Les petites cases sont masquées, avec ce qui les trahirait : c'est le plus long."),
    MASKED: gettext_lazy("Ce que dirait l'édition est comparé à la dernière."),
    WRITTEN: gettext_lazy("Les fichiers s'écrivent."),
}


def work_page(
    request: StaffRequest,
    programme: Programme,
    job: Job | None,
    problems: Sequence[str] = (),
    *,
    refused: Job | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """How far the work is; the page looks again by itself, and may be left. No job: too many others are under way."""
    here = reverse("desk:next-edition", args=[programme.code])
    releasing = job is not None and job.kind == RELEASE
    under_way = job is not None and job.state in UNDER_WAY
    waited = int((timezone.now() - job.created_at).total_seconds()) if job else 0
    if refused is not None and request.user.may(Permission.RELEASE_EDITIONS):
        problems = [*problems, *refused.message.splitlines()]
    look_again = f"{here}?asked={job.pk}" if job and releasing else here
    response = desk_page(
        request,
        "desk/edition_work.html",
        status=status,
        programme=programme,
        job=job,
        number=job.parameters["number"] if job and releasing else None,
        releasing=releasing,
        under_way=under_way,
        step=STEPS.get(job.done) if job else None,
        problems=problems,
        refused=refused,
        look_again=look_again,
        may_stop=job is not None and under_way and job.by_id == request.user.pk,
        nobody_works=job is not None and _is_forgotten(job, waited),
        breadcrumb=way_to(_("Prochaine édition")),
        demonstration=programme.fictional,
    )
    if under_way:
        response["Refresh"] = f"{LOOK_AGAIN_SECONDS}; url={look_again}"
    return response


def release_told(programme: Programme, run: Run) -> Job | None:
    """A release that the list of editions tells of: under way, or refused while its edition is still the next one."""
    job = release_work(programme)
    return job if job is not None and job.state in UNDER_WAY else release_refused(programme, run)


def asked_id(request: StaffRequest) -> UUID | None:
    """The work that the address asks about."""
    try:
        return UUID(request.GET.get("asked", ""))
    except ValueError:
        return None


def way_to(label: str) -> list[dict[str, object]]:
    """The way to a page of the editions."""
    return [step(_("Mon travail"), "/desk/"), step(_("Éditions"), "/desk/editions/"), step(label)]


def _is_forgotten(job: Job, waited: int) -> bool:
    return job.state == "waiting" and waited > PATIENCE_SECONDS and not is_somebody_at_work()
