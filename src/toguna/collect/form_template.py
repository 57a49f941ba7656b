"""The workbook that is handed out to fill in any form: lists to choose from, headings that hold still, one example.

Which tabs and columns it has is settled in `form_tabs`. Who may choose which commune or activity is decided elsewhere:
the lists are given.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from toguna.collect.cell_answers import Lists, choice_list, shown
from toguna.collect.form_tabs import KEY, MAIN, PARENT, FormTab, tabs_of
from toguna.collect.questions import FormQuestions, Question, worded
from toguna.collect.tables import CellValue, protect_headings, write_cell, write_table
from toguna.collect.template_mark import TemplateMark, write_mark
from toguna.collect.workbooks import empty_workbook, save_workbook

ROWS_WITH_LISTS = 20_000
# Rows that are numbered beforehand, so that a form without repeats needs no numbers typed.
NUMBERED_ROWS = 300
AUTHOR = "Toguna"

_FORMATS = {"date": "dd/mm/yyyy", "integer": "0", "decimal": "General", "time": "hh:mm", "datetime": "dd/mm/yyyy hh:mm"}
_READ_ME = {
    "fr": (
        "1. Onglet « %(main)s » : une ligne par fiche. Chaque ligne a un numéro, par exemple F1 ; gardez-le.",
        "2. Onglet « %(tab)s » : une ligne par réponse répétée, avec le numéro de la ligne à laquelle elle appartient.",
        "Choisissez dans les listes quand il y en a une. Laissez vide ce que vous ne savez pas : n'écrivez jamais 0 "
        "pour dire « inconnu ».",
        "Les lignes dont le numéro est EXEMPLE ne sont pas lues. Ne fusionnez pas de cellules.",
        "Les photos ne passent pas par le classeur : envoyez-les du téléphone, ou ajoutez-les sur le site.",
        "Pour corriger des fiches déjà envoyées, changez-les dans ce même classeur et renvoyez-le : le numéro de la "
        "ligne dit laquelle est corrigée.",
        "Pour d'autres fiches, ajoutez des lignes ou prenez un modèle neuf : n'écrivez pas par-dessus.",
        "Les dates : jour/mois/année. Plusieurs réponses dans une cellule : séparez-les par un point-virgule.",
    ),
    "en": (
        "1. Tab “%(main)s”: one row for each sheet. Each row has a number, for example F1; keep it.",
        "2. Tab “%(tab)s”: one row for each repeated answer, with the number of the row it belongs to.",
        "Choose from the lists where there is one. Leave empty what you do not know: never write 0 to say “unknown”.",
        "Rows whose number is EXAMPLE are not read. Do not merge cells.",
        "Photos do not travel in the workbook: send them from the phone, or add them on the site.",
        "To correct sheets that you have sent, change them in this same workbook and send it again: the number of the "
        "row says which one is corrected.",
        "For other sheets, add rows or get a new template: do not write over these.",
        "Dates: day/month/year. Several answers in one cell: set them apart by a semicolon.",
    ),
}  # fmt: skip
_HINTS = {
    "fr": {
        "integer": "Un nombre entier.", "decimal": "Un nombre, avec une virgule s'il le faut.",
        "date": "Une date : jour/mois/année.", "time": "Une heure, par exemple 14:30.",
        "datetime": "Une date et une heure.", "select_one": "Choisissez dans la liste.",
        "select_multiple": "Une ou plusieurs réponses, séparées par un point-virgule : %(choices)s.",
        "rank": "Les réponses dans leur ordre, séparées par un point-virgule : %(choices)s.",
        "geopoint": "Latitude puis longitude, par exemple 12,65 ; -8,00.",
        "barcode": "Le code, tel qu'il est imprimé.", "text": "",
    },
    "en": {
        "integer": "A whole number.", "decimal": "A number, with a decimal point if need be.",
        "date": "A date: day/month/year.", "time": "A time, for example 14:30.",
        "datetime": "A date and a time.", "select_one": "Choose from the list.",
        "select_multiple": "One or more answers, set apart by a semicolon: %(choices)s.",
        "rank": "The answers in their order, set apart by a semicolon: %(choices)s.",
        "geopoint": "Latitude, then longitude, for example 12.65; -8.00.",
        "barcode": "The code, as it is printed.", "text": "",
    },
}  # fmt: skip
_LISTS = {"fr": "Listes", "en": "Lists"}
_FIRST = {"fr": "Lisez-moi", "en": "Read me"}
_EXAMPLE = {"fr": "EXEMPLE", "en": "EXAMPLE"}


def form_template(form: FormQuestions, *, copy: str, title: str, lists: Lists, language: str = "fr") -> bytes:
    """The workbook to hand out for a form. `copy` is this handing-out's own number, 32 hexadecimal digits."""
    language = "en" if language == "en" else "fr"
    mark = TemplateMark(form.form_id, form.version, copy)
    tabs = tabs_of(form)
    workbook = empty_workbook()
    read_me = _write_read_me(workbook, tabs, title, mark, language)
    sheets = [_write_tab(workbook, tab, lists, language) for tab in tabs]
    listed = _write_lists(workbook, tabs, lists, language)
    for tab, sheet in zip(tabs, sheets, strict=True):
        _offer(sheet, tab, listed)
    protect_headings((read_me, *sheets, workbook[_LISTS[language]]))
    write_mark(workbook, mark)
    workbook.active = 1
    return save_workbook(workbook)


def _write_read_me(
    workbook: Workbook, tabs: Sequence[FormTab], title: str, mark: TemplateMark, language: str
) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(_FIRST[language])
    sheet.column_dimensions["A"].width = 100
    main = tabs[0].table.title(language)
    first, repeated, *others = _READ_ME[language]
    texts = [title, first % {"main": main}]
    texts += [repeated % {"tab": tab.table.title(language)} for tab in tabs[1:]]
    for number, text in enumerate([*texts, *others, "", str(mark)], start=1):
        write_cell(sheet, number, 1, text, "@")
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.cell(len(texts) + len(others) + 2, 1).font = Font(color="808080", size=8)
    return sheet


def _write_tab(workbook: Workbook, tab: FormTab, lists: Lists, language: str) -> Worksheet:
    kinds = {path: question.kind for path, question in tab.questions.items()}
    rows: list[Mapping[str, CellValue]] = [_example(tab, lists, language)]
    if tab.path == MAIN:
        rows += [{KEY: f"F{number}"} for number in range(1, NUMBERED_ROWS + 1)]

    def number_format(field: str) -> str:
        # Text keeps the zeros of a telephone number; a long text would show as ##### in it.
        return _FORMATS.get(kinds.get(field, ""), "@" if kinds.get(field) in (None, "barcode") else "General")

    sheet = write_table(workbook, tab.table, rows, language=language, formats=number_format)
    for position, column in enumerate(tab.table.columns, start=1):
        heading = sheet.cell(1, position)
        question = tab.questions.get(column.field)
        if question is None:
            sheet.column_dimensions[get_column_letter(position)].width = 14
            continue
        width = min(40, max(16, len(column.heading(language)) // 2 + 6))
        sheet.column_dimensions[get_column_letter(position)].width = width
        said = _hint(question, language)
        if said:
            heading.comment = Comment(said, AUTHOR, width=320, height=120)
    for cell in sheet[2]:
        cell.font = Font(italic=True, color="808080")
    sheet.row_dimensions[1].height = 45
    return sheet


def _hint(question: Question, language: str) -> str:
    choices = " ; ".join(worded(choice.label, language) or choice.name for choice in question.choices)
    kind = _HINTS[language][question.kind] % {"choices": choices}
    return "\n".join(text for text in (worded(question.hint, language), kind) if text)


def _example(tab: FormTab, lists: Lists, language: str) -> dict[str, CellValue]:
    row: dict[str, CellValue] = {path: _sample(one, lists, language) for path, one in tab.questions.items()}
    return row | {column.field: _EXAMPLE[language] for column in tab.table.columns if column.field in (KEY, PARENT)}


def _sample(question: Question, lists: Lists, language: str) -> CellValue:
    """What might stand in a cell; the row it stands on is never read."""
    match question.kind:
        case "integer":
            return 12
        case "decimal":
            return 2.5
        case "date":
            return date(2026, 3, 12)
        case "time":
            return "14:30"
        case "datetime":
            return "12/03/2026 14:30"
        case "geopoint":
            return "12,65 ; -8,00"
        case "select_one" | "select_multiple" | "rank":
            return next(iter(_texts(question, lists, language)), None)
    return "Example" if language == "en" else "Exemple"


def _texts(question: Question, lists: Lists, language: str) -> list[str]:
    """What a question is chosen from, as people read it."""
    if question.choices_file:
        return shown(lists.get(question.choices_file, ()))
    return choice_list(question).labels(language)


def _write_lists(workbook: Workbook, tabs: Sequence[FormTab], lists: Lists, language: str) -> dict[str, str]:
    """A tab with every list, a column each; by path of question, the name under which cells find theirs.

    Cells point at names: a reference to another tab is lost by some programs when they save.
    """
    sheet: Worksheet = workbook.create_sheet(_LISTS[language])
    named: dict[tuple[str, ...], str] = {}
    listed: dict[str, str] = {}
    for question in _chosen_from(tabs):
        texts = tuple(_texts(question, lists, language))
        if not texts:
            continue
        if texts not in named:
            position = len(named) + 1
            for number, text in enumerate((question.said(language), *texts), start=1):
                write_cell(sheet, number, position, text, "@")
            letter = get_column_letter(position)
            sheet.column_dimensions[letter].width = 24
            name = f"toguna_{position}"
            area = f"'{sheet.title}'!${letter}$2:${letter}${len(texts) + 1}"
            workbook.defined_names[name] = DefinedName(name, attr_text=area)
            named[texts] = name
        listed[question.path] = named[texts]
    return listed


def _chosen_from(tabs: Sequence[FormTab]) -> Iterator[Question]:
    for tab in tabs:
        yield from (question for question in tab.questions.values() if question.kind == "select_one")


def _offer(sheet: Worksheet, tab: FormTab, listed: Mapping[str, str]) -> None:
    for position, column in enumerate(tab.table.columns, start=1):
        question = tab.questions.get(column.field)
        if question is None or question.path not in listed:
            continue
        # Lists of communes and activities change faster than a template: another answer may be typed.
        rule = DataValidation("list", formula1=listed[question.path], allow_blank=True)
        rule.showErrorMessage = not question.choices_file
        letter = get_column_letter(position)
        rule.add(f"{letter}2:{letter}{ROWS_WITH_LISTS}")
        sheet.add_data_validation(rule)
