"""The draft of a form's next version: brought, given its files, published or given up."""

from django.http.response import HttpResponseBase

from toguna.flow.own_forms import (
    MOST_BYTES_IN_FILE,
    FileTooLarge,
    NoDraft,
    copy_to_draft,
    discard_form_draft,
    files_of,
    give_file,
    keep_form,
    publish_form,
)
from toguna.rules.roles import Permission
from toguna.store.fieldwork.form_actions import md5_of
from toguna.store.fieldwork.form_queries import draft_of, published_versions
from toguna.store.fieldwork.models import Form
from toguna.web.api.door import ScriptRequest, asks, done, said, xml
from toguna.web.api.forms import file_answer, file_json, form_json, form_shown, looked_at


@asks(Permission.MANAGE_FORMS)
def draft(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """The draft."""
    return said(form_json(_draft(form_id), request.user))


@asks(Permission.MANAGE_FORMS)
def create_draft(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Begin the next version: of the file that is sent, or, where none is, of the form as it stands."""
    form_shown(form_id, request.user)
    if int(request.META.get("CONTENT_LENGTH") or 0):
        keep_form(looked_at(request, form_id), by=request.user)
    else:
        copy_to_draft(form_id, by=request.user)
    return done()


@asks(Permission.MANAGE_FORMS)
def discard(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Give the draft up."""
    discard_form_draft(form_id, by=request.user)
    return done()


@asks(Permission.MANAGE_FORMS)
def publish(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Publish it, under its own version or the one in the address."""
    publish_form(form_id, by=request.user, version=request.GET.get("version", "").strip())
    return done()


@asks(Permission.MANAGE_FORMS)
def draft_xml(_request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """The XForm of the draft."""
    return xml(bytes(_draft(form_id).xform))


@asks(Permission.MANAGE_FORMS)
def draft_files(_request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """The files that the draft wants, and whether they are there."""
    return said([file_json(file) for file in files_of(_draft(form_id))])


@asks(Permission.MANAGE_FORMS)
def draft_file(request: ScriptRequest, form_id: str, name: str) -> HttpResponseBase:
    """One of those files."""
    return file_answer(_draft(form_id), name, request.user)


@asks(Permission.MANAGE_FORMS)
def give_draft_file(request: ScriptRequest, form_id: str, name: str) -> HttpResponseBase:
    """Give the draft a file that it wants. Sent again after publishing, the same file is there already."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES_IN_FILE:
        raise FileTooLarge(most=MOST_BYTES_IN_FILE // 1_000_000)
    body = request.read()
    found = draft_of(form_id)
    if found is None:
        published = published_versions(form_id).first()
        if published is None or not published.media.filter(name=name, md5=md5_of(body)).exists():
            raise NoDraft(form_id=form_id)
        return done()
    give_file(found, name=name, body=body, by=request.user)
    return done()


def _draft(form_id: str) -> Form:
    found = draft_of(form_id)
    if found is None:
        raise NoDraft(form_id=form_id)
    return found
