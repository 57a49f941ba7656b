"""Advocacy initiatives with their actions, answers and outcomes; policy texts with their stages.

Offices are named, never people. Money is in hundredths of its currency; an amount that nobody told is null, never 0.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from toguna.rules.advocacy import Answer, Approach, EngagedAs, EvidenceKind, InitiativeState, Rung, Tactic
from toguna.rules.policy_texts import PartySide, PolicyLevel, PolicyStage, TextKind
from toguna.store.texts import french_required


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


def _one_of(column: str, words: Any) -> Q:
    return Q(**{f"{column}__in": [word.value for word in words]})


def _amounts_above_zero(*columns: str) -> Q:
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0})
    return condition


class Initiative(models.Model):
    """One demand made of one office, by one organisation or several together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="initiatives")
    code = models.SlugField(max_length=40)
    title = models.JSONField()
    # Whose staff keep it: they see it, change it, and hand it in.
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        "activities.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey("places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issue = models.TextField()
    identified_on = models.DateField()
    target = models.CharField(max_length=160, blank=True)
    demand = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    by_when = models.DateField(null=True, blank=True)
    tactics = models.JSONField(default=list)
    approach = models.CharField(max_length=12, choices=_choices(Approach), blank=True)
    allies = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=_choices(InitiativeState), default=InitiativeState.IDENTIFIED.value)
    state_on = models.DateField(null=True, blank=True)
    state_reason = models.CharField(max_length=300, blank=True)
    budget_line = models.CharField(max_length=160, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    committed_before = models.BigIntegerField(null=True, blank=True)
    committed_after = models.BigIntegerField(null=True, blank=True)
    disbursed_before = models.BigIntegerField(null=True, blank=True)
    disbursed_after = models.BigIntegerField(null=True, blank=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            UniqueConstraint(fields=["programme", "code"], name="initiative_code_once"),
            french_required("title", "initiative"),
            CheckConstraint(condition=_one_of("state", InitiativeState), name="initiative_state_known"),
            CheckConstraint(
                condition=_amounts_above_zero(
                    "committed_before", "committed_after", "disbursed_before", "disbursed_after"
                ),
                name="initiative_amounts_not_negative",
            ),
            CheckConstraint(
                condition=~Q(currency="")
                | Q(
                    committed_before__isnull=True,
                    committed_after__isnull=True,
                    disbursed_before__isnull=True,
                    disbursed_after__isnull=True,
                ),
                name="initiative_amounts_have_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Engagement(models.Model):
    """That an organisation of civil society is engaged in an initiative: it leads, or is in the coalition."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="engagements")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="engagements")
    engaged_as = models.CharField(max_length=10, choices=_choices(EngagedAs))

    class Meta:
        ordering = ["initiative", "-engaged_as", "organisation"]
        constraints = [
            UniqueConstraint(fields=["initiative", "organisation"], name="engagement_once"),
            UniqueConstraint(
                fields=["initiative"], condition=Q(engaged_as=EngagedAs.LEAD.value), name="engagement_one_lead"
            ),
            CheckConstraint(condition=_one_of("engaged_as", EngagedAs), name="engagement_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.organisation_id}"


class AdvocacyEvidence(models.Model):
    """What a demand rests on: a criterion's score, a score card's indicator, a survey, or something else in words."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=22, choices=_choices(EvidenceKind))
    instrument_code = models.CharField(max_length=60, blank=True)
    node_code = models.CharField(max_length=60, blank=True)
    round_key = models.UUIDField(null=True, blank=True)
    words = models.TextField()

    class Meta:
        ordering = ["initiative", "pk"]
        constraints = [
            CheckConstraint(condition=_one_of("kind", EvidenceKind), name="advocacy_evidence_kind_known"),
            CheckConstraint(condition=~Q(words=""), name="advocacy_evidence_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.node_code}"


class AdvocacyAction(models.Model):
    """One thing done for an initiative on a day, and which of the organisations engaged took part in it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    tactic = models.CharField(max_length=20, choices=_choices(Tactic))
    words = models.TextField()
    organisations = models.ManyToManyField("organisations.Organisation", related_name="+")

    class Meta:
        ordering = ["initiative", "on", "number"]
        constraints = [
            UniqueConstraint(fields=["initiative", "number"], name="advocacy_action_number_once"),
            CheckConstraint(condition=_one_of("tactic", Tactic), name="advocacy_action_tactic_known"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.number}"


class AdvocacyResponse(models.Model):
    """What the office answered on a day; a promise may have become an entry of the register of promises."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="responses")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    answer = models.CharField(max_length=12, choices=_choices(Answer))
    words = models.TextField()
    office = models.CharField(max_length=160, blank=True)
    by_when = models.DateField(null=True, blank=True)
    commitment_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["initiative", "on", "number"]
        constraints = [
            UniqueConstraint(fields=["initiative", "number"], name="advocacy_response_number_once"),
            CheckConstraint(condition=_one_of("answer", Answer), name="advocacy_response_answer_known"),
            CheckConstraint(
                condition=Q(commitment_key__isnull=True) | Q(answer=Answer.PROMISE.value),
                name="advocacy_response_promises_what_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.number}"


class LadderStep(models.Model):
    """That an initiative reached a rung of the ladder of outcomes on a day, and what shows it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="ladder")
    rung = models.CharField(max_length=14, choices=_choices(Rung))
    reached_on = models.DateField()
    evidence = models.TextField()

    class Meta:
        ordering = ["initiative", "reached_on", "pk"]
        constraints = [
            UniqueConstraint(fields=["initiative", "rung"], name="ladder_rung_once"),
            CheckConstraint(condition=_one_of("rung", Rung), name="ladder_rung_known"),
            CheckConstraint(condition=~Q(evidence=""), name="ladder_rung_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.rung}"


class PolicyText(models.Model):
    """A law, a regulation, a local convention, a deliberation, an investment agreement or a policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="policy_texts")
    code = models.SlugField(max_length=40)
    title = models.JSONField()
    kind = models.CharField(max_length=22, choices=_choices(TextKind))
    level = models.CharField(max_length=10, choices=_choices(PolicyLevel))
    place = models.ForeignKey("places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Whose staff keep it: they see it, change it, and hand it in.
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        "activities.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="policy_texts"
    )
    about = models.TextField(blank=True)
    # Null is not looked at; False is looked at and found not to.
    addresses_gender = models.BooleanField(null=True, blank=True)
    gender_words = models.CharField(max_length=300, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            UniqueConstraint(fields=["programme", "code"], name="policy_text_code_once"),
            french_required("title", "policy_text"),
            CheckConstraint(condition=_one_of("kind", TextKind), name="policy_text_kind_known"),
            CheckConstraint(condition=_one_of("level", PolicyLevel), name="policy_text_level_known"),
            CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="policy_text_amount_above_zero"),
            CheckConstraint(condition=Q(amount__isnull=True) | ~Q(currency=""), name="policy_text_amount_has_currency"),
        ]

    def __str__(self) -> str:
        return self.code


class PolicyStanding(models.Model):
    """That a policy text reached a stage on a day, and what shows it; each stage is reached once."""

    text = models.ForeignKey(PolicyText, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=_choices(PolicyStage))
    reached_on = models.DateField()
    evidence = models.TextField()

    class Meta:
        ordering = ["text", "reached_on", "pk"]
        constraints = [
            UniqueConstraint(fields=["text", "stage"], name="policy_stage_once"),
            CheckConstraint(condition=_one_of("stage", PolicyStage), name="policy_stage_known"),
            CheckConstraint(condition=~Q(evidence=""), name="policy_stage_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.stage}"


class PolicyParty(models.Model):
    """One side of a text: an authority, a company, a community; an organisation that is known, or its name."""

    text = models.ForeignKey(PolicyText, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=12, choices=_choices(PartySide))
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["text", "side", "pk"]
        constraints = [
            CheckConstraint(condition=_one_of("side", PartySide), name="policy_party_side_known"),
            CheckConstraint(condition=Q(organisation__isnull=False) | ~Q(name=""), name="policy_party_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation_id)
