"""What every entry of a register says alike: its title, its activity, its place, its days."""

from collections.abc import Iterable
from datetime import date

from toguna.collect.registers.register import Document
from toguna.rules.attendance import PlaceMention
from toguna.rules.field_record import RecordSummary


def day(written: object) -> date | None:
    """A day as an entry writes it; None where there is none.

    >>> day("2026-03-01"), day(None)
    (datetime.date(2026, 3, 1), None)
    """
    return date.fromisoformat(str(written)) if written else None


def known(written: object) -> date:
    """A day that an entry always gives."""
    return date.fromisoformat(str(written))


def summary_of(document: Document, *, first: date | None, days: Iterable[date] = ()) -> RecordSummary:
    """What a list shows of an entry: from its first day to the last of its days.

    >>> summary_of({"title": {"fr": "Puits"}}, first=date(2026, 3, 1), days=[date(2026, 5, 1)]).last_day
    datetime.date(2026, 5, 1)
    """
    last = max(days, default=first)
    place = document.get("place") or {}
    return RecordSummary(
        activity_code=document.get("activity") or None,
        title=str((document.get("title") or {}).get("fr", "")),
        held_on=min((one for one in (first, last) if one), default=None),
        last_day=last if first and last and last > first else None,
        place=PlaceMention(place.get("name", ""), place.get("scheme", ""), place.get("code", "")),
    )
