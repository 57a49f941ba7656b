"""Devices are answered without what only browsers need, and one after the other once all of a submission is here.

Sessions, messages, form tokens and staff sign-in cost little each, and together as much as keeping a submission does.
And one thread with one connection finishes sooner than eight: they tear the interpreter from each other at every
question to the database, and on SQLite each that writes makes the others forget the pages they have read. A slow line
holds nobody up, because a submission is read before its turn. It knows one address.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

from toguna.config.spooling import Application, BodyCutShort, Environ

DEVICE_DOOR = "/openrosa/"
SMALL_BYTES = 200_000
DEVICE_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
)


class DeviceDoor(WSGIHandler):
    """Django with the few layers that the device door needs."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Put the layers around the views, the first outermost."""
        super().load_middleware(is_async)
        chain = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for path in reversed(DEVICE_MIDDLEWARE):
            chain = convert_exception_to_response(import_string(path)(chain))
        self._middleware_chain = chain
        self._view_middleware: list[Any] = []


class DevicesGoStraight:
    """Lead requests for the device door to its own handler, small submissions one after the other in one thread."""

    def __init__(self, application: Application, devices: Application) -> None:
        self.application = application
        self.devices = devices
        self.lane = ThreadPoolExecutor(1, "devices")

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(DEVICE_DOOR):
            return self.application(environ, start_response)
        length = environ.get("CONTENT_LENGTH") or "0"
        if environ["REQUEST_METHOD"] != "POST" or not length.isdigit() or int(length) > SMALL_BYTES:
            # Lists are made and photos are waited for meanwhile.
            return self.devices(environ, start_response)
        with suppress(BodyCutShort):
            # Whoever reads a body that was cut meets the same error again, and answers it.
            environ["wsgi.input"] = BytesIO(whole(environ["wsgi.input"], int(length)))
        return self.lane.submit(self.devices, environ, start_response).result()


def whole(stream: Any, length: int) -> bytes:
    """All of a small body. Raises BodyCutShort where it ends too soon."""
    body = b""
    while len(body) < length:
        body += stream.read(length - len(body))
    return body
