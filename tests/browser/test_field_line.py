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
from tests.browser.field_stage import ALL_SENT, enter, fill_sheet, finish, ready, sign_in
from tests.flow.sheets import Commune, commune
from toguna.rules.roles import Role
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


def test_the_first_load_weighs_less_than_600_kB_and_every_later_one_less_than_5(
    stage: Commune, laptop: OpenLaptop, line: Line
) -> None:
    for number in range(700):
        factories.place(name=f"Commune fictive numéro {number}", edition=stage.edition, parent=stage.region)
    page = laptop()
    page.goto("/field/")
    before = line.carried
    enter(page, stage.agent)
    settled(page, line)
    first = line.carried - before
    # The engine, the page, the form and its 700 communes; and enough of it that it was really weighed.
    assert 200_000 < first < 600_000

    page.goto("about:blank")
    before, asked = line.carried, len(line.story)
    page.goto("/field/")
    ready(page)
    expect(page.get_by_text("Le réseau est là.")).to_be_visible()
    settled(page, line)
    assert len(line.story) > asked
    assert line.carried - before < 5_000


def test_a_laptop_that_is_shared_shows_nobody_what_another_wrote(stage: Commune, laptop: OpenLaptop) -> None:
    other = factories.user(Role.PARTNER_AGENT, organisation=stage.agent.organisation)
    page = laptop()
    page.on("dialog", lambda dialog: dialog.accept())
    enter(page, stage.agent)
    fill_sheet(page, session=1, name="Kadidia Fictive")
    page.get_by_role("link", name="Mes fiches").click()
    expect(page.get_by_role("heading", name="Brouillons")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(lambda address: not address.endswith("/field/") and "/field" not in address)

    page.goto("/field/")
    expect(page.get_by_text("Fiches gardées sur cet appareil, fermées à clé : 1")).to_be_visible()
    expect(page.get_by_text("F-001")).to_have_count(0)
    kept = page.evaluate(EVERYTHING_KEPT)
    assert len(kept) > 10_000
    assert "Kadidia" not in kept
    assert "F-001" not in kept

    page.get_by_role("link", name="Se connecter").click()
    sign_in(page, other)
    ready(page)
    expect(page.get_by_role("heading", name="Brouillons")).to_have_count(0)
    # Signing out on any page of the site is enough.
    page.get_by_role("link", name="Bureau").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/field/")
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()

    page.get_by_role("link", name="Se connecter").click()
    sign_in(page, stage.agent)
    page.get_by_role("link", name="Reprendre").click()
    expect(page.get_by_text("Kadidia Fictive")).to_be_visible()


def test_a_session_that_ends_without_a_line_loses_nothing_and_the_outbox_goes_on_after_signing_in(
    stage: Commune, laptop: OpenLaptop, line: Line
) -> None:
    page = laptop()
    enter(page, stage.agent)
    line.cut = True
    page.context.set_offline(True)
    fill_sheet(page, session=1)
    Session.objects.all().delete()
    finish(page)
    line.cut = False
    page.context.set_offline(False)
    expect(page.get_by_text("Connectez-vous pour envoyer ; rien n'est perdu.")).to_be_visible()
    expect(page.get_by_text("Fiches pas encore envoyées : 1")).to_be_visible()
    page.get_by_role("link", name="Se connecter").click()
    sign_in(page, stage.agent)
    expect(page.get_by_text(ALL_SENT)).to_be_visible()
    assert Record.objects.count() == 1


def settled(page: Page, line: Line) -> None:
    """Wait until nothing has come over the line for a second."""
    before = -1
    while before != line.carried:
        before = line.carried
        page.wait_for_timeout(1000)


EVERYTHING_KEPT = """async () => {
  const shown = (value) => {
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) return new TextDecoder("latin1").decode(value);
    return typeof value === "object" ? Object.values(value).map(shown).join(" ") : String(value);
  };
  const databases = await indexedDB.databases();
  const rows = await Promise.all(databases.map(({ name }) => new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => {
      const asking = opening.result.transaction("kept").objectStore("kept").getAll();
      asking.onsuccess = () => { opening.result.close(); resolve(asking.result); };
    };
  })));
  const stored = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const pages = await Promise.all(stored.map(async (cache) => (await cache.keys()).map(({ url }) => url)));
  return JSON.stringify([rows.flat().map(shown), pages, { ...localStorage }]);
}"""
