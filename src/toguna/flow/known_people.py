"""People whom a clerk may be about to type: who came to the same activity, and whom the organisation's facts name.

Names are read where they are kept and handed on; nothing is kept of them here, so a redacted person is gone at once.
Nobody is ever offered from a sensitive activity, nor for one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from toguna.flow.forms import ATTENDANCE_FORM
from toguna.flow.reading import sheet_of
from toguna.rules.attendance import Participant
from toguna.rules.records import RecordState
from toguna.rules.roles import Permission
from toguna.rules.spelling import plain
from toguna.rules.suggestions import suggested
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.models import Record
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.people.queries import named_by_facts_of

AT_MOST = 10
# What one keystroke may cost: so many sheets are opened, so many names compared.
SHEETS_OPENED = 15
NAMES_COMPARED = 4000


@dataclass(frozen=True)
class KnownPerson:
    """What is already known of somebody, as it would be typed; empty where it is not known."""

    name: str
    sex: str = ""
    birth_year: str = ""
    commune: str = ""
    village: str = ""
    function: str = ""
    organisation: str = ""
    stakeholder_group: str = ""
    phone: str = ""


def known_people(user: User, typed: str, *, activity_code: str = "") -> list[KnownPerson]:
    """At most ten people who may be meant by what is being typed. Empty for an account that sees no names."""
    if not user.may(Permission.SEE_NAMES):
        return []
    activity = activities_seen_by(user).filter(code__iexact=activity_code).first() if activity_code else None
    if activity is not None and activity.sensitive:
        return []
    people: dict[str, list[KnownPerson]] = {}
    for one in (*_who_came(user, activity), *_named_by_facts(user)):
        people.setdefault(one.name, []).append(one)
    found: list[KnownPerson] = []
    for name in suggested(typed, people, at_most=AT_MOST):
        found.extend(_told_apart(people[name]))
    return found[:AT_MOST]


def _who_came(user: User, activity: Activity | None) -> Iterator[KnownPerson]:
    """Who stands on the newest sheets of the activity, verified or not: the second day's list is mostly the first's."""
    if activity is None:
        return
    sheets = records_seen_by(user).filter(activity=activity, form_id=ATTENDANCE_FORM)
    hidden = [RecordState.REJECTED, RecordState.QUARANTINED]
    for record in sheets.exclude(state__in=hidden).order_by("-received_at")[:SHEETS_OPENED]:
        for one in _participants(record):
            if one.name:
                yield KnownPerson(
                    name=one.name,
                    sex=one.sex or "",
                    birth_year=str(one.birth_year or ""),
                    commune=str(one.commune),
                    village=one.village,
                    function=one.function,
                    organisation=one.organisation,
                    stakeholder_group=one.stakeholder_group or "",
                    phone=one.phone or "",
                )


def _participants(record: Record) -> tuple[Participant, ...]:
    try:
        return sheet_of(record.current_version)[0].participants if record.current_version else ()
    except Exception:
        # A sheet that cannot be read has nobody to offer; its reviewer is told why.
        return ()


def _named_by_facts(user: User) -> Iterator[KnownPerson]:
    for row in named_by_facts_of(user.organisation_id)[:NAMES_COMPARED]:
        name, phone, sex, born_from, born_to, place, as_written, function, group = row
        yield KnownPerson(
            name=name,
            sex=sex or "",
            birth_year=str(born_from) if born_from is not None and born_from == born_to else "",
            commune=place or as_written,
            function=function or "",
            stakeholder_group=group or "",
            phone=phone,
        )


def _told_apart(same_name: Iterable[KnownPerson]) -> list[KnownPerson]:
    """Lines that may be one person become one, each gap filled from the next; lines that contradict stay apart."""
    apart: list[KnownPerson] = []
    for one in same_name:
        for at, other in enumerate(apart):
            if _may_be_one(one, other):
                gaps = {field: value for field, value in vars(one).items() if value and not getattr(other, field)}
                apart[at] = replace(other, **gaps)
                break
        else:
            apart.append(one)
    return apart


def _may_be_one(one: KnownPerson, other: KnownPerson) -> bool:
    pairs = [(one.sex, other.sex), (one.birth_year, other.birth_year), (plain(one.commune), plain(other.commune))]
    return all(not a or not b or a == b for a, b in pairs)
