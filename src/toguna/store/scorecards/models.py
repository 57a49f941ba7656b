"""Instruments, their models, cycles in communes, rounds, and what each group scored. Nobody's name stands here.

Raw scores are in thousandths of their scale; a score that nobody gave is null, never 0.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.rules.cycles import RoundState, Stage
from toguna.rules.instruments import Engine
from toguna.store.texts import french_required


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Instrument(models.Model):
    """A way of scoring that can be used in many places: a barometer, a score card, a survey, a self-assessment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.JSONField()
    engine = models.CharField(max_length=20, choices=_choices(Engine))
    # One that came with Toguna; what an organisation brought is its own.
    shipped = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            french_required("title", "instrument"),
            CheckConstraint(
                condition=Q(engine__in=[engine.value for engine in Engine]), name="instrument_engine_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ModelVersion(models.Model):
    """One state of an instrument's model: it changes until the first validation with it, which freezes it for good.

    A workshop's own model belongs to its cycle; the others are everybody's starting point.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    cycle = models.ForeignKey("Cycle", null=True, on_delete=models.CASCADE, related_name="model_versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    # Of the canonical text of the content: communes with the same one can be set side by side.
    fingerprint = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["instrument", "number"]
        constraints = [UniqueConstraint(fields=["instrument", "number"], name="model_version_once")]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.number}"


class Cycle(models.Model):
    """One commune, or one organisation, going through an instrument: from the first visit to the next measure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="cycles")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="cycles")
    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="cycles")
    # Whose cycle it is to lead.
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="cycles")
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="cycles")
    assessed = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="assessed_in"
    )
    # The service or sector that is scored, where it is one: a health centre, a school.
    subject = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=20, choices=_choices(Stage))
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    fictional = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-opened_on", "code"]
        constraints = [
            CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="cycle_stage_known"),
            CheckConstraint(
                condition=Q(place__isnull=False, assessed__isnull=True) | Q(place__isnull=True, assessed__isnull=False),
                name="cycle_of_a_place_or_an_organisation",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="cycle_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Round(models.Model):
    """One measure of a cycle, with the model that it was scored by. Reopened after its restitution, it says why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="rounds")
    state = models.CharField(max_length=12, choices=_choices(RoundState), default=RoundState.OPEN.value)
    opened_on = models.DateField()
    # How many people a survey is to ask.
    respondents_planned = models.PositiveIntegerField(null=True)
    validated_on = models.DateField(null=True)
    validated_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Grows with each change, so that two pages open at once do not undo one another.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            UniqueConstraint(fields=["cycle", "number"], name="round_number_once"),
            CheckConstraint(condition=Q(state__in=[state.value for state in RoundState]), name="round_state_known"),
            CheckConstraint(
                condition=Q(state="open") | Q(validated_on__isnull=False, validated_by__isnull=False),
                name="round_validated_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"


class GroupScoring(models.Model):
    """One sitting of one group in a round. A group that scored twice has two: one counts, the other is set aside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="scorings")
    group = models.CharField(max_length=30)
    counts = models.BooleanField(default=True)
    # Somebody has chosen another one; a second one that nobody has looked at waits.
    set_aside = models.BooleanField(default=False)
    held_on = models.DateField(null=True)
    # How many sat; null is not told.
    women = models.PositiveSmallIntegerField(null=True)
    men = models.PositiveSmallIntegerField(null=True)
    unknown_sex = models.PositiveSmallIntegerField(null=True)
    youth = models.PositiveSmallIntegerField(null=True)
    # The version of the record that it came in, where a telephone sent it.
    version = models.OneToOneField(
        "fieldwork.RecordVersion", null=True, on_delete=models.PROTECT, related_name="scoring"
    )
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "group", "created_at"]
        constraints = [
            UniqueConstraint(fields=["round", "group"], condition=Q(counts=True), name="one_scoring_counts"),
            CheckConstraint(condition=Q(counts=False) | Q(set_aside=False), name="scoring_counts_or_is_set_aside"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.group}"


class Score(models.Model):
    """What a group gave one indicator, with its reason. A score off its scale is kept and does not count."""

    scoring = models.ForeignKey(GroupScoring, on_delete=models.CASCADE, related_name="scores")
    indicator = models.CharField(max_length=30)
    raw = models.BigIntegerField(null=True)
    off_scale = models.BooleanField(default=False)
    # Where the people of the group rated one by one: {raw score: how many}.
    ratings = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["scoring", "pk"]
        constraints = [UniqueConstraint(fields=["scoring", "indicator"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.raw}"


class AgreedScore(models.Model):
    """What everybody agreed on for one indicator, with the evidence shown; it stands beside the groups' scores."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="agreed")
    indicator = models.CharField(max_length=30)
    raw = models.BigIntegerField()
    note = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    # For the priorities of a self-assessment, 1 to 3 each.
    importance = models.PositiveSmallIntegerField(null=True)
    urgency = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [UniqueConstraint(fields=["round", "indicator"], name="agreed_score_once")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.raw}"


class Respondent(models.Model):
    """One person who answered a survey's questions, by what is known of them and never by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="respondents")
    version = models.OneToOneField(
        "fieldwork.RecordVersion", null=True, on_delete=models.PROTECT, related_name="respondent"
    )
    sex = models.CharField(max_length=10, null=True)  # noqa: DJ001 - unknown is null, as in a fact
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    group = models.CharField(max_length=30, blank=True)
    disability = models.BooleanField(null=True)
    # How many people of the population the respondent stands for, in thousandths.
    weight = models.PositiveBigIntegerField(default=1000)
    # {indicator code: raw score in thousandths}; an answer that was not given is not there.
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class TrackedInputLine(models.Model):
    """One line of the input tracking matrix: what the users are entitled to, and what is there."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="inputs")
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=200)
    entitled = models.CharField(max_length=120, blank=True)
    actual = models.CharField(max_length=120, blank=True)
    remarks = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [UniqueConstraint(fields=["round", "code"], name="tracked_input_once")]

    def __str__(self) -> str:
        return self.label


class Issue(models.Model):
    """What a group raised before the indicators were made: a problem or a strength, how weighty, what it became."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="issues")
    group = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    is_strength = models.BooleanField(default=False)
    suggestion = models.CharField(max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    # The common indicator that it was gathered into.
    indicator = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["cycle", "group", "priority", "pk"]

    def __str__(self) -> str:
        return self.text


class StageWork(models.Model):
    """What was done at one stage of a round: the day, the minutes."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="works")
    round_number = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=20, choices=_choices(Stage))
    held_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["cycle", "round_number", "pk"]
        constraints = [
            UniqueConstraint(fields=["cycle", "round_number", "stage"], name="stage_work_once"),
            CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="stage_work_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.stage}"


class Attendance(models.Model):
    """How many of one sex, age and group were at a stage. Counts only."""

    work = models.ForeignKey(StageWork, on_delete=models.CASCADE, related_name="attendance")
    group = models.CharField(max_length=30, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["work", "pk"]
        constraints = [UniqueConstraint(fields=["work", "group", "sex", "age_band"], name="attendance_line_once")]

    def __str__(self) -> str:
        return f"{self.group} {self.count}"


class StageDocument(models.Model):
    """A file of a stage, for staff: signed minutes, a photograph of the grid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(StageWork, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["work", "added_at"]

    def __str__(self) -> str:
        return self.title


class Restitution(models.Model):
    """What was given back in public: the frozen account of a round. Reopened, a round gets another; the first stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="restitutions")
    edition = models.PositiveSmallIntegerField(default=1)
    held_on = models.DateField()
    # What pages and poster are made of, groups too small merged already.
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    # Why there is another one.
    reason = models.CharField(max_length=300, blank=True)
    # What the authority answers: whose office, when, in which words.
    reply = models.TextField(blank=True)
    reply_office = models.CharField(max_length=120, blank=True)
    reply_on = models.DateField(null=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "edition"]
        constraints = [
            UniqueConstraint(fields=["round", "edition"], name="restitution_edition_once"),
            CheckConstraint(
                condition=Q(reply="") | Q(reply_on__isnull=False) & ~Q(reply_office=""), name="reply_has_office_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.edition}"
