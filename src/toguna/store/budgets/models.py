"""Sub-awards with their tranches and acquittals, yearly budgets, transactions. Money is in hundredths of its currency.

An amount that nobody told is null, never 0.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.lookups import LessThanOrEqual

from toguna.rules.budgets import BudgetKind, BudgetStatus, TransactionKind
from toguna.rules.sub_awards import AcquittalState, AwardState
from toguna.store.texts import french_required


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class DayNumber(models.Func):
    """A date as a number of days, by what every database has of its own.

    Django's own subtraction calls a function that only Django's connection knows; whoever else opens or checks the
    file would stumble over it.
    """

    function = "julianday"
    output_field = models.FloatField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL subtracts dates into whole days as they stand."""
        return self.as_sql(compiler, connection, template="(%(expressions)s)", **context)


class SubAward(models.Model):
    """What one organisation of a programme granted to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="sub_awards")
    code = models.SlugField(max_length=60)
    giver = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="grants_given")
    receiver = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="grants_received")
    title = models.JSONField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # How precisely each end is known: day, month or year.
    starts_precision = models.CharField(max_length=5, default="day")
    ends_precision = models.CharField(max_length=5, default="day")
    value = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=12, choices=_choices(AwardState), default=AwardState.PROPOSED.value)
    state_reason = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey("results.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            UniqueConstraint(fields=["programme", "code"], name="sub_award_code_once"),
            french_required("title", "sub_award"),
            CheckConstraint(condition=~Q(giver=F("receiver")), name="sub_award_not_to_itself"),
            CheckConstraint(condition=Q(state__in=[state.value for state in AwardState]), name="sub_award_state_known"),
            CheckConstraint(condition=Q(value__isnull=True) | Q(value__gt=0), name="sub_award_value_above_zero"),
            CheckConstraint(condition=Q(value__isnull=True) | ~Q(currency=""), name="sub_award_value_has_currency"),
            CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="sub_award_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Tranche(models.Model):
    """One payment of a sub-award: planned, then paid; the day by which it must be accounted for."""

    sub_award = models.ForeignKey(SubAward, on_delete=models.CASCADE, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    # The milestone or the report that it is tied to.
    milestone = models.CharField(max_length=200, blank=True)
    planned = models.BigIntegerField()
    due_on = models.DateField(null=True, blank=True)
    acquittal_due_on = models.DateField(null=True, blank=True)
    paid = models.BigIntegerField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    # Why more was paid than granted, or before the start.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sub_award", "number"]
        constraints = [
            UniqueConstraint(fields=["sub_award", "number"], name="tranche_number_once"),
            CheckConstraint(condition=Q(planned__gt=0), name="tranche_planned_above_zero"),
            CheckConstraint(
                condition=Q(paid__isnull=True, paid_on__isnull=True) | Q(paid__gt=0, paid_on__isnull=False),
                name="tranche_paid_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sub_award_id} {self.number}"


class Acquittal(models.Model):
    """Papers for money that a sub-awardee spent: received, then accepted or returned by somebody else."""

    sub_award = models.ForeignKey(SubAward, on_delete=models.CASCADE, related_name="acquittals")
    reference = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField()
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=_choices(AcquittalState), default=AcquittalState.RECEIVED.value)
    received_by = models.PositiveBigIntegerField(null=True, blank=True)
    decided_by = models.PositiveBigIntegerField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sub_award", "received_on", "id"]
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="acquittal_above_zero"),
            CheckConstraint(
                condition=Q(state="received", decided_on__isnull=True)
                | Q(state="accepted", decided_on__isnull=False)
                | (Q(state="returned", decided_on__isnull=False) & ~Q(reason="")),
                name="acquittal_decided_on_a_day",
            ),
            CheckConstraint(
                condition=~Q(state="accepted") | Q(received_by__isnull=True) | ~Q(decided_by=F("received_by")),
                name="acquittal_accepted_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sub_award_id} {self.received_on}"


class YearBudget(models.Model):
    """What a programme sets aside for a year at most; the last day is included."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="year_budgets")
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=10, choices=_choices(BudgetKind), default=BudgetKind.ORIGINAL.value)
    status = models.CharField(max_length=10, choices=_choices(BudgetStatus), default=BudgetStatus.INDICATIVE.value)
    document = models.ForeignKey("results.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["programme", "starts_on", "kind"]
        constraints = [
            UniqueConstraint(fields=["programme", "starts_on", "kind", "currency"], name="year_budget_once"),
            CheckConstraint(condition=Q(kind__in=[one.value for one in BudgetKind]), name="year_budget_kind_known"),
            CheckConstraint(
                condition=Q(status__in=[one.value for one in BudgetStatus]), name="year_budget_status_known"
            ),
            CheckConstraint(condition=Q(value__gt=0), name="year_budget_above_zero"),
            CheckConstraint(condition=~Q(currency=""), name="year_budget_has_currency"),
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="year_budget_ends_after_start"),
            # 366 days, the first and the last included, is the longest year; the rule knows the calendar.
            CheckConstraint(
                condition=LessThanOrEqual(DayNumber("ends_on") - DayNumber("starts_on"), 365),
                name="year_budget_a_year_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.starts_on} {self.kind}"


class Transaction(models.Model):
    """Money that came in, went out or was promised on a day; a party that is not known is left out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="transactions")
    kind = models.CharField(max_length=20, choices=_choices(TransactionKind))
    made_on = models.DateField()
    value = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    provider = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    receiver = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=80, blank=True)
    description = models.JSONField(default=dict)
    document = models.ForeignKey("results.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["programme", "made_on", "reference"]
        constraints = [
            UniqueConstraint(
                fields=["programme", "reference"], condition=~Q(reference=""), name="transaction_reference_once"
            ),
            CheckConstraint(
                condition=Q(kind__in=[one.value for one in TransactionKind]), name="transaction_kind_known"
            ),
            # A correction may take back what an earlier one gave; nothing at all is no transaction.
            CheckConstraint(condition=~Q(value=0), name="transaction_moves_something"),
            CheckConstraint(condition=~Q(currency=""), name="transaction_has_currency"),
            CheckConstraint(
                condition=Q(provider__isnull=True) | Q(receiver__isnull=True) | ~Q(provider=F("receiver")),
                name="transaction_not_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_on}"
