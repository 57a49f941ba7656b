"""The page of offline forms as `toguna serve` serves it: how much travels, and how long one waits on a slow machine.

Limits: 600 kB the first time, all told (the page, the engine, every form of the demonstration with its lists, 700
communes among them), 5 kB any later time; a list of 700 communes is there within a second on a machine made six times
slower. The other times are told without a limit.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.pages import serve, stop
from tests.browser.bad_line import Line, line_to
from tests.browser.chromium import FLAGS, find_chromium

FIRST_LIMIT, LATER_LIMIT, LIST_LIMIT = 600_000, 5_000, 1.0
SLOWER = 6
COMMUNES, PARTICIPANTS = 700, 60
MORE_COMMUNES = f"""
from tests import factories
from toguna.store.places.models import Edition, Place
edition = Edition.objects.filter(fictional=True).first()
region = Place.objects.filter(fictional=True, level=1).first()
for number in range({COMMUNES}):
    name = f"Commune fictive {{number}} de la mesure"
    factories.place(name=name, edition=edition, parent=region, code=f"M{{number}}")
"""


def main() -> int:
    """Serve, weigh, wait, stop."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="toguna-bench-") as name:
        folder = Path(name)
        process, _seconds = serve(folder, port)
        try:
            toguna(folder, "field_page")
            toguna(folder, "shell", "--verbosity", "0", "--command", MORE_COMMUNES)
            with line_to(f"http://localhost:{port}") as line, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
                fine = measure(browser, line)
                browser.close()
        finally:
            stop(process)
    print("\nevery promise is kept" if fine else "\nsome promise is not kept")
    return 0 if fine else 1


def toguna(folder: Path, *arguments: str) -> None:
    """Run one command of this installation."""
    subprocess.run(
        [sys.executable, "-m", "toguna", *arguments],
        env={**os.environ, "TOGUNA_VAR": str(folder), "PYTHONPATH": str(Path(__file__).parents[1])},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def measure(browser: Browser, line: Line) -> bool:
    """Print what was measured; whether it is what was promised."""
    context = browser.new_context(base_url=line.url, locale="fr-FR")
    page = context.new_page()
    page.goto("/field/")
    page.locator("input[name=login]").fill("agent@demo.example")
    page.locator("input[name=password]").fill("sous-le-toguna")
    before = line.carried
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/field/*")
    first = settled(page, line) - before
    page.goto("about:blank")
    before = line.carried
    page.goto("/field/")
    later = settled(page, line) - before
    print(f"first load: {first / 1000:.0f} kB (limit {FIRST_LIMIT // 1000}); later: {later / 1000:.1f} kB (limit 5)\n")
    print(f"{'seconds':<58}{'here':>8}{f'{SLOWER}x slower':>12}")
    slow = context.new_cdp_session(page)
    times: dict[str, list[float]] = {}
    for rate in (1, SLOWER):
        page.goto("/field/")
        settled(page, line)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        for what, seconds in waits(page).items():
            times.setdefault(what, []).append(seconds)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    for what, (here, slower) in times.items():
        print(f"{what:<58}{here:>8.2f}{slower:>12.2f}")
    return first < FIRST_LIMIT and later < LATER_LIMIT and times[LIST][1] < LIST_LIMIT


LIST = f"open the list of {COMMUNES} communes"


def waits(page: Page) -> dict[str, float]:
    """How long each step of entering a sheet makes one wait; the draft is thrown away at the end."""
    told = {}
    field = page.locator("form .field").first
    link = page.get_by_role("link", name="Fiche de présence", exact=True)
    told["open an empty attendance sheet"] = timed(link.click, field)
    box = page.get_by_role("combobox", name="Commune où l'activité a eu lieu")
    options = page.locator("[role=listbox] [role=option]")
    told[LIST] = timed(box.click, options.first)
    last = options.filter(has_text=f"Commune fictive {COMMUNES - 1} ")
    told["find one of them by typing"] = timed(lambda: box.fill(f"{COMMUNES - 1} de la"), last)
    last.click()
    add = page.locator(".add-line").first
    for number in range(2, PARTICIPANTS):
        add.click()
        expect(page.locator(".lines").first.locator("li")).to_have_count(number)
    lines = page.locator(".lines").first.locator("li")
    told[f"add participant {PARTICIPANTS}"] = timed(add.click, lines.nth(PARTICIPANTS - 1))
    expect(page.get_by_text("Gardée sur cet appareil")).to_be_visible()
    back = page.get_by_role("heading", name="Brouillons")
    page.get_by_role("link", name="Mes fiches").click()
    expect(back).to_be_visible()
    resume = page.get_by_role("link", name="Reprendre")
    told[f"take up a draft of {PARTICIPANTS} participants"] = timed(resume.click, field)
    page.get_by_role("link", name="Mes fiches").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Supprimer").click()
    expect(back).to_have_count(0)
    return told


def timed(act: Callable[[], object], seen: object) -> float:
    """Seconds from doing something until this is to be seen."""
    begun = time.monotonic()
    act()
    expect(seen).to_be_visible(timeout=60_000)  # type: ignore[call-overload]
    return time.monotonic() - begun


def settled(page: Page, line: Line) -> int:
    """Wait until nothing has come over the line for two seconds; what it has carried by then."""
    before = -1
    while before != line.carried:
        before = line.carried
        page.wait_for_timeout(2000)
    return line.carried


if __name__ == "__main__":
    sys.exit(main())
