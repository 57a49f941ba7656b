"""Chunked request bodies for Django under WSGI.

Django reads CONTENT_LENGTH bytes and a chunked request has none, so it would see an empty body. This wrapper reads the
body into a spool first, capped, and only then calls Django. It knows nothing of what is in the body.
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


class SpoolChunkedBodies:
    """Give a chunked request its length, or answer 413 when it is larger than the limit."""

    def __init__(self, application: Application, limit: int = LIMIT_BYTES) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
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
