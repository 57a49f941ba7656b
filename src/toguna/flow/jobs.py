"""Long work in the background that anybody may leave, find again, and call off; and the file that it ends in.

A crash begins the work anew from its first step, so a file shows only once it is whole. What is done is the caller's.
"""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from toguna.store.accounts.models import User
from toguna.store.fieldwork.jobs import (
    UNDER_WAY,
    begin_job,
    close_job,
    jobs_of,
    jobs_under_way,
    note_progress,
    open_job,
    remove_jobs,
)
from toguna.store.fieldwork.models import Job
from toguna.store.writing import write_turn

AnyTask = DBTaskResult[..., Any]

KEPT_FOR = timedelta(days=7)
# Often enough for a page that looks every few seconds, seldom enough to leave the write lock to others.
SECONDS_BETWEEN_NOTES = 1.0
# Long work of one account that runs or waits at the same time.
AT_ONCE = 3


class CalledOff(Exception):
    """Whoever asked for the work does not want it any more."""


class CannotBeDone(Exception):
    """The work ends without a result, for a reason that can be told."""


class TooManyAtOnce(Exception):
    """This account has enough long work under way."""


@dataclass
class Progress:
    """How far one piece of work is, told to the database now and then."""

    job: Job
    # What the page says when the work is done.
    message: str = ""
    noted_at: float = field(default_factory=monotonic)

    def note(self, done: int, total: int | None = None) -> None:
        """Say how far the work is. Raises CalledOff when nobody wants it any more."""
        if monotonic() - self.noted_at >= SECONDS_BETWEEN_NOTES:
            progress(self.job, done, total)
            self.noted_at = monotonic()


def start(
    kind: str,
    *,
    by: User,
    parameters: dict[str, Any],
    task: Task[[str], Any],
    noted: Mapping[str, object] | None = None,
) -> Job:
    """Ask for long work: `task` gets the job's id from the worker and calls `run`. Raises TooManyAtOnce.

    `noted` are codes for the journal, never names.
    """
    if jobs_of(by, kind).filter(state__in=UNDER_WAY).count() >= AT_ONCE:
        raise TooManyAtOnce
    with write_turn(), transaction.atomic():
        job = open_job(kind=kind, by=by, parameters=parameters, noted=noted or {})
        task.enqueue(str(job.pk))
    job.refresh_from_db()
    return job


def run(job_id: str, work: Callable[[Job, Progress, Path], Path | None]) -> None:
    """Do the work of a job in its own folder, empty at first; the file that it returns may then be taken away.

    Work that has ended or was called off before is not done again. `CannotBeDone` tells the reason; anything else that
    goes wrong is told as such and raised.
    """
    job = Job.objects.select_related("by").get(pk=job_id)
    with write_turn():
        begun = begin_job(job=job)
    if not begun:
        return
    folder = job_folder(job)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    job.refresh_from_db()
    told = Progress(job)
    with translation.override(job.by.language):
        try:
            file = work(job, told, folder)
        except CalledOff:
            shutil.rmtree(folder, ignore_errors=True)
        except CannotBeDone as error:
            fail(job, str(error))
        except Exception:
            fail(job, _("Le travail s'est arrêté sur une erreur du serveur. Relancez-le ; prévenez l'administrateur."))
            raise
        else:
            finish(job, file=file, message=told.message)


def progress(job: Job, done: int, total: int | None = None) -> None:
    """Note how far the work is. Raises CalledOff when nobody wants it any more."""
    with write_turn():
        wanted = note_progress(job=job, done=done, total=total if total is not None else job.total)
    if not wanted:
        raise CalledOff
    job.done, job.total = done, total if total is not None else job.total


def finish(job: Job, *, file: Path | None = None, message: str = "") -> None:
    """Note that the work is done, with the file that it made."""
    made: dict[str, Any] = {}
    if file is not None:
        with file.open("rb") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        made = {"file_name": file.name, "sha256": sha256, "size": file.stat().st_size}
    with write_turn():
        if not close_job(job=job, state="done", message=message, **made):
            shutil.rmtree(job_folder(job), ignore_errors=True)


def fail(job: Job, message: str) -> None:
    """Note that the work ended without a result, and why."""
    with write_turn():
        close_job(job=job, state="failed", message=message)
    shutil.rmtree(job_folder(job), ignore_errors=True)


def finish_together(job: Job, *, message: str = "") -> None:
    """Note that the work is done in the same transaction as what it did, so that neither is ever there alone.

    For a caller who holds that transaction. Raises CalledOff when nobody wants it any more: then nothing may stay.
    """
    if not close_job(job=job, state="done", message=message):
        raise CalledOff


def cancel(job: Job) -> bool:
    """Call the work off; the worker notices at its next step. False where it had ended before."""
    with write_turn():
        called_off = close_job(job=job, state="cancelled")
    if called_off:
        shutil.rmtree(job_folder(job), ignore_errors=True)
    return called_off


def job_folder(job: Job) -> Path:
    """Where the work keeps its files while they are wanted."""
    return Path(settings.VAR) / "jobs" / str(job.pk)


def job_file(job: Job) -> Path | None:
    """The file that the work ended in, as long as it is kept."""
    path = job_folder(job) / job.file_name
    return path if job.state == "done" and job.file_name and path.is_file() else None


def begun_at(job: Job) -> datetime | None:
    """When the worker took the work up; None while it waits."""
    task = _task_of(job)
    return task.started_at if task else None


def seconds_left(job: Job, *, now: datetime) -> int | None:
    """How long the work will still take, going on as it has; None where that cannot be said yet."""
    began = begun_at(job)
    if job.state != "running" or began is None or not job.total or not job.done:
        return None
    return round((now - began).total_seconds() * max(0, job.total - job.done) / job.done)


def give_up_lost() -> int:
    """End the jobs whose workers all ended without an answer, so that nobody waits for them."""
    ended = (TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL)
    lost = [job for job in jobs_under_way() if (task := _task_of(job)) is not None and task.status in ended]
    for job in lost:
        with translation.override(job.by.language):
            fail(job, _("Le travail n'a pas pu être terminé. Relancez-le, ou demandez moins à la fois."))
    return len(lost)


def forget_old_files(*, now: datetime | None = None) -> int:
    """Remove the files and the lines of work that ended a week ago."""
    old = Job.objects.filter(finished_at__lt=(now or timezone.now()) - KEPT_FOR)
    for job in old:
        shutil.rmtree(job_folder(job), ignore_errors=True)
    if not old:
        return 0
    with write_turn():
        return remove_jobs(jobs=old)


def _task_of(job: Job) -> AnyTask | None:
    return DBTaskResult.objects.filter(args_kwargs__args=[str(job.pk)]).order_by("-enqueued_at").first()
