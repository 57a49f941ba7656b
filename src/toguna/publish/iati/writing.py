"""A file of IATI activities as bytes, in the order of the schema; the same model gives the same bytes.

It follows the table that stands with the model, so it cannot misplace an element. It reads no clock, invents no
default and never says whether what it writes is valid or true.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from lxml import etree

from toguna.rules.iati import Element, IatiActivity, IatiFile, Kind, Narratives, Unmodelled, parts_of

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

# What is to be written, the indent of its line and the activity's own language; the lines, each with its end.
Writer = Callable[[Any, str, str], str]


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
    opening = _attributes(PLANS[type(head)], head.__dict__) + "".join(_foreign_attributes(head.unmodelled))
    yield f"{HEAD}<iati-activities{opening}>\n".encode()
    for activity in activities:
        yield write_activity(activity)
    yield f"{_foreign_elements(head.unmodelled, INDENT)}</iati-activities>\n".encode()


def write_activity(activity: IatiActivity) -> bytes:
    """One activity. A narrative in the activity's own language says no language."""
    return _element("iati-activity", activity, INDENT, activity.language or "").encode()


@dataclass(frozen=True)
class _Plan:
    """How one shape is written: the fields that are attributes, those that are children, the one that is its text."""

    # A field, and what stands before its value.
    attributes: tuple[tuple[str, str], ...]
    # A field, what it is where nothing was said, and how it is written.
    children: tuple[tuple[str, object, Writer], ...]
    content: str
    is_leaf: bool


def _planned(shape: type[Element]) -> _Plan:
    parts = parts_of(shape)
    attributes = [part for part in parts if part.kind in ATTRIBUTES]
    children = [part for part in parts if part.kind not in ATTRIBUTES and part.kind is not Kind.CONTENT]
    unsaid = {one.name: one.default for one in fields(shape)}
    content = next((part.field for part in parts if part.kind is Kind.CONTENT), "")
    return _Plan(
        tuple((part.field, f' {part.name.replace(XML_NAMESPACE, "xml:")}="') for part in attributes),
        tuple((part.field, unsaid[part.field], WRITERS[part.kind](part.name, part.attribute)) for part in children),
        content,
        not children and not content,
    )


class _Plans(dict[type[Element], _Plan]):
    """The plan of each shape, made when it is first met."""

    def __missing__(self, shape: type[Element]) -> _Plan:
        plan = self[shape] = _planned(shape)
        return plan


PLANS = _Plans()


def _element(name: str, element: Element, indent: str, own: str) -> str:
    plan, said = PLANS[type(element)], element.__dict__
    opening = f"{indent}<{name}{_attributes(plan, said)}"
    unmodelled = element.unmodelled
    if plan.is_leaf and not unmodelled:
        return f"{opening}/>\n"
    inside, deeper = "", indent + INDENT
    for field, unsaid, write in plan.children:
        value = said[field]
        if value is not unsaid and (value or value == ""):
            inside += write(value, deeper, own)
    if unmodelled:
        opening += "".join(_foreign_attributes(unmodelled))
        inside += _foreign_elements(unmodelled, deeper)
    text = _text(said[plan.content]) if plan.content else ""
    if inside:
        return f"{opening}>{text}\n{inside}{indent}</{name}>\n"
    return f"{opening}>{text}</{name}>\n" if text else f"{opening}/>\n"


def _attributes(plan: _Plan, said: dict[str, Any]) -> str:
    told = ""
    for field, before in plan.attributes:
        value = said[field]
        if value is None:
            continue
        # Most attributes are a code or a number, which need no care.
        plain = type(value) is str and value.isalnum()
        told += f'{before}{value if plain else _attribute(value)}"'
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


def _foreign_elements(kept: Iterable[Unmodelled], indent: str) -> str:
    return "".join(f"{indent}{_well_formed(one.text)}\n" for one in kept if not one.is_attribute)


def _narratives_writer(_name: str, _attribute: str) -> Writer:
    return _narratives


def _narratives(said: Narratives, indent: str, own: str) -> str:
    lines = ""
    for language, text in said:
        told = f' {LANGUAGE}="{_quoted(language)}"' if language and language != own else ""
        lines += f"{indent}<narrative{told}>{_text(text)}</narrative>\n"
    return lines


def _text_writer(name: str, _attribute: str) -> Writer:
    def write(said: Narratives, indent: str, own: str) -> str:
        return f"{indent}<{name}>\n{_narratives(said, indent + INDENT, own)}{indent}</{name}>\n"

    return write


def _line_writer(name: str, _attribute: str) -> Writer:
    def write(text: str, indent: str, _own: str) -> str:
        return f"{indent}<{name}>{_text(text)}</{name}>\n"

    return write


def _word_writer(name: str, attribute: str) -> Writer:
    def write(word: str, indent: str, _own: str) -> str:
        return f'{indent}<{name} {attribute}="{_quoted(word)}"/>\n'

    return write


def _element_writer(name: str, _attribute: str) -> Writer:
    def write(element: Element, indent: str, own: str) -> str:
        return _element(name, element, indent, own)

    return write


def _elements_writer(name: str, _attribute: str) -> Writer:
    def write(elements: tuple[Element, ...], indent: str, own: str) -> str:
        return "".join([_element(name, element, indent, own) for element in elements])

    return write


def _raw_writer(_name: str, _attribute: str) -> Writer:
    def write(fragment: str, indent: str, _own: str) -> str:
        return f"{indent}{_well_formed(fragment)}\n" if fragment else ""

    return write


def _several(writer: Callable[[str, str], Writer]) -> Callable[[str, str], Writer]:
    """The writer of each one, for all of them."""

    def writer_of_all(name: str, attribute: str) -> Writer:
        write_one = writer(name, attribute)

        def write(several: tuple[Any, ...], indent: str, own: str) -> str:
            return "".join([write_one(one, indent, own) for one in several])

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
    Kind.MANY: _elements_writer,
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
