"""A funded whole: its cycle, objectives, territory and who takes which part in it."""

import uuid

from django.db import models

from toguna.rules.classifications import SIGNIFICANCES, WHOLE, ClassificationKind
from toguna.store.texts import french_required

# The first four are IATI's; a document may name a partner or a participant without saying which of them it is.
ROLES = ["funding", "accountable", "extending", "implementing", "partner", "participant"]


class Programme(models.Model):
    """A programme; money is in hundredths of its currency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField()
    acronym = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # How precisely each end of the cycle is known: day, month or year.
    starts_precision = models.CharField(max_length=5, default="day")
    ends_precision = models.CharField(max_length=5, default="day")
    budget = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    budget_meaning = models.CharField(max_length=10, default="total")
    award = models.CharField(max_length=60, blank=True)
    # The programme's own name in IATI files; never changed after it was published.
    iati_identifier = models.CharField(max_length=200, blank=True)
    fictional = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            french_required("name", "programme"),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="programme_has_a_cycle"),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | ~models.Q(currency=""), name="programme_budget_has_currency"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name["fr"])


class Objective(models.Model):
    """What the programme sets out to do; one may be added while it runs."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    statement = models.JSONField()
    added_on = models.DateField(null=True, blank=True)
    added_precision = models.CharField(max_length=5, default="day")

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="objective_number_once"),
            french_required("statement", "objective"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.statement['fr']}"


class Participation(models.Model):
    """An organisation's part in a programme, and under whom it works there."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    works_under = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation", "role"], name="participation_once"),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="participation_role_known"),
            models.CheckConstraint(
                condition=~models.Q(works_under=models.F("organisation")), name="participation_not_under_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}"


class Territory(models.Model):
    """A place where the programme works."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="territory")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="territories")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "place"], name="territory_once")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.place_id}"


class Classification(models.Model):
    """One code that says what a programme is about: a sector with its share, a tag, a policy marker.

    A share is in thousandths of a percent; where several sectors of one vocabulary are given, theirs make a whole.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="classifications")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ClassificationKind])
    vocabulary = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    share = models.PositiveIntegerField(null=True, blank=True)
    significance = models.CharField(max_length=1, blank=True)
    text = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "vocabulary", "code"], name="classification_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in ClassificationKind]),
                name="classification_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(kind="sector", share__gte=1, share__lte=WHOLE),
                name="classification_share_of_a_sector",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="policy_marker", significance__in=SIGNIFICANCES)
                | (~models.Q(kind="policy_marker") & models.Q(significance="")),
                name="classification_significance_of_a_marker",
            ),
            french_required("text", "classification"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.vocabulary}:{self.code}"
