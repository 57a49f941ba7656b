"""The XML of a submission where a server gives only its answers, and the XML of one form as another form's.

Both are deterministic: the same answers give the same bytes, so a submission that is fetched twice is one.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from toguna.external.kobo_form import Row

_META = "meta"
# Kobo's own columns beside the answers; the version is the one that belongs to the submission.
_OWN = "_"
_VERSION = "__version__"
# Control characters, which JSON carries and XML refuses.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def answers_as_xml(answers: Mapping[str, Any], rows: Iterable[Row], *, form: str) -> tuple[bytes, tuple[str, ...]]:
    """The submission that these answers were read from, by the questions of its own version.

    Answers come under whole paths, repeats as lists. What the version does not ask is written after the rest and
    named, so that nothing is lost.
    """
    root = etree.Element(form, {"id": form, "version": str(answers.get(_VERSION) or "")})
    order = {row.path: place for place, row in enumerate(rows)}
    unknown: list[str] = []
    _write(root, "", answers, order, unknown)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True), tuple(sorted(set(unknown)))


def as_form(xml: bytes, form: str, renamed: Mapping[str, str]) -> bytes:
    """The same submission under another form's id, its questions called as the newest version calls them.

    >>> as_form(b'<a1 id="a1"><village>Talimbara</village></a1>', "forum", {"village": "localite"})
    b'<a1 id="forum"><localite>Talimbara</localite></a1>'
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    root.set("id", form)
    found = [(path, element) for element in root.iter(etree.Element) if (path := _path(element, root)) in renamed]
    # From the deepest up, so that a path is still true when its element is moved.
    for path, element in sorted(found, key=lambda pair: -pair[0].count("/")):
        groups, _slash, name = renamed[path].rpartition("/")
        if groups != path.rpartition("/")[0] and element.getparent() is not None:
            element.getparent().remove(element)  # type: ignore[union-attr]
            _at(root, groups).append(element)
        element.tag = name
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _write(
    parent: etree._Element, inside: str, answers: Mapping[str, Any], order: Mapping[str, int], unknown: list[str]
) -> None:
    for path in sorted(answers, key=lambda path: (order.get(path, len(order)), path)):
        value = answers[path]
        if value is None or (path.startswith(_OWN) and path != _VERSION):
            continue
        groups, _slash, name = path.rpartition("/")
        if path not in order and not path.startswith((f"{_META}/", "formhub/")) and path != _VERSION:
            unknown.append(path)
        within = _at(parent, groups.removeprefix(inside).strip("/"))
        if isinstance(value, list):
            for occurrence in value:
                if isinstance(occurrence, dict):
                    _write(etree.SubElement(within, name), path, occurrence, order, unknown)
        else:
            etree.SubElement(within, name).text = _NOT_IN_XML.sub("", str(value))


def _at(parent: etree._Element, groups: str) -> etree._Element:
    for name in filter(None, groups.split("/")):
        found = parent.find(name)
        parent = found if found is not None else etree.SubElement(parent, name)
    return parent


def _path(element: etree._Element, root: etree._Element) -> str:
    names = []
    node: etree._Element | None = element
    while node is not None and node is not root:
        names.append(etree.QName(node).localname)
        node = node.getparent()
    return "/".join(reversed(names))
