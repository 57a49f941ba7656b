"""A browser window of one's own on the served demonstration, and signing in there."""

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from toguna.demo.accounts import PASSWORD


def window(browser: Browser, address: str, size: ViewportSize) -> BrowserContext:
    """A browser of one's own at this address."""
    small = size["width"] < 600
    context = browser.new_context(
        base_url=address, viewport=size, locale="fr-FR", is_mobile=small, has_touch=small, timezone_id="Africa/Bamako"
    )
    context.set_default_timeout(60_000)
    return context


def come_in(page: Page, email: str, start: str) -> None:
    """Sign in as one of the demonstration's accounts and be led to where one wanted to go."""
    page.goto(start)
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=remember]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{start}*")
