"""What looks wrong in any record of the library, whatever its form: its day, its activity, the places it names.

It knows what it is told: today, the places and organisations that exist. What is special to a form stands in the rules
of that form; the attendance sheet has checks of its own.
"""

from collections.abc import Collection, Iterator
from datetime import date

from toguna.rules.attendance import PlaceMention
from toguna.rules.attendance_checks import (
    ACTIVITY_UNTITLED,
    PLACE_UNKNOWN,
    PLACE_UNKNOWN_NEAR,
    SESSION_IMPOSSIBLE,
    KnownPlaces,
)
from toguna.rules.field_record import FieldRecord
from toguna.rules.findings import Finding
from toguna.rules.remarking import error, warning
from toguna.rules.spelling import near, plain

DATE_MISSING = "La fiche ne donne pas sa date. Ajoutez le jour."
DATE_IN_FUTURE = "La fiche est datée du %(held_on)s, un jour qui n'est pas encore venu. Vérifiez le jour et l'année."
END_BEFORE_START = "La fin (%(end_on)s) vient avant le début (%(held_on)s). Corrigez l'une des deux dates."
PLACE_MISSING = "La fiche ne dit pas de quelle commune il s'agit. Choisissez la commune."
ORGANISATION_UNKNOWN = "L'organisation « %(organisation)s » n'est pas connue. Choisissez-la dans la liste."


def findings(
    record: FieldRecord,
    *,
    today: date,
    places: KnownPlaces | None = None,
    organisations: Collection[str] | None = None,
) -> list[Finding]:
    """What is wrong whichever form it is. Without places or organisations these are not checked.

    >>> from toguna.rules.field_record import RecordSummary, StatedFact
    >>> record = FieldRecord(RecordSummary(activity_code="A-01"), (StatedFact("event", "event", 1000, "event"),))
    >>> [one.code for one in findings(record, today=date(2026, 3, 1))]
    ['date-missing', 'place-missing']
    """
    return [
        *_about_dates(record, today),
        *_about_the_activity(record),
        *_about_places(record, places),
        *_about_organisations(record, organisations),
    ]


def _about_dates(record: FieldRecord, today: date) -> Iterator[Finding]:
    held_on, last_day = record.summary.held_on, record.summary.last_day
    if held_on is None:
        yield error("date-missing", DATE_MISSING, "held_on")
        return
    last = max(held_on, last_day or held_on)
    if last > today:
        yield error("date-in-future", DATE_IN_FUTURE, "held_on", held_on=_day(last))
    if last_day is not None and last_day < held_on:
        yield error("end-before-start", END_BEFORE_START, "end_on", held_on=_day(held_on), end_on=_day(last_day))


def _about_the_activity(record: FieldRecord) -> Iterator[Finding]:
    summary = record.summary
    if record.facts and summary.activity_code is None and not summary.activity_title:
        yield warning("activity-untitled", ACTIVITY_UNTITLED, "activity_title")
    if summary.session is not None and summary.session < 1:
        yield error("session-impossible", SESSION_IMPOSSIBLE, "session", session=summary.session)


def _about_places(record: FieldRecord, places: KnownPlaces | None) -> Iterator[Finding]:
    if not record.summary.place:
        yield warning("place-missing", PLACE_MISSING, "commune")
    if places is None:
        return
    names = {plain(name) for name in places.names}
    mentions = [("commune", record.summary.place), *((fact.node, fact.area) for fact in record.facts)]
    told: set[PlaceMention] = set()
    for where, place in mentions:
        if not place or place in told or _is_known(place, places, names):
            continue
        told.add(place)
        suggestions = " ; ".join(near(place.text, places.names)) if place.text else ""
        message = PLACE_UNKNOWN_NEAR if suggestions else PLACE_UNKNOWN
        yield warning("place-unknown", message, where, place=str(place), suggestions=suggestions)


def _is_known(place: PlaceMention, places: KnownPlaces, names: Collection[str]) -> bool:
    if place.code:
        return (place.scheme, place.code) in places.codes
    return plain(place.text) in names


def _about_organisations(record: FieldRecord, organisations: Collection[str] | None) -> Iterator[Finding]:
    if organisations is None:
        return
    known = {code.casefold() for code in organisations}
    unknown = {fact.organisation: fact.node for fact in reversed(record.facts) if fact.organisation}
    for organisation, node in unknown.items():
        if organisation.casefold() not in known:
            yield error("organisation-unknown", ORGANISATION_UNKNOWN, node, organisation=organisation)


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
