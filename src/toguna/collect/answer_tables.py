"""A form's answers as tables: one row a submission, and for each repeat a table of its own, each row with its key.

Made for reading very many kept submissions one after the other: a submission was refused or accepted when it came, so
only what a parser must not do is kept from it here. It knows neither who may see an answer nor what file it goes to.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lxml import etree

from toguna.collect.questions import Choice, FormQuestions, Question
from toguna.collect.refusals import RefusedFileError

# What one answer becomes in its row: as many cells as the question has columns.
Cells = Callable[[str], Sequence[object]]
Cell = Callable[[str], object]

NOT_READABLE = "Les réponses de cette fiche ne peuvent plus être lues."


class NotReadableError(RefusedFileError):
    """Kept bytes that are no answers, because they were taken out or never were."""

    code = "not-readable"


@dataclass(frozen=True)
class AnswerTable:
    """The questions that are asked once for each row: those of the form, or of one repeat. `parent` is a position."""

    path: str
    parent: int | None
    questions: tuple[Question, ...]
    label: Mapping[str, str]


class Row(NamedTuple):
    """One row of one table: its key, the key of what it belongs to, which occurrence it is, and its cells."""

    table: int
    key: str
    parent: str
    number: int
    cells: list[object]


def tables_of(forms: Sequence[FormQuestions], *, without: Collection[str] = ()) -> tuple[AnswerTable, ...]:
    """The tables of a form that has had several versions, the newest first: a question that one of them had is there.

    `without` are the paths of questions to leave out.
    """
    tables: list[AnswerTable] = []
    _add_table(tables, "", None, merged([form.questions for form in forms]), frozenset(without), {})
    return tuple(tables)


def merged(versions: Sequence[tuple[Question, ...]]) -> tuple[Question, ...]:
    """The questions of several versions of a form as one: in the order of the first, with the choices of all."""
    found: dict[str, Question] = {}
    for questions in versions:
        for question in questions:
            known = found.setdefault(question.name, question)
            if known is question or known.holds_others != question.holds_others:
                continue
            if known.holds_others:
                found[question.name] = replace(known, children=merged([known.children, question.children]))
            else:
                found[question.name] = replace(known, choices=_choices_of_both(known.choices, question.choices))
    return tuple(found.values())


def _choices_of_both(newer: tuple[Choice, ...], older: tuple[Choice, ...]) -> tuple[Choice, ...]:
    offered = {choice.name for choice in newer}
    return (*newer, *(choice for choice in older if choice.name not in offered))


def _add_table(
    tables: list[AnswerTable],
    path: str,
    parent: int | None,
    questions: tuple[Question, ...],
    without: frozenset[str],
    label: Mapping[str, str],
) -> None:
    own = [each for each in _outside_repeats(questions) if each.path not in without and each.kind != "note"]
    position = len(tables)
    tables.append(AnswerTable(path, parent, tuple(each for each in own if each.kind != "repeat"), label))
    for each in own:
        if each.kind == "repeat":
            _add_table(tables, each.path, position, each.children, without, each.label)


def _outside_repeats(questions: Iterable[Question]) -> Iterator[Question]:
    for question in questions:
        if question.kind == "group":
            yield from _outside_repeats(question.children)
        else:
            yield question


class TableReader:
    """Reads submissions into rows. `cells` says of each question how many columns it has, and what goes into them."""

    def __init__(
        self, tables: Sequence[AnswerTable], cells: Callable[[Question], tuple[int, Cell | None, Cells | None]]
    ) -> None:
        self._parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        self._empty: list[list[object]] = []
        self._names = [table.path.rpartition("/")[2] for table in tables]
        roots: list[dict[str, Any]] = []
        for number, table in enumerate(tables):
            inside = f"{table.path}/" if table.path else ""
            tree: dict[str, Any] = {}
            roots.append(tree)
            width = 0
            for question in table.questions:
                columns, one, several = cells(question)
                _place(tree, question.path[len(inside) :], (width, one, columns, several))
                width += columns
            self._empty.append([""] * width)
            if table.parent is not None:
                above = tables[table.parent].path
                within = table.path[len(above) + 1 :] if above else table.path
                _place(roots[table.parent], within, (number, tree))
        self._root = roots[0]

    def read(self, payload: bytes, key: str) -> list[Row]:
        """The rows of one submission, its own first, each repeat's below. Raises NotReadableError."""
        try:
            root = etree.fromstring(payload, self._parser)
        except (etree.XMLSyntaxError, ValueError):
            raise NotReadableError(NOT_READABLE) from None
        first = Row(0, key, "", 1, self._empty[0].copy())
        rows = [first]
        self._fill(root, self._root, first, rows, {})
        return rows

    def nothing(self, key: str) -> list[Row]:
        """The row of a submission whose answers cannot be read."""
        return [Row(0, key, "", 1, self._empty[0].copy())]

    def _fill(
        self, parent: etree._Element, tree: dict[str, Any], row: Row, rows: list[Row], seen: dict[int, int]
    ) -> None:
        cells = row.cells
        for node in parent:
            tag: str = node.tag
            place = tree.get(tag)
            if place is None:
                # An entity that nobody opens is no element: its tag is no text.
                if type(tag) is not str or "}" not in tag:
                    continue
                place = tree.get(tag.rpartition("}")[2])
                if place is None:
                    continue
            if type(place) is dict:
                self._fill(node, place, row, rows, seen)
            elif len(place) == 2:
                table, inner = place
                number = seen[table] = seen.get(table, 0) + 1
                below = Row(table, f"{row.key}/{self._names[table]}[{number}]", row.key, number, self._empty[table][:])
                rows.append(below)
                self._fill(node, inner, below, rows, {})
            else:
                text = node.text
                if not text or cells[place[0]] != "":
                    continue
                first, one, columns, several = place
                if several is not None:
                    cells[first : first + columns] = several(text.strip())
                else:
                    cells[first] = text.strip() if one is None else one(text.strip())


def _place(tree: dict[str, Any], path: str, found: object) -> None:
    *groups, name = path.split("/")
    for group in groups:
        tree = tree.setdefault(group, {})
    tree[name] = found
