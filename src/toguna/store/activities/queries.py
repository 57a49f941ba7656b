"""Which activities somebody sees or manages, and how far each of them is reported."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from toguna.rules.records import RecordState
from toguna.rules.roles import Permission, Reach
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.organisations.queries import organisations_reached_by


def activities_seen_by(user: User) -> QuerySet[Activity]:
    """The work plan as far as the account's reach goes: everyone's, or what its own organisations plan or reported."""
    if not (user.may(Permission.SEE_RECORDS) or user.may(Permission.SEE_VALUES)):
        return Activity.objects.none()
    found = Activity.objects.select_related("implementer", "place", "objective").prefetch_related("programmes")
    if user.reach is Reach.ALL:
        return found
    reached = organisations_reached_by(user)
    reported = Activity.objects.filter(records__organisation__in=reached).order_by().values("pk")
    return found.filter(Q(implementer__in=reached) | Q(pk__in=reported))


def activity_seen_by(user: User, pk: UUID | str) -> Activity:
    """One activity, or Activity.DoesNotExist when it is not there or not this account's to see."""
    return activities_seen_by(user).get(pk=pk)


def activities_managed_by(user: User) -> QuerySet[Activity]:
    """The activities that the account may change: those of its own organisations, when its role plans at all."""
    if not user.may(Permission.MANAGE_ACTIVITIES):
        return Activity.objects.none()
    if user.reach is Reach.ALL:
        return activities_seen_by(user)
    return activities_seen_by(user).filter(implementer__in=organisations_reached_by(user))


def activities_like(user: User, words: str, *, limit: int = 20) -> list[Activity]:
    """Activities whose code, title or place holds all the words; what a clerk types to match an unplanned sheet."""
    found = activities_seen_by(user).exclude(status="cancelled")
    for word in words.split():
        found = found.filter(matching(word))
    return list(found.order_by("code")[:limit]) if words.strip() else []


def matching(word: str) -> Q:
    """One word in the code, a title or the place of an activity."""
    return (
        Q(code__icontains=word)
        | Q(title__fr__icontains=word)
        | Q(title__en__icontains=word)
        | Q(place__name__icontains=word)
    )


def with_records(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Each activity with how many sheets came for it and how many of them are verified."""
    waiting = [RecordState.RECEIVED, RecordState.CHECKED, RecordState.RETURNED]
    return activities.annotate(
        records_verified=Count("records", filter=Q(records__state=RecordState.VERIFIED), distinct=True),
        records_waiting=Count("records", filter=Q(records__state__in=waiting), distinct=True),
    )


def public_activities() -> QuerySet[Activity]:
    """What anyone may read of the work plans: activities of public programmes not withdrawn, nor their place."""
    return (
        Activity.objects.filter(programmes__public=True, withdrawn=False)
        .exclude(place__withdrawn=True)
        .exclude(implementer__withdrawn=True)
        .select_related("implementer", "place", "objective", "document")
        .distinct()
    )
