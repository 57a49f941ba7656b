"""What the fictional programme expects of its partners, and when its invented sheets are told to have arrived.

Everything was sent on the day of the installation; without an invented day of arrival every sheet would be late.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from toguna.demo.fictional_content import SECOND_YEAR
from toguna.demo.fictional_framework import Stage
from toguna.rules.expectations import Promise, Rhythm
from toguna.store.fieldwork.expectations import add_expectation
from toguna.store.fieldwork.models import Record
from toguna.store.organisations.models import Organisation

# Of whom, which form; the sheets of activities are owed without being asked for.
EXPECTED = (
    ("demo-osc-1", "suivi_groupe"),
    ("demo-osc-2", "profil_organisation"),
    ("demo-osc-3", "forum_dialogue"),
)
DAYS_ALLOWED = 30
# Days between a sheet and its arrival, one after the other: most in time, some late, one very late.
DELAYS = (2, 5, 9, 3, 12, 4, 7, 19, 1, 6, 8, 33)


def expect_reports(stage: Stage) -> None:
    """Say what each fictional partner owes, and spread the arrival of what somebody has decided about already."""
    for code, form_id in EXPECTED:
        add_expectation(
            form_id=form_id,
            organisation=Organisation.objects.get(code=code),
            place=None,
            promise=Promise(Rhythm.QUARTER, SECOND_YEAR, None, DAYS_ALLOWED),
            by=stage.users["suivi@demo.example"],
        )
    decided = Record.objects.filter(fictional=True).exclude(decisions=None).order_by("instance_id").distinct()
    held = decided.exclude(current_version__reading__held_on=None)
    for number, (pk, held_on) in enumerate(held.values_list("pk", "current_version__reading__held_on")):
        assert held_on is not None
        at = arrival(held_on, DELAYS[number % len(DELAYS)])
        if at < timezone.now():
            Record.objects.filter(pk=pk).update(received_at=at)


def arrival(held_on: date, delay: int) -> datetime:
    """Some days after a sheet was signed, at ten in the morning."""
    return datetime.combine(held_on + timedelta(days=delay), time(10), UTC)
