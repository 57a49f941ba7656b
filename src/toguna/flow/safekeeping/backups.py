"""Making a backup: everything that an installation cannot do without, of one moment, in one encrypted file.

Inside is a tar archive: what it is (`manifest.json`), the rows table by table, the files, and at the end how many rows
there were. It decides nothing about where the file goes from there.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.utils import timezone

from toguna.flow.safekeeping.database_copy import (
    columns_now,
    kept_models,
    migrations_applied,
    one_moment,
    written_rows,
)
from toguna.flow.safekeeping.sealed_file import SealingWriter
from toguna.flow.sealed import sealed_folder
from toguna.flow.submission_keys import keys_folder
from toguna.store.journal.actions import record_entry

MANIFEST, COUNTS, ROWS, FILES = "manifest.json", "counts.json", "rows", "files"


@dataclass(frozen=True)
class BackupMade:
    """What went into the file."""

    rows: int
    files: int
    bytes: int


def kept_folders() -> dict[str, Path]:
    """The folders that belong to an installation beside its database, by their name in a backup."""
    return {
        "attachments": Path(settings.ATTACHMENTS),
        "editions": Path(settings.EDITIONS),
        # Without its keys, what phones have encrypted for this installation could never be opened.
        "keys": keys_folder(),
        "sealed": sealed_folder(),
    }


def make_backup(target: Path, passphrase: str) -> BackupMade:
    """Write a backup to `target`, which appears there whole or not at all.

    The rows are read first. A file is on disk before the row that names it, so every row has its file in the archive,
    unless it was redacted while the backup was being made.
    """
    record_entry(by=None, action="installation.backed-up", subject=f"backup:{target.name}"[:120])
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with (
                SealingWriter(file, passphrase) as sealed,
                tarfile.open(mode="w|", fileobj=cast("IO[bytes]", sealed)) as archive,
            ):
                rows = add_rows(archive)
                files = add_files(archive)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return BackupMade(rows=rows, files=files, bytes=target.stat().st_size)


def add_rows(archive: tarfile.TarFile) -> int:
    """Put in what the database held at one moment, and say how many rows that was."""
    counts = {}
    with one_moment() as using:
        manifest = {
            "made_at": timezone.now().isoformat(),
            "migrations": migrations_applied(using),
            "columns": columns_now(),
            "secret_key": settings.SECRET_KEY,
        }
        add_bytes(archive, MANIFEST, json.dumps(manifest).encode())
        for model in kept_models():
            label = model._meta.label_lower
            counts[label] = 0
            for number, piece in enumerate(written_rows(model, using)):
                add_bytes(archive, f"{ROWS}/{label}/{number:06}.jsonl", piece)
                counts[label] += piece.count(b"\n")
    add_bytes(archive, COUNTS, json.dumps(counts).encode())
    return sum(counts.values())


def add_files(archive: tarfile.TarFile) -> int:
    """Put in every file of the kept folders, and say how many."""
    count = 0
    for name, folder in kept_folders().items():
        for path in files_under(folder):
            try:
                with path.open("rb") as file:
                    entry = tarfile.TarInfo(f"{FILES}/{name}/{path.relative_to(folder).as_posix()}")
                    entry.size = os.fstat(file.fileno()).st_size
                    archive.addfile(entry, file)
            except FileNotFoundError:
                # Redacted since the folder was listed.
                continue
            count += 1
    return count


def files_under(folder: Path) -> Iterator[Path]:
    """The files of a folder, in a settled order; not those that are still arriving, whose names begin with a dot."""
    files = (path for path in folder.rglob("[!.]*") if path.is_file() and not path.is_symlink())
    yield from sorted(files)


def add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put in something that is no file."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
