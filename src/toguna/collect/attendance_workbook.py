"""The workbook of attendance sheets: what its tabs and columns are, how it is read, how it is written.

Tab "Fiches" has one row a sheet with its number; "Participants" and "Sans nom" name that number. It does not know
whether the activity or the commune exists.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from toguna.collect.answers import one_line
from toguna.collect.attendance_answers import Given, Pointers, SheetAnswers, read_sheet, write_sheet
from toguna.collect.choices import (
    AGE_BAND,
    BASIS,
    HALF_DAY,
    PLAN,
    SEX,
    STAKEHOLDER_GROUP,
    YES_NO,
    YES_NO_UNKNOWN,
    ChoiceList,
)
from toguna.collect.tables import CellValue, Column, Row, Table, TableReader, write_table
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.attendance import AttendanceSheet
from toguna.rules.findings import Finding, Severity

KEY_MISSING = "Cette ligne ne dit pas à quelle fiche elle appartient. Écrivez le numéro de la fiche."
KEY_TWICE = "Le numéro de fiche « %(key)s » est déjà à la ligne %(first)s. Donnez un autre numéro à cette fiche."
KEY_UNKNOWN = "La fiche « %(key)s » n'est pas dans l'onglet « %(tab)s ». Ajoutez-la ou corrigez le numéro."
NO_SHEETS = "Ce classeur ne contient aucune fiche. Remplissez l'onglet « %(tab)s » sous la ligne d'exemple."

_KEY = Column("key", "N° de fiche", "Sheet no.", ("fiche", "numéro de fiche", "no de fiche", "sheet"), required=True)
_SEX = Column("sex", "Sexe", "Sex", ("genre", "gender"), required=True)
SHEETS = Table(
    "Fiches",
    "Sheets",
    (
        _KEY,
        Column("plan", "Au plan ?", "Planned?", ("au plan de travail",)),
        Column("activity_code", "Code de l'activité", "Activity code", ("code", "code activité"), required=True),
        Column("activity_title", "Titre si hors plan", "Title if unplanned", ("titre", "titre de l'activité")),
        Column("session", "Séance", "Session", ("n° de séance", "numéro de séance", "session no")),
        Column("half_day", "Moment", "Part of day", ("demi-journée", "moment de la journée", "half day")),
        Column("held_on", "Date", "Date", ("jour", "date de l'activité"), required=True),
        Column("end_on", "Dernier jour", "Last day", ("date de fin", "fin", "end date")),
        Column("venue", "Lieu", "Venue", ("salle", "lieu de la rencontre")),
        Column("commune", "Commune", "Commune", (), required=True),
        Column("sheet_code", "Code imprimé", "Printed code", ("code de la fiche", "code imprimé sur la fiche")),
        Column("photo", "Photo (nom du fichier)", "Photo (file name)", ("photo", "fichier photo")),
        Column("total", "Total sur la fiche", "Total on the sheet", ("total",)),
        Column("women", "Femmes sur la fiche", "Women on the sheet", ("femmes", "women")),
        Column("men", "Hommes sur la fiche", "Men on the sheet", ("hommes", "men")),
        Column("remarks", "Remarques", "Remarks", ("remarque", "observations", "comments")),
    ),
)
PARTICIPANTS = Table(
    "Participants",
    "Participants",
    (
        _KEY,
        Column("consent", "Accord", "Consent", ("consentement", "accord de la personne"), required=True),
        Column("name", "Prénom et nom", "Name", ("nom", "nom et prénom", "noms et prénoms", "full name")),
        Column("phone", "Téléphone", "Phone", ("tél", "tel", "contact", "numéro de téléphone")),
        _SEX,
        Column("age", "Âge", "Age"),
        Column("birth_year", "Année de naissance", "Year of birth", ("né(e) en", "naissance")),
        Column("commune", "Commune d'origine", "Commune of origin", ("commune", "provenance")),
        Column("village", "Village ou quartier", "Village", ("village", "quartier")),
        Column("function", "Fonction", "Function", ("poste", "profession", "position")),
        Column("organisation", "Organisation", "Organisation", ("structure", "organization", "association")),
        Column("stakeholder_group", "Au nom de", "In the name of", ("groupe", "catégorie", "group")),
        Column("disability", "Handicap", "Disability", ("personne handicapée",)),
        Column("displaced", "Déplacé(e)", "Displaced", ("pdi", "déplacé")),
    ),
    required=False,
)
UNNAMED = Table(
    "Sans nom",
    "Without a name",
    (
        _KEY,
        Column("seats", "Nombre", "Number", ("effectif", "personnes", "nombre de personnes"), required=True),
        _SEX,
        Column("age_band", "Âge", "Age", ("tranche d'âge", "age band")),
        Column("basis", "Compté ou estimé", "Counted or estimated", ("base", "basis")),
    ),
    required=False,
)
CHOICES: dict[str, ChoiceList] = {
    "plan": PLAN,
    "half_day": HALF_DAY,
    "consent": YES_NO,
    "sex": SEX,
    "stakeholder_group": STAKEHOLDER_GROUP,
    "disability": YES_NO_UNKNOWN,
    "displaced": YES_NO_UNKNOWN,
    "age_band": AGE_BAND,
    "basis": BASIS,
}
_NUMBERS = {"session", "total", "women", "men", "age", "birth_year", "seats"}
_DAYS = {"held_on", "end_on"}
_EXAMPLE_KEYS = {"exemple", "example"}
_HABITS = {"choice-read-as", "choice-doubtful", "date-read-as"}


@dataclass(frozen=True)
class WorkbookReading:
    """The sheets of one workbook by the number they carry there, and everything there was to say about it.

    `pointers` say for each number where the answers of its sheet stand.
    """

    sheets: tuple[tuple[str, AttendanceSheet], ...]
    findings: tuple[Finding, ...]
    pointers: Mapping[str, Pointers] = field(default_factory=dict, compare=False, repr=False)


def read_attendance_workbook(payload: bytes) -> WorkbookReading:
    """Every attendance sheet in the workbook, and whatever is wrong with its tab and cell; the rest is read.

    Rows marked as an example are left out. Raises a `RefusedFileError` where the file is no workbook.
    """
    reader = TableReader(payload)
    heads = _heads(reader)
    participants = _by_key(reader, PARTICIPANTS, heads)
    unnamed = _by_key(reader, UNNAMED, heads)
    told: list[Finding] = []
    sheets: list[tuple[str, AttendanceSheet]] = []
    pointers: dict[str, Pointers] = {}
    for key, head in heads.items():
        people, counts = participants.get(key, []), unnamed.get(key, [])
        given = SheetAnswers(head.values, tuple(map(_answers, people)), tuple(map(_answers, counts)))
        written = one_line(head.values["key"])
        pointers[written] = Pointers(head.where, _pointing_at(people), _pointing_at(counts))
        sheet, findings = read_sheet(given, pointers[written])
        sheets.append((written, sheet))
        told.extend(findings)
    if not sheets and not reader.findings:
        told.append(Finding("no-sheets", Severity.ERROR, NO_SHEETS, {"tab": SHEETS.french}, SHEETS.french))
    return WorkbookReading(tuple(sheets), (*reader.findings, *_gathered(told)), pointers)


def _key(row: Row) -> str:
    return one_line(row.values.get("key")).casefold()


def _answers(row: Row) -> Given:
    return {name: value for name, value in row.values.items() if name != "key"}


def _pointing_at(rows: Sequence[Row]) -> Callable[[int, str], str]:
    return lambda line, name: rows[line - 1].where(name)


def _heads(reader: TableReader) -> dict[str, Row]:
    heads: dict[str, Row] = {}
    for row in reader.rows(SHEETS):
        key = _key(row)
        if key in _EXAMPLE_KEYS:
            continue
        if not key:
            reader.findings.append(Finding("key-missing", Severity.ERROR, KEY_MISSING, {}, row.where("key")))
        elif key in heads:
            values = {"key": one_line(row.values["key"]), "first": heads[key].number}
            reader.findings.append(Finding("key-twice", Severity.ERROR, KEY_TWICE, values, row.where("key")))
        else:
            heads[key] = row
    return heads


def _by_key(reader: TableReader, table: Table, heads: Mapping[str, Row]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in reader.rows(table):
        key = _key(row)
        if key in _EXAMPLE_KEYS:
            continue
        if key in heads:
            rows.setdefault(key, []).append(row)
        elif key:
            values = {"key": one_line(row.values["key"]), "tab": SHEETS.french}
            reader.findings.append(Finding("key-unknown", Severity.ERROR, KEY_UNKNOWN, values, row.where("key")))
        else:
            reader.findings.append(Finding("key-missing", Severity.ERROR, KEY_MISSING, {}, row.where("key")))
    return rows


def _gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with each habit told once: « F » for « Femme » on 400 rows of a column is one thing to know."""
    gathered: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        column = finding.where.rstrip("0123456789")
        habit = (finding.code, column, str(finding.values)) if finding.code in _HABITS else number
        gathered.setdefault(habit, []).append(finding)
    return [
        replace(same[0], where=f"{same[0].where} (+{len(same) - 1})") if len(same) > 1 else same[0]
        for same in gathered.values()
    ]


def write_attendance_workbook(sheets: Iterable[tuple[str, AttendanceSheet]], *, language: str = "fr") -> bytes:
    """A workbook with these sheets, each under its number, as the template would hold them."""
    workbook = empty_workbook()
    write_sheets(workbook, sheets, language)
    return save_workbook(workbook)


def write_sheets(
    workbook: Workbook, sheets: Iterable[tuple[str, AttendanceSheet]], language: str
) -> tuple[Worksheet, Worksheet, Worksheet]:
    """Add the three tabs, filled with these sheets."""
    heads: list[Mapping[str, CellValue]] = []
    people: list[Mapping[str, CellValue]] = []
    counts: list[Mapping[str, CellValue]] = []
    for key, sheet in sheets:
        given = write_sheet(sheet)
        heads.append(_cells(key, given.head, language))
        people.extend(_cells(key, one, language) for one in given.participants)
        counts.extend(_cells(key, one, language) for one in given.unnamed)
    return (
        write_table(workbook, SHEETS, heads, language=language, formats=_format),
        write_table(workbook, PARTICIPANTS, people, language=language, formats=_format),
        write_table(workbook, UNNAMED, counts, language=language, formats=_format),
    )


def _format(name: str) -> str:
    if name in _DAYS:
        return "dd/mm/yyyy"
    if name in _NUMBERS:
        return "0"
    # Text keeps the zeros of a telephone number, but Excel shows a long text in it as #####.
    return "General" if name == "remarks" else "@"


def _cells(key: str, given: Given, language: str) -> dict[str, CellValue]:
    return {"key": key} | {name: _cell(name, str(answer), language) for name, answer in given.items()}


def _cell(name: str, answer: str, language: str) -> CellValue:
    if not answer:
        return None
    if name in _NUMBERS:
        return int(answer)
    if name in _DAYS:
        return date.fromisoformat(answer)
    choice = CHOICES[name].choices.get(answer) if name in CHOICES else None
    return choice.label(language) if choice else answer
