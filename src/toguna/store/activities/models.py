"""The work plan."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q

from toguna.store.texts import french_required

KINDS = ["training", "forum", "session", "broadcast", "distribution", "advocacy", "campaign"]
STATUSES = ["planned", "held", "cancelled"]


class Activity(models.Model):
    """One line of the work plan. What it was designed for is fixed when it is planned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.JSONField()
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    designed_for = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    programmes = models.ManyToManyField("programmes.Programme", related_name="activities")
    objective = models.ForeignKey(
        "programmes.Objective", null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )
    implementer = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    place = models.ForeignKey(
        "places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    sessions = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=[(status, status) for status in STATUSES], default="planned")
    # What a document says of it: {"how_many", "days", "passage", "places"}.
    as_stated = models.JSONField(default=dict)
    document = models.ForeignKey(
        "results.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    # On such a subject people are counted without names unless somebody decides otherwise, and are never matched.
    sensitive = models.BooleanField(default=False)
    fictional = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            french_required("title", "activity"),
            CheckConstraint(condition=Q(kind__in=KINDS), name="activity_kind_known"),
            CheckConstraint(condition=Q(status__in=STATUSES), name="activity_status_known"),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="activity_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title['fr']}"
