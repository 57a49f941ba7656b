"""Any file to its text: what it is is told by its first bytes, and only between texts by its name.

This is the one way in: it refuses what is too large, unknown or empty before and after the formats' own readers.
"""

import re
from pathlib import PurePath

from toguna.figures.documents.document import Allowance, Document, Format, Limits, Note
from toguna.figures.documents.encodings import decoded
from toguna.figures.documents.markdown import without_markup
from toguna.figures.documents.pdf import document_of_pdf
from toguna.figures.documents.unreadable import (
    BrokenPdf,
    BrokenWord,
    Empty,
    FileTooLarge,
    NotText,
    OldWord,
    OtherOffice,
)
from toguna.figures.documents.web_page import looks_like_html, text_of_page
from toguna.figures.documents.word import document_of_word

WORD_NOT_SAID = "Le nom du fichier finit par « %(extension)s », mais c'est un document Word : il a été lu comme tel."
PDF_NOT_SAID = "Le nom du fichier finit par « %(extension)s », mais c'est un PDF : il a été lu comme tel."
HTML_NOT_SAID = "Le nom du fichier finit par « %(extension)s », mais c'est une page HTML : il a été lu comme tel."
NOT_SAID = {Format.WORD: WORD_NOT_SAID, Format.PDF: PDF_NOT_SAID, Format.HTML: HTML_NOT_SAID}
EXTENSIONS = {
    ".docx": Format.WORD,
    ".docm": Format.WORD,
    ".pdf": Format.PDF,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".htm": Format.HTML,
    ".html": Format.HTML,
    ".xhtml": Format.HTML,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_TEXT = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ\x90",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"RIFF",
)
NO_OFFICE = frozenset({".odt", ".ods", ".odp", ".xlsx", ".xls", ".pptx", ".ppt"})


def read_document(content: bytes, name: str = "", limits: Limits | None = None) -> Document:
    """The text of a file of any known format; raises an Unreadable that says what to do when there is none.

    >>> read_document("près de 60 %".encode("cp1252"), "bilan.txt").text
    'près de 60 %'
    """
    allowance = Allowance(limits or Limits())
    if len(content) > allowance.limits.file_bytes:
        raise FileTooLarge(megabytes=round(allowance.limits.file_bytes / 1_000_000, 1))
    if not content.strip(b"\x00 \t\r\n\f"):
        raise Empty
    extension = PurePath(name).suffix.lower()
    document = _read(content, extension, allowance)
    allowance.check_length(len(document.text))
    if not document.text.strip():
        raise Empty
    said = EXTENSIONS.get(extension)
    if said is not None and said is not document.format and document.format in NOT_SAID:
        wrong = Note(NOT_SAID[document.format], {"extension": extension})
        return Document(document.text, document.format, document.pages, (wrong, *document.notes))
    return document


def _read(content: bytes, extension: str, allowance: Allowance) -> Document:
    if b"%PDF-" in content[:1_024]:
        return document_of_pdf(content, allowance)
    if content.startswith(b"PK"):
        return document_of_word(content, allowance)
    if content.startswith(OLE):
        raise OldWord
    if extension in NO_OFFICE:
        raise OtherOffice
    if content.startswith(NO_TEXT):
        raise NotText
    said = EXTENSIONS.get(extension)
    if said is Format.PDF:
        raise BrokenPdf
    if said is Format.WORD:
        raise BrokenWord
    return _text(content, said, allowance)


def _text(content: bytes, said: Format | None, allowance: Allowance) -> Document:
    text = decoded(content)
    allowance.check_length(len(text))
    if said is Format.HTML or (said is not Format.MARKDOWN and looks_like_html(text)):
        return Document(text_of_page(content, allowance), Format.HTML)
    if said is Format.MARKDOWN:
        return Document(without_markup(text), Format.MARKDOWN)
    # Tools that draw text out of a PDF part its pages with form feeds.
    pages = [0, *(found.end() for found in re.finditer("\f", text))] if "\f" in text.strip("\f") else []
    return Document(text, Format.TEXT, tuple(enumerate(pages, 1)))
