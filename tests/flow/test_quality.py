"""Sheets drawn for a data quality assessment: from those behind the value, again and again the same, and recounted."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.flow.editions import hold, stage
from tests.flow.sheets import Commune
from toguna.flow.compute import compute_programme
from toguna.flow.quality import NothingToDraw, draw_holds, draw_sheets
from toguna.rules.attendance import Sex, UnnamedSeats
from toguna.rules.periods import life_of
from toguna.rules.quality import AssessmentState, Band, NotReady
from toguna.rules.quality_questions import QUESTIONS, Answered
from toguna.store.journal.models import Entry
from toguna.store.organisations.models import Organisation
from toguna.store.quality.actions import (
    AssessmentThere,
    NotNow,
    PersonNamed,
    ReasonMissing,
    add_corrective_action,
    answer_checklist,
    describe_assessment,
    finish_corrective_action,
    go_back,
    go_on,
    recount_sheets,
    schedule_assessment,
)
from toguna.store.quality.models import Assessment
from toguna.store.quality.queries import assessments_seen_by, bands_set, due_dates, factor_of, overdue_actions
from toguna.store.results.models import Indicator
from toguna.store.results.reference_sheets import write_reference_sheet

pytestmark = pytest.mark.django_db
S = AssessmentState
SEATS = {"count": "seats", "periods": ["life"]}
WOMEN = {
    "count": "ratio",
    "numerator": {"count": "seats", "where": {"sex": ["female"]}},
    "denominator": {"count": "seats"},
    "periods": ["life"],
}


def assessed(
    there: Commune, *, sheets: int = 3, code: str = "SEATS", partner: Organisation | None = None
) -> Assessment:
    """An assessment of an indicator over the whole programme, counted from this many sheets of fourteen seats."""
    for number in range(1, sheets + 1):
        hold(there, number, session=number, held_on=date(2025, 3, number))
    compute_programme(there.programme, by=there.officer)
    return schedule_assessment(
        by=there.officer,
        indicator=Indicator.objects.get(code=code),
        partner=partner or there.agent.organisation,
        period=life_of(there.programme.starts_on, there.programme.ends_on + timedelta(days=1)),
        scheduled_on=date(2026, 2, 1),
        team="Le suivi-évaluation",
        method="Recomptage sur papier",
    )


def at_the_field(there: Commune) -> Assessment:
    """An assessment whose sheets are drawn and whose checklist says yes throughout."""
    found = assessed(there)
    go_on(by=there.officer, assessment=found, seen=S.SCHEDULED)
    yes = {question.code: (Answered.YES, "") for question in QUESTIONS}
    answer_checklist(by=there.officer, assessment=found, answers=yes)
    draw_sheets(found, size=30, seed=7, by=there.officer)
    go_on(by=there.officer, assessment=found, seen=S.DESK_REVIEW)
    return found


def recounts(*counted: int | None) -> dict[int, tuple[int | None, bool, str]]:
    """What the papers say, one after the other, in seats; None is a paper that nobody can show."""
    return {
        at: (None if seats is None else seats * 1000, seats is None, "") for at, seats in enumerate(counted, start=1)
    }


def test_the_draw_says_what_the_value_takes_from_each_sheet() -> None:
    there = stage(SEATS=SEATS)
    found = draw_sheets(assessed(there), size=2, by=there.officer)
    assert [sheet.reported for sheet in found.sheets.all()] == [14_000, 14_000]
    assert found.population == 3
    assert found.as_of == 3


def test_the_same_seed_draws_the_same_sheets_and_anybody_can_see_that_it_did() -> None:
    there = stage(SEATS=SEATS)
    found = assessed(there, sheets=6)
    first = [sheet.version_id for sheet in draw_sheets(found, size=3, seed=42, by=there.officer).sheets.all()]
    others = [
        [sheet.version_id for sheet in draw_sheets(found, size=3, seed=seed, by=there.officer).sheets.all()]
        for seed in range(8)
    ]
    again = draw_sheets(found, size=3, seed=42, by=there.officer)
    assert [sheet.version_id for sheet in again.sheets.all()] == first
    assert any(other != first for other in others)
    assert draw_holds(again) is True
    hold(there, 9, session=9)
    compute_programme(there.programme, by=there.officer)
    assert draw_holds(again) is None


def test_a_share_reports_its_numerator_and_a_sheet_of_the_denominator_alone_reports_nothing() -> None:
    there = stage(WOMEN=WOMEN)
    hold(there, 8, session=8, participants=(), unnamed=(UnnamedSeats(9, Sex.MALE),))
    found = draw_sheets(assessed(there, sheets=1, code="WOMEN"), size=9, by=there.officer)
    assert sorted(sheet.reported for sheet in found.sheets.all()) == [0, 13_000]


def test_no_sheet_of_another_partner_is_drawn() -> None:
    there = stage(SEATS=SEATS)
    found = assessed(there, partner=factories.organisation())
    with pytest.raises(NothingToDraw):
        draw_sheets(found, size=3, by=there.officer)


def test_the_sheets_of_an_organisation_below_the_partner_are_drawn_for_it() -> None:
    there = stage(SEATS=SEATS)
    above = factories.organisation()
    factories.participation(there.programme, there.agent.organisation, works_under=above)
    found = draw_sheets(assessed(there, partner=above), size=3, by=there.officer)
    assert {sheet.implementer for sheet in found.sheets.all()} == {there.agent.organisation}


def test_an_assessment_goes_its_whole_way_and_each_step_is_in_the_journal() -> None:
    there = stage(SEATS=SEATS)
    found = at_the_field(there)
    with pytest.raises(NotReady) as missing:
        go_on(by=there.officer, assessment=found, seen=S.FIELD_VERIFICATION)
    assert missing.value.findings[0].text() == "Recomptez les fiches tirées : il en reste 3."
    recount_sheets(by=there.officer, assessment=found, recounts=recounts(14, 13, None))
    factor = factor_of(found, bands_set())
    assert (factor.reported, factor.recounted, factor.band) == (42_000, 27_000, Band.FAR)
    assert go_on(by=there.officer, assessment=found, seen=S.FIELD_VERIFICATION) is S.FINDINGS
    found.refresh_from_db()
    describe_assessment(
        by=there.officer,
        assessment=found,
        scheduled_on=found.scheduled_on,
        team=found.team,
        method=found.method,
        conclusion="Un papier manque.",
    )
    with pytest.raises(NotReady):
        go_on(by=there.officer, assessment=found, seen=S.FINDINGS)
    action = add_corrective_action(
        by=there.officer, assessment=found, text="Ranger", office="La coordination", due_on=date(2026, 3, 1)
    )
    assert go_on(by=there.officer, assessment=found, seen=S.FINDINGS) is S.ACTIONS_OPEN
    seen = assessments_seen_by(there.officer)
    assert list(overdue_actions(seen, date(2026, 3, 2))) == [action]
    finish_corrective_action(by=there.officer, action=action, on=date(2026, 3, 3))
    assert list(overdue_actions(seen, date(2026, 3, 4))) == []
    assert go_on(by=there.officer, assessment=found, seen=S.ACTIONS_OPEN) is S.CLOSED
    found.refresh_from_db()
    assert found.closed_at is not None
    steps = Entry.objects.filter(action="quality.went-on", subject=f"assessment:{found.pk}").order_by("pk")
    assert [step.detail["state"] for step in steps] == list(S)[1:]


def test_sheets_are_not_drawn_again_once_somebody_counts_them() -> None:
    there = stage(SEATS=SEATS)
    found = at_the_field(there)
    with pytest.raises(NotNow):
        draw_sheets(found, size=1, by=there.officer)


def test_two_tabs_do_not_bring_an_assessment_two_steps_on() -> None:
    there = stage(SEATS=SEATS)
    found = assessed(there)
    go_on(by=there.officer, assessment=found, seen=S.SCHEDULED)
    with pytest.raises(NotNow):
        go_on(by=there.officer, assessment=found, seen=S.SCHEDULED)


def test_going_back_needs_a_reason_and_keeps_what_was_written() -> None:
    there = stage(SEATS=SEATS)
    found = at_the_field(there)
    with pytest.raises(ReasonMissing):
        go_back(by=there.officer, assessment=found, seen=S.FIELD_VERIFICATION, reason=" ")
    go_back(by=there.officer, assessment=found, seen=S.FIELD_VERIFICATION, reason="Une question à revoir")
    found.refresh_from_db()
    assert found.state == S.DESK_REVIEW
    assert found.answers.count() == len(QUESTIONS)
    assert found.sheets.count() == 3


def test_one_assessment_for_an_indicator_a_partner_and_a_period() -> None:
    there = stage(SEATS=SEATS)
    assessed(there)
    with pytest.raises(AssessmentThere):
        assessed(there, sheets=0)


def test_a_team_and_an_action_name_offices_and_nobody() -> None:
    there = stage(SEATS=SEATS)
    found = at_the_field(there)
    with pytest.raises(PersonNamed):
        add_corrective_action(
            by=there.officer, assessment=found, text="Ranger", office="Mme Exemple", due_on=date(2026, 3, 1)
        )
    with pytest.raises(PersonNamed):
        describe_assessment(
            by=there.officer,
            assessment=found,
            scheduled_on=found.scheduled_on,
            team="M. Exemple",
            method="",
            conclusion="",
        )


def test_an_indicator_is_due_three_years_after_its_collection_began_or_its_last_assessment() -> None:
    indicator = factories.indicator()
    assert due_dates([indicator]) == {indicator.pk: None}
    write_reference_sheet(by=None, office={}, indicator=indicator, texts={}, collection_started_on=date(2021, 1, 4))
    assert due_dates([indicator]) == {indicator.pk: date(2024, 1, 4)}


def test_a_coordinator_sees_the_assessments_of_the_organisations_reached_and_no_other() -> None:
    there = stage(SEATS=SEATS)
    mine = assessed(there)
    assessed(there, sheets=0, partner=factories.organisation())
    assert list(assessments_seen_by(there.coordinator)) == [mine]
    assert list(assessments_seen_by(there.agent)) == []
