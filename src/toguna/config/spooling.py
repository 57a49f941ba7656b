"""Request bodies, whole or not at all, for Django under WSGI.

Django reads CONTENT_LENGTH bytes and a chunked request has none, so it would see an empty body: this wrapper reads it
into a spool first, capped. And a line that drops leaves a short body that Django would take for a whole one: here it is
an error. It knows nothing of what is in the body.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

MEMORY_BYTES = 1_000_000
LIMIT_BYTES = 110_000_000
PIECE_BYTES = 64 * 1024

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class BodyCutShort(OSError):
    """The line dropped before the whole body had come."""


class WholeBody:
    """A request body that raises BodyCutShort when it ends before its announced length."""

    def __init__(self, stream: Any, length: int) -> None:
        self.stream = stream
        self.missing = length

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; nothing only when everything has come."""
        wanted = self.missing if size < 0 else min(size, self.missing)
        return self._came(self.stream.read(wanted), wanted)

    def readline(self, size: int = -1) -> bytes:
        """One line, or `size` bytes of it."""
        wanted = self.missing if size < 0 else min(size, self.missing)
        return self._came(self.stream.readline(wanted), wanted)

    def _came(self, piece: bytes, wanted: int) -> bytes:
        self.missing -= len(piece)
        if wanted and not piece:
            raise BodyCutShort(f"{self.missing} bytes are missing")
        return piece


class SpoolChunkedBodies:
    """Give a chunked request its length, or answer 413 when it is larger than the limit."""

    def __init__(self, application: Application, limit: int = LIMIT_BYTES) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            length = environ.get("CONTENT_LENGTH") or "0"
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length) if length.isdigit() else 0)
            return self.application(environ, start_response)
        with SpooledTemporaryFile(max_size=MEMORY_BYTES) as spool:
            size = 0
            while piece := environ["wsgi.input"].read(PIECE_BYTES):
                size += len(piece)
                if size > self.limit:
                    return too_large(start_response, self.limit)
                spool.write(piece)
            spool.seek(0)
            environ["wsgi.input"] = spool
            environ["CONTENT_LENGTH"] = str(size)
            del environ["HTTP_TRANSFER_ENCODING"]
            # The answer may be read after this function returns; the request body has been read by then.
            return self.application(environ, start_response)


def too_large(start_response: Callable[..., Any], limit: int) -> Iterable[bytes]:
    """Answer 413 in the form that ODK Collect shows to its user."""
    message = f"L'envoi dépasse {limit // 1_000_000} Mo. Envoyez moins de photos à la fois, ou réduisez-les."
    body = (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>'
        + message
        + "</message></OpenRosaResponse>"
    ).encode()
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    headers = [
        ("Content-Type", "text/xml; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("X-OpenRosa-Version", "1.0"),
        ("Connection", "close"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
