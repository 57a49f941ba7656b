"""Replies to an edition: addresses handed out, replies that came, and what was decided. Each act is one journal entry.

A reply is kept as it was written and never changed. It stands beside its edition, whose hash knows nothing of it.
"""

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from toguna.rules.replies import (
    DecidesOnOwnEntry,
    ReasonMissing,
    ReplyState,
    ReplyWay,
    refuse_move,
)
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.organisations.models import Organisation
from toguna.store.places.models import Place
from toguna.store.places.queries import places_with_keys
from toguna.store.publications.models import Edition, Reply, ReplyAddress
from toguna.store.publications.queries import content_of
from toguna.store.writing import write_turn

Body = Place | Organisation
TOKEN_BYTES = 32


class AddressClosed(Exception):
    """The address was used, revoked or has ended: no reply comes in by it."""


@write_turn()
@transaction.atomic
def hand_out_address(
    *, by: Actor, edition: Edition, body: Body, handed_to: str, expires_at: datetime
) -> tuple[ReplyAddress, str]:
    """Make an address by which one body may reply to one edition, and its token, which can be read nowhere again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = ReplyAddress.objects.create(
        edition=edition,
        token_sha256=_hash(token),
        handed_to=handed_to.strip(),
        given_by=by.pk,
        expires_at=expires_at,
        **_column(body),
    )
    record_entry(
        by=by,
        action="reply-address.handed-out",
        subject=made,
        edition=str(edition.pk),
        body=str(body.pk),
        expires_at=expires_at.isoformat(),
    )
    return made, token


@write_turn()
@transaction.atomic
def revoke_address(*, by: Actor, address: ReplyAddress) -> None:
    """Let no reply in by it any more; one that came stays."""
    if address.revoked_at is None:
        address.revoked_at, address.revoked_by = timezone.now(), by.pk
        address.save(update_fields=["revoked_at", "revoked_by"])
        record_entry(by=by, action="reply-address.revoked", subject=address)


def address_of(token: str) -> ReplyAddress:
    """The address that a token opens, its reply with it. Raises ReplyAddress.DoesNotExist.

    One that has ended still opens while a reply came by it, so that its author can read what became of it.
    """
    found = ReplyAddress.objects.select_related("edition__programme", "place", "organisation", "reply").get(
        token_sha256=_hash(token), edition__programme__public=True
    )
    if not is_open(found) and not hasattr(found, "reply"):
        raise ReplyAddress.DoesNotExist
    return found


def is_open(address: ReplyAddress) -> bool:
    """Whether a reply may still come in by it."""
    return address.revoked_at is None and address.expires_at > timezone.now() and not hasattr(address, "reply")


@write_turn()
@transaction.atomic
def send_reply(*, address: ReplyAddress, text: str, office: str, language: str) -> Reply:
    """Keep the reply that came by an address. Raises AddressClosed."""
    # Two sent at once would each see the address open.
    locked = ReplyAddress.objects.select_for_update().get(pk=address.pk)
    if not is_open(locked):
        raise AddressClosed
    made = Reply.objects.create(
        edition=address.edition,
        place=address.place,
        organisation=address.organisation,
        address=address,
        text=text,
        office=office.strip(),
        language=language,
        way_in=ReplyWay.ADDRESS,
        written_on=timezone.localdate(),
    )
    record_entry(by=None, action="reply.received", subject=made, edition=str(address.edition_id), way=made.way_in)
    return made


@write_turn()
@transaction.atomic
def enter_reply(
    *, by: Actor, edition: Edition, body: Body, text: str, office: str, language: str, way: ReplyWay, written_on: date
) -> Reply:
    """Type in a reply that came on paper, by message or by word of mouth; somebody else decides on it."""
    made = Reply.objects.create(
        edition=edition,
        text=text,
        office=office.strip(),
        language=language,
        way_in=way,
        written_on=written_on,
        entered_by=by.pk,
        **_column(body),
    )
    record_entry(by=by, action="reply.entered", subject=made, edition=str(edition.pk), way=way)
    return made


@write_turn()
@transaction.atomic
def publish_reply(*, by: Actor, reply: Reply) -> Reply:
    """Show it beside the edition as it was written. Raises ReplyNotMoved or DecidesOnOwnEntry."""
    return _decide(by, reply, ReplyState.PUBLISHED, "")


@write_turn()
@transaction.atomic
def decline_reply(*, by: Actor, reply: Reply, reason: str) -> Reply:
    """Not show it, and tell its author why. Raises ReasonMissing, ReplyNotMoved or DecidesOnOwnEntry."""
    if not reason.strip():
        raise ReasonMissing
    return _decide(by, reply, ReplyState.DECLINED, reason.strip())


@write_turn()
@transaction.atomic
def take_reply_back(*, reply: Reply, by: Actor | None = None) -> Reply:
    """Show it no more because its author says so; without `by`, the author did it at the address.

    Raises ReplyNotMoved.
    """
    kept = Reply.objects.select_for_update().get(pk=reply.pk)
    refuse_move(kept.state, ReplyState.TAKEN_BACK)
    kept.state = ReplyState.TAKEN_BACK
    kept.save(update_fields=["state"])
    record_entry(by=by, action="reply.taken-back", subject=kept)
    return kept


def _decide(by: Actor, reply: Reply, to: ReplyState, reason: str) -> Reply:
    kept = Reply.objects.select_for_update().get(pk=reply.pk)
    refuse_move(kept.state, to)
    if kept.entered_by == by.pk:
        raise DecidesOnOwnEntry
    kept.state, kept.reason, kept.decided_by, kept.decided_at = to, reason, by.pk, timezone.now()
    kept.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record_entry(by=by, action=f"reply.{to.value}", subject=kept, edition=str(kept.edition_id))
    return kept


def replies() -> QuerySet[Reply]:
    """Every reply with what it answers and who answers."""
    return Reply.objects.select_related("edition__programme", "place", "organisation").defer("edition__snapshot")


def waiting_replies() -> QuerySet[Reply]:
    """The replies that nobody has decided on, the oldest first."""
    return replies().filter(state=ReplyState.WAITING).order_by("received_at")


def public_replies() -> QuerySet[Reply]:
    """The published replies of bodies in public view, the newest first."""
    return (
        replies()
        .filter(state=ReplyState.PUBLISHED, edition__programme__public=True)
        .exclude(Q(place__withdrawn=True) | Q(organisation__withdrawn=True))
        .order_by("-written_on", "-received_at")
    )


def handed_out_addresses() -> QuerySet[ReplyAddress]:
    """The addresses handed out, the newest first."""
    found = ReplyAddress.objects.select_related("edition__programme", "place", "organisation", "reply")
    return found.defer("edition__snapshot").order_by("-given_at")


def bodies_named_in(edition: Edition) -> list[Body]:
    """Whoever may reply to an edition: the places and organisations that it names and that are in public view."""
    content = content_of(edition)
    places = {place.pk: place for place in places_with_keys(content.get("places", {})).values() if not place.withdrawn}
    organisations = Organisation.objects.filter(code__in=content.get("organisations", {}), withdrawn=False)
    return [
        *sorted(places.values(), key=lambda place: (-place.level, place.name)),
        *sorted(organisations, key=lambda one: str(one.name["fr"])),
    ]


def _column(body: Body) -> dict[str, Body]:
    return {"place": body} if isinstance(body, Place) else {"organisation": body}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
