"""What withdrawing something from public view would close: pages, activities, files of editions, replies.

It changes nothing. What is counted, frozen or hashed stays as it is whatever is decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Q

from toguna.publish.snapshot import Snapshot
from toguna.publish.withdrawal import without
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import public_activities
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.places.queries import below
from toguna.store.programmes.models import Programme
from toguna.store.publications.models import Edition, Reply
from toguna.store.publications.queries import content_of, public_files
from toguna.store.publications.replies import public_replies
from toguna.store.publications.withdrawals import Subject, withdrawn_now

FEWEST_LETTERS = 2
MOST_FOUND = 30


@dataclass(frozen=True)
class ClosedFiles:
    """An edition that names what would be withdrawn, and how many files close with it; some are closed already."""

    edition: Edition
    files: int
    already: bool


@dataclass(frozen=True)
class Effect:
    """What would be out of public view. Smaller places stay in view; communes named alike are offered with it."""

    programmes: Sequence[Programme]
    activities: Sequence[Activity]
    editions: Sequence[ClosedFiles]
    replies: Sequence[Reply]
    smaller: Sequence[Place]
    alike: Sequence[Subject]


def effect_of_withdrawing(subjects: Sequence[Subject]) -> Effect:
    """What would change for a reader if these were withdrawn together."""
    places = [one for one in subjects if isinstance(one, Place)]
    organisations = [one for one in subjects if isinstance(one, Organisation)]
    own = [one.pk for one in subjects if isinstance(one, Activity)]
    activities = public_activities().filter(Q(place__in=places) | Q(implementer__in=organisations) | Q(pk__in=own))
    named = Q(territory__place__in=places) | Q(participations__organisation__in=organisations)
    programmes = Programme.objects.filter(public=True).filter(named | Q(activities__in=activities.values("pk")))
    return Effect(
        programmes=list(programmes.distinct().order_by("position", "code")),
        activities=list(activities.order_by("code")),
        editions=_closed(subjects),
        replies=list(public_replies().filter(Q(place__in=places) | Q(organisation__in=organisations))),
        smaller=[one for place in places for one in below(place)],
        alike=[one for subject in subjects for one in alike(subject) if one not in subjects],
    )


def alike(subject: Subject) -> list[Subject]:
    """The same commune in its other part: a place as a body that takes part in programmes, and the reverse."""
    if isinstance(subject, Place):
        return [
            one
            for one in Organisation.objects.filter(kind="commune", fictional=subject.fictional, withdrawn=False)
            if _ends_with(one, subject.name)
        ]
    if isinstance(subject, Organisation) and subject.kind == "commune":
        found = Place.objects.filter(fictional=subject.fictional, withdrawn=False, level=3)
        return [one for one in found if _ends_with(subject, one.name)]
    return []


def subjects_named(words: str) -> list[Subject]:
    """Places, organisations and activities whose names or codes hold every word, the ones in view first."""
    typed = words.split()
    if len(words.strip()) < FEWEST_LETTERS:
        return []
    places, organisations, activities = Place.objects.all(), Organisation.objects.all(), Activity.objects.all()
    for word in typed:
        named = Q(name__fr__icontains=word) | Q(name__en__icontains=word)
        titled = Q(title__fr__icontains=word) | Q(title__en__icontains=word)
        places = places.filter(Q(name__icontains=word) | Q(codes__code__iexact=word))
        organisations = organisations.filter(named | Q(code__icontains=word))
        activities = activities.filter(titled | Q(code__icontains=word))
    return [
        *places.distinct().order_by("withdrawn", "level", "name")[:MOST_FOUND],
        *organisations.order_by("withdrawn", "code")[:MOST_FOUND],
        *activities.order_by("withdrawn", "code")[:MOST_FOUND],
    ]


def _closed(subjects: Sequence[Subject]) -> list[ClosedFiles]:
    today, then = withdrawn_now(), withdrawn_now(subjects)
    found = []
    public = Edition.objects.filter(programme__public=True).select_related("programme")
    for edition in public.order_by("programme__position", "programme__code", "number").iterator(chunk_size=5):
        content = cast(Snapshot, content_of(edition))
        if content and without(content, then) != without(content, today):
            already = without(content, today) != content
            found.append(ClosedFiles(edition, public_files(edition).count(), already))
    return found


def _ends_with(organisation: Organisation, place: str) -> bool:
    """« Mairie de Kaïra », « Commune rurale de Kaïra »: the name ends with the place's."""
    return any(
        f" {name}".casefold().endswith((f" {place}".casefold(), f"'{place}".casefold()))
        for name in organisation.name.values()
    )
