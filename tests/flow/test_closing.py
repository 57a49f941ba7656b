"""A quarter closes, its values are approved by other hands, and what comes late moves nothing until it is decided."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.flow.editions import hold, release, stage
from tests.flow.sheets import SHEET, Commune
from toguna.flow.closing import (
    AlreadyPublished,
    NotCounted,
    NotPermitted,
    OwnWork,
    ReasonMissing,
    SeenOtherwise,
    approve_value,
    close_period,
    decide_restatement,
    reopen_period,
    reporting_kind,
    reporting_periods,
)
from toguna.flow.compute import compute_programme
from toguna.flow.recount import recount_edition
from toguna.flow.values_seen import standing_approvals, values_seen
from toguna.rules.closings import AlreadyClosed, NotOver
from toguna.rules.periods import Period, PeriodKind
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.publications.queries import content_of
from toguna.store.results.actions import define_indicator
from toguna.store.results.models import Indicator
from toguna.store.values.models import Closing, Restatement, Run

pytestmark = pytest.mark.django_db

SEATS: dict[str, Any] = {"count": "seats", "periods": ["life", "quarter"], "dimensions": ["sex"]}
PEOPLE: dict[str, Any] = {"count": "people", "periods": ["life", "quarter"], "dimensions": ["sex"]}
TODAY = date(2025, 7, 20)


def first_quarter(there: Commune) -> Period:
    return reporting_periods(there.programme, TODAY)[-1]


def closed(there: Commune) -> Closing:
    return close_period(there.programme, first_quarter(there), by=there.officer, today=TODAY)


def totals(run: Run, code: str = "SEATS") -> dict[str, int]:
    rows = run.values.filter(indicator__code=code, cell=[])
    return {row.period: int(row.value) for row in rows if row.value is not None}


def someone_else() -> User:
    return factories.user(Role.MEL_OFFICER)


def test_the_quarters_of_a_programme_follow_its_definitions() -> None:
    there = stage(SEATS=SEATS)
    assert reporting_kind(there.programme) is PeriodKind.QUARTER
    assert [one.code for one in reporting_periods(there.programme, TODAY)] == ["2025-Q3", "2025-Q2", "2025-Q1"]
    fiscal = {**SEATS, "periods": ["us_fiscal_quarter"]}
    define_indicator(by=None, indicator=Indicator.objects.get(code="SEATS"), body=fiscal)
    assert [one.code for one in reporting_periods(there.programme, date(2025, 4, 2))] == ["FY2025-Q3", "FY2025-Q2"]


def test_what_comes_late_moves_no_number_and_waits_with_its_effect() -> None:
    there = stage(SEATS=SEATS, PEOPLE=PEOPLE)
    hold(there, 1)
    closing = closed(there)
    before = compute_programme(there.programme, by=there.officer)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    hold(there, 3, session=3, held_on=date(2025, 5, 5))
    after = compute_programme(there.programme, by=there.officer)
    assert totals(after)["2025-Q1"] == totals(before)["2025-Q1"] == 14
    # The later quarter counts, and the whole life has it too: only the late sheet of the closed days is left out.
    assert totals(after)["2025-Q2"] == 14
    assert totals(after)["life"] == 28
    waiting = Restatement.objects.get(closing=closing)
    assert waiting.state == "pending"
    effect = {(one["indicator"], one["period"], one["cell"]): (one["before"], one["after"]) for one in waiting.effect}
    assert effect["SEATS", "2025-Q1", ""] == ("14", "28")
    assert effect["SEATS", "life", "sex=female"] == ("26", "39")
    assert ("SEATS", "2025-Q2", "") not in effect


def test_an_accepted_sheet_counts_and_the_next_edition_says_why_and_which_office_decided() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closed(there)
    first = release(there, leave_out_as_needed=True)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme, by=there.officer)
    waiting = Restatement.objects.get()
    decide_restatement(waiting, by=someone_else(), accept=True, reason=" Arrivée par le bus de lundi ")
    second = release(there, leave_out_as_needed=True)
    told = content_of(second)["restatements"]
    assert [(one["verdict"], one["reason"], one["period"]) for one in told] == [
        ("accepted", "Arrivée par le bus de lundi", "2025-Q1")
    ]
    assert told[0]["decided_by"]["fr"].startswith("le suivi-évaluation")
    assert content_of(first)["restatements"] == []
    assert totals(there.programme.runs.order_by("-started_at")[0])["2025-Q1"] == 28
    # What was released before can still be counted again, and so can what came after.
    assert recount_edition(first) == []
    assert recount_edition(second) == []
    third = release(there, leave_out_as_needed=True)
    assert content_of(third)["restatements"] == []


def test_a_declined_sheet_never_counts_and_a_correction_of_it_asks_again() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closed(there)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme)
    decide_restatement(Restatement.objects.get(), by=someone_else(), accept=False, reason="Doublon d'une fiche papier")
    run = compute_programme(there.programme)
    assert totals(run)["2025-Q1"] == 14
    assert [one.state for one in Restatement.objects.all()] == ["declined"]


def test_correcting_a_sheet_of_a_closed_period_leaves_what_was_counted() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closed(there)
    hold(there, 4, deprecated="uuid:fictive-1", unnamed=())
    run = compute_programme(there.programme)
    assert totals(run)["2025-Q1"] == 14
    assert Restatement.objects.get().effect[0]["after"] is not None
    decide_restatement(Restatement.objects.get(), by=someone_else(), accept=True, reason="Erreur de saisie")
    assert totals(compute_programme(there.programme))["2025-Q1"] == 2


def test_who_entered_checked_or_verified_a_sheet_approves_nothing_counted_from_it() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closing = closed(there)
    run = compute_programme(there.programme)
    (seen,) = values_seen(run, closing)
    with pytest.raises(OwnWork):
        approve_value(closing, by=there.officer, indicator=seen.indicator.pk, digest=seen.digest)
    with pytest.raises(NotPermitted):
        approve_value(closing, by=there.coordinator, indicator=seen.indicator.pk, digest=seen.digest)
    assert standing_approvals(run) == {}
    approve_value(closing, by=someone_else(), indicator=seen.indicator.pk, digest=seen.digest)
    assert standing_approvals(run) == {"SEATS": [(date(2025, 1, 1), date(2025, 4, 1))]}


def test_who_handled_a_late_sheet_does_not_decide_about_it_and_a_decision_has_its_reason() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closed(there)
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    compute_programme(there.programme)
    waiting = Restatement.objects.get()
    with pytest.raises(OwnWork):
        decide_restatement(waiting, by=there.officer, accept=True, reason="Parce que")
    with pytest.raises(ReasonMissing):
        decide_restatement(waiting, by=someone_else(), accept=True, reason="  ")


def test_an_approval_falls_when_the_definition_or_the_facts_change() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closing = closed(there)
    approver = someone_else()
    run = compute_programme(there.programme)
    (seen,) = values_seen(run, closing)
    approve_value(closing, by=approver, indicator=seen.indicator.pk, digest=seen.digest)
    assert not content_of(release(there, leave_out_as_needed=True))["indicators"][0]["tables"][0].get("provisional")
    define_indicator(by=None, indicator=seen.indicator, body={**SEATS, "dimensions": []})
    changed = compute_programme(there.programme)
    assert standing_approvals(changed) == {}
    with pytest.raises(SeenOtherwise):
        approve_value(closing, by=approver, indicator=seen.indicator.pk, digest=seen.digest)
    tables = content_of(release(there, leave_out_as_needed=True))["indicators"][0]["tables"]
    assert all(table["provisional"] for table in tables)


def test_what_is_not_closed_or_not_approved_is_provisional() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    tables = content_of(release(there, leave_out_as_needed=True))["indicators"][0]["tables"]
    assert {table["period_kind"]: table.get("provisional") for table in tables} == {"life": True, "quarter": True}


def test_a_value_is_approved_only_once_it_was_counted_as_closed() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    run = compute_programme(there.programme)
    closing = closed(there)
    (seen,) = values_seen(run, closing)
    with pytest.raises(NotCounted):
        approve_value(closing, by=someone_else(), indicator=seen.indicator.pk, digest=seen.digest)


def test_a_period_closes_once_when_it_is_over_and_by_whoever_may() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    with pytest.raises(NotOver):
        close_period(there.programme, first_quarter(there), by=there.officer, today=date(2025, 3, 31))
    with pytest.raises(NotPermitted):
        close_period(there.programme, first_quarter(there), by=there.coordinator, today=TODAY)
    closed(there)
    with pytest.raises(AlreadyClosed):
        closed(there)


def test_a_period_opens_again_until_an_edition_has_told_it_as_closed() -> None:
    there = stage(SEATS=SEATS)
    hold(there, 1)
    closing = closed(there)
    with pytest.raises(ReasonMissing):
        reopen_period(closing, by=there.officer, reason=" ")
    reopen_period(closing, by=there.officer, reason="Clôturée par erreur")
    hold(there, 2, session=2, held_on=date(2025, 3, 4))
    assert totals(compute_programme(there.programme))["2025-Q1"] == 28
    again = closed(there)
    release(there, leave_out_as_needed=True)
    with pytest.raises(AlreadyPublished):
        reopen_period(again, by=there.officer, reason="Encore")


def test_what_is_learned_later_of_a_person_leaves_the_closed_period_as_it_was_and_the_bands_still_add_up() -> None:
    bands = {**PEOPLE, "dimensions": ["age_band"], "age_bands": [[0, 24], [25, 31], [32, None]]}
    there = stage(PEOPLE=bands)
    hold(there, 1)
    closed(there)
    before = compute_programme(there.programme)
    somebody_older = (replace(SHEET.participants[0], age=35), SHEET.participants[1])
    hold(there, 3, session=3, held_on=date(2025, 5, 5), participants=somebody_older)
    after = compute_programme(there.programme)
    shown = [
        {str(row.cell): (row.value, row.digest) for row in run.values.filter(period="2025-Q1")}
        for run in (before, after)
    ]
    assert shown[0] == shown[1]
    parts = after.values.filter(period="life").exclude(cell=[]).values_list("value", flat=True)
    assert sum(parts) == after.values.get(period="life", cell=[]).value
