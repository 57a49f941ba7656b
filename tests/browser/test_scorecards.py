"""A commune's page of a round in a real browser: wide and on a telephone, without script, reached by everybody."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.flow.restituted import Told, given_back, given_back_anew
from toguna.flow.restitution import set_reply_beside


@pytest.fixture
def there() -> Told:
    """A fictional commune that was given a round back twice, with the mayor's answer."""
    there, _first = given_back()
    made = given_back_anew(there)
    set_reply_beside(made, by=there.stage.agent, words="Le plan sera lu.", office="La maire", on=date(2025, 5, 2))
    return there


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_of_a_round_is_reached_read_and_does_not_scroll_sideways(
    open_context: Callable[..., BrowserContext],
    viewport: dict[str, int],
    there: Told,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_context(viewport, java_script_enabled=True).new_page()
    failures: list[str] = []
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.goto(f"/places/{there.stage.place.pk}/")
    page.get_by_role("link", name="Comment la commune est notée").click()
    expect(page.get_by_role("link", name="tour 1")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="tour 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sur 100")
    expect(page.get_by_text("Le plan sera lu.")).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    assert_accessible(page)
    page.get_by_role("link", name="Lire le compte rendu").click()
    expect(page.get_by_text("Ce compte rendu a été remplacé.")).to_be_visible()
    assert_accessible(page)
    assert failures == []


def test_the_page_of_a_round_is_whole_without_script(open_context: Callable[..., BrowserContext], there: Told) -> None:
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto(f"/places/{there.stage.place.pk}/scores/CYC-1/1/")
    page.get_by_text("Les 2 indicateurs, groupe par groupe").click()
    expect(page.get_by_role("row", name="L'eau est à tous").last).to_be_visible()
    expect(page.get_by_role("link", name="Affiche A3 en PDF (bamanankan)")).to_be_visible()
