"""A framework and a work plan in one workbook: there and back, and row by row."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.collect.books import book, changed
from tests.collect.sheets import days, paragraphs, phrases, places, words
from toguna.collect.framework_workbook import read_framework, write_framework
from toguna.collect.workbooks import NotAWorkbookError
from toguna.rules.attendance import PlaceMention
from toguna.rules.definitions import Definition
from toguna.rules.findings import Finding
from toguna.rules.framework import (
    ActivityRow,
    Framework,
    IndicatorRow,
    ObjectiveRow,
    ProgrammeRow,
    ResultRow,
    StatementRow,
    TargetRow,
    Texts,
)

DEFINITION = Definition.from_json({"count": "people", "periods": ["quarter"], "dimensions": ["sex"]}).canonical()
FRAMEWORK = Framework(
    programme=ProgrammeRow(
        "prog-fictif",
        Texts("Programme fictif", "Fictional programme"),
        Texts("Un résumé.\n\nEn deux paragraphes."),
        date(2024, 1, 1),
        date(2026, 12, 31),
        123_456_789,
        "XOF",
    ),
    objectives=(
        ObjectiveRow(1, Texts("Des citoyens engagés", "Engaged citizens")),
        ObjectiveRow(2, Texts("Des conflits apaisés"), Texts("Paix"), date(2025, 6, 1)),
    ),
    results=(
        ResultRow("R1", "outcome", Texts("Effet"), objective=1, related_framework="Cadre", related_code="SP_1"),
        ResultRow("R1.1", "output", Texts("Produit"), parent="R1"),
    ),
    indicators=(
        IndicatorRow(
            "R1.1",
            "I1",
            "unit",
            Texts("Personnes formées", "People trained"),
            Texts("personne", "person"),
            cumulative=True,
            disaggregations=("sex", "age_band"),
            reference_year=2023,
            reference_value=349_822,
            reference_comment=Texts("Estimée"),
            definition=DEFINITION,
        ),
        IndicatorRow("R1", "I1", "percentage", Texts("Part"), ascending=False),
    ),
    targets=(
        TargetRow("R1.1", "I1", date(2025, 1, 1), date(2025, 12, 31), 1_500_000),
        TargetRow("R1", "I1", date(2025, 1, 1), date(2025, 12, 31), 37_500),
    ),
    statements=(
        StatementRow(
            "R1",
            2025,
            "partly_achieved",
            Texts("Récit.", "Narrative."),
            Texts("si"),
            Texts("alors"),
            Texts("parce que"),
            still_relevant=True,
            lessons=(Texts("Une leçon", "A lesson"), Texts("Une autre")),
            remarks=Texts("À revoir"),
        ),
    ),
    activities=(
        ActivityRow(
            "A-001",
            "training",
            Texts("Formation", "Training"),
            ("women", "youth"),
            ("budget", "état civil"),
            2,
            date(2025, 3, 1),
            date(2025, 3, 3),
            6,
            PlaceMention("Balanfara", "toguna-demo", "C01"),
            "osc-fictive",
            "held",
        ),
    ),
)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in findings]


def after(change: object) -> tuple[Framework, list[Finding]]:
    return read_framework(changed(write_framework(FRAMEWORK), change))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_framework_that_is_written_reads_back_the_same_without_a_word(language: str) -> None:
    assert read_framework(write_framework(FRAMEWORK, language=language)) == (FRAMEWORK, [])


texts = st.builds(Texts, paragraphs.filter(bool), paragraphs)
optional_texts = st.builds(Texts, paragraphs, paragraphs)
numbers = st.none() | st.integers(-(10**12), 10**12)
flags = st.none() | st.booleans()
listed = st.lists(words.filter(lambda word: word and ";" not in word), max_size=3, unique=True).map(tuple)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """A small framework whose rows name only rows that are there."""
    start, end = sorted((draw(days), draw(days)))
    objective = draw(st.none() | st.just(3))
    year = draw(st.none() | st.integers(1900, 2200))
    reference = draw(numbers) if year else None
    comment = draw(optional_texts) if year else Texts()
    lesson = st.builds(Texts, phrases, words)
    return Framework(
        programme=ProgrammeRow("p", draw(texts), draw(optional_texts), start, end, draw(numbers), "XOF"),
        objectives=(ObjectiveRow(3, draw(texts), draw(optional_texts), draw(st.none() | days)),),
        results=(
            ResultRow("R", draw(st.sampled_from(["impact", "output"])), draw(texts), draw(optional_texts), objective),
            ResultRow("S", "other", draw(texts), Texts(), None, "R", draw(words), draw(words), draw(optional_texts)),
        ),
        indicators=(
            IndicatorRow(
                "S", "I", draw(st.sampled_from(["unit", "nominal"])), draw(texts), draw(optional_texts),
                draw(st.booleans()), draw(st.booleans()), draw(listed), year, reference, comment,
                draw(st.sampled_from(["", DEFINITION])),
            ),
        ),
        targets=(TargetRow("S", "I", start, end, draw(st.integers(-(10**12), 10**12))),),
        statements=(
            StatementRow(
                "R", draw(st.integers(1900, 2200)), draw(st.sampled_from(["achieved", "not_stated"])),
                draw(optional_texts), draw(optional_texts), draw(optional_texts), draw(optional_texts),
                draw(flags), draw(flags), tuple(draw(st.lists(lesson, max_size=3))), draw(optional_texts),
            ),
        ),
        activities=(
            ActivityRow(
                "A-1", draw(st.sampled_from(["forum", "campaign"])), draw(texts),
                draw(st.sampled_from([(), ("women",), ("women", "everyone")])), draw(listed), objective, start, end,
                draw(st.integers(1, 999)), draw(places), draw(words), draw(st.sampled_from(["planned", "cancelled"])),
            ),
        ),
    )  # fmt: skip


@given(frameworks(), st.sampled_from(["fr", "en"]))
@settings(deadline=None, max_examples=40)
def test_any_framework_reads_back_the_same(framework: Framework, language: str) -> None:
    read, findings = read_framework(write_framework(framework, language=language))
    assert read == framework
    assert findings == []


def test_a_workbook_may_hold_the_work_plan_alone_and_name_what_is_kept() -> None:
    payload = book(
        {
            "Programme": [("Code", "Nom"), ("prog-fictif", "Programme fictif")],
            "Plan de travail": [("Code", "Nature", "Titre", "Objectif"), ("A-9", "Forum", "Un forum", 2)],
        }
    )
    plan, findings = read_framework(payload, known=FRAMEWORK)
    assert findings == []
    assert plan.activities == (ActivityRow("A-9", "forum", Texts("Un forum"), objective=2),)
    assert told(read_framework(payload)[1]) == [("row-not-found", "Plan de travail!D2")]


def set_cell(tab: str, cell: str, value: object) -> object:
    def change(workbook: Workbook) -> None:
        workbook[tab][cell] = value

    return change


@pytest.mark.parametrize(
    ("tab", "cell", "value", "code"),
    [
        ("Résultats", "B2", "Rêve", "choice-not-understood"),
        ("Résultats", "A2", None, "value-missing"),
        ("Résultats", "C2", None, "value-missing"),
        ("Résultats", "G2", 9, "row-not-found"),
        ("Résultats", "H3", "R7", "row-not-found"),
        ("Résultats", "H2", "R1.1", "parent-loop"),
        ("Indicateurs", "A2", "R7", "row-not-found"),
        ("Indicateurs", "K2", None, "reference-without-year"),
        ("Indicateurs", "L2", "beaucoup", "quantity-not-understood"),
        ("Indicateurs", "L2", "1,2345", "quantity-not-understood"),
        ("Indicateurs", "O2", "{count", "definition-not-json"),
        ("Indicateurs", "O2", '{"count": "everything"}', "not-in-list"),
        ("Cibles", "D2", date(2024, 1, 1), "ends-before-start"),
        ("Cibles", "D2", "31/12", "date-not-understood"),
        ("Cibles", "E2", None, "value-missing"),
        ("Effets par an", "B2", 25, "out-of-range"),
        ("Effets par an", "O2", "A lesson\n\nOne too many", "lesson-without-french"),
        ("Plan de travail", "A2", "Été 1", "code-malformed"),
        ("Plan de travail", "A2", "A" * 41, "text-too-long"),
        ("Plan de travail", "E2", "Femmes ; Martiens", "choice-not-understood"),
        ("Programme", "I2", None, "budget-without-currency"),
        ("Programme", "F2", None, "end-without-start"),
    ],
)
def test_a_wrong_cell_is_told_where_it_stands_and_the_rest_is_read(
    tab: str, cell: str, value: object, code: str
) -> None:
    read, findings = after(set_cell(tab, cell, value))
    # What belongs to several cells is told at one of them.
    at = tab if code in ("parent-loop", "end-without-start", "budget-without-currency") else f"{tab}!{cell}"
    assert any(one.code == code and one.where.startswith(at) for one in findings), told(findings)
    assert read.objectives == FRAMEWORK.objectives


def test_a_code_that_stands_twice_is_told_and_the_first_is_kept() -> None:
    def again(workbook: Workbook) -> None:
        workbook["Plan de travail"].append(["A-001", "Forum", "Autre"])

    read, findings = after(again)
    assert told(findings) == [("row-twice", "Plan de travail!A3")]
    assert read.activities == FRAMEWORK.activities


def test_two_programmes_in_one_workbook_are_told() -> None:
    read, findings = after(lambda workbook: workbook["Programme"].append(["autre", "Autre"]))
    assert told(findings) == [("several-programmes", "Programme!A3")]
    assert read.programme == FRAMEWORK.programme


def test_a_percentage_is_read_as_people_see_it() -> None:
    def as_percent(workbook: Workbook) -> None:
        workbook["Cibles"]["E3"] = 0.375
        workbook["Cibles"]["E3"].number_format = "0.0%"

    assert after(as_percent) == (FRAMEWORK, [])


@pytest.mark.parametrize("written", ["349,822", "349.822", 349.822, " 349,822 "])
def test_decimals_are_read_in_french_and_english(written: object) -> None:
    assert after(set_cell("Indicateurs", "L2", written))[0].indicators[0].reference_value == 349_822


def test_thousands_may_be_set_apart_by_spaces() -> None:
    assert after(set_cell("Cibles", "E2", "1\u202f500"))[0].targets[0].value == 1_500_000


def test_a_workbook_without_a_programme_says_so() -> None:
    read, findings = read_framework(book({"Objectifs": [("Numéro", "Énoncé"), (1, "Un")]}))
    assert told(findings) == [("tab-missing", "")]
    assert read.objectives == (ObjectiveRow(1, Texts("Un")),)


def test_lists_to_choose_from_are_in_the_workbook() -> None:
    workbook = load_workbook(io.BytesIO(write_framework(FRAMEWORK)))
    offered = {str(one.sqref) for one in workbook["Plan de travail"].data_validations.dataValidation}
    assert "B2:B3000" in offered
    assert "Formation" in {cell.value for row in workbook["Listes"].iter_rows() for cell in row}


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(NotAWorkbookError):
        read_framework(b"programme;objectif")
