"""Verified facts, in one shape, and the sequence that orders them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

KINDS = ["event", "participation", "headcount", "output", "measurement"]


class Verification(models.Model):
    """One step of the single verified sequence: which version of which record became facts, when and by whom."""

    number = models.PositiveBigIntegerField(primary_key=True)
    version = models.ForeignKey("fieldwork.RecordVersion", on_delete=models.PROTECT, related_name="verifications")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.number)


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts at a moment of the verified sequence."""

    def alive_at(self, as_of: int) -> "FactQuerySet":
        """The facts that held then: since ≤ as_of < until."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=as_of), since__lte=as_of)


class Fact(models.Model):
    """One thing that happened, verified. Quantities are in thousandths. Never deleted: a correction closes it."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=14, choices=[(kind, kind) for kind in KINDS])
    since = models.PositiveBigIntegerField()
    until = models.PositiveBigIntegerField(null=True)
    mapping = models.CharField(max_length=40)
    fictional = models.BooleanField(default=False)
    version = models.ForeignKey("fieldwork.RecordVersion", on_delete=models.PROTECT, related_name="facts")
    node = models.CharField(max_length=80)

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="facts")
    session = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    event_place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    residence_place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    area_place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    implementer = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")

    mention = models.ForeignKey("people.Mention", null=True, on_delete=models.PROTECT, related_name="facts")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sex = models.CharField(max_length=10, null=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    age_basis = models.CharField(max_length=12, null=True)
    disability = models.BooleanField(null=True)
    displaced = models.BooleanField(null=True)
    stakeholder_group = models.CharField(max_length=30, null=True)
    function = models.CharField(max_length=80, null=True)

    quantity = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    currency = models.CharField(max_length=3, null=True)
    basis = models.CharField(max_length=10)
    cut = models.CharField(max_length=10, null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["since"]), models.Index(fields=["version"])]
        constraints = [
            CheckConstraint(condition=Q(kind__in=KINDS), name="fact_kind_known"),
            CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="fact_interval"),
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="fact_ends_after_start"),
            CheckConstraint(condition=Q(basis__in=["counted", "estimated", "stated"]), name="fact_basis_known"),
            CheckConstraint(
                condition=~Q(kind="participation") | Q(mention__isnull=False) & Q(unit="seat"),
                name="participation_has_a_mention",
            ),
            CheckConstraint(
                condition=~Q(kind="headcount") | Q(mention__isnull=True, cut__isnull=False) & Q(unit="seat"),
                name="headcount_has_a_cut_and_no_name",
            ),
            CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_from__lte=F("age_to")), name="fact_age_interval"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
