"""The page stands alone, leads from every figure to what is said of it, and shows hostile text as text."""

import re
from decimal import Decimal

from lxml import html

from tests.figures.reports import SENSITISED, claim, sensitised
from toguna.figures.claims import Reading
from toguna.figures.documents.document import Document, Format, Note
from toguna.figures.page import report_body, report_page
from toguna.figures.relations import Relation, RelationType
from toguna.figures.report import drawn_up
from toguna.figures.telling import number


def page(report_text: str = SENSITISED, document: Document | None = None, title: str = "bilan.txt") -> str:
    return report_page(sensitised(report_text), title, document)


def text_shown(made: str) -> str:
    """What the section with the text says, without the words that were added to figures."""
    tree = html.fromstring(made)
    (section,) = tree.xpath('//div[@class="text"]')
    for added in section.xpath('.//span[starts-with(@class, "tag") or @class="page"]'):
        added.drop_tree()
    return "\n\n".join(paragraph.text_content() for paragraph in section.xpath("./p"))


def test_the_page_needs_nothing_from_elsewhere() -> None:
    made = page()
    assert not re.search(r"""(?:src|href|action|data)\s*=\s*["'](?!#)""", made)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", made)
    assert "@import" not in made
    assert "url(" not in made


def test_the_policy_of_the_page_allows_its_own_style_and_script_alone() -> None:
    tree = html.fromstring(page())
    policy = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert tree.xpath("//@style") == []
    assert [name for name in tree.xpath("//@*/..") if any(key.startswith("on") for key in name.attrib)] == []


def test_every_link_leads_to_a_place_on_the_page() -> None:
    tree = html.fromstring(page())
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    targets = [target[1:] for target in tree.xpath("//a/@href")]
    assert len(targets) > 15
    assert set(targets) <= set(names)
    told = [
        name
        for row in tree.xpath("//tr[@data-stated]")
        for name in f"{row.get('data-stated')} {row.get('data-other')}".split()
    ]
    assert set(told) <= set(names)
    assert {name for tied in tree.xpath("//@data-r") for name in tied.split()} <= set(names)


def test_the_text_is_shown_whole() -> None:
    assert text_shown(page()) == SENSITISED


def test_a_figure_says_its_weight_in_words_and_by_its_line() -> None:
    tree = html.fromstring(page())
    figures = {figure.text: figure for figure in tree.xpath('//div[@class="text"]//*[starts-with(@class, "f ")]')}
    assert figures["749"].get("class") == "f error"
    assert figures["749"].text_content() == "749erreur 1"
    assert figures["578"].text_content() == "578erreur 1"
    assert figures["322"].get("class") == "f holds"
    assert figures["322"].get("title") == "1 149 = 322 + 827 : juste"
    assert figures["102,4517"].text_content() == "102,4517à vérifier 2"


def test_a_finding_leads_to_its_place_and_says_what_to_do() -> None:
    tree = html.fromstring(page())
    first, second = tree.xpath('//li[starts-with(@class, "finding")]')
    assert "■ erreur 1" in first.text_content()
    assert "ligne 3" in first.text_content()
    assert "40 de plus" in first.text_content()
    assert [mark.text for mark in first.xpath(".//blockquote//b")] == ["749", "211", "578"]
    target = first.xpath('.//a[@class="to-text"]/@href')[0]
    assert tree.get_element_by_id(target[1:]).text == "749"
    assert "Écrivez 1\u202f024\u202f517" in second.text_content()


def test_pages_and_notes_of_the_file_are_shown() -> None:
    at = SENSITISED.index("Bamako")
    document = Document(
        SENSITISED,
        Format.PDF,
        ((1, 0), (2, at), (3, at + 20)),
        (Note("Rien n'a été lu de %(what)s.", {"what": "<b>"}),),
    )
    made = page(document=document)
    tree = html.fromstring(made)
    assert [mark.text for mark in tree.xpath('//span[@class="page"]')] == ["page 1", "page 2", "page 3"]
    assert text_shown(made) == SENSITISED
    assert "PDF · 3 pages · lu en français" in made
    assert "Rien n&#x27;a été lu de &lt;b&gt;." in made


def test_hostile_text_names_and_ids_are_shown_as_text() -> None:
    attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`{{ 7 }}</div></bdi>&lt;"
    hostile = SENSITISED.replace("Bamako", attack).replace("Au total", attack)
    report = sensitised(hostile, first='c"><script>alert(2)</script>')
    made = report_page(report, attack, Document(hostile))
    tree = html.fromstring(made)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img") == []
    assert text_shown(made) == hostile
    assert "alert(2)" not in made
    assert tree.xpath("//h1")[0].text_content() == attack


def test_the_body_may_stand_in_another_page() -> None:
    body = report_body(sensitised())
    assert body.startswith('<div class="figures-report">')
    assert "<script" not in body
    assert "<style" not in body
    assert len(html.fragments_fromstring(body)) == 1


def test_a_text_without_figures_says_so() -> None:
    made = report_page(drawn_up(Reading("Rien à compter.", "fr", ()), ()), "vide.txt")
    assert "Aucun chiffre à vérifier" in made
    assert "Constats" not in made


def test_numbers_are_written_in_the_habit_of_a_language() -> None:
    assert number(Decimal(1024517), "fr") == "1\u202f024\u202f517"
    assert number(Decimal("37.5"), "fr") == "37,5"
    assert number(Decimal("1024517.5"), "en") == "1,024,517.5"


def test_a_badly_written_number_is_compared_as_it_was_read() -> None:
    text = "Ils étaient 102,4517, puis 1 024 517."
    claims = (
        claim("c1", "102,4517", text, 1024517, malformed=True),
        claim("c2", "1 024 517", text, 1024517),
    )
    report = drawn_up(Reading(text, "fr", claims), [Relation("r1", RelationType.REPEAT, ("c1",), ("c2",), 0.9)])
    row = html.fromstring(report_page(report, "bilan.txt")).xpath("//tr[@data-told]")[0]
    assert row.get("data-told") == "1\u202f024\u202f517 = 1 024 517 : juste"
    assert text_shown(report_page(report, "bilan.txt")) == text
