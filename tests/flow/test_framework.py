"""A framework goes out to a workbook and comes back: tried first, then all of it or nothing, and nothing is deleted."""

import io
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from openpyxl import Workbook, load_workbook

from tests.flow.frameworks import (
    FORUMS,
    FRAMEWORK,
    cell,
    cells,
    edited,
    everything,
    loaded,
    officer_of_the_stage,
    told,
)
from toguna.collect.framework_workbook import write_framework
from toguna.demo.fictional_framework import load_framework
from toguna.demo.real_programmes import RealProgrammes
from toguna.flow.framework import (
    apply_framework,
    framework_of,
    framework_workbook,
    preview_framework,
)
from toguna.rules.findings import Severity
from toguna.rules.framework import (
    ChangeKind,
    Framework,
    ObjectiveRow,
    Texts,
)
from toguna.store.accounts.models import User
from toguna.store.activities.models import Activity
from toguna.store.facts.models import Fact
from toguna.store.journal.models import Entry
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.models import Definition, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return officer_of_the_stage()


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
