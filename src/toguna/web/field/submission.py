"""Taking one filled-in form from the page: the same idempotent step as for a telephone, told in the page's words."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from toguna.collect.refusals import RefusedFileError, TooLargeError
from toguna.flow.receive import FormClosed, NotReceived, Outcome, SentFile, receive_submission
from toguna.web.field.door import AgentRequest, agents, told

XML_PART = "xml_submission_file"
XML_LIMIT_BYTES = 10_000_000


@agents("POST")
def submission(request: AgentRequest) -> HttpResponse:
    """Take one submission. 201: it is ours now. 202: kept, and a person will look. 4xx: the page keeps it."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SUBMISSION_LIMIT_BYTES:
        limit = settings.SUBMISSION_LIMIT_BYTES // 1_000_000
        message = _("L'envoi dépasse %(limit)s Mo. Envoyez moins de photos à la fois, ou réduisez-les.")
        return told(message % {"limit": limit}, status=413)
    try:
        files = request.FILES
    except (MultiPartParserError, UnreadablePostError, RequestDataTooBig, SuspiciousOperation):
        return told(_("L'envoi est arrivé incomplet. Renvoyez-le ; rien n'est perdu."), status=400)
    xml = files.get(XML_PART)
    if xml is None:
        return told(_("L'envoi est arrivé incomplet. Renvoyez-le ; rien n'est perdu."), status=400)
    if xml.size and xml.size > XML_LIMIT_BYTES:
        return told(_("La fiche est trop grande pour être lue. Partagez-la en deux."), status=413)
    sent = [
        SentFile(file.name or name, file.content_type or "application/octet-stream", cast(BinaryIO, file.file))
        for name, several in files.lists()
        if name != XML_PART
        for file in several
    ]
    try:
        receipt = receive_submission(body=xml.read(), files=sent, by=request.user, way_in="field")
    except RefusedFileError as error:
        return told(_(error.message) % error.values, status=413 if isinstance(error, TooLargeError) else 422)
    except NotReceived as error:
        return told(_(error.message) % error.values, status=409 if isinstance(error, FormClosed) else 422)
    where = {"record": str(receipt.record.pk), "received_at": receipt.version.received_at.isoformat()}
    if receipt.outcome is Outcome.CONTESTED:
        message = _("Fiche gardée. Elle diffère d'un envoi précédent : quelqu'un va comparer les deux.")
        return told(message, status=202, **where)
    return told(_("Fiche reçue."), status=201, **where)
