"""Forms on other people's servers that are pulled from: how far, with what, and what has gone from there since.

It keeps no password, and fetches nothing. What has gone from the other server stays here.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from toguna.store.accounts.models import User
from toguna.store.fieldwork.models import Record, RemoteForm, RemoteSubmission
from toguna.store.journal.actions import record_entry

# In front of the fingerprint of a submission that awaits files over there: it is to be looked at again.
AWAITS_FILES = "~"


@transaction.atomic
def add_remote_form(
    *, kind: str, address: str, project: str, remote_form: str, form_id: str, by: User
) -> tuple[RemoteForm, bool]:
    """Say that a form of another server is pulled in an account's name; and whether that is new."""
    remote, new = RemoteForm.objects.get_or_create(
        address=address.rstrip("/"),
        project=project,
        remote_form=remote_form,
        defaults={"kind": kind, "form_id": form_id, "organisation_id": by.organisation_id, "by": by},
    )
    if new:
        record_entry(by=by, action="remote.added", subject=remote, kind=kind, form_id=form_id)
    return remote, new


def note_submission_pulled(
    *, remote: RemoteForm, key: str, fingerprint: str, record: Record | None, is_complete: bool = True
) -> None:
    """Note what of one submission is here now. Without a fingerprint it will be tried again."""
    kept = fingerprint if is_complete or not fingerprint else AWAITS_FILES + fingerprint
    columns: dict[str, object] = {"fingerprint": kept[:120]}
    if record is not None:
        columns["record"] = record
    RemoteSubmission.objects.update_or_create(remote=remote, instance_id=key, defaults=columns)


def note_cursor(*, remote: RemoteForm, cursor: Mapping[str, str]) -> None:
    """Note how far the pull has come; whatever is before is kept."""
    remote.cursor = dict(cursor)
    remote.save(update_fields=["cursor"])


@transaction.atomic
def note_pull_ended(*, remote: RemoteForm, error: str = "", is_partial: bool = False, **counts: int) -> None:
    """Note that a pull ended, well or not; one that only made a beginning is not yet the last pull."""
    remote.last_error = error
    if not error and not is_partial:
        remote.last_pulled_at = timezone.now()
    remote.save(update_fields=["last_error", "last_pulled_at"])
    # A pull that found nothing new is no act, and there may be one every hour.
    if error or any(counts.values()):
        record_entry(by=remote.by, action="remote.pulled", subject=remote, complete=not (error or is_partial), **counts)


@transaction.atomic
def note_gone_at_source(*, submission: RemoteSubmission, by: User) -> None:
    """Note that the other server has the submission no more. The record stays as it is."""
    submission.gone_at = timezone.now()
    submission.save(update_fields=["gone_at"])
    record_entry(by=by, action="record.gone-at-source", subject=_subject(submission))


@transaction.atomic
def note_back_at_source(*, submission: RemoteSubmission, by: User) -> None:
    """Note that the other server has the submission again."""
    submission.gone_at = None
    submission.save(update_fields=["gone_at"])
    record_entry(by=by, action="record.back-at-source", subject=_subject(submission))


def pulled_before(remote: RemoteForm, key: str) -> RemoteSubmission | None:
    """What is known of one submission of the other server."""
    known = RemoteSubmission.objects.filter(remote=remote, instance_id=key)
    return known.select_related("record__current_version").first()


def to_be_tried_again(remote: RemoteForm) -> list[str]:
    """The submissions that could not be kept, or that await files over there."""
    waiting = RemoteSubmission.objects.filter(remote=remote, gone_at=None)
    waiting = waiting.filter(Q(fingerprint="") | Q(fingerprint__startswith=AWAITS_FILES))
    return list(waiting.order_by("instance_id").values_list("instance_id", flat=True))


def missing_from(remote: RemoteForm, present: Collection[str]) -> list[RemoteSubmission]:
    """The submissions that were pulled once, stood there last time, and do no more."""
    return [one for one in _kept(remote).filter(gone_at=None) if one.instance_id not in present]


def returned_to(remote: RemoteForm, present: Collection[str]) -> list[RemoteSubmission]:
    """The submissions that had gone and stand there again."""
    return [one for one in _kept(remote).exclude(gone_at=None) if one.instance_id in present]


def remote_forms() -> QuerySet[RemoteForm]:
    """Every form that is pulled, with how many submissions are kept, have gone from there, and wait to be complete."""
    awaited = Q(submissions__fingerprint="") | Q(submissions__fingerprint__startswith=AWAITS_FILES)
    return (
        RemoteForm.objects.select_related("organisation", "by")
        .annotate(
            kept=Count("submissions", filter=Q(submissions__record__isnull=False)),
            gone=Count("submissions", filter=Q(submissions__gone_at__isnull=False)),
            awaited=Count("submissions", filter=awaited & Q(submissions__gone_at=None)),
        )
        .order_by("pk")
    )


def _kept(remote: RemoteForm) -> QuerySet[RemoteSubmission]:
    return RemoteSubmission.objects.filter(remote=remote).exclude(record=None).select_related("record")


def _subject(submission: RemoteSubmission) -> object:
    return submission.record or submission
