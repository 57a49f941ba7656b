"""A small fictional framework with its work plan, and what somebody types into its workbook."""

from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests import factories
from tests.collect.books import changed
from toguna.collect.framework_workbook import write_framework
from toguna.flow.framework import (
    FrameworkPreview,
    apply_framework,
    framework_workbook,
)
from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition as Count
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
from toguna.store.journal.models import Entry
from toguna.store.programmes.models import Objective, Programme
from toguna.store.results.models import Definition, Indicator, OutcomeStatement, ReferenceValue, Result, Target

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


def officer_of_the_stage() -> User:
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
