"""The files of an edition: what they say, that they stand alone, and that they are the same bytes every time."""

import csv
import json
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest

from tests.publish.snapshots import indicator, snapshot, table
from toguna.publish.changes import Change, change_in_words, changes_between
from toguna.publish.fact_sheet import fact_sheet
from toguna.publish.files import files_of
from toguna.publish.hxl import hxl_columns
from toguna.publish.snapshot import canonical, digest
from toguna.publish.tables import COLUMNS, RECORD_COLUMNS

SHA256 = "ab" * 32


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))


def text_of(page: bytes) -> str:
    class Text(HTMLParser):
        said = ""
        hidden = False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.hidden = tag == "style"

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                self.said += f"{data} "

    parser = Text()
    parser.feed(page.decode())
    return " ".join(parser.said.split())


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    first, again = files_of(snapshot(), SHA256, []), files_of(snapshot(), SHA256, [])
    assert first == again
    assert [file.name for file in first] == [
        "fiche.fr.html",
        "fact-sheet.en.html",
        "cells.csv",
        "records.csv",
        "cells-hxl.csv",
        "dictionary.csv",
        "tableau-de-suivi.fr.xlsx",
        "tableau-de-suivi.fr.pdf",
        "tracking-table.en.xlsx",
        "tracking-table.en.pdf",
        "fiche.fr.pdf",
        "fact-sheet.en.pdf",
        "projet.fr.html",
        "projet.fr.pdf",
        "project.en.html",
        "project.en.pdf",
        "iati.xml",
        "edition.json",
    ]


def test_a_programme_that_nobody_is_known_to_publish_has_no_file_for_the_registry() -> None:
    programme: Any = {**snapshot()["programme"], "roles": []}
    assert "iati.xml" not in [file.name for file in files_of(snapshot(programme=programme), SHA256, [])]


def test_the_hash_of_the_edition_is_the_hash_of_its_json() -> None:
    body = files_of(snapshot(), SHA256, [])[-1].body
    assert digest(json.loads(body)) == digest(snapshot())
    assert canonical(json.loads(body)) == body


def test_a_number_with_a_point_is_refused_because_databases_do_not_keep_it_alike() -> None:
    with pytest.raises(TypeError, match=r"1\.5"):
        canonical({"value": [1.5]})


def test_every_cell_has_its_row_and_a_masked_one_says_nothing_more() -> None:
    cells = rows(files_of(snapshot(), SHA256, [])[2].body)
    assert [(cell["dimension"], cell["category"], cell["value"], cell["masked"]) for cell in cells] == [
        ("", "", "23", "no"),
        ("sex", "female", "13", "no"),
        ("sex", "male", "", "yes"),
        ("sex", "unknown", "", "yes"),
    ]
    assert {cell["edition_sha256"] for cell in cells} == {SHA256}
    assert cells[0]["ends_on"] == "2026-01-01"


def test_the_sheets_behind_a_number_are_listed_without_people() -> None:
    record = {
        "record": "r",
        "sheet": "0123456789ab",
        "activity": "F-001",
        "held_on": "2025-03-03",
        "place": "toguna-demo:C1",
    }
    (row,) = rows(files_of(snapshot(indicator(records=[record])), SHA256, [])[3].body)
    assert list(row) == list(RECORD_COLUMNS)
    assert (row["activity"], row["sheet"], row["place_name"]) == ("F-001", "0123456789ab", "Sanankoro-Ba")


def test_the_dictionary_explains_every_column_in_both_languages() -> None:
    (body,) = [file.body for file in files_of(snapshot(), SHA256, []) if file.name == "dictionary.csv"]
    explained = rows(body)
    assert [row["column"] for row in explained] == [*COLUMNS, *RECORD_COLUMNS, *hxl_columns(snapshot())]
    assert all(row["fr"] and row["en"] for row in explained)


def test_the_fact_sheet_has_the_shape_of_a_donors_sheet() -> None:
    said = text_of(fact_sheet(snapshot(), SHA256, [], "fr"))
    for part in [
        "Programme fictif (PF)",
        "Une phrase qui dit pourquoi.",
        "Objectif 1",
        "Écouter.",
        "Budget à ce jour 12\u202f344\u202f862 USD",
        "Cycle du projet 1er janvier 2025 – 2026",
        "Zones d'intervention Sanankoro-Ba",
        "Bailleur Fonds fictif",
        "Chef de file Tête de file fictive",
        "Résultats clés",
    ]:
        assert " ".join(part.split()) in said, part


def test_the_fact_sheet_says_what_donors_sheets_leave_out() -> None:
    said = text_of(fact_sheet(snapshot(), SHA256, [], "fr"))
    for part in ["compté", "donnée fictive", "12 de moins que la cible", "femmes 13 · hommes masqué", SHA256, "DEMO 3"]:
        assert part in said, part
    assert "Nombre de présences." in said


def test_the_fact_sheet_speaks_english_too() -> None:
    page = fact_sheet(snapshot(), SHA256, [], "en")
    assert b'<html lang="en">' in page
    said = text_of(page)
    for part in [
        "Fact sheet",
        "Key achievements",
        "23 attendances",
        "counted",
        "12 below the target",
        "USD 12,344,862",
    ]:
        assert part in said, part


def test_the_fact_sheet_stands_alone_and_runs_nothing() -> None:
    page = fact_sheet(snapshot(), SHA256, [], "fr").decode()
    for fetched in ["<script", "<link", "src=", "url(", "http:", "https:", "style="]:
        assert fetched not in page
    assert "Présences &lt;fictives&gt;" in page
    assert "@page{size:A4" in page


def test_unknown_is_never_zero_and_has_no_basis() -> None:
    said = text_of(fact_sheet(snapshot(indicator(tables=[table(None, cuts={})])), SHA256, [], "fr"))
    assert "non précisé" in said
    assert "compté donnée fictive" not in said


def test_what_changed_is_told_totals_first_and_a_masked_cell_stays_masked() -> None:
    before = snapshot(indicator(tables=[table("14")]), number=2)
    after = snapshot()
    after["indicators"][0]["tables"][0]["cuts"]["sex"][0] = {"category": "female", "masked": True}
    changes = changes_between(before, after)
    assert [change_in_words(change, after, "fr") for change in changes] == [
        "Présences <fictives> (toute la durée)\u00a0: 23 au lieu de 14",
        "Présences <fictives> (toute la durée, sexe\u00a0: femmes)\u00a0: masqué au lieu de 13",
    ]
    assert change_in_words(changes[0], after, "en") == (
        "Fictional attendances (life of the programme): 23 instead of 14"
    )
    assert "23 au lieu de 14" in text_of(fact_sheet(after, SHA256, changes, "fr"))


def test_a_new_indicator_is_one_change_and_not_one_for_each_cell() -> None:
    after = snapshot(indicator(), indicator("EVENTS"))
    (change,) = changes_between(snapshot(), after)
    assert change_in_words(change, after, "fr").endswith("compté pour la première fois")


def test_the_first_edition_changes_nothing() -> None:
    assert changes_between(None, snapshot()) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"before": None, "after": "9"}, "Présences <fictives> (T1 2025)\u00a0: 9, nouveau"),
        ({"before": "9", "after": None}, "Présences <fictives> (T1 2025)\u00a0: n'est plus publié, était 9"),
        (
            {"before": "masked", "after": "unknown"},
            "Présences <fictives> (T1 2025)\u00a0: non précisé au lieu de masqué",
        ),
    ],
)
def test_a_cell_that_comes_or_goes_is_told(change: Change, told: str) -> None:
    cell: Change = {
        "what": "cell",
        "indicator": "SEATS",
        "period_kind": "quarter",
        "period": "2025-Q1",
        "basis": "counted",
        "dimension": "",
        "category": "",
        **change,
    }
    assert change_in_words(cell, snapshot(), "fr") == told
