"""Journeys on the desk in a real browser: from a typed sheet to a computed number and back down to the record."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.conftest import DESKTOP, PHONE
from tests.flow.sheets import Commune, commune
from tests.web.desk_stage import checked, received, verified
from toguna.flow.compute import compute_programme
from toguna.rules.roles import Role
from toguna.store.fieldwork.models import Record
from toguna.store.results.models import Indicator

SignIn = Callable[..., Page]
Judge = Callable[[Page], None]


@pytest.fixture
def stage() -> Commune:
    made = commune()
    factories.participation(made.programme, made.agent.organisation)
    return made


@pytest.fixture
def seats(stage: Commune) -> Indicator:
    made = factories.indicator(of=factories.result(of=stage.programme), code="PLACES", title={"fr": "Places fictives"})
    body = {"count": "seats", "where": {"programme": stage.programme.code}, "dimensions": ["sex"], "periods": ["life"]}
    factories.definition(body, of=made)
    made.targets.create(starts_on=date(2025, 1, 1), ends_before=date(2026, 1, 2), value=20_000)
    return made


def test_a_sheet_is_checked_verified_counted_and_found_again(
    stage: Commune, seats: Indicator, signed_in: SignIn, assert_accessible: Judge
) -> None:
    received(stage)
    desk = signed_in(user=stage.coordinator)
    desk.goto("/desk/")
    assert_accessible(desk)
    desk.get_by_role("link", name="F-001, séance 1").click()
    expect(desk.get_by_role("rowheader", name="Awa Fictive")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Contrôler : la fiche est juste").click()
    expect(desk.get_by_text("Elle attend maintenant la vérification")).to_be_visible()

    desk = signed_in(user=stage.officer)
    desk.goto("/desk/")
    desk.get_by_role("link", name="Les vérifier").click()
    desk.get_by_role("checkbox", name="Cocher : F-001").check()
    desk.get_by_label("Pour les fiches cochées").select_option("verify")
    desk.get_by_role("button", name="Voir ce que cela changera").click()
    expect(desk.get_by_text("4 faits compteront")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Vérifier cette fiche").click()
    expect(desk.get_by_text("1 fiche vérifiée")).to_be_visible()

    desk.goto(f"/desk/indicators/?programme={stage.programme.code}")
    desk.get_by_role("button", name="Calculer").click()
    expect(desk.get_by_text("Le calcul est terminé")).to_be_visible()
    expect(desk.get_by_text("6 de moins que la cible")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="14", exact=True).click()
    expect(desk.get_by_role("heading", name="Les 3 faits derrière ce nombre")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="ligne 1").click()
    expect(desk.get_by_role("heading", name="F-001, séance 1")).to_be_visible()
    expect(desk.locator("#line-1")).to_contain_text("Awa Fictive")


def test_a_sheet_is_typed_with_the_keyboard_and_lines_come_by_themselves(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    desk = signed_in(user=stage.agent)
    desk.goto("/desk/records/new/")
    assert_accessible(desk)
    desk.get_by_label("Code de l'activité").fill("F-001")
    desk.get_by_label("Date", exact=True).fill("2025-03-03")
    desk.get_by_label("Séance").fill("1")
    desk.get_by_label("Commune", exact=True).fill("Sanankoro-Ba")
    desk.get_by_label("toutes les personnes de la liste sont d'accord").check()
    desk.locator("#p1-name").focus()
    for number in range(1, 13):
        desk.keyboard.type(f"Personne Fictive {number}")
        desk.keyboard.press("Enter")
    assert desk.locator("#people tr").count() > 12
    expect(desk.locator("#p13-name")).to_be_focused()
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    expect(desk.get_by_text("La fiche est enregistrée")).to_be_visible()
    found = Record.objects.select_related("current_version__reading").get()
    assert found.current_version is not None
    assert found.current_version.reading.named == 12


def test_what_is_wrong_leads_to_its_box_and_nothing_is_lost(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    desk = signed_in(user=stage.agent)
    desk.goto("/desk/records/new/")
    desk.get_by_label("Code de l'activité").fill("F-001")
    desk.locator("#p1-name").fill("Awa Fictive")
    desk.locator("#p1-consent").select_option("yes")
    desk.locator("#p1-age").fill("300")
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    summary = desk.get_by_role("alert")
    expect(summary).to_contain_text("La fiche ne donne pas sa date")
    assert_accessible(desk)
    summary.get_by_role("link", name=re.compile("l'âge 300")).click()
    expect(desk.locator("#p1-age")).to_be_focused()
    expect(desk.locator("#p1-name")).to_have_value("Awa Fictive")


def test_two_clerks_cannot_both_decide(stage: Commune, signed_in: SignIn, assert_accessible: Judge) -> None:
    found = received(stage)
    second = factories.user(Role.PARTNER_COORDINATOR, organisation=stage.agent.organisation)
    one, other = signed_in(user=stage.coordinator), signed_in(user=second)
    for page in (one, other):
        page.goto(f"/desk/records/{found.pk}/")
    one.get_by_role("button", name="Contrôler : la fiche est juste").click()
    other.get_by_label("Motif").fill("La ligne 2 n'est pas lisible")
    other.get_by_role("button", name="Renvoyer au terrain").click()
    expect(other.get_by_role("heading", name="Quelqu'un a traité cette fiche avant vous")).to_be_visible()
    expect(other.get_by_text("La ligne 2 n'est pas lisible")).to_be_visible()
    assert_accessible(other)


def test_a_sheet_can_be_typed_without_script(
    stage: Commune, open_context: Callable[..., BrowserContext], live_server: LiveServer
) -> None:
    client = Client()
    client.force_login(stage.agent)
    context = open_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    desk = context.new_page()
    desk.goto("/desk/records/new/")
    desk.locator("#p1-name").fill("Awa Fictive")
    desk.get_by_role("button", name="Ajouter 10 lignes").click()
    expect(desk.locator("#p1-name")).to_have_value("Awa Fictive")
    expect(desk.locator("#p18-name")).to_have_count(1)
    desk.get_by_label("Code de l'activité").fill("F-001")
    desk.locator("#held_on").fill("2025-03-03")
    desk.locator("#session").fill("1")
    desk.locator("#commune").fill("Sanankoro-Ba")
    desk.locator("#p1-consent").select_option("yes")
    desk.get_by_role("button", name="Enregistrer la fiche").click()
    expect(desk.get_by_text("La fiche est enregistrée")).to_be_visible()


PAGES = [
    "/desk/", "/desk/records/", "/desk/records/new/", "/desk/workbooks/", "/desk/activities/", "/desk/activities/new/",
    "/desk/account/",
]  # fmt: skip
OFFICER_PAGES = ["/desk/indicators/", "/desk/editions/", "/desk/framework/", "/desk/framework/load/", "/desk/journal/"]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_is_accessible_and_never_wider_than_its_screen(
    stage: Commune, seats: Indicator, signed_in: SignIn, assert_accessible: Judge, viewport: dict[str, int]
) -> None:
    found, counted = checked(stage), verified(stage, session=2)
    compute_programme(stage.programme, by=stage.officer)
    record = f"/desk/records/{found.pk}/"
    mine = [*PAGES, record, f"{record}correct/", f"{record}match/", f"/desk/activities/{stage.activity.pk}/"]
    theirs = [*OFFICER_PAGES, f"/desk/indicators/{seats.pk}/", f"/desk/facts/?record={counted.pk}"]
    theirs.append(f"/desk/editions/{stage.programme.code}/next/")
    staff = ["/desk/people/", "/desk/people/new/", f"/desk/people/{stage.agent.pk}/"]
    visits = [(stage.coordinator, mine), (stage.officer, theirs), (factories.user(Role.ADMINISTRATOR), staff)]
    for user, addresses in visits:
        page = signed_in(user=user, viewport=viewport)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
            assert len(answer.body()) < 150_000, address
            assert_accessible(page)
