"""Workbooks as donors make them, all of it fictional: heads above heads, merged, with formulas and colours."""

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from tests.publish.snapshots import indicator, snapshot, table
from toguna.publish.snapshot import Snapshot, TablePart

QUARTERS = (("FY2025-Q1", "2024-10-01", "2025-01-01"), ("FY2025-Q2", "2025-01-01", "2025-04-01"))
YEAR = ("FY2025", "2024-10-01", "2025-10-01")


def over(kind: str, period: tuple[str, str, str], value: str | None, **changes: Any) -> TablePart:
    """What was counted over one period; women and men are half of it each."""
    code, starts_on, ends_before = period
    cut: Any = [
        {"category": "female", "masked": False, "value": "7", "digest": "d" * 64},
        {"category": "male", "masked": True},
    ]
    days = {"period_kind": kind, "period": code, "starts_on": starts_on, "ends_before": ends_before}
    return table(value, **{**days, "cuts": {"sex": cut}, **changes})


def reported(**changes: Any) -> Snapshot:
    """A programme that reports on fiscal quarters: people trained, forums, a share of women and something masked."""
    targets: Any = [
        {"starts_on": "2024-10-01", "ends_before": "2025-01-01", "value": 20_000},
        {"starts_on": "2024-10-01", "ends_before": "2025-10-01", "value": 100_000},
        {"starts_on": "2024-10-01", "ends_before": "2027-10-01", "value": 300_000},
    ]
    quarters = [over("us_fiscal_quarter", one, value) for one, value in zip(QUARTERS, ("18", "24"), strict=True)]
    life = ("life", "2024-10-01", "2027-10-01")
    trained = indicator(
        "YOUTH-1",
        title={"fr": "Jeunes formés (fictif)", "en": "Youth trained in life skills (fictional)"},
        unit={"code": "person"},
        targets=targets,
        reference={"year": 2024, "value": 5_000, "comment": {}},
        tables=[over("life", life, "40"), over("us_fiscal_year", YEAR, "40"), *quarters],
    )
    share = indicator(
        "SHARE-W",
        title={"fr": "Part des femmes (fictif)", "en": "Share of women (fictional)"},
        measure="percentage",
        targets=[{"starts_on": "2024-10-01", "ends_before": "2025-01-01", "value": 50_000}],
        tables=[over("us_fiscal_quarter", QUARTERS[0], "37.5", cuts={})],
    )
    hidden = indicator(
        "GBV-9",
        title={"fr": "Orientations (fictif)", "en": "Referrals made (fictional)"},
        tables=[over("us_fiscal_quarter", QUARTERS[0], None, masked=True, cuts={})],
    )
    given: Any = {"released_on": "2025-04-15", "format": 2}
    return snapshot(trained, share, hidden, **{**given, **changes})


def donors_book() -> Workbook:
    """A tracking table with two heads above each other, merged, and sums that must stay."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = "PITT"
    sheet["A1"] = "Performance Indicator Tracking Table"
    sheet.merge_cells("A1:J1")
    sheet["A3"], sheet["B3"], sheet["C3"] = "Code", "Indicator", "Baseline"
    for cells in ("A3:A4", "B3:B4", "C3:C4"):
        sheet.merge_cells(cells)
    for first, head in (("D", "Q1 FY25"), ("G", "Q2 FY25")):
        sheet[f"{first}3"] = head
    sheet.merge_cells("D3:F3")
    sheet.merge_cells("G3:I3")
    for column, head in zip("DEFGHI", ("Target", "Actual", "% achieved") * 2, strict=True):
        sheet[f"{column}4"] = head
    sheet["J3"], sheet["J4"] = "FY25", "Actual"
    lines = (
        ("YOUTH-1", "Youth trained in life skills"),
        ("", "Female"),
        ("", "Male"),
        ("X-2", "Share of women (fictional)"),
    )
    for row, (code, title) in enumerate(lines, start=5):
        sheet[f"A{row}"], sheet[f"B{row}"] = code or None, title
    sheet["A9"], sheet["B9"] = "GBV-9", "Referrals made"
    sheet["F5"] = "=E5/D5"
    sheet["J5"] = "=SUM(E5,H5)"
    sheet["H5"] = 99
    sheet["E8"].number_format = "0.0%"
    sheet["E5"].fill = PatternFill("solid", fgColor="FFF2CC")
    sheet["E5"].font = Font(bold=True)
    return book


def saved(book: Workbook) -> bytes:
    """A workbook as a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def locked_book() -> Workbook:
    """The same, locked but for the column of actuals of the first quarter, with a hidden tab."""
    book = donors_book()
    sheet = book["PITT"]
    sheet.protection.sheet = True
    for row in range(5, 10):
        sheet[f"E{row}"].protection = Protection(locked=False)
    other = book.create_sheet("Calculs")
    other.sheet_state = "hidden"
    other["A1"], other["A2"] = "Indicator", "YOUTH-1"
    return book


def dated_book() -> Workbook:
    """One head above the numbers, and it is a date."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.append(["Indicateur", date(2024, 12, 31), date(2025, 3, 31)])
    sheet.append(["Jeunes formés (fictif)", None, None])
    return book
