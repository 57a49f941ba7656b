"""The installation's keys for what phones encrypt: made at the first need, kept under its folder and in its backups.

One key encrypts; every key in the folder is tried to open, so that a key of before may be put back beside it.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from toguna.collect.sealed_opening import new_private_key, public_key_of

CURRENT = "submissions.pem"


def keys_folder() -> Path:
    """Where the keys stand, for the installation's own user alone."""
    return Path(settings.VAR) / "keys"


def public_key() -> str:
    """What phones encrypt for."""
    return public_key_of(current_key())


def every_key() -> list[bytes]:
    """The keys to try, the one in use first."""
    if not keys_folder().exists():
        return []
    paths = sorted(keys_folder().glob("*.pem"), key=lambda path: (path.name != CURRENT, path.name))
    return [path.read_bytes() for path in paths]


def current_key() -> bytes:
    """The key in use; made now where there is none."""
    path = keys_folder() / CURRENT
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_name(f".{secrets.token_hex(8)}")
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(new_private_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            # Of two processes that come at once one makes the key, and the other takes it.
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes()
