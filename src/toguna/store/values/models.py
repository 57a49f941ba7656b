"""Computed values and the runs that made them; the periods that are closed, and what was decided about their values."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.store.texts import french_required

RESTATEMENT_STATES = ["pending", "accepted", "declined"]


class Run(models.Model):
    """One computation: over which facts (the verified sequence up to `as_of`) and with which definitions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="runs")
    as_of = models.PositiveBigIntegerField()
    engine = models.CharField(max_length=40)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    facts = models.PositiveBigIntegerField(default=0)
    parquet_sha256 = models.CharField(max_length=64, blank=True)
    # The closed windows as they stood when it counted, in the shape of rules.closings.
    closed = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.programme_id} at {self.as_of}"


class Value(models.Model):
    """One cell of one indicator in one period, with what is needed to count it again."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey("results.Indicator", on_delete=models.CASCADE, related_name="values")
    definition = models.ForeignKey("results.Definition", on_delete=models.CASCADE, related_name="values")
    period_kind = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_before = models.DateField()
    cumulative = models.BooleanField()
    # [[dimension, value], …] sorted; empty is the total of the period.
    cell = models.JSONField(default=list)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    contributed = models.PositiveBigIntegerField()
    persons = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["indicator", "starts_on", "ends_before", "id"]
        indexes = [models.Index(fields=["run", "indicator", "period"])]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.cell}"


class Closing(models.Model):
    """A period of a programme that is closed: it is counted up to `as_of` in the verified sequence, and no further.

    One that was opened again stays here as what happened, and closes nothing any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="closings")
    period_kind = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_before = models.DateField()
    as_of = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.PositiveBigIntegerField()
    note = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.PositiveBigIntegerField(null=True)
    reopening_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["programme", "-starts_on"]
        constraints = [
            UniqueConstraint(
                fields=["programme", "starts_on"], condition=Q(reopened_at__isnull=True), name="period_closed_once"
            ),
            CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="closing_has_a_period"),
            CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(reopened_by__isnull=False) & ~Q(reopening_reason=""),
                name="reopening_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.period}"


class Approval(models.Model):
    """Somebody approved what an indicator came to in a closed period.

    It holds for exactly what was seen: the version of the definition and the digest of all the indicator's cells there.
    """

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="approvals")
    indicator = models.ForeignKey("results.Indicator", on_delete=models.CASCADE, related_name="approvals")
    definition_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    approved_by = models.PositiveBigIntegerField()
    approved_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["closing", "indicator", "-approved_at"]
        constraints = [
            UniqueConstraint(
                fields=["closing", "indicator", "definition_version", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="value_approved_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.closing_id} {self.indicator_id}"


class Restatement(models.Model):
    """A verification that came after a period was closed and touches it. Until it is accepted it moves nothing.

    `effect` is what it would change, number by number, as counted when it was last looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="restatements")
    record = models.ForeignKey("fieldwork.Record", on_delete=models.PROTECT, related_name="restatements")
    verification = models.PositiveBigIntegerField()
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in RESTATEMENT_STATES], default=RESTATEMENT_STATES[0]
    )
    effect = models.JSONField(default=list)
    seen_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)
    decided_by = models.PositiveBigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["closing", "verification"]
        constraints = [
            UniqueConstraint(fields=["closing", "record", "verification"], name="restatement_once"),
            CheckConstraint(condition=Q(state__in=RESTATEMENT_STATES), name="restatement_state_known"),
            CheckConstraint(
                condition=Q(state="pending") | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
                name="restatement_decided_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing_id} {self.verification}"


class Explanation(models.Model):
    """Why an indicator is far from its target in a period, in the words of whoever answers for it."""

    indicator = models.ForeignKey("results.Indicator", on_delete=models.CASCADE, related_name="explanations")
    period_kind = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    text = models.JSONField()
    written_by = models.PositiveBigIntegerField()
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["indicator", "period_kind", "period"]
        constraints = [
            UniqueConstraint(fields=["indicator", "period_kind", "period"], name="explanation_once_per_period"),
            french_required("text", "explanation"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"
