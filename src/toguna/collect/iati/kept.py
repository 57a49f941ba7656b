"""What has no place in the model, as XML of its own that can be written again and says the same when read again."""

import re
from copy import deepcopy
from urllib.parse import quote

from lxml import etree

from toguna.rules.iati import Unmodelled

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


# A name whose prefix nobody declared is of a namespace all the same; this says of which.
_UNDECLARED = "urn:undeclared:"
_NAME = re.compile(r"[^\W\d][\w.·-]*")
_BARE_PREFIX = re.compile(rf"({_NAME.pattern}):({_NAME.pattern})")
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:[A-Za-z0-9/?@!$&'()*+,;=._~#-]|:|%[0-9A-Fa-f]{2})+")


def namespace_of(root: etree._Element) -> str:
    """The namespace that a file puts IATI's own names in; IATI has none, some publishers give it one."""
    return str(root.tag).removeprefix("{").rpartition("}")[0]


def line_of(element: etree._Element) -> int:
    """The line of the file where an element begins; 0 where that is not known."""
    # The stubs of lxml do not say what this is.
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 0


def local_name(tag: str, namespace: str) -> str:
    """An element's name with us: IATI's own bare, a foreign one with its namespace.

    >>> local_name("{urn:iati}result", "urn:iati"), local_name("{urn:akvo}type", "")
    ('result', '{urn:akvo}type')
    """
    return tag.removeprefix(f"{{{namespace}}}") if namespace else tag


def bare_name(element: etree._Element) -> str:
    """An element's name without where it is from. A prefix that nobody declared stays part of it.

    >>> bare_name(etree.fromstring('<result xmlns="urn:iati"/>'))
    'result'
    """
    return str(element.tag).rpartition("}")[2]


def sound_name(name: str) -> str:
    """A name that can be written again: its prefix declared, its namespace an address.

    >>> sound_name("plat:score"), sound_name("{urn:é}score"), sound_name("{urn:x}score"), sound_name("score")
    ('{urn:undeclared:plat}score', '{urn:undeclared:urn%3A%C3%A9}score', '{urn:x}score', 'score')
    >>> sound_name("a:b:c")
    '{urn:undeclared:a%3Ab%3Ac}name'
    """
    if found := _BARE_PREFIX.fullmatch(name):
        return f"{{{_UNDECLARED}{quote(found[1])}}}{found[2]}"
    namespace, closing, local = name.removeprefix("{").rpartition("}")
    if not _NAME.fullmatch(local):
        return f"{{{_UNDECLARED}{quote(name, safe='')}}}name"
    if not closing or _ADDRESS.fullmatch(namespace):
        return name
    return f"{{{_UNDECLARED}{quote(namespace, safe='')}}}{local}"


def readable_name(name: str) -> str:
    """A name as it can be shown: a foreign one with where it is from behind it.

    >>> readable_name("{https://platform.example/ns}score"), readable_name("colour")
    ('score (https://platform.example/ns)', 'colour')
    """
    namespace, _, local = name.removeprefix("{").rpartition("}")
    return f"{local} ({namespace})" if namespace else local


def kept_element(element: etree._Element, namespace: str) -> Unmodelled:
    """The element with all that is in it. The namespaces that it uses are declared in it, and no others."""
    if not element.nsmap:
        # Nothing around it declares anything, so that it says the same alone: most unknown elements are of this kind.
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        if ":" not in text:
            return Unmodelled(name=str(element.tag), text=text, line=line_of(element))
    return _kept(deepcopy(element), element, namespace)


def kept_text(element: etree._Element, texts: list[str], namespace: str) -> Unmodelled:
    """Text where the schema has none, in an element of the same name so that it is somebody's."""
    alone = element.makeelement(element.tag)
    alone.text = " ".join(texts)
    return _kept(alone, element, namespace)


def left_over(
    element: etree._Element, namespace: str, *, attributes: tuple[str, ...], text: bool, narratives: bool = False
) -> Unmodelled | None:
    """The element without what was understood of it; None where nothing is left.

    Of narratives that were taken, what is theirs beyond text and language is left.
    """
    alone = deepcopy(element)
    alone.tail = None
    for name in attributes:
        alone.attrib.pop(name, "")
    if text:
        alone.text = None
        for child in alone:
            child.tail = None
    if narratives:
        for child in list(alone):
            if local_name(str(child.tag), namespace) != "narrative":
                continue
            child.attrib.pop(XML_LANGUAGE, "")
            if not child.attrib:
                alone.remove(child)
            else:
                for inside in list(child):
                    child.remove(inside)
                child.text = child.tail = None
    nothing = not alone.attrib and not len(alone) and not (alone.text or "").strip()
    return None if nothing else _kept(alone, element, namespace)


def _kept(alone: etree._Element, original: etree._Element, namespace: str) -> Unmodelled:
    if namespace:
        for one in alone.iter(f"{{{namespace}}}*"):
            one.tag = bare_name(one)
    for one in alone.iter():
        if (sound := sound_name(str(one.tag))) != one.tag:
            one.tag = sound
        for name, text in one.items():
            if (sound := sound_name(str(name))) != name:
                one.attrib.pop(name)
                one.set(sound, text)
    etree.cleanup_namespaces(alone)
    text = etree.tostring(alone, encoding="unicode", with_tail=False)
    return Unmodelled(name=str(alone.tag), text=text, line=line_of(original))
