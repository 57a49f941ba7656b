"""The fictional programme's account: quarters closed and approved, why a target was missed, a sheet that came late.

The last quarter that is over is left open, so that whoever tries the demonstration has one to close.
"""

from datetime import date
from random import Random

from toguna.demo.fictional_framework import Stage
from toguna.demo.fictional_records import send_sheet_of
from toguna.flow.closing import approve_value, close_period, reporting_periods
from toguna.flow.values_seen import values_seen
from toguna.flow.verify import check_record, verify_record
from toguna.store.results.queries import indicators_of
from toguna.store.values.closings import closings_of, explain_value
from toguna.store.values.models import Run

# The day from which the demonstration looks back: every quarter before it is closed but the last.
LOOKED_AT_ON = date(2026, 7, 20)
LATE_ACTIVITY = "DEMO-040"
# Six forums in the first year where eight were meant.
EXPLAINED = "D-FORUMS"
EXPLANATION = {
    "fr": "Explication fictive : deux communes inventées n'étaient pas accessibles pendant les pluies.",
    "en": "Fictional explanation: two invented communes could not be reached during the rains.",
}


def close_quarters(stage: Stage) -> None:
    """Close the quarters that are over, but the last; say why an indicator is away from its target."""
    over = [one for one in reporting_periods(stage.programme, LOOKED_AT_ON) if one.end <= LOOKED_AT_ON]
    officer = stage.users["suivi@demo.example"]
    for period in reversed(over[1:]):
        close_period(stage.programme, period, by=officer, today=LOOKED_AT_ON)
    missed = next(one for one in indicators_of(stage.programme) if one.code == EXPLAINED)
    explain_value(by=officer, indicator=missed, period_kind="us_fiscal_year", period="FY2025", text=EXPLANATION)


def approve_quarters(stage: Stage, run: Run) -> None:
    """Approve what the closed quarters came to, by the second officer, who verified nothing."""
    second = stage.users["suivi2@demo.example"]
    for closing in closings_of(stage.programme):
        for seen in values_seen(run, closing):
            approve_value(closing, by=second, indicator=seen.indicator.pk, digest=seen.digest)


def send_late(stage: Stage, random: Random) -> None:
    """One more session of an activity in a closed quarter arrives and is verified after everything."""
    record, hands = send_sheet_of(stage, LATE_ACTIVITY, session=9, random=random)
    record = check_record(record, by=hands.coordinator, revision=record.revision)
    verify_record(record, by=stage.users["suivi@demo.example"], revision=record.revision)
