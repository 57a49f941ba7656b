"""A day in the commune: forms filled in without a network, a browser that is closed, and a line that breaks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.bad_line import Line, line_to
from tests.browser.conftest import DESKTOP
from tests.browser.field_stage import ALL_SENT, begin, enter, fill_sheet, finish, question, ready, sign_in
from tests.flow.sheets import Commune, commune
from toguna.store.fieldwork.models import Record, RecordVersion
from toguna.web.field.bundle import is_build_due

OpenLaptop = Callable[[], Page]


@pytest.fixture(autouse=True)
def built_page() -> None:
    assert not is_build_due(), "the page of offline forms is not built from these sources: make field"


@pytest.fixture
def stage() -> Commune:
    return commune()


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    with line_to(live_server.url) as line:
        yield line


@pytest.fixture
def laptop(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], line: Line, tmp_path: Path
) -> Iterator[OpenLaptop]:
    """Opens the browser of one laptop, which remembers what it kept when it was closed before."""
    opened: list[BrowserContext] = []

    def open_it() -> Page:
        for before in opened:
            before.close()
        context = browser_type.launch_persistent_context(
            tmp_path / "browser", **browser_type_launch_args, base_url=line.url, viewport=DESKTOP, locale="fr-FR"
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.pages[0]

    yield open_it
    opened[-1].close()


def test_three_sheets_filled_without_a_line_arrive_once_each_over_a_line_that_drops_every_second_request(
    stage: Commune, laptop: OpenLaptop, line: Line
) -> None:
    page = laptop()
    enter(page, stage.agent)
    line.cut = True
    page.context.set_offline(True)
    for session in (1, 2, 3):
        fill_sheet(page, session=session, name="Awa Fictive" if session == 1 else "")
        finish(page)
    expect(page.get_by_text("Fiches pas encore envoyées : 3")).to_be_visible()
    expect(page.get_by_text("Pas de réseau")).to_be_visible()

    page = laptop()
    page.goto("/field/")
    expect(page.get_by_text("Fiches pas encore envoyées : 3")).to_be_visible()
    expect(page.get_by_text("Pas encore envoyée", exact=True)).to_have_count(3)
    assert Record.objects.count() == 0

    line.drops, line.cut = True, False
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.get_by_text(ALL_SENT)).to_be_visible(timeout=90_000)

    posts = [fate for method, path, fate in line.story if (method, path) == ("POST", "/field/submission")]
    assert {"never arrived", "answer lost"} <= set(posts), "the line did not do what it is there for"
    assert posts.count("whole") + posts.count("answer lost") > 3, "nothing arrived twice, so nothing was shown"
    assert sorted(Record.objects.values_list("current_version__reading__session", flat=True)) == [1, 2, 3]
    assert RecordVersion.objects.count() == 3
    assert set(Record.objects.values_list("way_in", "sender")) == {("field", stage.agent.pk)}
    expect(page.get_by_text("Reçue", exact=True)).to_have_count(3)
