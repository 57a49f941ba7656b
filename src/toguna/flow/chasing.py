"""Chasing what is late: the weekly letter, sent now to one organisation because somebody asked for it."""

import logging
from datetime import date

from django.core.mail import get_connection

from toguna.flow.closing import NotPermitted
from toguna.flow.digest import as_mail, letter_for, readers
from toguna.rules.roles import Permission
from toguna.store.accounts.models import User
from toguna.store.journal.actions import record_entry
from toguna.store.journal.models import Entry
from toguna.store.organisations.models import Organisation
from toguna.store.writing import write_turn

REMINDED = "organisation.reminded"

log = logging.getLogger(__name__)


class RemindedToday(Exception):
    """Somebody has had this organisation reminded today; twice in a day would only annoy."""


def remind(organisation: Organisation, *, by: User, since: date, today: date) -> int:
    """Write to those of an organisation who have something late since a day, and say how many letters left.

    Raises NotPermitted and RemindedToday. It is noted before the letters leave, so that two clicks write once.
    """
    if not by.may(Permission.CLOSE_PERIODS):
        raise NotPermitted
    with write_turn():
        said = Entry.objects.filter(action=REMINDED, detail__organisation=organisation.code, detail__on=str(today))
        if said.exists():
            raise RemindedToday
        record_entry(by=by, action=REMINDED, subject=organisation, organisation=organisation.code, on=str(today))
    sent = 0
    with get_connection() as line:
        for user in readers().filter(organisation=organisation):
            letter = letter_for(user, today=today, since=since)
            if letter is None:
                continue
            try:
                as_mail(letter, line).send()
            except OSError:
                log.warning("A reminder could not leave", exc_info=True)
            else:
                sent += 1
    return sent
