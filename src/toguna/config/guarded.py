"""No answer from a database that could lose or change what it has acknowledged.

Asked once in each process, on the very connection that serves its first request, whichever server runs it: commits wait
for the disk, and the append-only triggers stand.
"""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from threading import Lock
from typing import Any

from django.db import Error, connection

from toguna.config.spooling import Application, Environ
from toguna.store.journal.append_only import missing_triggers

log = logging.getLogger(__name__)

SQLITE_WAITS_FOR_THE_DISK = {2, 3}


class AnswerOnlyWhenGuarded:
    """Let requests through once the database has been found safe; answer 503 and say why until then."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.is_safe = False
        self.turn = Lock()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if not self.is_safe:
            with self.turn:
                reason = "" if self.is_safe else why_unsafe()
                self.is_safe = not reason
            if reason:
                return unavailable(start_response, reason)
        return self.application(environ, start_response)


def why_unsafe() -> str:
    """What is wrong with this thread's connection; empty when nothing is."""
    try:
        if not waits_for_the_disk():
            return "commits do not wait for the disk"
        missing = missing_triggers()
    except Error as error:
        log.exception("The database does not answer")
        return f"the database does not answer ({type(error).__name__})"
    return f"append-only triggers are missing: {', '.join(missing)}" if missing else ""


def waits_for_the_disk() -> bool:
    """Whether what is committed on this connection survives a power cut, as far as the connection decides."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return cursor.fetchone()[0] in SQLITE_WAITS_FOR_THE_DISK
        cursor.execute("SHOW synchronous_commit")
        return bool(cursor.fetchone()[0] != "off")


def unavailable(start_response: Any, reason: str) -> Iterable[bytes]:
    """Answer 503 in words that whoever installs Toguna can act on."""
    log.error("Refusing to answer: %s", reason)
    body = f"Toguna ne répond pas : {reason}. Lancez « toguna migrate », puis redémarrez.\n".encode()
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), ("Retry-After", "30")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
