"""Where this machine keeps a real Chromium, and how it is started for a test."""

import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

# Nothing of the browser's own business may reach the network or the screen.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The path of the first Chromium on this machine's PATH, if it has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
