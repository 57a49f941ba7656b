"""The files behind a record: the bytes as they came and the photos, to those who may see names, and nobody else.

A file from the field is never believed: only pictures and sounds open in the page, by what their bytes are and not by
what they say they are; everything else is taken away as a file.
"""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from toguna.flow.receive import attachment_file
from toguna.rules.roles import Permission
from toguna.store.fieldwork.queries import attachment_seen_by, record_seen_by
from toguna.web.desk.door import StaffRequest, staff
from toguna.web.desk.file_types import type_shown
from toguna.web.desk.record_view import note_reading


@staff(Permission.SEE_NAMES)
def original(request: StaffRequest, pk: UUID, number: int) -> HttpResponseBase:
    """The bytes of one version, exactly as they came, as a file."""
    found = record_seen_by(request.user, pk)
    version = found.versions.get(number=number)
    note_reading(found, reader=request.user, what=f"original {number}")
    body = bytes(version.payload.body)
    kind = "xml" if body.lstrip()[:1] == b"<" else "json"
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="fiche-{found.pk}-{number}.{kind}"'
    return closed_in(response)


@staff(Permission.SEE_NAMES)
def attachment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """A photo or file that came with a record."""
    found = attachment_seen_by(request.user, pk)
    path = attachment_file(found)
    if found.redacted_at or not path.is_file():
        raise Http404
    note_reading(found.record, reader=request.user, what=f"attachment {found.pk}")
    shown = type_shown(path)
    response = FileResponse(
        path.open("rb"),
        content_type=shown or "application/octet-stream",
        as_attachment=shown is None,
        filename=found.name,
    )
    return closed_in(response)


def closed_in(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever the file is, the browser neither guesses its kind nor lets it do anything."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
