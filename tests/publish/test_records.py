"""Records as files: what a spreadsheet must not run, sheets that are full, points of the Earth."""

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from toguna.publish.records.csv_zip import CsvZip
from toguna.publish.records.geojson import GeoJson, geometry_of
from toguna.publish.records.tables import Column, Table, harmless
from toguna.publish.records.workbook import RecordsWorkbook, sheet_name

FORM = Table(
    "menage",
    (
        Column("fiche", question="_key", label="fiche"),
        Column("Chef de ménage", "text", "head", "Chef de ménage"),
        Column("Jour", "date", "today", "Jour"),
        Column("Eau", "select_one", "water", "Eau", {"puits": "Puits"}),
    ),
)
MEMBERS = Table("menage-membre", (Column("ligne"), Column("fait partie de"), Column("Âge", "integer", "m_age")))
FORMULA = '=HYPERLINK("http://x","y")'


def in_zip(path: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(path) as made:
        return {name: list(csv.reader(io.StringIO(made.read(name).decode("utf-8-sig")))) for name in made.namelist()}


def test_the_zip_has_a_file_for_the_form_one_for_each_repeat_and_a_codebook(tmp_path: Path) -> None:
    file = CsvZip(tmp_path / "x.zip", [FORM, MEMBERS])
    file.write(0, ["uuid:1", "Awa Fictive", "2026-01-12", "Puits"])
    file.write(1, ["uuid:1/m[1]", "uuid:1", 7])
    file.close()
    found = in_zip(tmp_path / "x.zip")
    assert list(found) == ["menage.csv", "menage-membre.csv", "codebook.csv"]
    assert found["menage.csv"][1] == ["uuid:1", "Awa Fictive", "2026-01-12", "Puits"]
    assert found["menage-membre.csv"] == [["ligne", "fait partie de", "Âge"], ["uuid:1/m[1]", "uuid:1", "7"]]
    assert ["menage", "Eau", "water", "Eau", "select_one", "puits", "Puits"] in found["codebook.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


@pytest.mark.parametrize("cell", [FORMULA, "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str, tmp_path: Path) -> None:
    file = CsvZip(tmp_path / "x.zip", [MEMBERS])
    file.write(0, [cell, "", -7])
    file.close()
    row = in_zip(tmp_path / "x.zip")["menage-membre.csv"][1]
    assert row[0].startswith("'")
    assert row[2] == "-7"
    assert harmless(cell) == f"'{cell}"


def test_a_workbook_has_a_sheet_for_each_table_with_days_numbers_and_text(tmp_path: Path) -> None:
    book = RecordsWorkbook(tmp_path / "x.xlsx", [FORM, MEMBERS])
    book.write(0, ["uuid:1", FORMULA, "2026-01-12", None])
    book.write(1, ["uuid:1/m[1]", "uuid:1", 7])
    book.close()
    read = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert read.sheetnames == ["menage", "menage-membre", "codebook"]
    key, head, day, water = read["menage"][2]
    assert (key.value, head.value, head.data_type, water.value) == ("uuid:1", FORMULA, "s", None)
    assert day.is_date
    assert day.value.date().isoformat() == "2026-01-12"
    assert read["menage-membre"]["C2"].value == 7
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


def test_a_sheet_that_is_full_goes_on_in_another(tmp_path: Path) -> None:
    book = RecordsWorkbook(tmp_path / "x.xlsx", [MEMBERS], most_rows=3)
    for number in range(5):
        book.write(0, [f"k{number}", "", number])
    book.close()
    read = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert read.sheetnames == ["menage-membre", "menage-membre (2)", "menage-membre (3)", "codebook"]
    told = [row[0] for name in read.sheetnames[:3] for row in read[name].iter_rows(min_row=2, values_only=True)]
    assert told == ["k0", "k1", "k2", "k3", "k4"]


def test_a_day_that_is_none_stays_text(tmp_path: Path) -> None:
    book = RecordsWorkbook(tmp_path / "x.xlsx", [FORM])
    book.write(0, ["a", "", "2026-02-31", ""])
    book.write(0, ["b", "", "0026-02-01", ""])
    book.close()
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["menage"]
    assert [sheet["C2"].value, sheet["C3"].value] == ["2026-02-31", "0026-02-01"]


def test_names_of_sheets_are_what_excel_takes() -> None:
    taken: set[str] = set()
    names = [sheet_name("[très] long nom de formulaire de présence", taken) for _time in range(3)]
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_points_lines_and_areas_are_geojson_with_longitude_first(tmp_path: Path) -> None:
    place = Table("visite", (Column("fiche"), Column("Lieu", "geopoint", "gps"), Column("Champ", "geoshape", "field")))
    file = GeoJson(tmp_path / "x.geojson", [place])
    file.write(0, ["a", "12.65 -8.0 312.4 4.9", "12 -8 0 0; 12 -7 0 0; 13 -7 0 0; 12 -8 0 0"])
    file.write(0, ["b", "", ""])
    file.write(0, ["c", "95 0 0 0", "12 -8 0 0"])
    file.close()
    read = json.loads((tmp_path / "x.geojson").read_text())
    assert [feature["geometry"]["type"] for feature in read["features"]] == ["Point", "Polygon"]
    assert read["features"][0]["geometry"]["coordinates"] == [-8.0, 12.65]
    assert read["features"][0]["properties"] == {"table": "visite", "place": "Lieu", "fiche": "a"}


def test_an_area_that_is_not_closed_is_closed_and_one_of_two_points_is_none() -> None:
    ring = geometry_of("0 0;0 1;1 1", "geoshape")
    assert ring is not None
    assert ring["coordinates"] == [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]
    assert geometry_of("0 0;0 1", "geoshape") is None
    assert geometry_of("0 0", "geotrace") is None


def test_a_map_without_anything_is_still_geojson(tmp_path: Path) -> None:
    file = GeoJson(tmp_path / "x.geojson", [FORM])
    file.close()
    assert json.loads((tmp_path / "x.geojson").read_text()) == {"type": "FeatureCollection", "features": []}
