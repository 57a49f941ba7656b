"""Writing where thousands of rows come in a minute: one writer at a time on SQLite, and rows inserted as they stand.

SQLite lets writers race for its write lock and the unlucky starve; a fair turn taken before the transaction keeps the
slowest answer close to the middle one. Threads wait in the order they came, and one of each process waits at a file
beside the database, where the system wakes whoever waits. On PostgreSQL a turn costs nothing and does nothing.
"""

import fcntl
import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

from django.db import connection, models, transaction

_waiting: deque[Lock] = deque()
_door = Lock()


@contextmanager
def write_turn() -> Iterator[None]:
    """Hold the turn to write; the callers of one process get it in the order they asked."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    mine = Lock()
    mine.acquire()
    with _door:
        _waiting.append(mine)
        if _waiting[0] is mine:
            mine.release()
    mine.acquire()
    try:
        with _turn_among_programs(str(connection.settings_dict["NAME"])):
            yield
    finally:
        with _door:
            _waiting.popleft()
            if _waiting:
                _waiting[0].release()


@contextmanager
def _turn_among_programs(database: str) -> Iterator[None]:
    if ":memory:" in database or "mode=memory" in database:
        yield
        return
    turnstile = _turnstile(f"{database}.turn", os.getpid())
    fcntl.flock(turnstile, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(turnstile, fcntl.LOCK_UN)


@cache
def _turnstile(path: str, _process: int) -> int:
    """The file that processes wait at; opened anew in each, because a forked one would share the lock."""
    return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)


def insert_row(row: models.Model) -> None:
    """Insert one new row as it stands, its key included. Raises IntegrityError where the database refuses it.

    Django composes the statement of a save anew each time, which costs more than the insertion itself; here it is
    composed once a table. A key that the database gives out is not read back.
    """
    with connection.cursor() as cursor:
        cursor.execute(*_composed(row))


def insert_together(rows: Sequence[models.Model]) -> None:
    """Insert all of these rows for good, or none. Raises IntegrityError where the database refuses one of them.

    PostgreSQL is sent them in one piece, which is one transaction and one wait instead of six.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        composed = [_composed(row) for row in rows]
        together = "; ".join(statement for statement, _values in composed)
        with connection.cursor() as cursor:
            cursor.execute(together, [value for _statement, values in composed for value in values])
        return
    with write_turn(), transaction.atomic():
        for row in rows:
            insert_row(row)


def _composed(row: models.Model) -> tuple[str, list[Any]]:
    table = type(row)
    given = table._meta.auto_field if row.pk is None else None
    columns = [field for field in table._meta.concrete_fields if field is not given]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in columns]
    return _insertion(table, given is None), values


@cache
def _insertion(table: type[models.Model], with_key: bool) -> str:
    quote = connection.ops.quote_name
    fields: list[Any] = [one for one in table._meta.concrete_fields if with_key or one is not table._meta.auto_field]
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names from the models
