"""Looking at, accepting and taking back a large workbook in the background, with progress, to be left and found again.

One workbook has at most one such work at a time. A worker that dies is followed by another that goes on.
"""

import shutil
from pathlib import Path

from django.utils.translation import gettext as _
from django_tasks import task

from toguna.collect.refusals import RefusedFileError
from toguna.flow.imports.accept import DeliveryHasErrors, DeliveryTakenBack, accept_delivery
from toguna.flow.imports.dry_run import DryRun, dry_run_of, marked, read_look, write_look
from toguna.flow.imports.plan import plan_import
from toguna.flow.imports.sheets import read_delivery
from toguna.flow.imports.take_back import CannotTakeBack, take_back
from toguna.flow.jobs import CannotBeDone, Progress, job_folder, run, start
from toguna.store.accounts.models import User
from toguna.store.fieldwork.jobs import UNDER_WAY
from toguna.store.fieldwork.models import Delivery, Job

KIND = "import"
LOOK, ACCEPT, TAKE_BACK = "look", "accept", "take-back"
LOOK_FILE, MARKED_FILE = "look.json", "marked.xlsx"

# A workbook up to this size is looked at while the page is made: about 700 rows, a second.
SMALL_BYTES = 120_000
# So many sheets are kept while the page waits.
FEW_SHEETS = 40


def is_small(delivery: Delivery) -> bool:
    """Whether a page may read the workbook itself."""
    return delivery.size <= SMALL_BYTES


def begin(what: str, delivery: Delivery, *, by: User) -> Job:
    """Ask for the work, unless some on this workbook is under way already. Raises TooManyAtOnce."""
    already = work_on(delivery)
    if already is not None and already.state in UNDER_WAY:
        return already
    later = {LOOK: look_later, ACCEPT: accept_later, TAKE_BACK: take_back_later}[what]
    return start(KIND, by=by, parameters={"delivery": str(delivery.pk), "what": what}, task=later)


def work_on(delivery: Delivery, what: str = "") -> Job | None:
    """The latest work on this workbook, or the latest of one kind; None where there was none, or long ago."""
    jobs = Job.objects.filter(kind=KIND, parameters__delivery=str(delivery.pk))
    if what:
        jobs = jobs.filter(parameters__what=what)
    return jobs.order_by("-created_at").first()


def look_kept(delivery: Delivery) -> DryRun | None:
    """What the worker last saw in this workbook, as long as that is kept."""
    job = work_on(delivery, LOOK)
    path = job_folder(job) / LOOK_FILE if job is not None and job.state == "done" else None
    return read_look(path) if path is not None and path.is_file() else None


def marked_kept(delivery: Delivery) -> bytes | None:
    """The workbook with its errors marked, as the worker left it."""
    job = work_on(delivery, LOOK)
    path = job_folder(job) / MARKED_FILE if job is not None else None
    return path.read_bytes() if path is not None and path.is_file() else None


@task()
def look_later(job_id: str) -> None:
    """Look at a large workbook."""
    run(job_id, _look)


@task()
def accept_later(job_id: str) -> None:
    """Accept a workbook of many sheets."""
    run(job_id, _accept)


@task()
def take_back_later(job_id: str) -> None:
    """Take a workbook of many sheets back."""
    run(job_id, _take_back)


def _look(job: Job, progress: Progress, folder: Path) -> Path:
    delivery = _delivery(job)
    try:
        reading = read_delivery(delivery)
        progress.note(1, 3)
        plan = plan_import(delivery, reading)
    except RefusedFileError as error:
        raise CannotBeDone(_(error.message) % error.values) from error
    progress.note(2, 3)
    if plan.findings:
        (folder / MARKED_FILE).write_bytes(marked(delivery, plan.findings))
    write_look(dry_run_of(plan, delivery), folder / LOOK_FILE)
    return folder / LOOK_FILE


def _accept(job: Job, progress: Progress, _folder: Path) -> None:
    delivery = _delivery(job)
    try:
        accept_delivery(delivery, by=job.by, note=progress.note)
    except (DeliveryHasErrors, DeliveryTakenBack, RefusedFileError) as error:
        raise CannotBeDone(_(error.message) % error.values) from error
    # The marked copy holds names, and perhaps one that was refused; from now on the records are what is kept.
    for look in Job.objects.filter(kind=KIND, parameters__delivery=str(delivery.pk), parameters__what=LOOK):
        shutil.rmtree(job_folder(look), ignore_errors=True)


def _take_back(job: Job, progress: Progress, _folder: Path) -> None:
    try:
        take_back(_delivery(job), by=job.by, note=progress.note)
    except CannotTakeBack as error:
        raise CannotBeDone(_(error.message) % error.values) from error


def _delivery(job: Job) -> Delivery:
    return Delivery.objects.select_related("sender", "organisation", "payload").get(pk=job.parameters["delivery"])
