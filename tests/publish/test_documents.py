"""Documents of an edition: what they say, on a screen and on paper, whatever a programme looks like."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.publish.pdf_words import fonts_in, pages_in, words_of
from tests.publish.snapshots import indicator, snapshot, table
from toguna.publish.documents.all_documents import documents_of
from toguna.publish.documents.annual_results import annual_results
from toguna.publish.documents.chosen import stated_of, tables_in, years_of
from toguna.publish.documents.on_paper import document_as_pdf, printable
from toguna.publish.documents.on_screen import document_as_html
from toguna.publish.documents.paper_fact_sheet import fact_sheet_as_pdf
from toguna.publish.documents.project_page import project_page
from toguna.publish.fact_sheet import fact_sheet
from toguna.publish.snapshot import Snapshot

SHA256 = "ab" * 32
SITE = "https://toguna.example"
LONG = "Une phrase fictive qui n'en finit pas, avec des mots et des mots. " * 300
HOSTILE = '<script>alert("x")</script> #import "x.typ" $x^2$ *gras* `code` \\ @label #panic() [crochet]'
RECORD = {"record": "r", "sheet": "s", "activity": "A", "held_on": "2025-03-04", "place": "toguna-demo:C1"}


def result(code: str = "R1", **changes: Any) -> Any:
    given = {
        "code": code,
        "type": "outcome",
        "title": {"fr": f"Effet {code}", "en": f"Outcome {code}"},
        "statement": {"fr": "Un énoncé d'effet."},
        "objective": 1,
        "parent": None,
        "related_framework": "Plan fictif",
        "related_code": "SP_1",
        "related_title": {"fr": "Davantage de plans"},
    }
    return {**given, **changes}


def said(code: str = "R1", year: int = 2025, **changes: Any) -> Any:
    given = {
        "result": code,
        "year": year,
        "status": "partly_achieved",
        "narrative": {"fr": "Il y eut {{SEATS}} places.\n\nEt {{SEATS|sex=male}} hommes.", "en": "{{SEATS}} seats."},
        "theory_if": {"fr": "si l'on apprend"},
        "theory_then": {"fr": "alors on prend part"},
        "theory_because": {"fr": "parce qu'on sait"},
        "still_relevant": True,
        "strategy_changed": None,
        "lessons": [{"fr": "Commencer tôt."}],
        "partners": ["fund", "Un partenaire libre"],
        "remarks": {"fr": "Une remarque."},
        "document": "doc",
    }
    return {**given, **changes}


def stated(key: str = "s1", **changes: Any) -> Any:
    given = {
        "key": key,
        "label": {"fr": "Femmes formées", "en": "Women trained"},
        "printed": "1,149",
        "value": 1_149_000,
        "unit": "person",
        "hedge": "",
        "sex": "",
        "places": [],
        "place_note": {},
        "malformed": False,
        "note": {},
        "part_of": None,
        "result": "R1",
        "indicator": None,
        "period": {"fr": "année 2025"},
        "document": "doc",
        "passage": "…",
    }
    return {**given, **changes}


def activity(code: str, status: str = "held", **changes: Any) -> Any:
    given = {
        "code": code,
        "title": {"fr": f"Formation {code}"},
        "kind": "training",
        "designed_for": ["women"],
        "topics": [],
        "objective": 1,
        "implementer": "lead",
        "place": "toguna-demo:C1",
        "starts_on": None,
        "ends_on": None,
        "sessions": 1,
        "status": status,
    }
    return {**given, **changes}


def whole(*indicators: Any, programme: Any = None, **changes: Any) -> Snapshot:
    """A programme with a year that something is said of."""
    year = table(period_kind="year", period="2025", starts_on="2025-01-01", ends_before="2026-01-01")
    aims: Any = [
        {"starts_on": "2025-01-01", "ends_before": end, "value": 35_000} for end in ("2026-01-01", "2026-01-02")
    ]
    shown = indicators or (indicator(tables=[table(), year], targets=aims, records=[RECORD]),)
    given: Any = {
        "format": 2,
        "statements": [said()],
        "stated": [stated(), stated("s2", label={"fr": "Hommes formés"}, part_of="s1", value=None, printed="12;6")],
        "documents": {
            "doc": {"title": "Un rapport", "publisher": "Fonds", "address": "", "language": "fr", "as_of": None}
        },
        "activities": [activity("A1"), activity("A2", "planned"), activity("A3", "cancelled", designed_for=[])],
        "explanations": [{"indicator": "SEATS", "period_kind": "year", "period": "2025", "text": {"fr": "La pluie."}}],
    }
    base = snapshot(*shown)
    base["programme"] = {**base["programme"], "results": [result(), result("R2")], **(programme or {})}
    return {**base, **given, **changes}


def text_of(page: bytes) -> str:
    class Text(HTMLParser):
        told = ""
        hidden = False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.hidden = tag == "style"

        def handle_data(self, data: str) -> None:
            self.told += "" if self.hidden else f"{data} "

    parser = Text()
    parser.feed(page.decode())
    return " ".join(parser.told.split())


def year_html(given: Snapshot, language: str = "fr") -> bytes:
    return document_as_html(annual_results(given, 2025, language), given, SHA256)


def paper(pdf: bytes) -> str:
    return " ".join(words_of(pdf).split())


def test_a_year_says_each_result_with_its_status_in_words_its_numbers_and_what_was_learned() -> None:
    page = text_of(year_html(whole()))
    for words in (
        "Résultats de l'année 2025",
        "Effet R1",
        "partiellement atteint",
        "Lié à Plan fictif SP_1 Davantage de plans",
        "Il y eut 23 places.",
        "Et masqué hommes.",
        "l'on apprend",
        "Commencer tôt.",
        "Fonds fictif, Un partenaire libre",
        "La pluie.",
        "1 149 personnes Femmes formées",
        "selon la source",
        "« 12;6 » Hommes formés",
        "Une remarque.",
        "12 de moins que la cible",
        "Rien n'est dit de ces résultats pour 2025",
        "Effet R2",
    ):
        assert words in page.replace("\u202f", " ").replace("\u00a0", " "), words


def test_every_number_of_a_page_opens_to_its_page() -> None:
    page = year_html(whole()).decode()
    assert '<a href="/programmes/DEMO/indicators/SEATS/?by=life&amp;period=life&amp;edition=3#over-time"' in page
    assert re.search(r'<a href="[^"]*period=2025&amp;edition=3#over-time" class="figure">23</a>', page)
    assert re.search(r'<a href="/programmes/DEMO/results/R1/" class="figure">1.149.personnes</a>', page)


def test_paper_leads_to_the_site_only_where_its_address_is_known() -> None:
    given = whole()
    there = document_as_pdf(annual_results(given, 2025, "fr", SITE), given, SHA256)
    assert b"https://toguna.example/programmes/DEMO/indicators/SEATS/" in there
    nowhere = document_as_pdf(annual_results(given, 2025, "fr"), given, SHA256)
    assert b"/URI" not in nowhere
    assert b"https://toguna.example/programmes/DEMO/" in fact_sheet_as_pdf(given, SHA256, "fr", SITE)


def test_the_same_edition_gives_the_same_bytes_and_its_own_fonts() -> None:
    first, again = list(documents_of(whole(), SHA256, SITE)), list(documents_of(whole(), SHA256, SITE))
    assert first == again
    assert [one.name for one in first] == [
        "fiche.fr.pdf",
        "fact-sheet.en.pdf",
        "resultats-2025.fr.html",
        "resultats-2025.fr.pdf",
        "results-2025.en.html",
        "results-2025.en.pdf",
        "projet.fr.html",
        "projet.fr.pdf",
        "project.en.html",
        "project.en.pdf",
    ]
    families = {name for one in first if one.name.endswith("pdf") for name in fonts_in(one.body)}
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono", "NewCM")) for name in families)


def test_french_on_paper_keeps_its_accents_its_narrow_spaces_and_its_edition() -> None:
    given = whole(stated=[stated(value=1_024_517_000)])
    written = paper(document_as_pdf(annual_results(given, 2025, "fr"), given, SHA256))
    assert "1\u202f024\u202f517" in words_of(document_as_pdf(annual_results(given, 2025, "fr"), given, SHA256))
    assert "Édition DEMO 3 · 15 janvier 2026 · SHA-256 abababababababab…" in written
    assert "page 1/" in written
    assert "donnée fictive" in written


def test_a_programme_without_any_record_is_not_said_to_have_counted_nothing() -> None:
    zero = indicator(tables=[table("0", cuts={})], records=[])
    given = whole(zero, stated=[stated(indicator="SEATS", result="R1", value=486_000)])
    page = text_of(fact_sheet(given, SHA256, [], "fr"))
    assert "486 seats" not in page
    assert "486 personnes selon la source" in page
    assert years_of({**given, "statements": []}) == []


def test_a_stated_figure_belongs_to_the_years_that_its_period_names() -> None:
    given = whole(stated=[stated("a", period={"fr": "vie du programme, 2016–2021"}), stated("b", period={})])
    assert [tree.stated["key"] for tree in stated_of(given, "R1", 2020)] == ["a"]
    # Without a year of its own it goes with the statement made from the same document.
    assert [tree.stated["key"] for tree in stated_of(given, "R1", 2025)] == ["b"]


def test_a_year_without_a_value_of_its_own_is_told_by_its_quarters() -> None:
    quarters: Any = [
        table(
            period_kind="quarter", period=f"2025-Q{n}", starts_on=f"2025-{3 * n - 2:02d}-01", ends_before="2026-01-01"
        )
        for n in (2, 1)
    ]
    fiscal = table(
        period_kind="us_fiscal_quarter", period="FY2026-Q1", starts_on="2025-10-01", ends_before="2026-01-01"
    )
    assert [one["period"] for one in tables_in(indicator(tables=quarters), 2025)] == ["2025-Q1", "2025-Q2"]
    assert [one["period"] for one in tables_in(indicator(tables=[fiscal]), 2026)] == ["FY2026-Q1"]
    assert tables_in(indicator(tables=[fiscal]), 2025) == []


def test_the_project_says_who_what_where_and_what_answers_the_needs_of_women() -> None:
    given = whole()
    page = text_of(document_as_html(project_page(given, "fr"), given, SHA256)).replace("\u00a0", " ")
    for words in (
        "Bailleur Fonds fictif",
        "Chef de file Tête de file fictive",
        "Période 1er janvier 2025 – 2026",
        "Où Sanankoro-Ba",
        "Objectif 1 Écouter.",
        "Formations 1 1 1",
        "Total 1 1 1",
        "2 activités du plan de travail ont été conçues pour les femmes",
        "Formation A1 , Tête de file fictive (tenue)",
        "Femmes et hommes",
    ):
        assert words in page, words


def test_a_target_stands_apart_from_how_far_it_is_and_a_figure_is_counted_in_the_singular() -> None:
    given = whole()
    page = text_of(document_as_html(project_page(given, "fr"), given, SHA256))
    # "35, 12 de moins" would read as a decimal number.
    assert re.search(r"\d+ \(\d+ de (moins|plus) que la cible\)", page)
    assert "1 indicateur" in text_of(year_html(given))
    assert "d'indicateur" not in text_of(year_html(given))


def test_a_code_that_begins_with_its_framework_is_not_told_twice() -> None:
    given = whole(programme={"results": [result(related_framework="CEP", related_code="CEP-1", related_title={})]})
    assert "Lié à CEP-1" in text_of(year_html(given))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_fact_sheet_is_one_page_for_a_short_programme_and_for_a_very_long_one(language: str) -> None:
    bare = snapshot(indicator(tables=[]), programme={**snapshot()["programme"], "roles": [], "objectives": []})
    assert pages_in(fact_sheet_as_pdf(bare, SHA256, language)) == 1
    long = _endless()
    pdf = fact_sheet_as_pdf(long, SHA256, language)
    assert pages_in(pdf) == 1
    written = paper(pdf)
    assert "[…]" in written
    cut = r"et \d+ autres" if language == "fr" else r"and \d+ more"
    assert len(re.findall(cut, written)) >= 4
    assert ("texte abrégé" if language == "fr" else "shortened to fit") in written


def test_a_long_year_goes_over_pages_without_losing_a_result() -> None:
    given = _endless()
    pdf = document_as_pdf(annual_results(given, 2025, "fr"), given, SHA256)
    assert pages_in(pdf) > 30
    written = paper(pdf)
    for number in (1, 20, 40):
        assert f"Résultat numéro {number} " in written


def test_markup_in_a_text_is_text_on_a_screen_and_on_paper() -> None:
    objective: Any = {
        "number": 1, "title": {"fr": HOSTILE}, "statement": {"fr": HOSTILE}, "added_on": None, "added_precision": "day",
    }  # fmt: skip
    given = whole(
        programme={"name": {"fr": HOSTILE}, "summary": {"fr": HOSTILE}, "objectives": [objective], "award": HOSTILE},
        statements=[said(narrative={"fr": HOSTILE}, lessons=[{"fr": HOSTILE}], remarks={"fr": HOSTILE})],
        stated=[stated(label={"fr": HOSTILE}, note={"fr": HOSTILE}, unit=HOSTILE)],
        activities=[activity("A1", title={"fr": HOSTILE})],
    )
    for one in documents_of(given, SHA256):
        if one.name.endswith(".html"):
            assert b"<script>" not in one.body, one.name
        else:
            assert "#import" in words_of(one.body).replace("\n", ""), one.name


def test_a_script_that_the_fonts_do_not_hold_is_marked_and_said() -> None:
    assert printable("Bamanankan : ɛ ɔ ɲ ŋ → 37,5\u202f%") == "Bamanankan : ɛ ɔ ɲ ŋ → 37,5\u202f%"
    assert printable("ߒߞߏ et 漢字\x00") == "[…] et […]"
    given = whole(statements=[said(narrative={"fr": "ߒߞߏ"})])
    pdf = document_as_pdf(annual_results(given, 2025, "fr"), given, SHA256)
    assert "ne sait pas imprimer" in paper(pdf)
    assert "ߒߞߏ" in year_html(given).decode()


def test_writing_from_right_to_left_is_set_and_left_to_the_reader_on_a_screen() -> None:
    given = whole(statements=[said(narrative={"fr": "شكرا جزيلا"})])
    assert pages_in(document_as_pdf(annual_results(given, 2025, "fr"), given, SHA256)) >= 1
    assert '<p dir="auto">شكرا جزيلا</p>' in year_html(given).decode()


def test_where_every_cell_is_masked_every_document_says_masked() -> None:
    hidden: Any = [{"category": "female", "masked": True}, {"category": "male", "masked": True}]
    year: Any = {"period_kind": "year", "period": "2025", "starts_on": "2025-01-01", "ends_before": "2026-01-01"}
    tables = [table(masked=True, cuts={"sex": hidden}), table(masked=True, cuts={"sex": hidden}, **year)]
    given = whole(indicator(tables=tables, records=[RECORD]), stated=[])
    for one in documents_of(given, SHA256):
        written = text_of(one.body) if one.name.endswith("html") else paper(one.body)
        assert ("masked" if one.language == "en" else "masqué") in written, one.name


def test_an_edition_of_the_first_format_has_its_documents_too() -> None:
    names = [one.name for one in documents_of(snapshot(), SHA256)]
    assert names == [
        "fiche.fr.pdf", "fact-sheet.en.pdf", "projet.fr.html", "projet.fr.pdf", "project.en.html", "project.en.pdf",
    ]  # fmt: skip
    empty = annual_results(snapshot(), 2025, "fr")
    assert "Rien n'est encore dit de cette année" in text_of(document_as_html(empty, snapshot(), SHA256))


def _endless() -> Snapshot:
    """Forty results with a page of text each, thirty partners, twelve objectives, many figures."""
    objectives: Any = [
        {"number": n, "title": {}, "statement": {"fr": LONG}, "added_on": None, "added_precision": "day"}
        for n in range(1, 13)
    ]
    organisations: Any = {
        f"o{n}": {"name": {"fr": f"Organisation fictive {n} au nom très long " * 3}, "kind": "cso", "fictional": True}
        for n in range(30)
    }
    roles: Any = [
        {"role": "implementing", "organisation": code, "works_under": None, "note": {}} for code in organisations
    ]
    results = [
        result(f"R{n}", title={"fr": f"Résultat numéro {n} au titre très long et sans fin"}) for n in range(1, 41)
    ]
    statements = [said(f"R{n}", narrative={"fr": LONG[:4000]}) for n in range(1, 41)]
    places: Any = {f"x:{n}": {"name": f"Commune fictive {n}", "level": 3, "fictional": True} for n in range(60)}
    indicators = [
        indicator(f"I{n}", title={"fr": "Un indicateur au titre très long, fictif, " * 4}, records=[RECORD])
        for n in range(30)
    ]
    given = whole(
        *indicators,
        programme={
            "name": {"fr": "Programme fictif " * 30},
            "summary": {"fr": LONG},
            "objectives": objectives,
            "roles": roles,
            "results": results,
            "territory": list(places),
            "award": "FICTIF-" * 40,
        },
        statements=statements,
        places=places,
    )
    return {**given, "organisations": organisations}
