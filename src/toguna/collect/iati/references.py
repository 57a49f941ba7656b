"""References and signs that would stop an XML parser, mended in the stream: `&eacute;`, a bare `&`, a control sign.

Only what cannot be meant otherwise is mended. What stands in CDATA is left as it is.
"""

import re
from collections.abc import Mapping
from html.entities import html5

from toguna.collect.iati.limits import Limits, StoppedReadingError
from toguna.collect.iati.telling import Telling

TOO_MUCH_EXPANDED = "Les textes abrégés du fichier (entités) prennent trop de place. Il a été lu jusque-là."
BARE_SIGN = "Le signe « & » était seul ; il a été lu comme du texte (%(count)s fois)."
NAMED_SIGN = "Des signes étaient écrits comme dans une page web (« &%(name)s; ») ; ils ont été remis (%(count)s fois)."
CONTROL_SIGNS = "Des signes invisibles que XML n'admet pas ont été enlevés (%(count)s)."

_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_LOOSE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z_][A-Za-z0-9_.-]{0,63});)?"
)
_CONTROLS = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D))


class References:
    """The mending of one file."""

    def __init__(self, entities: Mapping[str, str], limits: Limits, telling: Telling) -> None:
        """`entities` are the short texts that the file itself declares."""
        self._telling, self._limits = telling, limits
        self._entities = {name: _quoted(text) for name, text in entities.items()}
        self._waiting = b""
        self._expanded = 0
        self._line = 1
        self._bare = self._named = self._controls = 0
        self._first_name = ""
        self._first_lines: dict[str, int] = {}

    def mended(self, piece: bytes, *, last: bool = False) -> bytes:
        """This piece as the parser may have it, up to its last whole tag; the rest waits."""
        payload = self._waiting + piece if self._waiting else piece
        end = len(payload) if last else payload.rfind(b">") + 1
        if not last and payload.rfind(b"<![CDATA[", 0, end) > payload.rfind(b"]]>", 0, end):
            end = payload.rfind(b"<![CDATA[", 0, end)
        payload, self._waiting = payload[:end], payload[end:]
        if b"&" in payload:
            parts = _CDATA.split(payload) if b"<![CDATA[" in payload else [payload]
            payload = b"".join([self._sound(part) for part in parts])
        else:
            self._line += payload.count(b"\n")
        cleaned = payload.translate(None, _CONTROLS)
        self._controls += len(payload) - len(cleaned)
        return cleaned

    @property
    def waiting(self) -> int:
        """How many bytes wait for the end of their tag."""
        return len(self._waiting)

    def tell(self) -> None:
        """Say what was mended, once all is read."""
        if self._bare:
            self._telling.note("bare-ampersand", BARE_SIGN, self._first_lines["bare"], count=self._bare)
        if self._named:
            line = self._first_lines["named"]
            self._telling.note("sign-of-html", NAMED_SIGN, line, name=self._first_name, count=self._named)
        if self._controls:
            self._telling.note("control-signs", CONTROL_SIGNS, count=self._controls)

    def _sound(self, part: bytes) -> bytes:
        sound = part if part.startswith(b"<![CDATA[") else _LOOSE.sub(self._reference, part)
        self._line += part.count(b"\n")
        return sound

    def _reference(self, found: re.Match[bytes]) -> bytes:
        name = (found[1] or b"").decode("ascii")
        if name in self._entities:
            text = self._entities[name]
            self._expanded += len(text)
            if self._expanded > self._limits.expanded_letters:
                line = self._line_of(found)
                raise StoppedReadingError("entities-too-large", TOO_MUCH_EXPANDED, line)
            return text
        if name and (sign := html5.get(f"{name};")):
            self._named += 1
            self._first_name = self._first_name or name
            self._first_lines.setdefault("named", self._line_of(found))
            return _quoted(sign.replace("&", "&amp;").replace("<", "&lt;"))
        self._bare += 1
        self._first_lines.setdefault("bare", self._line_of(found))
        return b"&amp;" + found[0][1:]

    def _line_of(self, found: re.Match[bytes]) -> int:
        return self._line + found.string.count(b"\n", 0, found.start())


def _quoted(text: str) -> bytes:
    """A declared text as it may stand in an element and in an attribute alike."""
    return text.replace('"', "&quot;").replace("'", "&apos;").encode()
