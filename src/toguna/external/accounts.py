"""With which account to come to another server: from a file that only its owner reads, else from the environment.

Secrets are never written to the database, to a log or into an error; only where they are kept is known here.
"""

import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toguna.external.refusals import AccountsUnreadable, NoAccount


@dataclass(frozen=True)
class RemoteAccount:
    """An account on another server: ODK Central wants email and password, KoboToolbox a token."""

    email: str
    secret: str = field(repr=False)


def account_for(address: str, environment: Mapping[str, str]) -> RemoteAccount:
    """The account for a server: the file's entry for its address, else the one that the environment gives.

    >>> account_for("https://central.example.org", {"TOGUNA_REMOTE_EMAIL": "suivi@osc.example",
    ...                                             "TOGUNA_REMOTE_SECRET": "not shown"})
    RemoteAccount(email='suivi@osc.example')
    """
    wanted = address.rstrip("/")
    path = environment.get("TOGUNA_REMOTE_ACCOUNTS", "")
    entry = _entries(Path(path)).get(wanted) if path else None
    if entry is not None:
        return entry
    secret = environment.get("TOGUNA_REMOTE_SECRET", "")
    if not secret:
        raise NoAccount(address=wanted)
    return RemoteAccount(environment.get("TOGUNA_REMOTE_EMAIL", ""), secret)


def _entries(path: Path) -> dict[str, RemoteAccount]:
    try:
        # A file that others may read is refused rather than quietly used: the password of a whole server stands in it.
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise AccountsUnreadable(why=f"chmod 600 {path.name}")
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        # The words of a TOML error may quote the line it stumbled over, so only its kind is told.
        raise AccountsUnreadable(why=type(error).__name__) from None
    entries = {}
    for address, entry in told.items():
        if isinstance(entry, dict):
            secret = entry.get("password") or entry.get("token") or ""
            entries[address.rstrip("/")] = RemoteAccount(str(entry.get("email", "")), str(secret))
    return entries
