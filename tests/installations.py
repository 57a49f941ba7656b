"""Installations of their own: a folder, a database, and the real command in a process of its own.

For what cannot be undone by rolling back: starting, stopping, killing, restoring.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Installation:
    """One Toguna: its folder, and the address of its database on PostgreSQL."""

    folder: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation is started with; nothing of the tests' own settings."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TOGUNA_", "DJANGO_", "DATABASE_URL", "PYTEST_", "COV_"))
        }
        own = {"TOGUNA_VAR": str(self.folder), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        return kept | own | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; its exit code and both its outputs are in the answer."""
        return subprocess.run(
            [sys.executable, "-m", "toguna", *arguments],
            env=self.environment | environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def python(self, program: str) -> str:
        """What a few lines of Python print inside this installation; an error is the test's."""
        done = self.run("shell", "--verbosity", "0", "--command", program)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def installed(folder: Path, *, migrated: bool = True) -> Iterator[Installation]:
    """An installation on the database that the tests run on, gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ready(Installation(folder), migrated)
        return
    name = f"toguna_{secrets.token_hex(6)}"
    address = urlsplit(server)
    # libpq's scheme; Django's may say more.
    here = urlunsplit(address._replace(scheme="postgresql"))
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield ready(Installation(folder, urlunsplit(address._replace(path=f"/{name}"))), migrated)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def ready(installation: Installation, migrated: bool) -> Installation:
    """The installation with its tables, if it shall have them."""
    if migrated:
        done = installation.run("migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
    return installation
