"""The results framework, what documents state, and what must be said beside it."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.store.texts import french_required

RESULT_TYPES = ["impact", "outcome", "output", "other"]
MEASURES = ["unit", "percentage", "nominal", "ordinal", "qualitative"]
STATUSES = ["achieved", "partly_achieved", "not_achieved", "not_stated"]


class Document(models.Model):
    """A document that states facts about a programme."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    kind = models.JSONField(default=dict)
    publisher = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5)
    as_of = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    description = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.title


class Result(models.Model):
    """A change that the programme wants: impact, outcome or output."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="results")
    objective = models.ForeignKey(
        "programmes.Objective", null=True, blank=True, on_delete=models.SET_NULL, related_name="results"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    type = models.CharField(max_length=10, choices=[(kind, kind) for kind in RESULT_TYPES])
    code = models.CharField(max_length=60)
    title = models.JSONField()
    statement = models.JSONField(default=dict)
    related_framework = models.CharField(max_length=80, blank=True)
    related_code = models.CharField(max_length=60, blank=True)
    related_title = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["programme", "position", "code"]
        constraints = [
            UniqueConstraint(fields=["programme", "code"], name="result_code_once"),
            CheckConstraint(condition=Q(type__in=RESULT_TYPES), name="result_type_known"),
            french_required("title", "result"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title['fr']}"


class Indicator(models.Model):
    """What shows the change. Its definition says what to count; its versions are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=60)
    standard_code = models.CharField(max_length=60, blank=True)
    standard_code_verified = models.BooleanField(default=False)
    title = models.JSONField()
    unit = models.JSONField(default=dict)
    measure = models.CharField(max_length=12, choices=[(measure, measure) for measure in MEASURES])
    ascending = models.BooleanField(default=True)
    cumulative = models.BooleanField(default=False)
    disaggregations = models.JSONField(default=list)
    counting_rule = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["result", "position", "code"]
        constraints = [
            UniqueConstraint(fields=["result", "code"], name="indicator_code_once"),
            CheckConstraint(condition=Q(measure__in=MEASURES), name="indicator_measure_known"),
            french_required("title", "indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title['fr']}"


class Definition(models.Model):
    """One version of what an indicator counts; the newest is in force, an older one never changes."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["indicator", "version"]
        constraints = [UniqueConstraint(fields=["indicator", "version"], name="definition_version_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class ReferenceValue(models.Model):
    """Where the indicator stood before: the baseline, in thousandths. Unknown is null, never 0."""

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="reference")
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField(null=True, blank=True)
    comment = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"


class Target(models.Model):
    """What the programme set out to reach in one period (end exclusive), in thousandths."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    starts_on = models.DateField()
    ends_before = models.DateField()
    value = models.BigIntegerField()

    class Meta:
        ordering = ["indicator", "starts_on"]
        constraints = [
            UniqueConstraint(fields=["indicator", "starts_on", "ends_before"], name="target_once_per_period"),
            CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="target_has_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.starts_on}"


class OutcomeStatement(models.Model):
    """What is said of a result for one year: status, narrative, theory of change, lessons (a list of texts)."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="statements")
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=16, choices=[(status, status) for status in STATUSES], default="not_stated")
    narrative = models.JSONField(default=dict)
    theory_if = models.JSONField(default=dict)
    theory_then = models.JSONField(default=dict)
    theory_because = models.JSONField(default=dict)
    still_relevant = models.BooleanField(null=True, blank=True)
    strategy_changed = models.BooleanField(null=True, blank=True)
    lessons = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    remarks_of_officer = models.JSONField(default=dict)
    passage = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")

    class Meta:
        ordering = ["result", "year"]
        constraints = [
            UniqueConstraint(fields=["result", "year"], name="outcome_statement_once_per_year"),
            CheckConstraint(condition=Q(status__in=STATUSES), name="outcome_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.year}"


class StatedValue(models.Model):
    """A figure stated by a source document, with the passage it stands in; nothing stands behind it but the source.

    `printed` is as the document prints it; `value` (thousandths) is what it means, null when nobody can say.
    """

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="stated_values")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.SET_NULL, related_name="stated_values")
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.SET_NULL, related_name="stated_values"
    )
    key = models.CharField(max_length=80)
    label = models.JSONField()
    printed = models.CharField(max_length=80)
    value = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=40)
    hedge = models.CharField(max_length=20, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    places = models.JSONField(default=list)
    age_group = models.CharField(max_length=12, blank=True)
    place_note = models.JSONField(default=dict)
    malformed = models.BooleanField(default=False)
    note = models.JSONField(default=dict)
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    # Whether the parts of this whole are announced as all of it (a partition) or as some of it.
    parts_closed = models.BooleanField(null=True)
    # The same figure printed once more: [{"passage", "printed", "malformed"}].
    repetitions = models.JSONField(default=list)
    period = models.JSONField(default=dict)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="stated_values")
    passage = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            UniqueConstraint(fields=["programme", "key"], name="stated_value_once"),
            french_required("label", "stated_value"),
        ]

    def __str__(self) -> str:
        return f"{self.printed} {self.label['fr']}"


class Remark(models.Model):
    """Something a reader must know beside a figure or a statement: a contradiction, a failing sum, a doubt."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="remarks")
    results = models.ManyToManyField(Result, related_name="remarks")
    stated_values = models.ManyToManyField(StatedValue, related_name="remarks")
    kind = models.CharField(max_length=20)
    text = models.JSONField()
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["programme", "position"]
        constraints = [french_required("text", "remark")]

    def __str__(self) -> str:
        return str(self.text["fr"])


class ReferenceSheet(models.Model):
    """What the officer writes on an indicator's reference sheet (PIRS): `texts` are {field: {language: text}}."""

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="reference_sheet")
    texts = models.JSONField(default=dict)
    ppr_years = models.JSONField(default=list)
    collection_started_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.indicator_id)


class SheetChange(models.Model):
    """One field of a reference sheet that was changed: what, from what, to what, when, by which office. Append-only."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="sheet_changes")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # One moment for all that was changed together.
    at = models.DateTimeField()
    office = models.JSONField(default=dict)

    class Meta:
        ordering = ["indicator", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.field}"


class StandardIndicator(models.Model):
    """An indicator as a donor's list calls it; until somebody has seen it there, it is said nowhere outside."""

    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    title = models.JSONField()
    unit = models.JSONField(default=dict)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    older_codes = models.JSONField(default=list)
    counting_rule = models.JSONField(default=dict)
    disaggregates = models.JSONField(default=dict)
    # In words: where we have it from, which is not yet what proves it.
    provenance = models.JSONField(default=dict)
    proof = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.PositiveBigIntegerField(null=True, blank=True)
    indicators = models.ManyToManyField(Indicator, related_name="standards", blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            UniqueConstraint(fields=["scheme", "code"], name="standard_indicator_once"),
            french_required("title", "standard_indicator"),
            CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True, proof="")
                | Q(verified_at__isnull=False) & ~Q(proof=""),
                name="standard_indicator_verified_with_a_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    @property
    def verified(self) -> bool:
        """Whether somebody has seen it in the donor's own list."""
        return self.verified_at is not None
