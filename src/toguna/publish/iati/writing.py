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
Writer = Callable[[Lines, Any, str, str], None]


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
    """How one shape is written: its attributes, how each of its children is, and one call for the values of either."""

    attributes: tuple[str, ...]
    values_of_attributes: Callable[[Any], tuple[Any, ...]]
    children: tuple[Writer, ...]
    values_of_children: Callable[[Any], tuple[Any, ...]]
    content: str
    is_leaf: bool


def _planned(shape: type[Element]) -> _Plan:
    parts = parts_of(shape)
    attributes = [part for part in parts if part.kind in ATTRIBUTES]
    children = [part for part in parts if part.kind not in ATTRIBUTES and part.kind is not Kind.CONTENT]
    content = next((part.field for part in parts if part.kind is Kind.CONTENT), "")
    return _Plan(
        tuple(part.name.replace(XML_NAMESPACE, "xml:") for part in attributes),
        _values_of(attributes),
        tuple(WRITERS[part.kind](part.name, part.attribute) for part in children),
        _values_of(children),
        content,
        not children and not content,
    )


def _values_of(parts: list[Part]) -> Callable[[Any], tuple[Any, ...]]:
    # attrgetter gives a bare value for one name; two more keep it a tuple.
    return attrgetter(*(part.field for part in parts), "unmodelled", "unmodelled")


PLANS: dict[type[Element], _Plan] = {}


def _plan_of(element: Element) -> _Plan:
    shape = type(element)
    if shape not in PLANS:
        PLANS[shape] = _planned(shape)
    return PLANS[shape]


def _write_element(out: Lines, name: str, element: Element, indent: str, language: str) -> None:
    plan = _plan_of(element)
    if plan.is_leaf and not element.unmodelled:
        out.append(f"{indent}{_opening(name, element)}/>\n")
        return
    start = len(out)
    out.append("")
    deeper = indent + INDENT
    for write, value in zip(plan.children, plan.values_of_children(element), strict=False):
        if value or value == "":
            write(out, value, deeper, language)
    if element.unmodelled:
        _write_unmodelled(out, element.unmodelled, deeper)
    opening = f"{indent}{_opening(name, element)}"
    text = _text(getattr(element, plan.content)) if plan.content else ""
    if len(out) > start + 1:
        out[start] = f"{opening}>{text}\n"
        out.append(f"{indent}</{name}>\n")
    else:
        out[start] = f"{opening}>{text}</{name}>\n" if text else f"{opening}/>\n"


def _opening(name: str, element: Element) -> str:
    plan = _plan_of(element)
    told = f"<{name}"
    for attribute, value in zip(plan.attributes, plan.values_of_attributes(element), strict=False):
        if value is not None:
            told += f' {attribute}="{value if type(value) is str and value.isalnum() else _attribute(value)}"'
    if element.unmodelled:
        told += "".join(_foreign_attributes(element.unmodelled))
    return told


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


def _narratives_writer(_name: str, _attribute: str) -> Writer:
    return _write_narratives


def _write_narratives(out: Lines, said: Narratives, indent: str, own: str) -> None:
    for language, text in said:
        told = f' {LANGUAGE}="{_quoted(language)}"' if language and language != own else ""
        out.append(f"{indent}<narrative{told}>{_text(text)}</narrative>\n")


def _text_writer(name: str, _attribute: str) -> Writer:
    def write(out: Lines, said: Narratives, indent: str, own: str) -> None:
        out.append(f"{indent}<{name}>\n")
        _write_narratives(out, said, indent + INDENT, own)
        out.append(f"{indent}</{name}>\n")

    return write


def _line_writer(name: str, _attribute: str) -> Writer:
    def write(out: Lines, text: str, indent: str, _own: str) -> None:
        out.append(f"{indent}<{name}>{_text(text)}</{name}>\n")

    return write


def _word_writer(name: str, attribute: str) -> Writer:
    def write(out: Lines, word: str, indent: str, _own: str) -> None:
        out.append(f'{indent}<{name} {attribute}="{_quoted(word)}"/>\n')

    return write


def _element_writer(name: str, _attribute: str) -> Writer:
    def write(out: Lines, element: Element, indent: str, own: str) -> None:
        _write_element(out, name, element, indent, own)

    return write


def _raw_writer(_name: str, _attribute: str) -> Writer:
    def write(out: Lines, fragment: str, indent: str, _own: str) -> None:
        if fragment:
            out.append(f"{indent}{_well_formed(fragment)}\n")

    return write


def _several(writer: Callable[[str, str], Writer]) -> Callable[[str, str], Writer]:
    """The writer of each one, for all of them."""

    def writer_of_all(name: str, attribute: str) -> Writer:
        write_one = writer(name, attribute)

        def write(out: Lines, several: tuple[Any, ...], indent: str, own: str) -> None:
            for one in several:
                write_one(out, one, indent, own)

        return write

    return writer_of_all


WRITERS: dict[Kind, Callable[[str, str], Writer]] = {
    Kind.NARRATIVES: _narratives_writer,
    Kind.TEXT: _text_writer,
    Kind.TEXTS: _several(_text_writer),
    Kind.LINE: _line_writer,
    Kind.LINES: _several(_line_writer),
    Kind.WORD: _word_writer,
    Kind.WORDS: _several(_word_writer),
    Kind.ONE: _element_writer,
    Kind.MANY: _several(_element_writer),
    Kind.RAW: _raw_writer,
}


def _well_formed(fragment: str) -> str:
    """A fragment as it is, once it has shown that it is one whole element and brings no entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    etree.fromstring(fragment, parser)
    return fragment


def _attribute(value: str | bool) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return _quoted(value)


def _text(value: str) -> str:
    return IMPOSSIBLE.sub("", value).translate(IN_TEXT) if NEEDS_CARE.search(value) else value


def _quoted(value: str) -> str:
    return IMPOSSIBLE.sub("", value).translate(IN_ATTRIBUTE) if NEEDS_CARE.search(value) else value
