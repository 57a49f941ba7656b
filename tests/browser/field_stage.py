"""What the journeys on the page of offline forms have in common: somebody signs in, fills a sheet in, looks."""

import re

from playwright.sync_api import Locator, Page, expect

from tests import factories
from toguna.store.accounts.models import User

ALL_SENT = "Tout ce que vous avez terminé est envoyé."


def enter(page: Page, user: User) -> None:
    """Sign in and wait until the page keeps what it needs without a line."""
    page.goto("/field/")
    sign_in(page, user)
    ready(page)


def sign_in(page: Page, user: User) -> None:
    """Type the password on the site's own page."""
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.locator("input[name=remember]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/field/*")


def ready(page: Page) -> None:
    """Wait until the forms are here and the browser keeps the page."""
    expect(page.get_by_role("heading", name="Commencer une fiche")).to_be_visible()
    expect(page.locator(".forms a").first).to_be_visible()
    page.evaluate(
        """async () => {
          const { active } = await navigator.serviceWorker.ready;
          while (active.state !== "activated") await new Promise((later) => setTimeout(later, 20));
        }"""
    )


def question(page: Page | Locator, name: str) -> Locator:
    """The question with these words."""
    words = re.compile(rf"^\s*{re.escape(name)}\s*\*?\s*$")
    anywhere = page.page if isinstance(page, Locator) else page
    named = anywhere.locator(":scope > label, :scope > legend", has_text=words)
    return page.locator(".field").filter(has=named).first


def begin(page: Page, form: str = "Fiche de présence") -> None:
    """Open an empty form."""
    page.get_by_role("link", name=form, exact=True).click()
    expect(page.get_by_role("button", name="Terminer et envoyer")).to_be_visible()


def choose(page: Page | Locator, name: str, choice: str) -> None:
    """Tick one of the choices of a question."""
    question(page, name).get_by_text(choice, exact=True).click()


def options(page: Page) -> Locator:
    """The names that a list which is searched shows now; a browser's own menus are none."""
    return page.locator("[role=listbox] [role=option]")


def search(page: Page, name: str, typed: str, wanted: str) -> None:
    """Find one name in a long list by typing."""
    box = question(page, name).get_by_role("combobox")
    box.click()
    box.press_sequentially(typed)
    options(page).filter(has_text=wanted).first.click()
    expect(box).to_have_value(re.compile(re.escape(wanted)))


def fill_sheet(page: Page, *, session: int, name: str = "") -> None:
    """A sheet of the planned activity: with one named participant, or with twelve women who are only counted."""
    begin(page)
    search(page, "Activité", "f 001", "F-001")
    question(page, "Numéro de la séance").get_by_role("textbox").fill(str(session))
    choose(page, "Moment de la journée", "Matin")
    question(page, "Date").locator("input").fill("2025-03-03")
    search(page, "Commune où l'activité a eu lieu", "sanan", "Sanankoro-Ba")
    if name:
        line = page.locator(".lines li.open").first
        choose(line, "La personne accepte-t-elle que son nom et son téléphone soient gardés ?", "Oui")
        question(line, "Prénom et nom").get_by_role("combobox").fill(name)
        choose(line, "Sexe", "Femme")
        return
    choose(page, "Y a-t-il une liste de participants à saisir ?", "Non")
    choose(page, "Y avait-il aussi des personnes qui ne sont pas sur la liste ?", "Oui")
    line = page.locator(".lines li.open").first
    question(line, "Combien de personnes ?").get_by_role("textbox").fill("12")
    choose(line, "Sexe", "Femme")
    choose(line, "Âge", "15 à 29 ans")


def finish(page: Page) -> None:
    """Say that the sheet is done."""
    page.get_by_role("button", name="Terminer et envoyer").click()
    expect(page.get_by_role("heading", name="Commencer une fiche")).to_be_visible()
