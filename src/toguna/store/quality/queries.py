"""Reading assessments: who may see which, how far one is, what is overdue."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from toguna.rules.quality import AssessmentState, Bands, Factor, Recount, Standing, next_due, verification_factor
from toguna.rules.quality_questions import QUESTIONS, Answered
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.quality.models import Assessment, CorrectiveAction
from toguna.store.results.models import Indicator


def bands_set() -> Bands:
    """How far a recount may be away, as this installation has set it, in hundredths."""
    return Bands(Decimal(settings.QUALITY_GOOD_PERCENT) / 100, Decimal(settings.QUALITY_NEAR_PERCENT) / 100)


def assessments_seen_by(user: User) -> QuerySet[Assessment]:
    """The assessments made at the organisations that this account reaches, for those who see values."""
    if not user.may(Permission.SEE_VALUES):
        return Assessment.objects.none()
    found = Assessment.objects.filter(partner__in=organisations_reached_by(user))
    return found.select_related("indicator__result__programme", "partner").annotate(
        open_actions=Count("actions", filter=Q(actions__done_on__isnull=True), distinct=True)
    )


def factor_of(assessment: Assessment, bands: Bands) -> Factor:
    """What the recount came to so far."""
    sheets = assessment.sheets.all()
    return verification_factor([Recount(one.reported, one.recounted, one.lost) for one in sheets], bands)


def standing_of(assessment: Assessment, bands: Bands) -> Standing:
    """What the assessment has so far, as the rules ask."""
    answers = list(assessment.answers.all())
    noes = [answer for answer in answers if answer.answered == Answered.NO]
    sheets, actions = list(assessment.sheets.all()), list(assessment.actions.all())
    return Standing(
        team=bool(assessment.team),
        method=bool(assessment.method),
        unanswered=len(QUESTIONS) - len(answers),
        noes=len(noes),
        noes_without_why=sum(not answer.comment for answer in noes),
        drawn=len(sheets),
        not_recounted=sum(sheet.recounted is None and not sheet.lost for sheet in sheets),
        lost=sum(sheet.lost for sheet in sheets),
        band=factor_of(assessment, bands).band,
        conclusion=bool(assessment.conclusion),
        actions=len(actions),
        actions_open=sum(action.done_on is None for action in actions),
    )


def assessments_of(indicator: Indicator) -> QuerySet[Assessment]:
    """Every assessment of an indicator, the newest first."""
    return Assessment.objects.filter(indicator=indicator).select_related("partner").order_by("-scheduled_on", "pk")


def due_dates(indicators: Iterable[Indicator]) -> dict[UUID, date | None]:
    """By when each indicator must be assessed again: so many years after it was last, or after its collection began."""
    wanted = list(indicators)
    closed = Assessment.objects.filter(indicator__in=wanted, state=AssessmentState.CLOSED).order_by()
    last = {row["indicator"]: row["last"] for row in closed.values("indicator").annotate(last=Max("closed_at"))}
    began = dict(
        Indicator.objects.filter(pk__in=[one.pk for one in wanted]).values_list(
            "pk", "reference_sheet__collection_started_on"
        )
    )
    return {
        one.pk: next_due(
            last[one.pk].date() if one.pk in last else None, began.get(one.pk), settings.QUALITY_EVERY_YEARS
        )
        for one in wanted
    }


def overdue_actions(assessments: QuerySet[Assessment], today: date) -> QuerySet[CorrectiveAction]:
    """The actions of these assessments that should have been done by now."""
    found = CorrectiveAction.objects.filter(assessment__in=assessments.values("pk"), done_on=None, due_on__lt=today)
    return found.select_related("assessment__indicator", "assessment__partner").order_by("due_on", "pk")
