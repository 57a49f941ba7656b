"""The tabs that any form has in a workbook: one for its answers, and one for each repeat with its parent's number.

Template and reader take them from here, so that what is handed out is what is read. It knows no answers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toguna.collect.questions import FormQuestions, Question
from toguna.collect.tables import Column, Table
from toguna.rules.spelling import plain

# No question can be called so: a node's name does not begin with a point.
KEY, PARENT = ".key", ".parent"
MAIN = ""
LONGEST_TITLE = 31

# What a workbook can hold. A photo has to come with the phone or on the site; lines and areas are drawn.
ANSWERED_IN_CELLS = frozenset(
    {"text", "integer", "decimal", "date", "time", "datetime", "select_one", "select_multiple", "rank", "geopoint",
     "barcode"}
)  # fmt: skip
_KEYS = ("fiche", "numéro de fiche", "no de fiche", "sheet", "numero de la fiche")
_SHEET = ("N° de fiche", "Sheet no.")
_LINE = ("N° de ligne", "Line no.")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class FormTab:
    """One tab: the repeat that it is for (empty: the form itself), its columns, and the question of each column.

    A tab within which others stand gives each row a number; a tab within another names that other's number.
    """

    path: str
    table: Table
    questions: Mapping[str, Question]
    within: str | None = None

    @property
    def is_numbered(self) -> bool:
        """Whether its rows have a number of their own."""
        return any(column.field == KEY for column in self.table.columns)


def tabs_of(form: FormQuestions) -> tuple[FormTab, ...]:
    """Every tab of a form, each before those within it."""
    titles: set[str] = {plain(word) for word in ("Lisez-moi", "Read me", "Listes", "Lists", "Erreurs", "Errors")}
    main = Question(path=MAIN, kind="repeat", label={"fr": "Fiches", "en": "Sheets"}, children=form.questions)
    return tuple(_tabs(main, None, titles))


def title_in(tab: FormTab, language: str) -> str:
    """The name of the tab."""
    return tab.table.title(language)


def _tabs(repeat: Question, within: FormTab | None, titles: set[str]) -> Iterator[FormTab]:
    asked = list(_asked(repeat.children, ()))
    inner = [question for _groups, question in asked if question.kind == "repeat"]
    cells = [(groups, question) for groups, question in asked if question.kind in ANSWERED_IN_CELLS]
    columns: list[Column] = []
    if within is not None:
        french, english = _SHEET if within.path == MAIN else _LINE
        columns.append(Column(PARENT, french, english, _KEYS if within.path == MAIN else (), required=True))
    if within is None or inner:
        french, english = _SHEET if within is None else ("N° propre à la ligne", "Own line no.")
        columns.append(Column(KEY, french, english, _KEYS if within is None else (), required=True))
    columns += _columns(cells)
    table = Table(
        _title(repeat, "fr", titles), _title(repeat, "en", titles), tuple(columns), required=repeat.path == MAIN
    )
    titles |= {plain(table.french), plain(table.english)}
    tab = FormTab(repeat.path, table, {question.path: question for _groups, question in cells}, _path_of(within))
    yield tab
    for question in inner:
        yield from _tabs(question, tab, titles)


def _path_of(tab: FormTab | None) -> str | None:
    return tab.path if tab is not None else None


def _asked(
    questions: Sequence[Question], groups: tuple[Question, ...]
) -> Iterator[tuple[tuple[Question, ...], Question]]:
    """The questions and repeats of a tab, with the groups that each stands in."""
    for question in questions:
        if question.kind == "group":
            yield from _asked(question.children, (*groups, question))
        else:
            yield groups, question


def _columns(cells: Sequence[tuple[tuple[Question, ...], Question]]) -> Iterator[Column]:
    french = _headings(cells, "fr")
    english = _headings(cells, "en")
    used = Counter(map(plain, (*french, *english)))
    names = Counter(plain(question.name) for _groups, question in cells)
    for (_groups, question), said, in_english in zip(cells, french, english, strict=True):
        name = plain(question.name)
        # The bare name of a question helps only while it cannot be taken for another column.
        own = names[name] == 1 and used[name] == [plain(said), plain(in_english)].count(name)
        also = (question.name,) if own else ()
        yield Column(question.path, said, in_english, also, required=question.required and not question.conditional)


def _headings(cells: Sequence[tuple[tuple[Question, ...], Question]], language: str) -> list[str]:
    """What stands over each column, no two alike: a question's words, with its group's where two say the same."""
    said = [question.said(language) for _groups, question in cells]
    said = [
        f"{groups[-1].said(language)} – {words}" if _is_twice(words, said) and groups else words
        for words, (groups, _question) in zip(said, cells, strict=True)
    ]
    return [
        f"{words} ({question.name})" if _is_twice(words, said) else words
        for words, (_groups, question) in zip(said, cells, strict=True)
    ]


def _is_twice(words: str, said: Sequence[str]) -> bool:
    return sum(plain(other) == plain(words) for other in said) > 1


def _title(repeat: Question, language: str, taken: set[str]) -> str:
    """A name that workbooks allow, unlike the other tabs'."""
    words = _NOT_IN_TITLES.sub(" ", repeat.said(language)).strip(" '")[:LONGEST_TITLE].strip() or repeat.name
    if plain(words) not in taken:
        return words
    suffix = f" ({repeat.name})"[:LONGEST_TITLE]
    return f"{words[: LONGEST_TITLE - len(suffix)]}{suffix}"
