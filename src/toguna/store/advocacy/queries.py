"""Whose initiatives and texts somebody sees, and each of them as the rules know it."""

from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from toguna.rules.advocacy import (
    CIVIL_SOCIETY,
    Action,
    Answer,
    Approach,
    BudgetEffect,
    Engaged,
    EngagedAs,
    EvidenceKind,
    InitiativeState,
    Reached,
    Response,
    Rung,
    Tactic,
)
from toguna.rules.advocacy import Initiative as InitiativeRead
from toguna.rules.policy_texts import Party, PartySide, PolicyStage, Standing, TextKind
from toguna.rules.policy_texts import PolicyText as TextRead
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.advocacy.models import (
    AdvocacyAction,
    Engagement,
    Initiative,
    LadderStep,
    PolicyParty,
    PolicyStanding,
    PolicyText,
)
from toguna.store.organisations.models import Organisation
from toguna.store.organisations.queries import organisations_reached_by
from toguna.store.programmes.models import Programme


def initiatives_seen_by(user: User) -> QuerySet[Initiative]:
    """The initiatives that this account may open: those kept by an organisation that it reaches."""
    rows = Initiative.objects.filter(organisation__in=organisations_reached_by(user))
    return rows.select_related("programme", "place", "activity", "organisation")


def initiative_seen_by(user: User, pk: UUID) -> Initiative:
    """One of them with all that it holds. Raises Initiative.DoesNotExist."""
    return with_parts(initiatives_seen_by(user)).get(pk=pk)


def with_parts(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The initiatives with organisations, evidence, actions, answers and ladder at hand."""
    return rows.prefetch_related(
        Prefetch("engagements", Engagement.objects.select_related("organisation")),
        Prefetch("actions", AdvocacyAction.objects.prefetch_related("organisations")),
        "evidence",
        "responses",
        "ladder",
        "place__codes",
    )


def listed(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The initiatives for a list: who leads, how many are engaged, how many actions, the last of them."""
    lead = Engagement.objects.filter(initiative=OuterRef("pk"), engaged_as=EngagedAs.LEAD.value)
    return rows.annotate(
        lead_name=Subquery(lead.values("organisation__name")[:1]),
        lead_code=Subquery(lead.values("organisation__code")[:1]),
        engaged_count=Count("engagements", distinct=True),
        action_count=Count("actions", distinct=True),
        last_action_on=Max("actions__on"),
        promise_count=Count("responses", filter=Q(responses__answer=Answer.PROMISE.value), distinct=True),
    ).prefetch_related("ladder")


def texts_seen_by(user: User) -> QuerySet[PolicyText]:
    """The policy texts that this account may open: those kept by an organisation that it reaches."""
    rows = PolicyText.objects.filter(organisation__in=organisations_reached_by(user))
    return rows.select_related("programme", "place", "activity", "organisation", "initiative")


def text_seen_by(user: User, pk: UUID) -> PolicyText:
    """One of them with its stages and parties. Raises PolicyText.DoesNotExist."""
    return texts_with_parts(texts_seen_by(user)).get(pk=pk)


def texts_with_parts(rows: QuerySet[PolicyText]) -> QuerySet[PolicyText]:
    """The texts with stages and parties at hand, and the day of each stage for a list to be ordered by."""
    rows = rows.prefetch_related(
        "stages", Prefetch("parties", PolicyParty.objects.select_related("organisation")), "place__codes"
    )
    days = {f"{stage}_on": Min("stages__reached_on", filter=Q(stages__stage=stage.value)) for stage in PolicyStage}
    return rows.annotate(last_stage_on=Max("stages__reached_on"), **days)


def programmes_open_to(user: User) -> QuerySet[Programme]:
    """The programmes in which this account may open an initiative: of its world, and its own side's."""
    reached = organisations_reached_by(user)
    mine = Programme.objects.filter(fictional=user.fictional, participations__organisation__in=reached)
    return mine.distinct().order_by("position", "code")


def civil_society_of(programme: Programme) -> QuerySet[Organisation]:
    """The organisations of civil society that may be engaged: of the programme's world."""
    rows = Organisation.objects.filter(fictional=programme.fictional, kind__in=CIVIL_SOCIETY)
    return rows.order_by("code")


def activities_open_to(user: User, programme: Programme) -> QuerySet[Activity]:
    """The activities of the programme to which an entry may be tied: those that the account's side carries out."""
    reached = organisations_reached_by(user)
    rows = programme.activities.filter(Q(implementer__in=reached) | Q(implementer=None)).exclude(status="cancelled")
    return rows.order_by("code")


def texts_of(initiative: Initiative) -> QuerySet[PolicyText]:
    """The policy texts that came of an initiative."""
    return initiative.policy_texts.order_by("code")


def as_initiative(row: Initiative) -> InitiativeRead:
    """An initiative as the rules know it."""
    return InitiativeRead(
        identified_on=row.identified_on,
        state=InitiativeState(row.state),
        target=row.target,
        demand=row.demand,
        objective=row.objective,
        tactics=tuple(Tactic(code) for code in row.tactics),
        approach=Approach(row.approach) if row.approach else None,
        engaged=tuple(
            Engaged(one.organisation.code, one.organisation.kind, EngagedAs(one.engaged_as))
            for one in row.engagements.all()
        ),
        evidence=tuple(EvidenceKind(one.kind) for one in row.evidence.all()),
        actions=tuple(
            Action(one.number, one.on, Tactic(one.tactic), tuple(sorted(who.code for who in one.organisations.all())))
            for one in row.actions.all()
        ),
        responses=tuple(Response(one.number, one.on, Answer(one.answer), one.office) for one in row.responses.all()),
        ladder=tuple(as_reached(one) for one in row.ladder.all()),
    )


def as_reached(row: LadderStep) -> Reached:
    """One rung as the rules know it."""
    return Reached(Rung(row.rung), row.reached_on)


def as_effect(row: Initiative) -> BudgetEffect:
    """What the budget said before and after."""
    return BudgetEffect(row.committed_before, row.committed_after, row.disbursed_before, row.disbursed_after)


def as_text(row: PolicyText) -> TextRead:
    """A policy text as the rules know it."""
    return TextRead(
        kind=TextKind(row.kind),
        stages=tuple(as_standing(one) for one in row.stages.all()),
        parties=tuple(Party(PartySide(one.side), party_name(one)) for one in row.parties.all()),
        addresses_gender=row.addresses_gender,
        gender_words=row.gender_words,
        amount=row.amount,
        currency=row.currency,
    )


def as_standing(row: PolicyStanding) -> Standing:
    """One stage as the rules know it."""
    return Standing(PolicyStage(row.stage), row.reached_on)


def party_name(row: PolicyParty) -> str:
    """How a party is called, in French."""
    return str(row.organisation.name["fr"]) if row.organisation else row.name
