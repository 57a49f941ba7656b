"""A line that drops at any byte loses nothing and doubles nothing: what is sent again is one record."""

import hashlib
import os
import socket
import struct
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from hypothesis import given, settings, strategies

from tests.flow.sheets import submission
from tests.story.server import Server
from tests.story.test_lines import in_chunks, kept, post
from tests.story.wire import multipart


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def request_of(server: Server, head: str, body: bytes) -> bytes:
    """A whole request, head and body."""
    address = f"POST /openrosa/key/{server.token}/submission HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    return f"{address}X-OpenRosa-Version: 1.0\r\n{head}\r\n\r\n".encode() + body


def small_sheet(number: int) -> bytes:
    """The smallest sheet, always of the same length."""
    return submission(participants=(), unnamed=()).replace(b"uuid:fictive-1", b"uuid:cut-%05d" % number)


def small_request(server: Server, number: int) -> bytes:
    """The smallest sheet with a photo of a few bytes."""
    content_type, body = multipart(small_sheet(number), b"\xff\xd8\xff a photo")
    return request_of(server, f"Content-Type: {content_type}\r\nContent-Length: {len(body)}", body)


def sent(server: Server, request: bytes, *, torn: bool = False) -> bytes:
    """Send some bytes and hang up: politely, and then listen; or torn off, as when the network goes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(request)
        if torn:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        line.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionError):
            while piece := line.recv(65536):
                answer += piece
        return answer


def test_a_post_cut_at_every_byte_and_sent_again_is_one_record(server: Server) -> None:
    server.start()
    length = len(small_request(server, 0))
    last_line = len(small_request(server, 0).rstrip())

    def cut_and_resend(place: int) -> tuple[bytes, bytes]:
        request = small_request(server, place)
        return sent(server, request[:place], torn=place % 3 == 0), sent(server, request)

    with ThreadPoolExecutor(8) as phones:
        answers = list(phones.map(cut_and_resend, range(length)))
    for place, (after_cut, whole) in enumerate(answers):
        assert whole.startswith(b"HTTP/1.1 201"), place
        # Acknowledged only where nothing but the end of the last line was cut off.
        assert not after_cut.startswith(b"HTTP/1.1 2") or place >= last_line, place
    photo = sha256(b"\xff\xd8\xff a photo")
    assert kept(server) == {f"uuid:cut-{place:05d}": [sha256(small_sheet(place)), photo] for place in range(length)}


def test_a_larger_post_in_chunks_may_be_cut_anywhere_too(server: Server) -> None:
    server.start()
    expected = {}

    @settings(max_examples=40)
    @given(share=strategies.floats(0, 1), size=strategies.integers(200, 80_000), torn=strategies.booleans())
    def cut_and_resend(share: float, size: int, torn: bool) -> None:
        name = f"uuid:{uuid.uuid4().hex}"
        sheet, photo = submission().replace(b"uuid:fictive-1", name.encode()), os.urandom(70_000)
        content_type, body = multipart(sheet, photo)
        head = f"Content-Type: {content_type}\r\nTransfer-Encoding: chunked"
        request = request_of(server, head, b"".join(in_chunks(body, size)))
        end = len(request) - len(b"0\r\n\r\n")
        place = int(share * (len(request) - 1))
        after_cut = sent(server, request[:place], torn=torn)
        assert not after_cut.startswith(b"HTTP/1.1 2") or place >= end
        assert sent(server, request).startswith(b"HTTP/1.1 201")
        expected[name] = [sha256(sheet), sha256(photo)]

    cut_and_resend()
    assert len(expected) > 10
    assert kept(server) == expected


def test_a_photo_of_40_megabytes_arrives_whole(server: Server) -> None:
    server.start()
    photo = os.urandom(40_000_000)
    assert server.send(submission(), photo) == 201
    assert kept(server) == {"uuid:fictive-1": [sha256(submission()), sha256(photo)]}


def test_a_body_over_the_limit_is_answered_before_it_is_read(server: Server) -> None:
    server.start()
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "400000000"}
    answer = post(server, headers, bytes(1000))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"100 Mo" in answer
    assert kept(server) == {}
