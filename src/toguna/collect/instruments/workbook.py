"""An instrument as a workbook that a workshop can change: written with lists to choose from, read back cell by cell.

Reading changes nothing and keeps nothing: it gives the whole model or none, and everything that is wrong. Who may use
the instrument, and whether one with its code is kept already, is decided elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from toguna.collect.choices import YES_NO, ChoiceList
from toguna.collect.dropdowns import offer_lists, write_lists
from toguna.collect.instruments.reading import model_from_rows
from toguna.collect.instruments.tabs import (
    ANCHORS,
    CHOICES,
    CRITERIA,
    GROUPS,
    INDICATORS,
    INPUTS,
    INSTRUMENT,
    SETTINGS,
    TABS,
    Setting,
    Tab,
)
from toguna.collect.refusals import RefusedFileError
from toguna.collect.tables import CellValue, Column, Table, TableReader, protect_headings, write_cell, write_table
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.findings import Finding
from toguna.rules.instruments import Anchor, Model, Texts
from toguna.rules.spelling import plain

_LANGUAGE = re.compile(r"(?P<name>.+?)\s*\((?P<language>[a-z]{2,3}(?:-[a-z0-9]+)*)\)", re.IGNORECASE)
_AS_TEXT = frozenset({"code", "parent", "anchors"})
_READ_ME = (
    "Une ligne par élément ; ne changez pas les titres des colonnes. L'ordre des colonnes est libre.",
    "One row for each element; keep the headings. Columns may stand in any order.",
    "« Critères » : l'arbre. « Sous le critère » est vide pour un critère principal.",
    "“Critères”: the tree. “Under criterion” is empty for a main criterion.",
    "« Indicateurs » : ce qui est noté, chacun sur sa propre échelle. Le meilleur peut être plus petit que le pire.",
    "“Indicateurs”: what is scored, each on its own scale. The best may be smaller than the worst.",
    "« Échelles » : les mots d'une échelle. Donnez-leur un nom dans « Repères », et le même nom aux indicateurs.",
    "“Échelles”: the words of a scale. Name them under “Anchors”, and give indicators the same name.",
    "Les poids comptent les uns par rapport aux autres : 1 et 1 sont la même chose que 50 et 50.",
    "Weights count against one another: 1 and 1 are the same as 50 and 50.",
    "Pour une autre langue, ajoutez une colonne, par exemple « Libellé (bm) ».",
    "For another language, add a column, for example “Label (bm)”.",
    "Laissez « Vérifié » à « Non » tant que les mots n'ont pas été comparés à leur source.",
    "Leave “Verified” at “No” until the words have been compared with their source.",
)


def model_to_workbook(model: Model) -> bytes:
    """The workbook of an instrument, French headings with English beside. Reading it gives the same model."""
    languages = languages_of(model)
    workbook = empty_workbook()
    _write_read_me(workbook, model)
    lists = {name: choices.labels("fr") for name, choices in {**CHOICES, "yes_no": YES_NO}.items()}
    sheets = [_write_tab(workbook, tab, rows, languages) for tab, rows in _rows_of(model, languages)]
    listed, offered = write_lists(workbook, "Listes", lists)
    offered |= {"local": offered["yes_no"], "verified": offered["yes_no"]}
    for tab, sheet in zip(TABS[1:], sheets[1:], strict=True):
        offer_lists(sheet, tab.table(languages), offered)
    _offer_settings(sheets[0], offered)
    protect_headings((*sheets, listed))
    workbook.active = 1
    return save_workbook(workbook)


def read_model(payload: bytes) -> tuple[Model | None, list[Finding]]:
    """The instrument in a workbook, or None, and everything that is wrong with it, by tab and cell.

    Never raises: a file that is no workbook is one finding. Warnings and notes leave the model whole.
    """
    try:
        reader = TableReader(payload)
        languages = _languages_in(reader)
        rows = {tab.name: reader.rows(tab.table(languages)) for tab in TABS}
    except RefusedFileError as error:
        return None, [error.finding()]
    return model_from_rows(rows, languages, reader.findings), reader.findings


def languages_of(model: Model) -> tuple[str, ...]:
    """The languages in which anything of an instrument is said, French and English first."""
    several: list[Texts] = [model.title, model.source]
    for named in (*model.elements, *model.groups, *model.inputs):
        several.append(named.label)
    for one in model.indicators:
        several += [one.question, one.evidence, *(anchor.label for anchor in one.scale.anchors)]
    several += [one.unit for one in model.inputs]
    others = sorted({language for texts in several for language in texts} - {"fr", "en"})
    return ("fr", "en", *others)


def _languages_in(reader: TableReader) -> tuple[str, ...]:
    """The languages that a heading of ours names."""
    named = {plain(column.french) for tab in TABS for column in tab.columns if column.field in tab.worded}
    named |= {plain(column.english) for tab in TABS for column in tab.columns if column.field in tab.worded}
    found = ["fr", "en"]
    for heading in reader.headings():
        match = _LANGUAGE.fullmatch(heading.strip())
        if match and any(plain(name) in named for name in match["name"].split("/")):
            found.append(match["language"].lower())
    return tuple(dict.fromkeys(found))


def _write_read_me(workbook: Workbook, model: Model) -> None:
    sheet: Worksheet = workbook.create_sheet("Lisez-moi")
    sheet.column_dimensions["A"].width = 110
    for number, text in enumerate((model.title.get("fr", ""), *_READ_ME), start=1):
        write_cell(sheet, number, 1, text)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        if number > 1 and number % 2:
            sheet.cell(number, 1).font = Font(italic=True, color="6F6C86")
    sheet["A1"].font = Font(bold=True, size=14)


def _write_tab(
    workbook: Workbook, tab: Tab, rows: Iterator[Mapping[str, CellValue]], languages: Sequence[str]
) -> Worksheet:
    table = tab.table(languages)
    both = Table(table.french, table.english, tuple(replace(one, french=_heading(one)) for one in table.columns))
    sheet = write_table(workbook, both, rows, formats=lambda name: "@" if name in _AS_TEXT else "General")
    sheet.row_dimensions[1].height = 32
    for position, column in enumerate(table.columns, start=1):
        worded = column.field.partition("_")[0] in tab.worded
        width = {"question": 48, "evidence": 32, "label": 36}.get(column.field.partition("_")[0], 14) if worded else 14
        sheet.column_dimensions[get_column_letter(position)].width = (
            52 if column.field in ("setting", "value") else width
        )
        if worded or column.field == "value":
            for cell in sheet[get_column_letter(position)]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    return sheet


def _heading(column: Column) -> str:
    """`Libellé / Label (fr)`: both languages, and which language is to be written under it."""
    if column.french == column.english:
        return column.french
    match, english = _LANGUAGE.fullmatch(column.french), _LANGUAGE.fullmatch(column.english)
    if match is None or english is None:
        return f"{column.french} / {column.english}"
    return f"{match['name']} / {english['name']} ({match['language']})"


def _offer_settings(sheet: Worksheet, offered: Mapping[str, str]) -> None:
    by_setting = {one.spelled(): one.field for one in SETTINGS}
    for number in range(2, sheet.max_row + 1):
        name = by_setting.get(str(sheet.cell(number, 1).value), "")
        if name in offered:
            rule = DataValidation("list", formula1=offered[name], allow_blank=True)
            rule.add(f"B{number}")
            sheet.add_data_validation(rule)


def _rows_of(model: Model, languages: Sequence[str]) -> Iterator[tuple[Tab, Iterator[Mapping[str, CellValue]]]]:
    anchors = _named_anchors(model)
    yield INSTRUMENT, _settings(model, languages)
    yield (
        CRITERIA,
        (
            {"code": one.code, "parent": one.parent, "weight": _number(one.weight), "verified": _yes(one.verified)}
            | _said("label", one.label)
            for one in model.nodes
        ),
    )
    yield INDICATORS, _indicators(model, anchors)
    yield (
        ANCHORS,
        (
            {"anchors": name, "value": _number(anchor.value)} | _said("label", anchor.label)
            for name, several in anchors
            for anchor in several
        ),
    )
    yield (
        GROUPS,
        (
            {
                "code": one.code,
                "side": _chosen(CHOICES["side"], one.side),
                "stakeholder_group": _chosen(CHOICES["stakeholder_group"], one.stakeholder_group or ""),
            }
            | _said("label", one.label)
            for one in model.groups
        ),
    )
    yield INPUTS, ({"code": one.code} | _said("label", one.label) | _said("unit", one.unit) for one in model.inputs)


def _indicators(model: Model, anchors: Sequence[tuple[str, tuple[Anchor, ...]]]) -> Iterator[Mapping[str, CellValue]]:
    for one in model.indicators:
        yield {
            "code": one.code,
            "parent": one.parent,
            "worst": _number(one.scale.worst),
            "best": _number(one.scale.best),
            "step": _number(one.scale.step),
            "display": _chosen(CHOICES["display"], one.scale.display),
            "anchors": next((name for name, several in anchors if several == one.scale.anchors), ""),
            "weight": _number(one.weight),
            "local": _yes(one.local),
            "verified": _yes(one.verified),
            **_said("label", one.label),
            **_said("question", one.question),
            **_said("evidence", one.evidence),
        }


def _named_anchors(model: Model) -> list[tuple[str, tuple[Anchor, ...]]]:
    """Each set of anchors once, under the code of the first indicator that has it."""
    named: list[tuple[str, tuple[Anchor, ...]]] = []
    for one in model.indicators:
        if one.scale.anchors and not any(anchors == one.scale.anchors for _name, anchors in named):
            named.append((one.code, one.scale.anchors))
    return named


def _settings(model: Model, languages: Sequence[str]) -> Iterator[Mapping[str, CellValue]]:
    values: dict[str, CellValue] = {
        "code": model.code,
        "engine": _chosen(CHOICES["engine"], model.engine),
        "aggregation": _chosen(CHOICES["aggregation"], model.aggregation),
        "joining": _chosen(CHOICES["joining"], model.joining),
        # With its sign, because 1 could be the whole or one in a hundred.
        "completeness": f"{_number(model.completeness * 100)} %".replace(".", ","),
        "dispute_gap": _number(model.dispute_gap),
        "smallest_group": model.smallest_group,
        "months_between_rounds": model.months_between_rounds,
        "verified": _yes(model.verified),
    }
    for setting in SETTINGS:
        if setting.worded:
            yield from _worded(setting, model.title if setting.field == "title" else model.source, languages)
        else:
            yield {"setting": setting.spelled(), "value": values[setting.field]}


def _worded(setting: Setting, texts: Texts, languages: Sequence[str]) -> Iterator[Mapping[str, CellValue]]:
    for language in languages:
        if texts.get(language) or language in ("fr", "en"):
            yield {"setting": setting.spelled(language), "value": texts.get(language, "")}


def _said(name: str, texts: Texts) -> dict[str, CellValue]:
    return {f"{name}_{language}": text for language, text in texts.items()}


def _chosen(choices: ChoiceList, code: str) -> str:
    return choices.choices[code].french if code else ""


def _yes(value: bool) -> str:
    return YES_NO.choices["yes" if value else "no"].french


def _number(thousandths: int) -> int | float:
    return thousandths // 1000 if thousandths % 1000 == 0 else thousandths / 1000
