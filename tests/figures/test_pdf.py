"""A PDF gives whole sentences and their pages; two cells of a table are never one number."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from tests.figures.files import pdf
from toguna.figures.documents.document import Format
from toguna.figures.documents.opening import read_document
from toguna.figures.documents.page_lines import lines_of
from toguna.figures.documents.painting import Run
from toguna.figures.documents.unreadable import Protected, ScannedPdf


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


def test_a_total_at_the_foot_of_every_page_is_no_footer() -> None:
    rows = "".join(
        f"#place(bottom)[Total : {number} hommes et {number + 7} femmes]\nRégion {number}\n#pagebreak(weak: true)\n"
        for number in (120, 131, 142, 153)
    )
    read = read_document(pdf(f"#set page(width: 10cm, height: 10cm, margin: 5mm)\n{rows}"))
    assert [str(number) in read.text for number in (127, 138, 149, 160)] == [True] * 4


def test_a_footer_with_the_number_of_the_page_in_it_is_left_out() -> None:
    text = (
        "En 2021, les forums ont réuni des élus et des citoyens venus de chaque commune et de chaque cercle voisin "
        * 20
    )
    footer = "context [Rapport 2021 du 12 mars, page #counter(page).display() sur 9]"
    read = read_document(pdf(f"#set page(width: 10cm, height: 10cm, footer: {footer})\n{text}"))
    assert read.text.split() == text.split()
