"""Submissions that phones have encrypted: what was kept of each until it could be opened, and what became of it.

A row says what came and when; the encrypted files stand on disk. What is inside is not known here.
"""

from django.db import transaction
from django.db.models import QuerySet

from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.actions import Envelope
from toguna.store.fieldwork.models import RecordVersion, SealedPart, SealedSubmission
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry
from toguna.store.organisations.queries import organisations_reached_by

OPENED, NOT_OPENED = "sealed.opened", "sealed.not-opened"


@transaction.atomic
def keep_sealed(*, envelope: Envelope, manifest: bytes, sha256: str, by: User) -> SealedSubmission:
    """Keep the open part of an encrypted submission; the same bytes again are the same one."""
    sealed, new = SealedSubmission.objects.get_or_create(
        form_id=envelope.form_id,
        instance_id=envelope.instance_id,
        sha256=sha256,
        defaults={"form_version": envelope.form_version, "manifest": manifest, "sender": by},
    )
    if new:
        record_entry(by=by, action="sealed.received", subject=sealed, sha256=sha256)
    return sealed


@transaction.atomic
def keep_sealed_part(*, sealed: SealedSubmission, name: str, sha256: str, size: int) -> str:
    """Note a file that is on disk already; one that came before under its name is replaced, and its hash given."""
    # Two goes of one phone may arrive at once.
    SealedSubmission.objects.select_for_update().get(pk=sealed.pk)
    before = SealedPart.objects.filter(sealed=sealed, name=name).first()
    SealedPart.objects.update_or_create(sealed=sealed, name=name, defaults={"sha256": sha256, "size": size})
    return before.sha256 if before and before.sha256 != sha256 else ""


@transaction.atomic
def note_sealed_opened(*, sealed: SealedSubmission, version: RecordVersion) -> None:
    """Note as which version of which record it was received."""
    if SealedSubmission.objects.filter(pk=sealed.pk, opened=None).update(opened=version):
        record_entry(by=None, action=OPENED, subject=sealed, version=str(version.pk))
    sealed.opened = version


@transaction.atomic
def note_sealed_not_opened(*, sealed: SealedSubmission, reason: str) -> None:
    """Note that everything is here and cannot be opened; said once as long as the reason stays the same."""
    if why_not_opened(sealed) != reason:
        record_entry(by=None, action=NOT_OPENED, subject=sealed, reason=reason)


def why_not_opened(sealed: SealedSubmission) -> str:
    """The reason that was noted last, by its code; empty where nobody has tried."""
    subject = f"{sealed._meta.model_name}:{sealed.pk}"
    noted = Entry.objects.filter(action=NOT_OPENED, subject=subject).order_by("-pk").first()
    return str(noted.detail["reason"]) if noted else ""


def sealed_waiting_for(user: User) -> QuerySet[SealedSubmission]:
    """Encrypted submissions that nobody could open yet, of the organisations that this account reaches."""
    if not user.may(Permission.SEE_RECORDS):
        return SealedSubmission.objects.none()
    waiting = SealedSubmission.objects.filter(opened=None, sender__organisation__in=organisations_reached_by(user))
    return waiting.select_related("sender__organisation").prefetch_related("parts").order_by("-received_at")
