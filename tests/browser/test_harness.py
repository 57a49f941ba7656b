"""The browser itself works: the site answers it, and the judge of accessibility is no rubber stamp."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE
from toguna.rules.roles import Role
from toguna.store.accounts.models import User


def test_the_judge_of_accessibility_finds_a_picture_without_words(
    desktop: Page, assert_accessible: Callable[[Page], None]
) -> None:
    page_of = "<!doctype html><html lang='fr'><title>Essai</title><main><h1>Essai</h1>{}</main>"
    desktop.set_content(page_of.format("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt='Un point'>"))
    assert_accessible(desktop)
    desktop.set_content(page_of.format("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(desktop)


def test_a_phone_is_as_narrow_as_a_phone(phone: Page) -> None:
    phone.set_content("<!doctype html><meta name='viewport' content='width=device-width'><title>Essai</title>")
    assert phone.evaluate("window.innerWidth") == PHONE["width"]


def test_the_site_answers_the_browser(open_context: Callable[..., BrowserContext], live_server: LiveServer) -> None:
    answer = open_context().new_page().goto("/static/no-such-file")
    assert answer is not None
    assert answer.status == 404


def test_who_is_signed_in_is_who_was_asked_for(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.DONOR)
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    number = Session.objects.get(session_key=cookie["value"]).get_decoded()["_auth_user_id"]
    assert User.objects.get(pk=number).role == Role.DONOR
