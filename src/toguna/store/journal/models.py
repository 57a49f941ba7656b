"""Journal entries and the chain that seals them."""

from django.db import models


class Entry(models.Model):
    """One act: who (an account's number, none for the machine), what, on which subject, with ids and codes only."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.PositiveBigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["action", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Link(models.Model):
    """The place of one entry in the chain; its hash covers the entry and the hash before it."""

    position = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"
