"""Networks of actors around an issue: who they are, waves of ties between them, sessions and what was found there.

Actors are organisations and offices, never persons. Promises made in a session are commitments, kept in their own app.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toguna.rules.attendance import HalfDay, StakeholderGroup
from toguna.rules.networks import STRENGTHS, Level, LogKind, Method, SessionKind, Stage, StatementKind, TieKind
from toguna.store.texts import french_required


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(str(word), str(word)) for word in words]


def _one_of(column: str, words: Any) -> Q:
    return Q(**{f"{column}__in": [str(word) for word in words]})


class Network(models.Model):
    """An undertaking in a territory around an issue, and the actors who hold a part of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="networks")
    # Whose work it is: the organisation that convenes it and writes it down.
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="networks")
    # What its waves and sessions count under; needed before one of them is handed in.
    activity = models.ForeignKey(
        "activities.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="networks"
    )
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="networks")
    title = models.JSONField()
    issue = models.JSONField()
    stage = models.CharField(max_length=14, choices=_choices(Stage), default=Stage.INVEST.value)
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            french_required("title", "network"),
            french_required("issue", "network"),
            CheckConstraint(condition=_one_of("stage", Stage), name="network_stage_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Actor(models.Model):
    """An organisation, an office or a structure that has a part in the issue: where it is active, how, what for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="actors")
    # Short: it stands in the picture and heads the columns of a grid.
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The shared stakeholder group that the organisation stands for.
    sector = models.CharField(max_length=30, choices=_choices(StakeholderGroup))
    level = models.CharField(max_length=14, blank=True, choices=_choices(Level))
    active_where = models.CharField(max_length=200, blank=True)
    active_how = models.CharField(max_length=300, blank=True)
    concerns = models.CharField(max_length=300, blank=True)
    # The advisory committee across sectors (CSAC), and the team that keeps the network together (SIT).
    in_committee = models.BooleanField(default=False)
    in_team = models.BooleanField(default=False)

    class Meta:
        ordering = ["network", "code"]
        constraints = [
            UniqueConstraint(fields=["network", "code"], name="network_actor_code_once"),
            UniqueConstraint(fields=["network", "name"], name="network_actor_name_once"),
            CheckConstraint(condition=_one_of("sector", StakeholderGroup), name="network_actor_sector_known"),
            CheckConstraint(condition=Q(level="") | _one_of("level", Level), name="network_actor_level_known"),
            CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="network_actor_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Wave(models.Model):
    """One look at who works with whom: the actors who were asked about, on a day, by one method."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    method = models.CharField(max_length=14, choices=_choices(Method))
    note = models.CharField(max_length=500, blank=True)
    actors = models.ManyToManyField(Actor, related_name="waves")

    class Meta:
        ordering = ["network", "number"]
        constraints = [
            UniqueConstraint(fields=["network", "number"], name="network_wave_number_once"),
            CheckConstraint(condition=_one_of("method", Method), name="network_wave_method_known"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.number}"


class Tie(models.Model):
    """One actor's tie to another in a wave."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="ties")
    source = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="ties_out")
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="ties_in")
    kind = models.CharField(max_length=12, choices=_choices(TieKind))
    strength = models.PositiveSmallIntegerField(default=1)
    # False: the tie holds both ways.
    directed = models.BooleanField(default=True)

    class Meta:
        ordering = ["wave", "source__code", "target__code", "kind"]
        constraints = [
            UniqueConstraint(fields=["wave", "source", "target", "kind"], name="network_tie_once"),
            CheckConstraint(condition=~Q(source=F("target")), name="network_tie_not_to_itself"),
            CheckConstraint(condition=Q(strength__in=STRENGTHS), name="network_tie_strength_known"),
            CheckConstraint(condition=_one_of("kind", TieKind), name="network_tie_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} > {self.target_id}"


class Session(models.Model):
    """A meeting of the network, from a retreat of days to an afternoon in a village."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=_choices(SessionKind))
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.ForeignKey("places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.TextField(blank=True)

    class Meta:
        ordering = ["network", "number"]
        constraints = [
            UniqueConstraint(fields=["network", "number"], name="network_session_number_once"),
            CheckConstraint(condition=_one_of("kind", SessionKind), name="network_session_kind_known"),
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="network_session_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.number}"


class SectorPresence(models.Model):
    """How many of one sector were in the room in one half-day: nobody is named."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    on = models.DateField()
    half_day = models.CharField(max_length=9, choices=_choices(HalfDay))
    sector = models.CharField(max_length=30, choices=_choices(StakeholderGroup))
    women = models.PositiveIntegerField(default=0)
    men = models.PositiveIntegerField(default=0)
    # Present, and nobody wrote down whether women or men.
    unknown = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["session", "on", "-half_day", "sector"]
        constraints = [
            UniqueConstraint(fields=["session", "on", "half_day", "sector"], name="sector_presence_once"),
            CheckConstraint(condition=_one_of("half_day", HalfDay), name="sector_presence_half_day_known"),
            CheckConstraint(condition=_one_of("sector", StakeholderGroup), name="sector_presence_sector_known"),
            CheckConstraint(
                condition=Q(women__gt=0) | Q(men__gt=0) | Q(unknown__gt=0), name="sector_presence_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.on} {self.sector}"


class Statement(models.Model):
    """What a session said: common ground, a goal, or a disagreement that was written down and left aside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=14, choices=_choices(StatementKind))
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["session", "kind", "number"]
        constraints = [
            UniqueConstraint(fields=["session", "kind", "number"], name="session_statement_number_once"),
            CheckConstraint(condition=_one_of("kind", StatementKind), name="session_statement_kind_known"),
            CheckConstraint(condition=~Q(text=""), name="session_statement_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class ActionCircle(models.Model):
    """A circle or task force that some of the actors formed to do one thing together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="circles")
    name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300, blank=True)
    formed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    members = models.ManyToManyField(Actor, related_name="circles")

    class Meta:
        ordering = ["network", "name"]
        constraints = [
            UniqueConstraint(fields=["network", "name"], name="action_circle_name_once"),
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(formed_on__isnull=True) | Q(ended_on__gte=F("formed_on")),
                name="action_circle_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActionEntry(models.Model):
    """One line of the action log: what was done or asked for, by which organisations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="log")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=_choices(LogKind))
    text = models.CharField(max_length=500)
    # What help it was or should be: law, media, mediation, capacity…
    assistance = models.CharField(max_length=120, blank=True)
    circle = models.ForeignKey(ActionCircle, null=True, blank=True, on_delete=models.SET_NULL, related_name="log")
    actors = models.ManyToManyField(Actor, related_name="log")

    class Meta:
        ordering = ["network", "-on", "-id"]
        constraints = [
            CheckConstraint(condition=_one_of("kind", LogKind), name="action_entry_kind_known"),
            CheckConstraint(condition=~Q(text=""), name="action_entry_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
