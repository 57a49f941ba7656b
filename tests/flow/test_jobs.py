"""Long work: how far it is, called off, failed, found again, and forgotten with its file."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from tests import factories
from toguna.flow.background import run_due_tasks
from toguna.flow.jobs import (
    AT_ONCE,
    CalledOff,
    CannotBeDone,
    Progress,
    TooManyAtOnce,
    cancel,
    forget_old_files,
    give_up_lost,
    job_file,
    job_folder,
    progress,
    run,
    seconds_left,
    start,
)
from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Job
from toguna.store.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@task
def count_to_ten(job_id: str) -> None:
    """Something long that ends in a file, or as its parameters say."""
    run(job_id, _counted)


def _counted(job: Job, told: Progress, folder: Path) -> Path | None:
    if job.parameters.get("then") == "refuse":
        raise CannotBeDone("Rien à compter.")
    if job.parameters.get("then") == "break":
        raise ValueError("on purpose")
    for number in range(10):
        if job.parameters.get("then") == "call off" and number == 5:
            cancel(Job.objects.get(pk=job.pk))
        progress(job, number, 10)
    (folder / "dix.txt").write_text("10")
    return folder / "dix.txt"


@pytest.fixture(autouse=True)
def worker(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def user() -> User:
    return factories.user()


def asked(by: User, **parameters: str) -> Job:
    return start("export", by=by, parameters=parameters, task=count_to_ten)


def worked(job: Job) -> Job:
    run_due_tasks("test", _Never())
    job.refresh_from_db()
    return job


class _Never:
    def is_set(self) -> bool:
        return False


def test_work_waits_runs_and_ends_in_a_file(user: User) -> None:
    job = asked(user)
    assert job.state == "waiting"
    worked(job)
    assert (job.state, job.done, job.total) == ("done", 9, 10)
    assert job_file(job).read_text() == "10"
    assert (job.file_name, job.size) == ("dix.txt", 2)
    told = Entry.objects.filter(subject=f"job:{job.pk}").values_list("action", flat=True)
    assert set(told) == {"export.asked", "export.done"}


def test_work_that_is_called_off_stops_and_leaves_no_file(user: User) -> None:
    job = worked(asked(user, then="call off"))
    assert (job.state, job.done) == ("cancelled", 4)
    assert not job_folder(job).exists()


def test_work_called_off_while_it_waits_is_never_begun(user: User) -> None:
    job = asked(user)
    cancel(job)
    worked(job)
    assert (job.state, job.done) == ("cancelled", 0)
    with pytest.raises(CalledOff):
        progress(job, 1)


def test_a_reason_is_told_and_an_accident_too(user: User) -> None:
    refused, broken = worked(asked(user, then="refuse")), worked(asked(user, then="break"))
    assert (refused.state, refused.message) == ("failed", "Rien à compter.")
    assert broken.state == "failed"
    assert "serveur" in broken.message


def test_work_that_a_crash_left_behind_begins_anew(user: User) -> None:
    job = asked(user)
    Job.objects.filter(pk=job.pk).update(state="running", done=7, total=10)
    job_folder(job).mkdir(parents=True)
    (job_folder(job) / "half").write_text("half")
    worked(job)
    assert job.state == "done"
    assert not (job_folder(job) / "half").exists()


def test_work_whose_workers_are_all_gone_is_given_up(user: User) -> None:
    lost, waiting = asked(user), asked(user)
    of_lost = DBTaskResult.objects.filter(args_kwargs__args=[str(lost.pk)])
    of_lost.update(status=TaskResultStatus.FAILED)
    assert give_up_lost() == 1
    lost.refresh_from_db()
    waiting.refresh_from_db()
    assert (lost.state, waiting.state) == ("failed", "waiting")


def test_the_time_left_goes_on_as_the_work_has_gone(user: User) -> None:
    job = asked(user)
    now = timezone.now()
    DBTaskResult.objects.filter(args_kwargs__args=[str(job.pk)]).update(started_at=now - timedelta(seconds=30))
    job.state, job.done, job.total = "running", 25, 100
    assert seconds_left(job, now=now) == 90
    job.done = 0
    assert seconds_left(job, now=now) is None


def test_one_account_has_only_so_much_long_work_at_once(user: User) -> None:
    for _number in range(AT_ONCE):
        asked(user)
    with pytest.raises(TooManyAtOnce):
        asked(user)
    assert asked(factories.user()).state == "waiting"


def test_after_a_week_the_file_and_the_line_are_gone_and_the_journal_stays(user: User) -> None:
    job = worked(asked(user))
    assert forget_old_files(now=timezone.now() + timedelta(days=6)) == 0
    assert forget_old_files(now=timezone.now() + timedelta(days=8)) == 1
    assert not job_folder(job).exists()
    assert not Job.objects.exists()
    assert Entry.objects.filter(subject=f"job:{job.pk}", action="export.done").exists()
