"""One attendance sheet becomes one published number, by command, and both databases publish the same edition."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.story.server import ROOT, own_database


def lived(folder: Path, database_url: str | None) -> dict[str, Any]:
    """The story as told by a fresh installation on that database."""
    folder.mkdir()
    environment = {**os.environ, "TOGUNA_VAR": str(folder), "PYTHONPATH": str(ROOT)}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        environment.pop(name, None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "tests.story.story"]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    story: dict[str, Any] = json.loads(told.stdout.strip().splitlines()[-1])
    return story


def test_a_sheet_sent_twice_moves_the_public_number_by_what_it_holds(tmp_path: Path) -> None:
    story = lived(tmp_path / "sqlite", None)
    assert story["statuses"] == [201, 201]
    assert story["records"] == 1
    before, after = story["pages"]
    assert "non précisé" in before, "nothing verified yet is unknown, not nothing"
    assert "Toute la durée, en cours 20 participations" in after, "8 lines and 12 people without a name"
    with own_database() as address:
        if address is not None:
            assert lived(tmp_path / "postgresql", address)["hashes"] == story["hashes"]
