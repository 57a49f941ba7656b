"""The worker's round: what a crash left behind is taken up, what is due is run, the journal is sealed."""

import time
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from toguna.flow.background import (
    ATTEMPTS,
    SEALED_AT_ONCE,
    forget_finished_tasks,
    is_present,
    machine,
    presence,
    requeue_abandoned,
    run_due_tasks,
    seal_waiting,
    work,
    workers_folder,
)
from toguna.store.journal.actions import record_entry, seal
from toguna.store.journal.models import Entry, Link
from toguna.store.journal.queries import verify

pytestmark = pytest.mark.django_db(transaction=True)


@task
def note(subject: str) -> None:
    """Something to run that leaves a trace."""
    record_entry(by=None, action="test.ran", subject=subject)


@task
def fail() -> None:
    """Something that goes wrong."""
    raise ValueError("on purpose")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.VAR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    return tmp_path / "workers"


def queued(path: str = "note", *arguments: str, **columns) -> DBTaskResult:
    given = {"args_kwargs": {"args": list(arguments), "kwargs": {}}, "backend_name": "default"}
    return DBTaskResult.objects.create(task_path=f"{__name__}.{path}", run_after=get_date_max(), **{**given, **columns})


def running(worker_id: str, *, attempts: int = 1, since: timedelta = timedelta(minutes=1)) -> DBTaskResult:
    return queued(
        "note",
        "x",
        status=TaskResultStatus.RUNNING,
        worker_ids=["earlier"] * (attempts - 1) + [worker_id],
        started_at=timezone.now() - since,
    )


def status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


def test_what_is_due_is_run_and_what_fails_does_not_keep_the_rest_from_running():
    first, broken, last = queued("note", "one"), queued("fail"), queued("note", "two")
    assert run_due_tasks("w", Event()) == 3
    assert sorted(Entry.objects.values_list("subject", flat=True)) == ["one", "two"]
    assert [status(task) for task in (first, broken, last)] == ["SUCCESSFUL", "FAILED", "SUCCESSFUL"]


def test_nothing_more_is_begun_after_the_order_to_stop():
    task = queued("note", "one")
    stop = Event()
    stop.set()
    assert run_due_tasks("w", stop) == 0
    assert status(task) == "READY"


def test_a_task_of_a_worker_that_was_killed_is_taken_up_at_once(folder):
    task = running(f"{machine()}.4194000.0badcafe")
    assert requeue_abandoned(now=timezone.now()) == 1
    assert status(task) == "READY"


def test_a_task_of_a_worker_that_is_at_work_is_left_alone_however_long_it_takes(folder):
    with presence(folder) as worker_id:
        task = running(worker_id, since=timedelta(days=2))
        assert requeue_abandoned(now=timezone.now()) == 0
    assert status(task) == "RUNNING"
    assert requeue_abandoned(now=timezone.now()) == 1


def test_a_task_on_another_machine_is_given_up_after_an_hour():
    recent, old = running("elsewhere.1.aa"), running("elsewhere.1.bb", since=timedelta(minutes=61))
    assert requeue_abandoned(now=timezone.now()) == 1
    assert [status(recent), status(old)] == ["RUNNING", "READY"]


def test_a_task_that_ended_every_worker_is_not_tried_for_ever(folder):
    task = running(f"{machine()}.4194000.0badcafe", attempts=ATTEMPTS)
    assert requeue_abandoned(now=timezone.now()) == 0
    assert status(task) == "FAILED"
    assert "WorkerLost" in task.exception_class_path


def test_a_worker_is_present_only_while_it_holds_its_lock_and_clears_what_others_left(folder):
    folder.mkdir()
    (folder / "left.1.behind").touch()
    with presence(folder) as worker_id:
        assert is_present(folder / worker_id)
        assert [path.name for path in folder.iterdir()] == [worker_id]
    assert not is_present(folder / worker_id)


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not():
    now = timezone.now()
    done = {"status": TaskResultStatus.SUCCESSFUL}
    queued("note", "old", finished_at=now - timedelta(days=15), **done)
    fresh = queued("note", "fresh", finished_at=now - timedelta(days=1), **done)
    waiting = queued("note", "waiting")
    assert forget_finished_tasks(now=now) == 1
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk}


def test_one_round_takes_up_runs_and_seals():
    task = running(f"{machine()}.4194000.0badcafe")
    work(stop=Event(), once=True)
    assert status(task) == "SUCCESSFUL"
    assert Link.objects.count() == Entry.objects.count() == 1
    assert not list(workers_folder().iterdir())


def test_a_round_with_nothing_to_do_takes_no_write_lock():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        work(stop=Event(), once=True)
    statements = [query["sql"].lstrip().upper() for query in asked]
    assert statements
    assert not [sql for sql in statements if not sql.startswith(("SELECT", "PRAGMA"))]


def test_a_full_round_finds_an_entry_that_a_frequent_round_does_not_look_for():
    Entry.objects.create(pk=50_000, action="a.b", subject="x")
    seal()
    Entry.objects.create(pk=10, action="a.b", subject="late")
    assert seal_waiting(Event(), look_back=10_000) == 0
    work(stop=Event(), once=True)
    assert verify().unsealed == 0


def test_a_portion_of_seals_takes_less_than_fifty_milliseconds_of_the_processor():
    Entry.objects.bulk_create(
        Entry(action="record.received", subject=f"record:{number}", detail={"version": number})
        for number in range(SEALED_AT_ONCE * 5)
    )
    spent = []
    for _ in range(5):
        # Of the processor and not of the clock: the write lock is held while it works, and others may be working too.
        begun = time.process_time()
        assert seal(SEALED_AT_ONCE) == SEALED_AT_ONCE
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.05
    assert verify().is_intact
