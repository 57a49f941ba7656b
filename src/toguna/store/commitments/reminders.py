"""Reminders of promises: which were made, and a new one taken upon oneself before its letters leave."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from toguna.rules.commitments import Threshold
from toguna.store.commitments.models import Commitment, Reminder
from toguna.store.journal.actions import Actor, record_entry
from toguna.store.writing import write_turn

ASKED = "asked"
ATTEMPTS = 3


def was_reminded(commitment: Commitment, threshold: Threshold) -> bool:
    """Whether the letters of this threshold left, or failed too often; another due day is another threshold."""
    of_this_day = Reminder.objects.filter(commitment=commitment, threshold=threshold, due_on=F("commitment__due_on"))
    made = of_this_day.first()
    return made is not None and (made.letters > 0 or made.failed == 0 or made.failed >= ATTEMPTS)


def was_asked_today(commitment: Commitment) -> bool:
    """Whether somebody of the staff has had it reminded today; twice in a day would only annoy."""
    return Reminder.objects.filter(commitment=commitment, threshold=ASKED, made_at__date=timezone.localdate()).exists()


@write_turn()
@transaction.atomic
def claim_reminder(
    *, commitment: Commitment, threshold: Threshold | None, due_on: date, by: Actor | None = None
) -> Reminder | None:
    """Take a reminder upon oneself before it leaves; None where somebody else has. Without a threshold it was asked."""
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    if threshold is None:
        if was_asked_today(commitment):
            return None
        made = Reminder.objects.create(
            commitment=commitment, threshold=ASKED, due_on=due_on, asked_by=by.pk if by else None
        )
    else:
        if was_reminded(commitment, threshold):
            return None
        made, _new = Reminder.objects.get_or_create(commitment=commitment, threshold=threshold, due_on=due_on)
    record_entry(by=by, action="commitment.reminded", subject=commitment, threshold=made.threshold, due_on=str(due_on))
    return made


@write_turn()
@transaction.atomic
def note_letters(*, reminder: Reminder, letters: int, failed: bool) -> None:
    """Note how many letters left; where none could, it is tried again."""
    reminder.letters += letters
    reminder.failed += int(failed)
    reminder.save(update_fields=["letters", "failed"])
    if failed:
        record_entry(by=None, action="commitment.not-reminded", subject=reminder.commitment)
