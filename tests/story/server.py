"""The real application in a process and a database of its own, to be killed, cut off and asked."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.story.wire import post_submission

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """Gunicorn with the real application, in a folder and a database of its own."""

    def __init__(self, folder: Path, database_url: str | None, stage: str = "tests.story.served") -> None:
        self.environment = {**os.environ, "TOGUNA_VAR": str(folder), "PYTHONPATH": str(ROOT)}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        out = self.python("-m", stage).stdout
        self.told = json.loads(out.strip().splitlines()[-1])
        self.token = self.told.get("token", "")
        self.process: subprocess.Popen[bytes] | None = None

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--workers",
            "2",
            "--threads",
            "8",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        self.process = subprocess.Popen(
            [*command, "--log-level", "critical", "tests.story.served:application"],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )
        for _attempt in range(200):
            try:
                self.about()
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start")

    def about(self) -> dict[str, object]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as line:
            line.request("GET", "/about-this-connection")
            told: dict[str, object] = json.loads(line.getresponse().read())
        return told

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def send(self, body: bytes, photo: bytes) -> int:
        return post_submission(self.port, self.token, body, photo)


@contextmanager
def own_database() -> Iterator[str | None]:
    """A database that may be committed to: on PostgreSQL one more of the same server, on SQLite a file of its own."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield None
        return
    name = f"toguna_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with own_database() as address:
        server = Server(tmp_path, address)
        try:
            yield server
        finally:
            if server.process is not None and server.process.poll() is None:
                server.kill()
