"""Gunicorn's settings. On SQLite one process, because each writer makes all others forget what they have read."""

import os
import signal
import threading
import time
from typing import Any

from toguna.config.settings import DATABASES

wsgi_app = "toguna.config.wsgi:application"
worker_class = "gthread"
workers = 1 if DATABASES["default"]["ENGINE"].endswith("sqlite3") else 2
threads = 8
keepalive = 5
graceful_timeout = 20
control_socket_disable = True
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """Stop when `toguna serve` has ended without saying so; otherwise the port would stay taken."""
    threading.Thread(target=stop_after, args=(os.getppid(),), daemon=True).start()


def stop_after(parent: int) -> None:
    """Wait until the process that started this one is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
