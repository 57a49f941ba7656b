"""One writer at a time on SQLite, first come first served.

SQLite lets threads race for its write lock and the unlucky starve; a fair turn taken before the transaction keeps the
slowest answer close to the middle one. On PostgreSQL a turn costs nothing and does nothing.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

_waiting: deque[Lock] = deque()
_door = Lock()


@contextmanager
def write_turn() -> Iterator[None]:
    """Hold the process's turn to write; callers get it in the order they asked."""
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
        yield
    finally:
        with _door:
            _waiting.popleft()
            if _waiting:
                _waiting[0].release()
