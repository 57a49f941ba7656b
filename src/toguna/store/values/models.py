"""Computed values and the runs that made them."""

import uuid

from django.db import models


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
