"""Where digits stand in a text and what joins them: "1 180", "849,093,390", "17, 363", "1O5", "21)".

Cuts a text into numbers as they are written; what their separators mean is for `separators` to say, and whether they
count anything is for `setting_aside`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SPACES = " \u00a0\u202f\u2009\u2007\u2008"
"""Blanks that join thousands; a tab, a new line or two blanks part columns."""

NARROW = "\u00a0\u202f\u2009\u2007\u2008"
TIGHT = re.compile(r"[0-9]{1,40}(?:(?:[.,][0-9]{1,40})|(?:['’][0-9]{3}(?![0-9]))){0,12}")
MISREAD = re.compile(
    r"(?<![\w.,])(?=[0-9.,]{0,12}[OolI])(?=[OolI]{0,2}[.,]?[0-9])[0-9OolI]{1,4}"
    r"(?:[.,][0-9OolI]{1,2}(?=[ \u00a0\u202f]?[%％℅])|(?:[.,][0-9OolI]{3}){0,3}(?!\w|[.,][0-9OolI]))"
)
CELL_BEFORE = re.compile(r"[^\W\d_],")
READ_AS = str.maketrans("OolI", "0011")


@dataclass(frozen=True, slots=True)
class Piece:
    """Digits and the marks between them, without any blank: "9,790.00"."""

    start: int
    end: int
    raw: str
    groups: tuple[str, ...]
    marks: str

    @property
    def plain(self) -> bool:
        """Whether there is no mark in it."""
        return not self.marks


@dataclass(frozen=True, slots=True)
class Written:
    """One number as written: pieces parted by single blanks; `loose` when a mark has strayed ("17, 363", "2, 77 %")."""

    pieces: tuple[Piece, ...]
    loose: bool = False
    crammed: bool = False

    start: int = field(init=False)
    """Where its first digit stands."""

    end: int = field(init=False)
    """Behind its last digit."""

    digits: str = field(init=False)
    """Its digits alone."""

    def __post_init__(self) -> None:
        """Look these up once: they are asked for at every step."""
        object.__setattr__(self, "start", self.pieces[0].start)
        object.__setattr__(self, "end", self.pieces[-1].end)
        object.__setattr__(self, "digits", "".join([group for piece in self.pieces for group in piece.groups]))


def pieces_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """Every run of digits and marks of a stretch of text."""
    for match in TIGHT.finditer(text, start, len(text) if end is None else end):
        raw = match[0]
        groups = tuple(re.split(r"[.,'’]", raw)) if not raw.isdigit() else (raw,)
        if len(groups) > 2 and "." not in raw and all(len(group) <= 2 for group in groups[1:]):
            # "2,1,3" is a list: no habit parts thousands by ones and twos.
            yield from _each(match.start(), groups)
            continue
        if (
            len(groups) > 1
            and set(raw) <= set("0123456789,")
            and CELL_BEFORE.fullmatch(text[max(0, match.start() - 2) : match.start()])
        ):
            # "Kayes,120,345,225" is a row of a sheet.
            yield from _each(match.start(), groups)
            continue
        marks = "".join(mark for mark in raw if not mark.isdigit())
        yield Piece(match.start(), match.end(), raw, groups, marks)


def _each(start: int, groups: Sequence[str]) -> Iterator[Piece]:
    """Every group as a number of its own, with one sign between them."""
    for group in groups:
        yield Piece(start, start + len(group), group, (group,), "")
        start += len(group) + 1


def chains_of(pieces: Sequence[Piece], text: str) -> Iterator[list[Piece]]:
    """Pieces parted by one blank each: "Carrefour 2 753 2,777" holds a chain of three."""
    chain: list[Piece] = []
    for piece in pieces:
        if chain and not (piece.start == chain[-1].end + 1 and text[chain[-1].end] in SPACES):
            yield chain
            chain = []
        chain.append(piece)
    if chain:
        yield chain


def opens_thousands(piece: Piece) -> bool:
    """Whether a blank and three digits may follow: "3" of "3 650", not "03" and not "265,1"."""
    return piece.plain and len(piece.raw) <= 3 and (piece.raw[0] != "0")


def continues_thousands(piece: Piece) -> bool:
    """Whether it can stand behind a blank as thousands, with decimals at the most: "650", "650,50"."""
    return len(piece.groups[0]) == 3 and (piece.plain or (len(piece.marks) == 1 and len(piece.groups[1]) <= 3))


def in_triples(piece: Piece) -> bool:
    """Whether its marks part thousands, so that "000" behind a blank goes on with it: "1,250 000"."""
    return (
        len(set(piece.marks)) == 1 and len(piece.groups[0]) <= 3 and all(len(group) == 3 for group in piece.groups[1:])
    )


def _is_all(piece: Piece, text: str) -> bool:
    """Whether it is the whole of a table: in "Total 52 100 %" nobody counts fifty-two thousand per cent."""
    return piece.raw == "100" and text[piece.end : piece.end + 2].lstrip()[:1] == "%"


def numbers_of(chain: Sequence[Piece], text: str) -> list[Written]:
    """The numbers of a chain, joining thousands from the left.

    Where narrow blanks stand beside ordinary ones, the narrow join and the ordinary part.

    >>> def numbers(text): return ["|".join(p.raw for p in n.pieces) for n in numbers_of(list(pieces_in(text)), text)]
    >>> numbers("3 650"), numbers("265 1852"), numbers("1 902 150"), numbers("2021 120")
    (['3|650'], ['265', '1852'], ['1|902|150'], ['2021', '120'])
    """
    blanks = {text[piece.end] in NARROW for piece in chain[:-1]}
    numbers: list[list[Piece]] = []
    for piece in chain:
        joins = bool(numbers) and (
            (
                opens_thousands(numbers[-1][0])
                and numbers[-1][-1].plain
                and continues_thousands(piece)
                and not _is_all(piece, text)
                and (len(blanks) < 2 or text[piece.start - 1] in NARROW)
            )
            or (piece.raw == "000" and in_triples(numbers[-1][-1]))
        )
        if joins:
            numbers[-1].append(piece)
        else:
            numbers.append([piece])
    return [Written(tuple(number)) for number in numbers]
