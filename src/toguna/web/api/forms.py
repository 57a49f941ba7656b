"""The forms: which there are, their versions, their bytes, the files beside them, and bringing a new one."""

import mimetypes
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from django.db.models import Count, Max, Min
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.collect.xlsforms import MOST_BYTES
from toguna.flow.form_media import media_of
from toguna.flow.own_forms import (
    STATES,
    FormFile,
    FormPreview,
    files_of,
    keep_form,
    preview_form,
    publish_form,
    set_form_state,
    version_of,
)
from toguna.rules.findings import Severity
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.form_queries import draft_of, drafts, published_form, published_forms, published_versions
from toguna.store.fieldwork.models import Form
from toguna.web.api.door import FORM_READERS, ScriptRequest, asks, is_true, moment, said, sent_json, sent_text, xml
from toguna.web.api.problems import Problem, not_there, refused_form, told, worded
from toguna.web.api.projects import PROJECT

# Central's word for the version of a form that has none.
NO_VERSION = "___"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@asks(*FORM_READERS)
def forms(request: ScriptRequest) -> HttpResponseBase:
    """Every form in its newest version; those that are only drafts too, for who manages forms."""
    found = {form.form_id: form for form in drafts()} if request.user.may(Permission.MANAGE_FORMS) else {}
    found |= {form.form_id: form for form in published_forms()}
    lives = lives_of(*found)
    return said([form_json(found[form_id], request.user, lives.get(form_id)) for form_id in sorted(found)])


@asks(Permission.MANAGE_FORMS)
def create_form(request: ScriptRequest) -> HttpResponseBase:
    """Bring a form: an XLSForm or an XForm. It is a draft unless it is asked to be published at once."""
    preview = looked_at(request)
    if preview.known is not None:
        if not preview.is_same:
            values = {"form_id": preview.read.form_id}
            message = (
                _("Le formulaire « %(form_id)s » existe déjà. Envoyez une nouvelle version à son adresse.") % values
            )
            raise Problem(409.3, message, {"fields": ["xmlFormId"], "values": [preview.read.form_id]})
        # The answer to the first sending was lost on the way.
        return said(form_json(preview.known, request.user))
    form = keep_form(preview, by=request.user)
    if is_true(request, "publish"):
        form = publish_form(form.form_id, by=request.user)
    return said(form_json(form, request.user))


@asks(*FORM_READERS)
def form(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """One form in its newest version."""
    return said(form_json(form_shown(form_id, request.user), request.user))


@asks(Permission.MANAGE_FORMS)
def change_form(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Open a form, let it run out, or close it."""
    state = sent_text(sent_json(request), "state")
    if state not in STATES:
        message = _("« %(state)s » n'est pas un état : choisissez open, closing ou closed.") % {"state": state}
        raise Problem(400.8, message, {"field": "state", "value": state})
    set_form_state(form_id, state, by=request.user)
    return said(form_json(published_form(form_id), request.user))


@asks(*FORM_READERS)
def form_xml(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """The XForm, byte for byte as its hash was taken."""
    return xml(bytes(form_shown(form_id, request.user).xform))


@asks(*FORM_READERS)
def form_workbook(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """The workbook that the form was made from, where there is one."""
    return workbook_answer(form_shown(form_id, request.user))


@asks(*FORM_READERS)
def versions(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Every published version, the newest first."""
    found = list(published_versions(form_id).defer("xform", "xlsform"))
    if not found:
        raise not_there()
    life = lives_of(form_id).get(form_id)
    return said([form_json(each, request.user, life) for each in found])


@asks(*FORM_READERS)
def version(request: ScriptRequest, form_id: str, version: str) -> HttpResponseBase:
    """One published version."""
    return said(form_json(_version(form_id, version), request.user))


@asks(*FORM_READERS)
def version_xml(_request: ScriptRequest, form_id: str, version: str) -> HttpResponseBase:
    """The XForm of one published version."""
    return xml(bytes(_version(form_id, version).xform))


@asks(*FORM_READERS)
def form_files(_request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """The files that the form wants, and whether they are there."""
    return said([file_json(file) for file in files_of(published_form(form_id))])


@asks(*FORM_READERS)
def form_file(request: ScriptRequest, form_id: str, name: str) -> HttpResponseBase:
    """One of those files; a list holds what this account may see."""
    return file_answer(published_form(form_id), name, request.user)


def looked_at(request: ScriptRequest, form_id: str = "") -> FormPreview:
    """The form that was sent, if it has no errors, and no warnings that were not waved through. Raises Problem."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Problem(413.1, _("Ce formulaire dépasse %(most)s Mo.") % {"most": MOST_BYTES // 1_000_000})
    fallback = unquote(request.headers.get("X-XlsForm-FormId-Fallback", ""))
    preview = preview_form(request.body, form_id=form_id, fallback_id=fallback, language=request.user.language)
    if preview.errors:
        message = _("Le formulaire a des erreurs : %(errors)s") % {"errors": " ".join(worded(preview.errors))}
        raise Problem(400.15, message, refused_form(preview.errors))
    warnings = [one for one in preview.findings if one.severity is Severity.WARNING]
    if warnings and not is_true(request, "ignoreWarnings"):
        message = _(
            "Le formulaire est valable, avec des avertissements. S'ils conviennent, ajoutez ?ignoreWarnings=true."
        )
        listed = {"xlsFormWarnings": worded(warnings), "workflowWarnings": []}
        raise Problem(400.16, message, {"warnings": listed, "findings": [told(one) for one in warnings]})
    return preview


def form_shown(form_id: str, user: User) -> Form:
    """The newest published version, or the draft of a form never published, for who manages forms."""
    newest = published_versions(form_id).first()
    if newest is None and user.may(Permission.MANAGE_FORMS):
        newest = draft_of(form_id)
    if newest is None:
        raise not_there()
    return newest


def lives_of(*form_ids: str) -> dict[str, Mapping[str, Any]]:
    """When each form was first brought and last published, and in how many versions."""
    rows = Form.objects.filter(form_id__in=form_ids).order_by().values("form_id")
    told_of = rows.annotate(first=Min("added_at"), last=Max("added_at"), count=Count("pk"))
    return {row["form_id"]: row for row in told_of}


def form_json(form: Form, user: User, life: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A form as Central tells it. A draft has no state of its own there: that it is one is told by `publishedAt`."""
    life = life or lives_of(form.form_id)[form.form_id]
    is_draft = form.state == "draft"
    return {
        "projectId": PROJECT,
        "xmlFormId": form.form_id,
        "name": form.title.get(user.language) or form.title.get("fr"),
        "version": version_of(form),
        "hash": form.xform_md5,
        "state": "open" if is_draft else form.state,
        "createdAt": moment(life["first"]),
        "updatedAt": moment(life["last"]) if life["count"] > 1 else None,
        "publishedAt": None if is_draft else moment(form.added_at),
        "keyId": None,
        "enketoId": None,
        "enketoOnceId": None,
        "draftToken": None,
        "sha": None,
        "sha256": None,
    }


def file_json(file: FormFile) -> dict[str, Any]:
    """A file that a form wants, as Central tells it."""
    return {
        "name": file.name,
        "type": file.kind,
        "hash": file.media.md5 if file.media else "",
        "exists": not file.is_missing,
        "blobExists": not file.is_missing,
        "datasetExists": False,
        "updatedAt": moment(file.media.form.added_at) if file.media else None,
    }


def file_answer(form: Form, name: str, user: User) -> HttpResponseBase:
    """A file beside a form, as something to keep and not to open."""
    for file in media_of(form, user):
        if file.name == name:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            response = HttpResponse(file.body, content_type=kind)
            response["Content-Disposition"] = "attachment"
            return response
    raise not_there()


def workbook_answer(form: Form) -> HttpResponseBase:
    """The workbook of a form."""
    if form.xlsform is None or not bytes(form.xlsform).startswith(b"PK"):
        raise not_there()
    return HttpResponse(bytes(form.xlsform), content_type=XLSX)


def _version(form_id: str, version: str) -> Form:
    return published_versions(form_id).get(version="" if version == NO_VERSION else version)
