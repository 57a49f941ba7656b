"""Whose promises an account sees and may write in, and each as the rules know it.

What is public of a promise is what was verified of it; that is read in the flow, not here.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from toguna.rules import commitments as rules
from toguna.rules.commitments import OPEN, Promise, Says, Side, Standing, standing
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.commitments.models import Commitment, Declaration, VerifiedEntry
from toguna.store.organisations.queries import organisations_reached_by

AROUND = ("programme", "organisation", "place", "activity", "promiser", "receiver", "record")


def commitments_seen_by(user: User) -> QuerySet[Commitment]:
    """The promises that this account may open: those kept by the organisations that it reaches."""
    found = Commitment.objects.select_related(*AROUND)
    if not user.may(Permission.SEE_RECORDS):
        return found.none()
    return found.filter(organisation__in=organisations_reached_by(user))


def commitment_seen_by(user: User, pk: UUID) -> Commitment:
    """One of them. Raises Commitment.DoesNotExist."""
    return commitments_seen_by(user).get(pk=pk)


def commitments_written_by(user: User) -> QuerySet[Commitment]:
    """The promises that this account may write in: its own organisations', when its role enters anything at all."""
    found = commitments_seen_by(user)
    return found if user.may(Permission.ENTER_RECORDS) else found.none()


def matching(word: str) -> Q:
    """One word in what is promised, by whom, to whom, from where, or in the number of a promise."""
    found = Q(what__icontains=word) | Q(office__icontains=word) | Q(receiver_office__icontains=word)
    found |= Q(promiser__name__fr__icontains=word) | Q(place__name__icontains=word) | Q(origin_label__icontains=word)
    number = word.upper().removeprefix("ENG-")
    return found | Q(number=int(number)) if number.isdecimal() and len(number) < 9 else found


def overdue(today: date) -> Q:
    """Promises whose day has passed and of which nobody has said the end; one without a date never is."""
    return Q(due_on__lt=today, state__in=[state.value for state in OPEN])


def with_both_sides(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """The promises with what was said of them at hand, in the order in which it came."""
    said = Declaration.objects.select_related("entered_by", "address").prefetch_related("files")
    return rows.prefetch_related(Prefetch("declarations", said.order_by("said_on", "received_at")))


def standing_of(commitment: Commitment, today: date) -> Standing:
    """Where a promise stands, by what staff have taken into the register."""
    said = [as_declared(one) for one in commitment.declarations.all() if one.taken_at]
    return standing(as_promise(commitment), sorted(said, key=lambda one: one.on), today)


def standings(rows: Iterable[Commitment], today: date) -> list[tuple[Promise, Standing]]:
    """Each of them as the kept rate takes it."""
    return [(as_promise(one), standing_of(one, today)) for one in rows]


def as_promise(commitment: Commitment) -> Promise:
    """When it was made, and by when it is to be kept."""
    return Promise(commitment.made_on, commitment.due_on)


def as_declared(row: Declaration) -> rules.Declaration:
    """One declaration as the rules know it."""
    return rules.Declaration(Side(row.side), Says(row.says), row.said_on, who_said(row))


def who_said(row: Declaration) -> str:
    """What tells the people of a side apart: an account's number, or the address that it came by."""
    return f"address-{row.address_id}" if row.address_id else f"account-{row.entered_by_id}"


def waiting_declarations(user: User) -> QuerySet[Declaration]:
    """What came by an address and nobody of the staff has read yet, the oldest first."""
    waiting = Declaration.objects.filter(taken_at=None, declined_reason="")
    found = waiting.filter(commitment__in=commitments_seen_by(user).order_by())
    return found.select_related("commitment__programme", "commitment__place").order_by("received_at")


def taken_from(kind: rules.OriginKind, keys: Iterable[str]) -> set[str]:
    """Those of these origins that are in the register already."""
    found = Commitment.objects.filter(origin_kind=kind.value, origin_key__in=list(keys))
    return set(found.values_list("origin_key", flat=True))


def public_entries(places: Iterable[UUID]) -> QuerySet[VerifiedEntry]:
    """What was verified of the promises made to these places, of public programmes, without anything withdrawn."""
    return (
        VerifiedEntry.objects.filter(commitment__place__in=list(places), commitment__programme__public=True)
        .exclude(
            Q(commitment__place__withdrawn=True)
            | Q(commitment__organisation__withdrawn=True)
            | Q(commitment__promiser__withdrawn=True)
            | Q(commitment__receiver__withdrawn=True)
            | Q(commitment__activity__withdrawn=True)
        )
        .select_related("commitment__programme", "commitment__promiser", "commitment__receiver", "commitment__place")
        .order_by("-commitment__made_on", "-commitment__number")
    )
