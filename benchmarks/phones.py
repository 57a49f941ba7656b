"""Telephones that send household surveys as fast as they are answered, each over a line of its own that stays open.

It measures answers: how many a second were 201, and how long each took. It knows one address and nothing of the server.
"""

import asyncio
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from benchmarks.household import household

BOUNDARY = "----telephone" + uuid.uuid4().hex
BEFORE = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
    "Content-Type: text/xml\r\n\r\n"
).encode()
AFTER = f"\r\n--{BOUNDARY}--\r\n".encode()
CREATED = 201
PATIENCE_SECONDS = 60


@dataclass
class Answers:
    """What was answered while it was counted: seconds of each 201, and how often anything else."""

    seconds: float
    times: list[float] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Submissions a second."""
        return len(self.times) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The time within which this share of them was answered."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


def load(port: int, path: str, clients: int, seconds: float, warm_up: float) -> Answers:
    """Send with this many telephones at once, and count after the warm-up."""
    return asyncio.run(_load(port, path, clients, seconds, warm_up))


async def _load(port: int, path: str, clients: int, seconds: float, warm_up: float) -> Answers:
    answers = Answers(seconds)
    begin = time.perf_counter() + warm_up
    await asyncio.gather(*(_telephone(port, path, begin, begin + seconds, answers) for _ in range(clients)))
    return answers


async def _telephone(port: int, path: str, begin: float, end: float, answers: Answers) -> None:
    seeded = Random(uuid.uuid4().int)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (sent := time.perf_counter()) < end:
        try:
            status, stays_open = await asyncio.wait_for(_send(reader, writer, path, seeded), PATIENCE_SECONDS)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            answers.others[type(error).__name__] += 1
            stays_open = False
        else:
            answered = time.perf_counter()
            if sent >= begin and answered <= end:
                if status == CREATED:
                    answers.times.append(answered - sent)
                else:
                    answers.others[str(status)] += 1
        if not stays_open:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, seeded: Random
) -> tuple[int, bool]:
    body = BEFORE + household(seeded) + AFTER
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    await reader.readexactly(int(headers["content-length"]))
    return int(lines[0].split()[1]), headers.get("connection") != "close"
