"""Loads donors' codes from a workbook: first what it would add and replace, row by row; then all of it or nothing.

A code that is kept and does not stand in the workbook is left, and so is whatever a cell leaves empty. Whether a donor
really has the code is for whoever gives the proof to say.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from toguna.collect.donor_codes import CODES, FIELDS, read_codes, write_codes
from toguna.collect.refusals import RefusedFileError
from toguna.flow.framework.words import field_in_words
from toguna.rules.donor_codes import CodeRow, change_of
from toguna.rules.findings import Finding, Severity, errors_in
from toguna.rules.framework import Change, ChangeKind, Texts
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.journal.actions import record_entry
from toguna.store.results.donor_codes import Standard, add_standard, change_standard, verify_standard
from toguna.store.results.models import StandardIndicator
from toguna.store.writing import write_turn

TITLE_MISSING = "Le code « %(code)s » est nouveau : donnez-lui un titre en français."
NO_CODES = "L'onglet « %(tab)s » n'a aucun code sous ses titres. Remplissez une ligne par code."
PROVED_NO_LONGER = (
    "Le code « %(code)s » était vérifié et ce classeur le dit autrement : il sera de nouveau à vérifier. "
    "Donnez une preuve nouvelle si vous l'avez vu dans la liste du bailleur."
)

_FIELDS = {field.name: field for field in FIELDS}


@dataclass(frozen=True)
class CodesPreview:
    """What loading a workbook of codes adds and replaces, and everything there is to say about it.

    `codes` are the codes of the workbook as they would be kept.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    codes: tuple[CodeRow, ...] = ()

    def of_kind(self, kind: ChangeKind) -> list[Change]:
        """The codes that are added, changed or left."""
        return [change for change in self.changes if change.kind is kind]

    @property
    def errors(self) -> list[Finding]:
        """Everything that stands in the way."""
        return errors_in(self.findings)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything that the workbook says is kept already."""
        return all(change.kind is ChangeKind.LEAVE for change in self.changes)


class CodesNotLoaded(Exception):
    """The workbook is refused and nothing was kept; the preview says why."""

    def __init__(self, preview: CodesPreview) -> None:
        self.preview = preview
        super().__init__(" ".join(finding.text() for finding in preview.errors))


def codes_workbook(kept: Iterable[StandardIndicator] = (), *, language: str = "fr") -> bytes:
    """These codes as a workbook that can be changed and loaded again; an empty one where there are none."""
    return write_codes((_row_of(one) for one in kept), language=language)


def preview_codes(body: bytes) -> CodesPreview:
    """What loading the workbook would do; nothing is written."""
    try:
        reading = read_codes(body)
    except RefusedFileError as refused:
        return CodesPreview((), (refused.finding(),))
    findings, changes, codes = list(reading.findings), [], []
    there = {(one.scheme, one.code): _row_of(one) for one in StandardIndicator.objects.all()}
    for row, read in reading.rows:
        kept = there.get(read.key)
        made = read.over(kept)
        if not made.title.fr:
            values = {"code": made.code}
            findings.append(Finding("title-missing", Severity.ERROR, TITLE_MISSING, values, row.where("title_fr")))
        if kept and kept.proof and not made.proof:
            values = {"code": made.code}
            findings.append(Finding("proved-no-longer", Severity.WARNING, PROVED_NO_LONGER, values, row.where("code")))
        changes.append(change_of(kept, made))
        codes.append(made)
    if not codes and not errors_in(findings):
        findings.append(Finding("no-codes", Severity.ERROR, NO_CODES, {"tab": CODES.french}))
    return CodesPreview(tuple(changes), tuple(findings), tuple(codes))


def load_codes(body: bytes, *, by: User) -> CodesPreview:
    """Load the workbook, all of it or nothing, and say what that did. A code with a proof is verified by the account.

    Raises CodesNotLoaded while there are errors, PermissionDenied when the account's role may not keep the codes.
    """
    if not by.may(Permission.MANAGE_FRAMEWORK):
        raise PermissionDenied
    with write_turn(), transaction.atomic():
        preview = preview_codes(body)
        if preview.errors:
            raise CodesNotLoaded(preview)
        if not preview.changes_nothing:
            for code, change in zip(preview.codes, preview.changes, strict=True):
                if change.kind is not ChangeKind.LEAVE:
                    _keep(code, by)
            digest = hashlib.sha256(body).hexdigest()
            record_entry(
                by=by,
                action="codes.loaded",
                subject=f"workbook:{digest[:12]}",
                added=len(preview.of_kind(ChangeKind.ADD)),
                changed=len(preview.of_kind(ChangeKind.CHANGE)),
                sha256=digest,
            )
        return preview


def code_in_words(change: Change, language: str) -> list[str]:
    """One line for each field that a code changes; whether it is then verified comes last."""
    lines = [line for one in change.fields for line in field_in_words(_FIELDS[one.field], one, language)]
    proof = next((one.new for one in change.fields if one.field == "proof"), None)
    if proof:
        lines.append(_("Vérifié par vous, avec cette preuve."))
    elif proof == "":
        lines.append(_("De nouveau à vérifier."))
    elif change.kind is ChangeKind.ADD:
        lines.append(_("À vérifier."))
    return lines


def _keep(code: CodeRow, by: User) -> None:
    kept = StandardIndicator.objects.filter(scheme=code.scheme, code=code.code).first()
    standard = _standard(code, kept)
    if kept is None:
        kept = add_standard(by=by, standard=standard)
    else:
        kept = change_standard(by=by, kept=kept, standard=standard)
    if code.proof and code.proof != kept.proof:
        verify_standard(by=by, kept=kept, proof=code.proof)


def _standard(code: CodeRow, kept: StandardIndicator | None) -> Standard:
    def over(texts: Texts, name: str) -> dict[str, str]:
        return texts.over(getattr(kept, name) if kept else {})

    return Standard(
        scheme=code.scheme,
        code=code.code,
        year=code.year,
        older_codes=list(code.older_codes),
        title=over(code.title, "title"),
        unit=over(code.unit, "unit"),
        counting_rule=over(code.counting_rule, "counting_rule"),
        disaggregates=over(code.disaggregates, "disaggregates"),
        provenance=over(code.provenance, "provenance"),
    )


def _row_of(kept: StandardIndicator) -> CodeRow:
    return CodeRow(
        scheme=kept.scheme,
        code=kept.code,
        year=kept.year,
        title=Texts.of(kept.title),
        unit=Texts.of(kept.unit),
        older_codes=tuple(kept.older_codes),
        counting_rule=Texts.of(kept.counting_rule),
        disaggregates=Texts.of(kept.disaggregates),
        provenance=Texts.of(kept.provenance),
        proof=kept.proof,
    )
