"""Who owes what in a real browser, on a screen and on a phone: read, narrowed, asked for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, SignIn
from tests.browser.test_desk_imports import fits
from tests.flow.sheets import commune
from toguna.flow.forms import offer_library
from toguna.store.activities.models import Activity


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_coordinator_reads_what_is_owed_and_asks_for_more(
    signed_in: SignIn, assert_accessible: Callable[[Page], None], viewport: dict[str, int]
) -> None:
    stage = commune()
    offer_library()
    ended = timezone.localdate() - timedelta(days=60)
    Activity.objects.filter(pk=stage.activity.pk).update(starts_on=ended, ends_on=ended)
    page = signed_in(user=stage.coordinator, viewport=viewport)
    page.goto("/desk/owed/")
    expect(page.get_by_text("arrivées : 0 sur 1")).to_be_visible()
    fits(page, assert_accessible)

    page.get_by_role("link", name="Ajouter une attente").click()
    page.get_by_label("Organisation").select_option(index=1)
    page.get_by_label("Formulaire").select_option(label="Suivi économique d'un groupement")
    page.get_by_label("Commune").fill("Sanankoro-Ba")
    page.get_by_label("À partir du").fill(ended.replace(day=1).isoformat())
    fits(page, assert_accessible)
    page.get_by_role("button", name="Ajouter cette attente").click()
    expect(page.get_by_text("L'attente est enregistrée")).to_be_visible()
    fits(page, assert_accessible)

    page.goto("/desk/owed/")
    page.get_by_role("link", name="Suivi économique d'un groupement").click()
    expect(page.locator("td .status", has_text="manque").first).to_be_visible()
    fits(page, assert_accessible)
