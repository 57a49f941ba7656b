"""The real application as a process of its own, with one extra address that tells how it keeps what it is given.

Run as a script it prepares the database and prints, as JSON, the token of a phone that may send to it.
"""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toguna.config.settings")

from toguna.config.wsgi import application as toguna

ABOUT = "/about-this-connection"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Toguna, and what its connection says of itself in the thread that serves."""
    if environ["PATH_INFO"] != ABOUT:
        return toguna(environ, start_response)
    from django.db import connection

    from toguna.store.journal.append_only import missing_triggers

    told: dict[str, object] = {"vendor": connection.vendor, "missing": [str(one) for one in missing_triggers()]}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("synchronous", "journal_mode", "foreign_keys"):
                told[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


def prepare() -> None:
    """Migrate, set the stage, and give a phone its token."""
    from django.core.management import call_command

    from tests.flow.sheets import commune
    from toguna.store.accounts.actions import issue_device

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    print(json.dumps({"token": issue_device(by=None, user=commune().agent, label="x").token}))  # noqa: T201


if __name__ == "__main__":
    prepare()
