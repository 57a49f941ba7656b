"""What stands around the records: sheets that were printed, long work and how far it is, what is owed by when."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q

JOB_KINDS = ["draft", "export", "import", "release"]
JOB_STATES = ["waiting", "running", "done", "failed", "cancelled"]
RHYTHMS = ["week", "month", "quarter"]


class PrintedSheet(models.Model):
    """One sheet of paper that went out: its code stands in the QR code of its head."""

    code = models.CharField(max_length=20, unique=True)
    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="printed_sheets")
    session = models.PositiveSmallIntegerField(null=True)
    lines = models.PositiveSmallIntegerField()
    printed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["activity", "session", "printed_at", "code"]

    def __str__(self) -> str:
        return self.code


class Job(models.Model):
    """Long work that somebody asked for: how far it is, and the file it ended in. It may be left and found again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in JOB_KINDS])
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="jobs")
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(state, state) for state in JOB_STATES], default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=JOB_KINDS), name="job_kind_known"),
            CheckConstraint(condition=Q(state__in=JOB_STATES), name="job_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Expectation(models.Model):
    """What a partner owes: a form, for a place or all of theirs, how often, and the days allowed after each period."""

    form_id = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="expectations"
    )
    place = models.ForeignKey("places.Place", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    every = models.CharField(max_length=10, choices=[(every, every) for every in RHYTHMS])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    days_allowed = models.PositiveSmallIntegerField(default=15)

    class Meta:
        ordering = ["organisation", "form_id", "starts_on"]
        constraints = [
            CheckConstraint(condition=Q(every__in=RHYTHMS), name="expectation_rhythm_known"),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="expectation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.form_id} {self.every}"
