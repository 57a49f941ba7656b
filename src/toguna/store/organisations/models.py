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


def _has_any_of(column: str, signs: str) -> models.Q:
    found = models.Q()
    for sign in signs:
        found |= models.Q(**{f"{column}__contains": sign})
    return found


class Organisation(models.Model):
    """A body that funds, leads, implements, takes part or governs; which of these, its part in a programme says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField()
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    # What the world knows it by, and what kind of body IATI calls it; empty is not known.
    identifier = models.CharField(max_length=120, blank=True)
    iati_type = models.CharField(max_length=3, blank=True)
    fictional = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            french_required("name", "organisation"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="organisation_kind_known"),
            models.UniqueConstraint(
                fields=["identifier"], condition=~models.Q(identifier=""), name="organisation_identifier_once"
            ),
            models.CheckConstraint(
                condition=models.Q(identifier="") | ~_has_any_of("identifier", " /&|?"),
                name="organisation_identifier_has_no_slash",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name["fr"])
