"""On a terminal the report says what, where and by how much, and nothing of the text can steer the terminal."""

import re
from decimal import Decimal

from tests.figures.reports import SENSITISED, claim, sensitised
from toguna.figures.claims import Claim, Kind, Reading
from toguna.figures.documents.document import Document, Format
from toguna.figures.relations import Relation, RelationType
from toguna.figures.report import drawn_up
from toguna.figures.telling import Tongue
from toguna.figures.terminal import report_for_terminal

FRENCH = Tongue("fr")


def told(text: str = SENSITISED, document: Document | None = None, **settings: object) -> str:
    return report_for_terminal(sensitised(text), document or Document(text), "bilan.txt", FRENCH, **settings)  # type: ignore[arg-type]


def test_a_finding_says_where_and_by_how_much() -> None:
    shown = told()
    assert "■ 1. erreur · ligne 3" in shown
    assert "« 749 » est annoncé, mais 211 + 578 font 789 : 40 de plus." in shown
    assert "▲ 2. à vérifier · ligne 3" in shown
    assert "Écrivez 1\u202f024\u202f517" in shown


def test_without_colours_each_figure_is_underlined_by_carets() -> None:
    shown = told(width=100)
    assert "\x1b" not in shown
    lines = shown.splitlines()
    place = next(number for number, line in enumerate(lines) if "dont 211 hommes" in line)
    marked = [lines[place][found.start() : found.end()] for found in re.finditer(r"\^+", lines[place + 1])]
    assert marked == ["749", "211", "578"]


def test_with_colours_each_figure_is_underlined() -> None:
    shown = told(colours=True)
    assert "\x1b[4;31m578\x1b[24;39m" in shown
    assert "^" not in shown


def test_the_last_lines_say_it_all() -> None:
    assert "1 erreur, 1 point à vérifier. 8 chiffres lus, 3 comparaisons." in told()
    assert "n'est jamais prouvée" in told()


def test_a_narrow_terminal_gets_narrow_lines() -> None:
    assert max(len(line) for line in told(width=44).splitlines()) <= 44


def test_pages_are_told_where_there_are_pages() -> None:
    document = Document(SENSITISED, Format.PDF, ((1, 0), (2, SENSITISED.index("Bamako"))))
    assert "erreur · page 2\n" in told(document=document)
    assert "erreur · paragraphe 2\n" in told(document=Document(SENSITISED, Format.WORD))


def test_nothing_of_a_text_steers_the_terminal() -> None:
    hostile = SENSITISED.replace("dont 211", "dont \x1b[2J\x9b31m\u202e\x07 211")
    shown = told(hostile)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert "dont [2J31m 211" in shown


def test_a_figure_longer_than_a_book_is_told_shortly() -> None:
    text = "12" * 400_000
    long = Claim("c1", 0, len(text), text, Decimal(0), Kind.COUNT, well_formed=False, malformed=True)
    report = drawn_up(Reading(text, "fr", (long,)), ())
    assert len(report_for_terminal(report, Document(text), "x", FRENCH)) < 2_000


def test_a_total_of_hundreds_of_parts_is_told_shortly() -> None:
    parts = [f"{number} femmes" for number in range(100, 220)]
    text = f"Au total 5 femmes : {', '.join(parts)}."
    claims = [claim("c0", "5", text, 5)]
    claims += [claim(f"c{number}", str(number), text, number) for number in range(100, 220)]
    whole = Relation("r1", RelationType.SUM, ("c0",), tuple(one.id for one in claims[1:]), 0.9)
    report = drawn_up(Reading(text, "fr", tuple(claims)), [whole])
    assert len(report_for_terminal(report, Document(text), "x", FRENCH)) < 4_000
