"""Bodies as they come over real lines: in chunks, cut short, or far too large."""

import json
import os
import socket

from tests.flow.sheets import submission
from tests.story.server import Server
from tests.story.wire import multipart


def post(server: Server, headers: dict[str, str], *pieces: bytes) -> bytes:
    """Write a request by hand, stop sending, and read the whole answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        start = f"POST /openrosa/key/{server.token}/submission HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        written = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall((start + written + "\r\n").encode())
        for piece in pieces:
            line.sendall(piece)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


def kept(server: Server) -> dict[str, list[str]]:
    """What the installation holds now."""
    records: dict[str, list[str]] = json.loads(server.python("-m", "tests.story.kept").stdout.splitlines()[-1])
    return records


def in_chunks(body: bytes, size: int = 1000) -> list[bytes]:
    """The body as `Transfer-Encoding: chunked` writes it."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return [f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces] + [b"0\r\n\r\n"]


def test_a_chunked_submission_is_received_whole(server: Server) -> None:
    server.start()
    photo = os.urandom(30_000)
    content_type, body = multipart(submission(), photo)
    answer = post(server, {"Content-Type": content_type, "Transfer-Encoding": "chunked"}, *in_chunks(body))
    assert answer.startswith(b"HTTP/1.1 201")
    assert len(kept(server)["uuid:fictive-1"]) == 2


def test_a_body_cut_short_is_refused_and_nothing_of_it_is_kept(server: Server) -> None:
    server.start()
    content_type, body = multipart(submission(), os.urandom(5_000))
    # In the sheet, in the photo, and just before the last boundary.
    for missing in (len(body) - 300, 3_000, 40, 4):
        headers = {"Content-Type": content_type, "Content-Length": str(len(body))}
        answer = post(server, headers, body[:-missing])
        assert b" 400 " in answer.split(b"\r\n")[0] or answer == b"", missing
        assert kept(server) == {}


def test_a_chunked_body_over_the_limit_is_answered_413(server: Server) -> None:
    server.start()
    piece = in_chunks(bytes(1_000_000), 1_000_000)[0]
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Transfer-Encoding": "chunked"}
    try:
        answer = post(server, headers, *[piece] * 112)
    except ConnectionError:
        # The server answered and hung up while we were still sending, as it may.
        answer = b"HTTP/1.1 413"
    assert answer.startswith(b"HTTP/1.1 413")
    assert kept(server) == {}
