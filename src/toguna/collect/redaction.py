"""A person taken out of kept bytes: name and telephone blanked on their lines, and wherever else they stand as text.

Everything else stays, so that the sheet still counts the same seats. It does not know why, nor who asked for it.
"""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lxml import etree

from toguna.collect.attendance_workbook import PARTICIPANTS, SHEETS
from toguna.collect.tables import Row, TableReader
from toguna.collect.workbooks import open_workbook, save_workbook
from toguna.collect.xml_reading import read_xml
from toguna.rules.spelling import plain

ERASED = "…"
BLANKED = ("name", "phone")
# A shorter number is a year or an age as well.
FEWEST_DIGITS = 6


@dataclass(frozen=True)
class Traces:
    """How one person was written, in the names and telephone numbers of their lines."""

    names: frozenset[str]
    phones: frozenset[str]

    def are_of(self, name: str | None, phone: str | None) -> bool:
        """Whether this name or this number is the person's; case, accents and spaces are no difference.

        >>> Traces(frozenset({"Awa Diallo"}), frozenset({"76 12 34 56"})).are_of("AWA  DIALLO", None)
        True
        """
        same_name = bool(name) and plain(name or "") in {plain(known) for known in self.names}
        same_phone = bool(digits(phone)) and digits(phone) in {digits(known) for known in self.phones}
        return same_name or same_phone

    def taken_out_of(self, text: str) -> str:
        """The text without this person's name or number.

        >>> Traces(frozenset({"Awa Diallo"}), frozenset({"76123456"})).taken_out_of("Vu avec awa diallo, 76 12 34 56.")
        'Vu avec …, ….'
        """
        for pattern in self.patterns():
            text = pattern.sub(ERASED, text)
        return text

    def patterns(self) -> list[re.Pattern[str]]:
        """What to look for in running text; the longest first, because one name may hold another."""
        words = [r"\s+".join(map(re.escape, name.split())) for name in self.names if name.strip()]
        numbers = [r"[\s.\-]*".join(digits(phone)) for phone in self.phones if len(digits(phone)) >= FEWEST_DIGITS]
        sought = sorted(words + numbers, key=len, reverse=True)
        return [re.compile(rf"(?<!\w){one}(?!\w)", re.IGNORECASE) for one in sought]


def digits(phone: str | None) -> str:
    """A telephone number without what people put between its digits."""
    return re.sub(r"\D", "", phone or "")


def blank_in_submission(payload: bytes, lines: Collection[int], traces: Traces) -> bytes:
    """A phone's submission without the person on these participant lines (from 1).

    Raises a `RefusedFileError` where the bytes are no XML that we read.
    """
    root = read_xml(payload)
    participants = [node for node in root if etree.QName(node).localname == "participant"]
    others = {id(node) for number, node in enumerate(participants, start=1) if number not in lines}
    for number in lines:
        for node in participants[number - 1].iter(etree.Element):
            if etree.QName(node).localname in BLANKED:
                node.text = None
    # Another line may bear the same name and be somebody else.
    for child in root:
        if id(child) not in others:
            take_out_of_node(child, traces)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def take_out_of_node(top: etree._Element, traces: Traces) -> None:
    """Take the person out of every text under a node."""
    for node in top.iter(etree.Element):
        node.text = traces.taken_out_of(node.text) if node.text else node.text
        node.tail = traces.taken_out_of(node.tail) if node.tail else node.tail


def blank_in_json(payload: bytes, lines: Collection[int], traces: Traces) -> bytes:
    """The desk's sheet without the person on these participant lines (from 1), written the same way."""
    content = json.loads(payload)
    for number, participant in enumerate(content["participants"], start=1):
        if number in lines:
            for name in BLANKED:
                participant.pop(name, None)
            content["participants"][number - 1] = taken_out_of_values(participant, traces)
    content["sheet"] = taken_out_of_values(content["sheet"], traces)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def taken_out_of_values(answers: dict[str, object], traces: Traces) -> dict[str, object]:
    """The answers without the person in their texts."""
    return {
        name: traces.taken_out_of(answer) if isinstance(answer, str) else answer for name, answer in answers.items()
    }


def blank_in_workbook(payload: bytes, key: str, traces: Traces) -> bytes:
    """A workbook without the person on the lines of the sheet that bears this number.

    Raises a `RefusedFileError` where the bytes are no workbook that we read.
    """
    reader = TableReader(payload)
    workbook = open_workbook(payload)
    for row in rows_of(reader.rows(SHEETS), key):
        clean_cells(workbook[row.tab][row.number], traces)
    for row in rows_of(reader.rows(PARTICIPANTS), key):
        if not traces.are_of(as_text(row.values.get("name")), as_text(row.values.get("phone"))):
            continue
        tab = workbook[row.tab]
        for name in BLANKED:
            if name in row.letters:
                tab[f"{row.letters[name]}{row.number}"].value = None
        clean_cells(tab[row.number], traces)
    return save_workbook(workbook)


def rows_of(rows: Iterable[Row], key: str) -> list[Row]:
    """The rows of the sheet with this number, spelled however it is."""
    return [row for row in rows if plain(as_text(row.values.get("key"))) == plain(key)]


def clean_cells(cells: Iterable[object], traces: Traces) -> None:
    """Take the person out of every text of one row, and out of the remarks pinned to its cells."""
    for cell in cells:
        value = getattr(cell, "value", None)
        if isinstance(value, str):
            cell.value = traces.taken_out_of(value)  # type: ignore[attr-defined]
        comment = getattr(cell, "comment", None)
        if comment is not None:
            comment.text = traces.taken_out_of(comment.text)


def as_text(value: object) -> str:
    """A cell's value as people read it; a telephone number typed as a number has no decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def blank_in_text(payload: bytes, traces: Traces) -> bytes:
    """Bytes that nobody can read as a sheet, without the person as far as they stand in it as text."""
    text = payload.decode("utf-8", errors="surrogateescape")
    return traces.taken_out_of(text).encode("utf-8", errors="surrogateescape")
