"""What must be true before the first page is answered, and what makes it so; each step is skipped when it is done."""

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from toguna.publish.addresses import known_site
from toguna.store.accounts.models import User

PORTS_TRIED = 20


class NoPortFree(Exception):
    """Every port that was tried is taken."""


def is_migration_due() -> bool:
    """Whether the database lacks a migration, all of them included."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def make_cache_table() -> None:
    """Make the table of the database cache where it is configured and missing; does nothing otherwise."""
    call_command("createcachetable", verbosity=0)


def collect_static_files() -> bool:
    """Put stylesheets and pictures where the server looks, if any has changed since the last time; say whether."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_fingerprint()
    if mark.exists() and mark.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(fingerprint)
    return True


def static_fingerprint() -> str:
    """A hash over the name, size and time of every static file."""
    digest = hashlib.sha256()
    for path in sorted(static_paths()):
        about = path.stat()
        digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_paths() -> Iterator[Path]:
    """Every static file that an app brings."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


@contextmanager
def loading_demonstration() -> Iterator[None]:
    """Leave a mark while the demonstration is being loaded, so that the next start knows when it was interrupted."""
    loading_mark().touch()
    yield
    loading_mark().unlink()


def know_own_address(address: str) -> None:
    """Where nobody has said the site's address, the demonstration takes the one that it is served at.

    The numbers on its papers then lead to its pages. A real installation is never guessed at: what it publishes is read
    on other machines.
    """
    if not known_site(settings.SITE_ADDRESS):
        # Editions are released in this process while the demonstration is loaded, and in its children afterwards.
        settings.SITE_ADDRESS = os.environ["TOGUNA_ADDRESS"] = address


def is_demonstration_half_loaded() -> bool:
    """Whether loading it was interrupted and nobody has worked here since: every account is a fictional one."""
    return loading_mark().exists() and not User.objects.filter(fictional=False).exists()


def loading_mark() -> Path:
    """The file that says that the demonstration is being loaded."""
    return Path(settings.VAR) / "demonstration-loading"


def listen(host: str, port: int) -> socket.socket:
    """A socket on this port, or on the next that is free. Raises `NoPortFree`."""
    for candidate in range(port, port + PORTS_TRIED):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # A port that a server left a second ago is free; one that somebody listens on is not.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(64)
        except OSError:
            listener.close()
            continue
        return listener
    raise NoPortFree(port)
