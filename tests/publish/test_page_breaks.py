"""Where the pages of a document end: nothing that belongs together is torn apart."""

import pytest

from tests.publish.pdf_words import words_by_page
from tests.publish.snapshots import snapshot
from toguna.publish.documents.blocks import Bullets, Document, Facts, Paragraph, words
from toguna.publish.documents.on_paper import document_as_pdf

SHA256 = "ab" * 32


@pytest.mark.parametrize("lines", range(30, 60))
def test_the_last_line_of_a_list_is_never_alone_on_a_page(lines: int) -> None:
    entries = [(words(f"Ligne {number}."), ()) for number in range(1, lines + 1)]
    page = Document("fr", "", "Titre", [], [Bullets(entries)], "")
    for written in words_by_page(document_as_pdf(page, snapshot(), SHA256)):
        assert (f"Ligne {lines}." in written) == (f"Ligne {lines - 1}." in written)


@pytest.mark.parametrize("filled", range(20, 60, 2))
def test_an_if_stays_on_the_page_of_its_then(filled: int) -> None:
    theory = Facts([("Si", words("on apprend")), ("alors", words("on prend part")), ("parce que", words("on sait"))])
    lines = [Paragraph(words(f"Ligne {number}.")) for number in range(filled)]
    page = Document("fr", "", "Titre", [], [*lines, theory], "")
    for written in words_by_page(document_as_pdf(page, snapshot(), SHA256)):
        assert ("on apprend" in written) == ("on sait" in written)
