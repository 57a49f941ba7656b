"""One command from an empty folder to an address that answers, and nothing is answered unguarded."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests import factories
from tests.installations import Installation, installed
from toguna.config.guarded import AnswerOnlyWhenGuarded, waits_for_the_disk
from toguna.config.starting import (
    NoPortFree,
    collect_static_files,
    is_demonstration_half_loaded,
    is_migration_due,
    know_own_address,
    listen,
    loading_demonstration,
)
from toguna.flow.safekeeping.database_copy import is_empty, start_over
from toguna.rules.roles import Role
from toguna.store.accounts.actions import open_account
from toguna.store.journal.append_only import lifted, missing_triggers


class Served:
    """A `toguna serve` that runs, with what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        for line in self.process.stdout or ():
            self.said.append(line)

    def wait_for(self, pattern: str, seconds: float = 60) -> re.Match[str]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := re.search(pattern, "".join(self.said)):
                return found
            if self.process.poll() is not None:
                time.sleep(0.2)
                break
            time.sleep(0.05)
        if found := re.search(pattern, "".join(self.said)):
            return found
        raise AssertionError(f"{pattern!r} was never said, but: {''.join(self.said)}")

    def port(self) -> int:
        return int(self.wait_for(r"http://localhost:(\d+)/").group(1))


@contextmanager
def serving(installation: Installation, *options: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-m", "toguna", "serve", "--no-demo", "--no-field-page", *options],
        env=installation.environment,
        cwd=installation.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Served(process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(40)
        process.stdout.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("served"), migrated=False) as made:
        yield made


@pytest.fixture
def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def status_of(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as conversation:
        conversation.request("GET", "/", headers={"Host": "localhost"})
        return conversation.getresponse().status


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(happens: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_empty_folder_becomes_an_address_that_answers_and_one_signal_stops_it_all(installation, free_port):
    with serving(installation, "--port", str(free_port)) as served:
        assert served.port() == free_port
        served.wait_for("Ctrl-C")
        assert status_of(free_port) < 500
        children = children_of(served.process.pid)
        assert len(children) == 2
        workers = installation.folder / "workers"
        wait_until(lambda: workers.exists() and list(workers.iterdir()))
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 0
        assert not any(map(is_running, children))
        assert list(workers.iterdir()) == []


def test_a_second_start_prepares_nothing_takes_the_next_port_and_leaves_nothing_when_killed(installation):
    with closing(listen("127.0.0.1", 18_000)) as taken:
        port = taken.getsockname()[1]
        with serving(installation, "--port", str(port)) as served:
            served.wait_for(f"Le port {port} est pris")
            assert served.port() > port
            assert "Préparation" not in "".join(served.said)
            children = children_of(served.process.pid)
            served.process.kill()
            wait_until(lambda: not any(map(is_running, children)))


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["serve", "--no-demo"], ["work", "--once"]])
def test_neither_server_nor_worker_starts_without_the_triggers(command):
    with lifted(), pytest.raises(CommandError, match="append-only triggers are missing"):
        call_command(*command)


# --- before the first answer ----------------------------------------------------------------------------------------


def answered(application) -> tuple[str, bytes]:
    statuses = []
    body = b"".join(application({}, lambda status, headers: statuses.append(status)))
    return statuses[0], body


def hello(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]


@pytest.mark.django_db
def test_a_guarded_database_is_answered_from():
    assert waits_for_the_disk()
    assert answered(AnswerOnlyWhenGuarded(hello)) == ("200 OK", b"hello")


@pytest.mark.django_db
def test_without_the_triggers_nothing_is_answered_until_they_are_back():
    application = AnswerOnlyWhenGuarded(hello)
    with lifted():
        status, body = answered(application)
    assert status == "503 Service Unavailable"
    assert b"triggers are missing" in body
    assert answered(application)[0] == "200 OK"


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_does_not_wait_for_the_disk_answers_nothing():
    loose, strict = {
        "sqlite": ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"),
        "postgresql": ("SET synchronous_commit = off", "SET synchronous_commit = on"),
    }[connection.vendor]
    application = AnswerOnlyWhenGuarded(hello)
    with connection.cursor() as cursor:
        cursor.execute(loose)
    status, body = answered(application)
    with connection.cursor() as cursor:
        cursor.execute(strict)
    assert status == "503 Service Unavailable"
    assert b"do not wait for the disk" in body
    assert answered(application)[0] == "200 OK"


# --- preparing ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_migrated_database_needs_no_migration():
    assert not is_migration_due()


@pytest.mark.django_db(transaction=True)
def test_a_demonstration_that_was_interrupted_is_begun_again_from_an_empty_database(settings, tmp_path):
    settings.VAR = tmp_path
    with suppress(KeyboardInterrupt), loading_demonstration():
        factories.fact()
        raise KeyboardInterrupt
    assert is_demonstration_half_loaded()
    start_over()
    assert is_empty()
    assert missing_triggers() == []
    with loading_demonstration():
        factories.user()
    assert not is_demonstration_half_loaded()


@pytest.mark.django_db
def test_an_installation_where_somebody_works_is_never_begun_again(settings, tmp_path):
    settings.VAR = tmp_path
    factories.user()
    (tmp_path / "demonstration-loading").touch()
    assert is_demonstration_half_loaded()
    open_account(by=None, email="awa@example.org", name="A", role=Role.DONOR, organisation=factories.organisation())
    assert not is_demonstration_half_loaded()


def test_static_files_are_collected_once_and_again_when_one_changes(settings, tmp_path):
    brought = tmp_path / "brought"
    brought.mkdir()
    sheet = brought / "a.css"
    sheet.write_text("a {}")
    settings.STATICFILES_DIRS = [brought]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    assert collect_static_files()
    assert not collect_static_files()
    sheet.write_text("a { color: red }")
    assert collect_static_files()
    assert (tmp_path / "static" / "a.css").read_text() == "a { color: red }"
    sheet.unlink()
    assert collect_static_files()
    assert not (tmp_path / "static" / "a.css").exists()


def test_a_machine_without_a_free_port_is_told_so(monkeypatch):
    monkeypatch.setattr("toguna.config.starting.PORTS_TRIED", 1)
    with closing(listen("127.0.0.1", 0)) as taken, pytest.raises(NoPortFree):
        listen("127.0.0.1", taken.getsockname()[1])


def test_the_demonstration_leads_from_its_papers_to_where_it_is_served(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOGUNA_ADDRESS", "")
    settings.SITE_ADDRESS = "http://localhost"
    know_own_address("http://localhost:8042")
    assert (settings.SITE_ADDRESS, os.environ["TOGUNA_ADDRESS"]) == ("http://localhost:8042",) * 2
    settings.SITE_ADDRESS = "https://toguna.example"
    know_own_address("http://localhost:8042")
    assert settings.SITE_ADDRESS == "https://toguna.example"
