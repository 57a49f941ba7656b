"""Every document of an edition, in French and English, as files to read and to print."""

from collections.abc import Iterator
from typing import NamedTuple

from toguna.publish.documents.annual_results import annual_results
from toguna.publish.documents.blocks import Document
from toguna.publish.documents.chosen import years_of
from toguna.publish.documents.on_paper import document_as_pdf
from toguna.publish.documents.on_screen import document_as_html
from toguna.publish.documents.paper_fact_sheet import fact_sheet_as_pdf
from toguna.publish.documents.project_page import project_page
from toguna.publish.snapshot import Snapshot

HTML = "text/html; charset=utf-8"
PDF = "application/pdf"
SHEETS = {"fr": "fiche", "en": "fact-sheet"}
RESULTS = {"fr": "resultats", "en": "results"}
PROJECTS = {"fr": "projet", "en": "project"}


class DocumentFile(NamedTuple):
    """One file: its name, what it is, its language and its bytes."""

    name: str
    media_type: str
    language: str
    body: bytes


def documents_of(snapshot: Snapshot, sha256: str, site: str = "") -> Iterator[DocumentFile]:
    """The fact sheet on paper, the results of every year that something is said of, and the page of the project.

    With the site's own address the numbers lead there from paper too.
    """
    for language in SHEETS:
        sheet = fact_sheet_as_pdf(snapshot, sha256, language, site)
        yield DocumentFile(f"{SHEETS[language]}.{language}.pdf", PDF, language, sheet)
    for year in years_of(snapshot):
        for language in RESULTS:
            document = annual_results(snapshot, year, language, site)
            yield from _both(f"{RESULTS[language]}-{year}", document, snapshot, sha256, site)
    for language in PROJECTS:
        yield from _both(PROJECTS[language], project_page(snapshot, language, site), snapshot, sha256, site)


def _both(stem: str, document: Document, snapshot: Snapshot, sha256: str, site: str) -> Iterator[DocumentFile]:
    name, language = f"{stem}.{document.language}", document.language
    yield DocumentFile(f"{name}.html", HTML, language, document_as_html(document, snapshot, sha256, site))
    yield DocumentFile(f"{name}.pdf", PDF, language, document_as_pdf(document, snapshot, sha256))
