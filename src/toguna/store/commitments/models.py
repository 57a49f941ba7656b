"""Promises with what both sides say of them, their changes, the reminders sent, the addresses handed out.

Offices promise and receive, never people. Money is in hundredths of its currency; a cost nobody told is null, never 0.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.rules.commitments import Funding, OriginKind, PromiseKind, Says, Side, State


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


def _one_of(column: str, words: Any) -> Q:
    return Q(**{f"{column}__in": [word.value for word in words]})


class Commitment(models.Model):
    """One promise: which office promised what to whom, by when, and what it answers.

    Its text is frozen once a side has spoken; what changes then is an amendment with its reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField()
    # Whose staff keep it: they write it down, hear both sides and hand it in.
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(
        "places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    # Without an activity it is kept and counted nowhere.
    activity = models.ForeignKey(
        "activities.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    origin_kind = models.CharField(max_length=20, choices=_choices(OriginKind))
    # What it came from, so that it is taken into the register once: "record:<id>:resolution:3", "round:<id>:4".
    origin_key = models.CharField(max_length=160, blank=True)
    origin_label = models.CharField(max_length=200, blank=True)
    promiser = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="promises_made"
    )
    office = models.CharField(max_length=160, blank=True)
    receiver = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="promises_received"
    )
    receiver_office = models.CharField(max_length=160, blank=True)
    what = models.CharField(max_length=500)
    expected_change = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=_choices(PromiseKind), default=PromiseKind.ACTION.value)
    # The criterion or the question that it answers: an instrument's, or in words.
    instrument_code = models.CharField(max_length=60, blank=True)
    node_code = models.CharField(max_length=60, blank=True)
    answers = models.CharField(max_length=300, blank=True)
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    # The day that was promised at first, where it was put off.
    first_due_on = models.DateField(null=True, blank=True)
    cost = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    funding = models.CharField(max_length=10, choices=_choices(Funding), blank=True)
    partners = models.CharField(max_length=300, blank=True)
    verification = models.CharField(max_length=300, blank=True)
    plan_line = models.CharField(max_length=160, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where the office is written to about it; nobody's own address, and never shown in public.
    office_email = models.EmailField(blank=True)
    # Where it stands, for lists; made anew from the declarations whenever one comes.
    state = models.CharField(max_length=16, choices=_choices(State), default=State.PLEDGED.value)
    # The record by which it is counted and made public once it is verified.
    record = models.OneToOneField(
        "fieldwork.Record", null=True, blank=True, on_delete=models.SET_NULL, related_name="commitment"
    )
    fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="commitment_number_once"),
            UniqueConstraint(
                fields=["origin_kind", "origin_key"], condition=~Q(origin_key=""), name="commitment_origin_once"
            ),
            CheckConstraint(condition=_one_of("origin_kind", OriginKind), name="commitment_origin_known"),
            CheckConstraint(condition=_one_of("kind", PromiseKind), name="commitment_kind_known"),
            CheckConstraint(condition=_one_of("state", State), name="commitment_state_known"),
            CheckConstraint(condition=Q(funding="") | _one_of("funding", Funding), name="commitment_funding_known"),
            CheckConstraint(condition=~Q(what=""), name="commitment_says_what"),
            CheckConstraint(condition=~Q(office="") | Q(promiser__isnull=False), name="commitment_is_somebodys"),
            CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")), name="commitment_due_after_made"
            ),
            CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="commitment_cost_not_negative"),
            CheckConstraint(condition=Q(cost__isnull=True) | ~Q(currency=""), name="commitment_cost_has_currency"),
            CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__lte=100), name="commitment_percent"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What it is called in its programme: ENG-0012."""
        return f"ENG-{self.number:04d}"


class VerifiedEntry(models.Model):
    """What was last verified of a promise, and therefore public: its register entry, as it stood then.

    What is written or declared later is shown to nobody outside before somebody else has verified it.
    """

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="verified")
    version_id = models.UUIDField()
    content = models.JSONField()
    verified_on = models.DateField()

    class Meta:
        ordering = ["commitment"]

    def __str__(self) -> str:
        return str(self.commitment_id)


class DeclarationAddress(models.Model):
    """An address handed out once to an office, good for one declaration about one promise; a hash of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="addresses")
    side = models.CharField(max_length=10, choices=_choices(Side))
    token_sha256 = models.CharField(max_length=64, unique=True)
    handed_to = models.CharField(max_length=160)
    # Nobody: it left with a reminder.
    given_by = models.PositiveBigIntegerField(null=True)
    given_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [CheckConstraint(condition=_one_of("side", Side), name="declaration_address_side_known")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.side}"


class Declaration(models.Model):
    """What one side says of a promise on one day, as it was said; another word is another declaration.

    One that came by an address waits until staff have read it: it is shown as it is, or not at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="declarations")
    side = models.CharField(max_length=10, choices=_choices(Side))
    says = models.CharField(max_length=12, choices=_choices(Says))
    said_on = models.DateField()
    office = models.CharField(max_length=160)
    # What shows it, or what is missing, in words.
    evidence = models.TextField(blank=True)
    address = models.OneToOneField(DeclarationAddress, null=True, on_delete=models.PROTECT, related_name="declaration")
    entered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.PositiveBigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    declined_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["commitment", "said_on", "received_at"]
        constraints = [
            CheckConstraint(condition=_one_of("side", Side), name="declaration_side_known"),
            CheckConstraint(condition=_one_of("says", Says), name="declaration_says_known"),
            CheckConstraint(
                condition=Q(entered_by__isnull=False) | Q(address__isnull=False), name="declaration_came_somehow"
            ),
            CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(taken_by__isnull=False), name="declaration_taken_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.side} {self.says}"


class EvidenceFile(models.Model):
    """A file that shows what a declaration says, for staff: a photograph, signed minutes, a receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["declaration", "added_at"]

    def __str__(self) -> str:
        return self.name


class Amendment(models.Model):
    """A change of a promise after somebody had spoken of it: what it said before, and why it changed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="amendments")
    # {column: [before, after]}, as text.
    changes = models.JSONField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["commitment", "made_at"]
        constraints = [CheckConstraint(condition=~Q(reason=""), name="amendment_has_reason")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.made_at:%Y-%m-%d}"


class Reminder(models.Model):
    """That an office and the staff were reminded of a promise: once for each threshold of each due day."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reminders")
    threshold = models.CharField(max_length=10)
    due_on = models.DateField()
    # How many letters left; one that could not is tried again.
    letters = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    asked_by = models.PositiveBigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["commitment", "made_at"]
        constraints = [
            UniqueConstraint(
                fields=["commitment", "threshold", "due_on"],
                condition=Q(threshold__in=["before", "due", "overdue"]),
                name="reminder_once_a_threshold",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.threshold}"
