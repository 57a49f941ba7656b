"""A framework goes out to a workbook and comes back: tried first, then all of it or nothing, and nothing is deleted."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from openpyxl import Workbook, load_workbook

from tests import factories
from tests.collect.books import changed
from toguna.collect.framework_workbook import write_framework
from toguna.demo.fictional_framework import load_framework
from toguna.demo.real_programmes import RealProgrammes
from toguna.flow.framework import (
    FrameworkNotApplied,
    FrameworkPreview,
    apply_framework,
    framework_of,
    framework_workbook,
    preview_framework,
)
from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition as Count
from toguna.rules.findings import Severity
from toguna.rules.framework import (
    ActivityRow,
    ChangeKind,
    Framework,
    IndicatorRow,
    ObjectiveRow,
    ProgrammeRow,
    ResultRow,
    StatementRow,
    TargetRow,
    Texts,
)
from toguna.rules.roles import Role
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.facts.models import Fact
from toguna.store.journal.models import Entry
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.models import Definition, Indicator, OutcomeStatement, ReferenceValue, Result, Target

pytestmark = pytest.mark.django_db

FORUMS = Count.from_json({"count": "events", "periods": ["year"], "where": {"programme": "prog-fictif"}}).canonical()
FRAMEWORK = Framework(
    programme=ProgrammeRow(
        "prog-fictif", Texts("Programme fictif", "Fictional programme"), Texts("Résumé."), date(2024, 1, 1),
        date(2026, 12, 31), 123_456_789, "XOF",
    ),
    objectives=(
        ObjectiveRow(1, Texts("Des citoyens engagés", "Engaged citizens")),
        ObjectiveRow(2, Texts("Des conflits apaisés"), Texts("Paix"), date(2025, 6, 1)),
    ),
    results=(
        # The lower one stands first: people do not sort their tabs.
        ResultRow("R1.1", "output", Texts("Produit"), parent="R1"),
        ResultRow("R1", "outcome", Texts("Effet"), objective=1, related_framework="Cadre", related_code="SP_1"),
    ),
    indicators=(
        IndicatorRow(
            "R1.1", "I2", "unit", Texts("Forums tenus"), Texts("forum"), disaggregations=("sex",), reference_year=2023,
            reference_value=349_822, reference_comment=Texts("Estimée"), definition=FORUMS,
        ),
        IndicatorRow("R1.1", "I1", "unit", Texts("Sans définition")),
        IndicatorRow("R1", "I1", "percentage", Texts("Part"), ascending=False),
    ),
    targets=(
        TargetRow("R1.1", "I2", date(2025, 1, 1), date(2025, 12, 31), 12_000),
        TargetRow("R1", "I1", date(2025, 1, 1), date(2025, 12, 31), 37_500),
    ),
    statements=(
        StatementRow(
            "R1", 2025, "partly_achieved", Texts("Récit."), Texts("si"), Texts("alors"), Texts("parce que"), True, None,
            (Texts("Une leçon", "A lesson"),), Texts("À revoir"),
        ),
    ),
    activities=(
        ActivityRow(
            "F-001", "forum", Texts("Forum fictif"), ("women",), ("budget",), 1, date(2025, 3, 3), date(2025, 3, 4), 2,
            PlaceMention("Sanankoro-Ba", "toguna-demo", "C1"), "osc-fictive", "held",
        ),
        ActivityRow("F-002", "training", Texts("Formation fictive")),
    ),
)  # fmt: skip

TABLES = [
    Programme,
    Objective,
    Result,
    Indicator,
    Definition,
    ReferenceValue,
    Target,
    OutcomeStatement,
    Activity,
    Entry,
]


@pytest.fixture
def officer() -> User:
    """Who loads frameworks, with the commune and the organisation that the work plan names."""
    factories.place(name="Sanankoro-Ba", code="C1")
    factories.organisation(code="osc-fictive")
    return factories.user(Role.MEL_OFFICER)


def loaded(officer: User, framework: Framework = FRAMEWORK) -> Programme:
    apply_framework(write_framework(framework), by=officer)
    return Programme.objects.get(code="prog-fictif")


def edited(programme: Programme, change: Callable[[Workbook], None]) -> bytes:
    """The programme's own workbook after somebody typed into it."""
    return changed(framework_workbook(programme), change)


def cell(tab: str, place: str, value: object) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        workbook[tab][place] = value

    return change


def cells(*changes: tuple[str, str, object]) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        for tab, place, value in changes:
            workbook[tab][place] = value

    return change


def told(preview: FrameworkPreview, kind: ChangeKind) -> list[tuple[str, str]]:
    return [(change.noun, change.key) for change in preview.of_kind(kind)]


def found(preview: FrameworkPreview) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in preview.findings]


def everything() -> list[Any]:
    return [sorted(table.objects.values_list(), key=str) for table in TABLES]


def test_a_dry_run_lists_what_it_would_add_and_writes_nothing(officer: User) -> None:
    before = everything()
    preview = preview_framework(write_framework(FRAMEWORK), fictional=True)
    assert preview.findings == ()
    assert len(told(preview, ChangeKind.ADD)) == len(list(FRAMEWORK.rows())) == 13
    assert preview.programme is None
    assert everything() == before


def test_what_is_loaded_is_what_the_workbook_says(officer: User) -> None:
    programme = loaded(officer)
    assert framework_of(programme) == FRAMEWORK
    assert programme.fictional, "what a fictional account loads is fictional"
    assert Activity.objects.get(code="F-001").fictional
    assert Entry.objects.get(action="framework.loaded").detail["added"] == 13


def test_loading_again_changes_nothing(officer: User) -> None:
    programme = loaded(officer)
    before = everything()
    assert apply_framework(framework_workbook(programme), by=officer).changes_nothing
    assert apply_framework(framework_workbook(programme, language="en"), by=officer).changes_nothing
    assert everything() == before


def test_an_export_loaded_into_an_empty_database_exports_the_same(officer: User) -> None:
    with transaction.atomic():
        programme = loaded(officer)
        exported, shown = framework_workbook(programme), framework_of(programme)
        transaction.set_rollback(True)
    assert not Programme.objects.exists()
    apply_framework(exported, by=officer)
    assert framework_of(Programme.objects.get(code="prog-fictif")) == shown


def test_two_edited_cells_are_exactly_two_changes(officer: User) -> None:
    programme = loaded(officer)
    body = edited(programme, cells(("Objectifs", "B2", "Des citoyennes engagées"), ("Cibles", "E2", 15)))
    preview = preview_framework(body)
    assert told(preview, ChangeKind.CHANGE) == [
        ("objective", "1"),
        ("target", "R1.1 / I2 / 01/01/2025–31/12/2025"),
    ]
    fields = [(one.field, one.old, one.new) for change in preview.of_kind(ChangeKind.CHANGE) for one in change.fields]
    engaged = "Engaged citizens"
    assert fields == [
        ("statement", Texts("Des citoyens engagés", engaged), Texts("Des citoyennes engagées", engaged)),
        ("value", 12_000, 15_000),
    ]
    assert not told(preview, ChangeKind.ADD)
    apply_framework(body, by=officer)
    assert Objective.objects.get(number=1).statement == {"fr": "Des citoyennes engagées", "en": engaged}
    assert Target.objects.get(indicator__code="I2").value == 15_000


def test_what_the_workbook_does_not_name_is_left(officer: User) -> None:
    programme = loaded(officer)
    part = Framework(programme=FRAMEWORK.programme, objectives=(ObjectiveRow(3, Texts("Un de plus")),))
    done = apply_framework(write_framework(part), by=officer)
    assert told(done, ChangeKind.ADD) == [("objective", "3")]
    left = [change for change in done.of_kind(ChangeKind.LEAVE) if not change.is_named]
    assert len(left) == 12
    assert len(list(framework_of(programme).rows())) == 14


def test_a_column_that_is_missing_says_nothing_and_an_empty_cell_does(officer: User) -> None:
    programme = loaded(officer)

    def without_columns(workbook: Workbook) -> None:
        for sheet, headings in [("Programme", {"Résumé (fr)", "Résumé (en)"}), ("Objectifs", {"Énoncé (en)"})]:
            for position in reversed(range(1, workbook[sheet].max_column + 1)):
                if workbook[sheet].cell(1, position).value in headings:
                    workbook[sheet].delete_cols(position)

    assert preview_framework(edited(programme, without_columns)).changes_nothing
    emptied = apply_framework(edited(programme, cell("Objectifs", "C2", None)), by=officer)
    assert told(emptied, ChangeKind.CHANGE) == [("objective", "1")]
    assert Objective.objects.get(number=1).statement == {"fr": "Des citoyens engagés"}


def test_a_workbook_takes_away_no_definition_no_reference_value_and_no_cycle(officer: User) -> None:
    programme = loaded(officer)
    headings = {
        one.value: one.column_letter
        for one in load_workbook(io.BytesIO(framework_workbook(programme)))["Indicateurs"][1]
    }
    emptied = [
        ("Indicateurs", f"{headings[name]}2", None)
        for name in ("Définition (JSON)", "Année de référence", "Valeur de référence", "Commentaire de référence (fr)")
    ]
    body = edited(programme, cells(*emptied, ("Programme", "F2", None), ("Programme", "G2", None)))
    preview = apply_framework(body, by=officer)
    assert preview.changes_nothing
    assert [(one.code, one.severity) for one in preview.findings] == [("kept", Severity.WARNING)] * 4


def test_a_definition_gets_a_new_version_only_when_it_changes(officer: User) -> None:
    programme = loaded(officer)
    place = next(
        one.coordinate
        for one in load_workbook(io.BytesIO(framework_workbook(programme)))["Indicateurs"][2]
        if one.value == FORUMS
    )
    spelled = '{"periods": ["year"], "where": {"programme": "prog-fictif"}, "count": "events"}'
    assert apply_framework(edited(programme, cell("Indicateurs", place, spelled)), by=officer).changes_nothing
    apply_framework(
        edited(programme, cell("Indicateurs", place, '{"count": "seats", "periods": ["life"]}')), by=officer
    )
    assert [one.version for one in Definition.objects.order_by("version")] == [1, 2]
    assert Definition.objects.get(version=1).body["count"] == "events"


def test_other_languages_and_precision_survive_a_change(officer: User) -> None:
    programme = loaded(officer)
    objective = Objective.objects.get(number=2)
    objective.statement = {"fr": "Des conflits apaisés", "bm": "Kɛlɛ bana"}
    objective.added_precision = "month"
    objective.save()
    apply_framework(edited(programme, cell("Objectifs", "B3", "La paix")), by=officer)
    objective.refresh_from_db()
    assert (objective.statement, objective.added_precision) == ({"fr": "La paix", "bm": "Kɛlɛ bana"}, "month")


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
    assert "Sanankoro-Ba [toguna-demo:C1] ; Sanankoro-Ba [toguna-demo:C2]" in error.text()


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


def test_the_demonstration_goes_out_and_comes_back_without_a_change() -> None:
    RealProgrammes().load()
    load_framework(Random(1))
    assert not Fact.objects.exists()
    for programme in Programme.objects.all():
        preview = preview_framework(framework_workbook(programme))
        assert (preview.errors, told(preview, ChangeKind.CHANGE), told(preview, ChangeKind.ADD)) == ([], [], [])


def test_the_command_writes_tries_and_loads(officer: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cadre.xlsx"
    file.write_bytes(write_framework(FRAMEWORK))
    call_command("framework", "import", str(file), "--dry-run", "--fictional")
    assert not Programme.objects.exists()
    with pytest.raises(CommandError, match="--by"):
        call_command("framework", "import", str(file))
    call_command("framework", "import", str(file), "--by", officer.email)
    programme = Programme.objects.get()
    file.write_bytes(edited(programme, cells(("Objectifs", "B3", "La paix"), ("Plan de travail", "L2", "personne"))))
    with pytest.raises(CommandError, match="erreurs : 1"):
        call_command("framework", "import", str(file), "--by", officer.email)
    assert Objective.objects.get(number=2).statement["fr"] == "Des conflits apaisés"
    call_command("framework", "export", "prog-fictif", str(file))
    call_command("framework", "template", str(tmp_path / "modele.xlsx"))
    said = capsys.readouterr().out
    assert "Ajouts : 13" in said
    assert "Objectifs 2 : Énoncé (fr) : « Des conflits apaisés » → « La paix »" in said
    assert "Plan de travail!L2" in said
    assert preview_framework(file.read_bytes()).changes_nothing
