"""Administrative units, their codes, and the hierarchy that each edition of the division gives them."""

import uuid

from django.db import models


class Edition(models.Model):
    """One division of a territory: who drew it, and from when to when it holds."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """An administrative unit; its parents are those that an edition gives it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    fictional = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlaceInEdition(models.Model):
    """Where a place stands in one edition: under which parent."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="units")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="standings")
    parent = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "place"], name="place_once_in_edition")]

    def __str__(self) -> str:
        return f"{self.place_id} ({self.edition_id})"


class PlaceCode(models.Model):
    """One scheme's code of a place. A code means nothing without its scheme."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="place_code_once_in_scheme")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


class PlaceAncestor(models.Model):
    """Every place above a place in one edition, the place itself included; made from the parents."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    ancestor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "place", "ancestor"], name="place_ancestor_once"),
        ]
        indexes = [models.Index(fields=["edition", "ancestor"])]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.place_id}"
