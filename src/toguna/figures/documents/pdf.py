"""A PDF to its text with the pages it stands on.

pypdf reads the file under limits of ours; a page that cannot be read is named, not guessed. A PDF without letters is
a scan, and is refused with what to do about it.
"""

import logging
from io import BytesIO

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from toguna.figures.documents.document import Allowance, Document, Format, Note
from toguna.figures.documents.flowing import flowing
from toguna.figures.documents.page_lines import Line, lines_of
from toguna.figures.documents.painting import runs_of
from toguna.figures.documents.unreadable import BrokenPdf, Protected, ScannedPdf, TooManyPages, Unreadable

# What a hostile page may make of a few bytes; a page of a report has some thousand instructions.
MOST_UNPACKED = 20_000_000
MOST_INSTRUCTIONS = 500_000
# A scan may carry a stamp or a page number as letters.
LETTERS_OF_A_SCAN = 25
PAGES_NOT_READ = "Des pages n'ont pas pu être lues : %(pages)s."
PAGES_WITHOUT_TEXT = "Des pages sans texte, sans doute des images, n'ont pas été lues : %(pages)s."
RUNNING_LINES = "Les en-têtes, pieds de page et numéros de page qui reviennent ont été mis de côté."

# It tells what it forgives in a file; that is no message for whoever sent it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def document_of_pdf(content: bytes, allowance: Allowance) -> Document:
    """The text of a PDF; raises what is wrong with it."""
    with apply_configuration(
        zlib_maximum_output_length=MOST_UNPACKED,
        lzw_maximum_output_length=MOST_UNPACKED,
        run_length_maximum_output_length=MOST_UNPACKED,
        array_based_stream_maximum_output_length=MOST_UNPACKED,
        stream_decoding_work_maximum_length=4 * MOST_UNPACKED,
        stream_parsing_work_maximum_count=MOST_INSTRUCTIONS,
        jbig2dec_binary=None,
    ):
        return _document(_opened(content), allowance)


def _document(reader: PdfReader, allowance: Allowance) -> Document:
    pages = _pages(reader, allowance)
    read: list[tuple[float, float, list[Line]]] = []
    failed, without_text, length = [], [], 0
    for number, page in enumerate(pages, 1):
        allowance.check_time()
        try:
            lines = lines_of(runs_of(page, allowance), number)
            box = page.mediabox
            edges = (float(box.bottom), float(box.top))
        except Unreadable:
            raise
        except Exception:
            # A damaged page breaks the parser in any way it likes; the others are still read, and this one is named.
            failed.append(number)
            continue
        length += sum(len(line.text) for line in lines)
        allowance.check_length(length)
        if not lines:
            without_text.append(number)
        read.append((*edges, lines))
    if failed and len(failed) == len(pages):
        raise BrokenPdf
    if length < LETTERS_OF_A_SCAN * len(pages) and len(without_text) * 2 >= len(pages):
        raise ScannedPdf(pages=len(pages))
    flow = flowing(read)
    notes = [Note(PAGES_NOT_READ, {"pages": _listed(failed)})] if failed else []
    if without_text:
        notes.append(Note(PAGES_WITHOUT_TEXT, {"pages": _listed(without_text)}))
    if flow.repeated_lines:
        notes.append(Note(RUNNING_LINES))
    return Document(flow.text, Format.PDF, flow.pages, tuple(notes))


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        # Many reports may be read by anybody and are locked only against change: their password is empty.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Protected
    except Unreadable:
        raise
    except Exception as failure:
        # A damaged file can break a parser in any way; whoever sent it needs one answer.
        raise BrokenPdf from failure
    return reader


def _pages(reader: PdfReader, allowance: Allowance) -> list[PageObject]:
    limit = allowance.limits.pages
    try:
        count = len(reader.pages)
        if count > limit:
            raise TooManyPages(pages=count, limit=limit)
        pages = list(reader.pages)
    except Unreadable:
        raise
    except LimitReachedError as failure:
        raise TooManyPages(pages=f"> {limit}", limit=limit) from failure
    except Exception as failure:
        raise BrokenPdf from failure
    if not pages:
        raise BrokenPdf
    return pages


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    return shown + ("…" if len(numbers) > 10 else "")
