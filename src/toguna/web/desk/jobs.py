"""Long work seen from the desk: how far it is, calling it off, and taking its file away. Each account sees its own."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toguna.flow.jobs import KEPT_FOR, cancel, job_file, seconds_left
from toguna.flow.preparing import DRAFT, KINDS, RELEASE
from toguna.store.fieldwork.jobs import UNDER_WAY, note_file_taken
from toguna.store.fieldwork.models import Job
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, desk_page, staff, step
from toguna.web.desk.evidence import closed_in

LOOK_AGAIN_SECONDS = 3
# After this long without a worker taking it up, the service that works is probably not running.
PATIENCE_SECONDS = 30
TITLES = {"export": gettext_lazy("Préparation d'un fichier"), "import": gettext_lazy("Lecture d'un classeur")}
# Where one goes on to, and comes back to, by the sort of work.
LISTED_AT = {
    "export": "desk:exports",
    "import": "desk:deliveries",
    DRAFT: "desk:editions",
    RELEASE: "desk:editions",
}


@staff(None)
def job(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """How far the work is; the page looks again by itself, and may be left."""
    found = Job.objects.get(pk=pk, by=request.user)
    if found.kind in KINDS:
        # An edition is followed where it was asked for.
        asked = f"?asked={found.pk}" if found.kind == RELEASE else ""
        return redirect(reverse("desk:next-edition", args=[found.parameters["programme"]]) + asked)
    now = timezone.now()
    waited = int((now - found.created_at).total_seconds())
    listed_at = reverse(LISTED_AT[found.kind])
    response = desk_page(
        request,
        "desk/job.html",
        job=found,
        title=TITLES[found.kind],
        under_way=found.state in UNDER_WAY,
        percent=min(100, 100 * found.done // found.total) if found.total else None,
        left=seconds_left(found, now=now),
        waited=waited,
        nobody_works=found.state == "waiting" and waited > PATIENCE_SECONDS,
        has_file=job_file(found) is not None,
        kept_until=found.finished_at + KEPT_FOR if found.finished_at else None,
        personal=bool(found.parameters.get("personal")),
        listed_at=listed_at,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Mes fichiers"), listed_at), step(TITLES[found.kind])],
    )
    if found.state in UNDER_WAY:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@staff(None, "POST")
def call_off(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Stop the work; nothing of it is kept."""
    found = Job.objects.get(pk=pk, by=request.user)
    if cancel(found):
        messages.success(request, _("Le travail est arrêté. Rien n'en est gardé."))
    else:
        messages.warning(request, _("Il était trop tard pour l'arrêter : le travail était terminé."))
    return redirect(LISTED_AT[found.kind])


@staff(None)
def job_download(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The file that the work ended in, as long as it is kept."""
    found = Job.objects.get(pk=pk, by=request.user)
    path = job_file(found)
    if path is None:
        raise Http404
    with write_turn():
        note_file_taken(job=found, by=request.user)
    response = FileResponse(path.open("rb"), content_type="application/octet-stream", as_attachment=True)
    return closed_in(response)
