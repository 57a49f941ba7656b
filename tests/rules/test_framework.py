"""What loading one framework over another would do."""

from dataclasses import replace

from toguna.rules.framework import (
    ActivityRow,
    ChangeKind,
    FieldChange,
    Framework,
    IndicatorRow,
    ProgrammeRow,
    ResultRow,
    Texts,
    difference,
)

FRAMEWORK = Framework(
    programme=ProgrammeRow("prog", Texts("Programme fictif")),
    results=(ResultRow("R1", "outcome", Texts("Effet un")), ResultRow("R2", "output", Texts("Produit"))),
    indicators=(
        IndicatorRow("R1", "I1", "unit", Texts("Personnes")),
        IndicatorRow("R2", "I1", "unit", Texts("Forums")),
    ),
)


def kinds(existing: Framework, incoming: Framework) -> list[tuple[ChangeKind, str, str]]:
    return [(change.kind, change.noun, change.key) for change in difference(existing, incoming)]


def test_loading_what_is_there_leaves_everything() -> None:
    assert {change.kind for change in difference(FRAMEWORK, FRAMEWORK)} == {ChangeKind.LEAVE}


def test_loading_into_nothing_adds_every_row_in_an_order_that_can_be_kept() -> None:
    assert kinds(Framework(), FRAMEWORK) == [
        (ChangeKind.ADD, "programme", "prog"),
        (ChangeKind.ADD, "result", "R1"),
        (ChangeKind.ADD, "result", "R2"),
        (ChangeKind.ADD, "indicator", "R1 / I1"),
        (ChangeKind.ADD, "indicator", "R2 / I1"),
    ]


def test_a_change_says_which_fields_from_what_to_what() -> None:
    changed = replace(FRAMEWORK, results=(ResultRow("R1", "impact", Texts("Effet un")), FRAMEWORK.results[1]))
    change = next(one for one in difference(FRAMEWORK, changed) if one.kind is ChangeKind.CHANGE)
    assert change.fields == (FieldChange("type", "outcome", "impact"),)


def test_what_the_workbook_does_not_name_is_left_and_never_deleted() -> None:
    incoming = Framework(programme=FRAMEWORK.programme, activities=(ActivityRow("A-1", "forum", Texts("Forum")),))
    changes = difference(FRAMEWORK, incoming)
    assert [change.key for change in changes if not change.is_named] == ["R1", "R2", "R1 / I1", "R2 / I1"]
    assert {change.kind for change in changes if not change.is_named} == {ChangeKind.LEAVE}
