"""Where a backup's passphrase comes from: the environment or a file, never the command line, which others can see."""

import os
from pathlib import Path

SHORTEST = 12


class NoPassphrase(Exception):
    """None was given, or one that is quickly guessed."""


def passphrase_from(file: str | None) -> str:
    """The passphrase, without the line end of its file. Raises `NoPassphrase`."""
    given = Path(file).read_text().strip() if file else os.environ.get("TOGUNA_BACKUP_PASSPHRASE", "")
    if len(given) < SHORTEST:
        raise NoPassphrase
    return given
