"""The files of a submission: which its answers name, which are there, their bytes, and sending one.

They show people, so they are for those who see names; what they are is never believed, so nobody opens them here.
"""

import mimetypes
from typing import BinaryIO, cast

from django.conf import settings
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.flow.reading import questions_for
from toguna.flow.receive import SentFile, attachment_file
from toguna.flow.sent_answers import attach_file, files_named, files_there, submission_xml
from toguna.rules.roles import Permission
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.web.api.door import ScriptRequest, asks, done, said
from toguna.web.api.problems import Problem, not_there
from toguna.web.api.submissions import note_reading, submission_seen, version_called

P = Permission


@asks(P.SEE_RECORDS)
def files(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """The files of the version that counts."""
    record = submission_seen(request.user, form_id, instance)
    assert record.current_version is not None
    return _listed(record, record.current_version)


@asks(P.SEE_RECORDS)
def version_files(request: ScriptRequest, form_id: str, instance: str, version: str) -> HttpResponseBase:
    """The files of one version."""
    record = submission_seen(request.user, form_id, instance)
    return _listed(record, version_called(record, version))


@asks(P.SEE_NAMES)
def file(request: ScriptRequest, form_id: str, instance: str, name: str) -> HttpResponseBase:
    """One file, as it came."""
    record = submission_seen(request.user, form_id, instance)
    found = files_there(record.attachments.all()).get(name)
    if found is None or not attachment_file(found).is_file():
        raise not_there()
    note_reading(request.user, record, f"attachment {found.pk}")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(attachment_file(found).open("rb"), content_type=kind, as_attachment=True, filename=name)


@asks(P.SEE_NAMES)
def version_file(request: ScriptRequest, form_id: str, instance: str, version: str, name: str) -> HttpResponseBase:
    """One file of one version; a file belongs to the record, so all its versions have the same under one name."""
    record = submission_seen(request.user, form_id, instance)
    version_called(record, version)
    return file(request, form_id, instance, name)


@asks(P.ENTER_RECORDS)
def send(request: ScriptRequest, form_id: str, instance: str, name: str) -> HttpResponseBase:
    """Send a file that the answers name. The same file again is the same file."""
    record = submission_seen(request.user, form_id, instance)
    assert record.current_version is not None
    wanted = _named(record.current_version)
    if name not in wanted:
        message = _("Les réponses de cette fiche ne nomment aucun fichier « %(name)s ». Elles nomment : %(wanted)s.")
        raise Problem(404.1, message % {"name": name, "wanted": ", ".join(wanted) or "—"})
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SUBMISSION_LIMIT_BYTES:
        message = _("L'envoi dépasse %(limit)s Mo. Réduisez la photo.")
        raise Problem(413.1, message % {"limit": settings.SUBMISSION_LIMIT_BYTES // 1_000_000})
    media_type = request.headers.get("Content-Type", "").partition(";")[0] or "application/octet-stream"
    attach_file(record, SentFile(name, media_type, cast(BinaryIO, request)), by=request.user)
    return done()


def _listed(record: Record, version: RecordVersion) -> HttpResponseBase:
    named, there = _named(version), files_there(record.attachments.all())
    if not named and version.pk == record.current_version_id:
        # What is added to a sheet on the desk is named by no answer.
        named = list(there)
    return said([{"name": name, "exists": name in there} for name in named])


def _named(version: RecordVersion) -> list[str]:
    form = questions_for(version)
    try:
        return files_named(submission_xml(version), form) if form else []
    except ValueError:
        return []
