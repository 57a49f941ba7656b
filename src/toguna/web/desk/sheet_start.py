"""What is known before the first letter is typed: the activity, or the printed sheet whose code was scanned.

A code that was entered already says so here, before anybody types the sheet a second time.
"""

from dataclasses import dataclass, field

from django.http import QueryDict

from toguna.rules.sheet_codes import read_sheet_code
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.models import PrintedSheet, Record
from toguna.store.fieldwork.printed_sheets import records_of_sheets, sheet_printed_as
from toguna.store.fieldwork.queries import records_seen_by
from toguna.store.places.recognition import gazetteer
from toguna.web.desk.places import commune_words
from toguna.web.desk.typed_sheet import LINES, TypedSheet


@dataclass(frozen=True)
class CodeTold:
    """What the code of a sheet tells this account: printed or not, entered already or not."""

    written: str
    code: str = ""
    sheet: PrintedSheet | None = None
    records: list[Record] = field(default_factory=list)
    elsewhere: bool = False

    @property
    def is_misread(self) -> bool:
        """No sheet can bear it."""
        return not self.code

    @property
    def is_entered(self) -> bool:
        """Somebody has entered the sheet already."""
        return bool(self.records) or self.elsewhere


def told_by_code(user: User, written: str, *, record: Record | None = None) -> CodeTold | None:
    """What there is to say about a code that was scanned or typed; None where there is none.

    Sheets of activities that the account does not see were never printed, as far as it is told.
    """
    if not written.strip():
        return None
    code = read_sheet_code(written)
    if code is None:
        return CodeTold(written.strip()[:40])
    sheet = sheet_printed_as(code)
    if sheet is not None and not activities_seen_by(user).filter(pk=sheet.activity_id).exists():
        sheet = None
    others = records_of_sheets([code])
    if record is not None:
        others = others.exclude(pk=record.pk)
    entered = list(others)
    seen = set(records_seen_by(user).filter(pk__in=[one.pk for one in entered]).values_list("pk", flat=True))
    return CodeTold(
        written=code,
        code=code,
        sheet=sheet,
        records=[one for one in entered if one.pk in seen],
        elsewhere=len(seen) < len(entered),
    )


def begun(user: User, asked: QueryDict) -> TypedSheet:
    """The boxes that are known already when the form is opened from an activity's page or for a printed sheet."""
    told = told_by_code(user, asked.get("sheet", ""))
    if told is None:
        code = asked.get("activity", "")
        activity = activities_seen_by(user).filter(code=code).first() if code else None
        return TypedSheet(head=_known_of(user, activity) if activity else {})
    if told.sheet is None:
        return TypedSheet(head={"sheet_code": told.written})
    head = _known_of(user, told.sheet.activity) | {"sheet_code": told.code}
    if told.sheet.session is not None:
        head["session"] = str(told.sheet.session)
    return TypedSheet(head=head, lines=max(told.sheet.lines, LINES))


def activity_of_code(user: User, code: str) -> Activity | None:
    """The activity of the work plan that bears this code, if the account sees it."""
    return activities_seen_by(user).filter(code__iexact=code).first() if code else None


def _known_of(user: User, activity: Activity) -> dict[str, str]:
    commune = commune_words(gazetteer(fictional=user.fictional)).get(activity.place_id, "")
    held_on = activity.starts_on.isoformat() if activity.starts_on and activity.sessions == 1 else ""
    session = "1" if activity.sessions == 1 else ""
    return {"activity_code": activity.code, "commune": commune, "held_on": held_on, "session": session}
