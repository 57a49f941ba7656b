"""What stands in a workbook, whichever form it is of: its sheets, how each would be kept, and what is wrong where.

The attendance sheet has a workbook of its own; every other form has the one made from its questions. Whether a sheet is
new here is not looked up.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from toguna.collect.answers_xml import AnswerTree, Tree, write_answers
from toguna.collect.attendance_answers import Pointers
from toguna.collect.attendance_json import to_json
from toguna.collect.attendance_workbook import read_attendance_workbook
from toguna.collect.cell_answers import Listed, Lists
from toguna.collect.form_lists import read_list
from toguna.collect.form_workbook import FilledRow, read_form_workbook
from toguna.collect.library import LIBRARY
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.refused_names import blank_cells, blank_in_kept_workbook
from toguna.collect.template_mark import TemplateMark, read_mark
from toguna.flow.form_media import media_of
from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.reading import ACTIVITY_UNKNOWN
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.attendance_checks import KnownPlaces
from toguna.rules.attendance_checks import findings as attendance_findings
from toguna.rules.field_record import FieldRecord, RecordSummary, summary_of_sheet
from toguna.rules.findings import Finding, Severity
from toguna.rules.record_checks import findings as record_findings
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.models import Delivery, Form
from toguna.store.fieldwork.queries import form_versions
from toguna.store.organisations.queries import codes_of_organisations
from toguna.store.places.recognition import gazetteer

FORM_UNKNOWN = "Le formulaire « %(form_id)s » de ce classeur n'existe pas sur ce serveur. Prenez un modèle neuf."
FORM_CLOSED = "Le formulaire « %(form_id)s » est clos : il ne prend plus de fiches. Appelez votre coordination."
VERSION_UNKNOWN = (
    "Ce classeur est d'une version du formulaire qui n'est plus ici ; il a été lu d'après la plus récente. Vérifiez."
)
ATTENDANCE_VERSION = "workbook"

# Which cell of an attendance sheet a finding about the whole of it is best shown at.
_HEAD_CELLS = {
    "date-missing": "held_on", "date-in-future": "held_on", "date-before-programme": "held_on",
    "end-before-start": "end_on", "session-missing": "session", "session-impossible": "session",
    "activity-untitled": "activity_title", "nobody": "key", "place-missing": "commune", "place-unknown": "commune",
    "parts-differ-from-total": "total", "total-differs-from-lines": "total", "female-differ-from-lines": "women",
    "male-differ-from-lines": "men",
}  # fmt: skip
_LINE_CELLS = {
    "age-impossible": "age", "birth-year-impossible": "birth_year", "age-disagrees": "age", "phone-malformed": "phone",
    "name-missing": "name", "place-unknown": "commune", "same-line-twice": "name", "seats-impossible": "seats",
    "band-impossible": "age_band",
}  # fmt: skip


@dataclass(frozen=True)
class DeliveredSheet:
    """One sheet of a workbook: its number there, its cell, what a list shows of it, and the bytes to keep of it.

    The bytes of some forms hold the instance that the record gets, so they are made once that is known.
    """

    key: str
    cell: str
    summary: RecordSummary
    write: Callable[[str], bytes]


@dataclass(frozen=True)
class DeliveryReading:
    """A whole workbook: its mark, the version of its form, its sheets in order, and everything wrong in it.

    `refused` are the cells whose words may not be kept, because a person did not agree.
    """

    mark: TemplateMark | None
    form_version: str
    sheets: tuple[DeliveredSheet, ...]
    findings: tuple[Finding, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Known:
    """What sheets may name here, looked up once for all of them."""

    today: date
    places: KnownPlaces
    organisations: frozenset[str]
    activities: frozenset[str]


def read_delivery(delivery: Delivery) -> DeliveryReading:
    """Every sheet of the workbook, and what is wrong in it. Raises a `RefusedFileError` where it is no workbook."""
    payload = bytes(delivery.payload.body)
    mark = read_mark(payload)
    mark = mark if mark is not None and mark.form_id == delivery.form_id else None
    fictional = delivery.sender.fictional
    known = _Known(
        delivery.received_at.date(),
        gazetteer(fictional=fictional).known(),
        frozenset(codes_of_organisations(fictional=fictional)),
        frozenset(code.casefold() for code in Activity.objects.values_list("code", flat=True)),
    )
    form, findings = _form_of(delivery.form_id, mark.version if mark else "")
    if form is None:
        return DeliveryReading(mark, "", (), tuple(findings))
    if delivery.form_id == ATTENDANCE_FORM:
        sheets, told = _attendance_sheets(payload, known)
        return DeliveryReading(mark, ATTENDANCE_VERSION, sheets, (*findings, *told))
    questions = questions_of(bytes(form.xform))
    sheets, told, refused = _form_sheets(payload, questions, lists_for(form, delivery.sender), known)
    return DeliveryReading(mark, form.version, sheets, (*findings, *told), refused)


def without_refused(payload: bytes, reading: DeliveryReading) -> bytes:
    """The workbook without what people did not agree to be kept; the same bytes where there is nothing of it."""
    payload = blank_in_kept_workbook(payload, reading.findings)
    return blank_cells(payload, reading.refused) if reading.refused else payload


def form_named_in(payload: bytes) -> str:
    """The form that a workbook says it is of; empty where it says nothing, or is no workbook."""
    try:
        mark = read_mark(payload)
    except ValueError:
        return ""
    return mark.form_id if mark else ""


def lists_for(form: Form, user: User) -> Lists:
    """The lists that a form takes its choices from, as this account may see them."""
    return {
        file.name: [Listed(name, label) for name, label in read_list(file.body)]
        for file in media_of(form, user)
        if file.name.endswith(".csv")
    }


def _form_of(form_id: str, version: str) -> tuple[Form | None, list[Finding]]:
    """The version that the workbook was made for, else the newest; with what must be said about it."""
    forms = form_versions(form_id).exclude(state="draft").defer("xlsform").order_by("-added_at", "-pk")
    newest = forms.first()
    values = {"form_id": form_id}
    if newest is None:
        return None, [Finding("form-unknown", Severity.ERROR, FORM_UNKNOWN, values)]
    found = forms.filter(version=version).first()
    told = []
    if newest.state == "closed":
        told.append(Finding("form-closed", Severity.ERROR, FORM_CLOSED, values))
    if found is None and version and form_id != ATTENDANCE_FORM:
        told.append(Finding("form-version-unknown", Severity.WARNING, VERSION_UNKNOWN, values))
    return found or newest, told


def _attendance_sheets(payload: bytes, known: _Known) -> tuple[tuple[DeliveredSheet, ...], list[Finding]]:
    reading = read_attendance_workbook(payload)
    told = list(reading.findings)
    sheets = []
    for key, sheet in reading.sheets:
        pointers = reading.pointers[key]
        told += [
            replace(finding, where=_attendance_cell(finding, pointers))
            for finding in attendance_findings(sheet, today=known.today, places=known.places)
        ]
        if sheet.activity_code and sheet.activity_code.casefold() not in known.activities:
            where, values = pointers.head("activity_code"), {"code": sheet.activity_code}
            told.append(Finding("activity-unknown", Severity.WARNING, ACTIVITY_UNKNOWN, values, where))
        sheets.append(DeliveredSheet(key, pointers.head("key"), summary_of_sheet(sheet), _as_json(sheet)))
    return tuple(sheets), told


def _as_json(sheet: AttendanceSheet) -> Callable[[str], bytes]:
    return lambda _instance_id: to_json(sheet)


def _attendance_cell(finding: Finding, pointers: Pointers) -> str:
    part, _space, line = finding.where.rpartition(" ")
    field = _LINE_CELLS.get(finding.code, "key")
    if part == "participant" and line.isdecimal():
        return pointers.participant(int(line), field)
    if part == "sans nom" and line.isdecimal():
        return pointers.unnamed(int(line), field)
    return pointers.head(_HEAD_CELLS.get(finding.code, "key"))


def _form_sheets(
    payload: bytes, form: FormQuestions, lists: Lists, known: _Known
) -> tuple[tuple[DeliveredSheet, ...], list[Finding], tuple[str, ...]]:
    reading = read_form_workbook(payload, form, lists=lists, strict=form.form_id not in LIBRARY)
    told, refused, sheets = list(reading.findings), [], []
    for row in reading.rows:
        record = _record_in(row, form, known)
        told += [replace(finding, where=row.where(finding.where)) for finding in record.findings]
        answers = _without(row.answers, record.refused)
        refused += [row.where(place) for place in record.refused]
        sheets.append(DeliveredSheet(row.key, row.where(), record.summary, _as_xml(form, answers)))
    return tuple(sheets), told, tuple(refused)


def _record_in(row: FilledRow, form: FormQuestions, known: _Known) -> FieldRecord:
    """What the row says, with everything wrong in it; a form that is not of the library says nothing more."""
    library = LIBRARY.get(form.form_id)
    if library is None:
        return FieldRecord()
    record = library.read(AnswerTree(row.answers))
    checked = record_findings(record, today=known.today, places=known.places, organisations=known.organisations)
    return replace(record, findings=(*record.findings, *checked))


def _as_xml(form: FormQuestions, answers: Tree) -> Callable[[str], bytes]:
    return lambda instance_id: write_answers(form, answers, instance_id=instance_id)


def _without(answers: Tree, refused: tuple[str, ...]) -> Tree:
    """The answers without those that a person did not agree to; their places are `personne[2]/nom`."""
    return dict(_kept(answers, "", frozenset(refused))) if refused else answers


def _kept(answers: Mapping[str, object], inside: str, refused: frozenset[str]) -> Iterator[tuple[str, object]]:
    for name, given in answers.items():
        place = f"{inside}{name}"
        if isinstance(given, list):
            yield name, [dict(_kept(one, f"{place}[{number}]/", refused)) for number, one in enumerate(given, start=1)]
        elif isinstance(given, dict):
            yield name, dict(_kept(given, f"{place}/", refused))
        elif place not in refused:
            yield name, given
