"""The workbook of attendance sheets: what is handed out, what comes back, and everything that can be wrong with it."""

import io
import re
import time
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.collect.books import book, changed
from tests.collect.sheets import A_SHEET, phrases, sheets
from toguna.collect.attendance_template import attendance_template
from toguna.collect.attendance_workbook import WorkbookReading, read_attendance_workbook, write_attendance_workbook
from toguna.collect.refusals import TooLargeError
from toguna.collect.workbooks import NotAWorkbookError
from toguna.rules.attendance import AttendanceSheet, Participant, PlaceMention, Sex, UnnamedSeats

FICHES = ("N° de fiche", "Code de l'activité", "Date", "Commune", "Séance")
PEOPLE = ("N° de fiche", "Accord", "Prénom et nom", "Sexe", "Âge")
COUNTS = ("N° de fiche", "Nombre", "Sexe", "Âge")
F1 = ("F1", "A-1", date(2026, 3, 12), "Balanfara", 1)


def filled(
    fiches: list[tuple[object, ...]] | None = None,
    people: list[tuple[object, ...]] | None = None,
    counts: list[tuple[object, ...]] | None = None,
) -> bytes:
    return book(
        {
            "Fiches": [FICHES, *([F1] if fiches is None else fiches)],
            "Participants": [PEOPLE, *(people or [])],
            "Sans nom": [COUNTS, *(counts or [])],
        }
    )


def told(reading: WorkbookReading) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in reading.findings]


def only_sheet(reading: WorkbookReading) -> AttendanceSheet:
    assert len(reading.sheets) == 1
    return reading.sheets[0][1]


keys = phrases.filter(lambda key: key.casefold() not in ("exemple", "example"))
many_sheets = st.lists(st.tuples(keys, sheets()), max_size=3, unique_by=lambda pair: pair[0].casefold())


@given(many_sheets, st.sampled_from(["fr", "en"]))
@settings(deadline=None, max_examples=60)
def test_sheets_that_are_written_read_back_the_same(written: list[tuple[str, AttendanceSheet]], language: str) -> None:
    assert list(read_attendance_workbook(write_attendance_workbook(written, language=language)).sheets) == written


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sound_workbook_leaves_nothing_to_say(language: str) -> None:
    reading = read_attendance_workbook(write_attendance_workbook([("F1", A_SHEET)], language=language))
    assert reading == WorkbookReading((("F1", A_SHEET),), ())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_as_handed_out_holds_no_sheet_and_says_so(language: str) -> None:
    reading = read_attendance_workbook(attendance_template(language=language))
    assert (reading.sheets, told(reading)) == ((), [("no-sheets", "Fiches")])


def test_a_sheet_typed_under_the_example_is_the_only_one_read() -> None:
    def typed(workbook: Workbook) -> None:
        workbook["Fiches"].append(["F1", "Au plan de travail", "A-014", None, 1, "Matin", date(2026, 3, 12)])
        workbook["Participants"].append(["F1", "Oui", "Awa Exemple", None, "Femme", 30])

    template = attendance_template(
        activities=[("A-014", "Formation")], communes=[PlaceMention("Balanfara", "toguna-demo", "C01")]
    )
    sheet = only_sheet(read_attendance_workbook(changed(template, typed)))
    assert sheet.participants == (Participant(1, name="Awa Exemple", sex=Sex.FEMALE, age=30, consent=True),)


def test_the_template_offers_activities_and_communes_and_holds_its_headings() -> None:
    communes = [PlaceMention("Balanfara", "toguna-demo", "C01")]
    workbook = load_workbook(io.BytesIO(attendance_template(activities=[("A-014", "Formation")], communes=communes)))
    fiches = workbook["Fiches"]
    lists = {str(one.sqref): one.formula1 for one in fiches.data_validations.dataValidation}
    places = {cell.value for row in workbook["Listes"].iter_rows() for cell in row}
    assert {"C2:C3000", "J2:J3000"} <= set(lists)
    assert {"A-014", "Formation", "Balanfara [toguna-demo:C01]", "Élu(e)"} <= places
    assert fiches.protection.sheet
    assert fiches["A1"].protection.locked
    assert not fiches.column_dimensions["A"].protection.locked
    assert fiches.freeze_panes == "B2"


def test_headings_are_found_whatever_their_case_accents_and_order() -> None:
    payload = book(
        {
            "FICHES": [("date", "COMMUNE", "n° de fiche", "code de l’activite"), (date(2026, 3, 12), "Bla", 1, "A-1")],
            "participants": [("Sexe", "No de fiche", "Consentement", "NOM"), ("f", 1, "oui", "Awa")],
        }
    )
    sheet = only_sheet(read_attendance_workbook(payload))
    assert (sheet.activity_code, sheet.held_on, sheet.place.text) == ("A-1", date(2026, 3, 12), "Bla")
    assert (sheet.participants[0].name, sheet.participants[0].sex) == ("Awa", Sex.FEMALE)


def test_a_title_above_the_headings_is_no_harm() -> None:
    payload = book({"Fiches": [("Fiches du mois de mars",), (), FICHES, F1]})
    assert only_sheet(read_attendance_workbook(payload)).activity_code == "A-1"


def test_a_missing_column_is_told_and_the_rest_is_read() -> None:
    payload = book({"Fiches": [("N° de fiche", "Date", "Commune"), ("F1", date(2026, 3, 12), "Bla")]})
    reading = read_attendance_workbook(payload)
    assert told(reading) == [("column-missing", "Fiches!1")]
    assert "Code de l'activité" in reading.findings[0].text()
    assert only_sheet(reading).held_on == date(2026, 3, 12)


def test_a_renamed_column_is_told_with_the_one_it_looks_like() -> None:
    payload = book({"Fiches": [FICHES, F1], "Participants": [(*PEOPLE[:3], "Sexxe"), ("F1", "oui", "Awa", "f")]})
    reading = read_attendance_workbook(payload)
    assert told(reading) == [("column-unknown", "Participants!D1"), ("column-missing", "Participants!1")]
    assert "« Sexe »" in reading.findings[0].text()


def test_a_heading_that_is_there_twice_is_told() -> None:
    payload = book({"Fiches": [(*FICHES, "Date"), (*F1, date(2020, 1, 1))]})
    reading = read_attendance_workbook(payload)
    assert told(reading) == [("column-twice", "Fiches!F1")]
    assert only_sheet(reading).held_on == date(2026, 3, 12)


def test_a_workbook_of_something_else_names_the_tabs_it_has() -> None:
    reading = read_attendance_workbook(book({"Budget": [("Poste", "Montant"), ("Riz", 3)]}))
    assert told(reading) == [("tab-missing", "")]
    assert "Budget" in reading.findings[0].text()


def test_a_tab_without_headings_is_told() -> None:
    reading = read_attendance_workbook(book({"Fiches": [("F1", "A-1", 3), ("F2", "A-2", 4)]}))
    assert told(reading) == [("headings-missing", "Fiches")]


def test_merged_cells_are_told_with_their_range_and_the_other_rows_are_read() -> None:
    payload = filled(
        people=[("F1", "oui", "Awa", "f", 30), (None, "oui", "Issa", "m", 40), ("F1", "oui", "Ali", "m", 50)]
    )
    payload = changed(payload, lambda workbook: workbook["Participants"].merge_cells("A2:A3"))
    reading = read_attendance_workbook(payload)
    assert ("merged-cells", "Participants!A2:A3") in told(reading)
    assert ("key-missing", "Participants!A3") in told(reading)
    assert [one.name for one in only_sheet(reading).participants] == ["Awa", "Ali"]


def test_a_merged_title_above_the_headings_is_no_harm() -> None:
    payload = book({"Fiches": [("Mars",), FICHES, F1]})
    reading = read_attendance_workbook(changed(payload, lambda workbook: workbook["Fiches"].merge_cells("A1:D1")))
    assert told(reading) == []


@pytest.mark.parametrize(
    ("typed", "read", "code"),
    [
        ("12/03/2026", date(2026, 3, 12), "date-read-as"),
        ("12.3.2026", date(2026, 3, 12), "date-read-as"),
        ("12 mars 2026", date(2026, 3, 12), "date-read-as"),
        ("1er août 2026", date(2026, 8, 1), "date-read-as"),
        ("Jeudi 12 mars 2026", date(2026, 3, 12), "date-read-as"),
        (46093, date(2026, 3, 12), "date-from-number"),
        ("03/13/2026", None, "date-not-understood"),
        ("31/02/2026", None, "date-not-understood"),
        ("12/03/26", None, "date-not-understood"),
        ("mars", None, "date-not-understood"),
        (12032026, None, "date-not-understood"),
    ],
)
def test_a_date_as_text_is_read_when_it_is_clear_and_refused_when_not(typed: object, read: object, code: str) -> None:
    reading = read_attendance_workbook(filled([("F1", "A-1", typed, "Bla", 1)]))
    assert only_sheet(reading).held_on == read
    assert told(reading) == [(code, "Fiches!C2")]


def test_a_true_date_needs_no_word() -> None:
    reading = read_attendance_workbook(filled([("F1", "A-1", datetime(2026, 3, 12, 9, 30), "Bla", 1)]))
    assert (only_sheet(reading).held_on, told(reading)) == (date(2026, 3, 12), [])


def test_a_number_that_is_given_twice_is_told_and_the_first_is_kept() -> None:
    reading = read_attendance_workbook(filled([F1, ("f1", "A-2", date(2026, 3, 13), "Bla", 1), ("F2", *F1[1:])]))
    assert told(reading) == [("key-twice", "Fiches!A3")]
    assert [(key, sheet.activity_code) for key, sheet in reading.sheets] == [("F1", "A-1"), ("F2", "A-1")]


def test_a_person_of_a_sheet_that_is_not_there_is_told() -> None:
    reading = read_attendance_workbook(filled(people=[("F9", "oui", "Awa", "f", 30)]))
    assert told(reading) == [("key-unknown", "Participants!A2")]


def test_common_spellings_are_read_and_each_habit_is_told_once() -> None:
    spelled = ["Féminin", "f ", "F", "F", "femme", "M", "Homme", "garcon", 2, 1]
    reading = read_attendance_workbook(
        filled(people=[("F1", "oui", f"Personne {n}", sex, 30) for n, sex in enumerate(spelled)])
    )
    female, male = Sex.FEMALE, Sex.MALE
    assert [one.sex for one in only_sheet(reading).participants] == [female] * 5 + [male] * 3 + [female, male]
    places = dict(zip([where for _, where in told(reading)], [code for code, _ in told(reading)], strict=True))
    assert places["Participants!D4 (+1)"] == "choice-read-as"
    assert places["Participants!D10"] == "choice-doubtful"
    assert not any("D8" in where for where in places)


def test_an_answer_that_is_on_no_list_is_told_and_left_out() -> None:
    reading = read_attendance_workbook(filled(people=[("F1", "oui", "Awa", "ni l'un ni l'autre", 30)]))
    assert told(reading) == [("choice-not-understood", "Participants!D2")]
    assert only_sheet(reading).participants[0].sex is None


def test_a_refused_name_is_dropped_and_its_cell_is_told() -> None:
    reading = read_attendance_workbook(filled(people=[("F1", "non", "Awa Secret", "Femme", 30)]))
    assert told(reading) == [("name-without-consent", "Participants!C2")]
    assert "Secret" not in repr(reading)


def test_a_formula_without_a_value_is_an_error_in_its_cell() -> None:
    reading = read_attendance_workbook(filled(counts=[("F1", "=3+4", "Femme", None), ("F1", 5, "Homme", None)]))
    assert ("formula-empty", "Sans nom!B2") in told(reading)
    assert only_sheet(reading).unnamed[1] == UnnamedSeats(5, Sex.MALE)


def test_the_last_value_of_a_formula_is_taken_and_told() -> None:
    payload = filled(counts=[("F1", "=3+4", "Femme", None)])
    source = zipfile.ZipFile(io.BytesIO(payload))
    calculated = io.BytesIO()
    with zipfile.ZipFile(calculated, "w") as parts:
        for name in source.namelist():
            parts.writestr(name, re.sub(rb"<f>3\+4</f><v ?/?>(</v>)?", b"<f>3+4</f><v>7</v>", source.read(name)))
    reading = read_attendance_workbook(calculated.getvalue())
    assert told(reading) == [("formula-read", "Sans nom!B2")]
    assert only_sheet(reading).unnamed == (UnnamedSeats(7, Sex.FEMALE),)


def test_a_cell_that_shows_an_error_is_told() -> None:
    reading = read_attendance_workbook(filled([("F1", "A-1", date(2026, 3, 12), "#N/A", 1)]))
    assert told(reading) == [("cell-error", "Fiches!D2")]


def test_hidden_rows_are_read_and_told() -> None:
    def hide(workbook: Workbook) -> None:
        workbook["Participants"].row_dimensions[2].hidden = True

    payload = changed(filled(people=[("F1", "oui", "Awa", "Femme", 30)]), hide)
    reading = read_attendance_workbook(payload)
    assert told(reading) == [("hidden-rows", "Participants!2")]
    assert len(only_sheet(reading).participants) == 1


def test_too_many_rows_are_told_and_the_other_tabs_are_read() -> None:
    people = [("F1", None, None, None, None)] * 20_001
    reading = read_attendance_workbook(filled(people=people, counts=[("F1", 5, "Homme", None)]))
    assert told(reading) == [("too-many-rows", "Participants")]
    assert only_sheet(reading).unnamed == (UnnamedSeats(5, Sex.MALE),)


def test_rows_that_are_only_formatted_are_not_counted() -> None:
    def format_far_down(workbook: Workbook) -> None:
        workbook["Fiches"].cell(1_048_576, 1).number_format = "@"

    assert only_sheet(read_attendance_workbook(changed(filled(), format_far_down))).activity_code == "A-1"


def test_text_that_looks_like_a_formula_is_written_as_text() -> None:
    sheet = AttendanceSheet("A-1", venue="=HYPERLINK(1)", remarks="#N/A")
    payload = write_attendance_workbook([("F1", sheet)])
    assert only_sheet(read_attendance_workbook(payload)) == sheet
    assert {cell.data_type for cell in load_workbook(io.BytesIO(payload))["Fiches"][2]} <= {"s", "n"}


@pytest.mark.parametrize(
    "payload", [b"", b"N;Nom\n1;Awa\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04xx"]
)
def test_what_is_no_xlsx_is_refused_with_what_to_do(payload: bytes) -> None:
    with pytest.raises(NotAWorkbookError, match=r"classeur"):
        read_attendance_workbook(payload)


def zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_part(payload: bytes, name: str, change: object) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(payload))
    return zipped({one: change(source.read(one)) if one == name else source.read(one) for one in source.namelist()})


def test_another_zip_is_no_workbook() -> None:
    with pytest.raises(NotAWorkbookError):
        read_attendance_workbook(zipped({"word/document.xml": b"<w/>"}))


def test_a_damaged_workbook_is_refused() -> None:
    broken = with_part(filled(), "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2])
    with pytest.raises(NotAWorkbookError):
        read_attendance_workbook(broken)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    begun = time.monotonic()
    with pytest.raises(TooLargeError):
        read_attendance_workbook(zipped({"xl/workbook.xml": b"<a/>", "xl/bomb.xml": b"\0" * 60_000_001}))
    assert time.monotonic() - begun < 10


def test_a_document_type_in_a_part_is_refused() -> None:
    hostile = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(NotAWorkbookError):
        read_attendance_workbook(with_part(filled(), "xl/styles.xml", lambda _: hostile))


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A:XFD"])
def test_a_merged_range_as_large_as_the_sheet_is_refused_quickly(ref: str) -> None:
    merged = f'</sheetData><mergeCells><mergeCell ref="{ref}"/></mergeCells>'.encode()
    hostile = with_part(filled(), "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", merged))
    begun = time.monotonic()
    with pytest.raises(TooLargeError):
        read_attendance_workbook(hostile)
    assert time.monotonic() - begun < 5
