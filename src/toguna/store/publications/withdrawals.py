"""Taking a place, an organisation or an activity out of public view at once, and bringing it back.

Each act is one entry in the journal. Values, editions and their files are not touched; the public door reads past them.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from toguna.rules.withdrawal import Withdrawn, telling_words
from toguna.store.activities.models import Activity
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place, PlaceCode
from toguna.store.publications.models import Withdrawal
from toguna.store.writing import write_turn

Subject = Place | Organisation | Activity
COLUMNS: dict[type[Place] | type[Organisation] | type[Activity], str] = {
    Place: "place",
    Organisation: "organisation",
    Activity: "activity",
}
# A shorter title is an ordinary phrase, which would vanish from texts that mean something else.
TITLE_WORDS = 3


class ReasonMissing(Exception):
    """Something is withdrawn without saying why."""


class AlreadyWithdrawn(Exception):
    """It is out of public view already."""


class NotWithdrawn(Exception):
    """It is in public view already."""


@write_turn()
@transaction.atomic
def withdraw_from_view(*, by: Actor, subjects: Iterable[Subject], reason: str) -> list[Withdrawal]:
    """Take these out of public view together, from now on. Raises ReasonMissing or AlreadyWithdrawn."""
    if not reason.strip():
        raise ReasonMissing
    made = []
    for subject in subjects:
        column = COLUMNS[type(subject)]
        if not type(subject).objects.filter(pk=subject.pk, withdrawn=False).update(withdrawn=True):
            raise AlreadyWithdrawn
        subject.withdrawn = True
        made.append(Withdrawal.objects.create(reason=reason.strip(), withdrawn_by=by.pk, **{column: subject}))
        record_entry(by=by, action=f"{column}.withdrawn-from-view", subject=subject, reason=reason.strip())
    return made


@write_turn()
@transaction.atomic
def bring_back_into_view(*, by: Actor, subject: Subject) -> None:
    """Show it to everyone again. Raises NotWithdrawn."""
    column = COLUMNS[type(subject)]
    if not type(subject).objects.filter(pk=subject.pk, withdrawn=True).update(withdrawn=False):
        raise NotWithdrawn
    subject.withdrawn = False
    standing_withdrawals().filter(**{column: subject}).update(ended_by=by.pk, ended_at=timezone.now())
    record_entry(by=by, action=f"{column}.brought-back-into-view", subject=subject)


def standing_withdrawals() -> QuerySet[Withdrawal]:
    """What is out of public view today, the newest first."""
    found = Withdrawal.objects.filter(ended_at__isnull=True)
    return found.select_related("place", "organisation", "activity").order_by("-withdrawn_at")


def ended_withdrawals() -> QuerySet[Withdrawal]:
    """What was out of public view and is back, the newest first."""
    found = Withdrawal.objects.filter(ended_at__isnull=False)
    return found.select_related("place", "organisation", "activity").order_by("-ended_at")


def withdrawn_without_reason() -> list[Subject]:
    """What came in withdrawn, so that nobody here said why."""
    found: list[Subject] = []
    for model, column in COLUMNS.items():
        told = standing_withdrawals().filter(**{f"{column}__isnull": False}).values(column)
        found += model.objects.filter(withdrawn=True).exclude(pk__in=told)
    return found


def withdrawn_now(also: Iterable[Subject] = ()) -> Withdrawn:
    """All that may not be shown to the public; `also` adds what somebody thinks of withdrawing.

    A name that something visible bears too is no clue, and stays in texts.
    """
    more: dict[str, list[UUID]] = {column: [] for column in COLUMNS.values()}
    for subject in also:
        more[COLUMNS[type(subject)]].append(subject.pk)
    places = list(Place.objects.filter(Q(withdrawn=True) | Q(pk__in=more["place"])))
    organisations = list(Organisation.objects.filter(Q(withdrawn=True) | Q(pk__in=more["organisation"])))
    activities = list(Activity.objects.filter(Q(withdrawn=True) | Q(pk__in=more["activity"])))
    if not (places or organisations or activities):
        return Withdrawn()
    codes = list(PlaceCode.objects.filter(place__in=places).values_list("place", "scheme", "code"))
    with_code = {place for place, _scheme, _code in codes}
    keys = {f"{scheme}:{code}" for _place, scheme, code in codes}
    keys |= {f"name:{place.level}:{place.name}" for place in places if place.pk not in with_code}
    # What was planned there or by them is named by nothing public either.
    there = Activity.objects.filter(Q(place__in=places) | Q(implementer__in=organisations))
    return Withdrawn(
        places=frozenset(keys),
        organisations=frozenset(one.code for one in organisations),
        activities=frozenset(one.code for one in activities) | frozenset(there.values_list("code", flat=True)),
        words=_words(places, organisations, activities, [code for _place, _scheme, code in codes]),
    )


def _words(
    places: list[Place], organisations: list[Organisation], activities: list[Activity], codes: list[str]
) -> frozenset[str]:
    named = {place.name for place in places}
    others = set(
        Place.objects.filter(name__in=named).exclude(pk__in=[one.pk for one in places]).values_list("name", flat=True)
    )
    called = {name for one in organisations for name in one.name.values()}
    titles = {title for one in activities for title in one.title.values() if len(title.split()) >= TITLE_WORDS}
    shared = Activity.objects.filter(title__fr__in=titles).exclude(pk__in=[one.pk for one in activities])
    others |= {title for one in shared for title in one.title.values()}
    return telling_words(
        [*named, *called, *titles],
        [
            *codes,
            *(one.code for one in organisations),
            *(one.identifier for one in organisations if one.identifier),
            *(one.code for one in activities),
        ],
        others,
    )
