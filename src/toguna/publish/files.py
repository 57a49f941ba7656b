"""The files of an edition: a frozen snapshot to bytes. The same snapshot gives the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toguna.publish.changes import Change
from toguna.publish.documents.all_documents import documents_of
from toguna.publish.fact_sheet import fact_sheet
from toguna.publish.hxl import cells_as_hxl, hxl_dictionary
from toguna.publish.iati.from_snapshot import export
from toguna.publish.iati.publisher import NotExportable
from toguna.publish.snapshot import Snapshot, canonical
from toguna.publish.tables import cells_as_csv, dictionary_as_csv, records_as_csv
from toguna.publish.tracking.paper import tracking_paper
from toguna.publish.tracking.workbook import tracking_workbook

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class PublishedFile:
    """One file that leaves. `language` is empty where it speaks every language."""

    name: str
    media_type: str
    language: str
    body: bytes


def files_of(snapshot: Snapshot, sha256: str, changes: Sequence[Change], site: str = "") -> list[PublishedFile]:
    """Everything an edition gives away: documents to read, cells and records to count with, and the snapshot itself.

    With the site's own address, numbers on paper lead to their pages.
    """
    html = "text/html; charset=utf-8"
    table = "text/csv; charset=utf-8"
    return [
        PublishedFile("fiche.fr.html", html, "fr", fact_sheet(snapshot, sha256, changes, "fr")),
        PublishedFile("fact-sheet.en.html", html, "en", fact_sheet(snapshot, sha256, changes, "en")),
        PublishedFile("cells.csv", table, "", cells_as_csv(snapshot, sha256)),
        PublishedFile("records.csv", table, "", records_as_csv(snapshot)),
        PublishedFile("cells-hxl.csv", table, "", cells_as_hxl(snapshot, sha256)),
        PublishedFile("dictionary.csv", table, "", dictionary_as_csv({"cells-hxl.csv": hxl_dictionary(snapshot)})),
        *(_tracking(snapshot, sha256, site) if snapshot["indicators"] else ()),
        *(PublishedFile(*document) for document in documents_of(snapshot, sha256, site)),
        *_iati(snapshot),
        PublishedFile("edition.json", "application/json", "", canonical(snapshot)),
    ]


def _tracking(snapshot: Snapshot, sha256: str, site: str) -> Iterator[PublishedFile]:
    """The indicator tracking table, to work with and to print."""
    for name, language in (("tableau-de-suivi.fr", "fr"), ("tracking-table.en", "en")):
        yield PublishedFile(f"{name}.xlsx", XLSX, language, tracking_workbook(snapshot, sha256, language))
        yield PublishedFile(f"{name}.pdf", PDF, language, tracking_paper(snapshot, sha256, language, site=site))


def _iati(snapshot: Snapshot) -> Iterator[PublishedFile]:
    """The programme for the aid registry; none where nobody may truly publish it, or where it would mix things up."""
    try:
        body = export([snapshot]).body()
    except NotExportable:
        return
    yield PublishedFile("iati.xml", "application/xml", "", body)
