"""Bytes to characters: byte-order marks, UTF-8, UTF-16 without its mark, and the Windows code page of older documents.

It tells text from what is none; it does not know markup.
"""

import codecs
import re

from toguna.figures.documents.unreadable import NotText

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text holds; form feed, tab and the ends of lines are text.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
LOOKED_AT = 4096


def decoded(content: bytes) -> str:
    """The characters of a text file, with line ends of one kind and without its byte-order mark.

    >>> decoded("près de 60 %".encode("cp1252")) == decoded("près de 60 %".encode("utf-16"))
    True
    """
    text = _decoded(content)
    beginning = text[:LOOKED_AT]
    if beginning and len(CONTROL.findall(beginning)) > len(beginning) / 50:
        raise NotText
    return CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    unmarked = _utf16_without_mark(content)
    if unmarked:
        return content.decode(unmarked, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Windows leaves five bytes without a meaning; they must not cost the rest of the text.
        return content.decode("cp1252", errors="replace")


def _utf16_without_mark(content: bytes) -> str | None:
    """In UTF-16 every second byte of a European text is nought."""
    beginning = content[:LOOKED_AT]
    if len(beginning) < 4:
        return None
    pairs = len(beginning) // 2
    if beginning[1::2].count(0) > pairs * 0.7 and beginning[0::2].count(0) < pairs * 0.1:
        return "utf-16-le"
    if beginning[0::2].count(0) > pairs * 0.7 and beginning[1::2].count(0) < pairs * 0.1:
        return "utf-16-be"
    return None
