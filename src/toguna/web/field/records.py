"""What became of the records that an agent sent: where each stands, which came back and why, and its answers again.

An agent is given back only what they sent themselves; what others sent is read on the desk.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from toguna.flow.receive import attachment_file
from toguna.rules.records import Act, RecordState
from toguna.store.accounts.models import User
from toguna.store.fieldwork.comments import comments_on
from toguna.store.fieldwork.models import Attachment, Record, RecordVersion
from toguna.store.fieldwork.queries import acts_possible, records_seen_by, with_last_decision
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.field.door import AgentRequest, agents
from toguna.web.field.forms import forms_taken, known_already

SHOWN = 60
COMMENTS_SHOWN = 5
# A printed sheet is entered within a season; older codes need not travel to every device.
SHEETS_REMEMBERED = timedelta(days=180)
TOLD_WHY = (RecordState.RETURNED, RecordState.REJECTED, RecordState.QUARANTINED)


@agents()
def records(request: AgentRequest) -> HttpResponseBase:
    """The agent's own records: all that came back, and the latest of the others."""
    own: QuerySet[Any] = with_last_decision(_own(request.user)).prefetch_related("versions", "attachments")
    latest = [record.pk for record in own.order_by("-received_at")[:SHOWN]]
    shown = own.filter(Q(state=RecordState.RETURNED) | Q(pk__in=latest)).order_by("-received_at")
    told = {"records": [_described(record, request.user) for record in shown], "sheets": _sheets(request.user)}
    return known_already(request, told)


@agents()
def answers(request: AgentRequest, pk: UUID) -> HttpResponseBase:
    """The answers of a record that came back, exactly as they were sent, to be corrected."""
    version = _current(_own(request.user).get(pk=pk))
    _note_reading(version.record, request.user, "answers")
    return HttpResponse(bytes(version.payload.body), content_type="application/octet-stream")


@agents()
def record_file(request: AgentRequest, pk: UUID, file: int) -> HttpResponseBase:
    """A file that was sent with a record; never shown by the browser itself."""
    found = Attachment.objects.select_related("record").get(pk=file, record=_own(request.user).get(pk=pk))
    path = attachment_file(found)
    if found.redacted_at or not path.is_file():
        raise Http404
    _note_reading(found.record, request.user, f"attachment {found.pk}")
    answer = FileResponse(path.open("rb"), content_type="application/octet-stream", as_attachment=True)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _own(user: User) -> QuerySet[Record]:
    return records_seen_by(user).filter(sender=user)


def _sheets(user: User) -> list[dict[str, object]]:
    """The printed sheets that this agent's organisation has entered, so that nobody enters one of them again."""
    entered = (
        records_seen_by(user)
        .filter(received_at__gt=timezone.now() - SHEETS_REMEMBERED)
        .exclude(state__in=(RecordState.REJECTED, RecordState.QUARANTINED))
        .exclude(current_version__reading__sheet_code="")
        .values_list("current_version__reading__sheet_code", "pk", "received_at", "sender__name")
    )
    return [
        {"code": code, "record": str(pk), "received_at": at.isoformat(), "by": by}
        for code, pk, at, by in entered
        if code
    ]


def _current(record: Record) -> RecordVersion:
    assert record.current_version is not None
    return record.current_version


def _described(record: Any, user: User) -> dict[str, object]:
    version = _current(record)
    reading = getattr(version, "reading", None)
    told: dict[str, object] = {
        "id": str(record.pk),
        "form_id": record.form_id,
        "title": (reading.title or reading.activity_title or reading.activity_code) if reading else "",
        "held_on": reading.held_on.isoformat() if reading and reading.held_on else "",
        "session": reading.session if reading else None,
        "state": record.state,
        "received_at": record.received_at.isoformat(),
        "moved_at": record.moved_at.isoformat(),
        "reason": record.last_reason or "" if record.state in TOLD_WHY else "",
        "comments": _said(record) if record.state in TOLD_WHY else [],
        "instances": sorted({each.instance_id for each in record.versions.all()}),
        "correctable": False,
    }
    is_returned = record.state == RecordState.RETURNED and Act.CORRECT in acts_possible(record, user)
    # What came from the desk or from a workbook was never a filled-in form.
    if is_returned and record.way_in in ("openrosa", "field"):
        told |= _to_be_corrected(record, version)
    return told


def _said(record: Record) -> list[dict[str, str]]:
    """What was said about a record, the newest first."""
    return [
        {"by": comment.by.name, "at": comment.at.isoformat(), "text": comment.text}
        for comment in comments_on(record).order_by("-at")[:COMMENTS_SHOWN]
    ]


def _to_be_corrected(record: Record, version: RecordVersion) -> dict[str, object]:
    form = forms_taken().filter(form_id=record.form_id, version=version.form_version).only("pk").first()
    if form is None:
        return {}
    return {
        "correctable": True,
        "form": reverse("field:form", kwargs={"pk": form.pk}),
        "mark": version.sha256[:20],
        "answers": reverse("field:answers", kwargs={"pk": record.pk}),
        "files": [
            {
                "name": file.name,
                "type": file.media_type,
                "url": reverse("field:record-file", kwargs={"pk": record.pk, "file": file.pk}),
            }
            for file in record.attachments.all()
            if file.redacted_at is None
        ],
    }


def _note_reading(record: Record, reader: User, what: str) -> None:
    with write_turn():
        record_entry(by=reader, action="record.read", subject=record, what=what)
