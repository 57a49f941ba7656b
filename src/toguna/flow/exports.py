"""Records of one form taken away as a file: exactly those that a list's filters leave, as they stand when it is made.

It reads a few at a time and writes as it goes, so that memory does not grow with them. A record in quarantine is in no
file. Personal answers are in it only where they were asked for by somebody who sees names.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from toguna.collect.answer_tables import NOT_READABLE, NotReadableError, Row, TableReader, tables_of
from toguna.collect.attendance_json import from_json
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.xml_submission import write_submission
from toguna.flow.export_columns import KNOWN_COLUMNS, Wanted, cells_of, known_cells, table_of
from toguna.flow.jobs import CannotBeDone, Progress, fail, job_folder, run, start
from toguna.flow.personal_answers import personal_paths
from toguna.publish.records.csv_zip import CsvZip
from toguna.publish.records.geojson import GEOMETRIES, GeoJson
from toguna.publish.records.tables import RecordsFile, Table
from toguna.publish.records.workbook import RecordsWorkbook
from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.jobs import UNDER_WAY
from toguna.store.fieldwork.models import Job, Record
from toguna.store.fieldwork.narrowing import narrowed
from toguna.store.fieldwork.queries import form_versions

FORMATS = {"csv": "zip", "xlsx": "xlsx", "geojson": "geojson"}
AT_ONCE, BYTES_AT_ONCE = 500, 8_000_000

NO_RECORDS = "Aucune fiche de ce formulaire ne répond à ces filtres : il n'y a rien à exporter."
NO_FORM = "Ce formulaire n'est plus sur ce serveur : ses réponses ne peuvent pas être rangées en colonnes."
NO_PLACES = (
    "Ce formulaire ne demande aucun point GPS, ou ses points sont réservés aux personnes qui voient les noms : "
    "choisissez un autre format."
)
WITHDRAWN = (
    "Une fiche de ce formulaire a été mise en quarantaine ou effacée entre-temps. Demandez le fichier de nouveau."
)
CLOSED_ACCOUNT = "Le compte qui a demandé ce fichier est fermé."


@dataclass(frozen=True)
class Export:
    """What somebody asks for."""

    form_id: str
    file_format: str
    filters: Mapping[str, str]
    labels: bool = True
    language: str = "fr"
    split_choices: bool = False
    personal: bool = False

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Export":
        """As a job keeps it."""
        return cls(**kept)

    def to_json(self) -> dict[str, Any]:
        """As a job keeps it."""
        return {**self.__dict__, "filters": dict(self.filters)}


def ask_for(export: Export, *, by: User) -> Job:
    """Have the file made in the background. Who asks for personal answers is noted in the journal."""
    noted = {"form_id": export.form_id, "format": export.file_format, "personal": export.personal}
    return start("export", by=by, parameters=export.to_json(), task=export_later, noted=noted)


@task()
def export_later(job_id: str) -> None:
    """Make the file of a job."""
    run(job_id, _made)


def questions_of_versions(form_id: str) -> list[FormQuestions]:
    """What each version of a form asks, the newest first."""
    forms = form_versions(form_id).only("xform").order_by("-added_at", "-pk")
    return [questions_of(bytes(form.xform)) for form in forms]


def has_places(form_id: str, *, personal: bool) -> bool:
    """Whether a map can be made of a form's answers."""
    forms = questions_of_versions(form_id)
    kept_back = frozenset() if personal else personal_paths(forms)
    return any(
        question.kind in GEOMETRIES and question.path not in kept_back for form in forms for question in form.walk()
    )


def write_export(
    export: Export, *, by: User, folder: Path, told: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Path, list[int]]:
    """Write the file, and say how many rows each of its tables has. CannotBeDone where nothing is in it."""
    personal = export.personal and by.may(Permission.SEE_NAMES)
    forms = questions_of_versions(export.form_id)
    if not forms:
        raise CannotBeDone(_(NO_FORM))
    kept_back = frozenset() if personal else personal_paths(forms)
    answer_tables = tables_of(forms, without=kept_back)
    wanted = Wanted(export.labels, export.language, export.split_choices, export.file_format == "geojson")
    if wanted.whole_places and not any(each.kind in GEOMETRIES for table in answer_tables for each in table.questions):
        raise CannotBeDone(_(NO_PLACES))
    records = narrowed(by, export.filters).filter(form_id=export.form_id).exclude(state=RecordState.QUARANTINED)
    chunks, total = _in_chunks(list(records.order_by("received_at", "pk").values_list("pk", "current_version__size")))
    if not total:
        raise CannotBeDone(_(NO_RECORDS))
    with translation.override(export.language):
        tables = [table_of(table, export.form_id, wanted) for table in answer_tables]
        file, path = _begun(export, tables, folder)
        reader = TableReader(answer_tables, lambda question: cells_of(question, wanted))
        counts, done = [0] * len(tables), 0
        for chunk in chunks:
            for known, rows in _read(chunk, reader):
                before = known_cells(known, wanted)
                for row in rows:
                    cells = before if row.table == 0 else [row.key, row.parent, row.number]
                    file.write(row.table, [*cells, *row.cells])  # type: ignore[list-item]
                    counts[row.table] += 1
            done += len(chunk)
            told(done, total)
        file.close()
    return path, counts


def withdraw_files_of(form_id: str) -> None:
    """Remove every file of this form's records that was made, or is being made: one of them has gone out of sight."""
    for job in Job.objects.filter(kind="export", parameters__form_id=form_id).select_related("by"):
        if job.state in UNDER_WAY:
            with translation.override(job.by.language):
                fail(job, _(WITHDRAWN))
        shutil.rmtree(job_folder(job), ignore_errors=True)


def _made(job: Job, told: Progress, folder: Path) -> Path:
    export = Export.from_json(job.parameters)
    if not job.by.is_active:
        raise CannotBeDone(_(CLOSED_ACCOUNT))
    path, counts = write_export(export, by=job.by, folder=folder, told=told.note)
    told.message = _("Fiches : %(records)s ; lignes de tableaux répétés : %(rows)s.") % {
        "records": counts[0],
        "rows": sum(counts[1:]),
    }
    return path


def _begun(export: Export, tables: Sequence[Table], folder: Path) -> tuple[RecordsFile, Path]:
    day = timezone.localdate().isoformat()
    path = folder / f"{export.form_id}-{day}.{FORMATS[export.file_format]}"
    kinds: dict[str, type[CsvZip] | type[RecordsWorkbook] | type[GeoJson]] = {
        "csv": CsvZip,
        "xlsx": RecordsWorkbook,
        "geojson": GeoJson,
    }
    return kinds[export.file_format](path, tables), path


def _in_chunks(sizes: list[tuple[UUID, int | None]]) -> tuple[list[list[UUID]], int]:
    """The records a few at a time: not too many, and not too many bytes."""
    chunks: list[list[UUID]] = []
    held = 0
    for pk, size in sizes:
        if not chunks or len(chunks[-1]) >= AT_ONCE or held + (size or 0) > BYTES_AT_ONCE:
            chunks.append([])
            held = 0
        chunks[-1].append(pk)
        held += size or 0
    return chunks, len(sizes)


def _read(chunk: list[UUID], reader: TableReader) -> Iterator[tuple[dict[str, Any], list[Row]]]:
    found = Record.objects.filter(pk__in=chunk).order_by("received_at", "pk")
    columns: Any = found.values(**KNOWN_COLUMNS, _body=F("current_version__payload__body"))
    for known in columns:
        body = bytes(known["_body"] or b"")
        try:
            rows = reader.read(_as_xml(body, known["_key"]), known["_key"])
        except NotReadableError:
            # Taken out or never readable: what is known of the record still has its row.
            rows = reader.nothing(known["_key"])
        yield known, rows


def _as_xml(body: bytes, key: str) -> bytes:
    """A sheet that was typed, or came in a workbook, as the submission that a phone would have sent."""
    if body.lstrip()[:1] == b"<":
        return body
    try:
        return write_submission(from_json(body)[0], instance_id=key)
    except Exception:
        raise NotReadableError(NOT_READABLE) from None
