"""Word's .docx to its text: paragraphs, tables row by row, notes; tracked deletions, comments and headers are left out.

A .docx is a zip with XML in it, from anywhere: it is never unpacked beyond a limit, nor may it declare entities.
Pages are those at which Word last broke them, if it said so.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from toguna.figures.documents.document import Allowance, Document, Format, Note
from toguna.figures.documents.paragraphs import Paragraphs
from toguna.figures.documents.superscripts import raised
from toguna.figures.documents.unreadable import (
    BrokenWord,
    ForbiddenMarkup,
    OtherOffice,
    Protected,
    SwollenWord,
    Unreadable,
)

SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
LEFT_OUT = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback", "pict", "rPr", "pPr", "sectPr", "tblPr"})
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
HEADERS_LEFT_OUT = "Les en-têtes et les pieds de page du document n'ont pas été lus."
DELETIONS_LEFT_OUT = (
    "Le suivi des modifications est actif : ce qui y est supprimé n'a pas été lu, ce qui y est ajouté l'a été."
)


def document_of_word(content: bytes, allowance: Allowance) -> Document:
    """The text of a .docx, an empty line between paragraphs; raises what is wrong with it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = {member.filename: member for member in archive.infolist()}
            _refuse_what_is_no_word(members)
            parts = {name: _unpacked(archive, members[name], allowance) for name in PARTS if name in members}
    except Unreadable:
        raise
    except Exception as failure:
        # A damaged archive breaks its reader in many ways; whoever sent it needs one answer.
        raise BrokenWord from failure
    written = _Written(allowance, Paragraphs(allowance))
    for name in PARTS:
        if name in parts:
            written.add(_tree(parts[name]), has_pages=name == PARTS[0])
    notes = [Note(DELETIONS_LEFT_OUT)] if written.deletions else []
    if any(re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) for name in members):
        notes.append(Note(HEADERS_LEFT_OUT))
    return Document(written.paragraphs.text(), Format.WORD, written.page_marks(), tuple(notes))


def _refuse_what_is_no_word(members: dict[str, zipfile.ZipInfo]) -> None:
    if PARTS[0] in members:
        return
    if any(name.startswith(("xl/", "ppt/", "META-INF/")) or name == "mimetype" for name in members):
        raise OtherOffice
    raise BrokenWord


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: Allowance) -> bytes:
    """One part of the archive; what it says of its own size is not believed."""
    limit = allowance.limits.unpacked_bytes
    if member.flag_bits & 1:
        raise Protected
    with archive.open(member) as part:
        unpacked = part.read(limit + 1)
    if len(unpacked) > limit:
        raise SwollenWord(megabytes=round(limit / 1_000_000))
    return unpacked


def _tree(part: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as failure:
        if re.search(r"depth|entit", str(failure), re.IGNORECASE):
            raise ForbiddenMarkup from failure
        raise BrokenWord from failure
    # No word processor declares a document type; whoever does wants entities.
    if tree.getroottree().docinfo.internalDTD is not None:
        raise ForbiddenMarkup
    return tree


@dataclass(slots=True)
class _Written:
    """What has been read so far, piece by piece, without recursion: nesting is the writer's choice."""

    allowance: Allowance
    paragraphs: Paragraphs
    deletions: bool = False
    rendered_breaks: list[int] = field(default_factory=list)
    typed_breaks: list[int] = field(default_factory=list)
    notes_begin: int | None = None
    left_out: int = 0

    def add(self, root: etree._Element, *, has_pages: bool) -> None:
        """One part of the document, after those before it."""
        if not has_pages and self.notes_begin is None:
            self.notes_begin = self.paragraphs.length
        for number, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
            if number % 5_000 == 0:
                self.allowance.check_time()
            name = _name(element)
            if event == "start":
                self.deletions = self.deletions or name in {"del", "moveFrom"}
                self.left_out += name in LEFT_OUT or _is_hidden(element, name)
                if not self.left_out:
                    self._begin(element, name, has_pages)
            else:
                if not self.left_out:
                    self._end(name)
                self.left_out -= name in LEFT_OUT or _is_hidden(element, name)

    def _begin(self, element: etree._Element, name: str, has_pages: bool) -> None:
        written = self.paragraphs
        if name == "t":
            written.write(raised(element.text or "") if _is_raised(element) else element.text or "")
        elif name == "tab":
            written.write("\t")
        elif name == "noBreakHyphen":
            written.write("‑")
        elif name == "lastRenderedPageBreak" and has_pages:
            self.rendered_breaks.append(written.length)
        elif name in {"br", "cr"}:
            if has_pages and _attribute(element, "type") == "page":
                self.typed_breaks.append(written.length)
            written.end_line()
        elif name == "tc":
            written.begin_cell()

    def _end(self, name: str) -> None:
        if name in {"p", "tbl"}:
            self.paragraphs.end_paragraph()
        elif name == "tc":
            self.paragraphs.end_cell()
        elif name == "tr":
            self.paragraphs.end_row()

    def page_marks(self) -> tuple[tuple[int, int], ...]:
        """Where Word broke its pages; where it says nothing, the breaks that the writer typed; else none are known."""
        breaks = self.rendered_breaks or self.typed_breaks
        if not breaks:
            return ()
        marks = [(number, start) for number, start in enumerate([0, *breaks], 1)]
        # Notes stand after the body here, and on many pages there: of them the page is not known.
        return (*marks, (0, self.notes_begin)) if self.notes_begin is not None else tuple(marks)


def _name(element: etree._Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    space, _, name = tag.rpartition("}")
    # Pictures and formulas have elements of the same names; a fallback repeats what was said before it.
    return name if space.lstrip("{") in SPACES or name == "Fallback" else ""


def _attribute(element: etree._Element, name: str) -> str:
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _properties(run: etree._Element) -> Iterator[etree._Element]:
    for child in run:
        if _name(child) == "rPr":
            yield from child


def _is_hidden(element: etree._Element, name: str) -> bool:
    return name == "r" and any(_name(property_) == "vanish" for property_ in _properties(element))


def _is_raised(text: etree._Element) -> bool:
    run = text.getparent()
    return run is not None and any(
        _name(property_) == "vertAlign" and _attribute(property_, "val") == "superscript"
        for property_ in _properties(run)
    )
