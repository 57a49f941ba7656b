"""The form list, the forms and the submissions, as ODK Collect and KoboCollect ask for them."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_safe
from lxml import etree

from toguna.collect.refusals import RefusedFileError, TooLargeError
from toguna.flow.receive import (
    EditTargetUnknown,
    FormClosed,
    NotReceived,
    Outcome,
    SentFile,
    UnknownForm,
    UnknownFormVersion,
    receive_submission,
)
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Form
from toguna.store.fieldwork.queries import form_versions, open_forms
from toguna.web.openrosa.answers import LIST, open_rosa, open_rosa_answer, own_namespace, xml_answer
from toguna.web.openrosa.sign_in import device_required

XML_PART = "xml_submission_file"
XML_LIMIT_BYTES = 10_000_000
STATUS_OF: dict[type[NotReceived], int] = {
    UnknownForm: 404,
    UnknownFormVersion: 404,
    EditTargetUnknown: 404,
    FormClosed: 409,
}


@require_safe
@device_required
def form_list(request: HttpRequest, _user: User) -> HttpResponse:
    """The forms that this device may fill in; the hash is the MD5 of the exact bytes it will download."""
    wanted = request.GET.get("formID")
    root = etree.Element(f"{{{LIST}}}xforms", nsmap=own_namespace(LIST))
    for form in open_forms():
        if wanted and form.form_id != wanted:
            continue
        row = etree.SubElement(root, f"{{{LIST}}}xform")
        for name, text in (
            ("formID", form.form_id),
            ("name", form.title["fr"]),
            ("version", form.version),
            ("hash", f"md5:{form.xform_md5}"),
            ("downloadUrl", request.build_absolute_uri(_address_of(request, form))),
        ):
            etree.SubElement(row, f"{{{LIST}}}{name}").text = text
    return xml_answer(root)


def _address_of(request: HttpRequest, form: Form) -> str:
    match = request.resolver_match
    token = match.kwargs.get("token") if match else None
    parts = {"form_id": form.form_id, "version": form.version}
    if token:
        return reverse("openrosa:form-by-token", kwargs={"token": token, **parts})
    return reverse("openrosa:form", kwargs=parts)


@require_safe
@device_required
def form(request: HttpRequest, _user: User, form_id: str, version: str) -> HttpResponse:
    """One version of a form, byte for byte as its hash was taken."""
    found = form_versions(form_id).filter(version=version).first()
    if found is None:
        return open_rosa_answer(_("Ce formulaire n'existe pas sur ce serveur."), status=404)

    @condition(etag_func=lambda _request: f'"{found.xform_md5}"')
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(bytes(found.xform), content_type="text/xml; charset=utf-8")

    return open_rosa(answer(request))


@require_http_methods(["HEAD", "POST"])
@device_required
def submission(request: HttpRequest, user: User) -> HttpResponse:
    """Take one submission, or one piece of it. 201: it is ours now. 202: it is kept, and a person will look."""
    if request.method == "HEAD":
        answer = open_rosa(HttpResponse(status=204))
        answer["X-OpenRosa-Accept-Content-Length"] = str(settings.SUBMISSION_LIMIT_BYTES)
        return answer
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SUBMISSION_LIMIT_BYTES:
        return open_rosa_answer(
            _("L'envoi dépasse %(limit)s Mo. Envoyez moins de photos à la fois, ou réduisez-les.")
            % {"limit": settings.SUBMISSION_LIMIT_BYTES // 1_000_000},
            status=413,
        )
    try:
        files = request.FILES
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
        receipt = receive_submission(body=xml.read(), files=sent, by=user)
    except RefusedFileError as error:
        status = 413 if isinstance(error, TooLargeError) else 400
        return open_rosa_answer(_(error.message) % error.values, status=status)
    except NotReceived as error:
        return open_rosa_answer(_(error.message) % error.values, status=STATUS_OF.get(type(error), 400))
    if receipt.outcome is Outcome.CONTESTED:
        # The phone must let go of it, so it is a success; a person decides between the two.
        message = _("Fiche gardée. Elle diffère d'un envoi précédent : quelqu'un va comparer les deux.")
        return open_rosa_answer(message, status=202)
    return open_rosa_answer(_("Fiche reçue."), status=201)
