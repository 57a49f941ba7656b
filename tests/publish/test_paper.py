"""The printed attendance sheet: what stands on it, on how many pages, and always the same bytes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.pdf_words import fonts_in, pages_in, words_of
from toguna.publish.paper.sheet import (
    LINES_A_PAGE,
    MOST_LINES,
    PaperActivity,
    PaperSheet,
    attendance_paper,
    attendance_pictures,
    pages_of,
)
from toguna.publish.paper.square import square_of
from toguna.publish.paper.words import WORDS, words_in

AT = datetime(2016, 8, 1, 9, 5, tzinfo=UTC)
BANDS = ["0 à 9 ans", "15 à 29 ans", "Non précisé"]
TRAINING = PaperActivity(
    code="F-001",
    title="Formation fictive des élus",
    programmes=("Programme fictif du Fleuve", "Organisation fictive de tête"),
    organisation="Association fictive Benkadi",
    commune="Sanankoro-Ba",
    sessions=3,
    starts_on=date(2016, 8, 12),
    ends_on=date(2016, 8, 14),
)
SHEET = PaperSheet("26BQ-524Z", 2, 15)


def paper(
    activity: PaperActivity = TRAINING, *sheets: PaperSheet, language: str = "fr", printed_at: datetime = AT
) -> bytes:
    return attendance_paper(activity, sheets or [SHEET], bands=BANDS, printed_at=printed_at, language=language)


def test_the_head_says_whose_sheet_it_is_and_under_which_code_it_comes_back() -> None:
    words = words_of(paper())
    for said in (
        "Fiche de présence", "Programme fictif du Fleuve · Organisation fictive de tête", "F-001",
        "Formation fictive des élus", "2 sur 3", "prévue du 12 au 14 août 2016", "Association fictive Benkadi",
        "Sanankoro-Ba", "26BQ-524Z", "page 1 sur 1", "Imprimée le 1er août 2016",
    ):  # fmt: skip
        assert said in words


def test_the_columns_are_those_of_the_entry_form_and_a_signature() -> None:
    words = words_of(paper()).replace("\n", " ")
    for said in ("Prénom et nom", "Sexe", "Fonction", "Organisation ou village", "Téléphone", "Accord", "Signature"):
        assert said in words
    assert "Association fictive Benkadi peut garder mon nom" in words
    for said in ("Total de la fiche", "Femmes", "Hommes", "Certifié exact par", "Signature et cachet"):
        assert said in words


def test_english_is_complete() -> None:
    words = words_of(paper(language="en"))
    assert "Attendance sheet" in words
    assert "planned 12 to 14 August 2016" in words
    french = [pair[0] for pair in WORDS.values() if pair[0] != pair[1] and len(pair[0]) > 4 and "%" not in pair[0]]
    assert [said for said in french if said in words] == []
    assert words_in("en").keys() == words_in("fr").keys()


def test_the_same_sheet_is_the_same_bytes_and_another_code_another_paper() -> None:
    assert paper() == paper()
    assert paper() != paper(TRAINING, replace(SHEET, code="2222-2222"))


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (15, 1), (16, 2), (25, 2), (50, 4)])
def test_lines_go_on_over_as_many_pages_as_they_need(lines: int, pages: int) -> None:
    made = paper(TRAINING, replace(SHEET, lines=lines))
    words = words_of(made)
    assert pages_in(made) == pages
    assert f"\n{lines}\n" in words
    assert f"\n{lines + 1}\n" not in words
    assert words.count("Certifié exact par") == 1
    assert words.count("Total de la fiche") == 1
    assert words.count("Total de cette page") == (pages if pages > 1 else 0)
    assert words.count("F-001") == pages


@given(st.integers(1, MOST_LINES))
def test_every_line_stands_on_one_page_and_no_page_is_crowded(lines: int) -> None:
    pages = pages_of(lines)
    assert list(chain(*pages)) == list(range(1, lines + 1))
    sizes = [len(page) for page in pages]
    assert max(sizes) <= LINES_A_PAGE
    assert max(sizes) - min(sizes) <= 1


def test_each_session_has_a_sheet_of_its_own_in_one_file() -> None:
    made = paper(TRAINING, SHEET, PaperSheet("2222-2222", 3, 30))
    assert pages_in(made) == 3
    assert words_of(made).count("page 2 sur 2") == 2
    assert "2222-2222" in words_of(made)


def test_a_sensitive_activity_has_boxes_to_count_in_and_none_for_a_name() -> None:
    made = paper(replace(TRAINING, counts_only=True), replace(SHEET, lines=0))
    words = words_of(made)
    assert pages_in(made) == 1
    for said in ("Fiche de comptage, sans noms", "un trait par personne", "0 à 9 ans", "n'écrivez aucun nom"):
        assert said in words
    for never in ("Prénom et nom", "Téléphone", "empreinte", "Accord"):
        assert never not in words


def test_a_fictional_activity_is_marked_on_every_page() -> None:
    sheet = replace(SHEET, lines=30)
    # Once as a seal in the head and once across the page.
    assert words_of(paper(replace(TRAINING, fictional=True), sheet)).count("DONNÉE FICTIVE") == 4
    assert "FICTIVE" not in words_of(paper(TRAINING, sheet))


def test_nothing_of_the_machine_that_prints_is_on_the_paper() -> None:
    assert fonts_in(paper()) == {"LibertinusSerif", "DejaVuSansMono"}


LONG = "Commune fictive de Sanankoro-Ba sur le Fleuve et ses environs, « quartier du #marché » "


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 160), st.sampled_from(["", "#pagebreak()", "$x^2$ *gras* `code` @ref <b> \\ // ]]"]), st.booleans()
)
def test_whatever_the_plan_says_is_words_and_keeps_to_its_page(length: int, odd: str, counts_only: bool) -> None:
    said = odd + LONG[: length % len(LONG)] + LONG * (length // len(LONG))
    activity = replace(TRAINING, title=said, commune=said, organisation=said, counts_only=counts_only)
    made = paper(activity, replace(SHEET, lines=15))
    assert pages_in(made) == 1
    if odd == "#pagebreak()":
        assert odd in words_of(made)


def test_a_session_that_is_not_known_is_left_to_be_written() -> None:
    made = paper(replace(TRAINING, commune="", organisation="", starts_on=None), replace(SHEET, session=None))
    words = words_of(made)
    assert "sur 3" not in words
    assert "prévue" not in words
    assert "l'organisation peut garder mon nom" in words.replace("\n", " ")


def test_a_screen_shows_what_the_printer_will() -> None:
    pictures = attendance_pictures(TRAINING, [replace(SHEET, lines=25)], bands=BANDS, printed_at=AT)
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2


def test_a_square_has_its_three_corners_and_a_white_border() -> None:
    square = square_of("26BQ-524Z")
    assert square == square_of("26BQ-524Z") != square_of("2222-2222")
    for corner in ("M4 4h7v1h-7z", "M18 4h7v1h-7z", "M4 18h7v1h-7z"):
        assert corner in square
    assert "M0 " not in square.split("<path d=")[1]
