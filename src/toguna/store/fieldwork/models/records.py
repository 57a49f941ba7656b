"""What arrived from the field.

A record is one filled-in form; its versions are kept exactly as they came and never change. The bytes stand apart from
their hash, so that a person's payload can be redacted while the hash, and the chain that holds it, stay.
"""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from toguna.rules.records import Act, RecordState

WAYS_IN = ["openrosa", "workbook", "desk", "field", "api", "pull"]


class Delivery(models.Model):
    """A workbook kept whole as it came, hashed, before anything was read out of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sender = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    form_id = models.CharField(max_length=60, default="fiche_presence")
    received_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class DeliveryBytes(models.Model):
    """The bytes of a delivery, apart from their hash."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="payload")
    body = models.BinaryField()
    redacted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.delivery_id)


class Record(models.Model):
    """One filled-in form as the programme knows it: who sent it, where it stands, which version counts."""

    id = models.UUIDField(primary_key=True, editable=False)
    form_id = models.CharField(max_length=60)
    instance_id = models.CharField(max_length=200)
    way_in = models.CharField(max_length=10, choices=[(way, way) for way in WAYS_IN])
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="records")
    sender = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="records")
    received_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in RecordState], default=RecordState.RECEIVED
    )
    # Raised by every act; a decision names the revision it was taken on, so that two clerks cannot both decide.
    revision = models.PositiveIntegerField(default=1)
    # SQLite looks here for every version that arrives.
    current_version = models.ForeignKey(
        "fieldwork.RecordVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    activity = models.ForeignKey(
        "activities.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    # Nobody asks which records a person checked; an index costs at every arrival.
    checked_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    verified_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fictional = models.BooleanField(default=False)
    # The device said that more files of this submission are to come.
    awaits_more = models.BooleanField(default=False)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            UniqueConstraint(fields=["form_id", "instance_id"], name="record_instance_once"),
            CheckConstraint(condition=Q(state__in=[state.value for state in RecordState]), name="record_state_known"),
        ]
        indexes = [models.Index(fields=["state", "organisation"])]

    def __str__(self) -> str:
        return self.instance_id


class RecordVersion(models.Model):
    """What was sent, once; append-only. A contested one carries the instance of an earlier one with other bytes."""

    id = models.UUIDField(primary_key=True, editable=False)
    # Found by record through the constraint on the number.
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    form_version = models.CharField(max_length=40, blank=True)
    sender = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField(auto_now_add=True)
    instance_id = models.CharField(max_length=200)
    contested = models.BooleanField(default=False)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="versions")
    delivery_key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["record", "number"]
        constraints = [
            UniqueConstraint(fields=["record", "number"], name="record_version_number_once"),
            UniqueConstraint(fields=["record", "sha256"], name="record_version_bytes_once"),
        ]
        indexes = [models.Index(fields=["instance_id"]), models.Index(fields=["received_at"])]

    def __str__(self) -> str:
        return f"{self.record_id} v{self.number}"


class VersionBytes(models.Model):
    """The bytes of one version, apart from their hash."""

    version = models.OneToOneField(RecordVersion, on_delete=models.CASCADE, related_name="payload")
    body = models.BinaryField()
    redacted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.version_id)


class Reading(models.Model):
    """What was understood of a version and what looks wrong in it; made anew at will, without names."""

    version = models.OneToOneField(RecordVersion, on_delete=models.CASCADE, related_name="reading")
    mapping = models.CharField(max_length=40)
    readable = models.BooleanField()
    title = models.CharField(max_length=200, blank=True)
    sheet_code = models.CharField(max_length=20, blank=True, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    activity_code = models.CharField(max_length=40, blank=True)
    activity_title = models.CharField(max_length=200, blank=True)
    session = models.PositiveSmallIntegerField(null=True)
    held_on = models.DateField(null=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.SET_NULL, related_name="+")
    place_as_written = models.CharField(max_length=160, blank=True)
    named = models.PositiveIntegerField(default=0)
    unnamed = models.PositiveIntegerField(default=0)
    women = models.PositiveIntegerField(default=0)
    men = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version_id)


class Attachment(models.Model):
    """A photo or file sent with a record. The file is on disk under its SHA-256; one deleted keeps its hash."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["record", "name", "received_at"]
        constraints = [UniqueConstraint(fields=["record", "name", "sha256"], name="attachment_once")]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """An act on a record: who, on which version, why. Append-only."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=20, choices=[(act.value, act.value) for act in Act])
    reason = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["record", "at"]

    def __str__(self) -> str:
        return f"{self.act} {self.record_id}"


class Comment(models.Model):
    """What was said about a record, between its sender and who reviews it. Never changed, but by a redaction."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    class Meta:
        ordering = ["record", "at"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.at}"
