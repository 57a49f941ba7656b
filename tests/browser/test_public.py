"""A reader at the public door: from a number down to its sheet, on a phone and at a desk, without a mouse or script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.flow.editions import ONE_MAN, hold, release, stage
from tests.flow.sheets import Commune
from tests.web.test_public_pages import every_page


@pytest.fixture
def there(settings: Any, tmp_path: Path) -> Commune:
    """A fictional programme with one verified sheet, a statement and one edition."""
    settings.EDITIONS = tmp_path
    there = stage()
    there.programme.results.get(code="R1").statements.create(year=2025)
    there.programme.territory.create(place=there.region)
    there.programme.participations.create(organisation=there.agent.organisation, role="implementing")
    hold(there, unnamed=ONE_MAN)
    release(there)
    return there


def test_one_number_is_followed_from_the_home_to_the_sheet(desktop: Page, there: Commune) -> None:
    desktop.goto("/")
    desktop.get_by_role("link", name=there.programme.name["fr"]).first.click()
    desktop.get_by_role("link", name="23", exact=True).click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Indicateur SEATS")
    expect(desktop.get_by_text("Il est compté sur 1 fiche de présence vérifiée.")).to_be_visible()
    expect(desktop.get_by_role("cell", name="F-001")).to_be_visible()
    desktop.get_by_role("cell", name="Sanankoro-Ba").get_by_role("link").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Sanankoro-Ba")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_scrolls_sideways_fails_or_is_hard_to_reach(
    open_context: Callable[..., BrowserContext],
    viewport: dict[str, int],
    there: Commune,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_context(viewport).new_page()
    failures: list[str] = []
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    for address in every_page(there):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, address
        assert_accessible(page)
    assert failures == []


def test_every_page_is_whole_without_script(open_context: Callable[..., BrowserContext], there: Commune) -> None:
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto(f"/programmes/{there.programme.code}/indicators/SEATS/")
    expect(page.get_by_role("img").first).to_be_visible()
    page.get_by_text("Les chiffres par sexe").click()
    expect(page.get_by_role("cell", name="masqué").first).to_be_visible()


def test_the_language_is_changed_on_the_page_itself(desktop: Page, there: Commune) -> None:
    desktop.goto(f"/programmes/{there.programme.code}/indicators/SEATS/")
    desktop.get_by_role("button", name="English").click()
    expect(desktop.locator("html")).to_have_attribute("lang", "en")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Indicator SEATS")
    expect(desktop.get_by_text("Number of attendances").first).to_be_visible()


def test_the_fact_sheet_is_one_printed_page_and_styles_itself(desktop: Page, there: Commune, tmp_path: Path) -> None:
    failures: list[str] = []
    desktop.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    desktop.goto(f"/editions/{there.programme.code}/1/files/fiche.fr.html")
    assert failures == [], "the policy that the file is served under must let its own style through"
    assert desktop.evaluate("getComputedStyle(document.body).maxWidth") == "960px"
    printed = desktop.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
