"""The weekly letter: to each member of staff what is late and what is due, in their language, once a week.

On Monday morning in the installation's time zone, or the day after where nobody worked on Monday. It names partners,
forms and places, never anybody who took part; and it is not written where nothing is due.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from toguna.flow.forms import ATTENDANCE_FORM, form_and_register_titles
from toguna.rules import numbers
from toguna.rules.expectations import Punctuality
from toguna.rules.roles import PERMISSIONS, Permission
from toguna.store.accounts.models import User
from toguna.store.fieldwork.expectations import OwedLine, Window, lines_of, owed_to
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry
from toguna.store.writing import write_turn

# Those of whom sheets are expected, and those who plan them.
ASKED = {Permission.ENTER_RECORDS, Permission.MANAGE_ACTIVITIES}
SENT, NOT_SENT = "digest.sent", "digest.not-sent"
MORNING = time(7)
# Where the worker slept on Monday the letter still leaves on Tuesday; later it waits for the next week.
LATEST = timedelta(hours=48)
LOOK_BACK = timedelta(days=365)
LOOK_AHEAD = timedelta(days=7)
ATTEMPTS = 3
SHOWN_LINES = 12

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What one account is sent."""

    to: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Section:
    """One partner in the letter: its name, its two shares in words, a sentence for each thing missing or due."""

    organisation: str
    shares: str
    missing: tuple[str, ...]
    awaited: tuple[str, ...]


def readers() -> QuerySet[User]:
    """Those who want the letter and have something to do about it; an invented account has no letter box."""
    roles = [role.value for role, allowed in PERMISSIONS.items() if allowed & ASKED]
    wanted = User.objects.filter(is_active=True, weekly_digest=True, role__in=roles, fictional=False)
    return wanted.select_related("organisation").order_by("pk")


def has_letters(user: User) -> bool:
    """Whether the letter is for this account's role at all."""
    return any(user.may(permission) for permission in ASKED)


def letter_for(user: User, *, today: date, since: date | None = None) -> Letter | None:
    """The letter to one account, in its language; None where nothing is late and nothing is due within the week.

    It looks a year back, or to `since`.
    """
    window = Window(since or today - LOOK_BACK, today + LOOK_AHEAD, today)
    found = owed_to(user, window, attendance_form=ATTENDANCE_FORM, sheet_days=settings.SHEET_DAYS)
    lines = lines_of(found, today)
    missing, awaited = sum(line.punctuality.missing for line in lines), sum(line.awaited for line in lines)
    if not missing and not awaited:
        return None
    with translation.override(user.language):
        language = translation.get_language() or "fr"
        context = {
            "name": user.name,
            "today": numbers.long_date(today, language),
            "until": numbers.long_date(window.until, language),
            "sections": list(_sections(lines, language)),
            "list_address": f"{settings.SITE_ADDRESS}/desk/owed/list/?state=missing",
            "page_address": f"{settings.SITE_ADDRESS}/desk/owed/",
            "account_address": f"{settings.SITE_ADDRESS}/desk/account/",
            "language": language,
        }
        return Letter(
            to=user.email,
            subject=_subject(missing, awaited),
            text=render_to_string("flow/digest.txt", context),
            html=render_to_string("flow/digest.html", context),
        )


def is_letter_time(now: datetime) -> bool:
    """Whether it is Monday from seven in the morning, or Tuesday, where the installation stands."""
    local = timezone.localtime(now)
    monday = local.date() - timedelta(days=local.weekday())
    begins = timezone.make_aware(datetime.combine(monday, MORNING))
    return begins <= local < begins + LATEST


def week_of(now: datetime) -> str:
    """The week of a moment where the installation stands: 2026-W48."""
    year, week, _weekday = timezone.localtime(now).isocalendar()
    return f"{year}-W{week:02d}"


def ask_for_letters(*, now: datetime) -> bool:
    """Have the letters written if it is time and somebody waits for one; asking often is harmless."""
    if not is_letter_time(now) or not any(_is_waiting(user, week_of(now)) for user in readers()):
        return False
    write_letters.enqueue()
    return True


@task()
def write_letters() -> None:
    """Write this week's letters."""
    send_letters(now=timezone.now())


def send_letters(*, now: datetime) -> int:
    """Send this week's letter to everybody who waits for one, and say how many left.

    That it is sent is noted before it is, so that a worker that dies sends none twice; one that could not leave is
    noted too, and tried again.
    """
    week, today, sent = week_of(now), timezone.localdate(now), 0
    with get_connection() as line:
        for user in readers():
            if not _is_waiting(user, week):
                continue
            letter = letter_for(user, today=today)
            if letter is None or not _claim(user, week):
                continue
            try:
                as_mail(letter, line).send()
            except OSError:
                # SMTP's own errors are OSErrors too.
                log.warning("A weekly letter could not leave", exc_info=True)
                with write_turn():
                    record_entry(by=None, action=NOT_SENT, subject=user, week=week)
            else:
                sent += 1
    return sent


def as_mail(letter: Letter, line: object) -> EmailMultiAlternatives:
    """The letter as it leaves, with the way to stop it."""
    stop = f"<{settings.SITE_ADDRESS}/desk/account/>"
    mail = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], connection=line, headers={"List-Unsubscribe": stop}
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail


def _claim(user: User, week: str) -> bool:
    """Take this week's letter to an account upon oneself; False where somebody else has."""
    with write_turn(), transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        if not _is_waiting(held, week):
            return False
        record_entry(by=None, action=SENT, subject=held, week=week)
    return True


def _is_waiting(user: User, week: str) -> bool:
    """Whether the letter of this week has not left, and has not failed too often."""
    noted = Entry.objects.filter(subject=f"user:{user.pk}", action__in=(SENT, NOT_SENT), detail__week=week)
    actions = list(noted.values_list("action", flat=True))
    failed = actions.count(NOT_SENT)
    return actions.count(SENT) == failed and failed < ATTEMPTS


def _subject(missing: int, awaited: int) -> str:
    if missing:
        told = ngettext("Toguna : %(count)s fiche manque", "Toguna : %(count)s fiches manquent", missing)
        return told % {"count": missing}
    told = ngettext(
        "Toguna : %(count)s fiche attendue cette semaine", "Toguna : %(count)s fiches attendues cette semaine", awaited
    )
    return told % {"count": awaited}


def _sections(lines: Iterable[OwedLine], language: str) -> Iterator[Section]:
    titles = form_and_register_titles()
    held: dict[str, list[OwedLine]] = {}
    for line in lines:
        held.setdefault(line.organisation.code, []).append(line)
    for _code, ones in sorted(held.items()):
        total = sum((line.punctuality for line in ones), Punctuality())
        late, soon = [line for line in ones if line.punctuality.missing], [line for line in ones if line.awaited]
        if late or soon:
            yield Section(
                organisation=_said(ones[0].organisation.name, language),
                shares=_shares(total, language),
                missing=_in_lines([_missing(line, titles, language) for line in late]),
                awaited=_in_lines([_awaited(line, titles, language) for line in soon]),
            )


def _in_lines(sentences: list[str]) -> tuple[str, ...]:
    more = len(sentences) - SHOWN_LINES
    if more <= 0:
        return tuple(sentences)
    return (*sentences[:SHOWN_LINES], _("… et %(count)s lignes de plus.") % {"count": more})


def _shares(counts: Punctuality, language: str) -> str:
    if not counts.due:
        return ""
    return _("Arrivées : %(came)s sur %(due)s (%(complete)s) ; à temps : %(on_time)s sur %(due)s (%(punctual)s)") % {
        "came": numbers.number(counts.came, language),
        "due": numbers.number(counts.due, language),
        "complete": numbers.share(counts.came, counts.due, language),
        "on_time": numbers.number(counts.on_time, language),
        "punctual": numbers.share(counts.on_time, counts.due, language),
    }


def _missing(line: OwedLine, titles: dict[str, dict[str, str]], language: str) -> str:
    assert line.missing_since is not None
    count = line.punctuality.missing
    told = ngettext(
        "%(count)s fiche attendue depuis le %(since)s : %(form)s",
        "%(count)s fiches attendues depuis le %(since)s : %(form)s",
        count,
    )
    return told % {
        "count": numbers.number(count, language),
        "since": numbers.long_date(line.missing_since, language),
        "form": _form(line, titles, language),
    }


def _awaited(line: OwedLine, titles: dict[str, dict[str, str]], language: str) -> str:
    assert line.next_due is not None
    told = ngettext(
        "%(count)s fiche à envoyer avant le %(due)s : %(form)s",
        "%(count)s fiches à envoyer, la première avant le %(due)s : %(form)s",
        line.awaited,
    )
    return told % {
        "count": numbers.number(line.awaited, language),
        "due": numbers.long_date(line.next_due, language),
        "form": _form(line, titles, language),
    }


def _form(line: OwedLine, titles: dict[str, dict[str, str]], language: str) -> str:
    title = _said(titles.get(line.form_id, {}), language) or line.form_id
    return _("%(form)s, %(place)s") % {"form": title, "place": line.place.name} if line.place else title


def _said(words: dict[str, str], language: str) -> str:
    return words.get(language[:2]) or words.get("fr", "")
