"""The same from several processes at the same moment is kept once; what differs is kept beside it."""

import hashlib
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.flow.sheets import submission
from tests.story.server import ROOT, Server
from tests.story.test_lines import kept

SENDER = """
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from tests.story.wire import multipart

port, token, sheet, photo, go = sys.argv[1:]
content_type, body = multipart(Path(sheet).read_bytes(), Path(photo).read_bytes())
with closing(HTTPConnection("127.0.0.1", int(port), timeout=60)) as line:
    line.connect()
    print("ready", flush=True)
    # Everybody begins when this file appears.
    while not Path(go).exists():
        pass
    line.request("POST", f"/openrosa/key/{token}/submission", body, {"Content-Type": content_type})
    print(line.getresponse().status)
"""
PHOTO = b"\xff\xd8\xff" + bytes(50_000)


@pytest.fixture
def served(server: Server) -> Server:
    """Two processes behind the door as well, whichever the database."""
    server.environment["WEB_CONCURRENCY"] = "2"
    server.start()
    return server


def at_once(server: Server, folder: Path, *sheets: bytes) -> list[int]:
    """Send these sheets at the same moment, each from a process of its own; how they were answered."""
    go = folder / f"go-{uuid.uuid4().hex}"
    (folder / "photo").write_bytes(PHOTO)
    senders = []
    for number, sheet in enumerate(sheets):
        path = folder / f"sheet-{number}"
        path.write_bytes(sheet)
        told = [str(server.port), server.token, str(path), str(folder / "photo"), str(go)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        senders.append(
            subprocess.Popen(
                [sys.executable, "-c", SENDER, *told], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
            )
        )
    for sender in senders:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "ready\n"
    go.touch()
    return [int(sender.communicate(timeout=60)[0]) for sender in senders]


def hashes(*contents: bytes) -> list[str]:
    return [hashlib.sha256(content).hexdigest() for content in contents]


def test_the_same_submission_from_several_processes_at_once_is_one_record(served: Server, tmp_path: Path) -> None:
    expected = {}
    for number in range(1, 9):
        assert at_once(served, tmp_path, *[submission(number)] * 4) == [201] * 4
        expected[f"uuid:fictive-{number}"] = hashes(submission(number), PHOTO)
    assert kept(served) == expected


def test_the_same_correction_from_several_processes_at_once_is_one_version(served: Server, tmp_path: Path) -> None:
    expected = {}
    for number in range(10, 60, 10):
        correction = submission(number + 1, deprecated=f"uuid:fictive-{number}", session=2)
        assert at_once(served, tmp_path, submission(number)) == [201]
        assert at_once(served, tmp_path, *[correction] * 4) == [201] * 4
        expected[f"uuid:fictive-{number}"] = hashes(submission(number), correction, PHOTO)
    assert kept(served) == expected


def test_other_bytes_under_one_instance_at_once_are_both_kept(served: Server, tmp_path: Path) -> None:
    expected = {}
    for number in range(1, 5):
        one, other = submission(number), submission(number, venue="Autre")
        answers = at_once(served, tmp_path, one, other, one, other)
        # Whichever came first is received; the other is kept, and a person compares.
        assert set(answers) <= {201, 202}
        assert 201 in answers
        expected[f"uuid:fictive-{number}"] = set(hashes(one, other, PHOTO))
    found = kept(served)
    assert {name: set(told) for name, told in found.items()} == expected
    assert {len(told) for told in found.values()} == {3}
