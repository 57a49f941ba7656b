"""An XLSForm from a stranger, converted to the XForm that phones load; what is wrong in it, by sheet, row and column.

The converter stops at the first fault, so the row at fault is set aside and the rest is tried again: whoever wrote the
form sees every fault at once. Which forms exist already is not known here.
"""

import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields
from typing import Any

from openpyxl.utils import get_column_letter
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import convert

from toguna.collect.form_files import bad_formulas, files_wanted, is_plain_name, with_version
from toguna.collect.questions import FormQuestions, questions_of
from toguna.collect.refusals import TOO_MANY_BYTES, RefusedFileError, limit
from toguna.collect.workbooks import open_workbook
from toguna.collect.xlsform_words import UNKNOWN_WORDS, Told, told
from toguna.rules.findings import Finding, Severity, errors_in

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
# Past so many faults the form is better looked at as a whole.
MOST_FAULTS = 40
# A form is converted once for each fault; a long one for fewer, so that nobody waits for minutes.
MOST_ROWS_CONVERTED, FEWEST_FAULTS = 20_000, 3
MOST_LETTERS_IN_ID, MOST_LETTERS_IN_VERSION = 60, 40
MARKDOWN = "| survey |"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

NOT_A_FORM_FILE = "Ce fichier n'est pas un formulaire : choisissez un XLSForm (.xlsx, .xls, .md) ou un XForm (.xml)."
TOO_MANY_ROWS = "Ce formulaire a %(found)s lignes, au plus %(most)s. Partagez-le en plusieurs formulaires."
DAMAGED = "Ce formulaire n'a pas pu être lu : « %(original)s ». Enregistrez-le de nouveau en .xlsx et renvoyez-le."
ID_MISSING = "Le formulaire n'a pas d'identifiant. Écrivez-le dans la feuille settings, colonne form_id."
ID_BAD = (
    "L'identifiant « %(form_id)s » n'est pas permis : lettres, chiffres, « _ », « - », « : » et « . », sans espace, "
    "%(most)s au plus, et il ne finit pas par .xml ni .xlsx."
)
VERSION_BAD = (
    "La version « %(version)s » n'est pas permise : %(most)s lettres ou chiffres au plus, sans espace ni « / »."
)
VERSION_GIVEN = (
    "Le formulaire ne dit pas sa version ; il a reçu « %(version)s ». Écrivez-en une nouvelle à chaque changement, "
    "feuille settings, colonne version."
)
FORMULA_BAD = "La formule « %(formula)s » est mal écrite : aucun téléphone ne pourrait ouvrir le formulaire."
FILE_NAME_BAD = "Le nom de fichier « %(name)s » n'est pas permis. Écrivez un simple nom, sans dossier."
OTHERS_LEFT = "D'autres fautes suivent peut-être. Corrigez celles-ci, puis renvoyez le formulaire."

# Reserved by the addresses under which forms are reached.
_ID = re.compile(r"(?!.*\.(?:xml|xlsx?|svc)$)\w[\w.:+-]*", re.IGNORECASE)
_VERSION = re.compile(r"[\w.:+-]+")
_LANGUAGE = re.compile(r"\(([a-z]{2,3})\)\s*$", re.IGNORECASE)
_LANGUAGES = {"french": "fr", "français": "fr", "francais": "fr", "english": "en", "anglais": "en"}

Sheets = dict[str, Any]


@dataclass(frozen=True)
class ReadForm:
    """A form file as it was understood; without an XForm where an error stands among the findings."""

    form_id: str = ""
    version: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    xform: bytes = b""
    xlsform: bytes | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it can be kept as a form."""
        return not errors_in(self.findings)

    @property
    def questions(self) -> FormQuestions:
        """What it asks."""
        return questions_of(self.xform)


def read_form_file(payload: bytes, *, fallback_id: str = "", fallback_version: str = "") -> ReadForm:
    """The form in a file: an XLSForm as a workbook or a Markdown table, or an XForm. What is wrong is in its findings.

    A form without an id or a version takes those that are given. Never raises for a bad file.
    """
    try:
        limit(len(payload), MOST_BYTES, TOO_MANY_BYTES)
        if payload.lstrip()[:1] == b"<":
            return _finished(payload, {}, None, [], fallback_version)
        sheets, columns = _sheets_in(payload)
        return _from_sheets(payload, sheets, columns, fallback_id, fallback_version)
    except RefusedFileError as error:
        return ReadForm(findings=(error.finding(),))


def is_version(written: str) -> bool:
    """Whether a version can stand in an address.

    >>> is_version("2026.1"), is_version("1/2"), is_version("")
    (True, False, False)
    """
    return len(written) <= MOST_LETTERS_IN_VERSION and bool(_VERSION.fullmatch(written))


def _sheets_in(payload: bytes) -> tuple[Sheets, dict[str, dict[str, str]]]:
    """The tables of an XLSForm, and in which column of the file each heading stands."""
    columns: dict[str, dict[str, str]] = {}
    if payload.startswith(ZIP):
        # Opened once by the reader that fears strangers; the converter's own reader does not.
        for tab in open_workbook(payload, calculated=True).worksheets:
            first_row = next(tab.iter_rows(max_row=1, values_only=True), ())
            columns[tab.title.lower()] = {
                " ".join(str(heading).split()): get_column_letter(at)
                for at, heading in enumerate(first_row, start=1)
                if heading is not None
            }
        kind = ".xlsx"
    elif payload.startswith(OLD_EXCEL):
        kind = ".xls"
    else:
        kind = ".md"
        if MARKDOWN not in payload.decode("utf-8", "replace"):
            raise RefusedFileError(NOT_A_FORM_FILE)
    try:
        read: DefinitionData = get_xlsform(io.BytesIO(payload), file_type=kind)
    except Exception as error:
        # A file made to be broken fails anywhere in the converter, with any exception.
        raise RefusedFileError(DAMAGED, original=str(error)[:200]) from None
    sheets: Sheets = {one.name: getattr(read, one.name) for one in fields(read)}
    for name in ("survey", "choices", "settings", "external_choices", "entities"):
        rows, headings = sheets.get(name) or [], sheets.get(f"{name}_header") or []
        limit(len(rows), MOST_ROWS, TOO_MANY_ROWS)
        if name not in columns and headings:
            columns[name] = {heading: get_column_letter(at) for at, heading in enumerate(headings[0], start=1)}
    return sheets, columns


def _from_sheets(
    payload: bytes, sheets: Sheets, columns: dict[str, dict[str, str]], fallback_id: str, fallback_version: str
) -> ReadForm:
    findings: list[Finding] = []
    settings = (sheets.get("settings") or [{}])[0]
    title = _take_titles(sheets)
    if not _cell(settings, "form_id") and not _cell(settings, "id_string"):
        if fallback_id:
            sheets["fallback_form_name"] = fallback_id
        else:
            findings.append(Finding("id-missing", Severity.ERROR, ID_MISSING, {}, "settings"))
    xform = _converted(sheets, columns, findings)
    for bad in bad_formulas(xform) if xform else ():
        row = _row_of(sheets, bad.path)
        where = _where(columns, "survey", row, bad.column)
        findings.append(Finding("formula-bad", Severity.ERROR, FORMULA_BAD, {"formula": bad.formula[:200]}, where))
    if errors_in(findings):
        return ReadForm(_cell(settings, "form_id"), _cell(settings, "version"), title, findings=tuple(findings))
    return _finished(xform, title, payload, findings, fallback_version)


def _finished(
    xform: bytes, title: Mapping[str, str], xlsform: bytes | None, findings: list[Finding], fallback_version: str
) -> ReadForm:
    """Look at the XForm itself, whoever made it."""
    form = questions_of(xform)
    form_id, version = form.form_id, form.version
    if not version and fallback_version:
        version = fallback_version
        xform = with_version(xform, version)
        findings.append(Finding("version-given", Severity.NOTE, VERSION_GIVEN, {"version": version}, "settings"))
    if not _ID.fullmatch(form_id) or len(form_id) > MOST_LETTERS_IN_ID:
        values: dict[str, object] = {"form_id": form_id, "most": MOST_LETTERS_IN_ID}
        findings.append(Finding("id-bad", Severity.ERROR, ID_BAD, values, "settings"))
    if not is_version(version):
        values = {"version": version, "most": MOST_LETTERS_IN_VERSION}
        findings.append(Finding("version-bad", Severity.ERROR, VERSION_BAD, values, "settings"))
    for file in files_wanted(xform):
        if not is_plain_name(file.name):
            findings.append(Finding("file-name-bad", Severity.ERROR, FILE_NAME_BAD, {"name": file.name}, "survey"))
    if xlsform is None:
        for bad in bad_formulas(xform):
            values = {"formula": bad.formula[:200]}
            findings.append(Finding("formula-bad", Severity.ERROR, FORMULA_BAD, values, bad.path))
    titled = dict(title) or {"fr": form.title or form_id}
    titled.setdefault("fr", next(iter(titled.values())))
    return ReadForm(form_id, version, titled, xform, xlsform, tuple(findings))


def _converted(sheets: Sheets, columns: dict[str, dict[str, str]], findings: list[Finding]) -> bytes:
    """The XForm, of what is left where rows were at fault; every fault and warning is among the findings."""
    aside: set[tuple[str, int]] = set()
    rows = sum(len(sheets.get(name) or ()) for name in ("survey", "choices"))
    for _fault in range(max(FEWEST_FAULTS, min(MOST_FAULTS, MOST_ROWS_CONVERTED // max(rows, 1)))):
        warnings: list[str] = []
        try:
            xform: str = convert(deepcopy(sheets), warnings=warnings, form_name="data").xform
        except PyXFormError as error:
            fault = _placed(told(str(error)), sheets)
        except Exception as error:
            # Some faults end in the converter's own errors instead of words about the form.
            fault = Told("converter", UNKNOWN_WORDS, {"original": f"{type(error).__name__}: {error}"[:400]})
        else:
            for warning in warnings:
                one = _placed(told(warning), sheets)
                if (one.sheet, one.row) not in aside:
                    findings.append(_finding(one, columns, Severity.WARNING))
            return xform.encode()
        findings.append(_finding(fault, columns, Severity.ERROR))
        if not _set_aside(sheets, fault):
            return b""
        aside.add((fault.sheet, fault.row or 0))
    findings.append(Finding("others-left", Severity.NOTE, OTHERS_LEFT))
    return b""


def _placed(one: Told, sheets: Sheets) -> Told:
    """Where the converter names a thing without its row, the row is looked for."""
    if one.row is not None:
        return one
    row = None
    rows = sheets.get(one.sheet) or []
    if one.code == "unknown-type":
        row = next((n for n, cells in enumerate(rows, start=2) if _cell(cells, "type") == one.values["type"]), None)
    elif one.code == "choice-with-space":
        wanted = (one.values["list"], one.values["name"])
        named = enumerate(rows, start=2)
        row = next((n for n, cells in named if (_list_of(cells), _cell(cells, "name")) == wanted), None)
    elif "name" in one.values:
        row = _row_of(sheets, one.values["name"])
    elif one.code == "parameters":
        row = _row_of_parameters(one.values["original"], rows)
    return Told(one.code, one.message, one.values, one.sheet, row, one.column)


def _row_of_parameters(message: str, rows: list[dict[str, str]]) -> int | None:
    """The only row with parameters of which the message names one."""
    written = [
        number
        for number, cells in enumerate(rows, start=2)
        if any(name in message for name in re.findall(r"([\w-]+)\s*=", _cell(cells, "parameters")))
    ]
    return written[0] if len(written) == 1 else None


def _set_aside(sheets: Sheets, fault: Told) -> bool:
    """Put something harmless in the place of the row at fault, under the same name; False where that cannot be done."""
    rows = sheets.get(fault.sheet) or []
    at = (fault.row or 0) - 2
    if not 0 <= at < len(rows):
        return False
    cells = rows[at]
    if fault.sheet == "survey":
        if re.match(r"\s*(begin|end)\b", _cell(cells, "type").replace("_", " "), re.IGNORECASE):
            return False
        name = _cell(cells, "name")
        free = bool(re.fullmatch(r"[^\W\d][\w.-]*", name)) and fault.code != "name-twice"
        # What a device writes by itself needs no words.
        harmless = {_key(cells, "type", "type"): "start", "name": name if free else f"ligne_{fault.row}"}
    elif fault.sheet == "choices":
        harmless = {_list_key(cells): _list_of(cells), "name": f"choix_{fault.row}"}
    else:
        return False
    if cells == harmless:
        return False
    rows[at] = harmless
    return True


def _finding(one: Told, columns: dict[str, dict[str, str]], severity: Severity) -> Finding:
    return Finding(one.code, severity, one.message, dict(one.values), _where(columns, one.sheet, one.row, one.column))


def _where(columns: dict[str, dict[str, str]], sheet: str, row: int | None, column: str) -> str:
    """How to point at a cell: `survey!C14`; or at the row, or the sheet, where no more is known."""
    if row is None:
        return sheet
    wanted = column.lower()
    for heading, letter in columns.get(sheet, {}).items():
        # A label stands in one column for each language.
        if heading.lower() == wanted or heading.lower().startswith(f"{wanted}::"):
            return f"{sheet}!{letter}{row}" if wanted else f"{sheet}!{row}"
    return f"{sheet}!{row}"


def _take_titles(sheets: Sheets) -> dict[str, str]:
    """The title in each language; those beside the first are ours and would not be understood by the converter."""
    rows, headings = sheets.get("settings") or [], sheets.get("settings_header") or []
    titles: dict[str, str] = {}
    language = _language(_cell(rows[0], "default_language")) if rows else "fr"
    for heading in list(rows[0]) if rows else []:
        name, _colons, written = heading.partition("::")
        if name.strip().lower() not in ("form_title", "title"):
            continue
        text = str(rows[0][heading] or "").strip()
        if text:
            titles[_language(written) if written else language] = text
        if written:
            del rows[0][heading]
            for known in headings:
                known.pop(heading, None)
    return titles


def _language(written: str) -> str:
    match = _LANGUAGE.search(written)
    short = written.strip().lower()
    return match[1].lower() if match else _LANGUAGES.get(short, short if len(short) == 2 else "fr")


def _row_of(sheets: Sheets, path: str) -> int | None:
    """The row of the question with this path, or with this name where it stands in no group."""
    inside: list[str] = []
    by_name: int | None = None
    for number, cells in enumerate(sheets.get("survey") or [], start=2):
        kind, name = _cell(cells, "type").replace("_", " ").lower(), _cell(cells, "name")
        if kind.startswith("end ") and inside:
            inside.pop()
        elif "/".join((*inside, name)) == path:
            return number
        elif name and name == path.rpartition("/")[2]:
            by_name = by_name or number
        if kind.startswith("begin "):
            inside.append(name)
    return by_name


def _cell(cells: Mapping[str, Any], heading: str) -> str:
    return str(cells.get(_key(cells, heading, heading)) or "").strip()


def _key(cells: Mapping[str, Any], heading: str, otherwise: str) -> str:
    return next((key for key in cells if key.strip().lower() == heading), otherwise)


def _list_key(cells: Mapping[str, Any]) -> str:
    return next((key for key in _keys_of_lists(cells)), "list_name")


def _list_of(cells: Mapping[str, Any]) -> str:
    return str(cells.get(_list_key(cells)) or "").strip()


def _keys_of_lists(cells: Mapping[str, Any]) -> Iterator[str]:
    return (key for key in cells if key.strip().lower().replace(" ", "_") in ("list_name", "listname"))
