"""Mentions of persons, and the identity that joins them. Names stand apart, so that they can be redacted."""

from django.db import models
from django.db.models import CheckConstraint, Q


class Mention(models.Model):
    """This person on this line of this sheet: what is needed to count, without the name."""

    id = models.UUIDField(primary_key=True, editable=False)
    version = models.ForeignKey("fieldwork.RecordVersion", on_delete=models.PROTECT, related_name="mentions")
    line = models.PositiveIntegerField()
    sex = models.CharField(max_length=10, null=True)
    born_from = models.PositiveSmallIntegerField(null=True)
    born_to = models.PositiveSmallIntegerField(null=True)
    commune = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    commune_as_written = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="mention_once_per_line"),
            CheckConstraint(
                condition=Q(born_from__isnull=True, born_to__isnull=True) | Q(born_from__lte=models.F("born_to")),
                name="mention_birth_interval",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MentionName(models.Model):
    """The name and telephone of a mention. Absent when consent was refused, gone when redacted."""

    mention = models.OneToOneField(Mention, on_delete=models.CASCADE, related_name="naming")
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.mention_id)


class Person(models.Model):
    """Somebody whom one or more mentions name; known here by a number only."""

    id = models.UUIDField(primary_key=True, editable=False)

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """That a mention is a person, from one place in the verified sequence to another (end exclusive)."""

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="identities")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    birth_year = models.PositiveSmallIntegerField(null=True)
    since = models.PositiveBigIntegerField()
    until = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mention"], condition=Q(until__isnull=True), name="mention_is_one_person_now"
            ),
            CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=models.F("since")), name="identity_interval"),
        ]

    def __str__(self) -> str:
        return f"{self.mention_id} = {self.person_id}"
