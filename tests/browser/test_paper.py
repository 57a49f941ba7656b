"""One printed sheet: printed, filled in by hand, entered beside its photo, and told at once when it comes again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.handwriting import Line, filled_by_hand
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import received
from toguna.flow.paper import pictures_of, print_sheets
from toguna.flow.reading import sheet_of
from toguna.rules.attendance import Sex
from toguna.store.fieldwork.models import PrintedSheet, Record

SignIn = Callable[..., Page]
Judge = Callable[[Page], None]
SIGNED = (
    Line("Awa Fictive", "F", "34", "Présidente", "Groupement fictif", "70 00 00 01"),
    Line("Issa Fictif", "M", "1990", "Conseiller", "Mairie fictive", "70 00 00 02"),
    Line("Fanta Fictive", "F", "27", "Enseignante", "École fictive", "", agrees=False),
)


@pytest.fixture
def stage() -> Commune:
    made = commune()
    factories.participation(made.programme, made.agent.organisation)
    return made


def photo_of(stage: Commune, sheet: PrintedSheet, folder: Path) -> Path:
    """The sheet as somebody photographed it after it was signed."""
    (page,) = pictures_of(stage.activity, [sheet])
    photo = folder / "fiche.png"
    photo.write_bytes(filled_by_hand(page, SIGNED, day="04032025", total=(3, 2, 1)))
    return photo


def never_wider(page: Page) -> None:
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], page.url


def test_a_sheet_is_printed_signed_entered_beside_its_photo_and_not_entered_twice(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge, tmp_path: Path
) -> None:
    desk = signed_in(user=stage.agent)
    desk.goto(f"/desk/activities/{stage.activity.pk}/")
    desk.get_by_role("link", name="Imprimer la fiche de présence").click()
    expect(desk.get_by_label("Nombre de lignes")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("Nombre de lignes").fill("15")
    with desk.expect_response(re.compile("fiches.pdf")) as printed:
        desk.get_by_role("button", name="Imprimer la fiche de présence (PDF)").click(no_wait_after=True)
    assert printed.value.headers["content-type"] == "application/pdf"
    sheet = PrintedSheet.objects.get()
    photo = photo_of(stage, sheet, tmp_path)

    # A scanner types the code and presses Enter.
    desk.goto("/desk/records/new/")
    desk.get_by_label("Code de la fiche imprimée").first.fill(sheet.code.lower().replace("-", " "))
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Elle n'est pas encore saisie")).to_be_visible()
    expect(desk.locator("#activity_code")).to_have_value("F-001")
    expect(desk.locator("#commune")).to_have_value("Sanankoro-Ba")
    desk.get_by_label("Photo de la fiche signée").set_input_files(photo)
    pane = desk.get_by_role("region", name="Photo de la fiche", exact=True)
    expect(pane.get_by_role("img")).to_be_visible()
    assert_accessible(desk)

    beside = pane.bounding_box()
    boxes = desk.locator(".boxes").bounding_box()
    assert beside is not None
    assert boxes is not None
    assert beside["x"] + beside["width"] <= boxes["x"]
    desk.get_by_label("Date", exact=True).fill("2025-03-04")
    desk.locator("#p1-name").focus()
    for line in SIGNED:
        desk.keyboard.type(line.name)
        desk.keyboard.press("Tab")
        desk.keyboard.press(line.sex.lower())
        desk.keyboard.press("Tab")
        desk.keyboard.type(line.age)
        desk.keyboard.press("Tab")
        desk.keyboard.press("Tab")
        desk.keyboard.type(line.function)
        desk.keyboard.press("Tab")
        desk.keyboard.type(line.organisation)
        desk.keyboard.press("Enter")
    desk.locator("#p1-consent").select_option("yes")
    desk.locator("#p2-consent").select_option("yes")
    desk.locator("#p3-consent").select_option("no")
    for box, number in (("total", "3"), ("women", "2"), ("men", "1")):
        desk.locator(f"#{box}").fill(number)
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    desk.get_by_label("J'ai regardé ces points").check()
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    expect(desk.get_by_text("La fiche est enregistrée")).to_be_visible()

    found = Record.objects.get()
    assert found.current_version is not None
    typed, _told = sheet_of(found.current_version)
    assert typed.sheet_code == sheet.code
    assert [(one.name, one.sex, one.age, one.birth_year) for one in typed.participants] == [
        ("Awa Fictive", Sex.FEMALE, 34, None),
        ("Issa Fictif", Sex.MALE, None, 1990),
        (None, Sex.FEMALE, 27, None),
    ]
    assert found.attachments.get().size == photo.stat().st_size

    desk.goto("/desk/records/new/")
    desk.get_by_label("Code de la fiche imprimée").first.fill(sheet.code)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("est déjà saisie")
    assert_accessible(desk)
    desk.get_by_role("alert").get_by_role("link", name="F-001, séance 1").click()
    expect(desk).to_have_url(re.compile(str(found.pk)))
    desk.goto(f"/desk/activities/{stage.activity.pk}/")
    expect(desk.get_by_role("region", name="Fiches imprimées").get_by_role("link", name="F-001")).to_be_visible()


def test_somebody_who_came_yesterday_is_offered_and_fills_the_line(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    received(stage)
    desk = signed_in(user=stage.agent)
    desk.goto("/desk/records/new/?activity=F-001")
    desk.locator("#p1-name").press_sequentially("iss")
    option = desk.get_by_role("option", name=re.compile("Issa Fictif"))
    expect(option).to_contain_text("né(e) en 2003")
    assert_accessible(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#p1-name")).to_have_value("Issa Fictif")
    expect(desk.locator("#p1-sex")).to_have_value("male")
    expect(desk.locator("#p1-birth_year")).to_have_value("2003")
    expect(desk.locator("#p1-consent")).to_have_value("")
    expect(desk.locator("#p1-consent")).to_be_focused()
    desk.locator("#p2-name").press_sequentially("Awwa")
    expect(desk.get_by_role("option", name=re.compile("Awa Fictive"))).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("listbox")).to_be_hidden()
    desk.keyboard.press("Enter")
    expect(desk.locator("#p3-name")).to_be_focused()


def test_keys_copy_what_neighbours_share_and_are_listed(stage: Commune, signed_in: SignIn) -> None:
    desk = signed_in(user=stage.agent)
    desk.goto("/desk/records/new/")
    for field, words in (("function", "Conseillère"), ("organisation", "Mairie fictive"), ("village", "Bougou")):
        desk.locator(f"#p1-{field}").fill(words)
    desk.locator("#p2-function").focus()
    desk.keyboard.press("Control+d")
    expect(desk.locator("#p2-function")).to_have_value("Conseillère")
    expect(desk.locator("#p2-organisation")).to_have_value("")
    desk.keyboard.press("Control+Shift+D")
    expect(desk.locator("#p2-organisation")).to_have_value("Mairie fictive")
    expect(desk.locator("#p2-village")).to_have_value("Bougou")
    desk.locator("#p2-sex").focus()
    desk.keyboard.press("m")
    expect(desk.locator("#p2-sex")).to_have_value("male")
    desk.get_by_role("heading", level=1).click()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("recopier la case du dessus")


def test_the_photo_is_turned_enlarged_and_moved_while_a_line_is_typed(
    stage: Commune, signed_in: SignIn, tmp_path: Path
) -> None:
    (sheet,) = print_sheets(stage.activity, sessions=[1], lines=15, by=stage.agent)
    desk = signed_in(user=stage.agent)
    desk.goto(f"/desk/records/new/?sheet={sheet.code}")
    desk.get_by_label("Photo de la fiche signée").set_input_files(photo_of(stage, sheet, tmp_path))
    page = desk.locator(".photo-page")
    expect(page).to_be_visible()
    desk.wait_for_function("document.querySelector('.photo-page').getBoundingClientRect().height > 100")
    before = page.bounding_box()
    desk.locator("#p1-name").focus()
    for _ in range(3):
        desk.keyboard.press("Alt++")
    for _ in range(2):
        desk.keyboard.press("Alt+ArrowDown")
    after = page.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > 1.8 * before["width"]
    assert desk.locator("[data-photo-frame]").evaluate("frame => frame.scrollTop") > 0
    expect(desk.locator("#p1-name")).to_be_focused()
    desk.get_by_role("button", name="Ajuster").click()
    desk.get_by_role("button", name="Tourner").click()
    turned = page.bounding_box()
    assert turned is not None
    assert turned["height"] > turned["width"]
    # Reloading the page finds the photo again.
    desk.reload()
    expect(desk.locator(".photo-page img")).to_be_visible()


def test_without_script_the_photo_comes_first_and_stands_beside(
    stage: Commune, open_context: Callable[..., BrowserContext], live_server: LiveServer, tmp_path: Path
) -> None:
    (sheet,) = print_sheets(stage.activity, sessions=[1], lines=15, by=stage.agent)
    client = Client()
    client.force_login(stage.agent)
    context = open_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    desk = context.new_page()
    desk.goto("/desk/records/new/")
    desk.get_by_label("Photo de la fiche signée").set_input_files(photo_of(stage, sheet, tmp_path))
    desk.get_by_role("button", name="Montrer la photo à côté").click()
    expect(desk.get_by_role("img", name="Page 1 de la fiche signée")).to_be_visible()
    desk.get_by_label("Code de la fiche imprimée").first.fill(sheet.code)
    desk.get_by_role("button", name="Ouvrir cette fiche").click()
    expect(desk.get_by_role("img", name="Page 1 de la fiche signée")).to_be_visible()
    desk.locator("#held_on").fill("2025-03-03")
    desk.locator("#p1-name").fill("Awa Fictive")
    desk.locator("#p1-sex").select_option("female")
    desk.locator("#p1-age").fill("34")
    desk.locator("#p1-consent").select_option("yes")
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    expect(desk.get_by_text("La fiche est enregistrée")).to_be_visible()
    assert Record.objects.get().attachments.count() == 1


def test_a_sensitive_sheet_is_counted_and_names_wait_behind_a_choice(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    stage.activity.sensitive = True
    stage.activity.save()
    (sheet,) = print_sheets(stage.activity, sessions=[1], lines=0, counts_only=True, by=stage.agent)
    desk = signed_in(user=stage.agent)
    desk.goto(f"/desk/records/new/?sheet={sheet.code}")
    expect(desk.get_by_role("heading", name="Un sujet sensible")).to_be_visible()
    expect(desk.locator("#p1-name")).to_be_hidden()
    assert_accessible(desk)
    desk.locator("#held_on").fill("2025-03-03")
    desk.get_by_label("15 à 29 ans, Femme").fill("7")
    desk.keyboard.press("Enter")
    desk.keyboard.type("2")
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    expect(desk.get_by_text("La fiche est enregistrée")).to_be_visible()
    found = Record.objects.get()
    assert found.current_version is not None
    groups = sheet_of(found.current_version)[0].unnamed
    assert [(each.seats, each.sex, each.age_from, each.age_to) for each in groups] == [
        (7, Sex.FEMALE, 15, 29),
        (2, Sex.FEMALE, 30, 40),
    ]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_of_paper_fit_a_telephone_and_are_accessible(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge, tmp_path: Path, viewport: dict[str, int]
) -> None:
    (sheet,) = print_sheets(stage.activity, sessions=[1], lines=15, by=stage.agent)
    photo = photo_of(stage, sheet, tmp_path)
    desk = signed_in(user=stage.agent, viewport=viewport)
    for address in (
        f"/desk/activities/{stage.activity.pk}/",
        f"/desk/activities/{stage.activity.pk}/paper/",
        f"/desk/records/new/?sheet={sheet.code}",
    ):
        desk.goto(address)
        assert_accessible(desk)
        never_wider(desk)
    desk.get_by_label("Photo de la fiche signée").set_input_files(photo)
    expect(desk.locator(".photo-page img")).to_be_visible()
    assert_accessible(desk)
    never_wider(desk)
