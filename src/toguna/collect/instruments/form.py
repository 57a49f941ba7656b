"""The form in which a telephone takes what one group scored, or what one person answered, with an instrument.

One question a page, in every language that the instrument speaks. A question without an answer stays without: nothing
is 0 by itself. Which rounds are open to whom, and what becomes of the scores, is decided elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from openpyxl.styles import Font

from toguna.collect.choices import AGE_BAND, SEX, YES_NO_UNKNOWN
from toguna.collect.instruments.form_choices import ChoiceLists, said, written
from toguna.collect.instruments.form_words import LANGUAGE_NAMES, WORDS
from toguna.collect.instruments.workbook import languages_of
from toguna.collect.workbooks import empty_workbook, save_workbook
from toguna.rules.instruments import Engine, Indicator, Model, Scale, Texts

PREFIX = "notation_"
ROUNDS_FILE = "rounds.csv"
ROUNDS_COLUMNS = ("name", "label", "form")
"""What stands in the list of open rounds: the round's id, its words, and by which form it is scored."""

# As long as the columns in which the answers are kept.
MOST_REASON, MOST_EVIDENCE, MOST_AMOUNT = 500, 300, 120

_COLUMNS = ("type", "name", "label", "hint", "required", "required_message", "constraint", "constraint_message")
_PLAIN = ("relevant", "appearance", "choice_filter", "default")
_DOUBLE_QUOTES = re.compile('["“”]')
_WORDED = frozenset({"label", "hint", "required_message", "constraint_message"})

Row = dict[str, str | Texts]
Tables = dict[str, list[list[str]]]


def form_id_of(model: Model) -> str:
    """The id under which phones know the form of an instrument.

    >>> form_id_of(Model("carte_ecole", Engine.GROUP_SCORES, {"fr": "Carte"}))
    'notation_carte_ecole'
    """
    return f"{PREFIX}{model.code}"


def scoring_form(model: Model, version: str, *, form_id: str = "") -> bytes:
    """The form of a model without faults, as an XLSForm workbook; `read_form_file` makes of it what phones load.

    A commune whose workshop made a model of its own has a form of its own too: `form_id` says which.
    """
    workbook = empty_workbook()
    for name, rows in scoring_tables(model, version, form_id=form_id).items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
            # Text from a workshop never becomes a formula on somebody's computer.
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 24
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
    return save_workbook(workbook)


def scoring_tables(model: Model, version: str, *, form_id: str = "") -> Tables:
    """The same as plain rows: survey, choices, settings."""
    form_id = form_id or form_id_of(model)
    languages = languages_of(model)
    lists = ChoiceLists(model)
    rows = list(_survey(model, form_id, lists))
    survey = [list(_headings(languages)), *(list(_cells(row, languages)) for row in rows)]
    choices = [["list_name", "name", *(f"label::{_spoken(one)}" for one in languages)]]
    choices += [[name, code, *(said(label, one) for one in languages)] for name, code, label in lists.rows()]
    settings = {
        "form_title": said(model.title, "fr"),
        "form_id": form_id,
        "version": version,
        "default_language": _spoken("fr"),
        "style": "pages",
        "instance_name": _instance_name(model),
    }
    return {"survey": survey, "choices": choices, "settings": [list(settings), list(settings.values())]}


def question_names(model: Model) -> Mapping[str, str]:
    """Under which name each indicator is asked, by its code. Servers take neither points nor hyphens in names.

    >>> one, other = Indicator("1.1", {"fr": "Eau"}), Indicator("1-1", {"fr": "École"})
    >>> dict(question_names(Model("m", Engine.GROUP_SCORES, {"fr": "M"}, indicators=(one, other))))
    {'1.1': 'i_1_1', '1-1': 'i_1_1_2'}
    """
    return _names([one.code for one in model.indicators], "i_")


def input_names(model: Model) -> Mapping[str, str]:
    """Under which name each line of the input tracking matrix is asked, by its code."""
    return _names([one.code for one in model.inputs], "t_")


def _names(codes: Sequence[str], prefix: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for code in codes:
        plain = prefix + code.replace(".", "_").replace("-", "_")
        name, number = plain, 1
        while name in names.values():
            number += 1
            name = f"{plain}_{number}"
        names[code] = name
    return names


def _survey(model: Model, form_id: str, lists: ChoiceLists) -> Iterator[Row]:
    yield {"type": "start", "name": "start"}
    yield {"type": "end", "name": "end"}
    yield {
        "type": f"select_one_from_file {ROUNDS_FILE}",
        "name": "round",
        "label": WORDS["round"],
        "hint": WORDS["round-hint"],
        **_required("round-required"),
        "appearance": "minimal autocomplete",
        "choice_filter": f"form = '{form_id}'",
    }
    if model.engine is Engine.SURVEY:
        yield from _respondent(model, lists)
    else:
        yield from _sitting(model, lists)
    for one in model.indicators:
        yield from _page(model, one, lists)
    if model.inputs and model.engine is Engine.GROUP_SCORES:
        yield from _matrix(model, lists)
    yield {
        "type": "text",
        "name": "remarks",
        "label": WORDS["remarks"],
        "hint": WORDS["no-name"],
        "appearance": "multiline",
    }


def _held_on(label: str) -> Row:
    return {
        "type": "date",
        "name": "held_on",
        "label": WORDS[label],
        **_required("day-required"),
        "constraint": ". <= today()",
        "constraint_message": WORDS["day-to-come"],
    }


def _sitting(model: Model, lists: ChoiceLists) -> Iterator[Row]:
    """Who scores together, when, and how many they are."""
    if model.groups:
        lists.add("groups", [(one.code, one.label) for one in model.groups])
        choose: Row = {
            "type": "select_one groups",
            "name": "group",
            "label": WORDS["group"],
            "hint": WORDS["group-hint"],
        }
        yield {**choose, **_required("group-required")}
    yield _held_on("held-on")
    yield {"type": "begin_group", "name": "people", "label": WORDS["people"], "appearance": "field-list"}
    for name, required in (("women", True), ("men", True), ("unknown_sex", False), ("youth", False)):
        row: Row = {"type": "integer", "name": name, "label": WORDS[name]}
        row |= {"constraint": ". >= 0 and . <= 9999", "constraint_message": WORDS["people-range"]}
        if name == "youth":
            total = "coalesce(${women}, 0) + coalesce(${men}, 0) + coalesce(${unknown_sex}, 0)"
            row |= {"constraint": f". >= 0 and . <= {total}", "constraint_message": WORDS["youth-range"]}
        yield {**row, **(_required("people-required") if required else {})}
    yield {"type": "end_group", "name": ""}
    yield {"type": "note", "name": "how_to", "label": WORDS["how-to"]}


def _respondent(model: Model, lists: ChoiceLists) -> Iterator[Row]:
    """One person, by what is known of them and never by name."""
    yield {"type": "note", "name": "one_each", "label": WORDS["one-each"]}
    yield _held_on("interviewed-on")
    for name, choices in (("sex", SEX), ("age_band", AGE_BAND), ("disability", YES_NO_UNKNOWN)):
        lists.add_list(name, choices)
        yield {"type": f"select_one {name}", "name": name, "label": WORDS[name], **_required("or-unknown")}
    if model.groups:
        lists.add("groups", [*((one.code, one.label) for one in model.groups), ("unknown", WORDS["unknown"])])
        role: Row = {"type": "select_one groups", "name": "group", "label": WORDS["role"], "appearance": "minimal"}
        yield {**role, **_required("or-unknown")}


def _page(model: Model, one: Indicator, lists: ChoiceLists) -> Iterator[Row]:
    """One indicator: its question, the reason, and the evidence where it asks for some."""
    name = question_names(model)[one.code]
    path = [*_above(model, one.parent), one.label]
    labels = {each: " › ".join(said(label, each) for label in path) for each in languages_of(model)}
    yield {"type": "begin_group", "name": name, "label": labels, "appearance": "field-list"}
    yield _score(one, lists)
    if model.engine is not Engine.SURVEY:
        reason = "justification" if model.engine is Engine.SELF_ASSESSMENT else "reason"
        yield _text("reason", WORDS[reason], WORDS["no-name"], MOST_REASON)
        if one.evidence or model.engine is Engine.SELF_ASSESSMENT:
            yield _text("evidence", WORDS["evidence"], one.evidence, MOST_EVIDENCE)
    yield {"type": "end_group", "name": ""}


def _score(one: Indicator, lists: ChoiceLists) -> Row:
    scale = one.scale
    question: Row = {"name": "score", "label": one.question or one.label}
    values = scale.offered
    if values:
        return question | {"type": f"select_one {lists.of_scale(scale, values)}"}
    low, high = min(scale.worst, scale.best), max(scale.worst, scale.best)
    whole = all(value % 1000 == 0 for value in (scale.worst, scale.best, scale.step))
    limits = {each: WORDS["limits"][each] % (written(low), written(high)) for each in ("fr", "en")}
    words = {
        each: " · ".join([limits[_fallback(each)], *_anchored(scale, each), WORDS["leave-empty"][_fallback(each)]])
        for each in ("fr", "en", *_others(scale))
    }
    return question | {
        "type": "integer" if whole else "decimal",
        "hint": words,
        "constraint": f". >= {written(low)} and . <= {written(high)}",
        "constraint_message": limits,
    }


def _matrix(model: Model, lists: ChoiceLists) -> Iterator[Row]:
    """What the users are entitled to and what is there, line by line, filled in once and by one group."""
    lists.add("yes_no", [("yes", WORDS["yes"]), ("no", WORDS["no"])])
    yield {"type": "select_one yes_no", "name": "has_inputs", "label": WORDS["has-inputs"], "default": "no"}
    shown = "${has_inputs} = 'yes'"
    yield {"type": "begin_group", "name": "inputs", "label": WORDS["inputs"], "relevant": shown}
    names = input_names(model)
    for one in model.inputs:
        label = {
            each: said(one.label, each) + (f" ({said(one.unit, each)})" if one.unit else "")
            for each in languages_of(model)
        }
        yield {"type": "begin_group", "name": names[one.code], "label": label, "appearance": "field-list"}
        yield _text("entitled", WORDS["entitled"], {}, MOST_AMOUNT)
        yield _text("actual", WORDS["actual"], {}, MOST_AMOUNT)
        yield _text("remarks", WORDS["input-remarks"], WORDS["no-name"], MOST_EVIDENCE)
        yield {"type": "end_group", "name": ""}
    yield {"type": "end_group", "name": ""}


def _text(name: str, label: Texts, hint: Texts, most: int) -> Row:
    limits = {each: words % most for each, words in WORDS["too-long"].items()}
    row: Row = {"type": "text", "name": name, "label": label, "hint": hint}
    return row | {"constraint": f"string-length(.) <= {most}", "constraint_message": limits}


def _required(message: str) -> Row:
    return {"required": "yes", "required_message": WORDS[message]}


def _above(model: Model, code: str) -> list[Texts]:
    """The labels of the criteria above an indicator, the highest first."""
    nodes = {one.code: one for one in model.nodes}
    path: list[Texts] = []
    while code in nodes and len(path) < len(nodes):
        path.insert(0, nodes[code].label)
        code = nodes[code].parent
    return path


def _anchored(scale: Scale, language: str) -> list[str]:
    return [f"{written(one.value)} = {said(one.label, language)}" for one in scale.anchors]


def _others(scale: Scale) -> list[str]:
    return sorted({language for one in scale.anchors for language in one.label} - {"fr", "en"})


def _fallback(language: str) -> str:
    return "en" if language == "en" else "fr"


def _headings(languages: Sequence[str]) -> Iterator[str]:
    for column in _COLUMNS:
        if column in _WORDED:
            yield from (f"{column}::{_spoken(language)}" for language in languages)
        else:
            yield column
    yield from _PLAIN


def _cells(row: Row, languages: Sequence[str]) -> Iterator[str]:
    for column in (*_COLUMNS, *_PLAIN):
        value = row.get(column, "")
        if column in _WORDED:
            yield from (said(value, language) if isinstance(value, Mapping) else "" for language in languages)
        else:
            yield value if isinstance(value, str) else ""


@cache
def _spoken(language: str) -> str:
    return f"{LANGUAGE_NAMES.get(language, language)} ({language})"


def _instance_name(model: Model) -> str:
    """What a phone lists a sheet as: never a person."""
    if model.engine is not Engine.SURVEY and model.groups:
        return "concat(jr:choice-name(${group}, '${group}'), ' · ', ${held_on})"
    # Between double quotes, of which the converter makes plain ones first.
    title = _DOUBLE_QUOTES.sub("", said(model.title, "fr"))
    return f'concat("{title} · ", ${{held_on}})'
