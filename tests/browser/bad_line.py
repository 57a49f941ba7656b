"""A line between a browser and the site that can be cut, that loses every second request, and that is weighed.

Half of what it loses never reaches the site; the other half is done there, and only the answer is lost. That second
kind is what makes a telephone send twice.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

NOT_HANDED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Line(ThreadingHTTPServer):
    """One address in front of another; everything goes through until somebody says otherwise."""

    daemon_threads = True

    def __init__(self, site: str) -> None:
        super().__init__(("localhost", 0), Passing)
        self.site = urlsplit(site)
        self.url = f"http://localhost:{self.server_address[1]}"
        self.cut = False
        self.drops = False
        self.carried = 0
        # Method, path and what became of it: "whole", "never arrived" or "answer lost".
        self.story: list[tuple[str, str, str]] = []
        self._numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self._turn = Lock()

    def fate(self, method: str) -> str:
        """What becomes of the next request: of those that ask and of those that send, every second one is lost."""
        if not self.drops:
            return "whole"
        with self._turn:
            number = next(self._numbers[method])
        if number % 2:
            return "whole"
        return "never arrived" if number % 4 else "answer lost"

    def weigh(self, size: int) -> None:
        """Add to what the browser was sent."""
        with self._turn:
            self.carried += size

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no event."""


class Passing(BaseHTTPRequestHandler):
    """One request on its way."""

    protocol_version = "HTTP/1.1"
    server: Line

    def pass_on(self) -> None:
        """Carry it there and back, or lose it."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fate = "cut" if self.server.cut else self.server.fate(self.command)
        self.server.story.append((self.command, self.path, fate))
        if fate in ("cut", "never arrived"):
            self.hang_up()
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in NOT_HANDED_ON}
        address = f"{self.server.site.hostname}:{self.server.site.port}"
        with closing(HTTPConnection(address, timeout=30)) as there:
            there.request(self.command, self.path, body or None, headers)
            with there.getresponse() as answer:
                told = answer.read()
                if fate == "answer lost":
                    self.hang_up()
                else:
                    self.hand_over(answer, told)

    def hand_over(self, answer: HTTPResponse, body: bytes) -> None:
        """Give the browser what the site answered."""
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        lines += [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in NOT_HANDED_ON]
        if answer.status not in (204, 304):
            lines.append(f"Content-Length: {len(body)}")
        lines.append("Connection: close")
        whole = "\r\n".join([*lines, "", ""]).encode("latin-1") + (body if self.command != "HEAD" else b"")
        self.server.weigh(len(whole))
        self.close_connection = True
        self.wfile.write(whole)

    def hang_up(self) -> None:
        """Say nothing at all."""
        self.close_connection = True

    do_GET = do_POST = do_HEAD = pass_on

    def log_message(self, *_arguments: Any) -> None:
        """Nothing on the screen."""


@contextmanager
def line_to(site: str) -> Iterator[Line]:
    """A line to this site, gone afterwards."""
    line = Line(site)
    thread = Thread(target=line.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        line.server_close()
        thread.join()
