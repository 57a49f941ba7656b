"""The printed scoring sheet: what stands on it, for whom, on how many pages, and always the same bytes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.pdf_words import fonts_in, pages_in, words_of
from toguna.publish.paper.scoring import PaperRound, scoring_paper, scoring_pictures
from toguna.publish.paper.scoring_words import WORDS, scoring_words
from toguna.publish.pictures.faces import face
from toguna.rules.instruments import (
    Anchor,
    Display,
    Engine,
    Group,
    Indicator,
    Model,
    Node,
    Scale,
    Side,
    TrackedInput,
)

AT = datetime(2016, 8, 1, 9, 5, tzinfo=UTC)
FACES = Scale(
    1_000, 5_000, 1_000, Display.FACES,
    (Anchor(1_000, {"fr": "Très mauvais"}), Anchor(3_000, {"fr": "Acceptable"}), Anchor(5_000, {"fr": "Très bon"})),
)  # fmt: skip
CARD = Model(
    "carte", Engine.GROUP_SCORES, {"fr": "Carte fictive de l'école", "en": "Fictional card of the school"},
    nodes=(Node("1", {"fr": "Accueil"}), Node("1.1", {"fr": "Respect"}, "1")),
    indicators=(
        Indicator("1.1.1", {"fr": "Politesse"}, "1.1", question={"fr": "Est-on bien reçu ?"}, scale=FACES),
        Indicator("waiting", {"fr": "Attente", "bm": "Makɔnɔ"}, evidence={"fr": "Cahier de visites"}),
    ),
    groups=(
        Group("women", {"fr": "Femmes", "bm": "Musow"}),
        Group("providers", {"fr": "Enseignants"}, Side.PROVIDERS),
    ),
    inputs=(TrackedInput("desks", {"fr": "Tables-bancs"}, {"fr": "pièces"}),),
)  # fmt: skip
ABOUT = PaperRound("Sanankoro-Ba", "École A", programme="Programme fictif", number=2, code="C07-2", fictional=True)


def paper(model: Model = CARD, about: PaperRound | None = ABOUT, language: str = "fr", **chosen: list[str]) -> bytes:
    return scoring_paper(model, printed_at=AT, about=about, language=language, groups=chosen.get("groups"))


def with_scale(scale: Scale) -> Model:
    return replace(CARD, nodes=(), indicators=(Indicator("a", {"fr": "Attente"}, scale=scale),), inputs=())


def words(pdf: bytes) -> str:
    """What is written, without regard to where a line ends."""
    return " ".join(words_of(pdf).split())


def test_each_group_has_its_sheet_and_the_matrix_stands_apart() -> None:
    pdf = paper()
    assert pages_in(pdf) == 3
    said = words(pdf)
    for word in ("Femmes", "Enseignants", "Prestataires du service", "Matrice des intrants", "Tables-bancs", "pièces"):
        assert word in said
    assert "Prestataires" not in words(paper(groups=["women"]))
    assert pages_in(paper(groups=["women"])) == 2


def test_what_is_known_of_the_round_is_printed_and_the_rest_left_to_write() -> None:
    said = words(paper())
    for word in ("Carte fictive de l'école", "Sanankoro-Ba", "École A", "Programme fictif", "C07-2", "DONNÉE FICTIVE"):
        assert word in said
    assert "page 1 sur 1" in said
    assert "Imprimée le 1er août 2016" in said
    blank = words(paper(about=None))
    assert "Commune" in blank
    assert "DONNÉE FICTIVE" not in blank
    assert "Sanankoro" not in blank


def test_a_question_stands_with_its_criterion_its_scale_and_room_for_the_reason() -> None:
    said = words(paper())
    for word in (
        "1 Accueil", "1.1 Respect", "1.1.1 Politesse", "Est-on bien reçu ?", "1 Très mauvais", "5 Très bon", "Attente",
        "Preuve : Cahier de visites", "Pourquoi cette note ?", "sans réponse", "Combien de personnes notent ?",
    ):  # fmt: skip
        assert word in said
    assert "waiting" not in said


def test_it_speaks_english_and_the_instruments_own_languages() -> None:
    english = words(paper(language="en"))
    assert "Fictional card of the school" in english
    assert "Why this score?" in english
    bambara = words(paper(language="bm"))
    assert "Makɔnɔ" in bambara
    assert "Musow" in bambara
    assert "Pourquoi cette note ?" in bambara


@pytest.mark.parametrize(
    ("scale", "written"),
    [
        (Scale(0, 10_000, 1_000, anchors=(Anchor(5_000, {"fr": "En cours"}),)), "5 = En cours"),
        (Scale(1_000, 2_000, 1_000, Display.LEVELS, (Anchor(2_000, {"fr": "Fort"}),)), "2 Fort"),
        (Scale(0, 1_000, 1_000, Display.YES_NO, (Anchor(1_000, {"fr": "Oui"}), Anchor(0, {"fr": "Non"}))), "Oui Non"),
        (Scale(40_000, 0, anchors=(Anchor(20_000, {"fr": "La moitié"}),)), "20 = La moitié"),
        (Scale(0, 100_000, anchors=tuple(Anchor(n * 25_000, {"fr": f"r{n}"}) for n in range(5))), "25 = r1 · 50 = r2"),
        (Scale(0, 2_500, 500), "0,5"),
    ],
)
def test_every_way_to_show_a_scale_says_its_anchors(scale: Scale, written: str) -> None:
    assert written in words(paper(with_scale(scale), None))


def test_a_scale_that_is_best_at_0_is_drawn_from_its_worst_to_its_best() -> None:
    said = words(paper(with_scale(Scale(100_000, 0)), None))
    assert said.index("100") < said.index(" 0 ")


def test_a_survey_is_one_sheet_for_one_person_without_a_reason() -> None:
    survey = replace(CARD, engine=Engine.SURVEY, inputs=())
    pdf = paper(survey)
    assert pages_in(pdf) == 1
    said = words(pdf)
    for word in ("Personne interrogée, sans nom", "Sexe", "Âge", "Handicap", "Au nom de", "Femmes", "Enseignants"):
        assert word in said
    assert "Pourquoi" not in said


def test_an_organisation_that_assesses_itself_justifies_and_proves() -> None:
    model = replace(CARD, engine=Engine.SELF_ASSESSMENT, groups=(), inputs=())
    pdf = paper(model, PaperRound(organisation="OSC fictive Benkadi"))
    assert pages_in(pdf) == 1
    assert "Justification et preuves" in words(pdf)
    assert "OSC fictive Benkadi" in words(pdf)


def test_a_long_instrument_takes_pages_that_each_say_whose_they_are() -> None:
    many = tuple(Indicator(f"i{n}", {"fr": f"Question {n}"}, scale=FACES) for n in range(30))
    pdf = paper(replace(CARD, nodes=(), indicators=many, inputs=()), groups=["women"])
    assert pages_in(pdf) == 3
    said = words(pdf)
    assert "page 3 sur 3" in said
    assert said.count("Carte fictive de l'école") == 3
    assert said.count("sans réponse") == 30
    assert "Question 29" in said


def test_what_a_workshop_wrote_is_text_and_never_markup() -> None:
    model = replace(CARD, title={"fr": "#panic() *a* $x$ <b> \\ @c"}, inputs=())
    assert "#panic() *a* $x$ <b>" in words(paper(model))


def test_the_same_sheet_is_the_same_bytes_in_fonts_of_its_own() -> None:
    assert paper() == paper()
    assert {re.sub("-.*|SansMono.*", "", font) for font in fonts_in(paper())} == {"LibertinusSerif", "DejaVu"}


def test_pictures_are_the_same_pages() -> None:
    pictures = scoring_pictures(CARD, printed_at=AT, about=ABOUT, dots_per_inch=40)
    assert len(pictures) == 3
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert len(scoring_pictures(with_scale(FACES), printed_at=AT, groups=["women"], dots_per_inch=40)) == 1


def test_every_word_is_said_in_both_languages() -> None:
    assert all(french and english for french, english in WORDS.values())
    assert scoring_words("en") != scoring_words("fr")


@settings(deadline=None)
@given(st.integers(1, 12).flatmap(lambda of: st.tuples(st.integers(0, of - 1), st.just(of))))
def test_a_face_is_a_small_drawing_of_its_own(place: tuple[int, int]) -> None:
    position, of = place
    drawn = face(position, of)
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert len(drawn) < 900
    assert "<text" not in drawn
    assert len({face(each, of) for each in range(of)}) == of
