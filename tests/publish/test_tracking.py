"""The tracking table: what it says where there is nothing to divide, and what it asks to be explained."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.publish.donor_books import QUARTERS, over, reported
from tests.publish.pdf_words import pages_in, words_of
from tests.publish.snapshots import indicator, snapshot
from toguna.publish.snapshot import Snapshot
from toguna.publish.tracking.paper import tracking_paper, tracking_pictures
from toguna.publish.tracking.shown import ShownRow, shown_table
from toguna.publish.tracking.spans import is_fiscal, span_of
from toguna.publish.tracking.table import Row, tracking_table
from toguna.publish.tracking.workbook import tracking_workbook
from toguna.rules.achievement import Standing

SHA256 = "cd" * 32
FIRST = {"starts_on": QUARTERS[0][1], "ends_before": QUARTERS[0][2]}


def one(**changes: Any) -> Snapshot:
    """A programme with one indicator over the first fiscal quarter of 2025."""
    given: dict[str, Any] = {
        "targets": [{**FIRST, "value": 20_000}],
        "tables": [over("us_fiscal_quarter", QUARTERS[0], "18", cuts={})],
    }
    return snapshot(indicator(**{**given, **changes}), released_on="2025-04-15", format=2)


def row(content: Snapshot) -> Row:
    return tracking_table(content, "FY2025").rows[0]


def said(content: Snapshot, language: str = "fr") -> ShownRow:
    return shown_table(tracking_table(content, "FY2025"), language).groups[0].rows[0]


def test_four_quarters_their_year_and_the_life_are_the_columns() -> None:
    spans = tracking_table(reported()).spans
    assert [span.period.code for span in spans] == [
        "FY2025-Q1",
        "FY2025-Q2",
        "FY2025-Q3",
        "FY2025-Q4",
        "FY2025",
        "life",
    ]
    assert [span.running for span in spans] == [False, False, True, True, True, True]


def test_a_life_that_is_known_by_its_years_is_not_given_days() -> None:
    content = one()
    told = shown_table(tracking_table(content), "fr", lambda *_told: "").columns[-1].days
    years = {**content["programme"], "starts_precision": "year", "ends_precision": "year"}
    short = shown_table(tracking_table({**content, "programme": years}), "fr", lambda *_told: "").columns[-1].days
    assert "décembre" in told or "septembre" in told or "janvier" in told
    assert re.fullmatch(r"\d{4} – \d{4}", short)


def test_what_a_programme_closes_says_which_calendar_it_reports_on() -> None:
    assert is_fiscal(reported())
    closing: Any = {**FIRST, "period_kind": "quarter", "period": "2024-Q4", "closed_on": "2025-01-20"}
    assert not is_fiscal(reported(closings=[closing]))


def test_a_calendar_quarter_and_a_fiscal_one_of_the_same_days_are_one_column() -> None:
    content = one(tables=[over("quarter", ("2024-Q4", *QUARTERS[0][1:]), "18", cuts={})])
    closing: Any = {**FIRST, "period_kind": "us_fiscal_quarter", "period": "FY2025-Q1", "closed_on": "2025-01-20"}
    content["closings"] = [closing]
    assert row(content).cells[0].actual == 18


def test_a_target_of_0_is_kept_or_missed_and_never_divided_by() -> None:
    missed = row(one(targets=[{**FIRST, "value": 0}])).cells[0]
    assert (missed.reached.standing, missed.reached.percent, missed.asked) == (Standing.ZERO_MISSED, None, True)
    kept = one(targets=[{**FIRST, "value": 0}], tables=[over("us_fiscal_quarter", QUARTERS[0], "0", cuts={})])
    assert said(kept).cells[0].share == "cible de 0, tenue"
    assert not row(kept).cells[0].asked


def test_a_denominator_of_0_is_said_in_words() -> None:
    table = over("us_fiscal_quarter", QUARTERS[0], None, cuts={})
    table["total"].update(numerator="0", denominator="0")
    shown = said(one(tables=[table], measure="percentage")).cells[0]
    assert (shown.words, shown.share, shown.asked) == ("dénominateur de 0", "", False)


def test_an_indicator_whose_every_cell_is_masked_says_masked_everywhere_and_asks_nothing() -> None:
    masked: Any = [{"category": "female", "masked": True}, {"category": "male", "masked": True}]
    table = over("us_fiscal_quarter", QUARTERS[0], None, masked=True, cuts={"sex": masked})
    content = one(tables=[table])
    shown = said(content)
    assert (shown.cells[0].words, shown.cells[0].share, shown.explanations) == ("masqué", "masqué", [])
    assert [cut.cells[0].words for cut in shown.cuts] == ["masqué", "masqué"]
    sheet = load_workbook(BytesIO(tracking_workbook(content, SHA256, "fr"))).worksheets[0]
    assert "masqué" in {cell.value for line in sheet.iter_rows() for cell in line}
    assert tracking_paper(content, SHA256, "fr").startswith(b"%PDF")


def test_where_less_is_better_the_way_down_from_the_baseline_counts() -> None:
    reference = {"year": 2024, "value": 60_000, "comment": {}}
    table = over("us_fiscal_quarter", QUARTERS[0], "30", cuts={})
    down = one(ascending=False, reference=reference, tables=[table])
    assert row(down).cells[0].reached.percent == 75
    unknown = one(ascending=False, reference=None, tables=[table])
    assert said(unknown).cells[0].share == "référence inconnue"


def test_beyond_the_tolerance_an_explanation_is_asked_for_until_it_is_there() -> None:
    far = one(targets=[{**FIRST, "value": 30_000}])
    assert said(far).explanations[0].text == ""
    assert shown_table(tracking_table(far), "fr").to_explain == 1
    told: Any = {
        "indicator": "SEATS", "period_kind": "us_fiscal_quarter", "period": "FY2025-Q1", "text": {"fr": "La pluie."}
    }  # fmt: skip
    far["explanations"] = [told]
    assert said(far).explanations[0].text == "La pluie."
    assert shown_table(tracking_table(far), "fr").to_explain == 0


def test_the_tolerance_is_the_one_that_the_edition_was_made_with() -> None:
    near = one(targets=[{**FIRST, "value": 19_000}])
    assert not row(near).cells[0].asked
    near["tolerance"] = 5
    assert row(near).cells[0].asked


def test_a_period_that_is_not_over_asks_for_no_explanation() -> None:
    content = one(targets=[{**FIRST, "value": 90_000}])
    content["released_on"] = "2024-12-15"
    assert not row(content).cells[0].asked


def test_a_provisional_number_says_so_on_the_page_and_keeps_being_a_number_in_the_workbook() -> None:
    content = one(tables=[over("us_fiscal_quarter", QUARTERS[0], "18", cuts={}, provisional=True)])
    assert said(content).cells[0].provisional
    sheet = load_workbook(BytesIO(tracking_workbook(content, SHA256, "fr"))).worksheets[0]
    found = [cell for line in sheet.iter_rows() for cell in line if cell.value == 18]
    assert [cell.number_format for cell in found] == ['#,##0"ᵖ"']


def test_the_workbook_holds_numbers_no_formulas_and_prints_on_a3_with_its_heads() -> None:
    body = tracking_workbook(reported(), SHA256, "en")
    assert body == tracking_workbook(reported(), SHA256, "en")
    book = load_workbook(BytesIO(body))
    assert book.sheetnames == ["FY2025", "Read me"]
    sheet = book.worksheets[0]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("C7", "$5:$6", "landscape")
    assert sheet.page_setup.paperSize == 8
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    youth = next(line for line in sheet.iter_rows(values_only=True) if line[0] == "YOUTH-1")
    assert youth[4:8] == (5, 20, 18, 0.9)


def test_the_workbook_says_which_edition_it_is_and_what_each_indicator_counts() -> None:
    guide = load_workbook(BytesIO(tracking_workbook(reported(), SHA256, "fr")))["Lisez-moi"]
    told = " ".join(str(cell) for line in guide.iter_rows(values_only=True) for cell in line if cell)
    for part in (SHA256, "YOUTH-1", "Nombre de présences.", "inventés pour la démonstration", "Moins de 5 personnes"):
        assert part in told


def test_no_text_of_the_workbook_is_cut_off_by_its_row() -> None:
    long = "Une explication fictive assez longue pour tenir sur plusieurs lignes. " * 8
    content = one(targets=[{**FIRST, "value": 30_000}])
    told: Any = {"indicator": "SEATS", "period_kind": "us_fiscal_quarter", "period": "FY2025-Q1", "text": {"fr": long}}
    content["explanations"] = [told]
    sheet = load_workbook(BytesIO(tracking_workbook(content, SHA256, "fr"))).worksheets[0]
    for line in sheet.iter_rows(min_row=7):
        for cell in line:
            if isinstance(cell.value, str) and cell.alignment.wrap_text:
                width = sheet.column_dimensions[cell.column_letter].width
                lines = sum(-(-len(part) // int(width * 1.2)) for part in cell.value.split("\n"))
                assert (sheet.row_dimensions[cell.row].height or 15) >= 12 * lines, cell.coordinate


def test_the_paper_is_the_same_bytes_and_says_draft_until_it_is_frozen() -> None:
    assert tracking_paper(reported(), SHA256, "en") == tracking_paper(reported(), SHA256, "en")
    assert tracking_paper(reported(), "", "en") != tracking_paper(reported(), SHA256, "en")
    assert len(tracking_pictures(reported(), SHA256, "en", dots_per_inch=20)) == 1


def test_each_number_on_paper_leads_to_its_page_where_the_site_is_known() -> None:
    content, site = reported(), "https://toguna.example"
    led = tracking_paper(content, SHA256, "fr", site=site)
    places = set(re.findall(rb"/URI\(([^)]+)\)", led))
    here = f"{site}/programmes/{content['programme']['code']}/indicators/YOUTH-1/?".encode()
    number = f"edition={content['number']}".encode()
    assert any(one.startswith(here) and one.endswith(b"#over-time") for one in places)
    assert any(one.startswith(here) and one.endswith(b"#cuts") for one in places)
    assert all(number in one for one in places)
    shown = shown_table(tracking_table(content), "fr", lambda *_told: "somewhere")
    numbers = [cell for group in shown.groups for line in group.rows for cell in line.cells if cell.kind == "number"]
    assert led.count(b"/URI(") >= 2 * len(numbers) > 0


def test_a_draft_and_a_paper_of_no_known_site_lead_nowhere() -> None:
    assert b"/URI" not in tracking_paper(reported(), SHA256, "fr")
    assert b"/URI" not in tracking_paper(reported(), "", "fr", site="https://toguna.example")


def test_each_page_on_paper_says_which_programme_it_is_of_and_that_it_is_invented() -> None:
    pdf = tracking_paper({**reported(), "fictional": True}, SHA256, "fr")
    written = words_of(pdf)
    # Once over each year, and once at the foot of each page.
    assert written.count("DONNÉE FICTIVE") >= 2 * pages_in(pdf) > 0
    assert "DONNÉE FICTIVE" not in words_of(tracking_paper({**reported(), "fictional": False}, SHA256, "fr"))


def test_a_masked_part_is_never_in_any_form_of_the_table() -> None:
    shown = said(reported())
    assert [(cut.label, cut.cells[0].words) for cut in shown.cuts] == [("femmes", "7"), ("hommes", "masqué")]


def test_an_edition_of_the_first_format_still_has_its_table() -> None:
    old = one()
    old["format"] = 1
    for key in ("closings", "explanations", "tolerance"):
        old.pop(key, None)  # type: ignore[misc]
    assert tracking_table(old).tolerance == 10
    assert span_of(old, "us_fiscal_quarter", "FY2025-Q1") is not None
    assert row(old).cells[0].reached.percent == Decimal(90)
