"""The pictures that a walk leaves, numbered as they are taken; it refuses a page that is wider than its screen."""

import sys
from pathlib import Path

from playwright.sync_api import Page


class Album:
    """The pictures of one walk, numbered as they are taken."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("[0-9][0-9]-*.png"):
            old.unlink()
        self.folder = folder
        self.taken = 0

    def take(self, page: Page, name: str, told: str, *, whole: bool = True) -> None:
        """Keep what the screen shows (the whole page unless told otherwise) and say so; no page may be too wide."""
        self.taken += 1
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if widths[0] > widths[1]:
            sys.exit(f"{page.url} is {widths[0]} points wide on a screen of {widths[1]}.")
        path = self.folder / f"{self.taken:02}-{name}.png"
        page.screenshot(path=path, full_page=whole)
        self.say(path.name, told)

    def keep(self, name: str, picture: bytes, told: str) -> Path:
        """A picture that no browser took."""
        self.taken += 1
        path = self.folder / f"{self.taken:02}-{name}.png"
        path.write_bytes(picture)
        self.say(path.name, told)
        return path

    def say(self, name: str, told: str) -> None:
        """One line for each picture."""
        sys.stdout.write(f"{name:<34} {told}\n")
        sys.stdout.flush()
