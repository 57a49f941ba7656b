"""What a document is made of before it is a page or a sheet of paper: headings, paragraphs, tables, lists, pictures.

Text stays text here. What becomes of it on a screen or on paper is decided where it is written out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toguna.publish.inserted_figures import Figure
from toguna.publish.narratives import parts_of
from toguna.publish.snapshot import Snapshot, Texts
from toguna.publish.words import BASES, Pair, said, text_in

Kind = Literal["", "figure", "masked", "unknown", "strong", "note", "chip", "status"]

STATUSES: dict[str, tuple[Pair, str]] = {
    "achieved": (("atteint", "achieved"), "good"),
    "partly_achieved": (("partiellement atteint", "partly achieved"), "warn"),
    "not_achieved": (("non atteint", "not achieved"), "bad"),
    "not_stated": (("non précisé", "not stated"), "calm"),
}
PROVISIONAL: Pair = ("provisoire", "provisional")
FICTIONAL: Pair = ("donnée fictive", "fictional data")
# As many signs as a narrow column holds.
SHORT = 20
BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Piece:
    """A few words on a line: where they lead, and what kind of words they are. `tone` is a chip's or a status's."""

    text: str
    link: str = ""
    kind: Kind = ""
    tone: str = ""
    title: str = ""


Line = Sequence[Piece]
Opens = Callable[[Figure], str]


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or deeper, with what stands beside it."""

    text: str
    level: int = 2
    beside: Line = ()
    anchor: str = ""
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `manner` is "", "lead", "note" or "warn"."""

    line: Line
    manner: str = ""


@dataclass(frozen=True)
class Facts:
    """Labels, each with what is to be known."""

    rows: Sequence[tuple[str, Line]]


@dataclass(frozen=True)
class Column:
    """The head of a column of a table, and how much room it asks for on paper."""

    title: str
    is_number: bool = False
    room: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows under heads; the first cell of each names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Line]]


@dataclass(frozen=True)
class Bullets:
    """A list; each entry may have a list beneath it."""

    entries: Sequence[tuple[Line, Sequence["Line"]]]


@dataclass(frozen=True)
class Picture:
    """A drawing with the sentence that says what it shows, and where on paper its numbers are found."""

    svg: str
    caption: str
    link: str = ""


Block = Heading | Paragraph | Facts | Table | Bullets | Picture


@dataclass(frozen=True)
class Document:
    """One document in one language: what stands over its title, its title, what stands beside it, and its blocks."""

    language: str
    over: str
    title: str
    beside: Line
    blocks: Sequence[Block]
    short: str
    fictional: bool = False
    foot: str = ""
    address: str = ""
    released_on: str = ""
    words: dict[str, str] = field(default_factory=dict)


def words(text: str) -> Line:
    """Plain words."""
    return (Piece(text),)


def opening(text: str, page: str, kind: Kind = "") -> Line:
    """Words that lead to their page; a dash where there are none."""
    return [Piece(text, page, kind)] if text else words("–")


def unbroken(words_of_a_period: str) -> str:
    """A few words that stay on one line; many may break, so that they never stand over the edge of a column.

    >>> unbroken("exercice 2026"), unbroken("du 1er janvier 2025 au 31 mars 2025")
    ('exercice\\xa02026', 'du 1er janvier 2025 au 31 mars 2025')
    """
    return words_of_a_period.replace(" ", "\u00a0") if len(words_of_a_period) <= SHORT else words_of_a_period


def chip(word: str, tone: str = "") -> Piece:
    """A word in a small frame."""
    return Piece(word, kind="chip", tone=tone)


def basis_chip(basis: str, language: str) -> Piece:
    """How a number came about."""
    return chip(said(BASES.get(basis, (basis, basis)), language), basis)


def status_piece(status: str, language: str) -> Piece:
    """Whether a result is reached, in a word that has a shape of its own."""
    pair, tone = STATUSES.get(status, ((status, status), "calm"))
    return Piece(said(pair, language), kind="status", tone=tone)


def fictional_chip(language: str) -> Piece:
    """The mark of what is invented."""
    return chip(said(FICTIONAL, language), "fictional")


def provisional_chip(language: str) -> Piece:
    """The mark of what is not closed or not approved yet."""
    return chip(said(PROVISIONAL, language), "provisional")


def narrative_lines(
    texts: Texts, snapshot: Snapshot, language: str, site: str, opens: Opens | None = None
) -> list[Line]:
    """The paragraphs of a narrative, its numbers taken from the edition."""
    whole = text_in(texts, language).replace("\r\n", "\n").strip()
    return [
        pieces_of(text.strip(), snapshot, language, site, opens) for text in BLANK_LINE.split(whole) if text.strip()
    ]


def pieces_of(text: str, snapshot: Snapshot, language: str, site: str, opens: Opens | None = None) -> Line:
    """One paragraph, its numbers taken from the edition; what is not counted or not settled says so.

    `opens` says where a number leads, where it is not to its public page.
    """
    pieces: list[Piece] = []
    for part in parts_of(text, snapshot, language, site):
        if isinstance(part, Figure):
            pieces.append(figure_piece(part, opens))
            pieces += [Piece(f" ({mark})", kind="note") for mark in part.marks(language)]
        else:
            pieces.append(Piece(part))
    return pieces


def figure_piece(figure: Figure, opens: Opens | None = None) -> Piece:
    """A number of the edition that leads to its page."""
    address = opens(figure) if opens else figure.address
    return Piece(figure.words, address, "masked" if figure.masked else "figure", title=figure.title)


def spaced(pieces: Iterable[Piece | None]) -> Line:
    """Pieces with a space between them; what is not there takes none."""
    line: list[Piece] = []
    for piece in pieces:
        if piece is not None and piece.text:
            line += [Piece(" "), piece] if line else [piece]
    return line


def separated(pieces: Sequence[Piece], between: str = ", ") -> Line:
    """Pieces as a sentence lists them."""
    return [one for at, piece in enumerate(pieces) for one in ((Piece(between), piece) if at else (piece,))]
