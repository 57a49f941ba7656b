"""The same from several processes at the same moment is kept once; what differs is kept beside it."""

import hashlib
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.flow.encrypting import sealed
from tests.flow.sheets import submission
from tests.story.server import Server
from tests.story.test_lines import kept
from tests.story.wire import multipart, parts_of

SENDER = """
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

port, token, content_type, body, go = sys.argv[1:]
body = Path(body).read_bytes()
with closing(HTTPConnection("127.0.0.1", int(port), timeout=60)) as line:
    line.connect()
    print("ready", flush=True)
    # Everybody begins when this file appears.
    while not Path(go).exists():
        pass
    line.request("POST", f"/openrosa/key/{token}/submission", body, {"Content-Type": content_type})
    print(line.getresponse().status)
"""
KEY = "from toguna.flow.submission_keys import public_key; print(public_key())"
PHOTO = b"\xff\xd8\xff" + bytes(50_000)


@pytest.fixture
def served(server: Server) -> Server:
    """Two processes behind the door as well, whichever the database."""
    server.environment["WEB_CONCURRENCY"] = "2"
    server.start()
    return server


def at_once(server: Server, folder: Path, *requests: tuple[str, bytes]) -> list[int]:
    """Send these at the same moment, each from a process of its own; how they were answered."""
    go = folder / f"go-{uuid.uuid4().hex}"
    senders = []
    for number, (content_type, body) in enumerate(requests):
        path = folder / f"body-{number}"
        path.write_bytes(body)
        told = [str(server.port), server.token, content_type, str(path), str(go)]
        sender = subprocess.Popen([sys.executable, "-c", SENDER, *told], stdout=subprocess.PIPE, text=True)
        senders.append(sender)
    for sender in senders:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "ready\n"
    go.touch()
    return [int(sender.communicate(timeout=60)[0]) for sender in senders]


def sheet(body: bytes) -> tuple[str, bytes]:
    """A sheet with its photo, as it goes over the line."""
    return multipart(body, PHOTO)


def hashes(*contents: bytes) -> list[str]:
    return [hashlib.sha256(content).hexdigest() for content in contents]


def test_the_same_submission_from_several_processes_at_once_is_one_record(served: Server, tmp_path: Path) -> None:
    expected = {}
    for number in range(1, 9):
        assert at_once(served, tmp_path, *[sheet(submission(number))] * 4) == [201] * 4
        expected[f"uuid:fictive-{number}"] = hashes(submission(number), PHOTO)
    assert kept(served) == expected


def test_the_same_correction_from_several_processes_at_once_is_one_version(served: Server, tmp_path: Path) -> None:
    expected = {}
    for number in range(10, 60, 10):
        correction = submission(number + 1, deprecated=f"uuid:fictive-{number}", session=2)
        assert at_once(served, tmp_path, sheet(submission(number))) == [201]
        assert at_once(served, tmp_path, *[sheet(correction)] * 4) == [201] * 4
        expected[f"uuid:fictive-{number}"] = hashes(submission(number), correction, PHOTO)
    assert kept(served) == expected


def test_other_bytes_under_one_instance_at_once_are_both_kept(served: Server, tmp_path: Path) -> None:
    expected = {}
    for number in range(1, 5):
        one, other = submission(number), submission(number, venue="Autre")
        answers = at_once(served, tmp_path, *[sheet(one), sheet(other)] * 2)
        # Whichever came first is received; the other is kept, and a person compares.
        assert set(answers) <= {201, 202}
        assert 201 in answers
        expected[f"uuid:fictive-{number}"] = set(hashes(one, other, PHOTO))
    found = kept(served)
    assert {name: set(told) for name, told in found.items()} == expected
    assert {len(told) for told in found.values()} == {3}


def test_an_encrypted_submission_from_several_processes_at_once_is_one_record(served: Server, tmp_path: Path) -> None:
    told = served.python("-m", "toguna", "shell", "--verbosity", "0", "--command", KEY).stdout
    expected = {}
    for number in range(1, 6):
        body, name = submission(number), f"uuid:fictive-{number}"
        sent = sealed(body, {"photo.jpg": PHOTO}, told.strip(), instance_id=name)
        request = parts_of({"xml_submission_file": sent.manifest, **sent.parts})
        assert at_once(served, tmp_path, *[request] * 4) == [201] * 4
        expected[name] = hashes(body, PHOTO)
    assert kept(served) == expected
    assert [path for path in (tmp_path / "sealed").rglob("*") if path.is_file()] == []
