"""Bringing an installation back from a backup: all of it, or nothing at all.

The whole file is decrypted and authenticated into a folder of its own before anything is touched; then the rows go in
within one transaction and the files by renaming. It never merges: what was there is replaced or the restore refused.
"""

import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from toguna.flow.background import is_somebody_at_work
from toguna.flow.receive import attachment_file
from toguna.flow.safekeeping.backups import COUNTS, FILES, MANIFEST, ROWS, kept_folders
from toguna.flow.safekeeping.database_copy import (
    columns_now,
    continue_numbering,
    empty_every_table,
    insert_rows,
    is_empty,
    migrations_known,
)
from toguna.flow.safekeeping.sealed_file import FileDamaged, SealedReader
from toguna.store.fieldwork.models import Attachment
from toguna.store.journal.actions import record_entry
from toguna.store.journal.append_only import install_triggers, remove_triggers
from toguna.store.journal.models import Entry
from toguna.store.journal.queries import VerificationReport, verify
from toguna.store.publications.models import Edition

MEMBER = re.compile(r"(?!.*(?:^|/)\.\.(?:/|$))[\w.][\w. /-]*")


class RestoreRefused(Exception):
    """Nothing was touched; each kind says why."""


class DatabaseNotEmpty(RestoreRefused):
    """There is an installation here already."""


class InstallationAtWork(RestoreRefused):
    """Its worker is running."""


class OtherVersion(RestoreRefused):
    """The backup was made by a Toguna with other tables."""


@dataclass(frozen=True)
class Unpacked:
    """A backup, authenticated to its end, lying in a folder."""

    folder: Path
    manifest: dict[str, Any]
    counts: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(self.counts.values())

    def lines_of(self, label: str) -> Iterator[bytes]:
        """The rows of one table, as they were written."""
        for piece in sorted((self.folder / ROWS / label).glob("*.jsonl")):
            with piece.open("rb") as lines:
                yield from lines


@dataclass(frozen=True)
class Restored:
    """What a restore brought back, and what has to be done again after it."""

    rows: int
    journal: VerificationReport
    # Redactions made here after the backup, as the journal names their subjects.
    redactions_undone: tuple[str, ...]
    files_missing: int
    secret_key_kept: bool


@contextmanager
def unpacked(source: Path, passphrase: str) -> Iterator[Unpacked]:
    """The content of a backup, in a folder that is gone afterwards. Raises SealedFileError."""
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=settings.VAR))
    try:
        with source.open("rb") as file:
            reader = SealedReader(file, passphrase)
            try:
                with tarfile.open(mode="r|", fileobj=cast("IO[bytes]", reader)) as archive:
                    for member in archive:
                        unpack_member(archive, member, folder)
            except tarfile.TarError as error:
                raise FileDamaged from error
            # The archive ends before its padding does; the last piece must be seen all the same.
            while reader.read(1024 * 1024):
                pass
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            counts = json.loads((folder / COUNTS).read_bytes())
        except (FileNotFoundError, ValueError) as error:
            raise FileDamaged from error
        yield Unpacked(folder, manifest, counts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one plain file, inside the folder and nowhere else."""
    content = archive.extractfile(member) if member.isreg() and MEMBER.fullmatch(member.name) else None
    if content is None:
        raise FileDamaged(member.name)
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)


def restore(backup: Unpacked, *, replace: bool) -> Restored:
    """Put the rows and files of a backup where this installation's were.

    Raises a `RestoreRefused` before anything is touched. A row that does not go in undoes everything.
    """
    if is_somebody_at_work():
        raise InstallationAtWork
    require_same_tables(backup.manifest)
    if not replace and not is_empty():
        raise DatabaseNotEmpty
    call_command("migrate", verbosity=0, interactive=False)
    redacted_here = set(redactions())
    with exchanged_folders(backup.folder), transaction.atomic():
        remove_triggers()
        empty_every_table()
        for label, count in backup.counts.items():
            if insert_rows(label, backup.manifest["columns"][label], backup.lines_of(label)) != count:
                raise FileDamaged(label)
        connection.check_constraints()
        continue_numbering()
        install_triggers()
        record_entry(by=None, action="installation.restored", subject="installation", made=backup.manifest["made_at"])
    # What was shown of the installation before must not be shown of this one.
    call_command("createcachetable", verbosity=0)
    cache.clear()
    return Restored(
        rows=backup.rows,
        journal=verify(set(Edition.objects.values_list("journal_head", flat=True))),
        redactions_undone=tuple(sorted(redacted_here - set(redactions()))),
        files_missing=sum(not attachment_file(kept).exists() for kept in Attachment.objects.filter(redacted_at=None)),
        secret_key_kept=keep_secret_key(backup.manifest["secret_key"]),
    )


def require_same_tables(manifest: dict[str, Any]) -> None:
    """Refuse a backup whose tables are not those of this Toguna."""
    if manifest["migrations"] != migrations_known() or manifest["columns"] != columns_now():
        raise OtherVersion


def redactions() -> Iterator[str]:
    """The persons redacted here, as the journal names them."""
    yield from Entry.objects.filter(action="person.redacted").values_list("subject", flat=True)


@contextmanager
def exchanged_folders(staging: Path) -> Iterator[None]:
    """The kept folders exchanged for those of the backup by renaming, and back again after an error.

    What was there before goes away with the staging folder, at the very end.
    """
    exchanged = []
    try:
        for name, folder in kept_folders().items():
            aside, restored = staging / "previous" / name, staging / FILES / name
            aside.parent.mkdir(exist_ok=True)
            restored.mkdir(parents=True, exist_ok=True)
            if folder.exists():
                folder.rename(aside)
            exchanged.append((folder, aside))
            restored.rename(folder)
        yield
    except BaseException:
        for number, (folder, aside) in enumerate(exchanged):
            if folder.exists():
                folder.rename(staging / f"not-restored-{number}")
            if aside.exists():
                aside.rename(folder)
        raise


def keep_secret_key(key: str) -> bool:
    """Keep the key of the restored installation, unless the environment sets one."""
    if os.environ.get("TOGUNA_SECRET_KEY"):
        return False
    path = Path(settings.VAR) / "secret-key"
    new = path.with_name("secret-key.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(key)
    new.replace(path)
    return True
