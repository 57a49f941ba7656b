"""A donor's own workbook: what is found in it, what would be written, what is left alone, and what is refused."""

import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from tests.publish.donor_books import dated_book, donors_book, locked_book, reported, saved
from toguna.collect.refusals import RefusedFileError
from toguna.flow.donor_workbooks import filled, look_into, planned_filling
from toguna.publish.donor.filling import Fate, Planned
from toguna.publish.donor.finding import Places, Sure, mapping_of
from toguna.publish.snapshot import Snapshot


def places(book: Workbook, snapshot: Snapshot) -> Places:
    return mapping_of(look_into(saved(book), snapshot).found)


def planned(book: Workbook, *, replace: bool = False) -> dict[str, Planned]:
    snapshot = reported()
    found = planned_filling(saved(book), places(book, snapshot), snapshot, "en", replace=replace)
    return {one.cell: one for one in found}


def written(book: Workbook, *, replace: bool = False) -> Workbook:
    snapshot = reported()
    plan = planned_filling(saved(book), places(book, snapshot), snapshot, "en", replace=replace)
    return load_workbook(io.BytesIO(filled(saved(book), plan)))


def test_merged_heads_above_each_other_say_which_number_of_which_period() -> None:
    (found,) = look_into(saved(donors_book()), reported()).found
    asked = {one.letter: (one.asked.wanted.value, one.asked.period) for one in found.columns if one.asked}
    assert asked == {
        "C": ("baseline", ""),
        "D": ("target", "FY2025-Q1"),
        "E": ("actual", "FY2025-Q1"),
        "F": ("share", "FY2025-Q1"),
        "G": ("target", "FY2025-Q2"),
        "H": ("actual", "FY2025-Q2"),
        "I": ("share", "FY2025-Q2"),
        "J": ("actual", "FY2025"),
    }


def test_rows_are_found_by_code_then_by_title_and_their_parts_below_them() -> None:
    (found,) = look_into(saved(donors_book()), reported()).found
    assert [(one.row, one.key, one.sure) for one in found.rows] == [
        (5, "YOUTH-1", Sure.CODE),
        (6, "YOUTH-1|sex=female", Sure.PART),
        (7, "YOUTH-1|sex=male", Sure.PART),
        (8, "SHARE-W", Sure.TITLE),
        (9, "GBV-9", Sure.CODE),
    ]


def test_a_title_that_only_looks_alike_is_suggested_and_not_taken() -> None:
    book = donors_book()
    book["PITT"]["A5"] = None
    book["PITT"]["B5"] = "Youths trained in life skill (fictional)"
    (found,) = look_into(saved(book), reported()).found
    assert found.rows[0].sure is Sure.ALIKE
    assert "5" not in mapping_of([found])["PITT"]["rows"]


def test_a_formula_stays_a_filled_cell_is_kept_and_both_are_said() -> None:
    plan = planned(donors_book())
    assert plan["F5"].fate is Fate.FORMULA
    assert plan["J5"].fate is Fate.FORMULA
    assert (plan["H5"].fate, plan["H5"].before, plan["H5"].after) == (Fate.KEPT, 99, Decimal(24))
    sheet = written(donors_book())["PITT"]
    assert (sheet["F5"].value, sheet["J5"].value, sheet["H5"].value) == ("=E5/D5", "=SUM(E5,H5)", 99)


def test_what_is_filled_is_replaced_only_when_that_is_asked_for() -> None:
    assert planned(donors_book(), replace=True)["H5"].fate is Fate.REPLACE
    assert written(donors_book(), replace=True)["PITT"]["H5"].value == 24


def test_numbers_stand_where_they_belong_and_keep_the_donors_look() -> None:
    sheet = written(donors_book())["PITT"]
    assert [sheet[cell].value for cell in ("C5", "D5", "E5", "G5", "E6")] == [5, 20, 18, None, 7]
    assert (sheet["E5"].fill.fgColor.rgb, sheet["E5"].font.bold) == ("00FFF2CC", True)
    assert [str(one) for one in sheet.merged_cells.ranges] == [
        str(one) for one in donors_book()["PITT"].merged_cells.ranges
    ]


def test_a_cell_that_shows_per_cent_holds_the_share_of_one() -> None:
    assert written(donors_book())["PITT"]["E8"].value == 0.375
    book = donors_book()
    book["PITT"]["E8"].number_format = "0.0"
    assert written(book)["PITT"]["E8"].value == 37.5


def test_a_masked_number_is_left_empty_and_said() -> None:
    plan = planned(donors_book())
    assert (plan["E9"].fate, plan["E9"].after) == (Fate.MASKED, None)
    assert plan["E7"].fate is Fate.MASKED
    sheet = written(donors_book())["PITT"]
    assert (sheet["E9"].value, sheet["E7"].value) == (None, None)


def test_an_old_sum_does_not_stand_beside_a_new_number() -> None:
    calculated = donors_book()
    body = saved(calculated)
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        sheet = (
            parts.read("xl/worksheets/sheet1.xml")
            .replace(b"<v></v>", b"<v>424242</v>")
            .replace(b"<v />", b"<v>424242</v>")
        )
    assert sheet.count(b"<v>424242</v>") == 2
    cached = repacked(body, {"xl/worksheets/sheet1.xml": sheet})
    snapshot = reported()
    plan = planned_filling(cached, places(calculated, snapshot), snapshot, "en")
    with zipfile.ZipFile(io.BytesIO(filled(cached, plan))) as parts:
        assert b"<v>424242</v>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b'fullCalcOnLoad="1"' in parts.read("xl/workbook.xml")


def test_one_number_is_written_into_a_cell_that_goes_over_two_columns() -> None:
    book = donors_book()
    book["PITT"]["H5"] = None
    book["PITT"].merge_cells("G5:H5")
    plan = [one for one in planned_filling(saved(book), places(book, reported()), reported(), "en") if one.cell == "G5"]
    assert [one.fate for one in plan] == [Fate.NOTHING, Fate.MERGED]


def test_a_locked_cell_and_a_hidden_tab_are_left_alone_and_said() -> None:
    looked = look_into(saved(locked_book()), reported())
    assert {one.code for one in looked.findings} == {"hidden", "protected", "formulas"}
    assert list(mapping_of(looked.found)) == ["PITT"]
    plan = planned(locked_book())
    assert (plan["E5"].fate, plan["D5"].fate, plan["C5"].fate) == (Fate.WRITE, Fate.LOCKED, Fate.LOCKED)


def test_a_date_as_a_head_is_the_quarter_it_lies_in() -> None:
    book = dated_book()
    assert places(book, reported())["Sheet"]["columns"] == {
        "B": "actual:us_fiscal_quarter:FY2025-Q1",
        "C": "actual:us_fiscal_quarter:FY2025-Q2",
    }


def test_next_quarter_the_same_mapping_fills_the_next_columns() -> None:
    snapshot = reported()
    before = reported()
    before["indicators"][0]["tables"] = [
        one for one in before["indicators"][0]["tables"] if one["period"] != "FY2025-Q2"
    ]
    book = donors_book()
    book["PITT"]["H5"] = None
    kept = places(book, before)
    first = filled(saved(book), planned_filling(saved(book), kept, before, "en"))
    plan = {one.cell: one for one in planned_filling(first, kept, snapshot, "en")}
    assert (plan["E5"].fate, plan["H5"].fate) == (Fate.SAME, Fate.WRITE)


def test_filling_a_filled_workbook_changes_nothing() -> None:
    snapshot = reported()
    kept = places(donors_book(), snapshot)
    once = filled(saved(donors_book()), planned_filling(saved(donors_book()), kept, snapshot, "en"))
    again = planned_filling(once, kept, snapshot, "en")
    assert not [one for one in again if one.fate in (Fate.WRITE, Fate.REPLACE)]


def test_macros_and_what_else_is_in_the_file_stay_byte_for_byte() -> None:
    body = repacked(saved(donors_book()), {}, {"xl/vbaProject.bin": b"\x00macro", "xl/media/image1.png": b"\x89PNG"})
    looked = look_into(body, reported())
    assert "macros" in {one.code for one in looked.findings}
    back = filled(body, planned_filling(body, mapping_of(looked.found), reported(), "en"))
    with zipfile.ZipFile(io.BytesIO(back)) as parts:
        assert parts.read("xl/vbaProject.bin") == b"\x00macro"
        assert parts.read("xl/media/image1.png") == b"\x89PNG"


@pytest.mark.parametrize(
    ("hostile", "code"),
    [
        ("bomb", "too-large"),
        ("linked", "linked-workbook"),
        ("far", "too-large"),
        ("text", "not-a-workbook"),
        ("old", "not-a-workbook"),
        ("doctype", "not-a-workbook"),
    ],
)
def test_a_hostile_workbook_is_refused_with_what_to_do(hostile: str, code: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        look_into(HOSTILE[hostile](), reported())
    assert refused.value.code == code
    assert refused.value.finding().text()


def repacked(body: bytes, changed: dict[str, bytes], added: dict[str, bytes] | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as parts, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name in parts.namelist():
            made.writestr(name, changed.get(name) or parts.read(name))
        for name, part in (added or {}).items():
            made.writestr(name, part)
    return content.getvalue()


def far_book() -> bytes:
    book = donors_book()
    book["PITT"]["XFD1048576"] = "loin"
    return saved(book)


def with_doctype() -> bytes:
    body = saved(donors_book())
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    return repacked(body, {"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "a">]>' + sheet})


HOSTILE = {
    "bomb": lambda: repacked(saved(donors_book()), {}, {"xl/media/zeros.bin": b"\0" * 70_000_000}),
    "linked": lambda: repacked(saved(donors_book()), {}, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    "far": far_book,
    "text": lambda: b"Indicateur;T1\r\n",
    "old": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100,
    "doctype": with_doctype,
}
