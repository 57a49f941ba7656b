"""What a kept version says, and what looks wrong in it.

A reading is made from the kept bytes and what the database knows, without names, and may be thrown away and made anew.
It belongs to the step receive, and verification starts from it.
"""

from django.db import transaction

from toguna.collect.attendance_json import from_json
from toguna.collect.refused_names import blank_in_kept_submission, refusals
from toguna.collect.xml_submission import read_attendance
from toguna.rules.attendance import (
    AttendanceSheet,
    Sex,
    count_seats_of,
    seats_without_a_name,
)
from toguna.rules.attendance_checks import findings as attendance_findings
from toguna.rules.findings import Finding, Severity
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.actions import keep_reading, match_to_activity_named
from toguna.store.fieldwork.models import Reading, Record, RecordVersion
from toguna.store.fieldwork.payloads import overwrite_version
from toguna.store.fieldwork.queries import findings_kept, other_sheets_of, sheets_like
from toguna.store.journal.actions import record_entry
from toguna.store.places.recognition import gazetteer

MAPPING = "attendance-1"

ACTIVITY_UNKNOWN = (
    "Le code d'activité « %(code)s » n'existe pas dans le plan de travail. Rattachez la fiche à une activité."
)
ACTIVITY_UNPLANNED = "L'activité est hors plan : rattachez la fiche à une activité avant de la vérifier."
ACTIVITY_CANCELLED = "L'activité « %(code)s » est annulée dans le plan de travail. Vérifiez le code."
SHEET_ALREADY_SEEN = "Une autre fiche porte la même activité, la même séance et le même jour, ou la même photo."
ACTIVITY_ALREADY_REPORTED = (
    "Fiches de l'activité déjà vérifiées : %(count)s. Les places s'ajoutent, l'activité ne compte qu'une fois."
)
OTHER_BYTES = "Le même envoi est arrivé avec un autre contenu. Comparez les versions et choisissez celle qui compte."
UNREADABLE = "La fiche n'a pas pu être lue : %(reason)s"


def sheet_of(version: RecordVersion) -> tuple[AttendanceSheet, list[Finding]]:
    """What the version says, names included, read anew from the kept bytes; and what its reader remarked."""
    body = bytes(version.payload.body)
    if body.lstrip()[:1] == b"<":
        sheet, findings = read_attendance(body)
        return sheet, findings
    return from_json(body)


def reading_of(version: RecordVersion) -> Reading:
    """What was understood of the version; made now when nobody has made it yet."""
    kept = Reading.objects.filter(version=version, mapping=MAPPING).first()
    return kept or read_version(version)


def findings_of(version: RecordVersion) -> list[Finding]:
    """What looks wrong in the version, with what the database knows about its neighbours today."""
    return [*findings_kept(reading_of(version)), *_about_neighbours(version)]


@transaction.atomic
def read_version(version: RecordVersion) -> Reading:
    """Read a version and store what was understood; the record is matched to the activity that it names."""
    record = version.record
    places = gazetteer(fictional=record.fictional)
    try:
        sheet, findings = sheet_of(version)
    except Exception as error:
        finding = Finding("unreadable", Severity.ERROR, UNREADABLE, {"reason": str(error)})
        return keep_reading(version=version, findings=[finding], columns={"mapping": MAPPING, "readable": False})
    _forget_refused_names(version, findings)
    activity = activity_named(sheet)
    if version.pk == record.current_version_id and activity is not None:
        match_to_activity_named(record=record, activity=activity)
    findings += attendance_findings(sheet, today=version.received_at.date(), places=places.known())
    findings += _about_activity(sheet, activity, record)
    return keep_reading(
        version=version,
        findings=findings,
        columns={
            "mapping": MAPPING,
            "readable": True,
            "activity_code": (sheet.activity_code or "")[:40],
            "activity_title": sheet.activity_title[:200],
            "session": sheet.session if sheet.session and 0 < sheet.session < 1000 else None,
            "held_on": sheet.held_on,
            "place": places.recognise(sheet.place),
            "place_as_written": str(sheet.place)[:160],
            "named": sum(one.is_named for one in sheet.participants),
            "unnamed": sum(max(0, seats.seats) for seats in seats_without_a_name(sheet)),
            "women": max(0, count_seats_of(sheet, Sex.FEMALE)),
            "men": max(0, count_seats_of(sheet, Sex.MALE)),
        },
    )


def _forget_refused_names(version: RecordVersion, findings: list[Finding]) -> None:
    """Take names written without consent out of the kept bytes too; the hash remains that of what was sent."""
    refused = refusals(findings)
    if refused:
        kept = bytes(version.payload.body)
        overwrite_version(version=version, body=blank_in_kept_submission(kept, refused))
        record_entry(by=None, action="record.refused-names-removed", subject=version.record, lines=len(refused))


def activity_named(sheet: AttendanceSheet) -> Activity | None:
    """The activity whose code stands on the sheet."""
    if not sheet.activity_code:
        return None
    return Activity.objects.filter(code__iexact=sheet.activity_code.strip()).first()


def _about_activity(sheet: AttendanceSheet, activity: Activity | None, record: Record) -> list[Finding]:
    matched = activity or record.activity
    if matched is None and sheet.activity_code:
        return [Finding("activity-unknown", Severity.WARNING, ACTIVITY_UNKNOWN, {"code": sheet.activity_code})]
    if matched is None:
        return [Finding("activity-unplanned", Severity.WARNING, ACTIVITY_UNPLANNED)]
    if matched.status == "cancelled":
        return [Finding("activity-cancelled", Severity.WARNING, ACTIVITY_CANCELLED, {"code": matched.code})]
    return []


def _about_neighbours(version: RecordVersion) -> list[Finding]:
    record = version.record
    found = []
    if sheets_like(record).exists():
        found.append(Finding("sheet-already-seen", Severity.WARNING, SHEET_ALREADY_SEEN))
    if record.activity is not None:
        count = other_sheets_of(record.activity, record).count()
        if count:
            found.append(
                Finding("activity-already-reported", Severity.NOTE, ACTIVITY_ALREADY_REPORTED, {"count": count})
            )
    if record.versions.filter(contested=True, decisions=None).exists():
        found.append(Finding("other-bytes", Severity.WARNING, OTHER_BYTES))
    return found
