"""Takes the walk of a new user through a fresh demonstration, and leaves a picture of every step.

    python -m tools.walk [--into FOLDER]

First the officer's afternoon: a quarter is closed, approved and released, and a late sheet decided. Then an agent sets
up a phone, fills a sheet in without a line, sends it, has it returned, corrects it and sees it verified; then a printed
sheet, signed by hand, is entered beside its photo. The demonstration is served from a folder of its own that is gone
afterwards. A step that does not show what it should, or a page wider than its screen, ends the walk.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import find_chromium
from tools.screenshots import served

# A walk takes two minutes; one that takes ten has lost its way.
AT_MOST_SECONDS = 600


def main() -> None:
    """Serve a fresh demonstration, walk through it, and leave nothing but the pictures."""
    parser = argparse.ArgumentParser(description="Take the walk of a new user, with a picture of every step.")
    parser.add_argument("--into", type=Path, default=Path("var/walk"))
    into = parser.parse_args().into.resolve()
    if find_chromium() is None:
        sys.exit("There is no Chromium on this machine.")
    with tempfile.TemporaryDirectory(prefix="toguna-walk-") as folder:
        # A database and files of its own; the page of offline forms is built once, and only read.
        os.environ |= {
            "TOGUNA_VAR": folder,
            "TOGUNA_FIELD_PAGE": str(Path("var/field").resolve()),
            "DJANGO_SETTINGS_MODULE": "toguna.config.settings",
            # Playwright keeps an event loop in the thread that reads the database.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "yes",
        }
        os.environ.pop("DATABASE_URL", None)
        with served("--no-field-page") as address:
            for name, folder_of_it in (("afternoon", into / "afternoon"), ("steps", into)):
                steps = [sys.executable, "-m", f"tools.walk.{name}", address, str(folder_of_it)]
                try:
                    failed = subprocess.run(steps, check=False, timeout=AT_MOST_SECONDS).returncode
                except subprocess.TimeoutExpired:
                    sys.exit("The walk took too long.")
                if failed:
                    sys.exit(failed)


if __name__ == "__main__":
    main()
