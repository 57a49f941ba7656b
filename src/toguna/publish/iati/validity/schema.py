"""IATI's XML schema 2.03 on one activity at a time, with what it found in words.

The schema is the one that pyIATI carries; each file gets its own copy, because a schema remembers what it found last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from toguna.publish.iati.validity.codelists import standard_folder
from toguna.publish.iati.validity.rules_of_iati import Element, line_of
from toguna.publish.iati.validity.stream import RECORDS

XSD = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS = {
    "iati-activities": "iati-activities-schema.xsd",
    "iati-organisations": "iati-organisations-schema.xsd",
}

NOT_EXPECTED = (
    "L'élément « %(element)s » n'est pas à sa place ou ne doit pas être là. On attendait ici : %(expected)s. "
    "L'ordre des éléments compte."
)
MISPLACED = "L'élément « %(element)s » n'est pas à sa place ou ne doit pas être là. Retirez-le ou déplacez-le."
CHILD_MISSING = "Il manque quelque chose dans l'élément « %(element)s » : %(expected)s. Ajoutez-le."
ATTRIBUTE_MISSING = "L'élément « %(element)s » doit avoir l'attribut « %(attribute)s ». Ajoutez-le."
ATTRIBUTE_REFUSED = "L'élément « %(element)s » n'a pas d'attribut « %(attribute)s » dans l'IATI 2.03. Retirez-le."
VALUE_REFUSED = "« %(value)s » ne peut pas être la valeur de « %(element)s » (%(kind)s attendu). Corrigez-la."
TEXT_REFUSED = "L'élément « %(element)s » contient du texte qui ne doit pas y être. Retirez-le."
OTHERWISE = "Le schéma de l'IATI 2.03 refuse ceci : %(reason)s Corrigez le fichier."

_ELEMENT = r"Element '(?P<element>[^']+)'"
_SAID = (
    (rf"{_ELEMENT}: This element is not expected\. Expected is (?:one of )?\( (?P<expected>[^)]+) \)", NOT_EXPECTED),
    (rf"{_ELEMENT}: This element is not expected", MISPLACED),
    (rf"{_ELEMENT}: Missing child element\(s\)\. Expected is (?:one of )?\( (?P<expected>[^)]+) \)", CHILD_MISSING),
    (rf"{_ELEMENT}: The attribute '(?P<attribute>[^']+)' is required but missing", ATTRIBUTE_MISSING),
    (rf"{_ELEMENT}, attribute '[^']+': The attribute '(?P<attribute>[^']+)' is not allowed", ATTRIBUTE_REFUSED),
    (rf"{_ELEMENT}: Character content (?:other than whitespace )?is not allowed", TEXT_REFUSED),
    (
        rf"{_ELEMENT}(?:, attribute '[^']+')?: '(?P<value>.*)' is not a valid value of the (?:atomic|union|list) type "
        rf"'(?P<kind>[^']+)'",
        VALUE_REFUSED,
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), message) for pattern, message in _SAID)
LONGEST_VALUE_SHOWN = 80


@dataclass(frozen=True)
class SchemaFault:
    """What the schema refuses: a French template with its values, and the line."""

    message: str
    values: Mapping[str, object]
    line: int


class SchemaOfIati:
    """The schema of one kind of file, for the reading of one file."""

    def __init__(self, kind: str) -> None:
        folder = standard_folder() / "2-03" / "schemas"
        self._kind = kind
        tree = etree.parse(folder / SCHEMAS[kind], etree.XMLParser(no_network=True))
        _make_deterministic(tree)
        self._schema = etree.XMLSchema(tree)

    def faults(self, record: Element) -> Iterator[SchemaFault]:
        """What the schema refuses in one record."""
        if self._schema.validate(record):
            return
        yield from (fault_in_words(said, line) for said, line in self._log())

    def faults_of_the_root(self, root: Element) -> Iterator[SchemaFault]:
        """What it refuses in the root's own attributes; the records are judged one by one."""
        shell = etree.Element(root.tag)
        for name, value in root.attrib.items():
            shell.set(name, value)
        etree.SubElement(shell, RECORDS[self._kind])
        if not self._schema.validate(shell):
            here = f"Element '{root.tag}'"
            yield from (fault_in_words(said, line_of(root)) for said, _ in self._log() if here in said)

    def _log(self) -> Iterator[tuple[str, int]]:
        """What libxml2 said last, and on which lines."""
        log: Iterable[etree._LogEntry] = self._schema.error_log  # type: ignore[assignment]  # the stubs do not know it
        yield from ((entry.message, entry.line) for entry in log)


def _make_deterministic(tree: etree._ElementTree) -> None:
    """The schema of organisations allows foreign elements both before and after a document's countries.

    libxml2 refuses such a schema as ambiguous. The second of the two places is left out: a publisher's own element
    after a document's countries is refused here, and nothing else changes.
    """
    for extended in tree.findall(f"{XSD}complexType[@name='documentLinkWithReceipientCountry']"):
        for sequence in extended.findall(f"{XSD}complexContent/{XSD}extension/{XSD}sequence"):
            for foreign in sequence.findall(f"{XSD}any"):
                sequence.remove(foreign)


def fault_in_words(said: str, line: int) -> SchemaFault:
    """What libxml2 says of a fault, in French and with what to do.

    >>> fault_in_words("Element 'title': Missing child element(s). Expected is ( narrative ).", 7).values["expected"]
    'narrative'
    """
    for pattern, message in _PATTERNS:
        if found := pattern.search(said):
            values = {name: value[:LONGEST_VALUE_SHOWN] for name, value in found.groupdict().items()}
            return SchemaFault(message, values, line)
    return SchemaFault(OTHERWISE, {"reason": said}, line)
