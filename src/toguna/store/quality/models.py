"""Assessments of an indicator's data at one partner for one period, and what they found. No person is named in them."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.rules.quality import AssessmentState
from toguna.rules.quality_questions import Answered

STATES = [state.value for state in AssessmentState]
ANSWERS = [answer.value for answer in Answered]


class Assessment(models.Model):
    """One data quality assessment (DQA): of one indicator, at one partner organisation, for one period.

    What is drawn is drawn from the sheets behind the indicator's value at `as_of`, with `seed`; `population_digest`
    names the sheets that were in the draw, so that it can be done again and compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey("results.Indicator", on_delete=models.PROTECT, related_name="assessments")
    partner = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="assessments")
    period_kind = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_before = models.DateField()
    state = models.CharField(max_length=20, choices=[(state, state) for state in STATES], default=STATES[0])
    scheduled_on = models.DateField()
    team = models.CharField(max_length=300, blank=True)
    method = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    seed = models.PositiveBigIntegerField(null=True)
    as_of = models.PositiveBigIntegerField(null=True)
    population = models.PositiveIntegerField(null=True)
    population_digest = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-scheduled_on", "indicator"]
        constraints = [
            UniqueConstraint(
                fields=["indicator", "partner", "period_kind", "period"], name="assessment_once_per_partner_and_period"
            ),
            CheckConstraint(condition=Q(state__in=STATES), name="assessment_state_known"),
            CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="assessment_has_a_period"),
            CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="assessment_closed_has_a_moment",
            ),
            CheckConstraint(
                condition=Q(seed__isnull=True, as_of__isnull=True, population__isnull=True, drawn_at__isnull=True)
                | Q(seed__isnull=False, as_of__isnull=False, population__isnull=False, drawn_at__isnull=False),
                name="assessment_draw_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.partner_id} {self.period}"


class Answer(models.Model):
    """What was answered to one question of the checklist."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=6)
    answered = models.CharField(max_length=14, choices=[(answer, answer) for answer in ANSWERS])
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["assessment", "question"]
        constraints = [
            UniqueConstraint(fields=["assessment", "question"], name="question_answered_once"),
            CheckConstraint(condition=Q(answered__in=ANSWERS), name="answer_known"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.answered}"


class SampledSheet(models.Model):
    """One sheet that was drawn: what the system reports from it and what the paper says, in thousandths.

    `lost` is a sheet whose paper nobody could show.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sheets")
    version = models.ForeignKey("fieldwork.RecordVersion", on_delete=models.PROTECT, related_name="+")
    implementer = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    reported = models.BigIntegerField()
    recounted = models.BigIntegerField(null=True)
    lost = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["assessment", "position"]
        constraints = [
            UniqueConstraint(fields=["assessment", "version"], name="sheet_drawn_once"),
            UniqueConstraint(fields=["assessment", "position"], name="sheet_has_its_position"),
            CheckConstraint(condition=Q(recounted__isnull=True) | Q(recounted__gte=0), name="recount_not_negative"),
            CheckConstraint(condition=Q(lost=False) | Q(recounted__isnull=True), name="lost_sheet_is_not_recounted"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.position}"


class CorrectiveAction(models.Model):
    """What must be done about what an assessment found: by which office, until when; never by whom by name."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField()
    office = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    how_done = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["assessment", "due_on", "pk"]
        constraints = [CheckConstraint(condition=~Q(text="") & ~Q(office=""), name="corrective_action_says_who")]

    def __str__(self) -> str:
        return f"{self.office} {self.due_on}"
