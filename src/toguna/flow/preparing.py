"""Preparing and releasing a large edition in the background, to be left and found again.

Masking takes a minute where thousands of cells hang together. What the next edition would say is kept until something
is decided; a programme is released once at a time, and an edition and the end of its work are there together or not.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from toguna.flow.coming import Coming, coming_edition, read_coming, write_coming
from toguna.flow.drafts import NotReleased, next_number
from toguna.flow.jobs import CannotBeDone, Progress, cancel, finish_together, job_folder, progress, run, start
from toguna.flow.release import release_edition
from toguna.rules.definitions import BASIS_DIMENSION
from toguna.store.accounts.models import User
from toguna.store.fieldwork.jobs import UNDER_WAY
from toguna.store.fieldwork.models import Job
from toguna.store.journal.queries import count_and_last_of
from toguna.store.programmes.models import Programme
from toguna.store.values.models import Run
from toguna.store.writing import write_turn

DRAFT, RELEASE = "draft", "release"
KINDS = (DRAFT, RELEASE)
KEPT_AS = "coming.json"
# Up to so many cells, masking takes less time than anybody notices.
FEW_CELLS = 800
DRAFT_STEPS, RELEASE_STEPS = 3, 4
NOT_KEPT = "Ce calcul n'est plus gardé : des calculs plus récents l'ont remplacé. Regardez ce que dirait l'édition."
# What is decided after a computation and changes what the next edition would say of it.
DECISIONS = (
    "period.closed",
    "period.reopened",
    "value.approved",
    "value.approval-withdrawn",
    "restatement.accepted",
    "restatement.declined",
    *(
        f"{subject}.{act}-view"
        for subject in ("place", "organisation", "activity")
        for act in ("withdrawn-from", "brought-back-into")
    ),
)


def is_small(run: Run) -> bool:
    """Whether a page may mask what the run counted while somebody waits for it."""
    count = 0
    for cell in run.values.values_list("cell", flat=True).iterator():
        # A value that is cut by two dimensions at once is never released.
        count += sum(dimension != BASIS_DIMENSION for dimension, _category in cell) <= 1
        if count > FEW_CELLS:
            return False
    return True


def coming_kept(programme: Programme, run: Run) -> Coming | None:
    """What the next edition would say, as it was prepared, as long as nothing was decided since."""
    job = draft_work(programme, run)
    path = job_folder(job) / KEPT_AS if job is not None and job.state == "done" else None
    return read_coming(path) if path is not None and path.is_file() else None


def draft_work(programme: Programme, run: Run) -> Job | None:
    """The latest preparation of this very draft; None where there was none, or long ago."""
    return _jobs(DRAFT, programme).filter(parameters__key=_key(programme, run)).first()


def ask_for_draft(programme: Programme, run: Run, *, by: User) -> Job:
    """Have the draft prepared, unless it is being prepared already. Raises TooManyAtOnce.

    The preparation of a draft that nobody can look at any more is called off.
    """
    key = _key(programme, run)
    for job in _jobs(DRAFT, programme).filter(state__in=UNDER_WAY):
        if job.parameters["key"] == key:
            return job
        cancel(job)
    return start(
        DRAFT,
        by=by,
        parameters={"programme": programme.code, "run": str(run.pk), "key": key},
        task=draft_later,
        noted={"programme": programme.code},
    )


def release_work(programme: Programme, pk: UUID | None = None) -> Job | None:
    """The latest release of this programme that was asked for in the background, or a certain one."""
    found = _jobs(RELEASE, programme)
    return (found if pk is None else found.filter(pk=pk)).first()


def release_refused(programme: Programme, run: Run) -> Job | None:
    """The latest release that was asked for, where it ended without the edition that is still the next one."""
    job = release_work(programme)
    if job is None or job.state != "failed":
        return None
    same = job.parameters["run"] == str(run.pk) and job.parameters["number"] == next_number(programme)
    return job if same else None


def ask_for_release(programme: Programme, *, run: Run, number: int, leave_out_as_needed: bool, by: User) -> Job:
    """Have an edition of this number released, unless one is being released already. Raises TooManyAtOnce."""
    with write_turn(), transaction.atomic():
        # Two at once would each see nothing under way.
        Programme.objects.select_for_update().get(pk=programme.pk)
        already = _jobs(RELEASE, programme).filter(state__in=UNDER_WAY).first()
        if already is not None:
            return already
        return start(
            RELEASE,
            by=by,
            parameters={
                "programme": programme.code,
                "run": str(run.pk),
                "number": number,
                "leave_out": leave_out_as_needed,
            },
            task=release_later,
            noted={"programme": programme.code, "number": number},
        )


@task()
def draft_later(job_id: str) -> None:
    """Prepare what the next edition would say."""
    run(job_id, _prepare)


@task()
def release_later(job_id: str) -> None:
    """Release an edition."""
    run(job_id, _release)


def _prepare(job: Job, _told: Progress, folder: Path) -> None:
    programme, counted = _asked(job.parameters)
    coming = coming_edition(
        programme, counted, timezone.localdate(), note=lambda step: progress(job, step, DRAFT_STEPS)
    )
    write_coming(coming, folder / KEPT_AS)


def _release(job: Job, _told: Progress, _folder: Path) -> None:
    programme, counted = _asked(job.parameters)
    try:
        release_edition(
            programme,
            run=counted,
            by=job.by,
            on=timezone.localdate(),
            leave_out_as_needed=job.parameters["leave_out"],
            expected=job.parameters["number"],
            note=lambda step: progress(job, step, RELEASE_STEPS),
            together=lambda _edition: finish_together(job),
        )
    except NotReleased as error:
        raise CannotBeDone("\n".join(_(one.message) % one.values for one in error.findings)) from error


def _asked(parameters: Mapping[str, Any]) -> tuple[Programme, Run]:
    programme = Programme.objects.get(code=parameters["programme"])
    counted = Run.objects.filter(pk=parameters["run"]).select_related("programme").first()
    if counted is None:
        raise CannotBeDone(_(NOT_KEPT))
    return programme, counted


def _jobs(kind: str, programme: Programme) -> QuerySet[Job]:
    found = Job.objects.filter(kind=kind, parameters__programme=programme.code)
    return found.select_related("by").order_by("-created_at")


def _key(programme: Programme, run: Run) -> str:
    """One name for everything that the draft hangs on, and that may change after the run counted."""
    decided = count_and_last_of(DECISIONS)
    parts = (run.pk, next_number(programme), settings.DISCLOSURE_THRESHOLD, *decided)
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()
