"""An IATI file read one activity at a time, and nothing done that it asks for.

No document type, no entities, no network, limits on depth and on the size of one activity; memory holds one activity
and the piece of file around it. What a file of any size may hold beyond that is not judged here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from toguna.publish.iati.validity.rules_of_iati import Element

RECORDS = {"iati-activities": "iati-activity", "iati-organisations": "iati-organisation"}
BYTES_AT_A_TIME = 1 << 16
MOST_BYTES_OF_A_RECORD = 32_000_000

EMPTY = "Ce fichier est vide. Choisissez-en un autre."
NOT_XML = "Ce fichier n'est pas du XML lisible, ligne %(line)s : %(reason)s. Produisez-le de nouveau."
DECLARES_ENTITIES = (
    "Ce fichier déclare un type de document ou des entités, qui n'ont rien à y faire. Il n'a pas été lu plus loin. "
    "Retirez la déclaration."
)
TOO_LARGE = (
    "Une activité de ce fichier dépasse %(most)s millions d'octets, ou le fichier n'est pas de l'IATI. Il n'a pas été "
    "lu plus loin."
)

# A document type in the encodings that files come in; anything else is seen when the parser has read it.
DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class UnreadableFileError(Exception):
    """A file that is not, or not safely, XML: a French template and its values say why, and on which line."""

    def __init__(self, message: str, line: int = 1, **values: object) -> None:
        super().__init__(message % {**values, "line": line})
        self.message, self.line, self.values = message, line, {**values, "line": line}


@dataclass(frozen=True)
class Record:
    """One activity or organisation of a file, its place among them, and its root."""

    element: Element
    number: int
    root: Element
    strangers: tuple[Element, ...] = ()


def opened(body_or_path: bytes | Path | BinaryIO) -> BinaryIO:
    """A file to read from, whatever was given: its bytes, its path, or itself."""
    if isinstance(body_or_path, bytes):
        return BytesIO(body_or_path)
    return body_or_path.open("rb") if isinstance(body_or_path, Path) else body_or_path


def read_records(file: BinaryIO) -> Iterator[Element | Record]:
    """First the root, as soon as its attributes are known; then every record of the file, which is forgotten after it.

    Elements between records that are neither records nor of another namespace come as the next record's strangers.
    """
    tags = [*RECORDS, *RECORDS.values()]
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    root: Element | None = None
    number, since_last = 0, 0
    try:
        for piece in _pieces(file):
            parser.feed(piece)
            since_last += len(piece)
            for event, element in parser.read_events():
                if not isinstance(element, etree._Element):
                    continue
                if event == "start" and element.getparent() is None:
                    root = element
                    _refuse_document_type(root)
                    yield root
                elif event == "end" and root is not None and element.getparent() is root:
                    number, since_last = number + 1, 0
                    yield Record(element, number, root, _strangers_before(element))
                    _forget(element)
            if since_last > MOST_BYTES_OF_A_RECORD:
                raise UnreadableFileError(TOO_LARGE, most=MOST_BYTES_OF_A_RECORD // 1_000_000)
        whole = parser.close()
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(
            NOT_XML, line=error.lineno or 1, reason=(error.msg or "").split(", line")[0]
        ) from None
    if root is None:
        _refuse_document_type(whole)
        yield whole


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    first = file.read(BYTES_AT_A_TIME)
    if not first.strip():
        raise UnreadableFileError(EMPTY)
    if any(declared in first for declared in DOCUMENT_TYPES):
        raise UnreadableFileError(DECLARES_ENTITIES)
    yield first
    while piece := file.read(BYTES_AT_A_TIME):
        yield piece


def _refuse_document_type(root: Element) -> None:
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # the stubs do not know it
        raise UnreadableFileError(DECLARES_ENTITIES)


def _strangers_before(element: Element) -> tuple[Element, ...]:
    """What stands between this record and the one before it and belongs to nobody."""
    records = RECORDS.values()
    return tuple(
        other
        for other in element.itersiblings(preceding=True)
        if isinstance(other.tag, str) and other.tag not in records
    )


def _forget(element: Element) -> None:
    """Free a record that was judged, and all that came before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (earlier := element.getprevious()) is not None:
        parent.remove(earlier)
