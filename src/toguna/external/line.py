"""The line to another server: asked again when it drops or the server is busy, never further than was configured.

It knows status codes and patience. What the answers mean belongs to the adapter of each make of server.
"""

import json
import time
from collections.abc import Callable, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from toguna.external.refusals import (
    AccessRefused,
    CertificateRefused,
    NotEncrypted,
    NotThere,
    Overloaded,
    RemoteUnreachable,
    SignInRefused,
    TooLarge,
    UnexpectedAnswer,
)

CONNECT_SECONDS, READ_SECONDS = 15, 90
TRIES = 5
LONGEST_PAUSE = 120.0
MOST_ANSWER_BYTES = 100_000_000
MOST_XML_BYTES = 10_000_000
MOST_FILE_BYTES = 100_000_000
IN_MEMORY = 1_000_000
PIECE = 1 << 16
BUSY = frozenset({429, 500, 502, 503, 504})
# This machine itself may be spoken to in clear: a server behind the same proxy, and the tests.
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Params = Mapping[str, str | int]


class _Header(AuthBase):
    """The account as a header. An auth of our own also keeps requests from putting a .netrc in its place."""

    def __init__(self, authorization: str) -> None:
        self.authorization = authorization

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.authorization:
            request.headers["Authorization"] = self.authorization
        return request


class Line:
    """Questions to one server. `wait` is how it lets time pass between two tries."""

    def __init__(self, address: str, *, wait: Callable[[float], None] = time.sleep, tries: int = TRIES) -> None:
        self.address = address.rstrip("/")
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise UnexpectedAnswer(address=parts.hostname or "?", why="adresse")
        if parts.scheme == "http" and parts.hostname not in OWN_MACHINE:
            raise NotEncrypted(address=self.address)
        self._wait, self._tries = wait, tries
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "toguna"
        self.authorize("")

    def authorize(self, authorization: str) -> None:
        """Come with this account from now on. Redirected to another host, requests leaves it behind."""
        self._session.auth = _Header(authorization)

    def get_json(self, path: str, params: Params | None = None) -> Any:
        """An answer in JSON, whole."""
        body = self.get_bytes(path, params, most=MOST_ANSWER_BYTES)
        try:
            return json.loads(body)
        except ValueError:
            raise UnexpectedAnswer(address=self.address, why="JSON") from None

    def get_bytes(self, path: str, params: Params | None = None, *, most: int = MOST_XML_BYTES) -> bytes:
        """An answer's bytes as they are, whole."""
        with self.download(path, params, most=most) as kept:
            return kept.read()

    def download(self, path: str, params: Params | None = None, *, most: int = MOST_FILE_BYTES) -> BinaryIO:
        """An answer's bytes in a temporary file at its beginning; past a megabyte it is on disk."""

        def ask() -> requests.Response:
            return self._session.get(
                self.address + path, params=params, timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True
            )

        return self._patiently(ask, path, most)

    def post_json(self, path: str, body: Mapping[str, str]) -> Any:
        """What the server answers to a question with a body; used to sign in, so it follows nobody elsewhere."""

        def ask() -> requests.Response:
            return self._session.post(
                self.address + path,
                json=dict(body),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                stream=True,
                allow_redirects=False,
            )

        with self._patiently(ask, path, MOST_XML_BYTES) as kept:
            try:
                return json.loads(kept.read())
            except ValueError:
                raise UnexpectedAnswer(address=self.address, why="JSON") from None

    def _patiently(self, ask: Callable[[], requests.Response], path: str, most: int) -> BinaryIO:
        status = 0
        for tried in range(1, self._tries + 1):
            pause = float(2 ** (tried - 1))
            try:
                with ask() as response:
                    status = response.status_code
                    if status not in BUSY:
                        self._require_success(response, path)
                        return self._whole(response, path, most)
                    pause = _asked_pause(response) or pause
            except requests.exceptions.SSLError:
                raise CertificateRefused(address=self.address) from None
            except (
                requests.exceptions.ConnectionError,
                requests.exceptions.Timeout,
                requests.exceptions.ChunkedEncodingError,
                requests.exceptions.ContentDecodingError,
            ):
                status = 0
            except requests.exceptions.RequestException:
                raise UnexpectedAnswer(address=self.address, why="HTTP") from None
            if tried < self._tries:
                self._wait(min(pause, LONGEST_PAUSE))
        if status:
            raise Overloaded(address=self.address, status=status)
        raise RemoteUnreachable(address=self.address)

    def _require_success(self, response: requests.Response, path: str) -> None:
        match response.status_code:
            case 200 | 201:
                return
            case 401:
                raise SignInRefused(address=self.address)
            case 403:
                raise AccessRefused(address=self.address)
            case 404 | 410:
                raise NotThere(address=self.address, what=path)
            case status:
                raise UnexpectedAnswer(address=self.address, why=status)

    def _whole(self, response: requests.Response, path: str, most: int) -> BinaryIO:
        kept = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 -- the caller closes it
        try:
            size = 0
            for piece in response.iter_content(PIECE):
                size += len(piece)
                if size > most:
                    raise TooLarge(address=self.address, most=most, what=path)
                kept.write(piece)
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return kept


def _asked_pause(response: requests.Response) -> float:
    """The seconds that a busy server asks for; a date counts as no wish."""
    wish = response.headers.get("Retry-After", "")
    return float(wish) if wish.isdigit() else 0.0
