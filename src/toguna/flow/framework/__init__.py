"""Loads a programme's framework and work plan from one workbook, and writes them into one.

First it says what it would add, change and leave, row by row; then all of it happens or nothing. What is kept and does
not stand in the workbook is left, never deleted. How a workbook is spelled is `collect`'s business.
"""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from toguna.collect.framework_workbook import FrameworkReading, read_framework_rows, write_framework
from toguna.collect.refusals import RefusedFileError
from toguna.flow.framework.meeting import meet
from toguna.flow.framework.stored import framework_of
from toguna.flow.framework.writing import Writing
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.framework import Change, ChangeKind, Framework, difference
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.journal.actions import record_entry
from toguna.store.programmes.models import Programme
from toguna.store.writing import write_turn

__all__ = [
    "FrameworkNotApplied",
    "FrameworkPreview",
    "apply_framework",
    "framework_of",
    "framework_workbook",
    "preview_framework",
]

OTHER_PROGRAMME = "Ce classeur est celui du programme « %(found)s », et non de « %(wanted)s »."
PROGRAMME_MISSING = "Le classeur ne dit pas de quel programme il est : remplissez l'onglet « Programme »."


@dataclass(frozen=True)
class FrameworkPreview:
    """What loading a workbook adds, changes and leaves, and everything there is to say about it.

    `incoming` holds the rows of the workbook as they would be there.
    """

    programme: Programme | None
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    incoming: Framework
    fictional: bool = False

    def of_kind(self, kind: ChangeKind) -> list[Change]:
        """The rows that are added, changed or left."""
        return [change for change in self.changes if change.kind is kind]

    @property
    def errors(self) -> list[Finding]:
        """Everything that stands in the way."""
        return errors_in(self.findings)

    @property
    def changes_nothing(self) -> bool:
        """Whether the database already says all that the workbook says."""
        return all(change.kind is ChangeKind.LEAVE for change in self.changes)


class FrameworkNotApplied(Exception):
    """The workbook is refused and nothing was kept; the preview says why."""

    def __init__(self, preview: FrameworkPreview) -> None:
        self.preview = preview
        super().__init__(" ".join(finding.text() for finding in preview.errors))


def framework_workbook(programme: Programme | None = None, *, language: str = "fr") -> bytes:
    """The workbook of a programme's framework and work plan; an empty one to fill in where none is given."""
    return write_framework(framework_of(programme) if programme else Framework(), language=language)


def preview_framework(body: bytes, programme: Programme | None = None, *, fictional: bool = False) -> FrameworkPreview:
    """What loading the workbook would do; nothing is written.

    The programme is the one whose code the workbook gives; a new one is real unless `fictional`. Where `programme` is
    given, a workbook of another one is refused.
    """
    try:
        code = _programme_in(read_framework_rows(body))
        found = Programme.objects.filter(code=code).first() if code else None
        existing = framework_of(found) if found else Framework()
        reading = read_framework_rows(body, known=existing)
    except RefusedFileError as refused:
        return FrameworkPreview(programme, (), (refused.finding(),), Framework(), fictional)
    findings = list(reading.findings)
    if not code and not errors_in(findings):
        findings.append(Finding("programme-missing", Severity.ERROR, PROGRAMME_MISSING))
    if programme is not None and code and code != programme.code:
        values = {"found": code, "wanted": programme.code}
        where = reading.where("programme", code, "code")
        findings.append(Finding("other-programme", Severity.ERROR, OTHER_PROGRAMME, values, where))
    is_fictional = found.fictional if found else fictional
    meeting = meet(reading, existing, fictional=is_fictional)
    return FrameworkPreview(
        programme=found,
        changes=tuple(difference(existing, meeting.incoming)),
        findings=(*findings, *meeting.findings),
        incoming=meeting.incoming,
        fictional=is_fictional,
    )


def apply_framework(
    body: bytes, *, by: User, programme: Programme | None = None, fictional: bool | None = None
) -> FrameworkPreview:
    """Load the workbook, all of it or nothing, and say what that did.

    A new programme is fictional when the account is, unless told. Raises FrameworkNotApplied while there are errors,
    PermissionDenied when the account's role may not manage the framework.
    """
    if not by.may(Permission.MANAGE_FRAMEWORK):
        raise PermissionDenied
    with write_turn(), transaction.atomic():
        preview = preview_framework(body, programme, fictional=by.fictional if fictional is None else fictional)
        if preview.errors:
            raise FrameworkNotApplied(preview)
        if not preview.changes_nothing:
            wanted = {(change.noun, change.key) for change in preview.changes if change.kind is not ChangeKind.LEAVE}
            written = Writing(preview.incoming, wanted, by).write(preview.programme, fictional=preview.fictional)
            record_entry(
                by=by,
                action="framework.loaded",
                subject=written,
                added=len(preview.of_kind(ChangeKind.ADD)),
                changed=len(preview.of_kind(ChangeKind.CHANGE)),
                sha256=hashlib.sha256(body).hexdigest(),
            )
        return preview


def _programme_in(reading: FrameworkReading) -> str:
    return reading.framework.programme.code if reading.framework.programme else ""
