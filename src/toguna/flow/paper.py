"""Paper that goes out to the field: a planned activity becomes a sheet to sign, which comes back under its code.

Printing keeps only that a code went out. The page itself is made anew from the plan whenever it is asked for.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from toguna.collect.choices import AGE_BAND
from toguna.publish.paper.sheet import MOST_LINES, PaperActivity, PaperSheet, attendance_paper, attendance_pictures
from toguna.publish.words import text_in
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.activities.queries import activities_seen_by
from toguna.store.fieldwork.models import PrintedSheet
from toguna.store.fieldwork.printed_sheets import keep_printed_sheets
from toguna.store.programmes.models import Participation
from toguna.store.writing import write_turn

# So many sheets in one go keep a printer busy; the rest is a second click.
MOST_SHEETS = 60


class NotPrinted(Exception):
    """No sheet went out, and this is why."""

    message = "La fiche n'a pas pu être imprimée."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message % values)


class PrintingNotPermitted(NotPrinted):
    """This account neither enters records nor plans activities, or not of this activity."""

    message = "Votre rôle ne permet pas d'imprimer les fiches de cette activité."


class ActivityIsCancelled(NotPrinted):
    """Nobody should sign for an activity that does not take place."""

    message = "L'activité « %(code)s » est annulée : remettez-la au plan avant d'imprimer ses fiches."


class NoSuchSession(NotPrinted):
    """The plan has no such session, or none was asked for."""

    message = "L'activité n'a que %(sessions)s séance(s) au plan. Choisissez l'une d'elles."


class LinesOutOfRange(NotPrinted):
    """A sheet without lines, or more of them than anyone signs."""

    message = "Écrivez un nombre de lignes entre 1 et %(most)s."


def may_print(user: User) -> bool:
    """Whether the account prints sheets at all: those who plan, and those who bring them back."""
    return user.may(Permission.ENTER_RECORDS) or user.may(Permission.MANAGE_ACTIVITIES)


def print_sheets(
    activity: Activity, *, sessions: Sequence[int], lines: int, counts_only: bool = False, by: User
) -> list[PrintedSheet]:
    """Send out one sheet for each of these sessions, each under a code of its own. Raises NotPrinted.

    Where only counting is wanted there are no lines to sign, whatever their number was to be.
    """
    if not may_print(by) or not activities_seen_by(by).filter(pk=activity.pk).exists():
        raise PrintingNotPermitted()
    if activity.status == "cancelled":
        raise ActivityIsCancelled(code=activity.code)
    if not sessions or len(sessions) > MOST_SHEETS or not all(1 <= one <= activity.sessions for one in sessions):
        raise NoSuchSession(sessions=activity.sessions)
    if not counts_only and not 1 <= lines <= MOST_LINES:
        raise LinesOutOfRange(most=MOST_LINES)
    with write_turn():
        return keep_printed_sheets(
            activity=activity, sessions=sorted(set(sessions)), lines=0 if counts_only else lines, by=by
        )


def paper_of(activity: Activity, printed: Sequence[PrintedSheet], *, language: str = "fr") -> bytes:
    """The PDF of sheets that were printed for the activity. Unless the plan has changed, the same bytes each time."""
    at, bands = _printed_at(printed), AGE_BAND.labels(language)
    sheets = [PaperSheet(sheet.code, sheet.session, sheet.lines) for sheet in printed]
    return attendance_paper(
        _on_paper(activity, printed, language), sheets, bands=bands, printed_at=at, language=language
    )


def pictures_of(activity: Activity, printed: Sequence[PrintedSheet], *, language: str = "fr") -> list[bytes]:
    """The same pages as PNG."""
    at, bands = _printed_at(printed), AGE_BAND.labels(language)
    sheets = [PaperSheet(sheet.code, sheet.session, sheet.lines) for sheet in printed]
    return attendance_pictures(
        _on_paper(activity, printed, language), sheets, bands=bands, printed_at=at, language=language
    )


def _printed_at(printed: Sequence[PrintedSheet]) -> datetime:
    return timezone.localtime(max(sheet.printed_at for sheet in printed))


def _on_paper(activity: Activity, printed: Sequence[PrintedSheet], language: str) -> PaperActivity:
    implementer = text_in(activity.implementer.name, language) if activity.implementer else ""
    leads = [name for name in _leads(activity, language) if name != implementer]
    programmes = [text_in(programme.name, language) for programme in activity.programmes.all()]
    return PaperActivity(
        code=activity.code,
        title=text_in(activity.title, language),
        programmes=(*programmes, *leads),
        organisation=implementer,
        commune=activity.place.name if activity.place else "",
        sessions=activity.sessions,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        fictional=activity.fictional,
        counts_only=not any(sheet.lines for sheet in printed),
    )


def _leads(activity: Activity, language: str) -> list[str]:
    """Who answers for the activity's programmes; a name stands once, however many they are."""
    parts = Participation.objects.filter(programme__in=activity.programmes.all(), role="accountable")
    return list(
        dict.fromkeys(text_in(part.organisation.name, language) for part in parts.select_related("organisation"))
    )
