"""Forms of other servers on the desk: how each pull went, and asking for another, which runs in the background."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toguna.flow.pulling import pull_in_background
from toguna.rules.roles import Permission
from toguna.store.fieldwork.models import RemoteForm
from toguna.store.fieldwork.remote_forms import remote_forms
from toguna.web.desk.door import StaffRequest, desk_page, staff, step


@staff(Permission.MANAGE_FORMS)
def servers(request: StaffRequest) -> HttpResponseBase:
    """Every form that is pulled, with when, how much, and what went wrong."""
    return desk_page(
        request,
        "desk/servers.html",
        forms=remote_forms(),
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Serveurs"))],
    )


@staff(Permission.MANAGE_FORMS, "POST")
def pull_now(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Have one form pulled as soon as the background has time."""
    remote = RemoteForm.objects.get(pk=pk)
    pull_in_background.enqueue(remote.pk)
    messages.success(request, _("Le relevé est demandé ; il se fait sans vous. Revenez voir cette page."))
    return redirect("desk:servers")
