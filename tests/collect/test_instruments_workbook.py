"""An instrument's workbook: what is written is read back, and what is wrong is told with its cell."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.collect.books import book, changed
from tests.collect.instrument_models import models
from tests.collect.libreoffice import saved_elsewhere
from toguna.collect.instruments import shipped_instruments, templates
from toguna.collect.instruments.workbook import languages_of, model_to_workbook, read_model
from toguna.rules.findings import Severity
from toguna.rules.instrument_checks import findings as faults_of
from toguna.rules.instruments import Model

ALL = {**shipped_instruments(), **templates()}
BAROMETER = shipped_instruments()["barometre"]


def cell_of(sheet: Worksheet, row: int, heading: str) -> str:
    """The address of the cell on a row under a heading."""
    for position, cell in enumerate(sheet[1], start=1):
        if str(cell.value).startswith(heading):
            return f"{get_column_letter(position)}{row}"
    raise AssertionError(heading)


def with_cell(tab: str, row: int, heading: str, value: object, model: Model = BAROMETER) -> tuple[bytes, str]:
    """The workbook of an instrument after someone has typed something, and where."""
    at: list[str] = []

    def change(workbook: Workbook) -> None:
        sheet = workbook[tab]
        at.append(cell_of(sheet, row, heading))
        sheet[at[0]].value = value

    payload = changed(model_to_workbook(model), change)
    return payload, f"{tab}!{at[0]}"


def changed_barometer(change: Callable[[Workbook], object]) -> bytes:
    return changed(model_to_workbook(BAROMETER), change)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_what_is_written_is_read_back(model: Model) -> None:
    assert [one.code for one in faults_of(model) if one.severity is Severity.ERROR] == []
    read, findings = read_model(model_to_workbook(model))
    assert [(one.where, one.text()) for one in findings if one.severity is not Severity.NOTE] == []
    assert read == model


@pytest.mark.parametrize("code", sorted(ALL))
def test_an_instrument_that_ships_comes_back_without_a_remark(code: str) -> None:
    assert read_model(model_to_workbook(ALL[code])) == (ALL[code], [])


def test_it_comes_back_from_another_office_program() -> None:
    assert read_model(saved_elsewhere(model_to_workbook(BAROMETER))) == (BAROMETER, [])


def test_columns_and_lines_may_be_moved_and_lines_left_blank() -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook["Indicateurs"]
        sheet.move_range(f"A1:A{sheet.max_row}", cols=20)
        sheet.insert_rows(5, amount=3)
        workbook.move_sheet("Groupes", -4)

    assert read_model(changed_barometer(change)) == (BAROMETER, [])


def test_english_headings_and_answers_are_read() -> None:
    read, findings = read_model(
        book(
            {
                "Instrument": [["Setting", "Value"], ["Code", "card"], ["Title (fr)", "Carte"], ["Engine", "Survey"]],
                "Indicators": [["Code", "Label (fr)", "Label (bm)", "Display"], ["1", "Eau", "Ji", "Yes or no"]],
            }
        )
    )
    assert findings == []
    assert read is not None
    assert read.indicators[0].label == {"fr": "Eau", "bm": "Ji"}
    assert (read.indicators[0].scale.worst, read.indicators[0].scale.best) == (0, 1000)


def test_a_language_of_its_own_gets_a_column() -> None:
    model, _findings = read_model(with_cell("Instrument", 3, "Valeur", "Baromètre")[0])
    assert model is not None
    spoken = Model.from_json(model.to_json() | {"title": {"fr": "Baromètre", "ses": "Hini"}})
    assert languages_of(spoken) == ("fr", "en", "ses")
    assert read_model(model_to_workbook(spoken)) == (spoken, [])


@pytest.mark.parametrize(
    ("written", "weight"),
    [("0,5", 500), ("1.25", 1250), ("20 %", 20_000), (0.5, 500), (1 / 3, 333), ("1 000", 1_000_000), ("", 1000)],
)
def test_a_weight_is_read_however_it_is_written(written: object, weight: int) -> None:
    payload, _where = with_cell("Critères", 2, "Poids", written or None)
    read, findings = read_model(payload)
    assert findings == []
    assert read is not None
    assert read.nodes[0].weight == weight


def test_a_cell_with_a_percent_format_is_the_percent_that_is_seen() -> None:
    def change(workbook: Workbook) -> None:
        for row in range(2, 29):
            cell = workbook["Critères"][cell_of(workbook["Critères"], row, "Poids")]
            cell.value, cell.number_format = 0.2, "0%"

    read, findings = read_model(changed_barometer(change))
    assert findings == []
    assert read is not None
    assert {node.weight for node in read.nodes} == {20_000}


@pytest.mark.parametrize(("written", "share"), [("80 %", 800), (80, 800), ("0,8", 800), ("100%", 1000), (1, 1000)])
def test_a_share_of_answers_is_read_however_it_is_written(written: object, share: int) -> None:
    payload, _where = with_cell("Instrument", 8, "Valeur", written)
    read, findings = read_model(payload)
    assert findings == []
    assert read is not None
    assert read.completeness == share


@pytest.mark.parametrize(
    ("tab", "row", "heading", "value", "code"),
    [
        ("Critères", 3, "Poids", -1, "weight-negative"),
        ("Critères", 3, "Poids", "lourd", "quantity-not-understood"),
        ("Critères", 3, "Sous", "9", "parent-unknown"),
        ("Critères", 3, "Sous", "1.1", "parent-circle"),
        ("Critères", 3, "Code", None, "value-missing"),
        ("Critères", 3, "Code", "un deux", "code-malformed"),
        ("Critères", 3, "Code", "x" * 31, "code-too-long"),
        ("Critères", 4, "Code", "1.1", "code-twice"),
        ("Critères", 3, "Libellé / Label (fr)", None, "value-missing"),
        ("Critères", 3, "Libellé / Label (fr)", "x" * 2001, "text-too-long"),
        ("Critères", 3, "Vérifié", "peut-être", "choice-not-understood"),
        ("Indicateurs", 2, "Code", datetime(2001, 1, 1), "code-as-date"),
        ("Indicateurs", 2, "Critère", "7.7", "parent-unknown"),
        ("Indicateurs", 2, "Meilleur", 0, "scale-flat"),
        ("Indicateurs", 2, "Pas", 0, "step-impossible"),
        ("Indicateurs", 2, "Pas", "0,0001", "quantity-not-understood"),
        ("Indicateurs", 2, "Meilleur", 4, "anchor-outside"),
        ("Indicateurs", 2, "Présentation", "étoiles", "choice-not-understood"),
        ("Indicateurs", 2, "Repères", "ailleurs", "anchors-unknown"),
        ("Échelles", 3, "Valeur", 0, "anchor-twice"),
        ("Échelles", 3, "Valeur", None, "value-missing"),
        ("Groupes", 3, "Code", "elected_officials", "code-twice"),
        ("Groupes", 3, "Côté", "au milieu", "choice-not-understood"),
        ("Groupes", 3, "Partie", "martiens", "choice-not-understood"),
        ("Instrument", 2, "Valeur", "Mon Baromètre", "code-malformed"),
        ("Instrument", 2, "Valeur", None, "value-missing"),
        ("Instrument", 3, "Valeur", None, "value-missing"),
        ("Instrument", 5, "Valeur", "divination", "choice-not-understood"),
        ("Instrument", 8, "Valeur", "120 %", "share-impossible"),
        ("Instrument", 10, "Valeur", 0, "out-of-range"),
        ("Indicateurs", 2, "Poids", "=1/0", "formula-empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell_and_nothing_is_half_read(
    tab: str, row: int, heading: str, value: object, code: str
) -> None:
    payload, where = with_cell(tab, row, heading, value)
    read, findings = read_model(payload)
    assert read is None
    told = {(one.code, one.where) for one in findings if one.severity is Severity.ERROR}
    expected = where if code != "anchor-outside" else where.replace("J2", "M2")
    assert (code, expected) in told
    assert all(one.text() for one in findings)


def test_weights_of_0_everywhere_are_told_at_the_first_of_them() -> None:
    def change(workbook: Workbook) -> None:
        for row in range(3, 8):
            workbook["Critères"][cell_of(workbook["Critères"], row, "Poids")].value = 0

    read, findings = read_model(changed_barometer(change))
    assert read is None
    assert [(one.code, one.where) for one in findings] == [("weights-all-zero", "Critères!E3")]


def test_all_that_is_wrong_is_told_at_once() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Critères"]["E3"].value = "lourd"
        workbook["Indicateurs"]["J3"].value = "beaucoup"
        workbook["Groupes"]["D2"].value = "au milieu"

    _read, findings = read_model(changed_barometer(change))
    assert {one.where for one in findings} == {"Critères!E3", "Indicateurs!J3", "Groupes!D2"}


def test_a_formula_is_taken_at_its_last_value_and_told() -> None:
    payload, where = with_cell("Indicateurs", 2, "Poids", "=1+1")
    _read, findings = read_model(payload)
    # Nobody has calculated it yet: openpyxl writes formulas without their values.
    assert [(one.code, one.where) for one in findings] == [("formula-empty", where)]


def test_a_missing_tab_and_a_missing_setting_are_told() -> None:
    def change(workbook: Workbook) -> None:
        del workbook["Indicateurs"]
        workbook["Instrument"].delete_rows(2)

    read, findings = read_model(changed_barometer(change))
    assert read is None
    assert {"tab-missing", "setting-missing"} <= {one.code for one in findings}


def test_an_unknown_setting_is_a_warning_and_one_given_twice_an_error() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Instrument"].append(["Couleur", "bleu"])
        workbook["Instrument"].append(["Code", "autre"])

    read, findings = read_model(changed_barometer(change))
    assert read is None
    assert [(one.code, one.severity) for one in findings] == [
        ("setting-unknown", Severity.WARNING),
        ("setting-twice", Severity.ERROR),
    ]


def test_anchors_that_nobody_uses_are_a_warning_and_leave_the_model_whole() -> None:
    read, findings = read_model(
        changed_barometer(lambda workbook: workbook["Échelles"].append(["étoiles", 1, "Une", "One"]))
    )
    assert read == BAROMETER
    assert [(one.code, one.severity) for one in findings] == [("anchors-unused", Severity.WARNING)]


def test_an_instrument_of_thousands_of_lines_is_refused() -> None:
    def change(workbook: Workbook) -> None:
        for number in range(2_500):
            workbook["Indicateurs"].append([f"i{number}", "", "Eau"])

    read, findings = read_model(changed_barometer(change))
    assert read is None
    assert [one.code for one in findings] == ["too-many-elements"]


@pytest.mark.parametrize("payload", [b"", b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_a_file_that_is_no_workbook_is_one_finding(payload: bytes) -> None:
    read, findings = read_model(payload)
    assert read is None
    assert len(findings) == 1


def test_what_begins_like_a_formula_stays_text() -> None:
    content = BAROMETER.to_json() | {"title": {"fr": "=HYPERLINK(1)"}}
    read, findings = read_model(model_to_workbook(Model.from_json(content)))
    assert findings == []
    assert read is not None
    assert read.title == {"fr": "=HYPERLINK(1)"}
