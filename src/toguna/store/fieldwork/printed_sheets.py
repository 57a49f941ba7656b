"""Sheets of paper that went out: given a code when they are printed, and found again by it.

Whether a sheet came back is read from the records that bear its code; nothing here is ticked off by hand.
"""

import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from toguna.rules.sheet_codes import HOW_MANY, sheet_code
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.fieldwork.models import PrintedSheet, Record
from toguna.store.fieldwork.queries import SET_ASIDE
from toguna.store.journal.actions import record_entry


@transaction.atomic
def keep_printed_sheets(
    *, activity: Activity, sessions: Sequence[int | None], lines: int, by: User
) -> list[PrintedSheet]:
    """Give a code to one sheet for each of these sessions. No lines means that it is for counting only."""
    printed = [
        PrintedSheet.objects.create(code=code, activity=activity, session=session, lines=lines, printed_by=by)
        for code, session in zip(_unused_codes(len(sessions)), sessions, strict=True)
    ]
    record_entry(by=by, action="activity.sheets-printed", subject=activity, codes=[sheet.code for sheet in printed])
    return printed


def _unused_codes(count: int) -> list[str]:
    # Drawn and not counted up, so that nobody comes to a code that was printed by adding one to their own.
    codes: set[str] = set()
    while len(codes) < count:
        drawn = sheet_code(secrets.randbelow(HOW_MANY))
        if not PrintedSheet.objects.filter(code=drawn).exists():
            codes.add(drawn)
    return list(codes)


def sheets_printed_for(activity: Activity) -> QuerySet[PrintedSheet]:
    """The sheets that were printed for an activity, by session, then as they were printed."""
    found = PrintedSheet.objects.filter(activity=activity).select_related("printed_by", "activity")
    return found.order_by("session", "printed_at", "code")


def sheet_printed_as(code: str) -> PrintedSheet | None:
    """The sheet that was printed under this code."""
    return PrintedSheet.objects.filter(code=code).select_related("activity", "printed_by").first()


def records_of_sheets(codes: Iterable[str]) -> QuerySet[Record]:
    """The records that bear one of these codes, rejected ones left out: after a rejection a sheet is entered anew."""
    return (
        Record.objects.filter(current_version__reading__sheet_code__in=set(codes) - {""})
        .exclude(state__in=SET_ASIDE)
        .select_related("current_version__reading", "organisation")
        .order_by("received_at")
    )
