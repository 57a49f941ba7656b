"""The workbook of any form, read back: the answers of each of its rows, and what is wrong with tab and cell.

Excel and LibreOffice, moved and renamed, words and codes are all read; nothing is guessed in silence. Whether a row is
new, and whether an activity or a commune exists, is for the step that can look it up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from toguna.collect.answers import Answers, one_line
from toguna.collect.answers_xml import Tree
from toguna.collect.cell_answers import CellReader, Lists
from toguna.collect.form_tabs import KEY, MAIN, PARENT, FormTab, tabs_of
from toguna.collect.questions import FormQuestions
from toguna.collect.tables import Row, TableReader
from toguna.rules.findings import Finding, Severity

LONGEST_KEY = 80
EXAMPLE_KEYS = frozenset({"exemple", "example"})

KEY_MISSING = (
    "Cette ligne n'a pas de numéro. Donnez-lui en un, par exemple F1 : il la fera reconnaître si vous la corrigez."
)
KEY_TOO_LONG = "Ce numéro est trop long : au plus %(most)s signes. Écrivez par exemple F1."
KEY_TWICE = "Le numéro « %(key)s » est déjà à la ligne %(first)s. Donnez un autre numéro à cette ligne."
PARENT_MISSING = "Cette ligne ne dit pas à quelle ligne de l'onglet « %(tab)s » elle appartient. Écrivez son numéro."
PARENT_UNKNOWN = "Le numéro « %(key)s » n'est pas dans l'onglet « %(tab)s ». Ajoutez-le ou corrigez-le."
ANSWER_MISSING = "Cette réponse est attendue et manque. Remplissez la cellule."
NO_ROWS = "Ce classeur ne contient aucune fiche. Remplissez l'onglet « %(tab)s » sous la ligne d'exemple."

# Habits of a whole column: « F » for « Femme » on 400 rows is one thing to know.
HABITS = frozenset({"choice-read-as", "choice-doubtful", "date-read-as", "date-from-number", "formula-read"})


@dataclass(frozen=True)
class FilledRow:
    """One row of the form's own tab, with the rows of its repeats: its number, its answers, and where each stands."""

    key: str
    answers: Tree
    row: Row
    lines: Mapping[str, Sequence["FilledRow"]] = field(default_factory=dict)

    def where(self, place: str = "") -> str:
        """The cell of an answer, `personne[2]/nom`; where that has no cell, the row's own."""
        for path, lines in self.lines.items():
            if place == path:
                return lines[0].where() if lines else self.where()
            number, bracket, rest = place.removeprefix(f"{path}[").partition("]")
            if place.startswith(f"{path}[") and bracket and number.isdecimal() and 0 < int(number) <= len(lines):
                return lines[int(number) - 1].inside(path, rest.removeprefix("/"))
        return self.row.where(place if place in self.row.letters else _own(self.row))

    def inside(self, path: str, rest: str) -> str:
        """The same within a repeat: the columns of its tab carry the whole path of their question."""
        return self.where(f"{path}/{rest}" if rest else "")


@dataclass(frozen=True)
class FormReading:
    """The rows of a workbook in their order, and everything there was to say about it."""

    rows: tuple[FilledRow, ...]
    findings: tuple[Finding, ...]


def read_form_workbook(payload: bytes, form: FormQuestions, *, lists: Lists, strict: bool = False) -> FormReading:
    """Every row of the form's tab that is filled in, with the rows of its repeats.

    `strict`: an answer that the form always asks for must be there; forms of the library say for themselves what they
    can do without. Raises a `RefusedFileError` where the file is no workbook.
    """
    reader = TableReader(payload, by_headings=True)
    cells = CellReader(lists)
    told: list[Finding] = []
    children: dict[str, list[tuple[FormTab, dict[str, list[Row]]]]] = {}
    numbered: dict[str, dict[str, Row]] = {}
    tabs = tabs_of(form)
    for tab in tabs:
        rows = [row for row in reader.rows(tab.table) if _is_filled(row) and _key(row) not in EXAMPLE_KEYS]
        rows = [row for row in rows if tab.within is None or _key(row, PARENT) not in EXAMPLE_KEYS]
        if tab.is_numbered:
            numbered[tab.path] = _by_key(rows, told)
            rows = list(numbered[tab.path].values())
        if tab.within is not None:
            parent = next(one for one in tabs if one.path == tab.within)
            held = _by_parent(rows, parent, numbered[tab.within], told)
            children.setdefault(tab.within, []).append((tab, held))
    make = _Maker(cells, children, told, strict)
    filled = tuple(make.row(tabs[0], row) for row in numbered[MAIN].values())
    if not filled and not reader.findings:
        title = tabs[0].table.french
        told.append(Finding("no-rows", Severity.ERROR, NO_ROWS, {"tab": title}, title))
    return FormReading(filled, (*reader.findings, *told))


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with each habit told once, with how many more cells have it."""
    together: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        column = finding.where.rstrip("0123456789")
        habit = (finding.code, column, str(finding.values)) if finding.code in HABITS else number
        together.setdefault(habit, []).append(finding)
    return [
        replace(same[0], where=f"{same[0].where} (+{len(same) - 1})") if len(same) > 1 else same[0]
        for same in together.values()
    ]


@dataclass(frozen=True)
class _Maker:
    cells: CellReader
    children: Mapping[str, Sequence[tuple[FormTab, Mapping[str, Sequence[Row]]]]]
    told: list[Finding]
    strict: bool

    def row(self, tab: FormTab, row: Row) -> FilledRow:
        """One row with everything that hangs on it."""
        answers = Answers(row.values, row.where, self.told)
        tree: Tree = {}
        depth = len(tab.path.split("/")) if tab.path else 0
        for path, question in tab.questions.items():
            found = self.cells.answer(question, answers)
            if found:
                _put(tree, path.split("/")[depth:], found)
            elif self.strict and question.required and not question.conditional and not answers.text(path):
                answers.tell(Severity.ERROR, "answer-missing", path, ANSWER_MISSING)
        lines = {}
        for inner, held in self.children.get(tab.path, ()):
            lines[inner.path] = [self.row(inner, one) for one in held.get(_key(row), ())]
            if lines[inner.path]:
                _put(tree, inner.path.split("/")[depth:], [one.answers for one in lines[inner.path]])
        return FilledRow(one_line(row.values.get(KEY)), tree, row, lines)


def _put(tree: Tree, names: Sequence[str], answer: Any) -> None:
    for name in names[:-1]:
        tree = tree.setdefault(name, {})
    tree[names[-1]] = answer


def _key(row: Row, name: str = KEY) -> str:
    return one_line(row.values.get(name)).casefold()


def _own(row: Row) -> str:
    return KEY if KEY in row.letters else PARENT


def _is_filled(row: Row) -> bool:
    """Whether anything but a number stands on the row; templates number their rows beforehand."""
    return any(one_line(value) for name, value in row.values.items() if name not in (KEY, PARENT))


def _by_key(rows: Iterable[Row], told: list[Finding]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        key, where = _key(row), row.where(KEY)
        if not key:
            told.append(Finding("key-missing", Severity.ERROR, KEY_MISSING, {}, where))
        elif len(key) > LONGEST_KEY:
            told.append(Finding("key-too-long", Severity.ERROR, KEY_TOO_LONG, {"most": LONGEST_KEY}, where))
        elif key in found:
            values = {"key": one_line(row.values[KEY]), "first": found[key].number}
            told.append(Finding("key-twice", Severity.ERROR, KEY_TWICE, values, where))
        else:
            found[key] = row
    return found


def _by_parent(
    rows: Iterable[Row], parent: FormTab, known: Mapping[str, Row], told: list[Finding]
) -> dict[str, list[Row]]:
    held: dict[str, list[Row]] = {}
    title = parent.table.french
    for row in rows:
        key, where = _key(row, PARENT), row.where(PARENT)
        if key in known:
            held.setdefault(key, []).append(row)
        elif key:
            values = {"key": one_line(row.values[PARENT]), "tab": title}
            told.append(Finding("parent-unknown", Severity.ERROR, PARENT_UNKNOWN, values, where))
        else:
            told.append(Finding("parent-missing", Severity.ERROR, PARENT_MISSING, {"tab": title}, where))
    return held
