"""A file that is too large, broken, locked or made to do harm ends with one clear reason and nothing else."""

import io
import random
import zipfile

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from tests.figures.files import cell, paragraph, pdf, word
from toguna.figures.documents.document import Format, Limits
from toguna.figures.documents.opening import read_document
from toguna.figures.documents.unreadable import (
    BrokenPdf,
    BrokenWord,
    Empty,
    FileTooLarge,
    ForbiddenMarkup,
    NotText,
    OldWord,
    OtherOffice,
    ScannedPdf,
    SwollenWord,
    TextTooLong,
    TookTooLong,
    TooManyPages,
    Unreadable,
)


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
