"""What a framework workbook is refused for: each with tab and cell, and nothing half-kept."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests import factories
from tests.flow.frameworks import FRAMEWORK, cell, edited, everything, found, loaded, officer_of_the_stage
from toguna.collect.framework_workbook import write_framework
from toguna.flow.framework import (
    FrameworkNotApplied,
    apply_framework,
    preview_framework,
)
from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition as Count
from toguna.rules.findings import Severity
from toguna.rules.framework import (
    ActivityRow,
    Framework,
    IndicatorRow,
    ProgrammeRow,
    ResultRow,
    Texts,
)
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.programmes.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return officer_of_the_stage()


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"place": PlaceMention("Ailleurs", "toguna-demo", "C99")}, "place-unknown", "K"),
        ({"place": PlaceMention("Sanankoro")}, "place-unknown", "K"),
        ({"implementer": "osc-fictives"}, "organisation-unknown", "L"),
        ({"objective": 9}, "row-not-found", "G"),
    ],
)
def test_what_only_the_database_knows_is_told_with_tab_and_cell(
    officer: User, row: dict[str, Any], code: str, column: str
) -> None:
    plan = Framework(programme=FRAMEWORK.programme, activities=(ActivityRow("F-009", "forum", Texts("Forum"), **row),))
    before = everything()
    with pytest.raises(FrameworkNotApplied) as refused:
        apply_framework(write_framework(plan), by=officer)
    assert found(refused.value.preview) == [(code, f"Plan de travail!{column}2")]
    assert everything() == before


def test_a_place_may_be_written_by_its_name_alone(officer: User) -> None:
    by_name = ActivityRow("F-001", "forum", Texts("Forum fictif"), place=PlaceMention("sanankoro ba"))
    loaded(officer, Framework(programme=FRAMEWORK.programme, activities=(by_name,)))
    assert str(Activity.objects.get().place) == "Sanankoro-Ba"
    again = Framework(programme=FRAMEWORK.programme, activities=(by_name,))
    assert apply_framework(write_framework(again), by=officer).changes_nothing


def test_two_communes_of_one_name_are_told_apart_by_their_codes(officer: User) -> None:
    factories.place(name="Sanankoro-Ba", code="C2")
    plan = Framework(
        programme=FRAMEWORK.programme,
        activities=(ActivityRow("F-001", "forum", Texts("Forum"), place=PlaceMention("Sanankoro-Ba")),),
    )
    (error,) = preview_framework(write_framework(plan), fictional=True).errors
    assert "Sanankoro-Ba [toguna-demo:C1], Sanankoro-Ba [toguna-demo:C2]" in error.text()


def test_nothing_fictional_is_attached_to_a_real_programme() -> None:
    factories.place(name="Sanankoro-Ba", code="C1")
    factories.organisation(code="osc-fictive")
    real = factories.user(Role.MEL_OFFICER)
    with pytest.raises(FrameworkNotApplied) as refused:
        apply_framework(write_framework(FRAMEWORK), by=real, fictional=False)
    assert [code for code, _ in found(refused.value.preview)] == ["organisation-unknown", "place-unknown"]


def test_a_code_of_another_programme_is_refused_and_a_joint_activity_stays_joint(officer: User) -> None:
    programme = loaded(officer)
    other = factories.programme(code="autre")
    factories.activity(programmes=[other], code="F-100")
    with_both = Activity.objects.get(code="F-002")
    with_both.programmes.add(other)
    taken = Framework(programme=FRAMEWORK.programme, activities=(ActivityRow("F-100", "forum", Texts("Forum")),))
    assert found(preview_framework(write_framework(taken))) == [("activity-elsewhere", "Plan de travail!A2")]
    apply_framework(edited(programme, cell("Plan de travail", "C3", "Nouvelle formation")), by=officer)
    with_both.refresh_from_db()
    assert with_both.title["fr"] == "Nouvelle formation"
    assert set(with_both.programmes.values_list("code", flat=True)) == {"prog-fictif", "autre"}


def test_whom_an_activity_was_designed_for_is_not_rewritten(officer: User) -> None:
    programme = loaded(officer)
    preview = preview_framework(edited(programme, cell("Plan de travail", "E2", "Jeunes")))
    assert found(preview) == [("designed-for-fixed", "Plan de travail!E2")]


def test_an_activity_that_was_held_is_not_cancelled_by_a_workbook(officer: User) -> None:
    programme = loaded(officer)
    activity = Activity.objects.get(code="F-001")
    cancel = cell("Plan de travail", "M2", "Annulée")
    record = factories.record(activity=activity, state="verified")
    assert found(preview_framework(edited(programme, cancel))) == [("has-verified-records", "Plan de travail!M2")]
    record.state = "returned"
    record.save()
    apply_framework(edited(programme, cancel), by=officer)
    activity.refresh_from_db()
    assert activity.status == "cancelled"


def test_a_definition_that_names_what_is_not_there_is_told(officer: User) -> None:
    body = {
        "count": "events",
        "periods": ["year"],
        "place_edition": "jamais",
        "where": {"programme": "perdu", "implementer": ["personne"], "places": ["nulle-part"]},
    }
    indicator = IndicatorRow("R1", "I1", "unit", Texts("Perdu"), definition=Count.from_json(body).canonical())
    framework = Framework(
        programme=FRAMEWORK.programme, results=(ResultRow("R1", "outcome", Texts("Effet")),), indicators=(indicator,)
    )
    preview = preview_framework(write_framework(framework), fictional=True)
    assert {one.code for one in preview.errors} == {"definition-names-unknown"}
    assert {one.values["name"] for one in preview.errors} == {"perdu", "personne", "nulle-part", "jamais"}


def test_a_result_never_stands_above_itself_through_what_is_kept(officer: User) -> None:
    loaded(officer)
    ring = Framework(
        programme=FRAMEWORK.programme, results=(ResultRow("R1", "outcome", Texts("Effet"), parent="R1.1"),)
    )
    assert found(preview_framework(write_framework(ring))) == [("parent-loop", "Résultats!H2")]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (ProgrammeRow("p", Texts("Sans dates")), ["cycle-missing"]),
        (ProgrammeRow("é à", Texts("X"), Texts(), date(2024, 1, 1), date(2024, 1, 2)), ["code-not-for-addresses"]),
        (ProgrammeRow("p", Texts("Un jour"), Texts(), date(2024, 1, 1), date(2024, 1, 1)), ["cycle-too-short"]),
    ],
)
def test_a_new_programme_needs_a_cycle_and_a_code_for_its_address(row: ProgrammeRow, codes: list[str]) -> None:
    preview = preview_framework(write_framework(Framework(programme=row)))
    assert [code for code, _ in found(preview)] == codes


def test_a_workbook_of_another_programme_is_refused_where_one_is_expected(officer: User) -> None:
    other = factories.programme(code="autre")
    assert found(preview_framework(write_framework(FRAMEWORK), other, fictional=True)) == [
        ("other-programme", "Programme!A2")
    ]
    assert "programme-missing" in {one.code for one in preview_framework(write_framework(Framework())).findings}


def test_what_is_no_workbook_is_refused_in_words() -> None:
    (error,) = preview_framework(b"programme;objectif").errors
    assert error.severity is Severity.ERROR
    with pytest.raises(FrameworkNotApplied):
        apply_framework(b"programme;objectif", by=factories.user(Role.MEL_OFFICER))


def test_only_who_manages_the_framework_loads_one() -> None:
    with pytest.raises(PermissionDenied):
        apply_framework(write_framework(FRAMEWORK), by=factories.user(Role.PARTNER_COORDINATOR))
    assert not Programme.objects.exists()
