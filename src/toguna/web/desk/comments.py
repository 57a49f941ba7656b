"""Saying something about a record: to its sender, to whoever checks it, and their answers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.rules.roles import Permission
from toguna.store.fieldwork.comments import NothingSaid, add_comment, may_comment
from toguna.store.fieldwork.queries import record_seen_by
from toguna.store.writing import write_turn
from toguna.web.desk.door import StaffRequest, staff
from toguna.web.desk.record_view import note_reading
from toguna.web.desk.records import record_page


@staff(Permission.SEE_RECORDS, "POST")
def comment(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Add a comment to a record."""
    found = record_seen_by(request.user, pk)
    if not may_comment(request.user):
        raise PermissionDenied
    said = request.POST.get("text", "")
    try:
        with write_turn():
            add_comment(record=found, by=request.user, text=said)
    except NothingSaid:
        problem = _("Écrivez votre message avant de l'envoyer.")
        return record_page(request, found, problems=[problem], comment=said, status=422)
    # Who writes has read what was there.
    note_reading(found, reader=request.user, what="comment")
    messages.success(request, _("Votre message est enregistré. La personne concernée le verra dans son travail."))
    return redirect(f"{reverse('desk:record', args=[found.pk])}#comments")
