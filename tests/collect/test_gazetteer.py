"""Gazetteers in the forms in which they are handed around, at full size where the files are at hand."""

from datetime import date
from pathlib import Path

import pytest

from tests.collect.books import book
from toguna.collect.gazetteer import GazetteerPlace, GazetteerReading, read_gazetteer
from toguna.collect.grids import NotATableError
from toguna.collect.refusals import RefusedFileError
from toguna.rules.findings import Severity

FICTIONAL = Path(__file__).parents[1] / "samples" / "gazetteer_fictional.csv"
REFERENCE = Path(__file__).parents[3] / "shared" / "data"
P_CODES = REFERENCE / "mli_pcodes_adm1_adm2.csv"
COMMUNES = REFERENCE / "mli_communes_names_2019_geo-api-mali.csv"
needs_reference = pytest.mark.skipif(not P_CODES.exists(), reason="the reference gazetteers are not beside the project")

LONG = "Admin Level,P-Code,Name,Parent P-Code,Valid from date\n1,XX01,Haut-Fictif,XX,2021-12-20\n"


def read(text: str, **known: object) -> GazetteerReading:
    return read_gazetteer(text.encode(), "lieux.csv", **known)


def told(reading: GazetteerReading) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in reading.findings]


def by_name(reading: GazetteerReading, level: int) -> dict[str, GazetteerPlace]:
    return {place.name: place for place in reading.rows if place.level == level}


def test_the_wide_form_gives_each_unit_once_under_the_one_above_it() -> None:
    reading = read_gazetteer(FICTIONAL.read_bytes(), FICTIONAL.name)
    assert reading.findings == ()
    assert [len(by_name(reading, level)) for level in (0, 1, 2, 3)] == [0, 2, 3, 5]
    commune = by_name(reading, 3)["Dougou-Inventé"]
    assert commune.codes == {"ocha-pcode": "XX010102"}
    assert commune.parent == "ocha-pcode:XX0101"
    assert (commune.valid_from, commune.valid_to) == (date(2021, 6, 30), None)
    assert commune.other_names == ("Dougou Invente",)
    assert by_name(reading, 1)["Haut-Fictif"].other_names == ("Upper Fictif",)


def test_parents_come_before_their_children() -> None:
    reading = read_gazetteer(FICTIONAL.read_bytes(), FICTIONAL.name)
    seen: set[str | None] = {None}
    for place in reading.rows:
        assert place.parent in seen
        seen.add(place.key)


def test_a_workbook_with_a_tab_a_level_says_the_same_as_the_csv() -> None:
    lines = [line.split(",") for line in FICTIONAL.read_text().splitlines()]
    lines = [[None if cell == "-99" else cell for cell in line] for line in lines]
    payload = book({"Admin1": [line[:5] for line in lines], "Admin3": lines, "Notes": [["Fictif"]]})
    from_csv = read_gazetteer(FICTIONAL.read_bytes(), FICTIONAL.name)
    from_xlsx = read_gazetteer(payload, "lieux.xlsx")
    assert {place.key for place in from_xlsx.rows} == {place.key for place in from_csv.rows}
    assert from_xlsx.findings == ()


def test_another_spelling_of_the_headings_is_read_too() -> None:
    reading = read("admin1Name_fr;admin1Pcode;admin1RefName\nHaut-Fictif;XX01;Haut\n")
    assert reading.rows[0].other_names == ("Haut",)


def test_codes_belong_to_the_scheme_that_is_named() -> None:
    reading = read_gazetteer(FICTIONAL.read_bytes(), FICTIONAL.name, scheme="toguna-demo")
    assert reading.rows[0].codes == {"toguna-demo": "XX01"}


def test_a_code_that_two_communes_carry_is_an_error_and_the_first_is_kept() -> None:
    reading = read("ADM1_FR,ADM1_PCODE,ADM2_FR,ADM2_PCODE\nA,X1,B,X11\nA,X1,C,X11\nA,X1,D,X12\n")
    assert told(reading) == [("code-twice", "ligne 3")]
    assert "B" in reading.findings[0].text()
    assert set(by_name(reading, 2)) == {"B", "D"}


def test_an_upper_unit_with_two_names_and_a_unit_with_two_parents_are_told() -> None:
    reading = read("ADM1_FR,ADM1_PCODE,ADM2_FR,ADM2_PCODE\nA,X1,B,X11\nAa,X1,C,X12\nE,X2,B,X11\n")
    assert told(reading) == [("code-two-names", "ligne 3"), ("two-parents", "ligne 4")]


def test_a_date_that_cannot_be_read_is_told_once_for_the_table() -> None:
    reading = read("ADM1_FR,ADM1_PCODE,validOn\nA,X1,hier\nB,X2,hier\n")
    assert told(reading) == [("date-not-understood", "ligne 2")]
    assert len(reading.rows) == 2


def test_the_long_form_may_have_its_rows_in_any_order() -> None:
    reading = read(LONG.replace("1,XX01", "2,XX0101,Balanfara,XX01,2021-12-20\n1,XX01"))
    assert [place.name for place in reading.rows] == ["Haut-Fictif", "Balanfara"]
    assert reading.rows[1].parent == reading.rows[0].key
    assert reading.rows[1].valid_from == date(2021, 12, 20)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2,XX0201,Seul,XX02,2021-12-20", "parent-missing"),
        ("1,XX01,Autre,XX,2021-12-20", "code-twice"),
        ("1,XX03,,XX,2021-12-20", "name-missing"),
        (",XX03,Sans niveau,XX,2021-12-20", "level-missing"),
        ("un,XX03,Sans niveau,XX,2021-12-20", "number-not-understood"),
    ],
)
def test_a_wrong_row_is_told_and_the_others_are_read(line: str, code: str) -> None:
    reading = read(f"{LONG}{line}\n2,XX0109,Après,XX01,2021-12-20\n")
    assert told(reading) == [(code, "ligne 3")]
    assert [place.name for place in reading.rows] == ["Haut-Fictif", "Après"]


def test_a_unit_without_a_code_is_kept_under_its_name() -> None:
    reading = read(f"{LONG}2,,Balanfara,XX01,2021-12-20\n")
    assert told(reading) == [("code-missing", "ligne 3")]
    assert reading.rows[1].codes == {}


def test_two_places_of_one_name_under_one_parent_ask_for_a_look() -> None:
    reading = read(f"{LONG}2,XX0101,Balanfara,XX01,\n2,XX0102,BALANFARA,XX01,\n")
    assert told(reading) == [("name-twice", "ligne 4")]
    assert len(reading.rows) == 3


def test_names_alone_hang_under_the_known_units() -> None:
    known = read_gazetteer(FICTIONAL.read_bytes(), FICTIONAL.name).rows
    reading = read(
        "Région,Cercle,Commune\nHaut Fictif,balanfara,Nouvelle\nBas-Fictif,IMAGINA,Nouvelle\n"
        "Bas-Fictif,Sorema,Ailleurs\nHaut-Fictif,Balanfra,Perdue\nHaut-Fictif,Balanfra,Perdue aussi\n",
        known=known,
    )
    assert [(place.name, place.parent, place.kind) for place in reading.rows] == [
        ("Nouvelle", "ocha-pcode:XX0101", "commune"),
        ("Nouvelle", "ocha-pcode:XX0201", "commune"),
        ("Ailleurs", "ocha-pcode:XX0102", "commune"),
    ]
    assert told(reading) == [("parent-elsewhere", "ligne 4"), ("parent-unknown", "ligne 5")]
    assert "Balanfara" in reading.findings[1].text()
    assert reading.findings[1].values["count"] == 2


def test_names_alone_without_known_units_make_their_own() -> None:
    reading = read("region,cercle,commune\nA,B,C\nA,B,D\nA,B,c\nA,,E\n")
    assert [(place.level, place.name) for place in reading.rows] == [(1, "A"), (2, "B"), (3, "C"), (3, "D")]
    assert told(reading) == [("name-repeated", "ligne 4"), ("name-missing", "ligne 5")]


def test_a_table_of_something_else_is_told_what_was_expected() -> None:
    reading = read("code,montant\n1,2\n")
    assert [(one.code, one.severity) for one in reading.findings] == [("no-gazetteer", Severity.ERROR)]


@pytest.mark.parametrize("payload", [b"", b"\0\0\0", b"\x81\x8d", b"PK\x03\x04xx"])
def test_what_is_no_table_is_refused(payload: bytes) -> None:
    with pytest.raises(RefusedFileError):
        read_gazetteer(payload, "lieux.csv")


def test_a_cell_that_never_ends_is_refused() -> None:
    with pytest.raises(NotATableError):
        read("ADM1_FR,ADM1_PCODE\n" + "x" * 200_000 + ",X1\n")


def test_an_old_encoding_is_read_with_a_warning() -> None:
    reading = read_gazetteer("ADM1_FR,ADM1_PCODE\nSégou-Fictif,X1\n".encode("cp1252"), "lieux.csv")
    assert reading.rows[0].name == "Ségou-Fictif"
    assert told(reading) == [("old-encoding", "lieux.csv")]


@needs_reference
def test_the_p_codes_of_two_levels_are_read_at_full_size() -> None:
    reading = read_gazetteer(P_CODES.read_bytes(), P_CODES.name)
    assert reading.findings == ()
    assert [len(by_name(reading, level)) for level in (1, 2)] == [10, 53]
    assert by_name(reading, 1)["Bamako"].codes == {"ocha-pcode": "ML09"}


@needs_reference
def test_the_communes_are_hung_under_the_p_codes_and_what_is_not_found_is_told_with_near_names() -> None:
    known = read_gazetteer(P_CODES.read_bytes(), P_CODES.name).rows
    reading = read_gazetteer(COMMUNES.read_bytes(), COMMUNES.name, known=known)
    lost = {one.values["parent"]: one for one in reading.findings if one.code == "parent-unknown"}
    assert set(lost) == {"Nioro du sahel", "Barouéli", "Niafounke"}
    assert [lost[name].values["suggestions"] for name in lost] == ["Nioro", "Baraoueli", "Niafunke"]
    repeated = sum(one.code == "name-repeated" for one in reading.findings)
    lost_communes = sum(int(str(one.values["count"])) for one in lost.values())
    assert len(reading.rows) + lost_communes + repeated == 702


@needs_reference
def test_the_communes_alone_make_a_whole_hierarchy() -> None:
    reading = read_gazetteer(COMMUNES.read_bytes(), COMMUNES.name)
    repeated = sum(one.code == "name-repeated" for one in reading.findings)
    assert sum(place.level == 3 for place in reading.rows) + repeated == 702
