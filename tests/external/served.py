"""A server on the loopback that misbehaves on order: cuts an answer in the middle, is busy, goes away.

What it serves is up to `answer`; here is only HTTP as a bad line makes it.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Request:
    """One request as it came; the parts of the path are decoded."""

    method: str
    path: str
    parts: tuple[str, ...]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong, with which requests, how many times; `left` counts down, and below zero it never ends."""

    kind: str
    touching: str = ""
    left: int = 1
    after: int = 0


def said(told: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(told).encode())


class FaultyServer:
    """Serves `answer` on a port of its own until the block ends, and keeps the list of what was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.faults: list[Fault] = []
        self.lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def fail(self, kind: str, touching: str = "", *, times: int = 1, after: int = 0) -> None:
        """Order a fault: cut, close, busy, slow_down, html; after so many requests that it would touch."""
        self.faults.append(Fault(kind, touching, times, after))

    def paths_asked(self, touching: str = "") -> list[str]:
        """The paths asked so far, those that contain the text."""
        return [request.path for request in self.asked if touching in request.path]

    @contextmanager
    def running(self) -> Iterator["FaultyServer"]:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self._whatever_happens))
        self._server.daemon_threads = True
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def _whatever_happens(self, request: Request) -> tuple[Answer, str]:
        with self.lock:
            self.asked.append(request)
            fault = self._due(request)
            if fault == "busy":
                return Answer(503, b"{}"), ""
            if fault == "slow_down":
                return Answer(429, b"{}", headers={"Retry-After": "7"}), ""
            if fault == "html":
                return Answer(200, b"<html>another site</html>", "text/html"), ""
            return self.answer(request), fault

    def _due(self, request: Request) -> str:
        for fault in self.faults:
            if fault.touching in request.path and fault.left:
                if fault.after:
                    fault.after -= 1
                    continue
                fault.left -= 1
                return fault.kind
        return ""


def _answering(ask: Callable[[Request], tuple[Answer, str]]) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave together; sent apart, the second would wait 40 ms for the first to be acknowledged.
        wbufsize = 1 << 16

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                method=self.command,
                path=unquote(self.path),
                parts=tuple(unquote(part) for part in parts.path.strip("/").split("/")),
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self._read(),
            )
            answer, fault = ask(request)
            if fault == "close":
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            # A line that is cut: the length was told, and half of it comes.
            self.wfile.write(answer.body[: len(answer.body) // 2] if fault == "cut" else answer.body)
            if fault == "cut":
                self.close_connection = True

        def _read(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = b""
            while size := int(self.rfile.readline().strip() or b"0", 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing; the tests read `asked`."""

    return Answering
