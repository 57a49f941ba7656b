"""A list of donors' codes in one workbook: read with tab and cell of whatever is wrong, and written.

Whether a code is already kept, and what loading the list would change, is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toguna.collect.answers import Answers
from toguna.collect.framework_fields import TEXTS, Kind, text, whole
from toguna.collect.framework_tabs import Field
from toguna.collect.framework_workbook import MISSING, ROW_TWICE
from toguna.collect.tables import Row, Table, TableReader, protect_headings, write_table
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.donor_codes import CodeRow
from toguna.rules.findings import Finding, Severity
from toguna.rules.framework import Texts

LIST_MALFORMED = (
    "La liste « %(list)s » ne peut pas s'écrire ainsi : seulement des lettres sans accent, des chiffres et des tirets, "
    "par exemple usaid."
)
TOO_LONG = "Ce texte a %(found)s lettres, au plus %(most)s. Raccourcissez-le."

_LIST = re.compile(r"[A-Za-z0-9_-]+")
_MOST = {"title": 400, "unit": 80, "disaggregates": 400, "provenance": 400}


def _read_older(answers: Answers, name: str) -> object:
    written = answers.text(name)
    if len(written) > 200:
        answers.tell(Severity.ERROR, "text-too-long", name, TOO_LONG, found=len(written), most=200)
    return tuple(dict.fromkeys(one.strip() for one in re.split("[;,]", written) if one.strip()))


OLDER = Kind(_read_older, lambda value, _: {"": ", ".join(value) if isinstance(value, tuple) else None})

FIELDS = (
    Field("scheme", text(40), "Liste", "List", required=True),
    Field("code", text(60), "Code", "Code", required=True),
    Field("year", whole(1950, 2150), "Année de la version", "Year of the version"),
    Field("title", TEXTS, "Titre", "Title"),
    Field("unit", TEXTS, "Unité", "Unit"),
    Field("older_codes", OLDER, "Codes plus anciens", "Older codes"),
    Field("counting_rule", TEXTS, "Règle de comptage", "Counting rule"),
    Field("disaggregates", TEXTS, "Ventilations demandées", "Disaggregates asked for"),
    Field("provenance", TEXTS, "D'où vient la ligne", "Where the line comes from"),
    Field("proof", text(300), "Preuve (document, page ou adresse)", "Proof (document, page or address)"),
)
CODES = Table("Codes", "Codes", tuple(column for field in FIELDS for column in field.columns()))


@dataclass(frozen=True)
class CodesReading:
    """A workbook as it was understood: each code with the row on which it stands, and what is wrong."""

    rows: tuple[tuple[Row, CodeRow], ...]
    findings: list[Finding]


def read_codes(payload: bytes) -> CodesReading:
    """The codes in a workbook, and everything that is wrong with it, row by row.

    A row that cannot be understood is left out and told. Raises a `RefusedFileError` where the file is no workbook.
    """
    reader = TableReader(payload, by_headings=True)
    first: dict[tuple[str, str], int] = {}
    rows = []
    for row, made in _rows(reader):
        if made.key in first:
            values = {"key": " ".join(made.key), "first": first[made.key]}
            reader.findings.append(Finding("row-twice", Severity.ERROR, ROW_TWICE, values, row.where("code")))
        else:
            first[made.key] = row.number
            rows.append((row, made))
    return CodesReading(tuple(rows), reader.findings)


def write_codes(codes: Iterable[CodeRow], *, language: str = "fr") -> bytes:
    """The workbook of a list of codes; an empty one where there are none. Reading it gives the same codes."""
    workbook = empty_workbook()
    formats = {f"{one.name}{ending}": one.kind.number_format for one in FIELDS for ending in one.kind.endings}
    cells = (
        {
            f"{field.name}{ending}": value
            for field in FIELDS
            for ending, value in field.kind.write(getattr(code, field.name), language).items()
        }
        for code in codes
    )
    write_table(workbook, CODES, cells, language=language, formats=formats.__getitem__)
    protect_headings(workbook.worksheets)
    return save_workbook(workbook)


def _rows(reader: TableReader) -> Iterator[tuple[Row, CodeRow]]:
    for row in reader.rows(CODES):
        answers = Answers(row.values, row.where, reader.findings)
        read = {field.name: field.kind.read(answers, field.name) for field in FIELDS}
        missing = [field for field in FIELDS if field.required and read[field.name] is None]
        for field in missing:
            if not answers.text(field.name) and field.name in row.letters:
                answers.tell(Severity.ERROR, "value-missing", field.name, MISSING, column=field.french)
        if missing:
            continue
        made = CodeRow(**{name: value for name, value in read.items() if value is not None})  # type: ignore[arg-type]
        _tell_what_cannot_be_kept(made, answers)
        yield row, made


def _tell_what_cannot_be_kept(made: CodeRow, answers: Answers) -> None:
    if not _LIST.fullmatch(made.scheme):
        answers.tell(Severity.ERROR, "list-malformed", "scheme", LIST_MALFORMED, list=made.scheme)
    for name, most in _MOST.items():
        texts: Texts = getattr(made, name)
        for language, written in texts.by_language().items():
            if len(written) > most:
                values = {"found": len(written), "most": most}
                answers.tell(Severity.ERROR, "text-too-long", f"{name}_{language}", TOO_LONG, **values)
