"""An XForm as a file: which other files it wants beside it, its version, and whether its formulas can be read at all.

It does not know which of those files are there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from toguna.collect.questions import NOT_A_FORM, NotAFormError
from toguna.collect.xml_reading import read_xml

# Where each kind of file is looked for on the device; `instance` is the last submission, which is no file.
KINDS = {"images": "image", "audio": "audio", "video": "video", "file": "file", "file-csv": "file"}
FORMULAS = ("relevant", "constraint", "calculate", "required", "readonly")


@dataclass(frozen=True)
class WantedFile:
    """A file that a form names: image, audio, video, or any other file."""

    name: str
    kind: str


@dataclass(frozen=True)
class BadFormula:
    """A formula that no device can read: of which question, in which column, and the formula itself."""

    path: str
    column: str
    formula: str


def files_wanted(xform: bytes) -> tuple[WantedFile, ...]:
    """The files that devices must have beside the form, in the order in which it names them."""
    found: dict[str, WantedFile] = {}
    for address in _addresses(read_xml(xform)):
        place, _slash, name = address.removeprefix("jr://").partition("/")
        if place in KINDS and name:
            found.setdefault(name, WantedFile(name, KINDS[place]))
    return tuple(found.values())


def is_plain_name(name: str) -> bool:
    """Whether this can name a file and nothing else.

    >>> is_plain_name("communes.csv"), is_plain_name("../communes.csv"), is_plain_name("")
    (True, False, False)
    """
    plain = bool(name) and name == PurePosixPath(name).name and "\\" not in name and name not in (".", "..")
    return plain and len(name) <= 160 and name.isprintable()


def with_version(xform: bytes, version: str) -> bytes:
    """The same form under another version."""
    root = read_xml(xform)
    _primary(root).set("version", version)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def bad_formulas(xform: bytes) -> Iterator[BadFormula]:
    """Formulas whose syntax is wrong: the device would refuse the whole form, and the converter does not look."""
    root = read_xml(xform)
    name = etree.QName(_primary(root)).localname
    for bind in root.iter():
        if not isinstance(bind.tag, str) or etree.QName(bind).localname != "bind":
            continue
        for column in FORMULAS:
            formula = bind.get(column)
            if formula and not is_formula(formula):
                path = (bind.get("nodeset") or "").removeprefix(f"/{name}/")
                yield BadFormula(path, "calculation" if column == "calculate" else column, formula)


def is_formula(written: str) -> bool:
    """Whether it is an expression as XPath 1.0 writes them; what its functions do is the device's.

    >>> is_formula("if(selected(../a, 'x'), 1, 2)"), is_formula("${a} >> 3")
    (True, False)
    """
    try:
        etree.XPath(written)
    except etree.XPathSyntaxError:
        return False
    return True


def _primary(root: etree._Element) -> etree._Element:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == "instance" and len(element):
            return element[0]
    raise NotAFormError(NOT_A_FORM, missing="<instance>")


def _addresses(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        source = element.get("src") or ""
        if source.startswith("jr://"):
            yield source
        if etree.QName(element).localname == "value" and (element.text or "").strip().startswith("jr://"):
            yield (element.text or "").strip()
