"""Submissions: the list, one of them, its XML and its versions; sending, correcting, deciding and commenting.

Everything that is sent goes the way of every record: received as it is, once, corrected beside what was there, checked
by one person and verified by another.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from toguna.collect.xml_submission import read_envelope
from toguna.flow.receive import EditTargetUnknown, Outcome, Receipt, receive_submission
from toguna.flow.sent_answers import instance_shown, submission_xml, versions_told
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.comments import NothingSaid, add_comment, comments_on
from toguna.store.fieldwork.form_queries import published_versions
from toguna.store.fieldwork.models import Comment, Record, RecordVersion
from toguna.store.fieldwork.queries import records_seen_by, version_of_instance, version_shown_as
from toguna.store.journal.actions import record_entry
from toguna.store.writing import write_turn
from toguna.web.api.door import ScriptRequest, asks, moment, said, sent_json, sent_text, xml
from toguna.web.api.problems import Problem, not_there
from toguna.web.api.reviewing import review as take_review
from toguna.web.api.reviewing import review_state

P = Permission
ROWS_AT_ONCE = 200


@asks(P.SEE_RECORDS)
def submissions(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """What was sent on a form, as far as this account reaches; the newest first, and told row by row."""
    seen = submissions_seen(request.user, form_id).iterator(chunk_size=ROWS_AT_ONCE)

    def listed() -> Iterator[str]:
        yield "["
        for number, record in enumerate(seen):
            yield ("," if number else "") + json.dumps(submission_json(record), ensure_ascii=False)
        yield "]"

    return StreamingHttpResponse(listed(), content_type="application/json; charset=utf-8")


@asks(P.ENTER_RECORDS)
def create(request: ScriptRequest, form_id: str) -> HttpResponseBase:
    """Send a submission. Sent again, it is the same one; other answers under its instance go before a reviewer."""
    body = request.body
    require_form(read_envelope(body).form_id, form_id)
    receipt = receive_submission(body=body, by=request.user, way_in="api")
    if receipt.version.contested:
        message = _(
            "Une fiche de cet identifiant est déjà là, avec d'autres réponses. Rien n'est remplacé : quelqu'un va "
            "comparer les deux. Pour corriger une fiche, envoyez une correction (deprecatedID)."
        )
        raise Problem(409.1, message)
    return said(_received(receipt))


@asks(P.SEE_RECORDS)
def submission(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """One submission."""
    return said(submission_json(submission_seen(request.user, form_id, instance), extended=True))


@asks(P.ENTER_RECORDS)
def edit(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """Correct a submission by another that says which version it replaces; that version stays readable."""
    body = request.body
    envelope = read_envelope(body)
    require_form(envelope.form_id, form_id)
    record = submission_seen(request.user, form_id, instance)
    if not envelope.deprecated_id:
        message = _("Une correction dit quelle version elle remplace, dans meta/deprecatedID. Celle-ci ne le dit pas.")
        raise Problem(400.19, message)
    known = version_of_instance(form_id, envelope.instance_id)
    if known is not None and (known.record_id != record.pk or bytes(known.payload.body) != body):
        message = _("Une fiche de l'identifiant %(instance)s est déjà là. Donnez-en un nouveau à la correction.")
        raise Problem(409.8, message % {"instance": envelope.instance_id})
    deprecated = envelope.deprecated_id
    replaced = version_of_instance(form_id, deprecated) or version_shown_as(form_id, deprecated)
    if replaced is None or replaced.record_id != record.pk:
        raise EditTargetUnknown()
    if known is None and replaced.pk != record.current_version_id:
        raise _out_of_date(envelope.deprecated_id)
    receipt = receive_submission(body=body, by=request.user, way_in="api")
    if receipt.outcome is Outcome.CONTESTED:
        raise _out_of_date(envelope.deprecated_id)
    return said(_received(receipt))


@asks(P.SEE_RECORDS)
def review(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """Approve a submission, return or reject it, as far as that is this account's to do."""
    record = submission_seen(request.user, form_id, instance)
    sent = sent_json(request)
    if "reviewState" not in sent:
        raise Problem(400.2, _("Il manque « %(field)s ».") % {"field": "reviewState"}, {"field": "reviewState"})
    comment = sent.get("comment")
    take_review(record, sent["reviewState"], by=request.user, comment=comment if isinstance(comment, str) else "")
    return said(submission_json(submission_seen(request.user, form_id, instance)))


@asks(P.SEE_NAMES)
def submission_as_sent(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """The XML of the version that counts."""
    record = submission_seen(request.user, form_id, instance)
    assert record.current_version is not None
    return _xml_of(request, record, record.current_version)


@asks(P.SEE_RECORDS)
def submission_versions(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """Every version that counted at some time, the newest first."""
    record = submission_seen(request.user, form_id, instance)
    return said([_version_json(record, version) for version in versions_told(record)])


@asks(P.SEE_RECORDS)
def submission_version(request: ScriptRequest, form_id: str, instance: str, version: str) -> HttpResponseBase:
    """One of them."""
    record = submission_seen(request.user, form_id, instance)
    return said(_version_json(record, version_called(record, version)))


@asks(P.SEE_NAMES)
def version_as_sent(request: ScriptRequest, form_id: str, instance: str, version: str) -> HttpResponseBase:
    """The XML of one version."""
    record = submission_seen(request.user, form_id, instance)
    return _xml_of(request, record, version_called(record, version))


@asks(P.SEE_NAMES)
def comments(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """What was said about a submission, the newest first. A comment may name people."""
    record = submission_seen(request.user, form_id, instance)
    note_reading(request.user, record, "comments")
    return said([_comment_json(comment) for comment in reversed(comments_on(record))])


@asks(P.SEE_NAMES)
def add(request: ScriptRequest, form_id: str, instance: str) -> HttpResponseBase:
    """Say something about a submission; the same words by the same account right after each other are said once."""
    record = submission_seen(request.user, form_id, instance)
    text = sent_text(sent_json(request), "body")
    last = comments_on(record).last()
    if last is not None and last.by_id == request.user.pk and last.text == text:
        return said(_comment_json(last))
    try:
        with write_turn():
            comment = add_comment(record=record, by=request.user, text=text)
    except NothingSaid as error:
        raise Problem(400.2, _("Il manque « %(field)s ».") % {"field": "body"}, {"field": "body"}) from error
    return said(_comment_json(comment))


def submissions_seen(user: User, form_id: str) -> QuerySet[Record]:
    """The records of a form that this account sees, with how often each was corrected. Raises Problem."""
    seen = records_seen_by(user).filter(form_id=form_id)
    if not published_versions(form_id).exists() and not seen.exists():
        raise not_there()
    counted = RecordVersion.objects.filter(record=OuterRef("pk")).filter(
        Q(contested=False) | Q(pk=OuterRef("current_version"))
    )
    number = counted.order_by().values("record").annotate(number=Count("pk")).values("number")
    return seen.annotate(edits=Coalesce(Subquery(number), 1) - 1).order_by("-received_at", "-pk")


def submission_seen(user: User, form_id: str, instance: str) -> Record:
    """One of them, by the instance that it first came under. Raises Record.DoesNotExist, Problem."""
    return submissions_seen(user, form_id).get(instance_id=instance)


def submission_json(record: Record, *, extended: bool = False) -> dict[str, Any]:
    """A submission as Central tells it; which telephone sent it is not kept here."""
    told: dict[str, Any] = {
        "instanceId": record.instance_id,
        "submitterId": record.sender_id,
        "deviceId": None,
        "userAgent": None,
        "instanceName": None,
        "reviewState": review_state(record),
        "createdAt": moment(record.received_at),
        "updatedAt": updated_at(record),
    }
    if extended and record.current_version is not None:
        told["currentVersion"] = _version_json(record, record.current_version)
    return told


def updated_at(record: Record) -> str | None:
    """When somebody last did something about a record; nothing where nobody has."""
    return moment(record.changed_at) if record.revision > 1 else None


def version_called(record: Record, instance: str) -> RecordVersion:
    """The version that others know by this instance. Raises Problem."""
    for version in versions_told(record):
        if instance_shown(version) == instance:
            return version
    raise not_there()


def note_reading(user: User, record: Record, what: str) -> None:
    """Note that somebody read a record with its names through this door."""
    with write_turn():
        record_entry(by=user, action="record.read", subject=record, what=what, way="api")


def require_form(named: str, wanted: str) -> None:
    """Refuse a submission of another form than the address says. Raises Problem."""
    if named != wanted:
        message = _("Cette fiche est celle du formulaire « %(named)s », et non de « %(wanted)s ».")
        raise Problem(400.8, message % {"named": named, "wanted": wanted}, {"field": "form id", "value": named})


def _received(receipt: Receipt) -> dict[str, Any]:
    record = Record.objects.select_related("current_version").get(pk=receipt.record.pk)
    return submission_json(record)


def _out_of_date(deprecated: str) -> Problem:
    message = _(
        "La version %(deprecated)s n'est plus celle qui compte, ou la fiche est rejetée. Prenez la version actuelle, "
        "et refaites la correction sur elle."
    )
    return Problem(409.9, message % {"deprecated": deprecated}, {"deprecatedId": deprecated})


def _xml_of(request: ScriptRequest, record: Record, version: RecordVersion) -> HttpResponseBase:
    try:
        body = submission_xml(version)
    except ValueError as error:
        raise not_there() from error
    note_reading(request.user, record, f"xml {version.number}")
    return xml(body)


def _version_json(record: Record, version: RecordVersion) -> dict[str, Any]:
    return {
        "instanceId": instance_shown(version),
        "submitterId": version.sender_id,
        "deviceId": None,
        "userAgent": None,
        "instanceName": None,
        "formVersion": version.form_version,
        "current": version.pk == record.current_version_id,
        "createdAt": moment(version.received_at),
    }


def _comment_json(comment: Comment) -> dict[str, Any]:
    return {
        "body": comment.text,
        "actorId": comment.by_id,
        "actor": {"id": comment.by_id, "displayName": comment.by.name},
        "createdAt": moment(comment.at),
    }
