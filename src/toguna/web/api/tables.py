"""The answers as tables (OData): filtered and paged by the database, then told row by row, however many there are.

The columns are those of the newest version of the form. Personal answers are null for who does not see names; for who
does, one entry in the journal says that they were read, and how many.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from toguna.collect.answers_xml import read_answers
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.refusals import RefusedFileError
from toguna.flow.personal_answers import personal_paths
from toguna.flow.sent_answers import files_named, files_there, instance_shown, submission_xml
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.form_queries import published_form
from toguna.store.fieldwork.models import Record
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.api.door import ScriptRequest, asks, is_true, moment, said
from toguna.web.api.odata_filter import records_that
from toguna.web.api.odata_rows import ROOT, Row, Rows, picked, repeat_called, tables_of
from toguna.web.api.problems import Problem, not_there
from toguna.web.api.reviewing import review_state
from toguna.web.api.submissions import ROWS_AT_ONCE, submissions_seen, updated_at

P = Permission
_ONE = re.compile(r"Submissions\('(?P<instance>(?:[^']|'')+)'\)(?P<inside>(?:/[\w.]+)*)")


@dataclass(frozen=True)
class Asked:
    """What the address asks of a table."""

    skip: int = 0
    top: int | None = None
    count: bool = False
    after: str = ""
    fields: tuple[str, ...] = ()


@asks(P.SEE_RECORDS)
def tables(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Which tables there are."""
    form = _questions(form_id)
    listed = [{"name": name, "kind": "EntitySet", "url": name} for name in tables_of(form)]
    return said({"@odata.context": request.build_absolute_uri(f"{request.path}/$metadata"), "value": listed})


@asks(P.SEE_RECORDS)
def table(request: ScriptRequest, form_id: str, table: str) -> HttpResponseBase:
    """The rows of a table, or of one submission."""
    form, asked = _questions(form_id), _asked(request)
    sees_names = request.user.may(P.SEE_NAMES)
    rows = Rows(
        form,
        frozenset() if sees_names else personal_paths([form]),
        unfold=_is_unfolded(request),
        wkt=is_true(request, "$wkt"),
    )
    records = submissions_seen(request.user, form_id)
    one = _ONE.fullmatch(table)
    if one:
        records = records.filter(instance_id=one["instance"].replace("''", "'"))
        if not records.exists():
            raise not_there()
        table = ".".join([ROOT, *one["inside"].split("/")[1:]])
    if expression := request.GET.get("$filter", "").strip():
        records = records.filter(records_that(expression))
    if table == ROOT:
        return _of_submissions(request, form_id, records, rows, asked)
    if repeat_called(form, table) is None:
        raise not_there()
    return _of_repeat(request, form_id, records, rows, asked, table)


def _of_submissions(
    request: ScriptRequest, form_id: str, records: QuerySet[Record], rows: Rows, asked: Asked
) -> HttpResponseBase:
    total = records.count()
    rest = records.filter(_older_than(records, asked.after)) if asked.after else records
    left = rest.count() if asked.after else total
    shown = rest[asked.skip :] if asked.top is None else rest[asked.skip : asked.skip + asked.top]
    given = max(0, min(left - asked.skip, left if asked.top is None else asked.top))
    told: Row = {"@odata.context": _context(request, ROOT)}
    if asked.count:
        told["@odata.count"] = total
    if asked.top and left - asked.skip > asked.top:
        last = rest[asked.skip + asked.top - 1]
        told["@odata.nextLink"] = _further(request, last.instance_id)
    _note(request.user, form_id, given)

    def listed() -> Iterator[Row]:
        chosen = shown.select_related("current_version__payload", "sender").prefetch_related("attachments")
        for record in chosen.iterator(chunk_size=ROWS_AT_ONCE):
            yield _submission_row(record, rows)

    return _streamed(told, listed(), asked)


def _of_repeat(
    request: ScriptRequest,
    form_id: str,
    records: QuerySet[Record],
    rows: Rows,
    asked: Asked,
    table: str,
) -> HttpResponseBase:
    told: Row = {"@odata.context": _context(request, table)}

    def listed() -> Iterator[Row]:
        chosen = records.select_related("current_version__payload")
        for record in chosen.iterator(chunk_size=ROWS_AT_ONCE):
            _xml, answers = _answers(record, rows.form)
            yield from rows.of_repeat(table.partition(".")[2].replace(".", "/"), answers, record.instance_id)

    if asked.count:
        told["@odata.count"] = sum(1 for _row in listed())
    _note(request.user, form_id, records.count())
    end = None if asked.top is None else asked.skip + asked.top
    return _streamed(told, islice(listed(), asked.skip, end), asked)


def _submission_row(record: Record, rows: Rows) -> Row:
    body, answers = _answers(record, rows.form)
    named = files_named(body, rows.form) if body else []
    there = files_there(record.attachments.all())
    named = named or list(there)
    version = record.current_version
    row = rows.of_submission(answers, record.instance_id)
    row["meta"] = {"instanceID": instance_shown(version) if version else record.instance_id, "instanceName": None}
    row["__system"] = {
        "submissionDate": moment(record.received_at),
        "updatedAt": updated_at(record),
        "submitterId": str(record.sender_id),
        "submitterName": record.sender.name,
        "attachmentsPresent": sum(name in there for name in named),
        "attachmentsExpected": len(named),
        "status": None,
        "reviewState": review_state(record),
        "deviceId": None,
        "edits": record.edits,  # type: ignore[attr-defined]
        "formVersion": version.form_version if version else None,
        "deletedAt": None,
    }
    return row


def _answers(record: Record, form: FormQuestions) -> tuple[bytes, dict[str, Any]]:
    """The answers of the version that counts; none where it cannot be read."""
    if record.current_version is None:
        return b"", {}
    try:
        body = submission_xml(record.current_version)
        return body, read_answers(body, form).answers
    except (RefusedFileError, ValueError):
        return b"", {}


def _streamed(told: Row, rows: Iterator[Row], asked: Asked) -> HttpResponseBase:
    language = translation.get_language()

    def pieces() -> Iterator[str]:
        # The rows are made while they are sent, after the view has returned.
        with translation.override(language), timezone.override("UTC"):
            yield json.dumps(told, ensure_ascii=False)[:-1] + ', "value": ['
            for number, row in enumerate(rows):
                chosen = picked(row, asked.fields) if asked.fields else row
                yield ("," if number else "") + json.dumps(chosen, ensure_ascii=False)
            yield "]}"

    return StreamingHttpResponse(pieces(), content_type="application/json; charset=utf-8")


def _asked(request: ScriptRequest) -> Asked:
    fields = tuple(name.strip() for name in request.GET.get("$select", "").split(",") if name.strip())
    return Asked(
        skip=_number(request, "$skip") or 0,
        top=_number(request, "$top"),
        count=is_true(request, "$count"),
        after=_instance_in(request.GET.get("$skiptoken", "")),
        fields=() if fields == ("*",) else fields,
    )


def _number(request: ScriptRequest, name: str) -> int | None:
    written = request.GET.get(name, "")
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        raise Problem(
            400.8, _("« %(name)s » est un nombre entier.") % {"name": name}, {"field": name, "value": written}
        )
    return int(written)


def _is_unfolded(request: ScriptRequest) -> bool:
    expand = request.GET.get("$expand", "")
    if expand not in ("", "*"):
        raise Problem(501.6, _("Seul $expand=* est compris."))
    return expand == "*"


def _older_than(records: QuerySet[Record], instance: str) -> Q:
    last = records.filter(instance_id=instance).first()
    if last is None:
        raise Problem(400.8, _("La suite demandée n'existe plus. Reprenez depuis le début."), {"field": "$skiptoken"})
    return Q(received_at__lt=last.received_at) | Q(received_at=last.received_at, pk__lt=last.pk)


def _further(request: ScriptRequest, instance: str) -> str:
    mark = "01" + urlsafe_b64encode(json.dumps({"instanceId": instance}).encode()).decode()
    query = {name: value for name, value in request.GET.items() if name not in ("$skip", "$skiptoken")}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query | {'$skiptoken': mark})}")


def _instance_in(mark: str) -> str:
    if not mark:
        return ""
    try:
        return str(json.loads(urlsafe_b64decode(mark.removeprefix("01")))["instanceId"])
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(400.8, _("La suite demandée est illisible."), {"field": "$skiptoken"}) from error


def _context(request: ScriptRequest, table: str) -> str:
    service = request.path.partition(".svc")[0]
    return request.build_absolute_uri(f"{service}.svc/$metadata#{table}")


def _questions(form_id: str) -> FormQuestions:
    return questions_of(bytes(published_form(form_id).xform))


def _note(user: User, form_id: str, records: int) -> None:
    if user.may(P.SEE_NAMES) and records:
        with write_turn():
            record_entry(by=user, action="records.read", subject=f"form:{form_id}", records=records, way="api")
