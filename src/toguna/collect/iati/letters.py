"""The letters that the bytes stand for, whatever the file says of them, piece by piece.

UTF-8 is believed where the bytes are UTF-8; otherwise the single bytes of windows-1252, which most wrong files are in.
It never guesses between alphabets: what no table has is said and replaced by the sign for it.
"""

import codecs
import re

from toguna.collect.iati.limits import NotIatiError
from toguna.collect.iati.telling import Telling

SAID_OTHERWISE = "Le fichier se dit en %(said)s mais il est écrit en %(read)s ; c'est ainsi qu'il a été lu."
MIXED = "Des octets n'étaient pas de l'UTF-8 ; ils ont été lus comme du windows-1252 (%(count)s signes)."
UNREADABLE = "Des octets ne sont pas lisibles en %(read)s ; chacun a été remplacé par « \ufffd » (%(count)s signes)."
READ_IN = "Le fichier est écrit en %(read)s ; il a été lu ainsi."
UNKNOWN_ENCODING = "Le fichier se dit en « %(said)s », que l'on ne connaît pas ; il a été lu comme de l'UTF-8."
REFUSED_ENCODING = "Ce fichier est écrit en %(said)s, que l'on ne lit pas. Enregistrez-le en UTF-8 et envoyez-le."

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_ESCAPED = re.compile("[\udc80-\udcff]")
_SINGLE_BYTES = {"iso8859-1", "cp1252", "ascii", "iso8859-15", "iso8859-2", "cp1250", "cp1251", "mac-roman"}
# What says latin-1 or ASCII is written with Windows' letters, as every browser has learned.
_TRULY = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_NAMES = {"cp1252": "windows-1252", "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
# 0x81 and four others stand for nothing in windows-1252.
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


class Letters:
    """How the bytes of one file become letters."""

    def __init__(self, head: bytes, telling: Telling) -> None:
        """Decide by the first bytes, as far as these can tell."""
        self._telling = telling
        self._rest = b""
        self._mended = self._unreadable = 0
        declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8)[:400])
        self._said = declared[1].decode("ascii") if declared else ""
        self._encoding, self._undecided = self._first_guess(head)

    def read(self, piece: bytes, *, last: bool = False) -> str:
        """The letters of this piece; the bytes of a letter that is cut wait for the next one."""
        payload = self._rest + piece
        if self._undecided and not payload.isascii():
            self._decide(payload)
        text, used = self._decoded(payload, last)
        self._rest = payload[used:]
        return text

    def tell(self) -> None:
        """Say how many bytes were not what they should have been, once all are read."""
        if self._mended:
            self._telling.note("bytes-of-windows", MIXED, count=self._mended)
        if self._unreadable:
            name = _NAMES.get(self._encoding, self._encoding)
            self._telling.warn("bytes-unreadable", UNREADABLE, read=name, count=self._unreadable)

    def _first_guess(self, head: bytes) -> tuple[str, bool]:
        if head.startswith(codecs.BOM_UTF8):
            self._tell_said("utf-8")
            return "utf-8-sig", False
        for encoding, signs in (
            ("utf-16-le", (codecs.BOM_UTF16_LE, b"<\x00")),
            ("utf-16-be", (codecs.BOM_UTF16_BE, b"\x00<")),
        ):
            if head.startswith(signs):
                self._telling.note("encoding-read", READ_IN, read=_NAMES[encoding])
                return encoding, False
        try:
            named = codecs.lookup(self._said or "utf-8").name
        except LookupError:
            self._telling.warn("encoding-unknown", UNKNOWN_ENCODING, said=self._said)
            return "utf-8", False
        if named in _SINGLE_BYTES:
            return _TRULY.get(named, named), True
        if named != "utf-8" and not named.startswith("utf-16"):
            raise NotIatiError(REFUSED_ENCODING, said=self._said)
        return "utf-8", False

    def _decide(self, payload: bytes) -> None:
        """At the first byte beyond ASCII: long runs of windows-1252 are never UTF-8 by chance."""
        self._undecided = False
        try:
            codecs.utf_8_decode(payload, "strict", False)
        except UnicodeDecodeError:
            self._telling.note("encoding-read", READ_IN, read=_NAMES.get(self._encoding, self._encoding))
        else:
            self._tell_said("utf-8")
            self._encoding = "utf-8"

    def _tell_said(self, encoding: str) -> None:
        if self._said and self._said.lower() not in ("utf-8", "utf8"):
            self._telling.note("encoding-said", SAID_OTHERWISE, said=self._said, read=_NAMES[encoding])

    def _decoded(self, payload: bytes, last: bool) -> tuple[str, int]:
        if self._encoding == "utf-8-sig":
            payload, skipped = payload.removeprefix(codecs.BOM_UTF8), 3
            self._encoding = "utf-8"
            text, used = self._decoded(payload, last)
            return text, used + skipped
        if self._encoding == "utf-8":
            try:
                return codecs.utf_8_decode(payload, "strict", last)
            except UnicodeDecodeError:
                text, used = codecs.utf_8_decode(payload, "surrogateescape", last)
                self._mended += len(_ESCAPED.findall(text))
                return text.translate(_WINDOWS), used
        if self._encoding.startswith("utf-16"):
            decode = codecs.utf_16_le_decode if self._encoding == "utf-16-le" else codecs.utf_16_be_decode
            text, used = decode(payload, "replace", last)
            return text.removeprefix("\ufeff"), used
        text = payload.decode(self._encoding, "replace")
        self._unreadable += text.count("\ufffd")
        return text, len(payload)
