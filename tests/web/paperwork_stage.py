"""A small fictional programme with an indicator, its reference sheet, a donor's code and an assessment on its way."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.flow.editions import hold, stage
from tests.flow.sheets import Commune
from toguna.flow.compute import compute_programme
from toguna.flow.quality import draw_sheets
from toguna.rules.periods import life_of
from toguna.store.quality.actions import schedule_assessment
from toguna.store.quality.models import Assessment
from toguna.store.results.donor_codes import Standard, add_standard, link_standard
from toguna.store.results.models import Indicator, StandardIndicator


@dataclass
class Paperwork:
    """What there is to look at."""

    there: Commune
    indicator: Indicator
    code: StandardIndicator
    assessment: Assessment


def paperwork(sheets: int = 2) -> Paperwork:
    """Set the stage: seats counted from this many sheets, all of them drawn."""
    there = stage(SEATS={"count": "seats", "periods": ["life"], "dimensions": ["sex"]})
    for number in range(1, sheets + 1):
        hold(there, number, session=number, held_on=date(2025, 3, number))
    compute_programme(there.programme, by=there.officer)
    indicator = Indicator.objects.get(code="SEATS")
    code = add_standard(by=None, standard=Standard("demo", "D-1", {"fr": "Présences"}, year=2024))
    link_standard(by=None, kept=code, indicator=indicator)
    assessment = schedule_assessment(
        by=there.officer,
        indicator=indicator,
        partner=there.agent.organisation,
        period=life_of(there.programme.starts_on, there.programme.ends_on + timedelta(days=1)),
        scheduled_on=date(2026, 2, 1),
        team="Le suivi-évaluation",
        method="Recomptage sur papier",
    )
    draw_sheets(assessment, size=30, seed=7, by=there.officer)
    return Paperwork(there, indicator, code, assessment)
