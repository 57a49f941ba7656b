"""A text, a page or a Word document gives its words, in which two cells are never one number."""

import pytest

from tests.figures.files import WORD_SPACE, cell, paragraph, word
from toguna.figures.documents.document import Document, Format, Limits
from toguna.figures.documents.opening import read_document
from toguna.figures.documents.unreadable import ForbiddenMarkup

# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_a_text_is_read_whatever_its_encoding(encoding: str) -> None:
    said = "Près de 1 180 élèves, dont 612 filles : « un succès »."
    assert read_document(said.encode(encoding), "bilan.txt").text == said


def test_a_text_keeps_every_character_in_its_place() -> None:
    said = "\n  Bilan\n\n\n211 personnes  (132 hommes,\n79 femmes)\n"
    assert read_document(said.encode()) == Document(said)
    assert read_document(said.replace("\n", "\r\n").encode()).text == said


def test_form_feeds_part_the_pages_of_a_text() -> None:
    read = read_document(b"211 personnes\f79 femmes\f132 hommes")
    assert [read.page_at(read.text.index(word)) for word in ("211", "79", "132")] == [1, 2, 3]


def test_a_text_without_pages_has_lines() -> None:
    read = read_document(b"Bilan\n\n211 personnes")
    assert read.page_at(0) is None
    assert read.line_at(read.text.index("211")) == 3


# Markdown


def test_markdown_is_read_without_its_marks_and_line_for_line() -> None:
    source = """---
date: 2021
---
# Résultats 2021 #

Au total, **1 149** personnes ([322 hommes](https://example.org/3000) et *827* femmes)[^1].
<!-- 999
999 -->
- [x] snake_case_78 et 2 * 3 * 4
> cité : `12` ~~13~~ \\*14\\*

| Région | Total |
|--------|------:|
| Mopti  | 265   |

[^1]: Selon la source.
"""
    read = read_document(source.encode(), "bilan.md")
    assert read.format is Format.MARKDOWN
    lines = read.text.split("\n")
    assert len(lines) == len(source.split("\n"))
    assert lines[3] == "Résultats 2021"
    assert lines[5] == "Au total, 1 149 personnes (322 hommes et 827 femmes)."
    assert lines[8] == "• snake_case_78 et 2 * 3 * 4"
    assert lines[9] == "cité : 12  *14*"
    assert lines[11:14] == ["Région | Total", "", "Mopti | 265"]
    assert lines[15] == "Selon la source."
    assert "999" not in read.text


@pytest.mark.parametrize("piece", ["[", "*", "_a", "<!--", "![](", "`", "~~", "<a ", "(", "[^", "| ", "\\"])
def test_a_megabyte_of_markdown_marks_is_read_in_bounded_time(piece: str) -> None:
    source = ("Bilan " + piece * (1_000_000 // len(piece))).encode()
    read_document(source, "bilan.md", Limits(seconds=20))


# HTML


def test_html_is_read_as_its_page_shows_it() -> None:
    source = """<!DOCTYPE html><html><head><title>1</title><style>p{top:2px}</style><script>var a = 3;</script></head>
    <body><h1>Bilan   de
    l'année</h1><p>211 personnes, dont<br>79&nbsp;femmes<sup>3</sup> (1<sup>er</sup> trimestre).</p>
    <p hidden>888</p><del>777</del><!-- 666 -->
    <table><tr><th>Mopti</th><td>265</td><td>1852</td></tr><tr><td><p>12</p><p>30</p></td><td></td><td>9</td></tr></table>
    <ul><li>7 forums<li>8 débats</ul><template>555</template></body></html>"""
    read = read_document(source.encode(), "bilan.html")
    assert read.format is Format.HTML
    assert read.text == (
        "Bilan de l'année\n\n211 personnes, dont\n79\xa0femmes³ (1er trimestre).\n\n"
        "Mopti | 265 | 1852\n12 ; 30 | | 9\n\n7 forums\n8 débats"
    ).replace("| |", "|  |")


def test_html_is_read_in_the_encoding_it_declares() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź: 12'
    assert read_document(page.encode("iso-8859-2"), "a.html").text == "Łódź: 12"
    assert read_document(page.encode("utf-16"), "a.html").text == "Łódź: 12"
    assert read_document("<p>Ségou 12".encode("cp1252"), "a.html").text == "Ségou 12"
    assert read_document('<?xml version="1.0" encoding="utf-8"?><html><p>Ségou'.encode()).text == "Ségou"


def test_html_that_calls_itself_text_is_still_html() -> None:
    read = read_document(b"<!doctype html><p>12 <b>femmes</b>", "page.txt")
    assert (read.text, read.format) == ("12 femmes", Format.HTML)
    assert ".txt" in read.notes[0].text()


def test_entities_and_endless_nesting_in_html_are_refused_or_bounded() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "12"><!ENTITY b "&a;&a;">]><p>&b;</p>'
    with pytest.raises(ForbiddenMarkup):
        read_document(bomb, "a.html")
    deep = b"<html><body>" + b"<div>" * 200_000 + b"12 femmes"
    with pytest.raises(ForbiddenMarkup):
        read_document(deep, "a.html")


# Word


def test_a_word_document_is_read_with_its_tables_and_notes() -> None:
    first, second = cell("Mopti") + cell("265") + cell("1852"), cell("12", "30") + cell("9")
    table = f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"
    footnotes = f"<w:footnotes {WORD_SPACE}><w:footnote>{paragraph('Dont 12 réfugiées.')}</w:footnote></w:footnotes>"
    body = paragraph("211 personnes, ") + table + paragraph("Fin")
    read = read_document(word(body, footnotes=footnotes, header1="<x/>"), "bilan.docx")
    assert read.format is Format.WORD
    assert read.text.split("\n") == [
        "211 personnes, ",
        "",
        "Mopti | 265 | 1852",
        "12 ; 30 | 9",
        "",
        "Fin",
        "",
        "Dont 12 réfugiées.",
    ]
    assert read.paragraph_at(read.text.index("Fin")) == 4
    assert "en-têtes" in read.notes[0].text()


def test_a_number_cut_into_runs_stays_one_number_and_a_raised_mark_apart() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>555</w:t></w:r>"
    body = (
        f"<w:p><w:r><w:t>1 1</w:t></w:r><w:r><w:t>49</w:t></w:r>{raised}{hidden}<w:r><w:tab/><w:t>fin</w:t></w:r></w:p>"
    )
    assert read_document(word(body)).text == "1 149³\tfin"


def test_tracked_deletions_are_left_out_and_insertions_read() -> None:
    body = (
        "<w:p><w:r><w:t>Au total </w:t></w:r><w:del><w:r><w:delText>999</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>211</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>888</w:t></w:r></w:moveFrom></w:p>"
    )
    read = read_document(word(body))
    assert read.text == "Au total 211"
    assert "suivi des modifications" in read.notes[0].text()


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('79 femmes')}</w:txbxContent>"
    choice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read_document(word(f"<w:p><w:r>{choice}</w:r></w:p>")).text.strip() == "79 femmes"


def test_word_says_on_which_page_it_last_set_a_paragraph() -> None:
    second = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>79 femmes</w:t></w:r></w:p>"
    notes = f"<w:footnotes {WORD_SPACE}>{paragraph('5 réfugiées')}</w:footnotes>"
    read = read_document(word(paragraph("211 personnes") + second, footnotes=notes))
    assert [read.page_at(read.text.index(said)) for said in ("211", "79", "5 ")] == [1, 2, None]
    assert read_document(word(paragraph("211"))).page_at(0) is None
