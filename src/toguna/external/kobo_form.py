"""A version of a form as KoboToolbox keeps it: which questions it asks, at which paths, and the XForm to read it with.

Kobo builds forms from rows of its own; the form made of them here is for reading answers, never for filling in, so
conditions and checks are left out. What was called otherwise in another version is found by the key a row never loses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

MEDIA = frozenset({"image", "audio", "video", "file", "background-audio"})
_REPEATS = ("begin_repeat", "end_repeat")
_LISTS_FROM_FILES = ("select_one_from_file", "select_multiple_from_file")
# Kobo's own kinds of question that no other converter knows: a group of rows, and a row of such a group.
_OWN_GROUPS = ("score", "rank", "kobomatrix")
_OWN_ROWS = frozenset({"score__row", "rank__level"})
_UNTRANSLATED = "default"


@dataclass(frozen=True)
class Row:
    """One question, group or repeat: its path as the answers write it, and the key it keeps when it is renamed."""

    path: str
    kind: str
    key: str
    is_repeat: bool = False
    is_group: bool = False


def rows_of(content: Mapping[str, Any]) -> list[Row]:
    """What a version asks, in order.

    >>> rows_of({"survey": [{"type": "begin_group", "name": "lieu", "$kuid": "a"},
    ...                     {"type": "text", "$autoname": "commune", "$kuid": "b"}, {"type": "end_group"}]})[1]
    Row(path='lieu/commune', kind='text', key='b', is_repeat=False, is_group=False)
    """
    return [row for row, _said in _walked(content)]


def renamed(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, str]:
    """The questions that the newer version calls otherwise: older path to newer path.

    >>> renamed({"survey": [{"type": "text", "name": "village", "$kuid": "a"}]},
    ...         {"survey": [{"type": "text", "name": "localite", "$kuid": "a"}]})
    {'village': 'localite'}
    """
    now = {row.key: row.path for row in rows_of(newer) if row.key}
    return {row.path: now[row.key] for row in rows_of(older) if now.get(row.key, row.path) != row.path}


def xform_of(content: Mapping[str, Any], *, form: str, version: str, title: str) -> bytes | None:
    """The XForm to read this version's answers with; None where the rows are beyond what can be converted."""
    survey = [said for _row, said in _walked(content, with_ends=True)]
    survey += [
        {"type": "begin_group", "name": "formhub"},
        {"type": "calculate", "name": "uuid", "calculation": "''"},
        {"type": "end_group"},
        {"type": "calculate", "name": "__version__", "calculation": "''"},
    ]
    languages = _languages(content)
    choices = [
        {"list_name": _text(row.get("list_name")), "name": _name(row)} | _labels(row, "label", languages)
        for row in _rows(content, "choices")
        if row.get("list_name") and _name(row)
    ]
    settings = [{"form_id": form, "version": version, "form_title": title or form}]
    try:
        made: str = convert(
            {"survey": survey, "choices": choices, "settings": settings}, form_name=_root(form), validate=False
        ).xform
    except (PyXFormError, KeyError, ValueError, TypeError, AttributeError):
        return None
    return made.encode()


def _walked(content: Mapping[str, Any], *, with_ends: bool = False) -> Iterator[tuple[Row, dict[str, str]]]:
    inside: list[str] = []
    languages = _languages(content)
    for row in _rows(content, "survey"):
        kind = _text(row.get("type")).replace(" ", "_", 1) if _text(row.get("type"))[:4] in ("begi", "end ") else ""
        kind = kind or _text(row.get("type"))
        name = _name(row)
        if kind.startswith("end_"):
            if inside:
                inside.pop()
            if with_ends:
                yield Row("", kind, ""), {"type": "end_repeat" if kind in _REPEATS else "end_group"}
            continue
        if not name:
            continue
        path = "/".join([*inside, name])
        is_repeat, is_group = kind in _REPEATS, kind.startswith("begin_")
        said = {"type": _kind_elsewhere(kind, row), "name": name} | _labels(row, "label", languages)
        if kind == "calculate":
            said["calculation"] = "''"
        yield Row(path, kind, _text(row.get("$kuid")), is_repeat, is_group and not is_repeat), said
        if is_group:
            inside.append(name)


def _kind_elsewhere(kind: str, row: Mapping[str, Any]) -> str:
    if kind.removeprefix("begin_") in _OWN_GROUPS:
        return "begin_group"
    if kind in _OWN_ROWS:
        return "text"
    if kind in _LISTS_FROM_FILES:
        return f"{kind} {_text(row.get('file')) or 'liste.csv'}"
    listed = _text(row.get("select_from_list_name"))
    return f"{kind} {listed}" if listed else kind


def _labels(row: Mapping[str, Any], column: str, languages: Sequence[str]) -> dict[str, str]:
    given = row.get(column)
    texts = given if isinstance(given, list) else [given]
    labels = {
        column if language == _UNTRANSLATED else f"{column}::{language}": _text(text)
        for language, text in zip(languages, texts, strict=False)
        if text
    }
    # A group may go without words; a question may not, and its name is better than none.
    return labels or {column: _name(row)}


def _languages(content: Mapping[str, Any]) -> list[str]:
    given = content.get("translations")
    return [_text(name) or _UNTRANSLATED for name in given] if isinstance(given, list) and given else [_UNTRANSLATED]


def _rows(content: Mapping[str, Any], sheet: str) -> list[Mapping[str, Any]]:
    rows = content.get(sheet)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _name(row: Mapping[str, Any]) -> str:
    return _text(row.get("name")) or _text(row.get("$autoname")) or _text(row.get("$autovalue"))


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _root(form: str) -> str:
    """The name of the root node: the form's own id, where an element may be called so."""
    return form if form[:1].isalpha() and form.replace("_", "").isalnum() else "data"
