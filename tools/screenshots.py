"""Takes a picture of each kind of page, on an office screen and on a phone.

    python -m tools.screenshots [--into FOLDER] [--only public:home desk:record …]

It serves this installation, signs in with the demonstration's accounts, follows links until every kind of page has been
met once (a kind is the name of its address), and leaves PNG files called after them.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from toguna.demo.accounts import ACCOUNTS, PASSWORD
from toguna.rules.roles import Role

SCREENS: dict[str, ViewportSize] = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
PAGES_VISITED_AT_MOST = 150
# Whoever may see the most of the desk.
SIGNED_IN_AS = Role.MEL_OFFICER


@contextmanager
def served(*options: str) -> Iterator[str]:
    """This installation, served on a free port while the pictures are taken; its address."""
    command = [sys.executable, "-m", "toguna", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            for line in server.stdout or ():
                sys.stdout.write(line)
                if found := re.search(r"http://\S+", line):
                    yield found[0].rstrip("/")
                    return
            sys.exit("Toguna did not start.")
        finally:
            server.terminate()
            # What it says while stopping would otherwise fill the pipe.
            server.communicate()


def kind_of(path: str) -> str:
    """The name of a page's address, such as public:programme; empty where it has none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def first_of_each_kind(page: Page, start: str) -> dict[str, str]:
    """The first page met of each kind, following links from one page, nearest first."""
    met: dict[str, str] = {}
    waiting, seen = [start], {start}
    while waiting and len(seen) < PAGES_VISITED_AT_MOST:
        path = waiting.pop(0)
        kind = kind_of(urlsplit(path).path)
        if not kind or kind in met:
            continue
        answer = page.request.get(path)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        met[kind] = path
        page.goto(path)
        links = page.locator("a[href^='/']")
        for target in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return met


def sign_in(context: BrowserContext) -> None:
    """Come in as the demonstration's account that sees the most."""
    page = context.new_page()
    page.goto(reverse("account_login"))
    account = next(account for account in ACCOUNTS if account.role is SIGNED_IN_AS)
    page.locator("input[name=login]").fill(account.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()
    page.close()


def take(into: Path, only: list[str]) -> None:
    """Take the pictures."""
    into.mkdir(parents=True, exist_ok=True)
    with served("--no-worker") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for screen, size in SCREENS.items():
            context = browser.new_context(
                base_url=address, viewport=size, locale="fr-FR", is_mobile=screen == "phone", device_scale_factor=1
            )
            pages = first_of_each_kind(context.new_page(), "/")
            sign_in(context)
            page = context.new_page()
            pages |= first_of_each_kind(page, reverse(settings.LOGIN_REDIRECT_URL))
            for kind, path in sorted(pages.items()):
                if only and kind not in only:
                    continue
                page.goto(path)
                name = kind.replace(":", "-").replace("_", "-")
                page.screenshot(path=into / f"{name}-{screen}.png", full_page=True)
                sys.stdout.write(f"{name}-{screen}.png  {path}\n")
            context.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Take a picture of each kind of page.")
    parser.add_argument("--into", type=Path, default=Path("var/pictures"))
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    if find_chromium() is None:
        sys.exit("There is no Chromium on this machine.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")
    django.setup()
    take(arguments.into, arguments.only)
