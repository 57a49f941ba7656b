"""The submissions, as ODK Collect and KoboCollect send them: whole or in several goes, in the clear or encrypted."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.collect.refusals import RefusedFileError, TooLargeError
from toguna.flow.receive import (
    EditTargetUnknown,
    FormClosed,
    NotReceived,
    Outcome,
    SentFile,
    UnknownForm,
    UnknownFormVersion,
)
from toguna.flow.sealed import StillSealed, receive_from_device
from toguna.store.accounts.models import DeviceCredential
from toguna.web.openrosa.answers import open_rosa_answer
from toguna.web.openrosa.sign_in import device_required

XML_PART = "xml_submission_file"
# A phone that has more files to send of the same submission says so in this field.
MORE_TO_COME = "*isIncomplete*"
XML_LIMIT_BYTES = 10_000_000
# Phones count the bytes of their files against the limit, and not the lines that they write between them.
BETWEEN_FILES_BYTES = 1_000_000
STATUS_OF: dict[type[NotReceived], int] = {
    UnknownForm: 404,
    UnknownFormVersion: 404,
    EditTargetUnknown: 404,
    FormClosed: 409,
}


@device_required("HEAD", "POST")
def submission(request: HttpRequest, device: DeviceCredential) -> HttpResponseBase:
    """Take one submission, or one piece of it. 201: it is ours now. 202: it is kept, and a person will look."""
    if request.method == "HEAD":
        answer = HttpResponse(status=204)
        answer["X-OpenRosa-Accept-Content-Length"] = str(settings.SUBMISSION_LIMIT_BYTES)
        return answer
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SUBMISSION_LIMIT_BYTES + BETWEEN_FILES_BYTES:
        return open_rosa_answer(
            _("L'envoi dépasse %(limit)s Mo. Envoyez moins de photos à la fois, ou réduisez-les.")
            % {"limit": settings.SUBMISSION_LIMIT_BYTES // 1_000_000},
            status=413,
        )
    try:
        files, awaits_more = request.FILES, request.POST.get(MORE_TO_COME) == "yes"
    except (MultiPartParserError, UnreadablePostError, RequestDataTooBig, SuspiciousOperation):
        return open_rosa_answer(_("L'envoi est arrivé incomplet. Renvoyez-le ; rien n'est perdu."), status=400)
    xml = files.get(XML_PART)
    if xml is None:
        return open_rosa_answer(
            _("L'envoi n'a pas la partie « %(part)s ». Vérifiez l'adresse du serveur.") % {"part": XML_PART}, status=400
        )
    if xml.size and xml.size > XML_LIMIT_BYTES:
        return open_rosa_answer(_("La fiche est trop grande pour être lue. Partagez-la en deux."), status=413)
    sent = [
        SentFile(file.name or name, file.content_type or "application/octet-stream", cast(BinaryIO, file.file))
        for name, several in files.lists()
        if name != XML_PART
        for file in several
    ]
    try:
        receipt = receive_from_device(body=xml.read(), files=sent, by=device.user, awaits_more=awaits_more)
    except RefusedFileError as error:
        status = 413 if isinstance(error, TooLargeError) else 400
        return open_rosa_answer(_(error.message) % error.values, status=status)
    except NotReceived as error:
        return open_rosa_answer(_(error.message) % error.values, status=STATUS_OF.get(type(error), 400))
    if isinstance(receipt, StillSealed):
        return _still_sealed(receipt, awaits_more)
    if receipt.outcome is Outcome.CONTESTED:
        # The phone must let go of it, so it is a success; a person decides between the two.
        message = _("Fiche gardée. Elle diffère d'un envoi précédent : quelqu'un va comparer les deux.")
        return open_rosa_answer(message, status=202)
    return open_rosa_answer(_("Fiche reçue."), status=201)


def _still_sealed(receipt: StillSealed, awaits_more: bool) -> HttpResponse:
    if receipt.refusal is not None:
        return open_rosa_answer(_(receipt.refusal.message) % receipt.refusal.values, status=202)
    if awaits_more:
        return open_rosa_answer(_("Fiche chiffrée reçue en partie ; la suite est attendue."), status=201)
    message = _("Fiche chiffrée gardée, mais des fichiers manquent pour l'ouvrir : %(names)s. Renvoyez-la.")
    return open_rosa_answer(message % {"names": ", ".join(receipt.missing)}, status=202)
