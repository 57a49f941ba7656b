"""What a kept version says, and what looks wrong in it.

A reading is made from the kept bytes and what the database knows, without names, and may be thrown away and made anew.
It belongs to the step receive, and verification starts from it.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from toguna.collect.answers_xml import AnswerTree, answered, blank_answers, instance_name, read_answers, read_point
from toguna.collect.attendance_json import from_json
from toguna.collect.library import LIBRARY
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.refusals import RefusedFileError
from toguna.collect.refused_names import blank_in_kept_submission, refusals
from toguna.collect.registers import REGISTERS, document_from_bytes
from toguna.collect.xml_submission import read_attendance
from toguna.flow.forms import ATTENDANCE_FORM, mapping_of
from toguna.flow.printed_codes import about_sheet_code
from toguna.flow.scoring_sheets import enter_scores, is_scoring_form, read_sheet
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.attendance_checks import findings as attendance_findings
from toguna.rules.field_record import FieldRecord, RecordSummary, stated_in_sheet, summary_of_sheet
from toguna.rules.findings import Finding, Severity
from toguna.rules.record_checks import findings as record_findings
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.actions import keep_reading, match_to_activity_named
from toguna.store.fieldwork.models import Reading, Record, RecordVersion
from toguna.store.fieldwork.payloads import mark_attachments_redacted, overwrite_version
from toguna.store.fieldwork.queries import (
    findings_kept,
    form_versions,
    other_sheets_of,
    sheets_like,
    unread_versions,
)
from toguna.store.journal.actions import record_entry
from toguna.store.organisations.queries import codes_of_organisations
from toguna.store.places.models import Place
from toguna.store.places.recognition import gazetteer, places_remembered
from toguna.store.writing import write_turn

log = logging.getLogger(__name__)

WRITTEN_TOGETHER = 10
ANSWERS_ONLY = "answers"

ACTIVITY_UNKNOWN = (
    "Le code d'activité « %(code)s » n'existe pas dans le plan de travail. Rattachez la fiche à une activité."
)
ACTIVITY_UNPLANNED = "L'activité est hors plan : rattachez la fiche à une activité avant de la vérifier."
ACTIVITY_CANCELLED = "L'activité « %(code)s » est annulée dans le plan de travail. Vérifiez le code."
SHEET_ALREADY_SEEN = "Une autre fiche porte la même activité, la même séance et le même jour, ou la même photo."
ACTIVITY_ALREADY_REPORTED = (
    "Fiches de l'activité déjà vérifiées : %(count)s. Les places s'ajoutent, l'activité ne compte qu'une fois."
)
NAMES_ON_SENSITIVE = (
    "L'activité porte sur un sujet sensible, et la fiche garde des noms (%(named)s). Vérifiez qu'ils doivent l'être ; "
    "sinon, renvoyez la fiche ou mettez-la en quarantaine."
)
OTHER_BYTES = "Le même envoi est arrivé avec un autre contenu. Comparez les versions et choisissez celle qui compte."
UNREADABLE = "La fiche n'a pas pu être lue : %(reason)s"
FORM_UNKNOWN = "Le formulaire « %(form_id)s » n'est plus sur ce serveur : les réponses ne peuvent pas être lues."
FILES_MISSING = (
    "Fichiers annoncés qui ne sont pas arrivés : %(names)s. Demandez à l'expéditeur de renvoyer la fiche ; "
    "ce qui est arrivé est gardé."
)
POINT_IMPOSSIBLE = "Le point GPS « %(value)s » n'est pas un point de la Terre ; il n'a pas été repris."


def sheet_of(version: RecordVersion) -> tuple[AttendanceSheet, list[Finding]]:
    """What the version says, names included, read anew from the kept bytes; and what its reader remarked."""
    body = bytes(version.payload.body)
    if body.lstrip()[:1] == b"<":
        sheet, findings = read_attendance(body)
        return sheet, findings
    return from_json(body)


def questions_for(version: RecordVersion) -> FormQuestions | None:
    """What was asked in the version of the form that this version was filled in on, else in the newest."""
    forms = form_versions(version.record.form_id).defer("xlsform")
    form = forms.filter(version=version.form_version).first() or forms.order_by("-added_at", "-pk").first()
    return questions_of(bytes(form.xform)) if form else None


def answers_of(version: RecordVersion) -> tuple[FormQuestions, AnswerTree] | None:
    """The answers of a version with their questions, names included; None where it was not filled in on a form."""
    form = questions_for(version)
    try:
        return (form, read_answers(bytes(version.payload.body), form)) if form is not None else None
    except RefusedFileError:
        return None


def mapping_for(record: Record) -> str:
    """The reading that this record's form has now."""
    return mapping_of(record.form_id) or ANSWERS_ONLY


def field_record_of(version: RecordVersion) -> FieldRecord:
    """Everything that the version says, names included, whichever form it was filled in on."""
    record = version.record
    if record.form_id == ATTENDANCE_FORM:
        sheet, findings = sheet_of(version)
        places = gazetteer(fictional=record.fictional)
        findings += attendance_findings(sheet, today=version.received_at.date(), places=places.known())
        # Without a day there are no ages, and no facts: an error among the findings says so.
        facts = stated_in_sheet(sheet) if sheet.held_on else ()
        return FieldRecord(summary_of_sheet(sheet), facts, tuple(findings))
    register = REGISTERS.get(record.form_id)
    if register is not None:
        read = register.read(document_from_bytes(bytes(version.payload.body)))
        return replace(read, findings=(*read.findings, *_checked(read, version)))
    form = questions_for(version)
    if form is None:
        finding = Finding("form-unknown", Severity.ERROR, FORM_UNKNOWN, {"form_id": record.form_id})
        return FieldRecord(findings=(finding,))
    tree = read_answers(bytes(version.payload.body), form)
    if is_scoring_form(record.form_id):
        read = read_sheet(tree, version)
        return replace(read, findings=(*read.findings, *_checked(read, version)))
    library = LIBRARY.get(record.form_id)
    if library is None:
        return FieldRecord(RecordSummary(title=instance_name(bytes(version.payload.body))), (), tree.findings)
    read = library.read(tree)
    return replace(read, findings=(*tree.findings, *read.findings, *_checked(read, version)))


def _checked(read: FieldRecord, version: RecordVersion) -> list[Finding]:
    """What looks wrong beside what is known here: days, places and organisations."""
    fictional = version.record.fictional
    return record_findings(
        read,
        today=version.received_at.date(),
        places=gazetteer(fictional=fictional).known(),
        organisations=codes_of_organisations(fictional=fictional),
    )


def reading_of(version: RecordVersion) -> Reading:
    """What was understood of the version; made now when nobody has made it yet."""
    kept = Reading.objects.filter(version=version, mapping=mapping_for(version.record)).first()
    return kept or read_version(version)


def findings_of(version: RecordVersion) -> list[Finding]:
    """What looks wrong in the version, with what the database knows about its neighbours today."""
    return [*findings_kept(reading_of(version)), *_about_neighbours(version), *_about_files(version)]


def read_version(version: RecordVersion) -> Reading:
    """Read a version and store what was understood; the record is matched to the activity that it names."""
    keep = _understood(version)
    # The write lock is taken once everything is known, for a few milliseconds.
    with write_turn(), transaction.atomic():
        return keep()


def _understood(version: RecordVersion) -> Callable[[], Reading]:
    """What is left to do once the version has been read: to write down what was understood."""
    record = version.record
    mapping = mapping_for(record)
    try:
        read = field_record_of(version)
    except Exception as error:
        finding = Finding("unreadable", Severity.ERROR, UNREADABLE, {"reason": str(error)})
        columns: dict[str, object] = {"mapping": mapping, "readable": False}
        return lambda: keep_reading(version=version, findings=[finding], columns=columns)
    findings, summary = list(read.findings), read.summary
    activity = activity_named(summary.activity_code)
    is_named = version.pk == record.current_version_id and activity is not None
    if read.facts:
        findings += _about_activity(summary.activity_code, activity, record)
    point = _point_of(version, findings)
    place = gazetteer(fictional=record.fictional).recognise(summary.place)

    def keep() -> Reading:
        _forget_refused_names(version, findings)
        _forget_refused_answers(version, read.refused)
        if is_named and activity is not None:
            match_to_activity_named(record=record, activity=activity)
        if is_scoring_form(record.form_id) and (answered := answers_of(version)) is not None:
            findings.extend(enter_scores(answered[1], version))
        return _keep(version, mapping, findings, summary, point, place)

    return keep


def _keep(
    version: RecordVersion,
    mapping: str,
    findings: list[Finding],
    summary: RecordSummary,
    point: tuple[float, float] | None,
    place: Place | None,
) -> Reading:
    return keep_reading(
        version=version,
        findings=findings,
        columns={
            "mapping": mapping,
            "readable": True,
            "title": summary.title[:200],
            "sheet_code": summary.sheet_code[:20],
            "latitude": point[0] if point else None,
            "longitude": point[1] if point else None,
            "activity_code": (summary.activity_code or "")[:40],
            "activity_title": summary.activity_title[:200],
            "session": summary.session if summary.session and 0 < summary.session < 1000 else None,
            "held_on": summary.held_on,
            "place": place,
            "place_as_written": str(summary.place)[:160],
            "named": summary.named,
            "unnamed": summary.unnamed,
            "women": summary.women,
            "men": summary.men,
        },
    )


def read_unread(*, since: datetime | None = None, limit: int = 100) -> int:
    """Read versions that arrived and nobody has read, and say how many.

    A few are written down in one transaction: each makes the site forget the pages of the database that it remembers.
    """
    count = 0
    with places_remembered():
        unread = list(unread_versions(since=since, limit=limit))
        for begin in range(0, len(unread), WRITTEN_TOGETHER):
            together = []
            for version in unread[begin : begin + WRITTEN_TOGETHER]:
                try:
                    together.append(_understood(version))
                except RefusedFileError:
                    log.exception("Version %s could not be read and will be tried again", version.pk)
            with write_turn(), transaction.atomic():
                for keep in together:
                    keep()
            count += len(together)
    return count


def _forget_refused_names(version: RecordVersion, findings: list[Finding]) -> None:
    """Take names written without consent out of the kept bytes too; the hash remains that of what was sent."""
    refused = refusals(findings)
    if refused:
        kept = bytes(version.payload.body)
        overwrite_version(version=version, body=blank_in_kept_submission(kept, refused))
        record_entry(by=None, action="record.refused-names-removed", subject=version.record, lines=len(refused))


def _forget_refused_answers(version: RecordVersion, refused: tuple[str, ...]) -> None:
    """The same for what a person did not agree to be kept on any other form."""
    if refused:
        overwrite_version(version=version, body=blank_answers(bytes(version.payload.body), refused))
        record_entry(by=None, action="record.refused-answers-removed", subject=version.record, answers=len(refused))
    if version.record.form_id in LIBRARY and (refused or version.payload.redacted_at):
        _forget_refused_files(version.record)


def _forget_refused_files(record: Record) -> None:
    """Files that no kept answer names any more go too; they may arrive after the answers were taken out."""
    named: set[str] = set()
    for version in record.versions.select_related("payload"):
        named |= _files_named_in(version)
    refused = {file.sha256 for file in record.attachments.filter(redacted_at=None) if file.name not in named}
    if refused:
        mark_attachments_redacted(hashes=refused)
        record_entry(by=None, action="record.refused-files-removed", subject=record, files=len(refused))


def activity_named(code: str | None) -> Activity | None:
    """The activity whose code was written."""
    if not code:
        return None
    return Activity.objects.filter(code__iexact=code.strip()).first()


def _about_activity(code: str | None, activity: Activity | None, record: Record) -> list[Finding]:
    matched = activity or record.activity
    if matched is None and code:
        return [Finding("activity-unknown", Severity.WARNING, ACTIVITY_UNKNOWN, {"code": code})]
    if matched is None:
        return [Finding("activity-unplanned", Severity.WARNING, ACTIVITY_UNPLANNED)]
    if matched.status == "cancelled":
        return [Finding("activity-cancelled", Severity.WARNING, ACTIVITY_CANCELLED, {"code": matched.code})]
    return []


def _point_of(version: RecordVersion, findings: list[Finding]) -> tuple[float, float] | None:
    """The first point that was taken with the form: latitude and longitude in degrees (WGS 84)."""
    found = answers_of(version)
    if found is None:
        return None
    form, tree = found
    for given in answered(form, tree.answers):
        if given.question.kind == "geopoint":
            point = read_point(given.answer)
            if point is None:
                values = {"value": given.answer}
                findings.append(Finding("point-impossible", Severity.WARNING, POINT_IMPOSSIBLE, values, given.where))
            return point
    return None


def _files_named_in(version: RecordVersion) -> set[str]:
    found = answers_of(version)
    if found is None:
        return set()
    form, tree = found
    return {given.answer for given in answered(form, tree.answers) if given.question.kind == "binary"}


def _about_files(version: RecordVersion) -> list[Finding]:
    """Files that the answers name and that have not arrived."""
    named = _files_named_in(version)
    arrived = set(version.record.attachments.values_list("name", flat=True))
    missing = sorted(name for name in named if name not in arrived)
    if not missing:
        return []
    return [Finding("files-missing", Severity.WARNING, FILES_MISSING, {"names": ", ".join(missing)})]


def _about_neighbours(version: RecordVersion) -> list[Finding]:
    record = version.record
    found = []
    if sheets_like(record).exists():
        found.append(Finding("sheet-already-seen", Severity.WARNING, SHEET_ALREADY_SEEN))
    if record.activity is not None and record.form_id == ATTENDANCE_FORM:
        count = other_sheets_of(record.activity, record).count()
        if count:
            found.append(
                Finding("activity-already-reported", Severity.NOTE, ACTIVITY_ALREADY_REPORTED, {"count": count})
            )
    reading = reading_of(version)
    if record.activity is not None and record.activity.sensitive and reading.named:
        found.append(Finding("names-on-sensitive", Severity.WARNING, NAMES_ON_SENSITIVE, {"named": reading.named}))
    if reading.sheet_code:
        code = record.activity.code if record.activity else reading.activity_code
        found += about_sheet_code(reading.sheet_code, activity_code=code, session=reading.session, record=record)
    if record.versions.filter(contested=True, decisions=None).exists():
        found.append(Finding("other-bytes", Severity.WARNING, OTHER_BYTES))
    return found
