"""Names that somebody wrote of a person who did not agree to it, taken out of the bytes that are kept.

The readers never pass such a name on; this takes it from the original too. The rest of the original stays as it came.
"""

from collections.abc import Iterable

from toguna.collect.attendance_workbook import PARTICIPANTS
from toguna.collect.marked_workbook import place_of
from toguna.collect.redaction import BLANKED, Traces, blank_in_submission
from toguna.collect.tables import TableReader
from toguna.collect.workbooks import open_workbook, save_workbook
from toguna.rules.attendance import NAME_WITHOUT_CONSENT
from toguna.rules.findings import Finding

NOBODY = Traces(frozenset(), frozenset())


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that say that a name was written without consent."""
    return [finding for finding in findings if finding.message == NAME_WITHOUT_CONSENT]


def blank_in_kept_submission(payload: bytes, findings: Iterable[Finding]) -> bytes:
    """A submission without the names and telephones that were refused; the same bytes when none was."""
    lines = {int(str(finding.values["line"])) for finding in refusals(findings)}
    return blank_in_submission(payload, lines, NOBODY) if lines else payload


def blank_cells(payload: bytes, places: Iterable[str]) -> bytes:
    """A workbook without what stands in these cells, `Participant!D4`; everything else as it was."""
    workbook = open_workbook(payload)
    for place in places:
        found = place_of(place)
        if found is not None and found[0] in workbook.sheetnames:
            cell = workbook[found[0]][found[1]]
            cell.value, cell.comment = None, None
    return save_workbook(workbook)


def blank_in_kept_workbook(payload: bytes, findings: Iterable[Finding]) -> bytes:
    """A workbook without the names and telephones that were refused; the same bytes when none was."""
    rows = {finding.where for finding in refusals(findings)}
    if not rows:
        return payload
    workbook = open_workbook(payload)
    for row in TableReader(payload).rows(PARTICIPANTS):
        if any(row.where(name) in rows for name in (*BLANKED, "consent")):
            for name in BLANKED:
                if name in row.letters:
                    workbook[row.tab][f"{row.letters[name]}{row.number}"].value = None
    return save_workbook(workbook)
