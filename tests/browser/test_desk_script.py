"""What the desk's script adds: nothing typed is lost, rows are chosen together, one key does one thing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from toguna.web import layout

SCRIPT = (Path(layout.__file__).parent / "static/layout/desk.js").read_text()
SITE = "http://desk.test"
SHORTCUTS = (
    '<dialog id="shortcuts"><dl data-shortcut-list></dl><input type="checkbox" data-shortcut-switch checked></dialog>'
)
FORM = (
    '<form method="post" action="/sent" data-keep="record-1"><p data-kept hidden>Retrouvée'
    '<button type="button" data-forget>Effacer</button></p><input name="reason" value="au départ">'
    '<input type="checkbox" name="sure"><input type="password" name="secret"><button>Envoyer</button></form>'
)
ROWS = (
    '<form><table><thead><tr><th><input type="checkbox" data-select-all></th></tr></thead>'
    "<tbody>{}</tbody></table></form>"
)
KEYS = '<a href="/next" data-key="j">Suivante</a><button data-key="a">Approuver</button><input name="note">' + SHORTCUTS
PAGES = {
    "/form": FORM,
    "/refused": FORM.replace('name="reason"', 'name="reason" aria-invalid="true"'),
    "/sent": "<h1>Envoyée</h1>",
    "/rows": ROWS.format('<tr><td><input type="checkbox" name="pick"></td></tr>' * 4),
    "/keys": KEYS,
    "/next": "<h1>Fiche suivante</h1>",
    "/out": '<form action="/sent" data-forget-drafts><button>Se déconnecter</button></form>',
}


@pytest.fixture
def desk(desktop: Page) -> Page:
    """An office screen whose pages hold the script and nothing else."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path == "/desk.js":
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        else:
            text = f'<!doctype html><html lang="fr"><title>Essai</title>{PAGES[path]}<script src="/desk.js"></script>'
            route.fulfill(body=text, content_type="text/html; charset=utf-8")

    desktop.route(f"{SITE}/**", answer)
    return desktop


def type_a_reason(desk: Page) -> None:
    desk.goto(f"{SITE}/form")
    desk.fill("[name=reason]", "Trois âges à revoir")
    desk.check("[name=sure]")
    desk.fill("[name=secret]", "motdepasse")
    desk.wait_for_function("Object.keys(localStorage).length > 0")
    desk.wait_for_timeout(400)


def test_what_was_typed_is_there_again_after_the_page_was_lost(desk: Page) -> None:
    type_a_reason(desk)
    desk.goto(f"{SITE}/form")
    assert desk.input_value("[name=reason]") == "Trois âges à revoir"
    assert desk.is_checked("[name=sure]")
    assert desk.is_visible("[data-kept]")


def test_a_password_is_never_kept(desk: Page) -> None:
    type_a_reason(desk)
    assert "motdepasse" not in desk.evaluate("JSON.stringify(localStorage)")


def test_what_was_kept_can_be_thrown_away(desk: Page) -> None:
    type_a_reason(desk)
    desk.goto(f"{SITE}/form")
    desk.click("[data-forget]")
    desk.wait_for_selector("[data-kept]", state="hidden")
    assert desk.input_value("[name=reason]") == "au départ"


def test_what_has_arrived_is_kept_no_longer(desk: Page) -> None:
    type_a_reason(desk)
    desk.click("text=Envoyer")
    desk.wait_for_url(f"{SITE}/sent")
    assert desk.evaluate("localStorage.length") == 0


def test_what_the_server_refused_is_shown_as_it_answered(desk: Page) -> None:
    type_a_reason(desk)
    desk.goto(f"{SITE}/refused")
    assert desk.input_value("[name=reason]") == "au départ"
    assert desk.evaluate("localStorage.length") == 1


def test_nothing_stays_on_a_shared_computer_after_signing_out(desk: Page) -> None:
    type_a_reason(desk)
    desk.goto(f"{SITE}/out")
    desk.click("text=Se déconnecter")
    desk.wait_for_url(f"{SITE}/sent*")
    # One mark stays, for the page of offline forms: that somebody signed out, and when; not who.
    assert desk.evaluate("Object.keys(localStorage)") == ["toguna:signed-out"]
    assert desk.evaluate("localStorage.getItem('toguna:signed-out')").isdigit()


def test_one_box_chooses_every_row_and_shift_chooses_a_stretch(desk: Page) -> None:
    desk.goto(f"{SITE}/rows")
    desk.check("[data-select-all]")
    assert desk.locator("tbody :checked").count() == 4
    desk.uncheck("[data-select-all]")
    desk.locator("[name=pick]").nth(0).click()
    desk.locator("[name=pick]").nth(2).click(modifiers=["Shift"])
    assert desk.locator("tbody :checked").count() == 3
    assert desk.locator("tr.selected").count() == 3


def test_a_key_follows_a_link_but_only_points_at_a_decision(desk: Page) -> None:
    desk.goto(f"{SITE}/keys")
    desk.keyboard.press("a")
    assert desk.evaluate("document.activeElement.textContent") == "Approuver"
    desk.keyboard.press("j")
    desk.wait_for_url(f"{SITE}/next")


def test_a_key_typed_into_a_field_is_a_letter(desk: Page) -> None:
    desk.goto(f"{SITE}/keys")
    desk.focus("[name=note]")
    desk.keyboard.type("j?")
    assert desk.input_value("[name=note]") == "j?"
    assert desk.url == f"{SITE}/keys"


def test_the_question_mark_lists_the_shortcuts_and_they_can_be_switched_off(desk: Page) -> None:
    desk.goto(f"{SITE}/keys")
    desk.keyboard.press("?")
    assert "Suivante" in desk.inner_text("#shortcuts")
    desk.uncheck("[data-shortcut-switch]")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    desk.wait_for_timeout(200)
    assert desk.url == f"{SITE}/keys"
