"""Long work that somebody asked for: each step that a page can show, and whose work it is.

It keeps how far the work is. What is done, and where its file lies, is the flow's.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Job
from toguna.store.journal.actions import record_entry

UNDER_WAY = ("waiting", "running")


def jobs_of(user: User, kind: str) -> QuerySet[Job]:
    """The work of one kind that this account asked for, the newest first."""
    return Job.objects.filter(by=user, kind=kind)


def jobs_under_way() -> QuerySet[Job]:
    """The work that waits or runs."""
    return Job.objects.filter(state__in=UNDER_WAY)


@transaction.atomic
def open_job(*, kind: str, by: User, parameters: dict[str, Any], noted: Mapping[str, object]) -> Job:
    """Note that somebody asked for long work; nothing is done yet. `noted` goes to the journal: codes, never names."""
    job = Job.objects.create(kind=kind, by=by, parameters=parameters)
    record_entry(by=by, action=f"{kind}.asked", subject=job, **noted)
    return job


def begin_job(*, job: Job) -> bool:
    """Note that the work begins, from its first step; False where it has ended or was called off meanwhile."""
    return bool(Job.objects.filter(pk=job.pk, state__in=UNDER_WAY).update(state="running", done=0, total=None))


def note_progress(*, job: Job, done: int, total: int | None) -> bool:
    """Note how far the work is; False where it was called off meanwhile."""
    return bool(Job.objects.filter(pk=job.pk, state="running").update(done=done, total=total))


@transaction.atomic
def close_job(*, job: Job, state: str, message: str = "", file_name: str = "", sha256: str = "", size: int = 0) -> bool:
    """Note how the work ended and the file it made; False where it had ended otherwise before."""
    found = Job.objects.filter(pk=job.pk, state__in=UNDER_WAY).update(
        state=state,
        message=message,
        file_name=file_name,
        sha256=sha256,
        size=size if file_name else None,
        finished_at=timezone.now(),
    )
    if found:
        record_entry(by=job.by, action=f"{job.kind}.{state}", subject=job)
    return bool(found)


@transaction.atomic
def note_file_taken(*, job: Job, by: User) -> None:
    """Note that the file was taken away."""
    record_entry(by=by, action=f"{job.kind}.taken", subject=job)


@transaction.atomic
def remove_jobs(*, jobs: QuerySet[Job]) -> int:
    """Forget work whose file is gone; the journal keeps who asked for it."""
    return jobs.delete()[0]
