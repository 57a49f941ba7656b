"""The officer's afternoon on the demonstration: a quarter closed, approved, frozen, taken away; a late sheet decided.

    python -m tools.walk.afternoon ADDRESS FOLDER

beside a served demonstration, with a picture of every step.
"""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from toguna.demo.fictional_content import CODE
from tools.screenshots import SCREENS
from tools.walk.album import Album
from tools.walk.windows import come_in, window

OFFICER, SECOND = "suivi@demo.example", "suivi2@demo.example"
QUARTER = "FY2026-Q3"
PERIOD = f"/desk/periods/{CODE}/{QUARTER}/"
# The worker counts in the background, on a machine that may be slow.
PATIENCE = 120_000
REASON = "La fiche fictive était restée à la mairie."


def close_it(page: Page, album: Album) -> None:
    """The officer looks at what is missing, chases, and closes all the same."""
    page.goto(f"/desk/periods/?programme={CODE}")
    album.take(page, "periods", "the quarters of the programme: which are closed, which are not")
    page.goto(PERIOD)
    album.take(page, "period-open", "what is missing before it can close, and what would surprise")
    page.get_by_role("button", name="Envoyer un rappel").first.click()
    album.take(page, "chased", "a partner is chased", whole=False)
    page.get_by_label("Clôturer bien que").check()
    page.get_by_label("Note pour ceux qui reliront").fill("Note fictive : deux communes suivront.")
    page.get_by_role("button", name="Clôturer", exact=True).click()
    expect(page.get_by_text("La période est clôturée.")).to_be_visible()
    album.take(page, "period-closed", "closed; its values wait for somebody else's approval")


def approve_it(page: Page, album: Album, name: str) -> None:
    """The second officer approves everything that may be approved, once it is counted."""
    values = page.get_by_label("Cocher toutes les valeurs")
    until_shown(page, PERIOD, "Cocher toutes les valeurs")
    values.check()
    album.take(page, f"{name}-to-approve", "the second officer reads the values and ticks them")
    page.get_by_role("button", name="Approuver les valeurs cochées").click()
    expect(page.get_by_text("valeurs sont approuvées.").or_(page.get_by_text("valeur est approuvée."))).to_be_visible()
    album.take(page, f"{name}-approved", "approved, with who and when")


def freeze_it(page: Page, album: Album, name: str) -> None:
    """What the next edition would say, and its release."""
    page.goto(f"/desk/editions/{CODE}/next/")
    if page.get_by_label("Publier sans ces ventilations").count():
        page.get_by_label("Publier sans ces ventilations").check()
    album.take(page, f"{name}-next", "what the edition would say, mask and change")
    page.get_by_role("button", name="Publier l'édition").click()
    expect(page.get_by_text("est publiée. Elle ne changera plus.")).to_be_visible(timeout=PATIENCE)
    album.take(page, f"{name}-released", "released")


def take_it_away(page: Page, album: Album) -> None:
    """The pack of the quarter."""
    page.goto(f"/desk/tracking/{CODE}/")
    album.take(page, "tracking", "the indicator tracking table")
    page.goto(PERIOD)
    page.get_by_role("link", name="Emporter le paquet du trimestre").click()
    album.take(page, "pack", "what the donor's pack holds")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Emporter le paquet du trimestre").click()
    taken.value.save_as(album.folder / taken.value.suggested_filename)


def decide_it(page: Page, album: Album) -> None:
    """The sheet that came late: its effect on every number, and the decision."""
    page.goto("/desk/periods/?programme=" + CODE)
    page.locator("a[href$='#late']").first.click()
    page.get_by_role("link", name="vérification n°").first.click()
    album.take(page, "late-sheet", "a sheet that came after the closing, with what it would change")
    page.get_by_label("Motif").fill(REASON)
    page.get_by_role("button", name="La compter dans la période").click()
    expect(page.get_by_text("La fiche comptera dans la période clôturée.")).to_be_visible()
    album.take(page, "late-sheet-decided", "decided, with its reason")


def until_shown(page: Page, address: str, label: str) -> None:
    """Look again until the worker has counted."""
    for _again in range(PATIENCE // 4_000):
        page.goto(address)
        if page.get_by_label(label).count():
            return
        page.wait_for_timeout(4_000)
    sys.exit(f"{address} never showed {label}: is the worker counting?")


def afternoon(address: str, into: Path) -> None:
    """The whole afternoon."""
    album = Album(into)
    options: dict[str, Any] = {"executable_path": find_chromium(), "args": FLAGS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        officer = window(browser, address, SCREENS["desk"]).new_page()
        second = window(browser, address, SCREENS["phone"]).new_page()
        come_in(officer, OFFICER, "/desk/periods/")
        come_in(second, SECOND, "/desk/periods/")
        close_it(officer, album)
        approve_it(second, album, "quarter")
        freeze_it(officer, album, "second-edition")
        take_it_away(officer, album)
        decide_it(second, album)
        until_shown_restated(officer)
        freeze_it(officer, album, "third-edition")
        officer.goto(f"/editions/{CODE}/3/")
        expect(officer.get_by_text(REASON)).to_be_visible()
        album.take(officer, "restated", "the edition says what came late, why it counts, and which office decided")
        browser.close()
    sys.stdout.write(f"{album.taken} pictures in {into}\n")


def until_shown_restated(page: Page) -> None:
    """Wait until the decision is counted."""
    for _again in range(PATIENCE // 4_000):
        page.goto(f"/desk/editions/{CODE}/next/")
        if not page.get_by_text("Rien : elle dirait la même chose que la précédente.").count():
            return
        page.wait_for_timeout(4_000)
    sys.exit("The decision about the late sheet was never counted: is the worker at work?")


if __name__ == "__main__":
    afternoon(sys.argv[1], Path(sys.argv[2]))
