"""A file of any kind gives its text, in which two cells are never one number and a sentence is never cut."""

import io
import random
import zipfile

import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from toguna.figures.documents.document import Document, Format, Limits
from toguna.figures.documents.opening import read_document
from toguna.figures.documents.page_lines import lines_of
from toguna.figures.documents.painting import Run
from toguna.figures.documents.unreadable import (
    BrokenPdf,
    BrokenWord,
    Empty,
    FileTooLarge,
    ForbiddenMarkup,
    NotText,
    OldWord,
    OtherOffice,
    Protected,
    ScannedPdf,
    SwollenWord,
    TextTooLong,
    TookTooLong,
    TooManyPages,
    Unreadable,
)

WORD_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word(body: str, declaration: str = "", **parts: str) -> bytes:
    """A .docx with this body."""
    document = f"{declaration}<w:document {WORD_SPACE} {COMPATIBLE}><w:body>{body}</w:body></w:document>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return target.getvalue()


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraph(text) for text in paragraphs)}</w:tc>"


def pdf(source: str) -> bytes:
    """A PDF typeset from typst."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


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


# PDF


def test_a_pdf_gives_whole_sentences_and_their_pages() -> None:
    text = (
        "Au total, 1 149 personnes ont été informées lors de la révision exceptionnelle des listes électorales. " * 30
    )
    source = (
        f'#set page(width: 9cm, height: 9cm)\n#set par(justify: true)\n#set text(lang: "fr", hyphenate: true)\n{text}'
    )
    read = read_document(pdf(source), "bilan.pdf")
    assert read.format is Format.PDF
    assert read.text.split() == text.split()
    assert " per-" not in read.text
    assert [number for number, _ in read.pages] == list(range(1, len(read.pages) + 1))
    assert len(read.pages) > 3


def test_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    text = "Dans la région de Ségou, 42 638 personnes déplacées ont reçu une aide alimentaire et des semences. " * 25
    source = f'#set page(columns: 2, width: 21cm, height: 12cm)\n#set text(lang: "fr", hyphenate: true)\n{text}'
    read = read_document(pdf(source))
    assert read.text.split() == text.split()


def test_cells_of_a_table_in_a_pdf_are_not_one_number() -> None:
    rows = "[Mopti], [265], [1852], [Ségou], [1 180], [42 638], [*Total*], [1 445], [44 490]"
    read = read_document(pdf(f"Bilan.\n\n#table(columns: 3, [Région], [Hommes], [Femmes], {rows})"))
    assert "Mopti | 265 | 1852\nSégou | 1 180 | 42 638\nTotal | 1 445 | 44 490" in read.text


def test_running_headers_and_page_numbers_do_not_cut_a_sentence() -> None:
    text = (
        "En 2021, les forums ont réuni des élus et des citoyens venus de chaque commune et de chaque cercle voisin "
        * 20
    )
    source = (
        "#set page(width: 10cm, height: 10cm, header: [Rapport annuel 2021], footer: context counter(page).display())\n"
        f"{text}"
    )
    read = read_document(pdf(source))
    assert read.text.split() == text.split()
    assert "en-têtes" in read.notes[-1].text()


@pytest.mark.parametrize("mark", ["•", "–", "o", "3.", "a)", "\uf0b7"])
def test_the_mark_of_a_list_is_no_cell(mark: str) -> None:
    runs = [Run(mark, 50, 56, 700, 11, "F"), Run("12 femmes", 74, 120, 700, 11, "G")]
    assert [line.text for line in lines_of(runs, 1)] == [f"{mark} 12 femmes"]


def test_page_numbers_that_begin_elsewhere_are_left_out() -> None:
    text = (
        "En 2021, les forums ont réuni des élus et des citoyens venus de chaque commune et de chaque cercle voisin. "
        * 9
    )
    source = (
        "#set page(width: 10cm, height: 10cm, footer: context counter(page).display())\n#counter(page).update(41)\n"
    )
    read = read_document(pdf(source + text))
    assert read.text.split() == text.split()


def test_headings_lists_and_paragraphs_of_a_pdf_stay_apart() -> None:
    body = "Au total, 211 personnes ont été formées dans la région, dont 79 femmes et 132 hommes, en trois sessions."
    read = read_document(pdf(f"= Résultats\n\n{body}\n\n- 12 femmes\n- 30 hommes\n\n{body}"))
    assert read.text.split("\n\n")[0] == "Résultats"
    assert "• 12 femmes\n• 30 hommes" in read.text
    assert read.text.count(body) == 2


def test_a_hyphen_of_a_number_in_words_is_kept() -> None:
    read = read_document(pdf("#set page(width: 6cm, height: 9cm)\nIls étaient vingt-\\\ncinq et for-\\\nmés hier."))
    assert read.text == "Ils étaient vingt-cinq et formés hier."


def test_the_raised_mark_of_a_note_is_no_digit() -> None:
    read = read_document(pdf("#set super(typographic: false)\nIl y avait 21#super[3] femmes."))
    assert read.text == "Il y avait 21³ femmes."


def test_a_pdf_locked_with_a_password_says_so() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("211 personnes, dont 79 femmes et 132 hommes."))))
    locked, free = io.BytesIO(), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(locked)
    with pytest.raises(Protected):
        read_document(locked.getvalue())
    writer.encrypt("", owner_password="secret", algorithm="AES-128")
    writer.write(free)
    assert read_document(free.getvalue()).text.startswith("211 personnes")


def test_a_scanned_pdf_says_what_to_do() -> None:
    with pytest.raises(ScannedPdf) as refusal:
        read_document(pdf("#set page(width: 9cm, height: 9cm)\n#rect(fill: red)\n#pagebreak()\n#rect(fill: red)"))
    assert "Les 2 pages" in refusal.value.text()
    assert "reconnaissance de caractères" in refusal.value.text()


def test_a_page_without_text_among_others_is_named() -> None:
    body = "Au total, 211 personnes ont été formées dans la région, dont 79 femmes et 132 hommes."
    read = read_document(pdf(f"{body}\n#pagebreak()\n#rect(fill: red)\n#pagebreak()\n{body}"))
    assert [note.text() for note in read.notes] == [
        "Des pages sans texte, sans doute des images, n'ont pas été lues : 2."
    ]


# What is refused


def test_each_file_that_is_no_text_says_what_to_do() -> None:
    made = pdf("211 personnes, dont 79 femmes.")
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    cases: list[tuple[bytes, str, type[Unreadable]]] = [
        (b"", "vide.txt", Empty),
        (b" \n\t ", "vide.txt", Empty),
        (b"<html><body><script>12</script>", "vide.html", Empty),
        (word(""), "vide.docx", Empty),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "photo.png", NotText),
        (bytes(range(256)) * 20, "programme.bin", NotText),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "bilan.doc", OldWord),
        (office.getvalue(), "bilan.xlsx", OtherOffice),
        (office.getvalue(), "bilan.docx", OtherOffice),
        (b"not a zip", "bilan.docx", BrokenWord),
        (b"not a pdf", "bilan.pdf", BrokenPdf),
        (word(paragraph("211"))[:-40], "bilan.docx", BrokenWord),
        (word("<w:p>"), "bilan.docx", BrokenWord),
        (b"%PDF-1.7\n" + bytes(300), "bilan.pdf", BrokenPdf),
        (made[: len(made) // 3], "bilan.pdf", BrokenPdf),
    ]
    for content, name, reason in cases:
        with pytest.raises(reason) as refusal:
            read_document(content, name)
        assert type(refusal.value) is reason, name
        assert len(refusal.value.text()) > 40
        assert "%(" not in refusal.value.text()


def test_a_wrong_extension_is_read_as_what_it_is_and_told() -> None:
    read = read_document(pdf("211 personnes, dont 79 femmes et 132 hommes."), "bilan.docx")
    assert read.format is Format.PDF
    assert "« .docx »" in read.notes[0].text()
    assert read_document(word(paragraph("211 personnes")), "bilan.txt").format is Format.WORD


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_document(b"1" * 101, limits=Limits(file_bytes=100))
    with pytest.raises(TextTooLong):
        read_document(b"1" * 101, limits=Limits(text_characters=100))
    with pytest.raises(TextTooLong):
        read_document(word(paragraph("1" * 101)), limits=Limits(text_characters=100))
    with pytest.raises(TextTooLong):
        read_document(pdf("femmes " * 40), limits=Limits(text_characters=100))
    with pytest.raises(TooManyPages) as refusal:
        read_document(pdf("un #pagebreak() deux #pagebreak() trois"), limits=Limits(pages=2))
    assert "3 pages" in refusal.value.text()


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = word(paragraph("1" * 2_000_000))
    assert len(bomb) < 20_000
    with pytest.raises(SwollenWord):
        read_document(bomb, limits=Limits(unpacked_bytes=1_000_000))


def test_entities_and_endless_nesting_in_word_are_refused() -> None:
    declared = '<!DOCTYPE x [<!ENTITY a "12"><!ENTITY b "&a;&a;&a;">]>'
    for hostile in (
        word(paragraph("&b;"), declared),
        word(paragraph("12"), '<!DOCTYPE x SYSTEM "file:///etc/hostname">'),
        word("<w:p>" * 5_000 + "</w:p>" * 5_000),
    ):
        with pytest.raises(ForbiddenMarkup):
            read_document(hostile)


def test_reading_stops_at_its_limit_of_time() -> None:
    many = word(paragraph("12") * 20_000)
    with pytest.raises(TookTooLong):
        read_document(many, limits=Limits(seconds=0))
    with pytest.raises(TookTooLong):
        read_document(b"<p>12" * 20_000, "a.html", Limits(seconds=0))
    with pytest.raises(TookTooLong):
        read_document(pdf("douze"), limits=Limits(seconds=0))


def test_a_form_that_paints_itself_ends() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    form = DecodedStreamObject()
    form.set_data(b"/A Do /A Do")
    form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    itself = writer._add_object(form)
    within = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/A"): itself})})
    form[NameObject("/Resources")] = within
    page[NameObject("/Resources")] = within
    contents = DecodedStreamObject()
    contents.set_data(b"/A Do")
    page[NameObject("/Contents")] = writer._add_object(contents)
    hostile = io.BytesIO()
    writer.write(hostile)
    with pytest.raises(ScannedPdf):
        read_document(hostile.getvalue())


def test_a_page_of_endless_instructions_is_refused() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    contents = DecodedStreamObject()
    contents.set_data(b"1 0 0 1 0 0 cm " * 400_000)
    page[NameObject("/Contents")] = writer._add_object(contents.flate_encode())
    hostile = io.BytesIO()
    writer.write(hostile)
    assert len(hostile.getvalue()) < 100_000
    with pytest.raises(BrokenPdf):
        read_document(hostile.getvalue())


@pytest.mark.parametrize("name", ["bilan.pdf", "bilan.docx", "bilan.html", "bilan.md", "bilan.txt"])
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_program(name: str) -> None:
    said = "Au total, 211 personnes ont été formées dans la région, dont 79 femmes et 132 hommes. " * 10
    whole = {
        "bilan.pdf": lambda: pdf(f"#set page(width: 9cm, height: 9cm)\n{said} #table(columns: 2, [12], [13])"),
        "bilan.docx": lambda: word(paragraph(said) + f"<w:tbl><w:tr>{cell('12')}{cell('13')}</w:tr></w:tbl>"),
        "bilan.html": lambda: f"<!doctype html><table><tr><td>12<td>13</table><p>{said}".encode(),
        "bilan.md": lambda: f"# Bilan\n| 12 | 13 |\n**{said}** [14](15)".encode(),
        "bilan.txt": said.encode,
    }[name]()
    chance = random.Random(2021)
    outcomes = set()
    for _ in range(80):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20, 60))):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randrange(3)] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 3)))
        try:
            outcomes.add(read_document(bytes(damaged), name).format.value)
        except Unreadable as refusal:
            outcomes.add(refusal.code)
    assert outcomes
