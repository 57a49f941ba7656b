"""The quarterly pack: one edition, one quarter, both languages, the same bytes whoever takes it."""

import csv
import hashlib
import io
import zipfile
from typing import Any

from tests.publish.donor_books import QUARTERS, reported
from toguna.publish.changes import Change
from toguna.publish.documents.blocks import Table
from toguna.publish.documents.on_screen import document_as_html
from toguna.publish.narratives import statement_findings
from toguna.publish.pack.bundle import pack_name, quarterly_pack
from toguna.publish.pack.report import quarterly_report
from toguna.publish.snapshot import Snapshot
from toguna.publish.tracking.spans import Span, span_of
from toguna.rules.findings import errors_in

SHA256 = "ef" * 32
CLOSED: Any = {
    "period_kind": "us_fiscal_quarter", "period": QUARTERS[0][0], "starts_on": QUARTERS[0][1],
    "ends_before": QUARTERS[0][2], "closed_on": "2025-01-20",
}  # fmt: skip


def activity(code: str, **changes: Any) -> Any:
    """One line of the fictional work plan, held in the first quarter."""
    given = {
        "code": code, "title": {"fr": f"Activité fictive {code}"}, "kind": "training", "designed_for": [], "topics": [],
        "objective": 1, "implementer": "lead", "place": "toguna-demo:C1", "starts_on": "2024-11-04",
        "ends_on": "2024-11-05", "sessions": 2, "status": "held",
    }  # fmt: skip
    return given | changes


def told(**changes: Any) -> Snapshot:
    """The fictional programme with a work plan, a narrative, grants and a decision about a late sheet."""
    given: dict[str, Any] = {
        "closings": [CLOSED],
        "activities": [
            activity("A-1"),
            activity("A-2", status="cancelled"),
            activity("A-3", status="planned", kind="broadcast"),
            activity("A-4", status="planned", starts_on="2025-06-01", ends_on=None),
            activity("A-5", status="planned", starts_on=None, ends_on=None),
        ],
        "narratives": [
            {
                "objective": 1, "period_kind": "us_fiscal_quarter", "period": "FY2025-Q1",
                "text": {"fr": "Texte fictif : {{YOUTH-1|FY2025-Q1}} jeunes.", "en": "Fictional text."},
            }
        ],
        "restatements": [
            {
                "period_kind": "us_fiscal_quarter", "period": "FY2025-Q1", "sheet": "0123456789ab",
                "verdict": "accepted",
                "reason": "Une raison fictive.", "decided_on": "2025-02-01", "decided_by": {"fr": "Bureau fictif"},
            }
        ],
    }  # fmt: skip
    content = reported(**{**given, **changes})
    grant: Any = {
        "code": "S-1", "giver": "lead", "receiver": "lead", "title": {"fr": "Subvention fictive"}, "starts_on": None,
        "ends_on": None, "value": 1_200_050, "currency": "XOF", "disbursed": None, "acquitted": 0, "status": "signed",
    }  # fmt: skip
    content["programme"]["sub_awards"] = [grant]
    return content


def quarter(content: Snapshot, code: str = "FY2025-Q1") -> Span:
    span = span_of(content, "us_fiscal_quarter", code)
    assert span is not None
    return span


def pack(content: Snapshot, changes: list[Change] | None = None) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(quarterly_pack(content, SHA256, quarter(content), changes or [])))


def report(content: Snapshot, language: str = "fr", changes: list[Change] | None = None) -> str:
    document = quarterly_report(content, quarter(content), changes or [], language)
    return document_as_html(document, content, SHA256).decode()


def test_the_same_edition_and_quarter_give_the_same_bytes() -> None:
    content = told()
    first = quarterly_pack(content, SHA256, quarter(content), [])
    assert first == quarterly_pack(told(), SHA256, quarter(told()), [])
    assert {entry.date_time for entry in pack(content).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert pack_name(content, quarter(content)) == "DEMO-FY2025-Q1-edition-3.zip"


def test_the_read_me_gives_the_edition_its_hash_and_that_of_every_file() -> None:
    folder = pack(told())
    for name in ("LISEZ-MOI.txt", "README.txt"):
        text = folder.read(name).decode()
        assert SHA256 in text
        listed = dict(reversed(line.split("  ")) for line in text.splitlines() if "  " in line)
        assert set(listed) == set(folder.namelist()) - {"LISEZ-MOI.txt", "README.txt"}
        for file, sha256 in listed.items():
            assert hashlib.sha256(folder.read(file)).hexdigest() == sha256


def test_the_report_tells_each_objective_with_numbers_taken_from_values() -> None:
    page = report(told())
    assert "Objectif 1" in page
    assert "{{" not in page
    assert "Texte fictif" in page
    assert ">18<" in page


def test_each_figure_of_the_report_leads_to_its_page_where_the_site_is_known() -> None:
    content, site = told(), "https://toguna.example"
    led = quarterly_report(content, quarter(content), [], "fr", site)
    tables = [block for block in led.blocks if isinstance(block, Table) and len(block.columns) == 7]
    pieces = [piece for block in tables for row in block.rows for line in row[1:] for piece in line]
    numbers = [piece for piece in pieces if any(sign.isdigit() for sign in piece.text)]
    assert numbers
    assert all(piece.link.startswith(f"{site}/programmes/") for piece in numbers)


def test_the_five_annexes_follow_in_their_order() -> None:
    page = report(told(), "en")
    places = [page.index(f"Annex {number}.") for number in range(1, 6)]
    assert places == sorted(places)


def test_activities_are_planned_held_cancelled_late_and_the_rest_of_the_plan_is_not_there() -> None:
    content = told()
    rows = list(csv.DictReader(io.StringIO(pack(content).read("data/activities.csv").decode("utf-8-sig"))))
    assert [(row["activity"], row["state"]) for row in rows] == [("A-1", "held"), ("A-2", "cancelled"), ("A-3", "late")]
    page = report(content)
    assert "A-4" not in page
    assert "Sans date au plan de travail" in page


def test_what_is_on_air_has_an_annex_of_its_own() -> None:
    page = report(told())
    annex = page[page.index("Annexe 3.") : page.index("Annexe 4.")]
    assert "A-3" in annex
    assert "A-1" not in annex


def test_radio_magazines_and_grand_dialogues_are_told_apart_where_an_indicator_counts_them() -> None:
    content = told()
    page = report(content)
    annex = page[page.index("Annexe 3.") : page.index("Annexe 4.")]
    assert "ne compte à part : magazines radio, grands dialogues." in annex
    assert "Jeunes formés" not in annex

    content["indicators"][0]["definition"]["body"] = {"count": "sum", "where": {"unit": "radio_magazine"}}
    page = report(content)
    annex = page[page.index("Annexe 3.") : page.index("Annexe 4.")]
    assert "Magazines radio" in annex
    assert "Jeunes formés" in annex
    assert ">18<" in annex
    assert "ne compte à part : grands dialogues." in annex


def test_an_amount_that_is_not_known_is_said_so_and_its_total_too() -> None:
    page = report(told())
    annex = page[page.index("Annexe 4.") : page.index("Annexe 5.")]
    assert annex.count("non précisé") >= 2
    rows = list(csv.DictReader(io.StringIO(pack(told()).read("data/sub-awards.csv").decode("utf-8-sig"))))
    assert [(row["awarded"], row["disbursed"], row["acquitted"]) for row in rows] == [("12000.50", "", "0.00")]


def test_what_changed_and_who_decided_about_late_sheets_is_told() -> None:
    change: Change = {
        "what": "cell", "indicator": "YOUTH-1", "period_kind": "us_fiscal_quarter", "period": "FY2025-Q1",
        "basis": "counted", "dimension": "", "category": "", "before": "17", "after": "18",
    }  # fmt: skip
    page = report(told(), "fr", [change])
    assert "18 au lieu de 17" in page
    for part in ("0123456789ab", "prise en compte", "Une raison fictive.", "Bureau fictif"):
        assert part in page


def test_a_quarter_that_is_not_closed_says_that_its_figures_are_provisional() -> None:
    assert "provisoires" not in report(told())
    assert "provisoires" in report(told(closings=[]))


def test_a_masked_number_is_in_no_file_of_the_pack() -> None:
    folder = pack(told())
    for name in ("data/cells.csv", "data/cells-hxl.csv"):
        rows = list(csv.DictReader(io.StringIO(folder.read(name).decode("utf-8-sig"))))
        masked = [row for row in rows if row["masked"] == "yes"]
        assert masked
        assert {row["value"] for row in masked} == {""}


def test_every_column_of_every_table_of_the_pack_is_in_its_dictionary() -> None:
    folder = pack(told())
    explained = list(csv.DictReader(io.StringIO(folder.read("data/dictionary.csv").decode("utf-8-sig"))))
    for name in ("cells.csv", "cells-hxl.csv", "activities.csv", "sub-awards.csv", "changes.csv"):
        heads = next(csv.reader(io.StringIO(folder.read(f"data/{name}").decode("utf-8-sig"))))
        assert [row["column"] for row in explained if row["file"] == name] == heads


def test_a_narrative_that_asks_for_a_number_which_is_not_there_is_found_before_freezing() -> None:
    wrong = told()
    wrong["narratives"][0]["text"]["fr"] = "Texte fictif : {{NOPE|FY2025-Q1}}."
    assert [(one.code, one.where) for one in errors_in(statement_findings(wrong))] != []
    assert errors_in(statement_findings(told())) == []
