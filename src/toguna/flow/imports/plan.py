"""What accepting a workbook would do, sheet by sheet: new, the same, a correction, or left alone and why.

A sheet is known again by its number in that copy of the template. What would be changed is said before anything is.
"""

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from toguna.collect.answers_xml import answered, read_answers
from toguna.flow.forms import mapping_of
from toguna.flow.imports.sheets import DeliveredSheet, DeliveryReading
from toguna.flow.reading import answers_of
from toguna.rules.field_record import RecordSummary
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.records import Act, RecordState
from toguna.store.fieldwork.models import Decision, Delivery, Reading, Record, RecordVersion

DELIVERIES = uuid.UUID("0d0a4d92-1e0b-5a77-8f0e-3c53f7a4be02")
TAKEN_BACK = "Envoi annulé : "
"""How the reason of every record begins that was set aside because its workbook was taken back."""

AT_ONCE = 400

OTHER_SHEET = (
    "Le numéro « %(key)s » est celui d'une autre fiche, envoyée avec ce modèle le %(on)s. Donnez un autre numéro à "
    "cette ligne, ou prenez un modèle neuf."
)
REJECTED_BEFORE = (
    "La fiche « %(key)s » a été rejetée : rien ne change. Pour l'envoyer malgré tout, donnez un autre numéro."
)
QUARANTINED_BEFORE = "La fiche « %(key)s » est en quarantaine : rien ne change. Parlez-en à votre coordination."
CORRECTED_ELSEWHERE = (
    "La fiche « %(key)s » a été corrigée sur le site ou par un téléphone depuis : rien ne change. "
    "Corrigez-la sur le site."
)
CORRECTS_VERIFIED = "La fiche « %(key)s » était déjà vérifiée : corrigée, elle devra l'être de nouveau."
NO_MARK = (
    "Ce classeur ne vient pas d'un modèle d'ici : changé et renvoyé, il donnerait des fiches nouvelles au lieu de "
    "corriger celles-ci. Prenez le modèle pour la prochaine fois."
)


class Fate(StrEnum):
    """What accepting does with one sheet."""

    NEW = "new"
    CORRECTION = "correction"
    SAME = "same"
    OUTDATED = "outdated"
    LEFT = "left"


@dataclass(frozen=True)
class Change:
    """What a correction changes, as lists show it: the column, before, after."""

    column: str
    before: object
    after: object


@dataclass(frozen=True)
class PlannedSheet:
    """One sheet and what becomes of it; the record where there is one, and what would change."""

    sheet: DeliveredSheet
    fate: Fate
    instance_id: str
    record: Record | None = None
    changes: tuple[Change, ...] = ()
    finding: Finding | None = None


@dataclass(frozen=True)
class ImportPlan:
    """The whole workbook: how it was read, what becomes of each sheet, and everything there is to say."""

    reading: DeliveryReading
    sheets: tuple[PlannedSheet, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many things stop the workbook."""
        return len(errors_in(self.findings))

    def count(self, fate: Fate) -> int:
        """How many sheets fare so."""
        return Counter(planned.fate for planned in self.sheets)[fate]


def plan_import(delivery: Delivery, reading: DeliveryReading) -> ImportPlan:
    """What accepting the workbook would do now."""
    planned: list[PlannedSheet] = []
    waiting = list(reading.sheets)
    while some := list(islice(waiting, AT_ONCE)):
        waiting = waiting[AT_ONCE:]
        planned += _planned(delivery, reading, some)
    findings = [*reading.findings, *(one.finding for one in planned if one.finding is not None)]
    if reading.mark is None and reading.sheets:
        findings.append(Finding("no-template-mark", Severity.NOTE, NO_MARK))
    return ImportPlan(reading, tuple(planned), tuple(findings))


def instance_of(delivery: Delivery, reading: DeliveryReading, key: str, taken_back: int) -> str:
    """The lasting name of a sheet. A sheet that was taken back so many times begins anew under another one."""
    if reading.mark is not None:
        scope = f"{delivery.organisation_id}|{delivery.form_id}|{reading.mark.copy}|{key.casefold()}"
    else:
        scope = f"{delivery.organisation_id}|{delivery.sha256}|{key}"
    return f"uuid:{uuid.uuid5(DELIVERIES, f'{scope}|{taken_back}' if taken_back else scope)}"


def contents_of(body: bytes, versions: int) -> dict[str, int]:
    """The hashes under which the same content may have been kept, with how many line ends each carries.

    A content that counts again after another one is a version of its own; line ends make its bytes its own.
    """
    return {hashlib.sha256(body + b"\n" * ends).hexdigest(): ends for ends in range(versions + 1)}


def _planned(delivery: Delivery, reading: DeliveryReading, sheets: Sequence[DeliveredSheet]) -> Iterator[PlannedSheet]:
    instances = {sheet.key: instance_of(delivery, reading, sheet.key, 0) for sheet in sheets}
    records: dict[str, Record] = {}
    rounds = 0
    asked = set(instances)
    while asked:
        found = _records(delivery.form_id, [instances[key] for key in asked])
        records |= found
        given_up = _taken_back(found.values())
        rounds += 1
        asked = {key for key in asked if instances[key] in found and found[instances[key]].pk in given_up}
        instances |= {key: instance_of(delivery, reading, key, rounds) for key in asked}
    versions = _versions(records.values())
    for sheet in sheets:
        instance_id = instances[sheet.key]
        record = records.get(instance_id)
        if record is None:
            yield PlannedSheet(sheet, Fate.NEW, instance_id)
        else:
            yield _of_known(sheet, instance_id, record, versions[record.pk])


def _of_known(
    sheet: DeliveredSheet, instance_id: str, record: Record, versions: Sequence[RecordVersion]
) -> PlannedSheet:
    """What becomes of a sheet whose record is here."""
    planned = PlannedSheet(sheet, Fate.SAME, instance_id, record)
    current = record.current_version
    assert current is not None
    contents = contents_of(sheet.write(instance_id), len(versions))
    if current.sha256 in contents:
        return planned
    if any(version.sha256 in contents and not _is_taken_back(version) for version in versions):
        return replace(planned, fate=Fate.OUTDATED)
    reading: Reading | None = getattr(current, "reading", None)
    message, severity = "", Severity.WARNING
    if record.state == RecordState.REJECTED:
        message = REJECTED_BEFORE
    elif record.state == RecordState.QUARANTINED:
        message = QUARANTINED_BEFORE
    elif current.delivery_id is None:
        message = CORRECTED_ELSEWHERE
    elif _is_another(sheet, instance_id, record, reading):
        message, severity = OTHER_SHEET, Severity.ERROR
    values = {"key": sheet.key, "on": f"{current.received_at:%d/%m/%Y}"}
    if message:
        finding = Finding("sheet-left-alone", severity, message, values, sheet.cell)
        return replace(planned, fate=Fate.LEFT, finding=finding)
    told = None
    if record.state == RecordState.VERIFIED:
        told = Finding("corrects-verified", Severity.WARNING, CORRECTS_VERIFIED, values, sheet.cell)
    changes = tuple(_changes(reading, sheet.summary)) if reading else ()
    return replace(planned, fate=Fate.CORRECTION, changes=changes, finding=told)


def _records(form_id: str, instances: Iterable[str]) -> dict[str, Record]:
    found = Record.objects.filter(form_id=form_id, instance_id__in=list(instances))
    return {record.instance_id: record for record in found.select_related("current_version__reading")}


def _taken_back(records: Iterable[Record]) -> set[uuid.UUID]:
    """Those that were set aside with the workbook that brought them, and by nothing else."""
    rejected = [record.pk for record in records if record.state == RecordState.REJECTED]
    decided = Decision.objects.filter(record__in=rejected, act=Act.REJECT, reason__startswith=TAKEN_BACK)
    return set(decided.values_list("record", flat=True))


def _versions(records: Iterable[Record]) -> Mapping[uuid.UUID, list[RecordVersion]]:
    held: dict[uuid.UUID, list[RecordVersion]] = {record.pk: [] for record in records}
    for version in RecordVersion.objects.filter(record__in=list(held)).select_related("delivery"):
        held[version.record_id].append(version)
    return held


def _is_taken_back(version: RecordVersion) -> bool:
    return version.delivery is not None and version.delivery.taken_back_at is not None


def _columns(reading: Reading, summary: RecordSummary) -> Iterator[Change]:
    yield Change("activity", reading.activity_code, (summary.activity_code or "")[:40])
    yield Change("title", reading.activity_title or reading.title, (summary.activity_title or summary.title)[:200])
    yield Change("session", reading.session, summary.session)
    yield Change("held_on", reading.held_on, summary.held_on)
    yield Change("place", reading.place_as_written, str(summary.place)[:160])


def _changes(reading: Reading, summary: RecordSummary) -> Iterator[Change]:
    counts = (
        Change("named", reading.named, summary.named),
        Change("unnamed", reading.unnamed, summary.unnamed),
        Change("women", reading.women, summary.women),
        Change("men", reading.men, summary.men),
    )
    for change in (*_columns(reading, summary), *counts):
        if change.before != change.after:
            yield change


def _is_another(sheet: DeliveredSheet, instance_id: str, record: Record, reading: Reading | None) -> bool:
    """Whether the row is another sheet written over the one that this number was given to.

    Of what tells sheets apart (activity, title, session, day, place) less than half is as it was.
    """
    if reading is not None and mapping_of(record.form_id):
        told = [change for change in _columns(reading, sheet.summary) if change.before and change.after]
        same = sum(change.before == change.after for change in told)
        return same * 2 < len(told)
    return _shares_nothing(sheet, instance_id, record)


def _shares_nothing(sheet: DeliveredSheet, instance_id: str, record: Record) -> bool:
    """The same for a form that nobody here can read: of three answers or more, hardly any is as it was."""
    assert record.current_version is not None
    kept = answers_of(record.current_version)
    if kept is None:
        return False
    form, tree = kept
    before = {given.where: given.answer for given in answered(form, tree.answers)}
    after = {
        given.where: given.answer for given in answered(form, read_answers(sheet.write(instance_id), form).answers)
    }
    both = before.keys() & after.keys()
    return len(both) >= 3 and sum(before[where] == after[where] for where in both) * 3 < len(both)
