"""What a file says once it is read: its text, where its pages begin, what was left out; how much is taken of a file.

It does not know how any format is made.
"""

import time
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toguna.figures.documents.unreadable import TextTooLong, TookTooLong


class Format(StrEnum):
    """What a file turned out to be, whatever its name says."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    WORD = "word"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know of how a file was read: a French template and its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The note in French, with its values."""
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file; `pages` holds (page number, offset of its first character), empty where there are no pages,
    and number 0 from where on the page is not known.

    `notes` says what the reader should know of the reading: a wrong extension, headers that were left out.
    """

    text: str
    format: Format = Format.TEXT
    pages: tuple[tuple[int, int], ...] = ()
    notes: tuple[Note, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page on which a character stands, where pages are known.

        >>> Document("12 femmes 30 hommes", Format.PDF, ((1, 0), (2, 10))).page_at(12)
        2
        """
        found = bisect_right(self.pages, offset, key=lambda page: page[1])
        return (self.pages[found - 1][0] or None) if found else None

    def line_at(self, offset: int) -> int:
        """The line on which a character stands, from 1.

        >>> Document("Bilan\\n12 femmes").line_at(6)
        2
        """
        return self.text.count("\n", 0, offset) + 1

    def paragraph_at(self, offset: int) -> int:
        """The paragraph, heading or row in which a character stands, from 1: what is not empty is counted.

        >>> Document("Bilan\\n\\n12 femmes", Format.WORD).paragraph_at(7)
        2
        """
        return max(1, sum(1 for line in self.text[: offset + 1].split("\n") if line.strip()))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken of a file before it is refused."""

    file_bytes: int = 20_000_000
    text_characters: int = 5_000_000
    unpacked_bytes: int = 30_000_000
    pages: int = 1_000
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one reading, with the moment at which it has lasted long enough."""

    limits: Limits = field(default_factory=Limits)
    started: float = field(default_factory=time.monotonic)

    def check_time(self) -> None:
        """Raises TookTooLong past the limit of time."""
        if time.monotonic() - self.started > self.limits.seconds:
            raise TookTooLong(seconds=round(self.limits.seconds))

    def check_length(self, characters: int) -> None:
        """Raises TextTooLong when a text has more characters than are taken."""
        if characters > self.limits.text_characters:
            raise TextTooLong(megabytes=round(self.limits.text_characters / 1_000_000, 1))
