"""What was promised to a commune and what was kept, as it was verified: offices and never names, both sides heard.

What nobody has verified yet is not shown, nor anything of what is withdrawn from view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from toguna.collect.registers.commitments import promise_of, standing_of
from toguna.publish.words import text_in
from toguna.rules.commitments import KeptRate, Promise, Side, Standing, kept_rate
from toguna.store.commitments.models import VerifiedEntry
from toguna.store.commitments.queries import public_entries
from toguna.store.organisations.models import Organisation
from toguna.store.places.queries import above, inside, public_places
from toguna.web.layout.commitment_words import FUNDING, KINDS, ORIGINS, SAID, STATES
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.listing import Column, csv_answer, wants_csv

ON_A_PAGE = 15
SHOWN_FIRST = ("", "late", "kept", "refused", "open", "undated")


@dataclass(frozen=True)
class Shown:
    """One promise as everybody reads it."""

    code: str
    what: str
    promiser: str
    receiver: str
    place: str
    promise: Promise
    standing: Standing
    first_due_on: date | None
    said: tuple[dict[str, Any], ...]
    entry: Mapping[str, Any]
    fictional: bool
    verified_on: date

    def of(self, side: Side) -> list[dict[str, Any]]:
        """What one side said, its last word first."""
        return [one for one in reversed(self.said) if one["side"] == side.value]

    @property
    def sides(self) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """Both sides: which, its office, what it said."""
        return [
            (Side.PROMISER.value, self.promiser, self.of(Side.PROMISER)),
            (Side.RECEIVER.value, self.receiver, self.of(Side.RECEIVER)),
        ]


@everyone
def place_commitments(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What was promised here and to here, where each stands, and how many were kept."""
    place = public_places().get(pk=pk)
    promises = promises_at(inside(place))
    asked = request.GET.get("show", "")
    chosen = [one for one in promises if _is_of(one, asked)]
    if wants_csv(request):
        return csv_answer(_("engagements"), _columns(), chosen)
    return public_page(
        request,
        "commitments",
        place=place,
        page=Paginator(chosen, ON_A_PAGE).get_page(request.GET.get("page")),
        count=len(chosen),
        all_count=len(promises),
        rate=rate_at(promises),
        asked=asked if asked in SHOWN_FIRST else "",
        choices=_choices(),
        demonstration=place.fictional or any(one.fictional for one in chosen),
        breadcrumb=way(
            step(_("Lieux"), reverse("public:places")),
            *(step(one.name, reverse("public:place", args=[one.pk])) for one in above(place)),
            step(place.name, reverse("public:place", args=[place.pk])),
            step(_("Engagements")),
        ),
    )


def promises_at(places: list[UUID]) -> list[Shown]:
    """Every verified promise made to these places, the newest first; those without a date at the end."""
    entries, today = list(public_entries(places)), timezone.localdate()
    codes = {entry.content[name] for entry in entries for name in ("promiser", "receiver") if entry.content[name]}
    names = {one.code: text_in(one.name, language()) for one in Organisation.objects.filter(code__in=codes)}
    shown = [_shown(entry, names, today) for entry in entries]
    # Those without a date stand apart, after the others.
    return sorted(shown, key=lambda one: one.promise.due_on is None)


def rate_at(promises: list[Shown]) -> KeptRate:
    """How many of them were kept, of those that had come due."""
    return kept_rate([(one.promise, one.standing) for one in promises], timezone.localdate())


def _shown(entry: VerifiedEntry, names: Mapping[str, str], today: date) -> Shown:
    content = entry.content
    first = content.get("first_due_on")
    return Shown(
        code=content["code"],
        what=content["what"],
        promiser=_who(content["office"], names.get(content["promiser"], "")),
        receiver=_who(content["receiver_office"], names.get(content["receiver"], "")),
        place=content["place"].get("name", ""),
        promise=promise_of(content),
        standing=standing_of(content, today),
        first_due_on=date.fromisoformat(first) if first else None,
        said=tuple(one | {"on": date.fromisoformat(one["on"])} for one in content["declarations"]),
        entry=content,
        fictional=entry.commitment.fictional,
        verified_on=entry.verified_on,
    )


def _who(office: str, organisation: str) -> str:
    return f"{office} ({organisation})" if office and organisation else office or organisation


def _is_of(one: Shown, asked: str) -> bool:
    state = one.standing.state.value
    match asked:
        case "late":
            return one.standing.overdue
        case "kept":
            return state in ("kept", "partly_kept")
        case "refused":
            return state in ("broken", "disputed", "opposed")
        case "open":
            return state in ("pledged", "confirmed", "in_progress", "delayed", "declared_kept", "declared_partly")
        case "undated":
            return one.promise.due_on is None
    return True


def _choices() -> list[tuple[str, str]]:
    words = (
        _("tous"),
        _("en retard"),
        _("tenus, en tout ou en partie"),
        _("non tenus ou contestés"),
        _("en cours ou en attente"),
        _("sans date"),
    )
    return list(zip(SHOWN_FIRST, words, strict=True))


def _columns() -> list[Column]:
    return [
        Column("code", _("code"), written=lambda one: one.code),
        Column("what", _("engagement"), written=lambda one: one.what),
        Column("promiser", _("qui s'engage"), written=lambda one: one.promiser),
        Column("receiver", _("envers qui"), written=lambda one: one.receiver),
        Column("place", _("lieu"), written=lambda one: one.place),
        Column("made", _("pris le"), written=lambda one: one.promise.made_on.isoformat()),
        Column("due", _("échéance"), written=lambda one: one.promise.due_on.isoformat() if one.promise.due_on else ""),
        Column("first", _("première échéance"), written=lambda one: one.first_due_on and one.first_due_on.isoformat()),
        Column("state", _("état"), written=lambda one: str(STATES[one.standing.state.value])),
        Column("late", _("en retard"), written=lambda one: _("oui") if one.standing.overdue else ""),
        Column("promiser_says", _("ce que dit qui s'est engagé"), written=lambda one: _last(one, Side.PROMISER)),
        Column("receiver_says", _("ce que dit l'autre côté"), written=lambda one: _last(one, Side.RECEIVER)),
        Column("kind", _("sorte"), written=lambda one: str(KINDS[one.entry["kind"]])),
        Column("origin", _("pris lors de"), written=lambda one: str(ORIGINS[one.entry["origin"]["kind"]])),
        Column("funding", _("financement"), written=lambda one: str(FUNDING.get(one.entry["funding"], ""))),
        Column("verified", _("vérifié le"), written=lambda one: one.verified_on.isoformat()),
        Column("fictional", _("donnée fictive"), written=lambda one: _("oui") if one.fictional else ""),
    ]


def _last(one: Shown, side: Side) -> str:
    said = one.of(side)
    if not said:
        return ""
    last = said[0]
    return " – ".join(
        word
        for word in (last["office"], str(SAID[side.value, last["says"]]), last["on"].isoformat(), last["evidence"])
        if word
    )
