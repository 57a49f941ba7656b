"""What the code of a printed sheet tells about the record that bears it: printed for this activity, entered already.

The same words reach a clerk before a sheet is kept and a reviewer after a telephone has sent one.
"""

from toguna.rules.findings import Finding, Severity
from toguna.rules.sheet_codes import read_sheet_code
from toguna.store.fieldwork.models import PrintedSheet, Record
from toguna.store.fieldwork.printed_sheets import records_of_sheets, sheet_printed_as

ALREADY_ENTERED = (
    "La fiche imprimée « %(sheet_code)s » est déjà saisie. Ne la comptez pas deux fois : comparez avec l'autre saisie."
)
NEVER_PRINTED = "Aucune fiche n'a été imprimée ici sous le code « %(sheet_code)s ». Relisez-le en tête de la fiche."
PRINTED_FOR_ANOTHER = (
    "La fiche « %(sheet_code)s » a été imprimée pour l'activité %(activity)s, séance %(session)s. Vérifiez "
    "l'activité et la séance."
)


def about_sheet_code(
    written: str, *, activity_code: str | None, session: int | None, record: Record | None = None
) -> list[Finding]:
    """What looks wrong about the code that a sheet bears. A code that was misread is its reader's to tell.

    `record` is the one that bears it, so that it is not its own double; None while nothing is kept yet.
    """
    code = read_sheet_code(written)
    if code is None:
        return []
    others = records_of_sheets([code])
    if record is not None:
        others = others.exclude(pk=record.pk)
    told = []
    if others.exists():
        told.append(
            Finding("sheet-code-already-entered", Severity.WARNING, ALREADY_ENTERED, {"sheet_code": code}, "sheet_code")
        )
    sheet = sheet_printed_as(code)
    if sheet is None:
        told.append(Finding("sheet-code-unknown", Severity.WARNING, NEVER_PRINTED, {"sheet_code": code}, "sheet_code"))
    elif not _is_of(sheet, activity_code, session):
        values = {"sheet_code": code, "activity": sheet.activity.code, "session": sheet.session}
        told.append(Finding("sheet-code-of-another", Severity.WARNING, PRINTED_FOR_ANOTHER, values, "sheet_code"))
    return told


def _is_of(sheet: PrintedSheet, activity_code: str | None, session: int | None) -> bool:
    same_session = sheet.session is None or session in (None, sheet.session)
    return same_session and (activity_code or "").casefold() == sheet.activity.code.casefold()
