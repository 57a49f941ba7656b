"""Organisations of every kind."""

import uuid

from django.db import models

from toguna.store.texts import french_required

KINDS = [
    "donor",
    "ngo",
    "cso",
    "cbo",
    "commune",
    "government",
    "un_agency",
    "company",
    "network",
    "bank",
    "body",
    "other",
]


class Organisation(models.Model):
    """A body that funds, leads, implements, takes part or governs; which of these, its part in a programme says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField()
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    fictional = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            french_required("name", "organisation"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="organisation_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.name["fr"])
