"""A document as PDF: its blocks, as text and never as source, set by Typst with fonts that Typst carries in itself.

The same document gives the same bytes. Writing that these fonts do not hold is replaced by a mark that says so.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from toguna.publish.documents.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Piece,
    Table,
)
from toguna.publish.documents.on_screen import EDITION, INVENTED, READ
from toguna.publish.snapshot import Snapshot
from toguna.publish.words import Pair, said
from toguna.rules.numbers import long_date

HASH_SHOWN = 16
# What Libertinus Serif, New Computer Modern and DejaVu Sans Mono hold between them: Latin, Greek, Cyrillic, Hebrew and
# Arabic letters, punctuation, arrows and simple shapes.
UNPRINTABLE = re.compile(
    r"[^\t\n\u0020-\u052f\u0590-\u05ff\u0600-\u06ff\u1d00-\u1dbf\u1e00-\u1fff\u2000-\u206f\u2070-\u20cf\u2100-\u22ff"
    r"\u2500-\u27bf\ufb00-\ufb04\ufeff]+"
)
CONTROLS = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
ELSEWHERE = "[…]"
OTHER_SCRIPT: Pair = (
    "[…] : des mots d'une écriture que ce PDF ne sait pas imprimer ; ils se lisent dans la page HTML.",
    "[…]: words in a script that this PDF cannot print; they can be read in the HTML page.",
)
PAGE_OF: Pair = ("page", "page")


def document_as_pdf(document: Document, snapshot: Snapshot, sha256: str) -> bytes:
    """The PDF of a document."""
    pdf = typeset("document.typ", _said(document, snapshot, sha256), snapshot["released_on"])
    assert isinstance(pdf, bytes)
    return pdf


def document_as_pictures(document: Document, snapshot: Snapshot, sha256: str, dots_per_inch: float = 90) -> list[bytes]:
    """The same pages as PNG, to look at."""
    pages = typeset("document.typ", _said(document, snapshot, sha256), snapshot["released_on"], "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def typeset(
    template: str,
    told: Mapping[str, Any],
    released_on: str,
    form: Literal["pdf", "png"] = "pdf",
    dots_per_inch: float | None = None,
) -> bytes | list[bytes]:
    """What a template makes of what it is told."""
    day = date.fromisoformat(released_on)
    return typst.compile(
        _template(template),
        format=form,
        ppi=dots_per_inch,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        # What a server has installed must not change a page, and the moment of making must not change a byte.
        ignore_system_fonts=True,
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )


def printable(text: str) -> str:
    """A text as the fonts of the PDF can set it; what they do not hold is marked.

    >>> printable("Kayɛsi → ߞߊߦߌ, fin")
    'Kayɛsi → […], fin'
    """
    return UNPRINTABLE.sub(ELSEWHERE, CONTROLS.sub("", text))


def edition_line(snapshot: Snapshot, sha256: str, language: str) -> str:
    """Which edition this is, of which day, and the beginning of its fingerprint."""
    released = long_date(date.fromisoformat(snapshot["released_on"]), language)
    code = f"{said(EDITION, language)} {snapshot['programme']['code']} {snapshot['number']}"
    return f"{code} · {released} · SHA-256 {sha256[:HASH_SHOWN]}…"


def picture_of(svg: str) -> str:
    """A drawing that names the font of the page: without one its letters would have no width."""
    return svg.replace('font-family="system-ui, sans-serif"', 'font-family="Libertinus Serif"')


@cache
def _template(name: str) -> bytes:
    folder = files("toguna.publish.documents")
    return (folder / "look.typ").read_bytes() + b"\n" + (folder / name).read_bytes()


def _said(document: Document, snapshot: Snapshot, sha256: str) -> dict[str, Any]:
    language = document.language
    blocks = [_block(block) for block in document.blocks]
    if any(UNPRINTABLE.search(text) for text in _texts(document)):
        blocks.append({"is": "paragraph", "manner": "note", "line": [{"text": said(OTHER_SCRIPT, language)}]})
    return {
        "language": language,
        "title": printable(document.title),
        "over": printable(document.over),
        "beside": _line(document.beside),
        "short": printable(document.short),
        "invented": said(INVENTED, language) if document.fictional else "",
        "read": said(READ, language),
        "page": said(PAGE_OF, language),
        "edition": edition_line(snapshot, sha256, language),
        "address": document.address if document.address.startswith("http") else "",
        "blocks": blocks,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "is": "heading",
                "level": block.level,
                "text": printable(block.text),
                "beside": _line(block.beside),
                "link": _link(block.link),
                "anchor": block.anchor,
            }
        case Paragraph():
            return {"is": "paragraph", "manner": block.manner, "line": _line(block.line)}
        case Facts():
            return {"is": "facts", "rows": [{"label": label, "line": _line(line)} for label, line in block.rows]}
        case Table():
            return {
                "is": "table",
                "rooms": [column.room for column in block.columns],
                "numbers": [column.is_number for column in block.columns],
                "heads": [column.title for column in block.columns],
                "rows": [[_line(line) for line in row] for row in block.rows],
            }
        case Bullets():
            return {
                "is": "bullets",
                "entries": [
                    {"line": _line(line), "below": [_line(one) for one in below]} for line, below in block.entries
                ],
            }
        case Picture():
            return {
                "is": "picture",
                "svg": picture_of(block.svg),
                "caption": printable(block.caption),
                "link": _link(block.link),
            }


def _line(line: Line) -> list[dict[str, str]]:
    return [
        {"text": printable(piece.text), "link": _link(piece.link), "kind": piece.kind, "tone": piece.tone}
        for piece in line
        if piece.text
    ]


def _link(link: str) -> str:
    """An address leads somewhere from paper only when it is whole; a place in the same document does too."""
    return link if link.startswith(("http://", "https://", "#")) else ""


def _texts(document: Document) -> Iterable[str]:
    yield document.title
    yield document.over
    for block in document.blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield from _written([block.line])
            case Facts():
                yield from _written(line for _label, line in block.rows)
            case Table():
                yield from _written(line for row in block.rows for line in row)
            case Bullets():
                yield from _written(one for line, below in block.entries for one in (line, *below))
            case Picture():
                yield block.caption


def _written(lines: Iterable[Sequence[Piece]]) -> Iterable[str]:
    return (piece.text for line in lines for piece in line)
