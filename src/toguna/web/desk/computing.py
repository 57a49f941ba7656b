"""Asking for a new computation, and following it: it runs in the background and may be left alone."""

from datetime import datetime

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.flow.compute import compute_later
from toguna.rules.roles import Permission
from toguna.store.programmes.models import Programme
from toguna.store.values.models import Run
from toguna.web.desk.door import StaffRequest, desk_page, staff, step

LOOK_AGAIN_SECONDS = 4
# After this long without a run, the service that computes is probably not running.
PATIENCE_SECONDS = 30


@staff(Permission.COMPUTE_VALUES, "POST")
def compute(request: StaffRequest, code: str) -> HttpResponseBase:
    """Have the programme's indicators counted over everything that is verified now."""
    programme = Programme.objects.get(code=code)
    asked_at = timezone.now()
    compute_later.enqueue(programme.code, request.user.pk)
    return redirect(f"{reverse('desk:computing', args=[code])}?since={asked_at.timestamp():.6f}")


@staff(Permission.SEE_VALUES)
def computing(request: StaffRequest, code: str) -> HttpResponseBase:
    """Where the computation that was asked for stands; the page looks again by itself."""
    programme = Programme.objects.get(code=code)
    since = _moment(request.GET.get("since", ""))
    run = Run.objects.filter(programme=programme, started_at__gte=since).order_by("-started_at").first()
    if run and run.finished_at:
        told = _("Le calcul est terminé : %(count)s valeurs, d'après %(facts)s faits.")
        messages.success(request, told % {"count": run.values.count(), "facts": run.facts})
        return redirect(f"{reverse('desk:indicators')}?programme={programme.code}")
    waited = int((timezone.now() - since).total_seconds())
    response = desk_page(
        request,
        "desk/computing.html",
        programme=programme,
        run=run,
        waited=waited,
        nobody_works=run is None and waited > PATIENCE_SECONDS,
        breadcrumb=[step(_("Indicateurs"), "/desk/indicators/"), step(_("Calcul en cours"))],
    )
    response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _moment(written: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(written), tz=timezone.get_current_timezone())
    except (ValueError, OverflowError, OSError):
        return timezone.now()
