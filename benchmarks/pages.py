"""How heavy the pages are and how soon the first one is there, on the demonstration as `toguna serve` serves it.

The weight of a page is everything a browser without a cache fetches for it: the page, the stylesheet, scripts and
pictures, once as they travel (compressed) and once as they are. Limits: 50 kB a public page, 150 kB a desk page.
"""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

PUBLIC_LIMIT, DESK_LIMIT = 50_000, 150_000
PAGES_AT_MOST = 120
SAME_SHAPE_AT_MOST = 4
ASSET = re.compile(r"""<(?:link[^>]+rel="(?:stylesheet|icon)"[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)""")
ANCHOR = re.compile(r"""<a[^>]+href="([^"#]+)""")


@dataclass
class Visitor:
    """A browser without a cache: it keeps cookies and fetches what a page asks for."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(self, method: str, address: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """One request; the body as it travelled."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "fr", "Host": "localhost"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://localhost/"}
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, address, body, headers)
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies.load(value)
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def page(self, address: str) -> tuple[int, int, str] | None:
        """Bytes as they travel, bytes as they are, and the text; nothing when it is no page."""
        status, headers, travelled = self.ask("GET", address)
        if status != 200 or "text/html" not in headers.get("content-type", ""):
            return None
        plain = unpacked(headers, travelled)
        light, heavy, text = len(travelled), len(plain), plain.decode()
        for asset in dict.fromkeys(ASSET.findall(text)):
            status, headers, travelled = self.ask("GET", urljoin(address, asset))
            assert status == 200, (address, asset, status)
            light += len(travelled)
            heavy += len(unpacked(headers, travelled))
        return light, heavy, text

    def sign_in(self, email: str, password: str) -> None:
        """As staff do."""
        _status, headers, travelled = self.ask("GET", "/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', unpacked(headers, travelled).decode())
        assert token is not None
        form = {"csrfmiddlewaretoken": token.group(1), "login": email, "password": password}
        status, _headers, _body = self.ask("POST", "/account/login/", form)
        assert status == 302, status


def unpacked(headers: dict[str, str], body: bytes) -> bytes:
    """The body as it is."""
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


def shape(address: str) -> str:
    """Addresses of one shape are one kind of page."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "·", urlsplit(address).path)
    return re.sub(r"(programmes|organisations|results|indicators|editions|framework|next)/(?!·)[^/]+", r"\1/·", path)


def walk(visitor: Visitor, start: str, inside: str, outside: str = "\0") -> dict[str, tuple[int, int, str]]:
    """The heaviest page of each shape that can be reached from a page by its links: travelled, plain, address."""
    waiting, seen, count = [start], {start}, 0
    heaviest: dict[str, tuple[int, int, str]] = {}
    visits: dict[str, int] = {}
    while waiting and count < PAGES_AT_MOST:
        address = waiting.pop(0)
        kind = shape(address)
        if visits.get(kind, 0) >= SAME_SHAPE_AT_MOST:
            continue
        visits[kind] = visits.get(kind, 0) + 1
        found = visitor.page(address)
        if found is None:
            continue
        count += 1
        light, heavy, text = found
        heaviest[kind] = max(heaviest.get(kind, (0, 0, "")), (light, heavy, address))
        for link in ANCHOR.findall(text):
            absolute = urljoin(address, link.replace("&amp;", "&"))
            path = urlsplit(absolute)
            if not path.netloc and path.path.startswith(inside) and not path.path.startswith(outside):
                plain = path.path + (f"?{path.query}" if path.query and visits.get(shape(path.path), 0) == 0 else "")
                if plain not in seen:
                    seen.add(plain)
                    waiting.append(plain)
    return heaviest


def serve(folder: Path, port: int) -> tuple[subprocess.Popen[bytes], float]:
    """Start Toguna and say after how many seconds its first page was there."""
    environment = {**os.environ, "TOGUNA_VAR": str(folder)}
    environment.pop("DATABASE_URL", None)
    begun = time.monotonic()
    with (folder / "served.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "toguna", "serve", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
        )
    while time.monotonic() < begun + 600:
        try:
            if Visitor(port).ask("GET", "/")[0] == 200:
                return process, time.monotonic() - begun
        except OSError:
            time.sleep(0.1)
    raise AssertionError((folder / "served.log").read_text())


def stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does."""
    process.send_signal(signal.SIGINT)
    process.wait(40)


def tell(title: str, limit: int, weights: dict[str, tuple[int, int, str]]) -> bool:
    """Print the table; whether every page is within the limit as it travels."""
    print(f"\n{title}: limit {limit / 1000:.0f} kB all told, as it travels\n")
    print(f"{'page':<52}{'travels':>10}{'ratio':>8}{'plain':>10}")
    for kind, (light, heavy, _address) in sorted(weights.items()):
        print(f"{kind:<52}{light / 1000:>8.1f}kB{light / limit:>8.2f}{heavy / 1000:>8.1f}kB")
    worst, plain = max(weights.values()), max(heavy for _light, heavy, _address in weights.values())
    print(
        f"{len(weights)} kinds; heaviest {worst[2]}: {worst[0] / 1000:.1f} kB; heaviest as it is: {plain / 1000:.1f} kB"
    )
    return worst[0] <= limit


def main() -> int:
    """Serve, measure, stop."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="toguna-bench-") as name:
        folder = Path(name)
        process, first = serve(folder, port)
        stop(process)
        process, second = serve(folder, port)
        try:
            visitor = Visitor(port)
            times = []
            for _time in range(20):
                begun = time.monotonic()
                visitor.ask("GET", "/")
                times.append(time.monotonic() - begun)
            print(f"first start, database and demonstration included: first page after {first:.1f} s")
            print(f"second start: first page after {second:.1f} s")
            print(
                f"first page, warm: median {sorted(times)[10] * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms of 20"
            )
            fine = tell("Public pages", PUBLIC_LIMIT, walk(visitor, "/", "/", outside="/desk"))
            visitor.sign_in("suivi@demo.example", "sous-le-toguna")
            fine &= tell("Desk pages", DESK_LIMIT, walk(visitor, "/desk/", "/desk"))
        finally:
            stop(process)
    print("\nevery page is within its limit" if fine else "\nsome page is over its limit")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
