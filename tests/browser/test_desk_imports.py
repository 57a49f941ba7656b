"""Workbooks in a real browser: sent, looked at with its errors, kept, and taken back; on a screen and on a phone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, SignIn
from tests.flow.sheets import SHEET, commune
from toguna.collect.attendance_workbook import write_attendance_workbook
from toguna.flow.forms import offer_library

Judge = Callable[[Page], None]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_workbook_is_looked_at_kept_and_taken_back(
    signed_in: SignIn, assert_accessible: Judge, tmp_path: Path, viewport: dict[str, int]
) -> None:
    stage = commune()
    offer_library()
    page = signed_in(user=stage.agent, viewport=viewport)
    page.goto("/desk/workbooks/")
    expect(page.get_by_role("link", name="Suivi économique d'un groupement")).to_be_visible()
    fits(page, assert_accessible)

    send(page, tmp_path / "essai.xlsx", F1=replace(SHEET, held_on=None), F2=replace(SHEET, session=2, venue="É" * 40))
    expect(page.get_by_text("Une erreur empêche d'accepter ce classeur")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Fiches!G2")).to_be_visible()
    fits(page, assert_accessible)

    page.goto("/desk/workbooks/")
    send(page, tmp_path / "mars.xlsx", F1=SHEET, F2=replace(SHEET, session=2))
    page.get_by_role("button", name="Enregistrer ces 2 fiches").click()
    expect(page.get_by_text("2 fiches du classeur sont enregistrées")).to_be_visible()
    fits(page, assert_accessible)

    page.get_by_role("link", name="Annuler cet envoi…").click()
    expect(page.get_by_text("2 fiches apportées par ce classeur seront rejetées")).to_be_visible()
    fits(page, assert_accessible)
    page.get_by_role("button", name="Annuler cet envoi").click()
    expect(page.get_by_text("L'envoi est annulé")).to_be_visible()
    fits(page, assert_accessible)


def send(page: Page, file: Path, **sheets: Any) -> None:
    """Choose a workbook with these sheets and send it."""
    file.write_bytes(write_attendance_workbook(sheets.items()))
    page.get_by_label("Classeur rempli (.xlsx)").set_input_files(file)
    page.get_by_role("button", name="Voir ce qu'il contient").click()
    page.wait_for_load_state()


def fits(page: Page, judge: Judge) -> None:
    """The page is no wider than the screen, and nothing in it is closed to anybody."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    judge(page)
