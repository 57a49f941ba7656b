"""The steps of the walk: what each person does, sees and is told, in a browser of their own.

    python -m tools.walk.steps ADDRESS FOLDER

beside a served demonstration whose database this process reads too, because a browser cannot make a photo of paper.
"""

import re
import sys
from pathlib import Path
from typing import Any

import django

# What is imported below reads the settings while it is imported.
# ruff: noqa: E402
django.setup()

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.bad_line import Line, line_to
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.field_stage import ALL_SENT, begin, choose, finish, question, ready, search
from tests.browser.handwriting import Line as Signed
from tests.browser.handwriting import filled_by_hand
from toguna.demo.fictional_content import SAMPLE_ACTIVITY, SAMPLE_COMMUNE
from toguna.flow.paper import pictures_of
from toguna.store.fieldwork.models import PrintedSheet
from tools.screenshots import SCREENS
from tools.walk.album import Album
from tools.walk.windows import come_in, window

AGENT, COORDINATOR, OFFICER = "agent@demo.example", "coordination@demo.example", "suivi@demo.example"
REASON = "L'âge de la première personne manque. Demandez-le-lui, puis renvoyez la fiche."
ON_THE_SHEET = (
    Signed("Awa Fictive", "F", "34", "Présidente", "Groupement fictif", "70 00 00 01"),
    Signed("Issa Fictif", "M", "1990", "Conseiller", "Mairie fictive", "70 00 00 02"),
    Signed("Fanta Fictive", "F", "27", "Enseignante", "École fictive", "", agrees=False),
)


def set_up_a_phone(page: Page, album: Album) -> None:
    """The agent signs in and is shown, once, the square code that sets up ODK Collect."""
    page.goto("/desk/account/")
    album.take(page, "sign-in", "the agent is asked who they are")
    come_in(page, AGENT, "/desk/account/")
    album.take(page, "account", "their account, where phones are let in")
    page.get_by_label("Quel téléphone ?").fill("Tecno bleu (fictif)")
    page.get_by_label("Effacer du téléphone ce qui est envoyé").check()
    page.get_by_role("button", name="Donner un accès à ce téléphone").click()
    expect(page.get_by_role("img", name="Code QR des réglages du téléphone")).to_be_visible()
    album.take(page, "phone-set-up", "the square code, shown once")
    page.get_by_role("link", name="Le téléphone est réglé").click()


def fill_without_a_line(page: Page, line: Line, album: Album) -> None:
    """A sheet begun with a line and finished without one waits in the outbox, and is sent when the line is back."""
    page.goto("/field/")
    ready(page)
    album.take(page, "field", "the page that works without a network")
    begin(page)
    album.take(page, "empty-sheet", "an empty sheet", whole=False)
    search(page, "Activité", SAMPLE_ACTIVITY, SAMPLE_ACTIVITY)
    question(page, "Numéro de la séance").get_by_role("textbox").fill("1")
    choose(page, "Moment de la journée", "Matin")
    question(page, "Date").locator("input").fill("2025-03-12")
    box = question(page, "Commune où l'activité a eu lieu").get_by_role("combobox")
    box.fill("")
    box.press_sequentially("balan")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    album.take(page, "commune-searched", "a commune found by its first letters", whole=False)
    page.locator("[role=listbox] [role=option]").filter(has_text=SAMPLE_COMMUNE[0]).first.click()

    line.cut = True
    page.context.set_offline(True)
    somebody(page, "Awa Fictive", "Femme")
    album.take(page, "participant", "a participant, and the network is gone", whole=False)
    page.get_by_role("button", name="Ajouter une ligne").first.click()
    somebody(page, "Issa Fictif", "Homme", age="41")
    album.take(page, "whole-sheet", "the whole sheet")
    finish(page)
    expect(page.get_by_text("Pas encore envoyée", exact=True)).to_be_visible()
    expect(page.get_by_text("Fiches pas encore envoyées : 1")).to_be_visible()
    album.take(page, "not-sent-yet", "the outbox says what is not sent", whole=False)
    page.reload()
    expect(page.get_by_text("Fiches pas encore envoyées : 1")).to_be_visible()
    album.take(page, "opened-again", "opened again, still without a network", whole=False)

    line.cut = False
    page.context.set_offline(False)
    expect(page.get_by_text(ALL_SENT)).to_be_visible(timeout=60_000)
    album.take(page, "sent", "the network is back and the sheet is sent")


def somebody(page: Page, name: str, sex: str, age: str = "") -> None:
    """Fill in the line that is open."""
    line = page.locator(".lines li.open").first
    choose(line, "La personne accepte-t-elle que son nom et son téléphone soient gardés ?", "Oui")
    question(line, "Prénom et nom").get_by_role("combobox").fill(name)
    choose(line, "Sexe", sex)
    if age:
        question(line, "Âge en années").get_by_role("textbox").fill(age)


def the_record(page: Page) -> None:
    """Open the newest record of the sample activity."""
    page.goto(f"/desk/records/?q={SAMPLE_ACTIVITY}")
    page.get_by_role("link", name=re.compile(rf"^{SAMPLE_ACTIVITY}")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(SAMPLE_ACTIVITY)


def return_it(page: Page, album: Album) -> None:
    """The coordinator sees what waits, opens the sheet and sends it back with a reason."""
    come_in(page, COORDINATOR, "/desk/")
    album.take(page, "coordinator", "what waits for the coordinator", whole=False)
    the_record(page)
    album.take(page, "record", "what arrived and what was understood")
    page.get_by_label("Motif").first.fill(REASON)
    page.get_by_role("button", name="Renvoyer au terrain").click()
    expect(page.get_by_text("renvoyée", exact=False).first).to_be_visible()
    album.take(page, "returned", "returned with a reason", whole=False)


def correct_it(page: Page, album: Album) -> None:
    """The agent sees why the sheet came back, adds what was missing and sends it again."""
    page.reload()
    expect(page.get_by_text(REASON)).to_be_visible(timeout=30_000)
    album.take(page, "came-back", "the agent reads why it came back", whole=False)
    page.locator("li.card", has_text=SAMPLE_ACTIVITY).get_by_role("link", name="Corriger").click()
    expect(page.get_by_text(f"« {REASON} »")).to_be_visible()
    album.take(page, "correcting", "the reason stands above the sheet", whole=False)
    line = page.locator(".lines li.open").first
    question(line, "Âge en années").get_by_role("textbox").fill("34")
    album.take(page, "corrected-line", "the age is added", whole=False)
    page.get_by_role("button", name="Terminer et envoyer").click()
    expect(page.get_by_text(ALL_SENT)).to_be_visible(timeout=60_000)
    album.take(page, "sent-again", "sent again, as the same record", whole=False)


def check_it(page: Page, album: Album) -> None:
    """The coordinator compares the two versions and checks the sheet."""
    the_record(page)
    album.take(page, "both-versions", "the coordinator sees both versions")
    page.get_by_role("button", name="Contrôler : la fiche est juste").click()
    expect(page.get_by_text("Elle attend maintenant la vérification")).to_be_visible()
    album.take(page, "checked", "checked", whole=False)


def verify_it(page: Page, album: Album) -> None:
    """The MEL officer verifies it, on a phone."""
    come_in(page, OFFICER, "/desk/")
    album.take(page, "officer", "what waits for the MEL officer")
    the_record(page)
    album.take(page, "record-on-a-phone", "the record on a phone")
    page.get_by_role("button", name=re.compile("^Vérifier")).first.click()
    expect(page.get_by_text("vérifiée", exact=False).first).to_be_visible()
    album.take(page, "verified", "verified: it counts now", whole=False)


def see_it_verified(page: Page, album: Album) -> None:
    """The agent sees what became of the sheet."""
    page.reload()
    expect(page.locator(".sent-list li", has_text=SAMPLE_ACTIVITY).get_by_text("Vérifiée")).to_be_visible(
        timeout=30_000
    )
    album.take(page, "agent-sees-it-verified", "the agent sees it verified")


def print_a_sheet(page: Page, album: Album) -> str:
    """The agent prints the sheet of the second session; its code."""
    come_in(page, AGENT, "/desk/activities/")
    page.goto(f"/desk/activities/?q={SAMPLE_ACTIVITY}")
    page.get_by_role("link", name=re.compile("Formation d'exemple|" + SAMPLE_ACTIVITY)).first.click()
    page.get_by_role("link", name="Imprimer la fiche de présence").click()
    page.get_by_label("Nombre de lignes").fill("15")
    page.get_by_label("Séance").select_option("2")
    album.take(page, "print", "a sheet to print for the second session")
    with page.expect_response(re.compile("fiches.pdf")) as printed:
        page.get_by_role("button", name=re.compile("Imprimer .*PDF")).click(no_wait_after=True)
    if printed.value.headers["content-type"] != "application/pdf":
        sys.exit("No PDF was printed.")
    return PrintedSheet.objects.latest("printed_at").code


def photo_of(code: str, album: Album) -> Path:
    """The printed page, filled in by hand and photographed."""
    sheet = PrintedSheet.objects.select_related("activity").get(code=code)
    (printed,) = pictures_of(sheet.activity, [sheet])
    album.keep("printed-sheet", printed, "the sheet as it comes out of the printer")
    photo = filled_by_hand(printed, ON_THE_SHEET, day="13032025", total=(3, 2, 1))
    return album.keep("signed-sheet", photo, "the same sheet, signed and photographed")


def enter_it(page: Page, code: str, photo: Path, album: Album) -> None:
    """The sheet is opened by its code and typed beside its photo."""
    page.goto("/desk/records/new/")
    page.get_by_label("Code de la fiche imprimée").first.fill(code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Elle n'est pas encore saisie")).to_be_visible()
    page.get_by_label("Photo de la fiche signée").set_input_files(photo)
    expect(page.locator(".photo-page img")).to_be_visible()
    page.get_by_label("Date", exact=True).fill("2025-03-13")
    page.locator("#p1-name").focus()
    for written in ON_THE_SHEET:
        for words in (written.name, written.sex.lower(), written.age, "", written.function):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        page.keyboard.type(written.organisation)
        page.keyboard.press("Enter")
    for number, written in enumerate(ON_THE_SHEET, start=1):
        page.locator(f"#p{number}-consent").select_option("yes" if written.agrees else "no")
    for box, stated in (("total", "3"), ("women", "2"), ("men", "1")):
        page.locator(f"#{box}").fill(stated)
    page.evaluate("scrollTo(0, 0)")
    page.locator("#p1-name").scroll_into_view_if_needed()
    album.take(page, "entered-beside-its-photo", "the lines typed beside the photo", whole=False)
    page.get_by_role("button", name="Enregistrer la fiche").click()
    sure = page.get_by_label("J'ai regardé ces points")
    if sure.count():
        album.take(page, "what-looks-odd", "what looks odd is shown before it is kept", whole=False)
        sure.check()
        page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text("La fiche est enregistrée")).to_be_visible()
    album.take(page, "sheet-kept", "the sheet is kept, with its photo")


def told_at_once(page: Page, code: str, name: str, album: Album) -> None:
    """Somebody types the same code a second time."""
    page.goto("/desk/records/new/")
    page.get_by_label("Code de la fiche imprimée").first.fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("est déjà saisie")
    album.take(page, name, "the same code again: it was entered already", whole=False)


def walk(address: str, into: Path) -> None:
    """The whole walk."""
    album = Album(into)
    options: dict[str, Any] = {"executable_path": find_chromium(), "args": FLAGS}
    with line_to(address) as line, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        agent = window(browser, line.url, SCREENS["phone"]).new_page()
        coordinator = window(browser, address, SCREENS["desk"]).new_page()
        officer = window(browser, address, SCREENS["phone"]).new_page()
        set_up_a_phone(agent, album)
        fill_without_a_line(agent, line, album)
        return_it(coordinator, album)
        correct_it(agent, album)
        check_it(coordinator, album)
        verify_it(officer, album)
        see_it_verified(agent, album)
        laptop = window(browser, address, SCREENS["desk"]).new_page()
        code = print_a_sheet(laptop, album)
        enter_it(laptop, code, photo_of(code, album), album)
        told_at_once(laptop, code, "told-at-once", album)
        told_at_once(agent, code, "told-at-once-on-a-phone", album)
        browser.close()
    sys.stdout.write(f"{album.taken} pictures in {into}\n")


if __name__ == "__main__":
    walk(sys.argv[1], Path(sys.argv[2]))
