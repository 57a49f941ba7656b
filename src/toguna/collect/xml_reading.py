"""XML from strangers, read without doing anything it asks for.

No document type, no entities, no files, no network, and limits on size, depth and number of elements. What is refused
is refused by name, with words for the person who sent it.
"""

import re
from typing import TypedDict

from lxml import etree

from toguna.collect.refusals import TOO_MANY_BYTES, RefusedFileError, limit

MOST_BYTES = 5_000_000
MOST_ELEMENTS = 100_000
MOST_DEPTH = 20
MOST_LETTERS = 20_000

NOT_XML = "Ce fichier n'est pas du XML lisible (ligne %(line)s). Envoyez la fiche de nouveau depuis le téléphone."
EMPTY = "Ce fichier est vide. Envoyez la fiche de nouveau depuis le téléphone."
DECLARES_ENTITIES = (
    "Cette fiche contient une déclaration de type ou d'entités, qui n'a rien à y faire. Elle n'a pas été lue. "
    "Envoyez-la depuis le formulaire."
)
TOO_MANY_TAGS = "Cette fiche a trop de balises : %(found)s, au plus %(most)s. Partagez-la en plusieurs fiches."
TOO_DEEP = "Cette fiche emboîte trop de niveaux : plus de %(most)s. Envoyez-la depuis le formulaire."
TOO_LONG = "Une réponse de cette fiche a %(found)s lettres, au plus %(most)s. Raccourcissez-la."
NOT_UTF8 = "Cette fiche n'est pas écrite en UTF-8 ; seul l'UTF-8 est lu. Envoyez-la depuis le formulaire."
WRONG_ENCODING = "Cette fiche est écrite en %(encoding)s. Seul l'UTF-8 est lu ; envoyez-la depuis le formulaire."


class ParserOptions(TypedDict):
    """What a parser is told that reads what strangers send."""

    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    dtd_validation: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


OBEYS_NOTHING = ParserOptions(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)

_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MOST_DEPTH + 1) + ")")
_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class NotXmlError(RefusedFileError):
    """The bytes are not well-formed XML."""

    code = "not-xml"


class EntitiesError(RefusedFileError):
    """The file declares a document type, the only place where entities come from."""

    code = "entities"


class WrongEncodingError(RefusedFileError):
    """The file is not UTF-8, or says that it is not."""

    code = "wrong-encoding"


def read_xml(payload: bytes) -> etree._Element:
    """The root element of a small, plain XML file; anything else raises a `RefusedFileError` that says why."""
    if not payload.strip():
        raise NotXmlError(EMPTY)
    limit(len(payload), MOST_BYTES, TOO_MANY_BYTES)
    _require_utf8(payload)
    # Refused before parsing: in UTF-8 a document type can only be spelled so, and outside its place it is no XML
    # that a form would send.
    if b"<!DOCTYPE" in payload or b"<!ENTITY" in payload:
        raise EntitiesError(DECLARES_ENTITIES)
    limit(payload.count(b"<"), 2 * MOST_ELEMENTS, TOO_MANY_TAGS)
    parser = etree.XMLParser(**OBEYS_NOTHING)
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError as error:
        raise NotXmlError(NOT_XML, line=error.lineno or 1) from None
    _require_shallow(root, len(payload))
    return root


def _require_utf8(payload: bytes) -> None:
    declared = _DECLARED_ENCODING.match(payload.removeprefix(b"\xef\xbb\xbf")[:300])
    encoding = declared[1].decode("ascii") if declared else "UTF-8"
    if encoding.upper() not in ("UTF-8", "UTF8", "US-ASCII"):
        raise WrongEncodingError(WRONG_ENCODING, encoding=encoding)
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        raise WrongEncodingError(NOT_UTF8) from None


def _require_shallow(root: etree._Element, size: int) -> None:
    if size <= MOST_LETTERS and not _TOO_DEEP(root):
        return
    level, depth = [root], 0
    while level:
        depth += 1
        limit(depth, MOST_DEPTH, TOO_DEEP)
        for element in level:
            limit(len(element.text or ""), MOST_LETTERS, TOO_LONG)
        level = [child for element in level for child in element]
