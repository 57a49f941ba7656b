"""What the worker does, round after round: tasks that a crash left behind, tasks that are due, the journal to seal.

On SQLite it shares the one write lock with the pages, so it first looks, and takes the lock only for something to do,
for a few milliseconds at a time. It knows no task by name.
"""

import fcntl
import logging
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from toguna.flow.commitment_letters import ask_for_reminders
from toguna.flow.digest import ask_for_letters
from toguna.flow.jobs import forget_old_files, give_up_lost
from toguna.flow.reading import read_unread
from toguna.flow.redaction import remove_redacted_files
from toguna.flow.sealed import remove_opened_files
from toguna.store.journal.actions import seal
from toguna.store.journal.queries import is_sealing_due

AnyTask = DBTaskResult[..., Any]

log = logging.getLogger(__name__)

# A task that a worker of another machine seems to have left is taken up after this long; here, at once.
GIVEN_UP_AFTER = timedelta(hours=1)
# A task that has taken this many workers with it is not tried again.
ATTEMPTS = 3
# 200 links are written in about 10 ms on SQLite, well under the 50 that a page can wait.
SEALED_AT_ONCE = 200
# What arrived longer ago was read in an earlier round, or is found by the full one: no transaction lasts five minutes.
READ_AGAIN_AFTER = timedelta(minutes=5)
READ_AT_ONCE = 20
# How many entries before the newest sealed one a frequent round searches; a full one searches them all.
LOOK_BACK = 10_000
FULL_ROUND_EVERY = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=14)


class WorkerLost(Exception):
    """The workers that ran a task ended without an answer, every time it was tried."""


def work(*, stop: Event, pause: float = 1.0, once: bool = False) -> None:
    """Go round until told to stop. A round that the database refuses is tried again; nothing is lost meanwhile."""
    with presence(workers_folder()) as worker_id:
        full_at: datetime | None = None
        while not stop.is_set():
            now = timezone.now()
            is_full = full_at is None or now - full_at > FULL_ROUND_EVERY
            try:
                requeue_abandoned(now=now)
                read_arrived(stop, since=None if is_full else now - READ_AGAIN_AFTER)
                run_due_tasks(worker_id, stop)
                give_up_lost()
                seal_waiting(stop, look_back=None if is_full else LOOK_BACK)
                if is_full:
                    # A phone that sends a redacted photo again brings its file back.
                    remove_redacted_files()
                    remove_opened_files()
                    forget_finished_tasks(now=now)
                    forget_old_files(now=now)
                    ask_for_letters(now=now)
                    ask_for_reminders(now=now)
                full_at = now if is_full else full_at
            except Error:
                if once:
                    raise
                log.warning("A round of background work failed and will be tried again", exc_info=True)
            close_old_connections()
            if once:
                return
            stop.wait(pause)


def read_arrived(stop: Event, *, since: datetime | None) -> int:
    """Read what arrived and nobody has read, a few at a time, and say how many.

    In a burst the phones come first: two thirds of the time are left to the site, and a sheet that somebody opens
    before its turn is read then.
    """
    count = 0
    while not stop.is_set():
        begun = time.monotonic()
        read = read_unread(since=since, limit=READ_AT_ONCE)
        count += read
        if read < READ_AT_ONCE:
            break
        stop.wait(2 * (time.monotonic() - begun))
    return count


def run_due_tasks(worker_id: str, stop: Event) -> int:
    """Run the tasks that are due, one after the other, and say how many."""
    count = 0
    while not stop.is_set() and due_tasks().exists():
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        worker.run()
        count += 1
    return count


def forget_finished_tasks(*, now: datetime) -> int:
    """Forget the tasks that ended long ago, and say how many; what they did is in the journal."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=now - FORGOTTEN_AFTER)
    # Deleting nothing would take the write lock all the same.
    return old.delete()[0] if old.exists() else 0


def due_tasks() -> QuerySet[AnyTask]:
    """The tasks that may run now."""
    return DBTaskResult.objects.ready().filter(backend_name="default")


def seal_waiting(stop: Event, *, look_back: int | None) -> int:
    """Seal the entries that wait, a few at a time, and say how many."""
    count = 0
    while not stop.is_set() and is_sealing_due(look_back):
        sealed = seal(SEALED_AT_ONCE, look_back)
        count += sealed
        if sealed == SEALED_AT_ONCE:
            # Leaves the write lock to whoever waits for it between two portions.
            stop.wait(0.02)
    return count


def requeue_abandoned(*, now: datetime) -> int:
    """Make ready again the tasks whose worker is gone, and say how many; tasks are idempotent, so twice is harmless.

    A task is not tried for ever: what ended its worker each time would only end the next one.
    """
    count = 0
    for task in DBTaskResult.objects.running():
        if not is_abandoned(task, now):
            continue
        if len(task.worker_ids) >= ATTEMPTS:
            task.set_failed(WorkerLost(f"tried {len(task.worker_ids)} times"))
            continue
        still_running = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        count += still_running.update(status=TaskResultStatus.READY, started_at=None)
    return count


def is_abandoned(task: AnyTask, now: datetime) -> bool:
    """Whether nobody is working on it any more."""
    worker_id = task.worker_ids[-1] if task.worker_ids else ""
    if worker_id.startswith(machine() + "."):
        return not is_present(workers_folder() / worker_id)
    return task.started_at is None or now - task.started_at > GIVEN_UP_AFTER


@contextmanager
def presence(folder: Path) -> Iterator[str]:
    """Hold a lock that the system lets go of however this process ends, under a name of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for left_behind in folder.iterdir():
        if not is_present(left_behind):
            left_behind.unlink(missing_ok=True)
    worker_id = f"{machine()}.{os.getpid()}.{secrets.token_hex(4)}"
    path = folder / worker_id
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield worker_id
        finally:
            path.unlink(missing_ok=True)


def is_present(path: Path) -> bool:
    """Whether the worker that made this file still holds it."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def is_somebody_at_work() -> bool:
    """Whether any worker of this installation runs on this machine."""
    folder = workers_folder()
    return folder.exists() and any(is_present(path) for path in folder.iterdir())


def workers_folder() -> Path:
    """Where the workers of this installation hold their locks."""
    return Path(settings.VAR) / "workers"


def machine() -> str:
    """This machine's name, short enough for a worker's number."""
    return socket.gethostname()[:30]
