"""A file of IATI activities as bytes, in the order of the schema; the same model gives the same bytes.

It follows the table that stands with the model, so it cannot misplace an element. It reads no clock, invents no
default and never says whether what it writes is valid or true.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from lxml import etree

from toguna.rules.iati import Element, IatiActivity, IatiFile, Kind, Narratives, Part, Unmodelled, parts_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LANGUAGE = "xml:lang"
XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
INDENT = "  "
# What XML 1.0 cannot hold at all: a word processor leaves vertical tabs, a broken file half of a surrogate pair.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
NEEDS_CARE = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
ATTRIBUTES = frozenset({Kind.ATTRIBUTE, Kind.FLAG})

Lines = list[str]


def write_file(file: IatiFile) -> bytes:
    """The whole file.

    >>> print(write_file(IatiFile(version="2.03")).decode())
    <?xml version="1.0" encoding="UTF-8"?>
    <iati-activities version="2.03">
    </iati-activities>
    <BLANKLINE>
    """
    return b"".join(write_stream(file, file.activities))


def write_stream(head: IatiFile, activities: Iterable[IatiActivity]) -> Iterator[bytes]:
    """The file piece by piece, one activity at a time, so that it may be longer than memory.

    Of `head` only what stands around its activities is taken.
    """
    yield (HEAD + _opening("iati-activities", head) + ">\n").encode()
    for activity in activities:
        yield write_activity(activity)
    ending: Lines = []
    _write_unmodelled(ending, head.unmodelled, INDENT)
    yield ("".join(ending) + "</iati-activities>\n").encode()


def write_activity(activity: IatiActivity) -> bytes:
    """One activity. A narrative in the activity's own language says no language."""
    out: Lines = []
    _write_element(out, "iati-activity", activity, INDENT, activity.language or "")
    return "".join(out).encode()


@dataclass(frozen=True)
class _Plan:
    """How one shape is written: its attributes, its children, and one call that takes the children's values."""

    attributes: tuple[tuple[str, str], ...]
    children: tuple[Part, ...]
    values_of: Callable[[Any], tuple[Any, ...]]


def _planned(shape: type[Element]) -> _Plan:
    parts = parts_of(shape)
    children = tuple(part for part in parts if part.kind not in ATTRIBUTES)
    return _Plan(
        tuple((part.field, part.name.replace(XML_NAMESPACE, "xml:")) for part in parts if part.kind in ATTRIBUTES),
        children,
        # attrgetter gives a bare value for one name; two more keep it a tuple.
        attrgetter(*(part.field for part in children), "unmodelled", "unmodelled"),
    )


PLANS: dict[type[Element], _Plan] = {}


def _plan_of(element: Element) -> _Plan:
    shape = type(element)
    if shape not in PLANS:
        PLANS[shape] = _planned(shape)
    return PLANS[shape]


def _write_element(out: Lines, name: str, element: Element, indent: str, language: str) -> None:
    opening = indent + _opening(name, element)
    plan = _plan_of(element)
    start = len(out)
    out.append(opening)
    deeper = indent + INDENT
    text = ""
    for part, value in zip(plan.children, plan.values_of(element), strict=False):
        if not value and value != "":
            continue
        if part.kind is Kind.CONTENT:
            text = _text(value)
        else:
            WRITE[part.kind](out, part, value, deeper, language)
    _write_unmodelled(out, element.unmodelled, deeper)
    if len(out) > start + 1:
        out[start] = f"{opening}>{text}\n"
        out.append(f"{indent}</{name}>\n")
    else:
        out[start] = f"{opening}>{text}</{name}>\n" if text else f"{opening}/>\n"


def _opening(name: str, element: Element) -> str:
    told = [f"<{name}"]
    for field, attribute in _plan_of(element).attributes:
        value = getattr(element, field)
        if value is not None:
            told.append(f' {attribute}="{_flag(value) if isinstance(value, bool) else _quoted(value)}"')
    if element.unmodelled:
        told.extend(_foreign_attributes(element.unmodelled))
    return "".join(told)


def _foreign_attributes(kept: Iterable[Unmodelled]) -> Iterator[str]:
    """Attributes that have no field; one with a namespace brings its own prefix."""
    attributes = [one for one in kept if one.is_attribute]
    for number, one in enumerate(attributes):
        name = etree.QName(one.name)
        if name.namespace is None or one.name.startswith(XML_NAMESPACE):
            yield f' {one.name.replace(XML_NAMESPACE, "xml:")}="{_quoted(one.text)}"'
        else:
            yield f' xmlns:x{number}="{_quoted(name.namespace)}" x{number}:{name.localname}="{_quoted(one.text)}"'


def _write_unmodelled(out: Lines, kept: Iterable[Unmodelled], indent: str) -> None:
    for one in kept:
        if not one.is_attribute:
            out.append(f"{indent}{_well_formed(one.text)}\n")


def _write_narratives(out: Lines, _part: Part | None, said: Narratives, indent: str, own: str) -> None:
    for language, text in said:
        told = f' {LANGUAGE}="{_quoted(language)}"' if language and language != own else ""
        out.append(f"{indent}<narrative{told}>{_text(text)}</narrative>\n")


def _write_text(out: Lines, part: Part, said: Narratives, indent: str, own: str) -> None:
    if not said:
        return
    out.append(f"{indent}<{part.name}>\n")
    _write_narratives(out, None, said, indent + INDENT, own)
    out.append(f"{indent}</{part.name}>\n")


def _write_texts(out: Lines, part: Part, several: tuple[Narratives, ...], indent: str, own: str) -> None:
    for said in several:
        _write_text(out, part, said, indent, own)


def _write_line(out: Lines, part: Part, text: str, indent: str, _own: str) -> None:
    out.append(f"{indent}<{part.name}>{_text(text)}</{part.name}>\n")


def _write_lines(out: Lines, part: Part, several: tuple[str, ...], indent: str, own: str) -> None:
    for text in several:
        _write_line(out, part, text, indent, own)


def _write_word(out: Lines, part: Part, word: str, indent: str, _own: str) -> None:
    out.append(f'{indent}<{part.name} {part.attribute}="{_quoted(word)}"/>\n')


def _write_words(out: Lines, part: Part, several: tuple[str, ...], indent: str, own: str) -> None:
    for word in several:
        _write_word(out, part, word, indent, own)


def _write_one(out: Lines, part: Part, element: Element, indent: str, own: str) -> None:
    _write_element(out, part.name, element, indent, own)


def _write_many(out: Lines, part: Part, several: tuple[Element, ...], indent: str, own: str) -> None:
    for element in several:
        _write_element(out, part.name, element, indent, own)


def _write_raw(out: Lines, _part: Part, fragment: str, indent: str, _own: str) -> None:
    if fragment:
        out.append(f"{indent}{_well_formed(fragment)}\n")


WRITE: dict[Kind, Callable[[Lines, Part, Any, str, str], None]] = {
    Kind.NARRATIVES: _write_narratives,
    Kind.TEXT: _write_text,
    Kind.TEXTS: _write_texts,
    Kind.LINE: _write_line,
    Kind.LINES: _write_lines,
    Kind.WORD: _write_word,
    Kind.WORDS: _write_words,
    Kind.ONE: _write_one,
    Kind.MANY: _write_many,
    Kind.RAW: _write_raw,
}


def _well_formed(fragment: str) -> str:
    """A fragment as it is, once it has shown that it is one whole element and brings no entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    etree.fromstring(fragment, parser)
    return fragment


def _flag(value: bool) -> str:
    return "1" if value else "0"


def _text(value: str) -> str:
    return IMPOSSIBLE.sub("", value).translate(IN_TEXT) if NEEDS_CARE.search(value) else value


def _quoted(value: str) -> str:
    return IMPOSSIBLE.sub("", value).translate(IN_ATTRIBUTE) if NEEDS_CARE.search(value) else value
