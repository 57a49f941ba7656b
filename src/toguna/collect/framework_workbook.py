"""A programme's framework and work plan in one workbook: read with tab and cell of whatever is wrong, and written.

Rows may name rows that are already kept, if it is told of them. What an import would change is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toguna.collect.answers import Answers
from toguna.collect.dropdowns import offer_lists, write_lists
from toguna.collect.framework_tabs import TABS, Field, Tab
from toguna.collect.tables import CellValue, Row, TableReader, protect_headings, write_table
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.findings import Finding, Severity
from toguna.rules.framework import (
    ActivityRow,
    Framework,
    FrameworkRow,
    IndicatorRow,
    ProgrammeRow,
    ResultRow,
    TargetRow,
    Texts,
)

MISSING = "Il manque « %(column)s » ; la ligne n'a pas été reprise."
ROW_TWICE = "« %(key)s » est déjà à la ligne %(first)s ; cette ligne n'a pas été reprise. Donnez-lui un autre code."
NOT_FOUND = "« %(key)s » n'est pas dans l'onglet « %(tab)s ». Ajoutez-le ou corrigez le code."
PARENT_LOOP = "« %(key)s » est, de proche en proche, son propre résultat supérieur. Corrigez « Résultat supérieur »."
PROGRAMMES = "L'onglet « Programme » a %(found)s programmes ; il en faut un seul. Le premier a été gardé."
ENDS_BEFORE_START = "La fin (%(ends_on)s) vient avant le début (%(starts_on)s). Corrigez l'une des deux dates."
END_WITHOUT_START = "La fin est donnée sans le début. Ajoutez le début."
REFERENCE_WITHOUT_YEAR = "La valeur de référence n'a pas d'année. Ajoutez l'année de référence."
BUDGET_WITHOUT_CURRENCY = "Le budget n'a pas de monnaie. Ajoutez son code, par exemple XOF."
CODE_MALFORMED = (
    "Le code « %(key)s » ne peut pas être saisi sur un téléphone : seulement des lettres sans accent, des chiffres, "
    "des points, des barres et des tirets."
)

# What the phone's form takes as an activity code.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")

_Read = list[tuple[Row, Any]]


@dataclass(frozen=True)
class FrameworkReading:
    """A workbook as it was understood: its framework, what is wrong with it, and on which row each thing stands."""

    framework: Framework
    findings: list[Finding]
    rows: Mapping[tuple[str, str], Row]

    def where(self, noun: str, key: str, field: str = "") -> str:
        """The cell of one field of one row: `Plan de travail!D2`."""
        row = self.rows.get((noun, key))
        if row is None:
            return ""
        return row.where(field if field in row.letters else f"{field}_fr")

    def endings_given(self, noun: str, key: str, field: Field) -> list[str]:
        """The endings of a field's columns that the workbook has at all: a missing column says nothing."""
        letters = self.rows[noun, key].letters
        return [ending for ending in field.kind.endings if f"{field.name}{ending}" in letters]


def read_framework(payload: bytes, *, known: Framework | None = None) -> tuple[Framework, list[Finding]]:
    """The framework in a workbook, and everything that is wrong with it, row by row.

    A row that cannot be understood is left out and told; the others are read. `known` are rows that are already kept
    and may be named. Raises a `RefusedFileError` where the file is no workbook.
    """
    reading = read_framework_rows(payload, known=known)
    return reading.framework, reading.findings


def read_framework_rows(payload: bytes, *, known: Framework | None = None) -> FrameworkReading:
    """The same, with the row of everything that was understood."""
    reader = TableReader(payload)
    read: dict[str, _Read] = {tab.noun: _unique(list(_rows(reader, tab)), reader.findings) for tab in TABS}
    if len(read["programme"]) > 1:
        where = read["programme"][1][0].where("code")
        values = {"found": len(read["programme"])}
        reader.findings.append(Finding("several-programmes", Severity.ERROR, PROGRAMMES, values, where))
    _tell_missing_references(read, known or Framework(), reader.findings)
    _tell_parent_loops(read["result"], reader.findings)
    rows = {tab.place: tuple(made for _, made in read[tab.noun]) for tab in TABS}
    programme = next(iter(rows.pop("programme")), None)
    places = {(tab.noun, made.key): row for tab in TABS for row, made in read[tab.noun]}
    return FrameworkReading(Framework(programme=programme, **rows), reader.findings, places)


def write_framework(framework: Framework, *, language: str = "fr") -> bytes:
    """The workbook of a framework, every tab present. Reading it gives the same framework."""
    workbook = empty_workbook()
    labels = {
        _list_name(tab, one): one.kind.choices.labels(language)
        for tab in TABS
        for one in tab.fields
        if one.kind.choices
    }
    by_noun: dict[str, list[FrameworkRow]] = {}
    for noun, row in framework.rows():
        by_noun.setdefault(noun, []).append(row)
    for tab in TABS:
        formats = {f"{one.name}{ending}": one.kind.number_format for one in tab.fields for ending in one.kind.endings}
        cells = (_cells(tab, row, language) for row in by_noun.get(tab.noun, []))
        write_table(workbook, tab.table(), cells, language=language, formats=formats.__getitem__)
    _, offered = write_lists(workbook, "Lists" if language == "en" else "Listes", labels)
    for tab, sheet in zip(TABS, workbook.worksheets, strict=False):
        lists = {one.name: offered[_list_name(tab, one)] for one in tab.fields if one.kind.choices}
        offer_lists(sheet, tab.table(), lists)
    protect_headings(workbook.worksheets)
    return save_workbook(workbook)


def _list_name(tab: Tab, field: Field) -> str:
    return f"{tab.noun} {field.name}"


def _cells(tab: Tab, row: FrameworkRow, language: str) -> dict[str, CellValue]:
    return {
        f"{field.name}{ending}": value
        for field in tab.fields
        for ending, value in field.kind.write(getattr(row, field.name), language).items()
    }


def _rows(reader: TableReader, tab: Tab) -> Iterator[tuple[Row, FrameworkRow]]:
    for row in reader.rows(tab.table()):
        answers = Answers(row.values, row.where, reader.findings)
        values: dict[str, object] = {}
        complete = True
        for field in tab.fields:
            value = field.kind.read(answers, field.name)
            # A cell that is empty leaves the row its own default.
            if value is not None:
                values[field.name] = value
            if field.required and not _is_given(value):
                complete = False
                column = field.columns()[0]
                if not answers.text(column.field) and column.field in row.letters:
                    answers.tell(Severity.ERROR, "value-missing", column.field, MISSING, column=column.french)
        if complete:
            made = tab.row(**values)
            _tell_contradictions(made, answers)
            yield row, made


def _is_given(value: object) -> bool:
    return bool(value.fr) if isinstance(value, Texts) else value is not None


def _unique(read: _Read, findings: list[Finding]) -> _Read:
    first: dict[str, int] = {}
    unique: _Read = []
    for row, made in read:
        if made.key in first:
            values = {"key": made.key, "first": first[made.key]}
            where = row.where(next(iter(row.letters)))
            findings.append(Finding("row-twice", Severity.ERROR, ROW_TWICE, values, where))
        else:
            first[made.key] = row.number
            unique.append((row, made))
    return unique


def _tell_contradictions(made: FrameworkRow, answers: Answers) -> None:
    if isinstance(made, ProgrammeRow | TargetRow | ActivityRow):
        _tell_period(made.starts_on, made.ends_on, answers)
    if isinstance(made, ProgrammeRow) and made.budget is not None and not made.currency:
        answers.tell(Severity.ERROR, "budget-without-currency", "budget", BUDGET_WITHOUT_CURRENCY)
    if isinstance(made, IndicatorRow):
        has_reference = made.reference_value is not None or bool(made.reference_comment)
        if has_reference and made.reference_year is None:
            answers.tell(Severity.ERROR, "reference-without-year", "reference_year", REFERENCE_WITHOUT_YEAR)
    if isinstance(made, ActivityRow) and not _CODE.fullmatch(made.code):
        answers.tell(Severity.ERROR, "code-malformed", "code", CODE_MALFORMED, key=made.code)


def _tell_period(starts_on: date | None, ends_on: date | None, answers: Answers) -> None:
    if ends_on is not None and starts_on is None:
        answers.tell(Severity.ERROR, "end-without-start", "starts_on", END_WITHOUT_START)
    elif ends_on is not None and starts_on is not None and ends_on < starts_on:
        values = {"starts_on": f"{starts_on:%d/%m/%Y}", "ends_on": f"{ends_on:%d/%m/%Y}"}
        answers.tell(Severity.ERROR, "ends-before-start", "ends_on", ENDS_BEFORE_START, **values)


def _tell_missing_references(read: Mapping[str, _Read], known: Framework, findings: list[Finding]) -> None:
    there = {(noun, row.key) for noun, row in known.rows()}
    there |= {(noun, made.key) for noun, rows in read.items() for _, made in rows}
    titles = {tab.noun: tab.french for tab in TABS}
    for tab in TABS:
        for row, made in read[tab.noun]:
            for reference in tab.references:
                key = reference.key(made)
                if key and (reference.noun, key) not in there:
                    values = {"key": key, "tab": titles[reference.noun]}
                    where = row.where(reference.field)
                    findings.append(Finding("row-not-found", Severity.ERROR, NOT_FOUND, values, where))


def _tell_parent_loops(results: Iterable[tuple[Row, ResultRow]], findings: list[Finding]) -> None:
    read = list(results)
    parents = {result.code: result.parent for _, result in read}
    for row, result in read:
        above, climbed = result.parent, 0
        while above and above != result.code and climbed <= len(parents):
            above, climbed = parents.get(above, ""), climbed + 1
        if above == result.code:
            values = {"key": result.code}
            findings.append(Finding("parent-loop", Severity.ERROR, PARENT_LOOP, values, row.where("parent")))
