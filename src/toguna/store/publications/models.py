"""Frozen editions, and what is written and kept for the forms that donors ask for.

A later correction makes a new edition; an old one never changes.
"""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.rules.replies import ReplyState, ReplyWay
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


def _just_one_of(*columns: str) -> Q:
    """Exactly one of these columns is filled."""
    found = Q()
    for filled in columns:
        found |= Q(**{f"{column}__isnull": column != filled for column in columns})
    return found


class Withdrawal(models.Model):
    """A place, an organisation or an activity taken out of public view: since when, by whom, why, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="withdrawals")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="withdrawals"
    )
    activity = models.ForeignKey("activities.Activity", null=True, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField()
    withdrawn_by = models.PositiveBigIntegerField()
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.PositiveBigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-withdrawn_at"]
        constraints = [
            CheckConstraint(condition=_just_one_of("place", "organisation", "activity"), name="withdrawal_of_one"),
            *(
                UniqueConstraint(
                    fields=[subject], condition=Q(ended_at__isnull=True), name=f"withdrawal_of_{subject}_once"
                )
                for subject in ("place", "organisation", "activity")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id or self.organisation_id or self.activity_id}"


class ReplyAddress(models.Model):
    """An address handed out once to a commune or a partner that an edition names, good for one reply; a hash of it.

    It ends on a day, or when it is revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reply_addresses")
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    handed_to = models.CharField(max_length=120)
    given_by = models.PositiveBigIntegerField()
    given_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [CheckConstraint(condition=_just_one_of("place", "organisation"), name="reply_address_of_one")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.place_id or self.organisation_id}"


class Reply(models.Model):
    """What a commune or a partner named in an edition answers to it. It stands beside the edition, as it was written.

    `office` says in which charge somebody replies, never who they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="replies")
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="replies"
    )
    address = models.OneToOneField(ReplyAddress, null=True, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField()
    language = models.CharField(max_length=5)
    office = models.CharField(max_length=120)
    way_in = models.CharField(max_length=10, choices=[(way, way) for way in ReplyWay])
    written_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.PositiveBigIntegerField(null=True)
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in ReplyState], default=ReplyState.WAITING
    )
    decided_by = models.PositiveBigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            CheckConstraint(condition=_just_one_of("place", "organisation"), name="reply_of_one"),
            CheckConstraint(condition=Q(state__in=[*ReplyState]), name="reply_state_known"),
            CheckConstraint(condition=Q(way_in__in=[*ReplyWay]), name="reply_way_known"),
            CheckConstraint(condition=~Q(state=ReplyState.DECLINED) | ~Q(reason=""), name="reply_declined_with_reason"),
            # Whoever typed a letter in does not decide on it.
            CheckConstraint(
                condition=Q(entered_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(entered_by=F("decided_by")),
                name="reply_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.place_id or self.organisation_id}"
