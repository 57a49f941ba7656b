"""What comes from elsewhere, or cannot be read yet: forms on other people's servers, and what a phone has encrypted."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

REMOTE_KINDS = ["central", "kobo"]


class RemoteForm(models.Model):
    """A form on somebody else's server that is pulled from, and how far. No password is kept."""

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in REMOTE_KINDS])
    address = models.URLField(max_length=300)
    project = models.CharField(max_length=40, blank=True)
    remote_form = models.CharField(max_length=120)
    form_id = models.CharField(max_length=60)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    cursor = models.JSONField(default=dict)
    last_pulled_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["address", "project", "remote_form"]
        constraints = [
            UniqueConstraint(fields=["address", "project", "remote_form"], name="remote_form_once"),
            CheckConstraint(condition=Q(kind__in=REMOTE_KINDS), name="remote_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.remote_form}"


class RemoteSubmission(models.Model):
    """One submission seen on somebody else's server: as what we hold it, and whether it has gone from there."""

    remote = models.ForeignKey(RemoteForm, on_delete=models.CASCADE, related_name="submissions")
    instance_id = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=120)
    record = models.ForeignKey("fieldwork.Record", null=True, on_delete=models.PROTECT, related_name="pulled_from")
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["remote", "instance_id"], name="remote_submission_once")]

    def __str__(self) -> str:
        return self.instance_id


class SealedSubmission(models.Model):
    """A submission that the phone encrypted, kept as it came until all its parts are here and it can be opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_id = models.CharField(max_length=60)
    form_version = models.CharField(max_length=40, blank=True)
    instance_id = models.CharField(max_length=200)
    manifest = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sender = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    opened = models.ForeignKey("fieldwork.RecordVersion", null=True, on_delete=models.PROTECT, related_name="sealed_as")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["form_id", "instance_id", "sha256"], name="sealed_submission_once"),
        ]

    def __str__(self) -> str:
        return self.instance_id


class SealedPart(models.Model):
    """One encrypted file of a sealed submission, on disk under the SHA-256 of its encrypted bytes."""

    sealed = models.ForeignKey(SealedSubmission, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["sealed", "name"], name="sealed_part_once")]

    def __str__(self) -> str:
        return self.name
