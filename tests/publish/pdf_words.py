"""What stands on the pages of a PDF that Typst made, read back from its bytes as a reader's program would."""

import re
import zlib

_STREAM = re.compile(rb"(\d+) 0 obj\s*<<((?:(?!endobj).)*?/Length (\d+).*?)>>\s*stream\r?\n", re.S)
_DRAWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)|(ET)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """Everything that is written on the pages, one piece of text a line."""
    return "\n".join(words_by_page(pdf))


def words_by_page(pdf: bytes) -> list[str]:
    """The same, each page by itself."""
    streams = {each[1]: (each[2], pdf[each.end() : each.end() + int(each[3])]) for each in _STREAM.finditer(pdf)}
    fonts = {
        name: _letters(zlib.decompress(streams[_unicode_of(pdf, number)][1]))
        for fonts in re.findall(rb"/Font\s*<<(.*?)>>", pdf, re.S)
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", fonts)
    }
    written = []
    for about, body in streams.values():
        page = zlib.decompress(body) if b"FlateDecode" in about else body
        if b" Tf" in page and b"BT" in page:
            written.append(_read(page, fonts))
    return written


def pages_in(pdf: bytes) -> int:
    """How many pages it has."""
    return sum(int(count) for count in re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", pdf))


def fonts_in(pdf: bytes) -> set[str]:
    """The families that it carries in itself."""
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z]+)", pdf)}


def _unicode_of(pdf: bytes, font: bytes) -> bytes:
    found = re.search(rb"(?<!\d)" + font + rb" 0 obj\s*<<(?:(?!endobj).)*?/ToUnicode (\d+) 0 R", pdf, re.S)
    assert found is not None
    return found[1]


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]*)>", cmap)
    return {int(glyph, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs}


def _read(page: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, letters = "", next(iter(fonts.values()))
    for font, drawn, ended in _DRAWN.findall(page):
        if font:
            letters = fonts[font]
        elif ended:
            text += "\n"
        else:
            glyphs = _unescaped(drawn)
            text += "".join(letters.get(int.from_bytes(glyphs[at : at + 2]), "") for at in range(0, len(glyphs), 2))
    return text


def _unescaped(literal: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        escaped = found[1]
        return bytes([int(escaped, 8)]) if escaped.isdigit() else _ESCAPES.get(escaped, escaped)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, literal, flags=re.S)
