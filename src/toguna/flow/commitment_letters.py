"""Reminders of promises: to the office with an address to answer by, and to the staff who keep the promise.

Two weeks before the day, on it, and a week after; each once. Nothing leaves for what is fictional, nor at night.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from toguna.rules import numbers
from toguna.rules.commitments import DAYS_BEFORE, LATEST, OPEN, Side, Threshold, threshold_of
from toguna.rules.roles import PERMISSIONS, Permission
from toguna.store.accounts.models import User
from toguna.store.commitments.actions import hand_out_address
from toguna.store.commitments.models import Commitment, Reminder
from toguna.store.commitments.queries import as_promise, standing_of, with_both_sides
from toguna.store.commitments.reminders import claim_reminder, note_letters, was_asked_today, was_reminded

MORNING = time(7)
ADDRESS_LASTS = timedelta(days=60)
OFFICE_LANGUAGE = "fr"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """One letter: to whom, about what, in which words."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Addressees:
    """Who would be written to about a promise, or why nobody would."""

    commitment: Commitment
    office: bool
    staff: int
    reason: str = ""


def addressees_of(commitment: Commitment) -> Addressees:
    """Who would be written to now, before anything leaves."""
    reason = ""
    if commitment.state not in OPEN:
        reason = _("on a déjà dit comment il s'est terminé")
    elif commitment.fictional:
        reason = _("une fonction fictive n'a pas de boîte aux lettres")
    elif was_asked_today(commitment):
        reason = _("rappelé aujourd'hui déjà")
    staff = 0 if commitment.fictional else _staff_of(commitment).count()
    if not reason and not commitment.office_email and not staff:
        reason = _("aucune adresse n'est connue")
    return Addressees(commitment, bool(commitment.office_email) and not reason, 0 if reason else staff, reason)


def remind_of(commitments: Iterable[Commitment], *, by: User) -> int:
    """Remind of these promises now, because somebody asked for it, and say how many letters left."""
    sent = 0
    for commitment in commitments:
        if addressees_of(commitment).reason:
            continue
        reminder = claim_reminder(
            commitment=commitment, threshold=None, due_on=commitment.due_on or timezone.localdate(), by=by
        )
        if reminder is not None:
            sent += _send(commitment, reminder, timezone.localdate())
    return sent


def ask_for_reminders(*, now: datetime) -> bool:
    """Have the reminders written if it is day and one is due; asking often is harmless."""
    local = timezone.localtime(now)
    if local.time() < MORNING or next(_due(local.date()), None) is None:
        return False
    write_reminders.enqueue()
    return True


@task()
def write_reminders() -> None:
    """Write the reminders that are due today."""
    send_reminders(today=timezone.localdate())


def send_reminders(*, today: date) -> int:
    """Send every reminder that is due, each once, and say how many letters left."""
    sent = 0
    for commitment, threshold in list(_due(today)):
        assert commitment.due_on is not None
        reminder = claim_reminder(commitment=commitment, threshold=threshold, due_on=commitment.due_on)
        if reminder is not None:
            sent += _send(commitment, reminder, today)
    return sent


def _due(today: date) -> Iterator[tuple[Commitment, Threshold]]:
    open_ones = Commitment.objects.filter(
        fictional=False,
        state__in=[state.value for state in OPEN],
        due_on__lte=today + DAYS_BEFORE,
        due_on__gte=today - LATEST,
    ).select_related("programme", "organisation", "place", "promiser")
    for one in with_both_sides(open_ones):
        threshold = threshold_of(as_promise(one), standing_of(one, today), today)
        if threshold is not None and not was_reminded(one, threshold) and not addressees_of(one).reason:
            yield one, threshold


def _send(commitment: Commitment, reminder: Reminder, today: date) -> int:
    sent, failed = 0, False
    with get_connection() as line:
        for letter in _letters(commitment, today):
            try:
                EmailMessage(letter.subject, letter.text, to=[letter.to], connection=line).send()
            except OSError:
                # SMTP's own errors are OSErrors too.
                log.warning("A reminder of a promise could not leave", exc_info=True)
                failed = True
            else:
                sent += 1
    note_letters(reminder=reminder, letters=sent, failed=failed and not sent)
    return sent


def _letters(commitment: Commitment, today: date) -> Iterator[Letter]:
    if commitment.office_email:
        _made, token = hand_out_address(
            by=None,
            commitment=commitment,
            side=Side.PROMISER,
            handed_to=_promiser(commitment, OFFICE_LANGUAGE),
            expires_at=timezone.now() + ADDRESS_LASTS,
        )
        address = f"{settings.SITE_ADDRESS}/commitments/answer/{token}/"
        yield _letter(commitment, today, commitment.office_email, OFFICE_LANGUAGE, office=True, address=address)
    desk = f"{settings.SITE_ADDRESS}/desk/commitments/{commitment.pk}/"
    for user in _staff_of(commitment):
        yield _letter(commitment, today, user.email, user.language, office=False, address=desk)


def _letter(commitment: Commitment, today: date, to: str, language: str, *, office: bool, address: str) -> Letter:
    with translation.override(language):
        spoken = (translation.get_language() or "fr")[:2]
        due_on = commitment.due_on
        context = {
            "office": office,
            "promiser": _promiser(commitment, spoken),
            "receiver": commitment.receiver_office
            or (_said(commitment.receiver.name, spoken) if commitment.receiver else ""),
            "what": commitment.what,
            "code": commitment.code,
            "place": commitment.place.name if commitment.place else "",
            "made_on": numbers.long_date(commitment.made_on, spoken),
            "due_on": numbers.long_date(due_on, spoken) if due_on else "",
            "is_past": due_on is not None and due_on < today,
            "address": address,
            "until": numbers.long_date(today + ADDRESS_LASTS, spoken),
        }
        subject = _("Rappel : %(code)s, « %(what)s »") % {"code": commitment.code, "what": commitment.what[:80]}
        return Letter(to, subject, render_to_string("flow/commitment_reminder.txt", context))


def _staff_of(commitment: Commitment) -> QuerySet[User]:
    """Those of the organisation that keeps the promise who may write what each side says of it."""
    roles = [role.value for role, allowed in PERMISSIONS.items() if Permission.ENTER_RECORDS in allowed]
    found = User.objects.filter(
        is_active=True, fictional=False, role__in=roles, organisation=commitment.organisation_id
    )
    return found.order_by("pk")


def _promiser(commitment: Commitment, language: str) -> str:
    return commitment.office or (_said(commitment.promiser.name, language) if commitment.promiser else "")


def _said(words: dict[str, str], language: str) -> str:
    return words.get(language) or words.get("fr", "")
