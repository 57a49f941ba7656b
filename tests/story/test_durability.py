"""What was acknowledged is there, once, whatever became of the server afterwards.

The server is a process of its own and is killed without warning, again and again, while telephones, each a process of
its own, send sheets with photos and send again what was not acknowledged. `make durability` does it fifty times on each
database; every test run does it a few times.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flow.sheets import submission
from tests.story.server import ROOT, Server

ROUNDS = int(os.environ.get("TOGUNA_DURABILITY_ROUNDS", "4"))
PHONES = 8
AT_LEAST = 8
ROUND_SECONDS = 60


def test_a_served_connection_waits_for_the_disk_and_refuses_to_change_what_only_grows(server: Server) -> None:
    server.start()
    told = server.about()
    assert told["missing"] == []
    if told["vendor"] == "sqlite":
        assert (told["synchronous"], told["journal_mode"], told["foreign_keys"]) == (2, "wal", 1)


def test_no_acknowledged_sheet_or_photo_is_lost_or_doubled_when_the_server_is_killed(
    server: Server, tmp_path: Path
) -> None:
    chance = random.Random(20260301)
    notes = tmp_path / "notes"
    notes.mkdir()
    with phones(server, notes):
        for _round in range(ROUNDS):
            before = len(acknowledged(notes))
            server.start()
            deadline = time.monotonic() + ROUND_SECONDS
            while len(acknowledged(notes)) < before + AT_LEAST and time.monotonic() < deadline:
                time.sleep(0.02)
            # The telephones go on sending, so the kill falls anywhere between two fsyncs.
            time.sleep(chance.uniform(0, 0.4))
            server.kill()
    sent = acknowledged(notes)
    assert len(sent) >= ROUNDS * AT_LEAST, "the rounds must have had something to lose"
    kept = json.loads(server.python("-m", "tests.story.kept").stdout.strip().splitlines()[-1])
    assert {name: kept.get(name) for name in sent} == sent
    # A sheet that came and was never acknowledged is there once too, with its photo at most once.
    assert all(len(hashes) <= 2 for hashes in kept.values())
    print(f"{ROUNDS} kills, {len(sent)} acknowledged, {len(kept)} kept: 0 lost, 0 doubled")  # noqa: T201 - the answer


@contextmanager
def phones(server: Server, notes: Path) -> Iterator[None]:
    """As many telephones as there are, until the end."""
    started = []
    try:
        for number in range(PHONES):
            command = [
                sys.executable,
                "-m",
                "tests.story.phone",
                str(server.port),
                server.token,
                str(notes / f"{number}"),
            ]
            phone = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
            assert phone.stdin is not None
            phone.stdin.write(submission())
            phone.stdin.close()
            started.append(phone)
        yield
    finally:
        for phone in started:
            phone.kill()
        for phone in started:
            phone.wait()


def acknowledged(notes: Path) -> dict[str, list[str]]:
    """What the telephones noted so far: the hashes of sheet and photo by instance. A line half written is no note."""
    lines = [
        line.split()
        for file in notes.iterdir()
        for line in file.read_text().splitlines(keepends=True)
        if line.endswith("\n")
    ]
    return {name: [sheet, photo] for name, sheet, photo in lines}
