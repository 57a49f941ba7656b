"""The page of a figures' report in a browser: lines between figures, the keyboard, a telephone, no script at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.figures.reports import sensitised
from toguna.figures.page import report_page

Open = Callable[..., BrowserContext]


@pytest.fixture
def address(tmp_path: Path) -> str:
    file = tmp_path / "bilan.html"
    file.write_text(report_page(sensitised(), "bilan.txt"), encoding="utf-8")
    return file.as_uri()


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """The page, and what the browser complains of."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(address)
    return page, complaints


def test_pointing_at_a_figure_draws_lines_to_those_it_depends_on(open_context: Open, address: str) -> None:
    page, complaints = opened(open_context(), address)
    page.get_by_role("link", name="749 erreur 1").hover()
    expect(page.locator(".ties path.fails")).to_have_count(2)
    expect(page.locator(".f.related")).to_have_count(3)
    expect(page.locator(".told")).to_have_text("749 ≠ 211 + 578 : ne tombe pas juste")
    page.keyboard.press("Escape")
    expect(page.locator(".ties path")).to_have_count(0)
    expect(page.locator(".told")).to_be_hidden()
    assert complaints == []


def test_the_keyboard_does_the_same_and_leads_to_the_finding(open_context: Open, address: str) -> None:
    page, _ = opened(open_context(), address)
    page.get_by_role("link", name="749 erreur 1").focus()
    expect(page.locator(".ties path.fails")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator("#constat-1")).to_be_in_viewport()
    assert page.url.endswith("#constat-1")


def test_without_script_every_figure_is_still_a_link(open_context: Open, address: str) -> None:
    page, _ = opened(open_context(java_script_enabled=False), address)
    page.locator("a.f", has_text="322").click()
    assert "#comparaison-" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_telephone_and_is_accessible(
    open_context: Open, address: str, assert_accessible: Callable[[Page], None], scheme: str
) -> None:
    page, complaints = opened(open_context(PHONE, color_scheme=scheme), address)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)
    assert complaints == []
