"""Any form on the desk in a real browser: read, corrected, shut away, taken away; at both widths, with axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import DESKTOP, PHONE
from tests.flow.sheets import Commune, commune
from tests.web.any_form import distributed, surveyed
from toguna.store.fieldwork.comments import add_comment

SignIn = Callable[..., Page]
Judge = Callable[[Page], None]


@pytest.fixture
def stage() -> Commune:
    made = commune()
    factories.participation(made.programme, made.agent.organisation)
    return made


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_every_page_of_a_record_of_any_form_is_readable_at_both_widths(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge, size
) -> None:
    survey, distribution = surveyed(stage), distributed(stage)
    add_comment(record=survey, by=stage.agent, text="Le puits est à sec depuis mars.")
    desk = signed_in(user=stage.coordinator, viewport=size)
    for address in (
        "/desk/",
        "/desk/records/?form=distribution&place=Sanankoro",
        f"/desk/records/{survey.pk}/",
        f"/desk/records/{distribution.pk}/",
        f"/desk/records/{distribution.pk}/answers/",
        "/desk/records/forms/",
        "/desk/records/forms/hh_survey/",
        "/desk/exports/",
    ):
        desk.goto(address)
        assert_accessible(desk)
        assert desk.evaluate("document.documentElement.scrollWidth") <= size["width"], address


def test_a_distribution_is_corrected_and_the_page_says_what_changed(
    stage: Commune, signed_in: SignIn, assert_accessible: Judge
) -> None:
    record = distributed(stage)
    desk = signed_in(user=stage.coordinator)
    desk.goto(f"/desk/records/{record.pk}/")
    desk.get_by_role("link", name="Corriger la fiche").click()
    desk.locator('[name="a:material[1]/quantity"]').fill("cent")
    desk.get_by_label("Ce que vous corrigez, et pourquoi").fill("Les affiches ont été recomptées")
    desk.get_by_role("button", name="Enregistrer la correction").click()
    expect(desk.get_by_role("alert")).to_contain_text("n'est pas un nombre")
    assert_accessible(desk)
    desk.locator('[name="a:material[1]/quantity"]').fill("100")
    desk.get_by_role("button", name="Enregistrer la correction").click()
    expect(desk.get_by_role("row", name="Quantité remise (1)")).to_contain_text("100")
    assert_accessible(desk)


def test_a_file_is_asked_for_and_taken(stage: Commune, signed_in: SignIn, assert_accessible: Judge) -> None:
    surveyed(stage)
    desk = signed_in(user=stage.coordinator)
    desk.goto("/desk/records/")
    desk.get_by_role("link", name="Prendre ces fiches avec leurs réponses").click()
    desk.get_by_label("Classeur Excel").check()
    desk.get_by_role("button", name="Préparer le fichier").click()
    expect(desk.get_by_text("C'est prêt.")).to_be_visible()
    assert_accessible(desk)
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Prendre le fichier").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_record_is_shut_away_and_let_out(stage: Commune, signed_in: SignIn, assert_accessible: Judge) -> None:
    record = surveyed(stage)
    desk = signed_in(user=stage.coordinator)
    desk.goto(f"/desk/records/{record.pk}/")
    desk.get_by_text("Cette fiche n'aurait pas dû être écrite").click()
    desk.get_by_label("Pourquoi elle n'aurait pas dû").fill("Ménage enregistré par erreur")
    desk.get_by_role("button", name="Mettre en quarantaine").click()
    expect(desk.get_by_text("Cette fiche est en quarantaine")).to_be_visible()
    assert_accessible(desk)
    desk.goto("/desk/records/?state=quarantined")
    assert_accessible(desk)
    desk.goto(f"/desk/records/{record.pk}/")
    desk.get_by_label("Pourquoi la fiche sort").fill("La fiche est juste")
    desk.get_by_role("button", name="Sortir de quarantaine").click()
    expect(desk.get_by_role("button", name="Contrôler : la fiche est juste")).to_be_visible()
