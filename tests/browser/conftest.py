"""Journeys in a real browser: a phone and a desk, somebody signed in, and a judge of accessibility."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.chromium import FLAGS, find_chromium
from toguna.rules.roles import Role

# Playwright keeps an event loop in the thread of the tests; Django would take the queries beside it for an accident.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# .ci/run looks for this sentence and fails on it.
NO_BROWSER = "BROWSER JOURNEYS SKIPPED: no Chromium on this machine (install chromium, then run make test again)"

SignIn = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none; every journey may write to the database that the server reads."""
    found = find_chromium()
    for item in items:
        if "tests/browser/test_" not in item.path.as_posix():
            continue
        item.add_marker(pytest.mark.django_db(transaction=True))
        if found is None:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium, so that no browser is downloaded."""
    return {"executable_path": find_chromium(), "args": FLAGS, "headless": True}


@pytest.fixture
def open_context(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a window on the site, French unless told otherwise; closed at the end of the test."""
    opened: list[BrowserContext] = []

    def open_one(viewport: dict[str, int] = DESKTOP, locale: str = "fr-FR", **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, viewport=viewport, locale=locale, **options)
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A small phone held upright, nobody signed in."""
    return open_context(PHONE, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def desktop(open_context: Callable[..., BrowserContext]) -> Page:
    """An office screen, nobody signed in."""
    return open_context(DESKTOP).new_page()


@pytest.fixture
def signed_in(open_context: Callable[..., BrowserContext], live_server: LiveServer) -> SignIn:
    """Opens a page as somebody: `signed_in(Role.MEL_OFFICER)`, or `signed_in(user=awa, viewport=PHONE)`."""

    def sign_in(role: Role = Role.MEL_OFFICER, *, user: Any = None, viewport: dict[str, int] = DESKTOP) -> Page:
        account = user or factories.user(role)
        client = Client()
        client.force_login(account)
        context = open_context(viewport, has_touch=viewport is PHONE, is_mobile=viewport is PHONE)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        return context.new_page()

    return sign_in


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with the rule and the element where axe finds something serious or critical on the page.

    A click does not wait for the page it opens: say first what that page shows, or the page before is judged.
    """

    def judge(page: Page) -> None:
        page.wait_for_load_state()
        violations = Axe().run(page).response["violations"]
        grave = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html']}"
            for violation in violations
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]
        assert not grave, "\n".join([page.url, *grave])

    return judge
