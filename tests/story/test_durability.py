"""What was acknowledged is there, whatever became of the server afterwards.

The server is a process of its own and is killed without warning, again and again, while phones send sheets with photos.
"""

import hashlib
import json
import os
import random
import threading
import time
import uuid
from http.client import HTTPException
from pathlib import Path

from tests.flow.sheets import submission
from tests.story.server import Server

ROUNDS = 4
PHONES = 4
AT_LEAST = 8


def test_a_served_connection_waits_for_the_disk_and_refuses_to_change_what_only_grows(server: Server) -> None:
    server.start()
    told = server.about()
    assert told["missing"] == []
    if told["vendor"] == "sqlite":
        assert (told["synchronous"], told["journal_mode"], told["foreign_keys"]) == (2, "wal", 1)


def test_no_acknowledged_sheet_or_photo_is_lost_when_the_server_is_killed(server: Server, tmp_path: Path) -> None:
    acknowledged: dict[str, tuple[str, str]] = {}
    chance = random.Random(20260301)
    for _round in range(ROUNDS):
        server.start()
        stop = threading.Event()

        def phone(stop: threading.Event = stop) -> None:
            while not stop.is_set():
                name = uuid.uuid4().hex
                body, photo = submission().replace(b"uuid:fictive-1", f"uuid:{name}".encode()), os.urandom(20_000)
                try:
                    status = server.send(body, photo)
                except (OSError, HTTPException):
                    return
                if status == 201:
                    hashes = hashlib.sha256(body).hexdigest(), hashlib.sha256(photo).hexdigest()
                    acknowledged[f"uuid:{name}"] = hashes

        phones = [threading.Thread(target=phone) for _ in range(PHONES)]
        for one in phones:
            one.start()
        enough, deadline = len(acknowledged) + AT_LEAST, time.monotonic() + 60
        while len(acknowledged) < enough and time.monotonic() < deadline:
            time.sleep(0.02)
        # The phones go on sending, so the kill falls anywhere between two fsyncs.
        time.sleep(chance.uniform(0, 0.4))
        server.kill()
        stop.set()
        for one in phones:
            one.join()
    assert len(acknowledged) >= ROUNDS * AT_LEAST, "the rounds must have had something to lose"
    kept = json.loads(server.python("-m", "tests.story.kept").stdout.strip().splitlines()[-1])
    missing = {name for name, (sheet, photo) in acknowledged.items() if kept.get(name) != [sheet, photo]}
    assert missing == set()
