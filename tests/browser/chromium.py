"""Where this machine keeps a real Chromium, and how it is started for a test.

    python -m tests.browser.chromium

says which one it is, and fetches one with apt where there is none and we may.
"""

import os
import shutil
import subprocess
import sys

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


def fetch_chromium() -> None:
    """Install Chromium with apt where that is possible; elsewhere the journeys will say that they are skipped."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        if subprocess.run(command, env=quietly, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            return


if __name__ == "__main__":
    if find_chromium() is None:
        sys.stdout.write("No Chromium on this machine; trying to install it with apt (about 1 minute)\n")
        fetch_chromium()
    sys.stdout.write(f"Chromium: {find_chromium() or 'none, and it could not be installed'}\n")
