"""How a commune is governed and served, according to whom: what was given back in public, and nothing before that.

Everything comes from frozen accounts. What was promised and kept is on the page of commitments, which is alive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from toguna.publish.scorecards.account import languages_of
from toguna.publish.scorecards.poster import Promised, Reply, poster_pdf
from toguna.publish.scorecards.reading import Line, Reading, reading_of
from toguna.store.commitments.queries import public_entries
from toguna.store.places.models import Place
from toguna.store.places.queries import above, inside, public_places
from toguna.store.publications.withdrawals import withdrawn_now
from toguna.store.scorecards.models import Cycle, Restitution
from toguna.store.scorecards.queries import origin_prefix, public_restitutions
from toguna.web.layout.score_words import account_shown, band_word
from toguna.web.public.commitments import Shown, promises_at, rate_at
from toguna.web.public.door import everyone, language, public_page, step, way
from toguna.web.public.listing import Column, csv_answer, wants_csv

TENTH = 10
PROMISES_SHOWN = 8
# What the languages in which an instrument may be named call themselves.
LANGUAGE_NAMES = {
    "fr": "français", "en": "English", "bm": "bamanankan", "ff": "fulfulde", "ses": "soŋay", "khq": "soŋay koyra ciini",
    "snk": "soninkanxanne", "dts": "dogosɔ", "tmh": "tamasheq", "ar": "العربية",
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """One account in a list of them."""

    restitution: Restitution
    reading: Reading
    band: str


@everyone
def place_scores(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Every round that was given back here, the newest first."""
    place = public_places().get(pk=pk)
    restitutions = newest_at(place)
    if not restitutions:
        raise Http404
    return public_page(
        request,
        "scores",
        place=place,
        rounds=[_listed(one) for one in restitutions],
        demonstration=place.fictional,
        breadcrumb=_way(place, step(_("Notes"))),
    )


@everyone
def round_scores(request: HttpRequest, pk: UUID, code: str, number: int) -> HttpResponseBase:
    """One round: the score of each criterion by group, where the groups disagree, what changed, what was promised."""
    place = public_places().get(pk=pk)
    restitution, editions, others = _restitution(request, place, code, number)
    account, cycle = restitution.content, restitution.round.cycle
    shown = account_shown(account, language())
    if wants_csv(request):
        return _csv(shown["reading"])
    promises = promises_of(place, cycle)
    return public_page(
        request,
        "score",
        place=place,
        cycle=cycle,
        round=restitution.round,
        restitution=restitution,
        shown=shown,
        older_reply=next((one for one in editions if one.edition < restitution.edition and one.reply), None),
        newest=editions[0],
        editions=editions,
        earlier=[_listed(one) for one in others],
        promises=promises[:PROMISES_SHOWN],
        promise_count=len(promises),
        rate=rate_at(promises),
        posters=[(one, LANGUAGE_NAMES.get(one, one)) for one in languages_of(account)],
        demonstration=account["fictional"],
        breadcrumb=_way(
            place,
            step(_("Notes"), reverse("public:place-scores", args=[place.pk])),
            step(_("Tour %(number)s") % {"number": number}),
        ),
    )


@everyone
def poster(request: HttpRequest, pk: UUID, code: str, number: int, spoken: str) -> HttpResponseBase:
    """The poster for the wall of the town hall, A3, in French or in a language in which everything on it is named."""
    place = public_places().get(pk=pk)
    restitution, _editions, _others = _restitution(request, place, code, number)
    if spoken not in languages_of(restitution.content):
        raise Http404
    cycle = restitution.round.cycle
    promises = promises_of(place, cycle)
    rate = rate_at(promises)
    body = poster_pdf(
        restitution.content,
        spoken,
        promises=[_promised(one) for one in promises],
        kept=(rate.kept, rate.due),
        reply=_reply(restitution),
        address=request.build_absolute_uri(reverse("public:round-scores", args=[place.pk, code, number])),
        conceal=withdrawn_now().conceal,
    )
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="affiche-{code}-{number}-{spoken}.pdf"'
    return response


def newest_at(place: Place) -> list[Restitution]:
    """The newest account of each round that was given back in a place, the newest round first."""
    return _newest(public_restitutions().filter(round__cycle__place=place))


def promises_of(place: Place, cycle: Cycle) -> list[Shown]:
    """The verified promises that came out of a cycle: its plan."""
    within = inside(place)
    entries = public_entries(within).filter(commitment__origin_key__startswith=origin_prefix(cycle))
    codes = {entry.content["code"] for entry in entries}
    return [one for one in promises_at(within) if one.code in codes] if codes else []


def _listed(one: Restitution) -> Listed:
    reading = reading_of(one.content, language())
    return Listed(one, reading, band_word(reading))


def _restitution(
    request: HttpRequest, place: Place, code: str, number: int
) -> tuple[Restitution, list[Restitution], list[Restitution]]:
    """The account that is asked for, the newest unless an earlier one is named; all of its round; the other rounds."""
    of_cycle = list(public_restitutions().filter(round__cycle__place=place, round__cycle__code=code))
    found = [one for one in of_cycle if one.round.number == number]
    asked = request.GET.get("edition", "")
    chosen = [one for one in found if str(one.edition) == asked] if asked else found
    if not chosen:
        raise Http404
    return chosen[0], found, _newest(one for one in of_cycle if one.round.number != number)


def _newest(rows: Iterable[Restitution]) -> list[Restitution]:
    seen: dict[object, Restitution] = {}
    for one in rows:
        seen.setdefault(one.round_id, one)
    return sorted(seen.values(), key=lambda one: (one.held_on, one.round.number), reverse=True)


def _promised(one: Shown) -> Promised:
    return Promised(one.what, one.promiser, one.promise.due_on, one.standing.state.value, one.standing.overdue)


def _reply(restitution: Restitution) -> Reply | None:
    if not restitution.reply or restitution.reply_on is None:
        return None
    return Reply(restitution.reply, restitution.reply_office, restitution.reply_on)


def _csv(reading: Reading) -> HttpResponseBase:
    columns = [
        Column("code", _("code"), (), lambda one: one.code),
        Column("label", _("critère ou indicateur"), (), lambda one: one.label),
        Column("score", _("note sur 100"), (), lambda one: _number(one.tenths)),
        *(
            Column(f"group-{place}", group.label, (), lambda one, at=place: _number(one.given[at]))  # type: ignore[misc]
            for place, group in enumerate(reading.groups)
        ),
        Column("disagreement", _("désaccord"), (), lambda one: _("oui") if one.differs else ""),
        Column("change", _("changement en points"), (), lambda one: _number(one.moved.points) if one.moved else ""),
        Column("compared", _("indicateurs comparés"), (), lambda one: one.moved.compared if one.moved else ""),
        Column("fictional", _("donnée fictive"), (), lambda _one: _("oui") if reading.account["fictional"] else ""),
    ]
    name = f"notes-{reading.account['cycle']}-{reading.account['number']}"
    lines: Sequence[Line] = [reading.index, *reading.criteria, *reading.indicators]
    return csv_answer(name, columns, lines)


def _number(tenths: int | None) -> object:
    return "" if tenths is None else tenths / TENTH


def _way(place: Place, *steps: dict[str, Any]) -> Any:
    higher = (step(one.name, reverse("public:place", args=[one.pk])) for one in above(place))
    here = step(place.name, reverse("public:place", args=[place.pk]))
    return way(step(_("Lieux"), reverse("public:places")), *higher, here, *steps)
