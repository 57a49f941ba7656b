"""Narrowing records by what a list's filters say, for the list, its CSV and the files made of it in the background.

The filters are codes and words that an address or a job can carry; which of them a page offers is the page's.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.comments import may_comment, with_unread_comments
from toguna.store.fieldwork.models import Comment, Record
from toguna.store.fieldwork.queries import records_in_quarantine, records_seen_by
from toguna.store.fieldwork.waiting import to_match, to_settle, waiting_for
from toguna.store.places.models import PlaceAncestor

READING = "current_version__reading__"
# Columns that a filter names by one value.
EQUAL = {
    "form": "form_id",
    "state": "state",
    "organisation": "organisation__code",
    "way_in": "way_in",
    "held_from": f"{READING}held_on__gte",
    "held_until": f"{READING}held_on__lte",
    "activity": "activity__code__iexact",
    "sender": "sender__name__icontains",
}
WAITING: Mapping[str, Callable[[User], QuerySet[Record]]] = {"me": waiting_for, "match": to_match, "settle": to_settle}
# A title that a form puts together from answers may hold a name, so only those who see names search in it.
SEARCHED = (
    f"{READING}activity_code",
    f"{READING}activity_title",
    f"{READING}place_as_written",
    f"{READING}place__name",
    f"{READING}sheet_code",
    "activity__code",
    "activity__title__fr",
    "activity__title__en",
    "organisation__code",
    "sender__name",
    "instance_id",
)

Filters = Mapping[str, str]


def narrowed(user: User, filters: Filters) -> QuerySet[Record]:
    """The records that this account sees and that the filters leave.

    Those in quarantine are shown by their state alone, and only to those who may let them out.
    """
    records = _begun_with(user, filters)
    columns = {EQUAL[name]: value for name, value in filters.items() if name in EQUAL and value}
    records = records.filter(**columns)
    conditions = [_with_word(user, word) for word in filters.get("q", "").split()]
    if filters.get("place"):
        conditions.append(within(filters["place"]))
    if filters.get("received_from"):
        conditions.append(Q(received_at__gte=_morning(filters["received_from"])))
    if filters.get("received_until"):
        conditions.append(Q(received_at__lt=_morning(filters["received_until"]) + timedelta(days=1)))
    match filters.get("findings"):
        case "error":
            conditions.append(Q(current_version__reading__errors__gt=0))
        case "warning":
            conditions.append(Q(current_version__reading__warnings__gt=0))
        case "none":
            conditions.append(Q(current_version__reading__errors=0, current_version__reading__warnings=0))
    return records.filter(reduce(and_, conditions)) if conditions else records


def within(words: str) -> Q:
    """Records held in a place of this name, or in one that lies within a place of this name."""
    inside = PlaceAncestor.objects.filter(ancestor__name__icontains=words).values("place")
    return (
        Q(current_version__reading__place__name__icontains=words)
        | Q(current_version__reading__place__in=inside)
        | Q(current_version__reading__place_as_written__icontains=words)
    )


def _begun_with(user: User, filters: Filters) -> QuerySet[Record]:
    if filters.get("state") == RecordState.QUARANTINED:
        return records_in_quarantine(user)
    records = WAITING.get(filters.get("waiting", ""), records_seen_by)(user)
    match filters.get("comments") if may_comment(user) else None:
        case "unread":
            return records.filter(pk__in=with_unread_comments(user).order_by().values("pk"))
        case "some":
            return records.filter(Exists(Comment.objects.filter(record=OuterRef("pk"))))
    return records


def _with_word(user: User, word: str) -> Q:
    searched = [*SEARCHED, f"{READING}title"] if user.may(Permission.SEE_NAMES) else SEARCHED
    found = Q(pk__in=[])
    for column in searched:
        found |= Q(**{f"{column}__icontains": word})
    return found


def _morning(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))
