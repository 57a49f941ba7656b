"""Correcting a record of any form on the desk, and filling a form in there: its questions in boxes.

The attendance sheet has a page of its own. A correction is a new version, sent as a phone would; the original stays.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toguna.collect.answers_xml import Tree, write_answers
from toguna.collect.questions import FormQuestions, questions_of
from toguna.flow.form_media import media_of
from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.reading import answers_of
from toguna.flow.receive import NotReceived, SentFile, receive_submission
from toguna.flow.verify import NotPermitted, correct_answers
from toguna.rules.findings import Finding
from toguna.rules.records import Act, NotAllowedInState, ReasonMissing
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import SomebodyActedFirst
from toguna.store.fieldwork.models import Form, Record
from toguna.store.fieldwork.queries import acts_possible, form_versions, open_forms, record_seen_by, records_seen_by
from toguna.web.desk.answer_boxes import MORE, PREFIX, answers_sent, boxes_of, set_out
from toguna.web.desk.decisions import acted_first, said
from toguna.web.desk.door import StaffRequest, desk_page, posted_number, staff, step
from toguna.web.desk.record_view import note_reading
from toguna.web.desk.unsent import clerk_mark, keeping_input, take_unsent

OFFERED_AT_MOST = 2000


@dataclass(frozen=True)
class Sheet:
    """What the page carries besides its boxes: the form, and the record it corrects or the mark of a new one."""

    form: Form
    questions: FormQuestions
    corrects: Record | None = None
    entry: UUID | None = None
    revision: int = 0
    reason: str = ""


@staff(Permission.ENTER_RECORDS)
def forms_to_fill(request: StaffRequest) -> HttpResponseBase:
    """The forms that can be filled in here."""
    return desk_page(
        request,
        "desk/forms_to_fill.html",
        forms=sorted(open_forms(), key=lambda form: (form.form_id != ATTENDANCE_FORM, str(form.title.get("fr")))),
        attendance=ATTENDANCE_FORM,
        breadcrumb=[step(_("Mon travail"), "/desk/"), step(_("Fiches"), "/desk/records/"), step(_("Saisir"))],
    )


@keeping_input
@staff(Permission.ENTER_RECORDS, "GET", "POST")
def fill(request: StaffRequest, form_id: str) -> HttpResponseBase:
    """Fill a form in; a form that is sent twice is one record."""
    form = next((each for each in open_forms() if each.form_id == form_id), None)
    if form is None or form_id == ATTENDANCE_FORM:
        raise Http404
    questions = questions_of(bytes(form.xform))
    sent = request.POST if request.method == "POST" else take_unsent(request, request.user)
    if sent is None:
        return _page(request, Sheet(form, questions, entry=uuid4()), {})
    entry = _mark(sent.get("entry", ""))
    sheet = Sheet(form, questions, entry=entry)
    answers, findings = answers_sent(questions, sent)
    if request.method == "GET" or MORE in sent or findings:
        return _page(request, sheet, answers, more=sent.get(MORE, ""), findings=findings)
    already = records_seen_by(request.user).filter(form_id=form_id, instance_id=f"uuid:{entry}").first()
    if already:
        messages.info(request, _("Cette fiche est déjà enregistrée. Pour une autre fiche, ouvrez un formulaire vide."))
        return redirect("desk:record", pk=already.pk)
    if not answers:
        return _page(request, sheet, answers, problems=[_("La fiche est vide : répondez au moins à une question.")])
    files = _files(request, answers)
    body = write_answers(questions, answers, instance_id=f"uuid:{entry}")
    try:
        receipt = receive_submission(
            body=body, files=files, by=request.user, way_in="desk", fictional=request.user.fictional
        )
    except NotReceived as error:
        return _page(request, sheet, answers, problems=[_(error.message) % error.values])
    messages.success(request, _("La fiche est enregistrée. Quelqu'un d'autre la contrôlera."))
    return redirect("desk:record", pk=receipt.record.pk)


@keeping_input
@staff(Permission.ENTER_RECORDS, "GET", "POST")
def correct(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Change what is wrong in a record of any form but the attendance sheet."""
    found = record_seen_by(request.user, pk)
    if Act.CORRECT not in acts_possible(found, request.user):
        raise PermissionDenied
    if found.form_id == ATTENDANCE_FORM:
        return redirect("desk:record-correct", pk=found.pk)
    version = found.current_version
    assert version is not None
    version.record = found
    read, form = answers_of(version), form_versions(found.form_id).order_by("-added_at", "-pk").first()
    if read is None or form is None:
        raise Http404
    questions, tree = read
    note_reading(found, reader=request.user, what="correction")
    sent = request.POST if request.method == "POST" else take_unsent(request, request.user)
    if sent is None:
        return _page(request, Sheet(form, questions, corrects=found, revision=found.revision), tree.answers)
    revision = sent.get("revision", "")
    sheet = Sheet(
        form,
        questions,
        corrects=found,
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
        reason=sent.get("reason", "").strip(),
    )
    answers, findings = answers_sent(questions, sent)
    if request.method == "GET" or MORE in sent or findings:
        return _page(request, sheet, answers, more=sent.get(MORE, ""), findings=findings)
    try:
        correct_answers(
            found, by=request.user, revision=posted_number(request, "revision"), answers=answers, reason=sheet.reason
        )
    except SomebodyActedFirst as error:
        return acted_first(request, error, reason=sheet.reason)
    except NotPermitted as error:
        raise PermissionDenied from error
    except ReasonMissing:
        problem = _("Écrivez ce que vous corrigez et pourquoi : la personne qui a envoyé la fiche le lira.")
        return _page(request, sheet, answers, problems=[problem])
    except NotAllowedInState as error:
        return _page(request, sheet, answers, problems=said(error))
    messages.success(
        request, _("La correction est enregistrée ; l'original reste. La fiche sera contrôlée de nouveau.")
    )
    return redirect("desk:record", pk=found.pk)


def _page(
    request: StaffRequest,
    sheet: Sheet,
    answers: Tree,
    *,
    more: str = "",
    findings: Iterable[Finding] = (),
    problems: Iterable[str] = (),
) -> HttpResponseBase:
    told, problem_list = list(findings), list(problems)
    wrong = frozenset(finding.where for finding in told)
    found = sheet.corrects
    fictional = found.fictional if found else request.user.fictional
    return desk_page(
        request,
        "desk/answers.html",
        status=422 if told or problem_list else 200,
        sheet=sheet,
        record=found,
        runs=set_out(boxes_of(sheet.questions, answers, more=more, wrong=wrong)),
        findings=told,
        problems=problem_list,
        clerk=clerk_mark(request.user),
        lists=_lists(sheet.form, request.user),
        more_of=MORE,
        breadcrumb=[
            step(_("Mon travail"), "/desk/"),
            step(_("Fiches"), "/desk/records/"),
            step(_("Corriger la fiche") if found else _("Saisir une fiche")),
        ],
        demonstration=fictional,
    )


def _lists(form: Form, user: User) -> dict[str, list[tuple[str, str]]]:
    """What the boxes with a list beside the form offer, as this account may have it."""
    offered = {}
    for media in media_of(form, user):
        if media.name.endswith(".csv"):
            rows = csv.DictReader(io.StringIO(media.body.decode("utf-8-sig", errors="replace")))
            listed = [(row.get("name") or "", row.get("label") or "") for row in rows]
            offered[media.name.removesuffix(".csv")] = listed[:OFFERED_AT_MOST]
    return offered


def _files(request: StaffRequest, answers: Tree) -> list[SentFile]:
    """The files that were chosen; each is called in the answers by the name under which it is kept."""
    files = []
    for name, file in request.FILES.items():
        if name.startswith(PREFIX) and isinstance(file, UploadedFile) and file.name:
            kept = f"{uuid4().hex[:8]}-{file.name}"[-120:]
            _set(answers, name.removeprefix(PREFIX), kept)
            files.append(SentFile(kept, file.content_type or "application/octet-stream", cast(BinaryIO, file)))
    return files


def _set(answers: Tree, place: str, written: str) -> None:
    """Put an answer at a place that crosses no repeat; a photo within a repeat is sent from a phone."""
    *groups, name = place.split("/")
    if "[" in place:
        return
    for group in groups:
        answers = answers.setdefault(group, {})
    answers[name] = written


def _mark(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return uuid4()
