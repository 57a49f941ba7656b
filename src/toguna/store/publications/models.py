"""Frozen editions, and what is written and kept for the forms that donors ask for.

A later correction makes a new edition; an old one never changes.
"""

import uuid

from django.db import models
from django.db.models import UniqueConstraint

from toguna.store.texts import french_required


class Edition(models.Model):
    """One numbered publication of a programme: its snapshot, the hash of it, and what changed since the last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.PositiveBigIntegerField(null=True)
    as_of = models.PositiveBigIntegerField()
    threshold = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    journal_head = models.CharField(max_length=64, blank=True)
    changes = models.JSONField(default=list)
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [UniqueConstraint(fields=["programme", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.number}"


class EditionFile(models.Model):
    """One file of an edition, as it was released. A restricted one never leaves by a public page."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=80)
    language = models.CharField(max_length=5, blank=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    restricted = models.BooleanField(default=False)

    class Meta:
        ordering = ["edition", "name"]
        constraints = [UniqueConstraint(fields=["edition", "name"], name="edition_file_once")]

    def __str__(self) -> str:
        return self.name


class PeriodNarrative(models.Model):
    """What happened under an objective in a period, in words; its numbers are tokens until an edition freezes them."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="period_narratives")
    objective = models.ForeignKey("programmes.Objective", on_delete=models.PROTECT, related_name="period_narratives")
    period_kind = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    text = models.JSONField()
    written_by = models.PositiveBigIntegerField()
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["programme", "period", "objective__number"]
        constraints = [
            UniqueConstraint(fields=["objective", "period_kind", "period"], name="period_narrative_once"),
            french_required("text", "period_narrative"),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} {self.period}"


class DonorWorkbook(models.Model):
    """A workbook that a donor wants filled, as it came, with where each number goes; the mapping serves every quarter.

    `mapping` says, by sheet, which indicator a row is for and which number of which period a column asks for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="donor_workbooks")
    name = models.CharField(max_length=120)
    file_name = models.CharField(max_length=120)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    kept_by = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["programme", "name"]
        constraints = [UniqueConstraint(fields=["programme", "name"], name="donor_workbook_name_once")]

    def __str__(self) -> str:
        return self.name
